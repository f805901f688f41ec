import type { CampaignEvent } from './events.ts'
import type { Random } from './random.ts'
import { introductionText } from './sayings.ts'
import { CAMPAIGN_DAYS, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type Setting } from './setting.ts'

type Says = CampaignEvent & { is: 'says' }

/** What people are to each other: newcomers and those who greet them, introductions, replies, comments. */
export function companyOf(setting: Setting, random: Random): readonly CampaignEvent[] {
  const { people } = setting
  const events: CampaignEvent[] = []
  const says = (at: number, who: number, text: string, more: Partial<Says> = {}) =>
    events.push({ at: Math.floor(at), is: 'says', who, text, private: false, ...more })
  const sometime = () => random.next() * CAMPAIGN_DAYS * DAY_MS
  const somebody = () => random.int(0, people.length - 1)

  // 1. Newcomers, one by one or many in a minute
  const many = sometime() * 0.7
  for (const [who, { arrives }] of people.entries()) {
    if (arrives !== 'later') continue
    const at = random.chance(0.6) ? many + random.int(0, 90) * SECOND_MS : sometime() * 0.9
    events.push({ at: Math.floor(at), is: 'joins', who })
    if (random.chance(0.5)) introduces(at + random.int(1, 40) * MINUTE_MS, who)
    for (let n = random.int(0, 4); n > 0; n -= 1) {
      const later = at + random.next() * 3 * HOUR_MS
      says(later, somebody(), `欢迎 @p${who}`, random.chance(0.5) ? { replyTo: who } : {})
    }
    // Whoever leaves at once may be back soon.
    if (random.chance(0.15)) {
      events.push({ at: Math.floor(at) + random.int(0, 5) * MINUTE_MS, is: 'leaves', who })
      if (random.chance(0.7)) events.push({ at: Math.floor(at) + random.int(6, 3_000) * MINUTE_MS, is: 'joins', who })
    }
  }

  function introduces(at: number, who: number): void {
    const text = introductionText(random)
    const kind = random.next()
    if (kind < 0.5) says(at, who, `/intro ${text}`)
    else if (kind < 0.8) says(at, who, text, { replyTo: 'bot' })
    else if (kind < 0.9) says(at, who, text)
    else says(at, who, '/intro')
    if (random.chance(0.4)) says(at + random.next() * DAY_MS, who, `/intro ${introductionText(random)}`)
  }

  // 2. Everybody
  for (let n = random.int(2, 8); n > 0; n -= 1) introduces(sometime(), somebody())
  for (let n = random.int(0, 20); n > 0; n -= 1) {
    const other = somebody()
    says(sometime(), somebody(), random.pick(['说得好', `谢谢 @p${other}`, '加油']), { replyTo: other })
  }
  for (let n = random.int(0, 4); n > 0; n -= 1)
    says(sometime(), somebody(), random.pick(['/quiet on', '/quiet off', '/quiet']))
  for (let n = random.int(0, 4); n > 0; n -= 1)
    says(sometime(), somebody(), random.pick(['/crew join', '/crew join', '/crew leave']))

  // 3. Teachers comment, day after day, and others try
  for (const [who, { role }] of people.entries()) {
    if (role === undefined) continue
    for (let n = random.int(4, 24); n > 0; n -= 1) {
      const other = somebody()
      const at = sometime()
      says(at, who, random.pick(['写得真好', `@p${other} 坚持得不错`, '/comment', '/newcomers']), {
        replyTo: random.chance(0.8) ? other : 'bot',
      })
    }
  }
  return events
}
