import type { Update } from '../../../../src/adapters/adapter.ts'
import type { Commit } from '../../../../src/host/commit.ts'
import type { ChatLine } from '../../../../src/simulation/simulated-platform.ts'
import { localDays } from '../local-days.ts'
import { isCheckInText } from '../sayings.ts'
import type { Setting } from '../setting.ts'
import type { Oracle, Times, Wrong } from '../watching.ts'
import { type Data, factsOf, getOrMake, roomOf } from './facts.ts'
import { checkIn, hasCheckedIn, noStreaks, type Streaks } from './streaks.ts'

type Said = ChatLine & { is: 'said' }
/** A day on which the bot was away for so long in all is excused. */
const EXCUSED_AWAY_MINUTES = 30

/**
 * One check-in per member and day, for exactly those who sent one, on the day on which they sent it, with the streak
 * that follows from what they sent and from the days that nobody could.
 */
export function attendanceOracle({ zone, dayStartsAt, restDays }: Setting): Oracle {
  const local = localDays(zone, dayStartsAt)
  const said = new Map<string, Said>()
  const groups = new Map<string, { streaks: Map<string, Streaks>; awayMinutes: Map<string, number> }>()
  /** Group by room; whoever is known to be there; rooms where the bot is not. */
  const groupOf = new Map<string, string>()
  const present = new Set<string>()
  const gone = new Set<string>()
  /** How often people and the bot have left: who came back within one batch was away for a part of it. */
  let partings = 0
  /** When updates were handed over, by the bot's clock; and whether a private one had to count then. */
  const handed = new Map<string, { readonly botNow: number; readonly mustCount: boolean; readonly partings: number }>()

  const groupState = (group: string) => getOrMake(groups, group, () => ({ streaks: new Map(), awayMinutes: new Map() }))
  const streaksOf = (group: string, member: string) => getOrMake(groupState(group).streaks, member, noStreaks)
  function isExcused(group: string, day: string): boolean {
    const away = groupState(group).awayMinutes.get(day) ?? 0
    return away >= EXCUSED_AWAY_MINUTES || restDays.includes(new Date(day).getUTCDay())
  }

  function sawPresence(commit: Commit): void {
    for (const [type, data] of commit.facts) {
      const { member, chat, group, is } = data as Data
      if (type === 'membership/left' || is === 'gone') partings += 1
      if (type === 'chats/bound') groupOf.set(roomOf(String(chat)), String(group))
      else if (type === 'membership/left') present.delete(`${commit.group} ${member}`)
      else if (/^membership\/(joined|seen|imported)$/.test(type)) present.add(`${commit.group} ${member}`)
      else if (type === 'setup/stood' && is === 'gone') gone.add(commit.group)
      else if (type === 'setup/stood') gone.delete(commit.group)
    }
  }

  function judge(lsn: number, commit: Commit, fact: Data): Wrong {
    const message = said.get(String(fact.message))
    const is = `Line ${lsn} has ${fact.member} check in on ${fact.day}`
    if (!message || !isCheckInText(message.text)) return `${is} for a message that is none.`
    if (message.member !== fact.member) return `${is} for a message of ${message.member}.`
    if (commit.group !== groupOf.get(message.group)) return `${is} in another group than ${message.group}.`
    if ((fact.where === 'private') !== message.private) return `${is} in the wrong place.`
    const day = local.dayOf(commit.at)
    if (fact.day !== day) return `${is}, and it was sent on ${day}.`
    const streaks = streaksOf(commit.group, message.member)
    if (hasCheckedIn(streaks, day)) return `${is} a second time.`
    const counted = checkIn(streaks, day, day => isExcused(commit.group, day))
    const told = { streakDays: fact.streakDays, laterDays: fact.laterDays ?? 0 }
    if (told.streakDays !== counted.streakDays || told.laterDays !== counted.laterDays)
      return `${is} as ${JSON.stringify(told)}, and it is ${JSON.stringify(counted)}.`
    return undefined
  }

  function away(group: string, { from, to }: Data): void {
    const { awayMinutes } = groupState(group)
    for (let at = Number(from); at < Number(to); ) {
      const end = Math.min(local.nextDayAt(at), Number(to))
      const day = local.dayOf(at)
      awayMinutes.set(day, (awayMinutes.get(day) ?? 0) + (end - at) / 60_000)
      at = end
    }
  }

  /** Whoever is known to be in a group, and the bot too, may check in without it. */
  const countsInPrivate = (group: string, member: string) => present.has(`${group} ${member}`) && !gone.has(group)
  function mustHave(update: Update & { kind: 'said' }): Wrong {
    const { botNow = 0, mustCount = false, partings: before = partings } = handed.get(update.cause) ?? {}
    const message = said.get(update.message)!
    const group = groupOf.get(message.group)!
    const isSure = mustCount && partings === before && countsInPrivate(group, message.member)
    if (update.private && !isSure) return undefined
    const streaks = streaksOf(group, message.member)
    const days = [update.at, Math.min(update.at, botNow)].map(local.dayOf)
    if (days.some(day => hasCheckedIn(streaks, day))) return undefined
    return `${message.member} sent "${message.text}" on ${days[0]}, the platform was told that it was taken, and it does not count.`
  }

  return {
    name: 'one check-in a day, and the right streak',
    lived(line) {
      if (line.is === 'said') said.set(line.message, line)
      return undefined
    },
    taken: (_, commit, { botNow }) => atWrongTime(commit, said, botNow),
    durable(lsn, commit) {
      sawPresence(commit)
      for (const fact of factsOf(commit, 'days/wasAway')) away(commit.group, fact)
      for (const fact of factsOf(commit, 'check-in/checkedIn')) {
        const wrong = judge(lsn, commit, fact)
        if (wrong !== undefined) return wrong
      }
      return undefined
    },
    updates(fate, updates, { botNow }: Times) {
      for (const update of updates) {
        if (update.kind !== 'said' || !isCheckInText(update.text)) continue
        if (fate === 'handed') {
          const group = groupOf.get(said.get(update.message)!.group)!
          const mustCount = countsInPrivate(group, update.who.member)
          // What comes again was judged the first time, when the clock was another.
          const first = handed.get(update.cause)?.botNow ?? botNow
          handed.set(update.cause, { botNow: Math.min(first, botNow), mustCount, partings })
        } else if (fate === 'confirmed') {
          const wrong = mustHave(update)
          if (wrong !== undefined) return wrong
        }
      }
      return undefined
    },
  }
}

/** What people said is recorded with the platform's time of it, and never later than its receipt. */
function atWrongTime({ cause, at }: Commit, said: ReadonlyMap<string, Said>, botNow: number): Wrong {
  const [kind, , message] = cause.split(':')
  const line = kind === 'msg' ? said.get(message!) : undefined
  if (!line || at === Math.min(line.at, botNow)) return undefined
  return `${cause} was sent at ${line.at} and taken at ${botNow}, and is recorded as of ${at}.`
}
