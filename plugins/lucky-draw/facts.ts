import { defineSlice, type MemberId, NO_LINK, type SliceState } from 'bonfire'
import { drawFacts } from './fact-schemas.ts'
import { newDraw, newEntrant, newSlot, newTicket } from './new-records.ts'

/** How long entries, leaves and prizes are kept, in hours: as long the proof of a draw can be sent again. */
const KEPT_HOURS = 180 * 24
/** How long figures per day are kept, in hours. */
const DAYS_KEPT_HOURS = 400 * 24
/** Draws that are over, and still kept in mind with whoever entered them. */
const ENTRIES_OVER_MAX = 10

/** Draws nobody can call rigged: who is in, what was committed to, who won. */
export const luckyDraw = defineSlice({
  name: 'lucky-draw',
  facts: drawFacts,
  tables: table => ({
    draws: table({
      by: 'draw',
      initial: newDraw,
      reduce: {
        announced: (draw, fact) => {
          const { source, file, rules, key, chain, prev, rulesHash, at, by } = fact
          draw.source = source
          draw.file = file
          draw.rules = { ...rules, prizes: rules.prizes.map(prize => ({ ...prize })), eligible: { ...rules.eligible } }
          draw.key = key
          draw.chain = chain
          draw.prev = prev
          draw.rulesHash = rulesHash
          draw.by = by ?? null
          draw.announcedAt = at
          draw.closesAt = rules.closesAt
          draw.entriesOf = fact.entriesOf ?? fact.draw
          draw.attempt = fact.attempt ?? 1
        },
        opened: (draw, { message }) => {
          if (draw.phase === 'announced') draw.phase = 'open'
          draw.message = message
        },
        extended: (draw, { closesAt }) => {
          draw.closesAt = closesAt
        },
        sealed: (draw, { N, W, root, round, frozenAt, commit, codeVersion }) => {
          draw.phase = 'sealed'
          draw.N = N
          draw.W = W
          draw.root = root
          draw.round = round
          draw.frozenAt = frozenAt
          draw.commit = commit
          draw.codeVersion = codeVersion
        },
        posted: (draw, { at }) => {
          draw.phase = 'posted'
          draw.postedAt = at
        },
        voided: (draw, { reason, at, by, again }) => {
          draw.phase = 'void'
          draw.voidedFor = reason
          draw.voidedAt = at
          draw.voidedBy = by ?? null
          draw.again = again ?? null
        },
        refunded: (draw, { upTo }) => {
          draw.refundedUpTo = upTo
        },
        awaited: draw => {
          draw.isAwaited = true
        },
        proofAsked: (draw, { at }) => {
          draw.proofAskedAt = at
        },
        drawn: (draw, { signature, picks, at }) => {
          draw.phase = 'drawn'
          draw.signature = signature
          draw.picks = [...picks]
          draw.drawnAt = at
        },
        won: draw => {
          draw.slots += 1
          draw.used += 1
        },
        passed: (draw, { n, from, to, reason, at }) => {
          draw.passes.push({ slot: n, from, to, reason, at })
          if (to === null) draw.unassigned += 1
          else draw.used += 1
        },
        published: (draw, { at, until }) => {
          draw.phase = 'published'
          draw.publishedAt = at
          draw.until = until
        },
        reminded: draw => {
          draw.isReminded = true
        },
        untold: draw => {
          draw.isUntold = true
        },
        claimed: draw => {
          draw.claimed += 1
        },
        finished: (draw, { at }) => {
          draw.phase = 'finished'
          draw.finishedAt = at
        },
      },
    }),
    /** Draws that are not over: few, and found without looking at those that are. */
    live: table({
      by: 'draw',
      initial: () => ({ isClosed: false }),
      reduce: {
        announced: () => {},
        sealed: live => {
          live.isClosed = true
        },
      },
      removedBy: ['finished', 'voided'],
    }),
    /** How many entries a draw has. `last`: the highest number given; `count`: those that count. */
    counts: table({
      by: 'draw',
      initial: () => ({ last: 0, count: 0 }),
      reduce: {
        announced: (counts, { entries }) => {
          if (entries === undefined) return
          counts.last = entries.last
          counts.count = entries.count
        },
        entered: (counts, { number }) => {
          counts.last = number
          counts.count += 1
        },
        withdrew: counts => {
          counts.count -= 1
        },
      },
    }),
    tickets: table({
      by: 'ticket',
      initial: newTicket,
      keep: { hours: KEPT_HOURS },
      reduce: {
        entered: (ticket, { draw, number, member, at, cost }) => {
          ticket.draw = draw
          ticket.number = number
          ticket.member = member
          ticket.at = at
          ticket.cost = cost
        },
        withdrew: (ticket, { reason }) => {
          ticket.withdrew = reason
        },
      },
    }),
    /** What of the library has been announced: each draw at each of its times once. */
    files: table({
      by: 'file',
      initial: () => ({ draw: 0 }),
      keep: { hours: KEPT_HOURS },
      reduce: {
        announced: (row, { draw }) => {
          row.draw = draw
        },
      },
    }),
    /** The draw that an announcement is of, by the message. */
    announcements: table({
      by: 'message',
      initial: () => ({ draw: 0 }),
      keep: { hours: KEPT_HOURS },
      reduce: {
        opened: (announcement, { draw }) => {
          announcement.draw = draw
        },
      },
    }),
    entrants: table({
      by: 'member',
      initial: newEntrant,
      reduce: {
        entered: (entrant, { draw, number, over = [] }) => {
          entrant.entries = entrant.entries.filter(entry => !over.includes(entry.draw))
          entrant.entries.push({ draw, number })
          entrant.entered += 1
        },
        withdrew: (entrant, { ticket }) => {
          entrant.entries = entrant.entries.filter(({ draw, number }) => ticketOf(draw, number) !== ticket)
          entrant.entered -= 1
        },
        won: entrant => {
          entrant.won += 1
        },
        passed: entrant => {
          entrant.won += 1
        },
        claimed: entrant => {
          entrant.claimed += 1
        },
      },
    }),
    parts: table({
      by: 'part',
      initial: () => ({ leaves: [] as string[], numbers: [] as number[] }),
      keep: { hours: KEPT_HOURS },
      reduce: {
        frozen: (part, { leaves, numbers }) => {
          part.leaves = [...leaves]
          part.numbers = [...numbers]
        },
      },
    }),
    slots: table({
      by: 'slot',
      initial: newSlot,
      keep: { hours: KEPT_HOURS },
      reduce: {
        won: (slot, { draw, n, prize, pick, number, member }) => {
          slot.draw = draw
          slot.n = n
          slot.prize = prize
          slot.pick = pick
          slot.number = number
          slot.member = member
        },
        passed: (slot, { to, number, member }) => {
          slot.until = null
          slot.member = member
          if (to === null || number === null) {
            slot.state = 'unassigned'
            return
          }
          slot.pick = to
          slot.number = number
        },
        expectedUntil: (slot, { until }) => {
          slot.until = until
        },
        claimed: (slot, { at }) => {
          slot.state = 'claimed'
          slot.claimedAt = at
        },
      },
    }),
    /** For figures. */
    days: table({
      by: 'day',
      keep: { hours: DAYS_KEPT_HOURS },
      initial: () => ({ announced: 0, entered: 0, claimed: 0 }),
      reduce: {
        announced: day => {
          day.announced += 1
        },
        entered: day => {
          day.entered += 1
        },
        claimed: day => {
          day.claimed += 1
        },
      },
    }),
  }),
  group: {
    /** The last number, and its link: the next draw names it as the one before. */
    initial: () => ({ draws: 0, link: NO_LINK }),
    reduce: {
      announced: (group, { draw, link }) => {
        group.draws = draw
        group.link = link
      },
    },
  },
})

export type DrawState = SliceState<typeof luckyDraw>
export type DrawRecord = ReturnType<DrawState['draws']['of']>

/** `<draw>.<number>`: of an entry, of a prize, of a part of the frozen list. */
export const ticketOf = (draw: number, number: number): string => `${draw}.${number}`

/** Whether people can enter it now, but for its closing time. */
export const isOpen = ({ phase }: Pick<DrawRecord, 'phase'>): boolean => phase === 'announced' || phase === 'open'

/** Draws that are not over, oldest first. */
export function liveDraws({ live, draws }: DrawState): readonly (readonly [number, DrawRecord])[] {
  return [...live.each()].map(([draw]) => [draw, draws.of(draw)] as const)
}

/** The number of their entry in that draw. Null: they have none that counts. */
export function numberIn({ draws, entrants }: DrawState, draw: number, member: MemberId): number | null {
  const { entriesOf } = draws.of(draw)
  return entrants.of(member).entries.find(entry => entry.draw === entriesOf)?.number ?? null
}

/** What of `entries` is not to be kept in mind when they enter another: so that the list stays short. */
export function entriesOver({ draws, entrants }: DrawState, member: MemberId): number[] {
  const over = entrants.of(member).entries.filter(({ draw }) => {
    let last = draws.of(draw)
    while (last.again !== null) last = draws.of(last.again)
    return last.phase === 'finished' || last.phase === 'void'
  })
  return over.slice(0, Math.max(0, over.length - ENTRIES_OVER_MAX)).map(({ draw }) => draw)
}
