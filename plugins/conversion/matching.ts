import { type Instant, MemberId, membership, operate } from 'bonfire'
import { z } from 'zod'
import type { Answer, Asked, ConversionContext } from './context.ts'
import { OrderKey } from './fact-schemas.ts'
import { conversion } from './facts.ts'
import { wordsOf } from './taking.ts'
import type { ClaimShown, OrderShown } from './wordings.ts'

const { facts } = conversion

/** Orders that one answer lists, and things taken. */
const LISTED_MAX = 20
/**
 * What an admin says of an order that waits is done so much later, in milliseconds: as long as `/undo` takes it back. By
 * then it has been thanked for nowhere, and there is nothing to reverse.
 */
const SAID_AFTER_MS = 10 * 60_000

export const ordersArgs = z.object({
  what: z.enum(['list', 'match', 'dismiss', '列表', '匹配', '排除']).optional(),
  number: z.int().min(1).optional(),
  member: MemberId.optional(),
})
export const OfWaiting = z.object({ order: OrderKey })
type OfWaiting = z.output<typeof OfWaiting>

/** `/orders`, `/orders match 2 @member`, and `/orders dismiss 2`. */
export function handleOrders(context: Asked, { what, number, member }: z.output<typeof ordersArgs>): Answer {
  const { say } = context
  switch (what) {
    case 'match':
    case '匹配':
      return number === undefined || member === undefined ? [say.matchHow()] : match(context, number, member)
    case 'dismiss':
    case '排除':
      return number === undefined ? [say.dismissHow()] : dismiss(context, number)
    default:
      return [listOrders(context)]
  }
}

// What there is

/** Who bought is told in private only. What another group counts is that group's. */
function listOrders(context: Asked) {
  const { state, say } = context
  const { orders, refunds, recent, source } = state.group
  const waiting = state.unmatched.size
  const counts = { orders, refunds, waiting, source }
  if (!context.private) return say.ordersHere(counts)
  const latest = recent.toReversed().flatMap((order): readonly OrderShown[] => {
    const { member, minor, currency, day, state: is, offer, counts: isOurs, by } = state.orders.of(order)
    if (!isOurs) return []
    return [{ order, member: member!, amount: { minor, currency }, day: day!, isPaid: is === 'paid', offer, by }]
  })
  return say.orders({ ...counts, latest, unmatched: unmatchedOf(context), kept: keptOf(context) })
}

function unmatchedOf({ state, calendar }: Asked) {
  return [...state.unmatched.each()].slice(0, LISTED_MAX).map(([order, row]) => {
    const { number, minor, currency, at, offer, said } = row
    return {
      ...{ order: String(order), number, amount: { minor, currency }, day: calendar.dayOf(at), offer },
      isSaid: said !== null,
    }
  })
}

/** What members have taken and not paid, the latest first. */
function keptOf(context: Asked): readonly ClaimShown[] {
  const { state, now } = context
  const kept: ClaimShown[] = []
  for (let number = state.group.claims; number > 0 && kept.length < LISTED_MAX; number -= 1) {
    const { member, offer, state: is, until } = state.claims.of(number)
    if (until !== null && until <= now && is === 'held') continue
    if (member !== null && is === 'held') kept.push({ member, title: wordsOf(context, offer).title })
    if (state.group.claims - number >= LOOKED_AT_MAX) break
  }
  return kept
}
/** So many of what was taken are looked at for it. */
const LOOKED_AT_MAX = 200

// What admins say of one that waits

/** The office decides, once it cannot be taken back any more. What comes of it is told to the owner like any order. */
function match(context: Asked, number: number, member: MemberId): Answer {
  const { say } = context
  const order = waitingOf(context, number)
  if (order === undefined) return [say.noSuchWaiting({ number })]
  // Whom nobody has ever seen here it could not be found to be.
  if (!knowsOf(context, member)) return [say.matchAbsent({ member })]
  return saying(context, { order, member, done: say.matching({ number }), log: say.matchedLog({ number }) })
}

/** It is no order of this group: its offer ran in several. */
function dismiss(context: Asked, number: number): Answer {
  const { say } = context
  const order = waitingOf(context, number)
  if (order === undefined) return [say.noSuchWaiting({ number })]
  const member = null
  return saying(context, { order, member, done: say.dismissing({ number }), log: say.dismissedLog({ number }) })
}

interface Said {
  readonly order: string
  /** Null: of nobody here. */
  readonly member: MemberId | null
  readonly done: ReturnType<Asked['say']['matchHow']>
  readonly log: ReturnType<Asked['say']['matchHow']>
}
function saying({ now, wakeAt, undo, anonymous, ...context }: Asked, { order, member, done, log }: Said): Answer {
  const by = anonymous ? {} : { by: context.member }
  return [
    facts.waitingSaid({ order, member, ...by }),
    wakeAt('match', (now + SAID_AFTER_MS) as Instant, { order }),
    operate(done, { log, undo: undo.match({ order }) }),
  ]
}

const waitingOf = ({ state }: Asked, number: number): string | undefined => {
  const found = [...state.unmatched.each()].find(([, row]) => row.number === number)
  return found && String(found[0])
}
const knowsOf = ({ read }: ConversionContext, member: MemberId): boolean =>
  read(membership).members.of(member).presence !== 'unknown'

export function unsay({ state, say, wakeAt }: Asked, { order }: OfWaiting): Answer {
  if (!state.unmatched.has(order) || state.unmatched.of(order).said === null) return [say.matchGone()]
  return [facts.waitingUnsaid({ order }), wakeAt('match', null, { order })]
}

/** What was said of it stands: somebody else may have been quicker. */
export function doAsSaid(context: ConversionContext, { order }: OfWaiting): Answer {
  const { state, mail, orderOffice } = context
  if (!state.unmatched.has(order)) return []
  const { said, offer, run } = state.unmatched.of(order)
  if (said === null) return []
  const { member, by } = said
  if (member === null) return [facts.matchedElsewhere({ order, offer, run })]
  if (!knowsOf(context, member)) return [facts.waitingUnsaid({ order })]
  return [mail.assign(orderOffice, { order, member, isSaid: true, ...(by !== null && { by }) })]
}
