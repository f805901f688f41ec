import type { CampaignEvent, Confirming } from './events.ts'
import type { Random } from './random.ts'
import { CAMPAIGN_DAYS, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type Setting } from './setting.ts'

/** What members do with their points, and what owners do for them. */
export function errandsOf(setting: Setting, random: Random): readonly CampaignEvent[] {
  const { people, rules } = setting
  const events: CampaignEvent[] = []
  const says = (at: number, who: number, text: string, isPrivate = false) =>
    events.push({ at: Math.floor(at), is: 'says', who, text, private: isPrivate })
  const confirms = (at: number, who: number, how: Confirming) =>
    events.push({ at: Math.floor(at), is: 'confirms', who, how })
  const sometime = () => random.next() * CAMPAIGN_DAYS * DAY_MS
  const somebody = () => random.int(0, people.length - 1)
  const some = (max: number, tell: () => void) => {
    for (let n = random.int(0, max); n > 0; n -= 1) tell()
  }
  const ownerFor = (who: number) => people.findIndex(({ room }) => room === people[who]!.room)

  /** Most people confirm soon and once. Others wait too long, do it twice, or try somebody else's code. */
  function answers(at: number, who: number): void {
    const soon = at + random.int(5, 60) * SECOND_MS
    const kind = random.next()
    if (kind < 0.6) confirms(soon, who, random.chance(0.3) ? 'pressed' : 'own')
    else if (kind < 0.7) for (const afterMs of [0, random.int(0, 20) * SECOND_MS]) confirms(soon + afterMs, who, 'own')
    else if (kind < 0.8) confirms(at + 2 * MINUTE_MS + random.int(-3, 30) * SECOND_MS, who, 'own')
    else if (kind < 0.95) confirms(soon, kind < 0.88 ? who : sameRoom(who), random.pick(OTHERWISE))
  }
  function sameRoom(who: number): number {
    const others = people.flatMap(({ room }, other) => (room === people[who]!.room && other !== who ? [other] : []))
    return others.length > 0 ? random.pick(others) : who
  }

  // Several at a time want what there is one of.
  some(6, () => {
    const at = sometime()
    const item = random.pick(rules.shop)
    for (let n = random.int(1, 4); n > 0; n -= 1) {
      const who = somebody()
      const asksAt = at + random.int(0, 5) * SECOND_MS
      says(asksAt, who, `/redeem ${item.id}`, random.chance(0.2))
      answers(asksAt, who)
    }
  })
  some(4, () => {
    const [at, who] = [sometime(), somebody()]
    says(at, who, `/redeem cancel ${random.int(1, 6)}`)
    answers(at, who)
  })
  some(3, () => {
    const at = sometime()
    const who = ownerFor(somebody())
    const order = random.int(1, 4)
    says(at, who, random.pick(['/fulfil', `/fulfil ${order}`, `/fulfil ${order}`, `/fulfil ${order} cancel`]))
    answers(at, who)
    if (random.chance(0.4)) says(at + random.int(1, 12) * MINUTE_MS, who, '/undo')
  })
  const keen = somebody()
  some(12, () => {
    const at = sometime()
    const who = random.chance(0.4) ? keen : somebody()
    says(at, who, random.pick(['/makeup', '/makeup', '补卡', '/makeup yesterday']))
    answers(at, who)
  })
  some(5, () => {
    const at = sometime()
    const member = somebody()
    const points = random.pick([10, 40, 500, 600, -5, -30, -600, 0])
    // Now and then by somebody who may not.
    const who = random.chance(0.9) ? ownerFor(member) : sameRoom(member)
    says(at, who, `/award @${people[member]!.name} ${points}${random.chance(0.3) ? ' for kindness' : ''}`)
    if (Math.abs(points) > 500) answers(at, who)
    for (let n = random.int(0, 2); n > 0; n -= 1) says(at + random.int(1, 11) * MINUTE_MS + n * SECOND_MS, who, '/undo')
  })
  some(1, () => says(sometime() + HOUR_MS, ownerFor(somebody()), '/log'))
  return events
}
const OTHERWISE = ["another's", "another's button", 'wrong', 'no'] as const
