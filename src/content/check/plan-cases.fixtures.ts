import type { Case } from './case.fixtures.ts'
import { type Files, markdown, plan, post } from './check.fixtures.ts'

const PLAN = 'plans/demo.yml'
const FILE = 'posts/demo/a.md'

/** A plan of seven days with a slot a day, and nothing from the pool: each day has its post, less those left out. */
function week(without: readonly number[], lines: Parameters<typeof plan>[0] = {}): Files {
  const days = [1, 2, 3, 4, 5, 6, 7].filter(day => !without.includes(day))
  const files = days.map(day => [`posts/week/day-${day}.md`, post(`第 ${day} 天，读到第几页了？`, { day })])
  return { ...Object.fromEntries(files), 'plans/week.yml': plan({ kind: 'flash', days: 7, ...lines }) }
}

/** A week of check-ins with five posts a day, and three rounds. */
function campaign(offers: Files): Files {
  const days = [1, 2, 3, 4, 5, 6, 7].flatMap(day =>
    ['a', 'b', 'c', 'd'].map(part => [
      `posts/week/day-${day}${part}.md`,
      post(`${day} ${part}：读到第几页？`, { day }),
    ]),
  )
  const slots =
    '[{ name: a, at: "08:00" }, { name: b, at: "11:00" }, { name: c, at: "14:00" }, { name: d, at: "17:00" }, { name: e, at: "20:00" }]'
  return { ...Object.fromEntries(days), ...offers, 'plans/week.yml': plan({ kind: 'checkin', days: 7, slots }) }
}

/** The offer of a round, on a day. */
function offer(round: number, day: number | string): string {
  const choices = '[{ label: 想要, command: /points }, { label: 不了, command: /rules }]'
  const who = { for: '一起读完的人', exclusive: '读完才有' }
  return markdown({ title: '邀请', round, day, offer: 'coupon', ...who, choices }, `第 ${round} 次邀请：想接着读吗？`)
}
const rounds = (...days: readonly (number | string)[]): Files =>
  Object.fromEntries(days.map((day, index) => [`rounds/week/round-${index + 1}.md`, offer(index + 1, day)]))

const soft = (day: number) => post('年卡要不要看看？', { kind: 'marketing', day, at: 'a' })

const TWO_SLOTS = '[{ name: morning, at: "08:00" }, { name: evening, at: "18:00" }]'
/** Two posts for day 3, of which the second is for that slot. */
const mornings = (second: string): Files => ({
  [FILE]: post('第三天早上，读到哪里了？', { day: 3, at: 'morning' }),
  'posts/demo/b.md': post('第三天再问：读到哪里了？', { day: 3, at: second }),
})

export const PLAN_CASES: readonly Case[] = [
  {
    code: 'dead-days',
    about: 'no post on some days',
    wrong: week([3, 4], { kind: 'checkin' }),
    right: week([3, 4], { kind: 'checkin', restDays: '[3, 4]' }),
    says: 'plans/week.yml:9:1 days 3–4: no post that is not marketing',
  },
  {
    code: 'dead-days',
    about: 'the post of a day is a draft',
    wrong: { ...week([], { kind: 'checkin' }), 'posts/week/day-5.md': post('还没写完', { day: 5, status: 'draft' }) },
    right: { ...week([], { kind: 'checkin' }), 'posts/week/day-5.md': post('写错了一个字段？', { day: 5, knd: 'x' }) },
    says: 'plans/week.yml:9:1 day 5: no post',
  },
  {
    code: 'few-days',
    about: 'a community with posts for three days',
    wrong: { 'plans/few.yml': plan(), ...daysOf('few', 3) },
    right: { 'plans/few.yml': plan(), ...daysOf('few', 7) },
    says: 'plans/few.yml:1:1 posts for 3 days only; write 7 days ahead',
  },
  {
    code: 'outside-plan',
    about: 'a day beyond the end',
    wrong: { ...week([]), 'posts/week/day-8.md': post('第 8 天，读到第几页了？', { day: 8 }) },
    right: { ...week([7]), 'posts/week/day-8.md': post('第 8 天，读到第几页了？', { day: 7 }) },
    says: 'posts/week/day-8.md:4:1 ',
  },
  {
    code: 'outside-plan',
    about: 'a day that is counted from the end, and lies before the beginning',
    wrong: campaign(rounds('end-7', 6, 7)),
    right: campaign(rounds('end-2', 'end-1', 'end')),
    says: 'rounds/week/round-1.md:4:1 its day is counted from the end of the plan, which lasts 7 days',
  },
  {
    code: 'no-room',
    about: 'two posts for the only slot of a day',
    wrong: { ...week([]), 'posts/week/day-7b.md': post('还是第 7 天，说说看？', { day: 7 }) },
    right: { ...week([]), 'posts/week/day-7b.md': post('还是第 7 天，说说看？', { day: 7, at: '"20:00"' }) },
    says: 'posts/week/day-7',
  },
  {
    code: 'marketing-share',
    about: 'two of seven',
    wrong: { ...week([4, 6], { kind: 'checkin' }), ...selling(4, 6) },
    right: { ...week([6], { kind: 'checkin' }), ...selling(6) },
    says: 'plans/week.yml:1:1 days ',
  },
  {
    code: 'cannot-fit',
    about: 'two offers at the end, and only one has room',
    wrong: { ...week([6, 7], { kind: 'checkin' }), ...selling(6, 7) },
    right: { ...week([7], { kind: 'checkin' }), ...selling(7) },
    says: 'posts/week/sell-7.md:4:1 marketing for which there is no slot below the 20% cap before the plan ends',
  },
  {
    code: 'postponed',
    about: 'a soft offer before there are four other posts',
    wrong: campaign({ ...rounds(5, 6, 7), 'posts/week/soft.md': soft(1) }),
    right: campaign({ ...rounds(5, 6, 7), 'posts/week/soft.md': soft(2) }),
    says: 'posts/week/soft.md:4:1 marketing that does not fit on day 1 08:00 goes on day 2 20:00',
  },
  {
    code: 'expired',
    about: 'a date that is over',
    wrong: { ...week([3]), 'posts/week/day-3.md': post('第 3 天，读到哪里？', { day: 3, expires: '2026-01-01' }) },
    right: { ...week([3]), 'posts/week/day-3.md': post('第 3 天，读到哪里？', { day: 3, expires: '2027-01-01' }) },
    says: 'posts/week/day-3.md:5:1 ',
  },
  {
    code: 'missing-round',
    about: 'one of three',
    wrong: campaign(rounds(3, 5)),
    right: campaign(rounds(3, 5, 7)),
    says: 'plans/week.yml:2:1 round 3 is missing',
  },
  {
    code: 'missing-round',
    about: 'a plan that ends in none',
    wrong: week([], { kind: 'checkin' }),
    right: week([]),
    says: 'plans/week.yml:2:1 rounds 1, 2, 3 are missing',
  },
  {
    code: 'no-welcome',
    about: 'only for another plan',
    wrong: { 'welcome/newcomer.md': null, 'welcome/other/a.md': welcome() },
    right: { 'welcome/newcomer.md': null, 'welcome/demo/a.md': welcome() },
    says: `${PLAN}:1:1 nothing greets its newcomers`,
  },
  {
    code: 'unknown-plan',
    about: 'a typo',
    wrong: { [PLAN]: plan({ next: 'demos' }) },
    right: { [PLAN]: plan({ next: 'demo' }) },
    says: `${PLAN}:9:1 there is no plan "demos" — did you mean "demo"?`,
  },
  {
    code: 'unknown-slot',
    about: 'of the plan',
    wrong: { [FILE]: post('今天读到哪里了？', { at: 'mornin' }) },
    right: { [FILE]: post('今天读到哪里了？', { at: 'morning' }) },
    says: `${FILE}:5:1 the plan demo has no slot "mornin" — did you mean "morning"?`,
  },
  {
    code: 'unknown-slot',
    about: 'of a post that no plan names',
    wrong: { 'posts/loose.md': post('今天读到哪里了？', { at: 'noon' }) },
    right: { 'posts/loose.md': post('今天读到哪里了？', { at: '"12:00"' }) },
    says: 'posts/loose.md:5:1 no plan has a slot "noon" — it has morning',
  },
  {
    code: 'same-slot',
    about: 'two posts for one morning',
    wrong: { ...mornings('morning'), [PLAN]: plan({ slots: TWO_SLOTS }) },
    right: { ...mornings('evening'), [PLAN]: plan({ slots: TWO_SLOTS }) },
    says: 'posts/demo/b.md:5:1 day 3 morning is taken by posts/demo/a.md already',
  },
  {
    code: 'unmatched-posts',
    about: 'a typo in the name of a folder',
    wrong: { [PLAN]: plan({ posts: '["post/demo/**"]' }) },
    right: { [PLAN]: plan({ posts: '["posts/demo/**", "!posts/demo/none.md"]' }) },
    says: `${PLAN}:9:9 "post/demo/**" matches no file — did you mean "posts/demo/**"?`,
  },
  {
    code: 'unused-post',
    about: 'a whole folder, once',
    wrong: { 'posts/dmeo/a.md': post('今天读到哪里了？'), 'posts/dmeo/b.md': post('明天想读到哪里？') },
    right: { 'posts/dmeo/a.md': post('今天读到哪里了？', { status: 'draft' }) },
    says: 'posts/dmeo/a.md:2:1 no plan names the 2 files of posts/dmeo/, so nothing of it is ever sent — did you mean posts/demo/?',
  },
  {
    code: 'unused-post',
    about: 'in no folder of a plan',
    wrong: { 'posts/demos/a.md': post('今天读到哪里了？') },
    right: { 'posts/demos/a.md': post('今天读到哪里了？', { status: 'paused' }) },
    says: 'posts/demos/a.md:2:1 no plan names this file',
  },
]

function daysOf(plan: string, count: number): Files {
  const days = Array.from({ length: count }, (_, index) => index + 1)
  return Object.fromEntries(
    days.map(day => [`posts/${plan}/day-${day}.md`, post(`第 ${day} 天，读到第几页了？`, { day })]),
  )
}

function selling(...days: readonly number[]): Files {
  const files = days.map(day => [
    `posts/week/sell-${day}.md`,
    post(`年卡第 ${day} 版，要看看吗？`, { kind: 'marketing', day }),
  ])
  return Object.fromEntries(files)
}

function welcome(): string {
  return markdown({ title: '你好' }, '欢迎来到{{group.name}}，你最近在读什么书？')
}
