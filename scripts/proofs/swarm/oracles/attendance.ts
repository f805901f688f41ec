import type { Update } from '../../../../src/adapters/adapter.ts'
import type { Commit } from '../../../../src/host/commit.ts'
import type { ChatLine } from '../../../../src/simulation/simulated-platform.ts'
import { isCheckInText, isLongTalk, isLongText } from '../sayings.ts'
import { MINUTE_MS, type Setting } from '../setting.ts'
import type { Oracle, Times, Wrong } from '../watching.ts'
import { excusedDays } from './excused-days.ts'
import { type Data, freezesFirst, getOrMake, roomOf } from './facts.ts'
import { type Spoken, spokenByCause } from './spoken.ts'
import { checkIn, freeze, hasCheckedIn, lastDayOf, noStreaks, type Streaks } from './streaks.ts'

type Said = ChatLine & { is: 'said' }
/** What is missing may come, or have come, within so long. */
const COMPLETES_MS = 10 * MINUTE_MS

/** One member's check-ins, and what waits to become one. */
interface Days {
  readonly streaks: Streaks
  /** Days that count as checked in in private only. */
  readonly inPrivate: Set<string>
  begun: Data | null
}

/**
 * One check-in per member and day, for exactly those who sent one as the plan wants it, on the day on which they sent
 * it, with the streak that follows from what they sent and from the days that nobody could.
 */
export function attendanceOracle(setting: Setting): Oracle {
  const { noteCharsMin } = setting.rules
  const excused = excusedDays(setting)
  const spoken = spokenByCause()
  const said = new Map<string, Said>()
  const members = new Map<string, Days>()
  /** Group by room; whoever is known to be there; rooms where the bot is not. */
  const groupOf = new Map<string, string>()
  const present = new Set<string>()
  const gone = new Set<string>()
  /** How often people and the bot have left: who came back within one batch was away for a part of it. */
  let partings = 0
  /** When updates were handed over, by the bot's clock; and whether a private one had to count then. */
  const handed = new Map<string, { readonly botNow: number; readonly mustCount: boolean; readonly partings: number }>()

  const daysOf = (group: string, member: unknown) => getOrMake(members, `${group} ${member}`, noDays)
  const isComplete = ({ text, hasPhoto }: Spoken) => noteCharsMin === 0 || hasPhoto || isLongText(text)

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

  /** A message that counts as a check-in: whose it is, where, on which day, and that nothing is missing. */
  function messageWrong(commit: Commit, fact: Data, isPrivate: boolean, isSkewed: boolean): Wrong {
    const line = said.get(String(fact.message))
    const message = spoken.ofMessage(String(fact.message))
    if (!line || !message || !isCheckInText(message.text)) return 'for a message that is none'
    if (message.member !== fact.member) return `for a message of ${message.member}`
    if (commit.group !== groupOf.get(line.group)) return `in another group than ${line.group}`
    if (isPrivate !== message.isPrivate) return 'in the wrong place'
    const { begun } = daysOf(commit.group, fact.member)
    const isLater = spoken.of(commit.cause)?.message !== fact.message
    if (isLater && begun?.message !== fact.message) return `by ${commit.cause}, and it was not begun`
    const day = excused.dayOf(isLater ? Number(begun!.at) : commit.at)
    if (fact.day !== day) return `and it was sent on ${day}`
    // Whoever says the word again has as long from then on.
    const times = isLater ? [message.at, Number(begun!.at)] : [message.at]
    const isAround = (one: Spoken) =>
      one.isPrivate === isPrivate && times.some(at => Math.abs(one.at - at) <= COMPLETES_MS)
    const around = spoken.by(message.member).filter(isAround)
    return isSkewed || around.some(isComplete) ? undefined : 'with nothing but the word'
  }

  function counted(commit: Commit, fact: Data): Wrong {
    const { streaks } = daysOf(commit.group, fact.member)
    const day = String(fact.day)
    if (hasCheckedIn(streaks, day)) return 'a second time'
    const counted = checkIn(streaks, day, day => excused.isExcused(commit.group, day))
    streaks.frozen.delete(day)
    const told = { streakDays: fact.streakDays, laterDays: fact.laterDays ?? 0 }
    return told.streakDays === counted.streakDays && told.laterDays === counted.laterDays
      ? undefined
      : `as ${JSON.stringify(told)}, and it is ${JSON.stringify(counted)}`
  }

  function judge(commit: Commit, type: string, fact: Data, isSkewed: boolean): Wrong {
    const days = daysOf(commit.group, fact.member)
    const day = String(fact.day)
    switch (type) {
      case 'check-in/checkedIn': {
        const isPrivate = fact.where === 'private'
        const wrong = messageWrong(commit, fact, isPrivate, isSkewed) ?? counted(commit, fact)
        days.begun = null
        if (isPrivate) days.inPrivate.add(day)
        return wrong
      }
      case 'check-in/raised': {
        const wasPrivate = days.inPrivate.delete(day)
        const wrong = messageWrong(commit, fact, false, isSkewed)
        days.begun = null
        return wasPrivate ? wrong : 'once more, and that was not in private'
      }
      case 'check-in/madeUp':
        return counted(commit, fact)
      case 'check-in/froze':
        return void freeze(days.streaks, day)
      case 'check-in/begun':
        days.begun = fact
        return undefined
      default:
        return undefined
    }
  }

  /** Whoever is known to be in a group, and the bot too, may check in without it. */
  const countsInPrivate = (group: string, member: string) => present.has(`${group} ${member}`) && !gone.has(group)
  function mustHave(update: Update & { kind: 'said' }, isSkewed: boolean): Wrong {
    const { botNow = 0, mustCount = false, partings: before = partings } = handed.get(update.cause) ?? {}
    const message = said.get(update.message)!
    const group = groupOf.get(message.group)!
    const isSure = mustCount && partings === before && countsInPrivate(group, message.member)
    if (update.private && !isSure) return undefined
    const { streaks, inPrivate, begun } = daysOf(group, message.member)
    const isLate = `and the platform was told that it was taken`
    if (!isCheckInText(update.text)) {
      const completes = update.photo === true || isLongTalk(update.text)
      if (!completes || !begun || isSkewed) return undefined
      const ms = update.at - Number(begun.at)
      const isInTime = ms >= 0 && ms <= COMPLETES_MS && (begun.where === 'private') === (update.private === true)
      return isInTime
        ? `${message.member} has completed ${begun.message}, ${isLate}, and it does not count.`
        : undefined
    }
    if (!isComplete(spoken.of(update.cause)!)) return undefined
    const days = [update.at, Math.min(update.at, botNow)].map(excused.dayOf)
    const is = `${message.member} sent "${message.text}" on ${days[0]}, ${isLate}`
    if (!days.some(day => hasCheckedIn(streaks, day))) return `${is}, and it does not count.`
    const last = lastDayOf(streaks)!
    const isAlone = !update.private && !isSkewed && days.every(day => day === last) && inPrivate.has(last)
    return isAlone ? `${is}, and counts as one in private.` : undefined
  }

  return {
    name: 'one check-in a day, and the right streak',
    lived(line) {
      if (line.is === 'said') said.set(line.message, line)
      return undefined
    },
    taken: (_, commit, { botNow }) => atWrongTime(commit, said, botNow),
    durable(lsn, commit, { isSkewed }) {
      sawPresence(commit)
      excused.saw(commit)
      for (const [type, data] of freezesFirst(commit.facts)) {
        if (!type.startsWith('check-in/')) continue
        const fact = data as Data
        const wrong = judge(commit, type, fact, isSkewed)
        if (wrong !== undefined) return `Line ${lsn} has ${fact.member} check in on ${fact.day} ${wrong}.`
      }
      return undefined
    },
    updates(fate, updates, { botNow, isSkewed }: Times) {
      spoken.updates(fate, updates)
      for (const update of updates) {
        if (update.kind !== 'said') continue
        if (fate === 'handed') {
          const group = groupOf.get(said.get(update.message)!.group)!
          const mustCount = countsInPrivate(group, update.who.member)
          // What comes again was judged the first time, when the clock was another.
          const first = handed.get(update.cause)?.botNow ?? botNow
          handed.set(update.cause, { botNow: Math.min(first, botNow), mustCount, partings })
        } else if (fate === 'confirmed') {
          const wrong = mustHave(update, isSkewed)
          if (wrong !== undefined) return wrong
        }
      }
      return undefined
    },
  }
}

const noDays = (): Days => ({ streaks: noStreaks(), inPrivate: new Set(), begun: null })

/** What people said is recorded with the platform's time of it, and never later than its receipt. */
function atWrongTime({ cause, at }: Commit, said: ReadonlyMap<string, Said>, botNow: number): Wrong {
  const [kind, , message] = cause.split(':')
  const line = kind === 'msg' ? said.get(message!) : undefined
  if (!line || at === Math.min(line.at, botNow)) return undefined
  return `${cause} was sent at ${line.at} and taken at ${botNow}, and is recorded as of ${at}.`
}
