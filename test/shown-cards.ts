import type { DashboardCard, DashboardGroup, DashboardPage } from '../src/dashboard/wire.ts'
import type { GroupId, LocalDay, LocalTime } from '../src/events/ids.ts'
import { addDays } from '../src/events/ids.ts'

/** Cards of every kind, as any plugin may show them: full, empty, unknown, with too few people, with markup in names. */

export const MARKUP = '<img src=x onerror=alert(1)>'
const TODAY = '2026-03-13' as LocalDay
const both = (zh: string, en: string) => ({ 'zh-CN': zh, 'en-US': en })
const head = (id: string, zh: string, en: string, n: number | null) => ({
  id,
  title: both(zh, en),
  formula: both(`${zh}是这样算的：数一数。`, `${en} is worked out by counting.`),
  n,
})

export const GROUP: DashboardGroup = {
  id: 'g-reading' as GroupId,
  account: 'main',
  title: `共读群 ${MARKUP}`,
  locale: 'zh-CN',
  members: 1234,
  plan: { id: 'read-21', name: '21 天共读', number: 12, days: 21, stands: 'running' },
  attention: 3,
}
export const OTHER: DashboardGroup = {
  ...GROUP,
  id: 'g-running' as GroupId,
  title: '晨跑群',
  members: 7,
  plan: { id: 'run', name: '晨跑 7 天', number: null, days: 7, stands: 'before' },
  attention: 0,
}

const numbers: readonly DashboardCard[] = [
  { ...head('members.now', '群成员', 'Members', 47), is: 'number', value: 1234, unit: 'count', before: 1200 },
  { ...head('members.today', '今日活跃', 'Active today', 47), is: 'number', value: 31, unit: 'count', before: 36 },
  {
    ...head('check-in.rate', '打卡率', 'Check-in rate', 47),
    is: 'number',
    value: 0.625,
    unit: 'share',
    before: 0.5,
    limit: { value: 0.4, is: 'least' },
  },
  {
    ...head('posts.marketing', '营销占比', 'Marketing share', 16),
    is: 'number',
    value: 0.25,
    unit: 'share',
    limit: { value: 0.2, is: 'most' },
    note: both('7 天里 16 篇中有 4 篇', '4 of 16 posts in 7 days'),
  },
  {
    ...head('points.redeemed', '已兑换积分', 'Points redeemed', 3),
    is: 'number',
    value: 40,
    unit: 'count',
    before: null,
  },
  { ...head('members.week', '本周活跃', 'Active this week', null), is: 'number', value: null, unit: 'count' },
]

const attention: DashboardCard = {
  ...head('attention', '需要你看一下', 'What needs you', null),
  is: 'attention',
  items: [
    {
      ...head('outbox.unknown', '不知道发没发出去', 'Unknown deliveries', null),
      label: both('不知道有没有发出去的消息', 'messages that may not have been sent'),
      level: 'bad',
      count: 2,
      remedy: both('用 /outbox 看一看，再发 `/outbox retry 7K2`。', 'Look with /outbox, then say `/outbox retry 7K2`.'),
      examples: [both('第 12 天早晨', 'Day 12, morning'), MARKUP],
    },
    {
      ...head('check-in.uncommented', '没有点评的打卡', 'Uncommented', null),
      label: both('条打卡还没有点评', 'check-ins without a comment'),
      level: 'warning',
      count: 14,
      remedy: both('发 /comments 看名单。', 'Say /comments for the list.'),
      examples: ['小明', '阿珂', null],
    },
  ],
}

const days = Array.from({ length: 12 }, (_, at) => addDays(TODAY, at - 11))
const charts: readonly DashboardCard[] = [
  {
    ...head('members.days', '每天的活跃和打卡', 'Active and check-ins per day', 47),
    is: 'days',
    days,
    lines: [
      { label: both('打卡', 'Check-ins'), values: [12, 14, 18, 17, 16, 20, 22, 21, 19, 24, 25, 27] },
      { label: both('活跃', 'Active'), values: [null, 20, 24, 22, 25, 28, 27, 29, 26, 31, 30, 31] },
    ],
  },
  {
    ...head('funnel', '漏斗', 'Funnel', 47),
    is: 'funnel',
    steps: [
      ['加入', 'Joined', 47, null],
      ['自我介绍', 'Introduced', 20, 20 / 47],
      ['第一次打卡', 'First check-in', 38, null],
      ['打满 7 天', 'Seven days', 19, 0.5],
      ['下单', 'Ordered', 0, null],
    ].map(([zh, en, value, ofBefore]) => ({
      label: both(String(zh), String(en)),
      formula: both(`${zh}的人`, `Those who: ${en}`),
      value: Number(value),
      ofBefore: ofBefore as number | null,
    })),
  },
  {
    ...head('members.retention', '留存（按加入周）', 'Retention by week of joining', 47),
    is: 'cohorts',
    columns: [both('当周', 'Same week'), both('+1 周', '+1 week'), both('+2 周', '+2 weeks')],
    rows: [
      { label: both('3月2日那周', 'Week of 2 Mar'), size: 35, values: [1, 0.88, null] },
      { label: both('3月9日那周', 'Week of 9 Mar'), size: 12, values: [0.5, null, null] },
    ],
  },
  {
    ...head('check-in.streaks', '连续打卡分布', 'Streaks', 38),
    is: 'bars',
    bars: [
      { label: both('0 天', '0 days'), value: 9 },
      { label: both('1–6 天', '1–6 days'), value: 12 },
      { label: both('7–13 天', '7–13 days'), value: 17, mark: both('满 7 天', '7 days') },
      { label: both('14–20 天', '14–20 days'), value: 0, mark: both('满 14 天', '14 days') },
    ],
  },
  {
    ...head('shop.stock', '商城', 'Shop', 4),
    is: 'bars',
    bars: [
      { label: both('书签', 'Bookmark'), value: 3 },
      { label: both('贴纸', 'Sticker'), value: 1 },
    ],
  },
  {
    ...head('posts.table', '内容表现', 'Posts', 16),
    is: 'table',
    columns: [both('内容', 'Post'), both('日期', 'Day'), both('类型', 'Kind'), both('表情', 'Reactions')],
    rows: [
      [MARKUP, '2026-03-12', both('话题', 'Topic'), 14],
      ['慢慢读', '2026-03-11', both('营销', 'Marketing'), null],
    ],
  },
  { ...head('orders.table', '订单', 'Orders', null), is: 'table', columns: [both('谁', 'Who')], rows: [] },
]

const calendar: DashboardCard = {
  ...head('topics.next', '接下来 14 天', 'The next 14 days', null),
  is: 'calendar',
  days: Array.from({ length: 14 }, (_, at) => ({
    day: addDays(TODAY, at),
    number: at < 10 ? at + 12 : null,
    isQuiet: at === 2 || at > 9,
    isGap: at === 4,
    slots:
      at === 2 || at === 4 || at > 9
        ? []
        : [
            { time: '08:30' as LocalTime, title: `第 ${at + 12} 天 · 今日话题`, kind: 'topic', isMarketing: false },
            ...(at % 3 === 0
              ? [{ time: '20:00' as LocalTime, title: '共读会员体验', kind: 'offer', isMarketing: true }]
              : []),
            ...(at === 1 ? [{ time: '12:00' as LocalTime, title: null, kind: null, isMarketing: false }] : []),
          ],
  })),
}

export const PAGE: DashboardPage = {
  group: GROUP,
  at: Date.UTC(2026, 2, 13, 12, 5),
  today: TODAY,
  time: '20:05' as LocalTime,
  cards: [...numbers, attention, ...charts, calendar],
}
