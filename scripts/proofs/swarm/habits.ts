import { checkInAt } from './check-ins.ts'
import { companyOf } from './company.ts'
import { errandsOf } from './errands.ts'
import type { CampaignEvent } from './events.ts'
import { localDays } from './local-days.ts'
import type { Random } from './random.ts'
import { shortCheckInText, talkText } from './sayings.ts'
import { CAMPAIGN_DAYS, DAY_MS, HOUR_MS, MINUTE_MS, type PersonSetting, SECOND_MS, type Setting } from './setting.ts'

/** The start of each day of the campaign, since its start, and the start of the day after. */
interface Day {
  readonly from: number
  readonly to: number
}

/** Of so many campaigns people shop and are awarded points; of as many they talk to each other. */
const SHARE_WITH = 0.6

/** What people do, each after their habit. */
export function habitsOf(setting: Setting, random: Random): readonly CampaignEvent[] {
  const days = daysOf(setting)
  // What is left out of one campaign gives room to the rest of it: no two of them are alike.
  const which = random.fork('which')
  const [hasErrands, hasCompany] = [which.chance(SHARE_WITH), which.chance(SHARE_WITH)]
  return [
    ...setting.people.flatMap((person, who) => livesOf(setting, person, who, days, random.fork(`person ${who}`))),
    ...bursts(setting, days, random.fork('bursts')),
    ...trials(setting, random.fork('trials')),
    ...(hasErrands ? errandsOf(setting, random.fork('errands')) : []),
    ...(hasCompany ? companyOf(setting, random.fork('company')) : []),
  ]
}

function daysOf({ start, zone, dayStartsAt }: Setting): readonly Day[] {
  const local = localDays(zone, dayStartsAt)
  const days: Day[] = []
  let from = local.nextDayAt(start) - DAY_MS
  for (let count = 0; count <= CAMPAIGN_DAYS; count += 1) {
    const to = local.nextDayAt(from + HOUR_MS)
    days.push({ from: from - start, to: to - start })
    from = to
  }
  return days
}

function livesOf(
  setting: Setting,
  person: PersonSetting,
  who: number,
  days: readonly Day[],
  random: Random,
): readonly CampaignEvent[] {
  const events: CampaignEvent[] = []
  const says = (at: number, text: string, isPrivate = false) =>
    events.push({ at: Math.floor(at), is: 'says', who, text, private: isPrivate })
  const checksIn = (at: number, isPrivate?: boolean) => events.push(...checkInAt(setting, random, who, at, isPrivate))
  for (const { from, to } of days) {
    const daytime = () => from + (to - from) * (0.2 + 0.6 * random.next())
    const around = () => (random.chance(0.5) ? from : to) + random.int(-5 * MINUTE_MS, 5 * MINUTE_MS)
    switch (person.habit) {
      case 'perfect':
        checksIn(daytime())
        break
      // Misses a day now and then, and minds.
      case 'steady':
        if (random.chance(0.92)) checksIn(daytime())
        else if (random.chance(0.5)) {
          const at = Math.floor(to + random.next() * 2 * (to - from))
          says(at, '/makeup')
          events.push({ at: at + 20 * SECOND_MS, is: 'confirms', who, how: 'own' })
        }
        break
      case 'forgetful':
        if (random.chance(0.6)) checksIn(daytime())
        break
      case 'night':
        if (random.chance(0.85)) checksIn(around())
        break
      case 'private':
        if (random.chance(0.8)) {
          const isPrivate = random.chance(0.7)
          checksIn(daytime(), isPrivate)
          if (isPrivate && random.chance(0.3)) checksIn(daytime())
        }
        break
      case 'talker':
        if (random.chance(0.8)) checksIn(daytime())
        for (let n = random.int(0, 2); n > 0; n -= 1) says(daytime(), talkText(random), random.chance(0.2))
        break
      case 'roamer':
        if (random.chance(0.7)) checksIn(daytime())
        if (random.chance(0.1))
          events.push({ at: Math.floor(daytime()), is: random.chance(0.5) ? 'leaves' : 'joins', who })
    }
  }
  return events
}

/** Many at one moment. */
function bursts({ people }: Setting, days: readonly Day[], random: Random): readonly CampaignEvent[] {
  return Array.from({ length: random.int(0, 2) }, () => {
    const { from, to } = random.pick(days)
    const at = Math.floor(from + (to - from) * random.next())
    return people.map((_, who): CampaignEvent => {
      return { at: at + random.int(0, 2) * SECOND_MS, is: 'says', who, text: shortCheckInText(random), private: false }
    })
  }).flat()
}

/** What only the trial plugin owes, and what an owner says to what is not known. */
function trials({ people, rooms }: Setting, random: Random): readonly CampaignEvent[] {
  const events: CampaignEvent[] = []
  let tags = 0
  const says = (at: number, text: string, who = random.int(0, people.length - 1)) =>
    events.push({ at: Math.floor(at), is: 'says', who, text, private: false })
  const sometime = () => random.next() * CAMPAIGN_DAYS * DAY_MS
  const some = (max: number, tell: (at: number, tag: string) => void) => {
    for (let n = random.int(0, max); n > 0; n -= 1) tell(sometime(), `t${++tags}`)
  }
  some(14, (at, tag) => says(at, `post ${tag}`))
  some(6, (at, tag) => {
    says(at, `long ${tag}`)
    // Between its first part and the next.
    const fault = { is: 'refused', reason: 'busy', again: true } as const
    if (random.fork(tag).chance(0.3)) events.push({ at: Math.floor(at) + SECOND_MS / 2, is: 'calls', fault, count: 1 })
  })
  some(4, (at, tag) => says(at, `later ${tag}`))
  some(2, (at, tag) => says(at, `never ${tag}`))
  some(6, (at, tag) => says(at, `wonder ${tag}`))
  some(2, (at, tag) => says(at, `stumble ${tag}`))
  if (rooms.length > 1) some(4, (at, tag) => says(at, `write ${tag} main:${random.int(1, rooms.length)}`))
  some(4, (at, tag) => {
    const who = random.int(0, people.length - 1)
    says(at, `close ${tag}`, who)
    // Often in the last minutes, when it matters.
    if (random.chance(0.4)) says(at + DAY_MS - random.int(-1, 20) * MINUTE_MS, `veto ${tag}`, who)
    else if (random.chance(0.3)) says(at + random.next() * DAY_MS, `veto ${tag}`, who)
  })
  some(3, (at, tag) => {
    const hours = random.int(1, 20)
    const room = random.int(0, people.length - 1)
    says(at, `draw ${tag} ${hours}`, room)
    for (let n = random.int(0, 8); n > 0; n -= 1) {
      const early = random.chance(0.5)
        ? random.next() * hours * HOUR_MS
        : hours * HOUR_MS - random.int(-20, 90) * SECOND_MS
      says(at + early, `enter ${tag}`)
    }
  })
  for (let n = random.int(0, 4); n > 0; n -= 1)
    says(sometime(), random.pick(['/unknown', '/unknown drop', '/unknown again', '/unknown sent']), 0)
  return events
}
