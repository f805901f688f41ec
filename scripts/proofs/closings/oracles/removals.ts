import type { MemberId } from '../../../../src/events/ids.ts'
import type { ClosingRecord, Seen } from '../closing-record.ts'
import { type Closing, type ClosingOracle, factsIn, type Removal } from '../reckoning.ts'

const HOUR_MS = 3_600_000

/** The first removal of which something is wrong. */
const eachRemoval =
  (look: (removal: Removal, closing: Closing, record: ClosingRecord) => string | undefined): ClosingOracle =>
  (closings, record) => {
    for (const closing of closings) {
      for (const removal of closing.calls) {
        const says = look(removal, closing, record)
        if (says !== undefined) return `Closing ${closing.number} asks for the removal of ${removal.member}: ${says}`
      }
    }
    return undefined
  }

/** Nobody is removed who is not on the list that was made known, and nobody without any list. */
export const onTheList: ClosingOracle = (closings, record) => {
  const first = record.seen.findIndex(entry => entry.is === 'called' && entry.action === 'remove')
  if (first >= 0 && !(closings[0] && closings[0].frozenAt < first)) return 'Somebody is removed, and there is no list.'
  return outsideTheList(closings, record)
}
const outsideTheList = eachRemoval(({ member }, { list }) =>
  list.has(member) ? undefined : 'the list is without them.',
)

/** The notice stands in the group for as long as it says, from when the platform had it. */
export const afterTheNotice = eachRemoval(({ now }, { noticeAt }, { seen, setting, aheadMs }) => {
  if (noticeAt === null) return 'the notice has not been confirmed.'
  if (!seen.some(entry => entry.is === 'pinned' && entry.now === noticeAt)) return `no notice was taken at ${noticeAt}.`
  const earliest = noticeAt + setting.noticeHours * HOUR_MS - aheadMs
  return now < earliest ? `${earliest - now} ms before its time.` : undefined
})

/** Words that any admin has sent before count, however late they are read. What is on its way goes on: at most one. */
export const notAfterAVeto = eachRemoval(({ at, now }, closing, { seen }) => {
  const vetoed = seen.findIndex(
    (entry, index) => index > closing.frozenAt && entry.is === 'vetoed' && isHeard(seen, entry),
  )
  if (vetoed < 0 || vetoed > at) return undefined
  const isInFlight = seen[vetoed]!.now === now && callsBetween(closing, vetoed, at) === 0
  return isInFlight ? undefined : `an admin stopped it ${(now - seen[vetoed]!.now) / 1_000} s before.`
})
const callsBetween = ({ calls }: Closing, from: number, to: number) =>
  calls.filter(({ at }) => at > from && at < to).length
const isHeard = (seen: readonly Seen[], { cause }: Seen & { is: 'vetoed' }) =>
  !seen.some(entry => entry.is === 'lost' && entry.cause === cause)

/** For so long whoever has said so in vain can say it again: as the bot promises. */
const SAY_AGAIN_MS = HOUR_MS

/** What an admin has sent and the bot will never read: nobody else goes before they could say so again. */
export const notSoonAfterLostWords = eachRemoval(({ at, now }, closing, { seen, aheadMs, setting }) => {
  const isVeto = (cause: string) =>
    seen.some((entry, index) => index > closing.frozenAt && entry.is === 'vetoed' && entry.cause === cause)
  const lost = seen.findLast(
    (entry, index) => index > closing.frozenAt && index < at && entry.is === 'lost' && isVeto(entry.cause),
  )
  if (lost === undefined || setting.platform !== 'wechat') return undefined
  const waited = now - lost.now
  return waited < SAY_AGAIN_MS - aheadMs ? `what an admin said ${waited / 1_000} s before is lost.` : undefined
})

/** Once it is written down that it was stopped or has ended, nothing more is asked for. */
export const notAfterTheEnd = eachRemoval(({ at }, { stopped, ended }) => {
  if (stopped && stopped.at < at) return `it was stopped before: ${stopped.reason}.`
  return ended && ended.at < at ? 'it had ended before.' : undefined
})

/** Whoever is more than a member, as far as the bot has been told. */
export const notAnAdmin = eachRemoval(({ at, member }, _, record) => {
  const role = roleKnown(record, member, at)
  return role === 'member' ? undefined : `it was known that they are ${role}.`
})

/** As the platform said with the last of their words, or as somebody with the right to has said here. */
function roleKnown({ seen, owner }: ClosingRecord, member: MemberId, before: number): string {
  if (member === owner) return 'owner'
  let told = 'member'
  let given = 'member'
  for (const [index, entry] of seen.entries()) {
    if (index >= before) break
    if (entry.is === 'read' && 'who' in entry.update && entry.update.who.member === member) {
      told = entry.update.who.role ?? 'member'
      if (entry.update.kind === 'left') given = 'member'
    }
    if (entry.is !== 'commit') continue
    for (const [type, data] of entry.commit.facts) {
      const fact = data as { readonly member?: string; readonly role?: string }
      if (type === 'membership/roleGiven' && fact.member === member) given = fact.role ?? 'member'
    }
  }
  return told === 'member' ? given : told
}

/** Whoever has paid, and has not got it back. */
export const notABuyer = eachRemoval(({ at, now, member }, closing, record) => {
  const { seen } = record
  const orders = new Map<string, { paidAt: number; refunded: boolean }>()
  for (const [index, entry] of seen.entries()) {
    if (index >= at) break
    if (entry.is !== 'order' || entry.heard.member !== member) continue
    const { order, type } = entry.heard
    const known = orders.get(order)
    if (type === 'refunded') orders.set(order, { paidAt: known?.paidAt ?? index, refunded: true })
    else orders.set(order, { paidAt: index, refunded: known?.refunded ?? false })
  }
  const paid = [...orders].find(([, { refunded }]) => !refunded)
  if (!paid) return hasNoted(record, member, at) ? 'an admin has noted that they have paid.' : undefined
  const [order, { paidAt }] = paid
  const isInFlight = seen[paidAt]!.now === now && callsBetween(closing, paidAt, at) === 0
  return isInFlight ? undefined : `they have paid ${order}.`
})

/** By `/paid`, and has not taken it back. */
function hasNoted(record: ClosingRecord, member: MemberId, before: number): boolean {
  const noted = new Set<unknown>()
  for (const { at, type, data } of factsIn(record)) {
    if (at >= before || data.member !== member) continue
    if (type === 'conversion/paid' && data.source === 'manual') noted.add(data.order)
    if (type === 'conversion/takenBack' || type === 'conversion/refunded') noted.delete(data.order)
  }
  return noted.size > 0
}

/** A group is closed because nobody has bought: an order of anybody in it, before the last of them is gone, is against that. */
export const notAfterAFirstOrder = eachRemoval(({ at, now }, closing, { seen }) => {
  if (closing.mode !== 'close') return undefined
  const refunded = new Set<string>()
  for (const [index, entry] of seen.entries()) {
    if (index >= at) break
    if (entry.is !== 'order' || entry.heard.member === null) continue
    if (entry.heard.type === 'refunded') refunded.add(entry.heard.order)
    else if (index > closing.frozenAt && !refunded.has(entry.heard.order)) {
      const isInFlight = entry.now === now && callsBetween(closing, index, at) === 0
      if (!isInFlight) return `${entry.heard.order} was paid before.`
    }
  }
  return undefined
})

/** What has begun in one chat does not go on in another. */
export const notAfterAMove = eachRemoval(({ at, now }, closing, record) => {
  const { seen } = record
  const begun = factsIn(record).find(({ at: place, type }) => place > closing.frozenAt && type === 'closing/invited')
  // What is read at the instant at which it begins may have been decided before.
  const isMove = (index: number) => {
    const entry = seen[index]!
    const isLater = begun !== undefined && index > begun.at && entry.now > seen[begun.at]!.now
    return index < at && isLater && entry.is === 'read' && entry.update.kind === 'migrated'
  }
  const moved = seen.findIndex((_, index) => isMove(index))
  if (moved < 0) return undefined
  const isInFlight = seen[moved]!.now === now && callsBetween(closing, moved, at) === 0
  return isInFlight ? undefined : 'the group has another chat since it began.'
})

/** An order that names the group, and of which nobody knows whose it is. */
export const notWhileUnmatched = eachRemoval(({ at, now }, closing, record) => {
  const { seen } = record
  const settled = new Map<string, number>()
  for (const { at: index, type, data } of factsIn(record)) {
    if (type === 'conversion/matchedElsewhere' || type === 'conversion/paid') settled.set(String(data.order), index)
  }
  for (const [index, entry] of seen.entries()) {
    if (index >= at) break
    if (entry.is !== 'order' || entry.heard.type !== 'paid' || entry.heard.member !== null || !entry.heard.group)
      continue
    const isRefunded = seen
      .slice(0, at)
      .some(other => other.is === 'order' && other.heard.type === 'refunded' && other.heard.order === entry.heard.order)
    if (isRefunded || (settled.get(entry.heard.order) ?? Number.POSITIVE_INFINITY) < at) continue
    if (entry.now === now && callsBetween(closing, index, at) === 0) continue
    return `${entry.heard.order} names the group, and nobody knows whose it is.`
  }
  return undefined
})

/**
 * Each member goes once: what is written down as done is not asked for again, and whoever is known to have come back
 * stays. Of what happens while nobody listens, where words get lost, nothing can be known.
 */
export const once: ClosingOracle = (closings, record) => {
  const facts = factsIn(record).filter(({ type }) => type === 'closing/removed')
  for (const { number, calls } of closings) {
    const gone = new Map<string, number>()
    for (const { at, member, isEffective } of calls) {
      const isDone = facts.some(
        ({ at: before, data }) => before < at && data.member === member && data.closing === number,
      )
      const since = gone.get(member)
      const isBack = since !== undefined && hasReadOfReturn(record.seen.slice(since, at), member)
      if (isDone || (isEffective && isBack)) return `Closing ${number} removes ${member} once more.`
      if (isEffective) gone.set(member, at)
    }
  }
  return undefined
}
const hasReadOfReturn = (seen: readonly Seen[], member: MemberId) =>
  seen.some(entry => entry.is === 'read' && entry.update.kind === 'joined' && entry.update.who.member === member)
