import { defineMessages, type LocalDay } from 'bonfire'

interface Earned {
  points: number
  balance: number
  /** The longest streak that is rewarded with it, in days. Null: none. */
  milestoneDays: number | null
}
interface History {
  balance: number
  entries: readonly { readonly day: LocalDay; readonly points: number; readonly reason: string }[]
}

const REASONS: Readonly<Record<string, { readonly 'zh-CN': string; readonly 'en-US': string } | undefined>> = {
  'check-in': { 'zh-CN': '打卡', 'en-US': 'check-in' },
  streak: { 'zh-CN': '连续打卡奖励', 'en-US': 'streak reward' },
}

export const messages = defineMessages(
  {
    earned: ({ points, balance, milestoneDays }: Earned) =>
      `${milestoneDays === null ? '' : `连续 ${milestoneDays} 天的奖励到账，`}+${points} 积分，共 ${balance}。`,
    balance: (p: { balance: number; earned: number; spent: number }) =>
      p.earned === 0
        ? '你还没有积分，发「打卡」就能攒第一笔。'
        : `你有 ${p.balance} 积分（攒过 ${p.earned}，用过 ${p.spent}）。发「积分 明细」看每一笔。`,
    history: ({ balance, entries }: History) =>
      entries.length === 0
        ? '你还没有积分，发「打卡」就能攒第一笔。'
        : [
            `最近 ${entries.length} 笔，共 ${balance} 积分：`,
            ...entries.map(entry => `${entry.day.slice(5)} ${signed(entry.points)} ${reasonIn('zh-CN', entry.reason)}`),
          ].join('\n'),
  },
  {
    earned: ({ points, balance, milestoneDays }) =>
      `${milestoneDays === null ? '' : `${milestoneDays} days in a row: `}+${points} points, ${balance} in all.`,
    balance: p =>
      p.earned === 0
        ? 'You have no points yet. Send /checkin for the first ones.'
        : `You have ${p.balance} points (earned ${p.earned}, spent ${p.spent}). Send /points history to see each.`,
    history: ({ balance, entries }) =>
      entries.length === 0
        ? 'You have no points yet. Send /checkin for the first ones.'
        : [
            `The last ${entries.length}, ${balance} points in all:`,
            ...entries.map(entry => `${entry.day.slice(5)} ${signed(entry.points)} ${reasonIn('en-US', entry.reason)}`),
          ].join('\n'),
  },
)

const signed = (points: number): string => (points > 0 ? `+${points}` : `${points}`)
const reasonIn = (locale: 'zh-CN' | 'en-US', reason: string): string =>
  (Object.hasOwn(REASONS, reason) && REASONS[reason]?.[locale]) || reason
