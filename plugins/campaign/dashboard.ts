import type { Both, Figure } from 'bonfire'
import type { Phase, Reason } from './facts.ts'
import {
  aheadInChinese,
  aheadInEnglish,
  EN_PHASES,
  EN_REASONS,
  type Standing,
  ZH_PHASES,
  ZH_REASONS,
} from './messages.ts'

/** In which phase the group is, as `/plan` says. */
export function phaseFigure({ phase, since, reason, day, days, isPaused, ahead }: Standing): Figure {
  return {
    title: { 'zh-CN': '阶段', 'en-US': 'Phase' },
    formula: {
      'zh-CN': '这个群走到计划的哪一步，从哪天起、为什么，接下来是什么；和 /plan 说的一样。',
      'en-US': 'Where the group is in its plan, since when and why, and what comes next, as /plan says.',
    },
    n: null,
    is: 'table',
    columns: COLUMNS,
    rows: [
      [
        ...[isPaused ? paused(phase) : phaseOf(phase), day === null ? null : dayOf(day, days), since, reasonOf(reason)],
        isPaused ? null : aheadOf(ahead),
      ],
    ],
  }
}

const COLUMNS: readonly Both[] = [
  { 'zh-CN': '阶段', 'en-US': 'Phase' },
  { 'zh-CN': '第几天', 'en-US': 'Day' },
  { 'zh-CN': '从', 'en-US': 'Since' },
  { 'zh-CN': '因为', 'en-US': 'As' },
  { 'zh-CN': '接下来', 'en-US': 'Next' },
]
const phaseOf = (phase: Phase): Both => ({ 'zh-CN': ZH_PHASES[phase], 'en-US': EN_PHASES[phase] })
const paused = (phase: Phase): Both => ({
  'zh-CN': `${ZH_PHASES[phase]}（暂停着）`,
  'en-US': `${EN_PHASES[phase]} (paused)`,
})
const reasonOf = (reason: Reason): Both => ({ 'zh-CN': ZH_REASONS[reason], 'en-US': EN_REASONS[reason] })
const dayOf = (day: number, days: number | null): Both => ({
  'zh-CN': days === null ? `第 ${day} 天` : `第 ${day} 天，共 ${days} 天`,
  'en-US': days === null ? `day ${day}` : `day ${day} of ${days}`,
})
function aheadOf(ahead: Standing['ahead']): Both | null {
  if (ahead.is === 'nothing') return null
  return {
    'zh-CN': aheadInChinese(ahead).replace(/^接下来：/, ''),
    'en-US': aheadInEnglish(ahead).replace(/^ (?:Next: )?/, ''),
  }
}
