import type { ContextOf, Figure } from 'bonfire'
import type { gratitude } from './facts.ts'
import type { messages } from './messages.ts'

/** How many members the card shows. */
const SHOWN_MAX = 5

/** Those who were thanked most, on the dashboard. */
export function mostThanked({ state }: ContextOf<typeof gratitude, typeof messages>): Figure | null {
  const all = [...state.received.each()].filter(([, { times }]) => times > 0)
  if (all.length === 0) return null
  const first = all.toSorted(([, one], [, other]) => other.times - one.times).slice(0, SHOWN_MAX)
  return {
    is: 'table',
    title: { 'zh-CN': '收到感谢最多', 'en-US': 'Thanked most' },
    formula: {
      'zh-CN': '从开始用这个插件起，每人收到的感谢次数。',
      'en-US': 'How often each was thanked since this plugin is in use.',
    },
    n: all.length,
    columns: [
      { 'zh-CN': '成员', 'en-US': 'Member' },
      { 'zh-CN': '次数', 'en-US': 'Times' },
    ],
    rows: first.map(([member, { times }]) => [{ member }, times]),
  }
}
