import type { Case } from './case.fixtures.ts'
import { type Files, markdown, plan, post } from './check.fixtures.ts'

const FILE = 'draws/week/a.md'

const FIELDS = { title: '抽书签', day: 3, prizes: '[{ name: 书签, count: 3 }]', claimHours: 24 }
const written = (fields: Parameters<typeof markdown>[0]) => markdown(fields, '再抽三枚书签，这次写哪一句？')

/** A flash plan of seven days with a post on each, and a draw. */
function drawing(draw: Parameters<typeof markdown>[0], body = '抽三枚书签，想在上面写哪一句？', lines = {}): Files {
  const days = [1, 2, 3, 4, 5, 6, 7].map(day => [`posts/week/day-${day}.md`, post(`第 ${day} 天，读到哪里？`, { day })])
  const week = plan({ kind: 'flash', days: 7, slots: '[{ name: evening, at: "20:00" }]', ...lines })
  return { ...Object.fromEntries(days), 'plans/week.yml': week, [FILE]: markdown({ ...FIELDS, ...draw }, body) }
}
const closing = (day: number, at: string) => ({ closes: `{ day: ${day}, at: "${at}" }` })
const NEXT_EVENING = closing(4, '20:00')
/** Its days begin at four: what is after midnight belongs to the day before. */
const LATE_DAYS = { dayStartsAt: '"04:00"' }

export const DRAW_CASES: readonly Case[] = [
  {
    code: 'outside-plan',
    about: 'a draw beyond the end',
    wrong: drawing({ day: 8, ...closing(8, '21:00') }),
    right: drawing(NEXT_EVENING),
    says: `${FILE}:3:1 the plan week lasts 7 days, so this is never announced — give it a day from 1 to 7`,
  },
  {
    code: 'draw-closes',
    about: 'a draw closes before it is announced, in the first slot',
    wrong: drawing(closing(3, '19:00')),
    right: drawing({ at: '"18:00"', ...closing(3, '19:00') }),
    says: `${FILE}:6:19 closes less than 5 minutes after it is announced (day 3, 20:00)`,
  },
  {
    code: 'draw-closes',
    about: 'a draw closes after midnight, which is earlier where days begin at midnight',
    wrong: drawing(closing(3, '01:00')),
    right: drawing(closing(3, '01:00'), undefined, LATE_DAYS),
    says: `${FILE}:6:19 closes less than 5 minutes after it is announced`,
  },
  {
    code: 'draw-closes',
    about: 'a draw closes when the plan is over',
    wrong: drawing(closing(8, '20:00')),
    right: drawing(closing(7, '20:00')),
    says: `${FILE}:6:11 closes when the plan week has ended — its last day is day 7`,
  },
  {
    code: 'draw-closes',
    about: 'the last draw of an evening runs into the night after the last day',
    wrong: drawing({ day: 7, hours: '["21:00", "23:00"]', minutes: 70, claimHours: 1 }),
    right: drawing({ day: 7, hours: '["21:00", "22:30"]', minutes: 60, claimHours: 1 }),
    says: `${FILE}:6:1 closes when the plan week has ended`,
  },
  {
    code: 'late-claims',
    about: 'prizes may be claimed when the plan is over',
    wrong: drawing({ ...closing(6, '20:00'), claimHours: 48 }),
    right: drawing({ ...closing(6, '20:00'), claimHours: 27 }),
    says: `${FILE}:5:1 prizes can be claimed until 21 hours after the last day of week`,
  },
  {
    code: 'unused-draw',
    about: 'in the folder of no plan',
    wrong: { ...drawing(NEXT_EVENING), 'draws/wek/b.md': written({ ...FIELDS, ...NEXT_EVENING }) },
    right: { ...drawing(NEXT_EVENING), 'draws/b.md': written({ ...FIELDS, ...NEXT_EVENING }) },
    says: 'draws/wek/b.md:2:1 no plan is called "wek", so nobody announces it — did you mean draws/week/?',
  },
  {
    code: 'selling-draw',
    about: 'a link to where the library sells',
    wrong: { ...drawing(NEXT_EVENING, '抽书签，看看 https://shop.dushu.cn/a 想要哪个？'), ...offer() },
    right: { ...drawing(NEXT_EVENING, '抽书签，看看 https://www.dushu.cn/a 想要哪个？'), ...offer() },
    says: `${FILE}:8:8 "https://shop.dushu.cn/a" leads to a shop`,
  },
  {
    code: 'selling-draw',
    about: 'a link to a known shop',
    wrong: drawing(NEXT_EVENING, '抽书签，样子见[这里](https://item.taobao.com/x)，想要哪个？'),
    right: drawing(NEXT_EVENING, '抽书签，样子见[这里](https://zh.wikipedia.org/wiki/Taobao.com)，想要哪个？'),
    says: `${FILE}:8:13 "https://item.taobao.com/x" leads to a shop`,
  },
  {
    code: 'selling-draw',
    about: 'a price and a link to buy',
    wrong: drawing(NEXT_EVENING, '抽三本书；等不及的 38 元在[这里](https://dushu.cn/a)下单。想读哪一本？'),
    right: drawing(NEXT_EVENING, '抽三本 38 元的书，书目在[这里](https://dushu.cn/a)。想读哪一本？'),
    says: `${FILE}:8:1 a price and how to buy in a draw`,
  },
  {
    code: 'selling-draw',
    about: 'entering by buying',
    wrong: drawing(NEXT_EVENING, '下单满 99 元就能参加，抽三枚书签。想写哪一句？'),
    right: drawing(NEXT_EVENING, '下过单的都能参加，抽三枚书签。想写哪一句？'),
    says: `${FILE}:8:1 a price and how to buy in a draw`,
  },
  {
    code: 'nobody-eligible',
    about: 'a streak that is longer than the plan until then',
    wrong: drawing({ ...NEXT_EVENING, eligible: '{ streakDays: 5 }' }),
    right: drawing({ ...NEXT_EVENING, eligible: '{ streakDays: 4 }' }),
    says: `${FILE}:7:13 asks for a streak of 5 days, and closes on day 4 of week — ask for 4 at most, or draw it later`,
  },
]

function offer(): Files {
  const choices = '[{ label: 想要, url: "https://shop.dushu.cn/b" }, { label: 不了, command: /rules }]'
  const fields = { title: '新朋友', offer: 'coupon', for: '新来的', exclusive: '只给你', choices }
  return { 'rounds/week/gift.md': markdown(fields, '要看看吗？') }
}
