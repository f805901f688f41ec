import type { PlannedPost } from '../../host/content.ts'
import type { LoadedPlan } from '../library.ts'
import { ownTime } from '../planner-slots.ts'
import type { Problem } from '../problem.ts'
import { atField, type Checked } from './checked.ts'
import { problem } from './codes.ts'

/** Two posts for the same time of the same day: one of them goes out later than written. */
export function* sameSlots({ library }: Checked): Generator<Problem> {
  const posts = new Map(library.posts.map(post => [post.id, post]))
  for (const { definition } of library.plans) {
    for (const [first, ...others] of pinnedTogether(definition)) {
      for (const other of others) {
        const [kept, moved] = [posts.get(first!.id), posts.get(other.id)]
        if (!kept || !moved || !first!.platforms.some(platform => other.platforms.includes(platform))) continue
        const message = `${dayOf(other)} ${other.at} is taken by ${kept.file} already, so one of the two goes out later`
        yield problem('same-slot', atField(moved, ['at']), message)
      }
    }
  }
}

/** Those that share a day and a time of their own. Where a day has too few slots for them, that is what is said. */
function pinnedTogether(plan: LoadedPlan['definition']): readonly (readonly PlannedPost[])[] {
  const pinned = plan.posts.filter(({ when }) => !('pool' in when))
  const days = Map.groupBy(pinned, dayOf)
  return [...days.values()]
    .filter(ofDay => ofDay.length <= plan.slots.length)
    .flatMap(ofDay => {
      const timed = ofDay.filter(({ at }) => ownTime(plan, at) !== null)
      return [...Map.groupBy(timed, ({ at }) => ownTime(plan, at)).values()]
    })
}

const dayOf = ({ when }: PlannedPost): string => ('day' in when ? `day ${when.day}` : 'date' in when ? when.date : '')
