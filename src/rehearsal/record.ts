import { addDays, daysBetween, type Instant, type LocalDay, type MemberId } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'
import type { Commit } from '../host/commit.ts'
import type { DeliveryClass } from '../host/decision.ts'
import { createReceiptWatch, type ReceiptFigures } from './receipts.ts'
import { GROUP } from './stage.ts'

/** What a day of the rehearsal brought. */
export interface DayFigures {
  day: LocalDay
  /** The day of the plan, counted from 1; 0 and less before it. */
  number: number
  /** The phase at its end. Null: no plugin tells. */
  phase: string | null
  /** Members at its end. */
  present: number
  joined: number
  left: number
  checkIns: number
  privateCheckIns: number
  comments: number
  posts: number
  marketing: number
  /** Points given, and spent. */
  points: number
  spent: number
  offers: number
  taken: number
  orders: number
  refunds: number
  /** Of what was paid on it, in the smallest unit. */
  revenue: number
  removed: number
}

/** Something that happened, for the timeline. */
export interface Happening {
  readonly at: Instant
  readonly is: string
  readonly data: Readonly<Record<string, unknown>>
}
/** What became of a delivery that did not arrive. */
export interface Lost {
  readonly at: Instant
  readonly plugin: string
  readonly key: string
  readonly class: DeliveryClass
  readonly post: string | null
  readonly how: 'unknown' | 'failed' | 'expired' | 'withdrawn'
  readonly reason: string
}

/** What a rehearsal has recorded, as far as it is told of. */
export interface RehearsalRecord {
  readonly days: readonly Readonly<DayFigures>[]
  readonly happenings: readonly Happening[]
  readonly lost: readonly Lost[]
  readonly deadLetters: readonly { readonly at: Instant; readonly where: string; readonly error: string }[]
  /** When each post left. */
  readonly posts: ReadonlyMap<string, Instant>
  readonly receipts: ReceiptFigures
  readonly commits: number
  readonly introduced: number
  /** That of the orders. Null: there were none. */
  readonly currency: string | null
  /** When the last offer that has opened ends, or ended. 0: none has. */
  readonly offersUntil: Instant
  /** Until when prizes of the last draw are claimed. 0: there was none. */
  readonly prizesUntil: Instant
  /** Members of the group that was opened for those who go on. */
  readonly goneOn: number
  take(commit: Commit): void
}

type Data = Readonly<Record<string, unknown>>
type Figure = { [K in keyof DayFigures]: DayFigures[K] extends number ? K : never }[keyof DayFigures]
type Changes = Partial<Record<Figure, number>>
const pointsIn = ({ points }: Data) => (typeof points === 'number' ? points : 0)
const amountIn = ({ amount }: Data) => (amount as { readonly minor?: number } | undefined)?.minor ?? 0

/** By how much a fact changes the figures of its day. Plugins are known by the names of their facts: none need be there. */
const CHANGES: Readonly<Record<string, (data: Data) => Changes>> = {
  'membership/joined': () => ({ joined: 1, present: 1 }),
  'membership/left': () => ({ left: 1, present: -1 }),
  'check-in/checkedIn': ({ where }) => ({ checkIns: 1, privateCheckIns: Number(where === 'private') }),
  'check-in/commented': () => ({ comments: 1 }),
  'posts/left': ({ marketing }) => ({ posts: 1, marketing: Number(marketing) }),
  'points/awarded': data => ({ points: pointsIn(data) }),
  'points/spent': data => ({ spent: pointsIn(data) }),
  'conversion/offerOpened': () => ({ offers: 1 }),
  'conversion/taken': () => ({ taken: 1 }),
  'conversion/paid': data => (data.counts === false ? {} : { orders: 1, revenue: amountIn(data) }),
  'conversion/refunded': data => (data.counts === false ? {} : { refunds: 1, revenue: -amountIn(data) }),
  'closing/removed': () => ({ removed: 1 }),
}
/** Facts whose figures are of members: the teacher checks in too, and leads nobody's rate up by that. */
const OF_MEMBERS: ReadonlySet<string> = new Set([
  ...['membership/joined', 'membership/left', 'check-in/checkedIn', 'points/awarded', 'points/spent'],
  ...['icebreaker/introduced'],
])
/** What the timeline names. */
const NAMED = new Set([
  ...['plan/used', 'plan/paused', 'plan/resumed', 'campaign/entered'],
  ...['conversion/offerOpened', 'conversion/offerClosed', 'conversion/paid', 'conversion/refunded'],
  ...['conversion/unmatched', 'conversion/sourceDeclared', 'passport/bound'],
  ...['closing/held', 'closing/frozen', 'closing/announced', 'closing/extended', 'closing/stopped'],
  ...['lucky-draw/announced', 'lucky-draw/sealed', 'lucky-draw/drawn', 'lucky-draw/published'],
  ...['lucky-draw/passed', 'lucky-draw/voided', 'lucky-draw/finished'],
  ...['closing/kept', 'closing/invited', 'closing/madeReadOnly', 'closing/couldNot', 'closing/ended'],
])

const CLAIMED_UNTIL = new Set(['lucky-draw/published', 'lucky-draw/expectedUntil'])

interface RecordOptions {
  readonly calendar: Calendar
  readonly startDay: LocalDay
  /** Owner and teacher: they are no members of the campaign. */
  readonly staff: ReadonlySet<unknown>
}

export function createRecord({ calendar, startDay, staff }: RecordOptions): RehearsalRecord {
  const days: DayFigures[] = []
  const happenings: Happening[] = []
  const lost: Lost[] = []
  const deadLetters: { at: Instant; where: string; error: string }[] = []
  const posts = new Map<string, Instant>()
  const owed = new Map<string, Omit<Lost, 'how' | 'reason' | 'at'>>()
  const goneOn = new Set<MemberId>()
  const receipts = createReceiptWatch()
  let [commits, introduced] = [0, 0]
  let currency: string | null = null
  let offersUntil = 0 as Instant
  let prizesUntil = 0 as Instant

  function dayAt(at: Instant): DayFigures {
    const day = calendar.dayOf(at)
    for (let last = days.at(-1); !last || last.day < day; last = days.at(-1)) {
      const next = last ? addDays(last.day, 1) : day
      days.push(newDay(next, daysBetween(startDay, next) + 1, last))
    }
    // What is read late belongs to an earlier day.
    return days[days.length - 1 - daysBetween(day, days.at(-1)!.day)] ?? days[0]!
  }

  function takeFact(type: string, data: Data, at: Instant): void {
    const day = dayAt(at)
    // What owner and teacher do by themselves is no figure of the members.
    const isStaffs = OF_MEMBERS.has(type) && staff.has(data.member)
    if (isStaffs) return
    for (const [figure, change] of Object.entries(CHANGES[type]?.(data) ?? {})) day[figure as Figure] += change
    if (type === 'campaign/entered') day.phase = String(data.phase)
    if (type === 'icebreaker/introduced') introduced += 1
    if (type === 'posts/left') posts.set(String(data.post), at)
    if (NAMED.has(type)) happenings.push({ at, is: type, data })
    if (type === 'conversion/offerOpened') offersUntil = Math.max(offersUntil, Number(data.until)) as Instant
    if (CLAIMED_UNTIL.has(type)) prizesUntil = Math.max(prizesUntil, Number(data.until)) as Instant
    if (type === 'conversion/paid') currency ??= (data.amount as { readonly currency: string }).currency
    if (type === 'outbox/owed') owe(data)
    const how = HOW[type]
    if (how) lost.push({ ...owed.get(String(data.delivery))!, at, how, reason: String(data.reason ?? '') })
  }
  function owe(data: Data): void {
    const { delivery, plugin, class: cls, says, action, post } = data as unknown as OwedData
    const key = says[0]?.key ?? action?.name ?? ''
    owed.set(delivery, { plugin, key, class: cls, post: post?.id ?? null })
  }

  return {
    ...{ days, happenings, lost, deadLetters, posts, receipts },
    get commits() {
      return commits
    },
    get introduced() {
      return introduced
    },
    get currency() {
      return currency
    },
    get offersUntil() {
      return offersUntil
    },
    get prizesUntil() {
      return prizesUntil
    },
    get goneOn() {
      return goneOn.size
    },
    take({ group, at, facts }) {
      commits += 1
      for (const [type, data] of facts as readonly (readonly [string, Data])[]) {
        if (type === 'dead-letters/stopped')
          deadLetters.push({ at, where: String(data.where), error: String(data.error) })
        if (group === GROUP) {
          receipts.take(type, data)
          takeFact(type, data, at)
        } else if (type === 'membership/joined' && !staff.has(data.member)) goneOn.add(data.member as MemberId)
      }
    },
  }
}

interface OwedData {
  readonly delivery: string
  readonly plugin: string
  readonly class: DeliveryClass
  readonly says: readonly { readonly key: string }[]
  readonly action?: { readonly name: string }
  readonly post?: { readonly id: string }
}
const HOW: Readonly<Record<string, Lost['how']>> = {
  'outbox/unknown': 'unknown',
  'outbox/failed': 'failed',
  'outbox/expired': 'expired',
  'outbox/withdrawn': 'withdrawn',
}

const newDay = (day: LocalDay, number: number, before: DayFigures | undefined): DayFigures => ({
  ...{ day, number, phase: before?.phase ?? null, present: before?.present ?? 0 },
  ...{ joined: 0, left: 0, checkIns: 0, privateCheckIns: 0, comments: 0, posts: 0, marketing: 0 },
  ...{ points: 0, spent: 0, offers: 0, taken: 0, orders: 0, refunds: 0, revenue: 0, removed: 0 },
})
