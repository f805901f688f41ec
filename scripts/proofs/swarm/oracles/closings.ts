import type { Update } from '../../../../src/adapters/adapter.ts'
import { DAY_MS } from '../setting.ts'
import type { Oracle, Times, Wrong } from '../watching.ts'
import { type Data, factsOf, getOrMake, roomOf, tagOf } from './facts.ts'

const GRACE_MS = 30_000
/** Entries so soon after the draw was opened may have overtaken it. */
const OVERTAKEN_MS = 60_000

interface Closing {
  readonly victim: string
  /** When the platform took the notice. */
  readonly noticeAt: number
  isClosed: boolean
}
interface Spoken {
  readonly room: string
  readonly member: string
  readonly at: number
  /** Whether the bot was bound to read it: not so where what was on its way is lost. */
  isSure: boolean
}

/**
 * What a notice announces happens a day after the platform took it, and not at all when somebody has spoken against
 * it before, heard at once or not. A draw has everybody who entered in time.
 */
export function closingsOracle(): Oracle {
  const rooms = new Map<string, string>()
  const notices = new Map<string, Set<number>>()
  const closings = new Map<string, Closing>()
  /** Who spoke for a tag, by what they said: each of their messages that was not lost. */
  const vetoes = new Map<string, Map<string, Spoken>>()
  const entries = new Map<string, Map<string, Spoken>>()
  const openedAt = new Map<string, number>()
  const confirmed = new Set<string>()
  /** How far the bot's clock has been before the platform's at most. */
  let aheadMs = 0

  function spoke(update: Update): void {
    const said = saidFor(update)
    if (!said || update.kind !== 'said' || said.has(update.cause)) return
    said.set(update.cause, { room: roomOf(update.chat), member: update.who.member, at: update.at, isSure: true })
  }
  function lost(update: Update): void {
    const spoken = saidFor(update)?.get(update.cause)
    // One that came again is lost, and it has been read before.
    if (spoken && !confirmed.has(update.cause)) spoken.isSure = false
  }
  function saidFor(update: Update): Map<string, Spoken> | undefined {
    const [, word, tag] = (update.kind === 'said' && /^(veto|enter) (\w+)$/.exec(update.text)) || []
    return tag === undefined ? undefined : getOrMake(word === 'veto' ? vetoes : entries, tag, () => new Map())
  }
  function look({ now, botNow }: Times): undefined {
    aheadMs = Math.max(aheadMs, botNow - now)
  }

  function removed(room: string, member: string, at: number): Wrong {
    const why = [...closings].filter(([key, { victim }]) => key.startsWith(`${room} `) && victim === member)
    const isDue = why.some(([key, { noticeAt, isClosed }]) => {
      const against = [...(vetoes.get(key.split(' ')[1]!)?.values() ?? [])]
      const isVetoed = against.some(veto => veto.isSure && veto.room === room && veto.at < noticeAt + DAY_MS - aheadMs)
      return isClosed && at >= noticeAt + DAY_MS - aheadMs && !isVetoed
    })
    return isDue
      ? undefined
      : `${member} is removed from ${room}, and no notice of a day before says so without a veto.`
  }

  function drawn(group: string, { tag, entries: count }: Data): Wrong {
    const room = rooms.get(group)!
    const from = openedAt.get(`${room} ${tag}`)
    const until = openedAt.get(`${room} ${tag} until`)
    if (from === undefined || until === undefined) return undefined
    const all = [...(entries.get(String(tag))?.values() ?? [])].filter(
      entry => entry.room === room && entry.at <= until,
    )
    const sure = new Set(all.filter(({ at, isSure }) => isSure && at > from + OVERTAKEN_MS).map(({ member }) => member))
      .size
    const most = new Set(all.map(({ member }) => member)).size
    if (Number(count) >= sure && Number(count) <= most) return undefined
    return `The draw ${tag} of ${room} has ${count} entries; ${sure} to ${most} were sent in time.`
  }

  return {
    name: 'notice first, and a veto counts',
    updates(fate, updates, times) {
      look(times)
      for (const update of updates) {
        if (fate === 'accepted') spoke(update)
        else if (fate === 'confirmed' && saidFor(update)) confirmed.add(update.cause)
        else if (fate === 'lost') lost(update)
      }
      return undefined
    },
    called: (_, times) => look(times),
    taken(_, { cause, at }, times) {
      look(times)
      const { botNow } = times
      const isDeadline = /^wake:trial\/(?:closing|draw)/.test(cause)
      if (isDeadline && botNow < at + GRACE_MS) return `${cause} is decided ${botNow - at} ms after its time.`
      return undefined
    },
    acted(_, line) {
      if (line.is === 'sent' && /^〔\w+〕closes/.test(line.text))
        getOrMake(notices, `${line.group} ${tagOf(line.text)}`, () => new Set()).add(line.at)
      if (line.is !== 'did' || line.action !== 'remove') return undefined
      return removed(line.group, String((line.data as Data).member), line.at)
    },
    durable(lsn, commit, { isSkewed }) {
      const room = rooms.get(commit.group)
      for (const { chat, group } of factsOf(commit, 'chats/bound')) rooms.set(String(group), roomOf(String(chat)))
      for (const { tag, until } of factsOf(commit, 'trial/drawOpened')) {
        openedAt.set(`${room} ${tag}`, commit.at)
        openedAt.set(`${room} ${tag} until`, Number(until))
      }
      for (const { tag, victim, at } of factsOf(commit, 'trial/closingAnnounced')) {
        if (!notices.get(`${room} ${tag}`)?.has(Number(at)))
          return `Line ${lsn}: the notice ${tag} was not taken at ${at}.`
        closings.set(`${room} ${tag}`, { victim: String(victim), noticeAt: Number(at), isClosed: false })
      }
      for (const { tag } of factsOf(commit, 'trial/closed')) {
        const closing = closings.get(`${room} ${tag}`)
        if (!closing) return `Line ${lsn} closes ${tag}, of which there was no notice.`
        closing.isClosed = true
      }
      for (const fact of factsOf(commit, 'trial/drawn')) {
        const wrong = isSkewed ? undefined : drawn(commit.group, fact)
        if (wrong !== undefined) return wrong
      }
      return undefined
    },
  }
}
