import { createHash, createHmac } from 'node:crypto'
import type { Update } from '../../../../src/adapters/adapter.ts'
import type { MemberId } from '../../../../src/events/ids.ts'
import type { DrawRecordSeen } from '../draw-record.ts'
import { type Draw, type DrawOracle, entriesOf, factsIn, named, ofEach, one } from '../reckoning.ts'

const frozenLeaves = (draw: Draw) => named(draw, 'frozen').flatMap(({ data }) => data.leaves as readonly string[])

/** The leaf of an entry, by `draw/1`, once more. */
function leafOf(drawId: string, member: string, key: string): string {
  const lengthOf = (text: string) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(Buffer.byteLength(text))
    return bytes
  }
  const salt = createHmac('sha256', key).update(member).digest()
  const parts = [Buffer.from([0]), lengthOf(drawId), drawId, lengthOf(member), member, Buffer.from([0, 0, 0, 1]), salt]
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/** Whoever was told that they are in is among the leaves, nobody else is, and the leaves are sorted. */
export const everyEntryIsALeaf: DrawOracle = ofEach((draw, draws, record) => {
  const sealed = one(draw, 'sealed')
  if (!sealed) return undefined
  const counting = entriesOf(draw, draws).filter(
    ({ entered, out }) => entered.at < sealed.at && !(out && out.at <= sealed.at),
  )
  const drawId = `${groupIn(record)}#${draw.draw}`
  const leaves = counting.map(({ member }) => leafOf(drawId, member, draw.key)).sort()
  const frozen = frozenLeaves(draw)
  if (frozen.join() === leaves.join()) return undefined
  const missing = counting.find(({ member }) => !frozen.includes(leafOf(drawId, member, draw.key)))
  if (missing) return `${missing.member} entered, and is not among the leaves.`
  return frozen.length === leaves.length
    ? 'its leaves are not sorted.'
    : `it has ${frozen.length} leaves of ${leaves.length} entries.`
})
function groupIn({ seen }: DrawRecordSeen): string {
  const commit = seen.find(entry => entry.is === 'commit')
  return commit?.is === 'commit' ? commit.commit.group : ''
}

/** Nobody is in twice, is staff, or wrote after the closing. */
export const nobodyElseEnters: DrawOracle = ofEach((draw, draws, { members, setting, seen, behindMs }) => {
  const inNow = new Set<MemberId>()
  const sent = new Map(
    seen.flatMap(entry =>
      entry.is === 'accepted' && entry.update.kind === 'said'
        ? [[entry.update.message as string, entry.update] as const]
        : [],
    ),
  )
  for (const { member, entered, out } of entriesOf(draw, draws)) {
    if (entered.data.draw !== draw.draw) continue
    if (inNow.has(member) && !out) return `${member} is in twice.`
    if (!out) inNow.add(member)
    const role = setting.people[members.indexOf(member)]?.role
    if (role !== 'member' && !draw.rules.eligible.staff) return `${member} runs the group, and is in.`
    const update = sent.get(String(entered.data.message))
    const when = update?.at ?? Number(entered.data.at)
    if (when - behindMs > draw.closesAt) return `${member} wrote at ${when}, after it had closed.`
    if (one(draw, 'sealed') && entered.at > one(draw, 'sealed')!.at) return `${member} entered what was frozen.`
  }
  return undefined
})

/** Whoever left, or asked to be forgotten, and was not in again, is not among those who can win. */
export const whoIsGoneIsOut: DrawOracle = ofEach((draw, draws, { seen }) => {
  const sealed = one(draw, 'sealed')
  if (!sealed) return undefined
  for (const { member, entered, out } of entriesOf(draw, draws)) {
    if (out && out.at <= sealed.at) continue
    if (entered.at > sealed.at) continue
    const read = new Set(seen.slice(0, sealed.at).flatMap(entry => (entry.is === 'read' ? [entry.cause] : [])))
    const gone = seen.findLast(
      (entry, at) =>
        at > entered.at &&
        at < sealed.at &&
        entry.is === 'accepted' &&
        isGoing(entry.update, member) &&
        read.has(entry.update.cause),
    )
    const isBack = seen.some(
      (entry, at) =>
        gone !== undefined &&
        at > seen.indexOf(gone) &&
        at < sealed.at &&
        entry.is === 'joined' &&
        entry.member === member,
    )
    if (gone && !isBack) return `${member} had left, and is among the leaves.`
  }
  return undefined
})
const isGoing = (update: Update, member: MemberId) => update.kind === 'left' && update.who.member === member

/** An entry counts no more only for a reason that is so. */
export const outForAReason: DrawOracle = ofEach((draw, draws, record) => {
  const { seen } = record
  const asked = new Set(
    factsIn(record).flatMap(({ type, data }) => (type === 'membership/erasureAsked' ? [data.member] : [])),
  )
  for (const { member, entered, out } of entriesOf(draw, draws)) {
    if (!out || out.data.draw !== draw.draw) continue
    const { reason } = out.data
    const hasLeft = seen.some((entry, at) => at < out.at && entry.is === 'left' && entry.member === member)
    if (reason === 'left' && !hasLeft) return `${member} is out for having left, and has not.`
    if (reason === 'erased' && !asked.has(member)) return `${member} is out as erased, and never asked for it.`
    const sealed = one(draw, 'sealed')
    if (sealed && out.at > sealed.at) return `${member} was taken out of a frozen list.`
    if (reason === 'asked' && entered.at === out.at) return `${member} is out in the moment they came in.`
  }
  return undefined
})

const JOIN = /^\/join (\d+)$/

/** Whoever asks in the group, in time and by the number, to be let into a draw that asks for nothing, is in. */
export const inTimeCounts: DrawOracle = ofEach((draw, draws, record) => {
  const { seen, setting, members } = record
  const { rules } = draw
  if (rules.entry !== 'word' || rules.eligible.memberDays !== null || one(draw, 'announced')?.data.source === 'again')
    return undefined
  const sealed = one(draw, 'sealed')
  // Of one that came to nothing before its list was fixed everybody is told so.
  if (!sealed && one(draw, 'voided')) return undefined
  const entries = entriesOf(draw, draws)
  for (const [at, entry] of seen.entries()) {
    if (
      entry.is !== 'accepted' ||
      entry.update.kind !== 'said' ||
      Number(JOIN.exec(entry.update.text)?.[1]) !== draw.draw
    )
      continue
    const { update } = entry
    const { member } = update.who
    // In private the bot may not know yet which group somebody is in, and says so.
    if (update.private) continue
    const isMember = setting.people[members.indexOf(member)]?.role === 'member'
    const isIn = update.at > draw.announced.now && update.at < draw.rules.closesAt
    if (!isMember || !isIn || (sealed && sealed.at < at)) continue
    const isRead = seen.some(other => other.is === 'read' && other.cause === update.cause)
    const isKnown = entries.some(other => other.member === member)
    const wasHere = !seen.some((other, when) => when < at && other.is === 'left' && other.member === member)
    const isErased = factsIn(record).some(
      ({ type, data }) => type === 'membership/erasureAsked' && data.member === member,
    )
    if (isRead && wasHere && !isKnown && !isErased) return `${member} wrote ${update.text} in time, and is not in.`
  }
  return undefined
})
