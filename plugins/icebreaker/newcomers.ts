import {
  addDays,
  type Decision,
  daysBetween,
  type Instant,
  type LocalDay,
  type MemberId,
  membership,
  type Period,
  post,
  setup,
} from 'bonfire'
import { DAY_MS, type IcebreakerContext, isHere, NEWCOMER_MS } from './context.ts'
import { icebreaker } from './facts.ts'
import { EXCHANGES_WANTED, type Newcomer, type Newcomers } from './records.ts'

/** Most newcomers that a list names, and a notice. */
const LISTED_MAX = 20
const TOLD_MAX = 10
/** The owner hears of somebody when they have been here for so many days, the first one counted. */
const TOLD_ON_DAY = 3

interface Seen {
  readonly member: MemberId
  readonly day: LocalDay
  readonly exchanges: number
}

/** Newcomers of the last 7 days who are still here; an owner is none. Looks at all who came in the last weeks. */
function* newcomersNow(context: IcebreakerContext): Iterable<Seen> {
  const { state, read, now } = context
  const { owner } = read(membership).group
  for (const [member, { at, day, exchanges }] of state.arrivals.each()) {
    if (at === null || day === null || now - at >= NEWCOMER_MS || member === owner) continue
    if (isHere(context, member)) yield { member, day, exchanges: exchanges.length }
  }
}
const isBelow = ({ exchanges }: Seen): boolean => exchanges < EXCHANGES_WANTED

/** Who needs somebody most comes first: fewest exchanges, then longest here. */
const byNeed = (a: Seen, b: Seen): number => a.exchanges - b.exchanges || (a.day < b.day ? -1 : Number(a.day > b.day))

export function lookForNewcomers(context: IcebreakerContext): Newcomers {
  let count = 0
  let below = 0
  // Only the first of them are kept in order: there may be many.
  const first: Seen[] = []
  for (const newcomer of newcomersNow(context)) {
    count += 1
    if (!isBelow(newcomer)) continue
    below += 1
    const place = first.findIndex(other => byNeed(newcomer, other) < 0)
    if (place < 0 && first.length >= LISTED_MAX) continue
    first.splice(place < 0 ? first.length : place, 0, newcomer)
    if (first.length > LISTED_MAX) first.pop()
  }
  const listed = first.map(
    ({ member, day, exchanges }): Newcomer => ({ member, days: daysBetween(day, context.today), exchanges }),
  )
  return { listed, below, count }
}

/** Once for each who came: on their third day, or as soon after it as we can. */
export function tellOwner(context: IcebreakerContext): Decision<'icebreaker'> {
  const { state, say, now, today, read } = context
  // Where the bot is no more, nobody is made to feel at home by it.
  if (read(setup).group.standing === 'gone') return []
  const upTo = addDays(today, 1 - TOLD_ON_DAY)
  const { toldUpTo, newestAt } = state.group
  if (newestAt === null || (toldUpTo !== null && toldUpTo >= upTo)) return []
  const isNew = ({ day }: Seen) => day <= upTo && (toldUpTo === null || day > toldUpTo)
  const below = [...newcomersNow(context)].filter(newcomer => isNew(newcomer) && isBelow(newcomer))
  if (below.length === 0) return []
  const members = below.slice(0, TOLD_MAX).map(({ member }) => member)
  return [
    icebreaker.facts.ownerTold({ upTo, at: now }),
    post(say.fewExchanges({ members, count: below.length }), {
      class: 'notice',
      to: 'owner',
      deadline: (now + DAY_MS) as Instant,
    }),
  ]
}

/** Its line of `/stats`. */
export function figures(context: IcebreakerContext, { from, days }: Period) {
  const { state, say } = context
  let arrived = 0
  let introduced = 0
  for (let index = 0; index < days; index += 1) {
    const figure = state.days.of(addDays(from, index))
    arrived += figure.arrived
    introduced += figure.introduced
  }
  const { below, count } = lookForNewcomers(context)
  return [say.figures({ arrived, introduced, below, newcomers: count })]
}

export function exchangesOf({ state }: IcebreakerContext, member: MemberId): number | null {
  const { at, exchanges } = state.arrivals.of(member)
  return at === null ? null : exchanges.length
}
