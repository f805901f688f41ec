import type { Locale } from '../host/messages.ts'

/** What the page says. */
export interface ReportTexts {
  readonly title: (plan: string) => string
  readonly about: (p: { platform: string; members: number; seed: number; from: string; to: string }) => string
  readonly goesOn: string
  readonly ending: (how: string) => string
  readonly tiles: {
    readonly members: string
    readonly rate: string
    readonly posts: (share: string) => string
    readonly orders: (revenue: string) => string
    readonly receipt: string
    readonly findings: string
  }
  readonly phases: string
  readonly found: string
  readonly nothingFound: string
  readonly severity: Readonly<Record<'error' | 'warning', string>>
  readonly figures: string
  readonly charts: Readonly<
    Record<'rate' | 'posts' | 'members' | 'points' | 'comments' | 'orders', readonly [string, string]>
  >
  readonly draws: {
    readonly title: string
    readonly columns: readonly string[]
    readonly accepted: string
    readonly rejected: (why: string) => string
    readonly about: string
  }
  readonly days: string
  readonly columns: readonly string[]
  readonly dayNote: (day: string, value: string) => string
  readonly footer: (p: { command: string }) => string
}

export const REPORT_TEXTS: Readonly<Record<Locale, ReportTexts>> = {
  'zh-CN': {
    title: plan => `「${plan}」的彩排`,
    about: p => `${p.platform} · ${p.members} 位模拟成员 · 种子 ${p.seed} · ${p.from} 至 ${p.to}`,
    goesOn: '群继续下去',
    ending: how => `结局：${how}`,
    tiles: {
      members: '结束前的成员',
      rate: '平均每天打卡率',
      posts: share => `条内容，推广占 ${share}`,
      orders: revenue => (revenue === '' ? '笔订单' : `笔订单，${revenue}`),
      receipt: '最慢的回执',
      findings: '处要改的地方',
    },
    phases: '走过的阶段',
    found: '发现',
    nothingFound: '没有发现要改的地方。',
    severity: { error: '要改', warning: '留意' },
    figures: '每天的数字',
    charts: {
      rate: ['打卡率', '打卡的人占群里成员的百分比'],
      posts: ['内容', '每天发出的条数，橙色是推广'],
      members: ['成员', '每天结束时群里的人数'],
      points: ['积分', '每天发出的积分'],
      comments: ['点评', '老师每天点评的条数'],
      orders: ['订单', '每天付款的订单'],
    },
    draws: {
      title: '抽奖',
      columns: ['编号', '名称', '参加', '中奖', '证明'],
      accepted: '通过验证',
      rejected: why => `没有通过：${why}`,
      about: '证明文件由另写的验证程序逐项检查。彩排用的随机数谁都能提前算出，不带 --rehearsal 时验证程序会拒绝它。',
    },
    days: '一天一天',
    columns: ['日期', '天', '阶段', '成员', '内容', '打卡', '打卡率', '点评', '积分', '订单'],
    dayNote: (day, value) => `${day}：${value}`,
    footer: p => `真实的程序和插件，虚拟的时钟和成员；同一个种子，结果一字不差。再来一次：${p.command}`,
  },
  'en-US': {
    title: plan => `Rehearsal of "${plan}"`,
    about: p => `${p.platform} · ${p.members} simulated members · seed ${p.seed} · ${p.from} to ${p.to}`,
    goesOn: 'The group goes on',
    ending: how => `The end: ${how}`,
    tiles: {
      members: 'members before the end',
      rate: 'check-in rate, average per day',
      posts: share => `posts, ${share} of them marketing`,
      orders: revenue => (revenue === '' ? 'orders' : `orders, ${revenue}`),
      receipt: 'slowest acknowledgement',
      findings: 'things to change',
    },
    phases: 'Phases',
    found: 'Found',
    nothingFound: 'Nothing found that should be otherwise.',
    severity: { error: 'Change', warning: 'Note' },
    figures: 'Figures per day',
    charts: {
      rate: ['Check-in rate', 'check-ins in percent of the members there were'],
      posts: ['Posts', 'sent on each day; marketing in orange'],
      members: ['Members', 'in the group at the end of each day'],
      points: ['Points', 'given on each day'],
      comments: ['Comments', "of teachers on each day's check-ins"],
      orders: ['Orders', 'paid on each day'],
    },
    draws: {
      title: 'Draws',
      columns: ['No.', 'Draw', 'Entries', 'Won by', 'Proof file'],
      accepted: 'accepted',
      rejected: why => `rejected: ${why}`,
      about:
        'Each proof file is checked by the verifier, which was written apart from the draw. The random numbers of a rehearsal can be known beforehand by anybody: without --rehearsal the verifier rejects them.',
    },
    days: 'Day by day',
    columns: ['Date', 'Day', 'Phase', 'Members', 'Posts', 'Check-ins', 'Rate', 'Comments', 'Points', 'Orders'],
    dayNote: (day, value) => `${day}: ${value}`,
    footer: p =>
      `The real program and its plugins, a virtual clock and simulated members; the same seed gives the same, to the letter. Once more: ${p.command}`,
  },
}
