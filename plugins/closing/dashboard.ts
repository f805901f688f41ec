import type { Both, Figure } from 'bonfire'
import { type ClosingContext, shownAt } from './context.ts'
import { heldSaid } from './deciding.ts'
import { isOpen } from './facts.ts'
import { heldInChinese, standsOpenInChinese } from './in-chinese.ts'
import { heldInEnglish, standsOpenInEnglish } from './in-english.ts'

/** Members who are going to be removed: until when that can be stopped, and how. */
export function underNotice(context: ClosingContext): Figure | null {
  const { group } = context.state
  if (!isOpen(context.state)) return null
  const { phase, until, removed, spared, failed, size } = group
  const isWaiting = phase === 'announced' && until !== null
  const stands = { phase, removed, size, until: isWaiting ? shownAt(context, until) : null }
  return {
    title: { 'zh-CN': '群正在收尾', 'en-US': 'The group is being closed' },
    formula: {
      'zh-CN': '名单上还没有移出、也没有留下的人数。发送 /why closing 看每一步。',
      'en-US': 'How many on the list have neither been removed nor spared so far. /why closing shows each step.',
    },
    n: size,
    ...{ is: 'attention', level: 'bad', count: size - removed - spared - failed },
    remedy: { 'zh-CN': standsOpenInChinese(stands), 'en-US': standsOpenInEnglish(stands) },
  }
}

/** It would be time, and something is missing. */
export function waiting(context: ClosingContext): Figure | null {
  const { heldFor, heldAt } = context.state.group
  if (heldFor === null || heldAt === null) return null
  const held = heldSaid(context, heldFor)
  const texts: Both = { 'zh-CN': heldInChinese(held), 'en-US': heldInEnglish(held) }
  const since = shownAt(context, heldAt)
  return {
    title: { 'zh-CN': '收尾在等人处理', 'en-US': 'The closing waits for somebody' },
    formula: {
      'zh-CN': `从 ${since} 起。${firstLines(texts['zh-CN']).join('')}`,
      'en-US': `Since ${since}. ${firstLines(texts['en-US']).join(' ')}`,
    },
    n: null,
    ...{ is: 'attention', level: 'warning', count: 1 },
    remedy: { 'zh-CN': lastLine(texts['zh-CN']), 'en-US': lastLine(texts['en-US']) },
  }
}

/** What the owner was told ends with what to do. */
const firstLines = (text: string): readonly string[] => text.split('\n').slice(0, -1)
const lastLine = (text: string): string => text.slice(text.lastIndexOf('\n') + 1)
