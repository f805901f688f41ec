import { type Fact, type Instant, type LocalDay, post as owe } from 'bonfire'
import { at, day, type Stimulus, specFor } from 'bonfire/testing'
import { type Reason, topics } from './facts.ts'
import topicsPlugin from './index.ts'
import { type aLibrary, planUsed } from './library.fixtures.ts'
import { NOTICE_MS_MAX } from './notices.ts'

/** A Tuesday, the first day of the plan, and the days after it. */
export const [first, second, third] = ['2026-12-01', '2026-12-02', '2026-12-03'].map(day) as [
  LocalDay,
  LocalDay,
  LocalDay,
]
export const HOUR_MS = 3_600_000

type Options = Parameters<typeof specFor>[1]

/** A group that lives by the plan of that library since the first day, unless it is another. */
export function specWith(library: ReturnType<typeof aLibrary>, options: Options = {}, startDay = first) {
  const spec = specFor(topicsPlugin, { content: library.content, ...options })
  const used = planUsed(library.definition, startDay)
  const { given, say } = spec
  return { say, withoutPlan: given(), given: (...history: readonly (Fact | Stimulus)[]) => given(used, ...history) }
}

interface Chosen {
  readonly why?: Reason
  readonly marketing?: boolean
  readonly from?: LocalDay
}
const idOf = (post: string) => `posts/reading/${post}`

/** A post was chosen for a slot. */
export function chosen(on: LocalDay, time: string, post: string | null, more: Chosen = {}) {
  const { why = 'pool', marketing = false, from } = more
  return topics.facts.chosen({
    occasion: `${on}T${time}`,
    day: on,
    at: at(`${on} ${time}`),
    post: post && idOf(post),
    version: post && 'abc123',
    marketing,
    why,
    campaign: 'reading@2026-12-01',
    ...(from && { from }),
  })
}

type Say = ReturnType<typeof specWith>['say']
interface Going {
  readonly marketing?: boolean
  readonly lateHours?: number
  readonly options?: Parameters<typeof owe>[1]
}
/** The same post is owed to the group. */
export function going(say: Say, on: LocalDay, time: string, post: string, number: number, more: Going = {}) {
  const { marketing = false, lateHours = 2, options } = more
  return owe(say.post({ post: idOf(post), occasion: `${on}T${time}`, values: { day: number } }), {
    post: { id: idOf(post), marketing },
    deadline: (at(`${on} ${time}`) + lateHours * HOUR_MS) as Instant,
    ...options,
  })
}

/** A notice to the owner, decided then. */
export const toOwner = (saying: Parameters<typeof owe>[0], when: string) =>
  owe(saying, { class: 'notice', to: 'owner', deadline: (at(when) + NOTICE_MS_MAX) as Instant })
