import type { ClosingRecord, Seen } from '../closing-record.ts'
import { type Closing, type ClosingOracle, closingsIn, factsIn } from '../reckoning.ts'

/** What went wrong has stopped, and there was time enough: it is over, one way or the other. */
export const itEnds: ClosingOracle = (closings, record) => {
  const open = closings.find(({ stopped, ended }) => !stopped && !ended)
  if (!open || isHeldAtTheEnd(record)) return undefined
  return `Closing ${open.number} neither goes on nor says why.`
}

/** It waits for something, and says for what. */
function isHeldAtTheEnd(record: ClosingRecord): boolean {
  let isHeld = false
  for (const { type } of factsIn(record)) {
    if (type === 'closing/held') isHeld = true
    else if (type === 'closing/released' || type === 'closing/frozen' || type === 'closing/stopped') isHeld = false
  }
  return isHeld
}

/** Everything that ends, stops or waits is told to the owner. */
export const theOwnerIsTold: ClosingOracle = (_, record) => {
  const { seen } = record
  const told = seen.findLastIndex(entry => entry.is === 'told owner')
  // What the platform will not take for good, nobody hears.
  const refused = factsIn(record).flatMap(({ at, type }) => (type === 'outbox/failed' ? [at] : []))
  for (const { at, type, data } of factsIn(record)) {
    if (!['closing/held', 'closing/stopped', 'closing/ended'].includes(type)) continue
    // Whoever stops it hears so as an answer, where they said it.
    const isAnswered = type === 'closing/stopped' && data.by === record.owner
    if (!isAnswered && told < at && !refused.some(failed => failed > at))
      return `${type} ${JSON.stringify(data)} is not told to the owner.`
  }
  return undefined
}

/** After a stop it is as before: who was removed may come back, and people can speak. */
export const stoppedIsUndone: ClosingOracle = (closings, record) => {
  const { seen, end } = record
  const last = closings.at(-1)
  if (end.standing !== 'admin' || !last?.stopped) return undefined
  for (const { member, isEffective, at } of last.calls) {
    if (!isEffective || isRefused(seen, at, 'readmit', member)) continue
    const isBack = (entry: Seen) => entry.is === 'did' && entry.action === 'readmit' && entry.member === member
    if (!seen.slice(at).some(isBack)) return `Closing ${last.number} was stopped, and ${member} may not come back.`
  }
  const isStuck = end.isReadOnly && !isToldHowToOpen(record, last.stopped.at)
  return isStuck ? `Closing ${last.number} was stopped, and nobody may speak.` : undefined
}

/** The platform would not, and has said so: then the owner is told, and does it by hand. */
function isRefused(seen: readonly Seen[], from: number, action: string, member: string | null): boolean {
  return seen.slice(from).some(call => {
    if (call.is !== 'called' || call.action !== action || call.member !== member) return false
    return seen.some(entry => entry.is === 'answered' && entry.number === call.number && entry.outcome === 'failed')
  })
}

/** The platform would not let people speak, and the owner has been told how to do it by hand. */
const isToldHowToOpen = (record: ClosingRecord, from: number): boolean =>
  factsIn(record).some(({ at, type, data }) => {
    const [first] = type === 'outbox/owed' ? (data.says as readonly { readonly key?: string }[]) : []
    return at > from && first?.key === 'stillLocked'
  })

/** However long a closing may wait while only admins speak, and a while for the platform to do it. */
const SILENT_MS_MAX = 7 * 3_600_000

/** Nobody is left in a group that they may not speak in: not when it is over, and not while it waits for long. */
export const nobodyIsLeftSilent: ClosingOracle = (closings, record) => {
  const { end, seen } = record
  const last = closings.at(-1)
  if (!last || !end.isReadOnly || isToldHowToOpen(record, last.frozenAt)) return undefined
  if (last.ended?.as === 'closed' || (last.ended && end.standing === 'admin'))
    return `Closing ${last.number} is over, and nobody may speak.`
  const held = isHeldAtTheEnd(record) ? factsIn(record).findLast(({ type }) => type === 'closing/held') : undefined
  const isLong = held !== undefined && end.now - seen[held.at]!.now > SILENT_MS_MAX
  return isLong && end.standing === 'admin' ? `Closing ${last.number} waits, and nobody may speak.` : undefined
}

/** Whoever is left to the owner, the platform has said no to: not that it was busy, and not nothing. */
export const givenUpWhenRefused: ClosingOracle = (closings, record) => {
  for (const { at, type, data } of factsIn(record)) {
    if (type !== 'closing/couldNot') continue
    const { frozenAt, number } = closings.findLast(closing => closing.frozenAt < at)!
    if (!isRefused(record.seen.slice(0, at + 1), frozenAt, 'remove', String(data.member)))
      return `Closing ${number} gives up ${data.member}, and the platform has not said no.`
  }
  return undefined
}

/** When it has ended, everybody on its list has gone, or was left for a reason that was written down. */
export const nobodyIsForgotten: ClosingOracle = (closings, { seen }) => {
  for (const { number, list, left, ended, calls, frozenAt } of closings) {
    if (!ended || ended.as === 'handed-over') continue
    for (const member of list) {
      const isRemoved = calls.some(call => call.member === member)
      const hasLeft = seen.some((entry, index) => index > frozenAt && entry.is === 'left' && entry.member === member)
      if (!isRemoved && !hasLeft && !left.has(member)) return `Closing ${number} has ended, and ${member} is forgotten.`
    }
  }
  return undefined
}

/** A plan alone closes nothing without evidence: a source of orders, no order that waits, nobody who has bought. */
export const onlyWithEvidence: ClosingOracle = (closings, record) => {
  const { setting } = record
  const facts = factsIn(record)
  for (const closing of closings) {
    if (closing.by !== null) continue
    if (setting.source === 'none') return `Closing ${closing.number} begins by itself, and nobody hears of orders.`
    if (closing.mode === 'close' && hasBuyer(record, closing))
      return `Closing ${closing.number} says that nobody has bought, and somebody has.`
    const isHeard = facts.some(({ at, type }) => at < closing.frozenAt && EVIDENCE.has(type))
    if (closing.mode === 'close' && !isHeard)
      return `Closing ${closing.number} begins by itself, and no order was ever heard of, nor has its owner said so.`
    const isBound = facts.some(({ at, type }) => type === 'passport/bound' && at < closing.frozenAt)
    if (setting.plan.next !== null && !isBound)
      return `Closing ${closing.number} begins, and nobody has said where members go.`
  }
  return undefined
}
/** Orders are heard of here; or whoever would know has said that there are none. */
const EVIDENCE: ReadonlySet<string> = new Set(['conversion/paid', 'conversion/matchedElsewhere', 'closing/affirmed'])

function hasBuyer({ seen }: ClosingRecord, { frozenAt }: Closing): boolean {
  const orders = new Map<string, boolean>()
  seen.slice(0, frozenAt).forEach(entry => {
    if (entry.is !== 'order' || entry.heard.member === null) return
    const { order, type } = entry.heard
    orders.set(order, type === 'paid' && orders.get(order) !== false)
  })
  return [...orders.values()].some(isPaid => isPaid)
}

/** Where nothing goes wrong and nobody does anything about it, it is carried through. */
export const calmOnesEnd: ClosingOracle = (closings, record) => {
  const { setting, end, seen } = record
  // Whoever pauses the plan puts off its end.
  if (factsIn(record).some(({ type }) => type === 'conversion/paid' || type === 'plan/paused')) return undefined
  const isQuiet = setting.trouble === 'none' && !seen.some(entry => entry.is === 'order' || entry.is === 'vetoed')
  const { policy } = setting.plan.sections.closing as { readonly policy: { readonly nobodyBought: string } }
  const isWanted = policy.nobodyBought === 'close' && setting.source !== 'none' && setting.next !== 'unbound'
  if (!isQuiet || !isWanted || closings.some(({ by, stopped }) => by !== null || stopped)) return undefined
  if (setting.lacks.includes('removal')) return undefined
  const last = closings.at(-1)
  if (last?.ended?.as !== 'closed') return 'Nothing keeps the group from being closed, and it is not.'
  const hasComeBack = (member: string) =>
    seen.some((entry, index) => index > last.frozenAt && entry.is === 'joined' && entry.member === member)
  const stays = [...last.list].find(member => end.present.has(member) && !last.left.has(member) && !hasComeBack(member))
  return stays === undefined ? undefined : `${stays} was to go, and is here.`
}

/** For figures: what closings there were. */
export const endingsOf = (record: ClosingRecord): readonly string[] =>
  closingsIn(record).map(({ stopped, ended }) =>
    ended ? `ended ${ended.as}` : stopped ? `stopped by ${stopped.reason}` : 'under way',
  )
