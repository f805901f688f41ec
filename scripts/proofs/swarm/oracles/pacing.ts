import type { Oracle, Wrong } from '../watching.ts'
import { factsOf, roomOf } from './facts.ts'

/** What Telegram takes: see PACING in src/simulation. */
const CHAT_GAP_MS = 1_000
const CHAT_MESSAGES_PER_MINUTE = 20
const ACCOUNT_CALLS_PER_SECOND = 30
const EVERYWHERE = 'everywhere'

/** The platform's limits are kept by each process, and its wish for silence by all that know of it. */
export function pacingOracle(): Oracle {
  let calls: number[] = []
  let messages = new Map<string, number[]>()
  const groupRooms = new Map<string, string>()
  /** Until when there is to be silence: as recorded, and as the process has heard, and when. */
  const recorded = new Map<string, number>()
  let heard = new Map<string, { until: number; at: number }>()

  function tooFast(place: string | null, now: number): Wrong {
    calls = [...calls.filter(at => at > now - 1_000), now]
    if (calls.length > ACCOUNT_CALLS_PER_SECOND) return `${calls.length} calls within a second.`
    if (place === null) return undefined
    const before = (messages.get(place) ?? []).filter(at => at > now - 60_000)
    const gap = now - (before.at(-1) ?? Number.NEGATIVE_INFINITY)
    messages.set(place, [...before, now])
    if (gap < CHAT_GAP_MS) return `Two messages in ${place} within ${gap} ms.`
    return before.length >= CHAT_MESSAGES_PER_MINUTE
      ? `${before.length + 1} messages in ${place} within a minute.`
      : undefined
  }

  return {
    name: 'the platform sets the pace',
    called({ outgoing, at }, { isSkewed }) {
      // Who reckons with a wrong clock cannot keep what is said in the right one.
      if (isSkewed) return undefined
      const { member, id } = outgoing.chat
      const place = member ?? roomOf(id)
      for (const where of [place, EVERYWHERE]) {
        const wish = heard.get(where)
        // A call and an answer of one instant may have crossed.
        const until = Math.max(recorded.get(where) ?? 0, wish && wish.at < at ? wish.until : 0)
        if (at < until)
          return `A ${outgoing.kind} for ${place} leaves ${until - at} ms too early: the platform wants silence ${where}.`
      }
      return tooFast(outgoing.kind === 'message' ? place : null, at)
    },
    answered({ outgoing }, outcome, { now }) {
      if (outcome?.is !== 'throttled') return undefined
      const place = outcome.account ? EVERYWHERE : (outgoing.chat.member ?? roomOf(outgoing.chat.id))
      const before = heard.get(place)
      heard.set(
        place,
        before && before.until > now
          ? { ...before, until: Math.max(before.until, outcome.until) }
          : { until: outcome.until, at: now },
      )
      return undefined
    },
    turned(turn) {
      if (turn !== 'down') return undefined
      calls = []
      messages = new Map()
      heard = new Map()
      return undefined
    },
    durable(_, commit) {
      for (const { chat, group } of factsOf(commit, 'chats/bound')) groupRooms.set(String(group), roomOf(String(chat)))
      for (const { chat, until } of factsOf(commit, 'outbox/throttled')) {
        const place = chat === 'all' ? EVERYWHERE : chat === 'group' ? groupRooms.get(commit.group)! : String(chat)
        recorded.set(place, Math.max(recorded.get(place) ?? 0, Number(until)))
      }
      return undefined
    },
  }
}
