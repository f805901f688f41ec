import { defineMessages, type LocalDay } from 'bonfire'
import type { Phase, Reason } from './facts.ts'
import type { Ahead } from './phase.ts'

/** `day`: the day of the plan, of `days`. Null: it is none of them, or there is no end. */
export interface Standing {
  readonly phase: Phase
  readonly since: LocalDay
  readonly reason: Reason
  readonly day: number | null
  readonly days: number | null
  readonly isPaused: boolean
  readonly ahead: Ahead
}

export const ZH_PHASES: Readonly<Record<Phase, string>> = {
  preparing: '准备中',
  'warming-up': '预热中',
  running: '进行中',
  'round-1': '第一轮优惠',
  'round-2': '第二轮优惠',
  'round-3': '第三轮优惠',
  over: '已经走完',
  closing: '收尾中',
  closed: '已关群',
  graduated: '已结业',
  'handed-over': '已交接',
}
export const ZH_REASONS: Readonly<Record<Reason, string>> = {
  'plan-used': '启用了计划',
  'day-began': '到了日子',
  resumed: '恢复了计划',
  'offer-opened': '优惠发出了',
  'offer-closed': '优惠结束了',
  'list-frozen': '收尾的名单定下了',
  'closing-stopped': '收尾停下了',
  'closing-ended': '收尾办完了',
}
export const EN_PHASES: Readonly<Record<Phase, string>> = {
  preparing: 'being prepared',
  'warming-up': 'warming up',
  running: 'under way',
  'round-1': 'first round of offers',
  'round-2': 'second round of offers',
  'round-3': 'third round of offers',
  over: 'at its end',
  closing: 'being closed',
  closed: 'closed',
  graduated: 'graduated',
  'handed-over': 'handed over',
}
export const EN_REASONS: Readonly<Record<Reason, string>> = {
  'plan-used': 'the plan was used',
  'day-began': 'its day had come',
  resumed: 'the plan was resumed',
  'offer-opened': 'an offer was made',
  'offer-closed': 'the offer ended',
  'list-frozen': 'the list for the closing was made',
  'closing-stopped': 'the closing was stopped',
  'closing-ended': 'the closing came to its end',
}
const NUMERALS = ['', '一', '二', '三']

export function aheadInChinese(ahead: Ahead): string {
  switch (ahead.is) {
    case 'warm-up':
      return `接下来：${ahead.day} 开始预热。`
    case 'start':
      return `接下来：${ahead.day} 是第 1 天。`
    case 'round':
      return `接下来：第 ${ahead.number} 天，第${NUMERALS[ahead.round] ?? ahead.round}轮优惠。`
    case 'end':
      return `接下来：${ahead.day} 是最后一天。`
    case 'offers':
      return '接下来：等优惠结束。'
    case 'decision':
      return '接下来：看这个群留下还是收尾，发送 /why closing 看进展。'
    case 'notice':
      return '发送 /why closing 看每一步；要停下，发送 /disband cancel。'
    case 'nothing':
      return ''
  }
}
export function aheadInEnglish(ahead: Ahead): string {
  switch (ahead.is) {
    case 'warm-up':
      return ` Next: it warms up from ${ahead.day}.`
    case 'start':
      return ` Next: day 1 is ${ahead.day}.`
    case 'round':
      return ` Next: round ${ahead.round} of offers, on day ${ahead.number}.`
    case 'end':
      return ` Next: the last day is ${ahead.day}.`
    case 'offers':
      return ' Next: the offers end.'
    case 'decision':
      return ' Next: whether the group stays or is closed; /why closing shows how far that is.'
    case 'notice':
      return ' /why closing shows each step; /disband cancel stops it.'
    case 'nothing':
      return ''
  }
}

export const messages = defineMessages(
  {
    standing: (p: Standing) => {
      const day = p.day === null ? '' : `，第 ${p.day} 天${p.days === null ? '' : `（共 ${p.days} 天）`}`
      const pause = p.isPaused ? '，暂停着，日子先不往前走' : ''
      return `阶段：${ZH_PHASES[p.phase]}${day}${pause}。从 ${p.since} 起，因为${ZH_REASONS[p.reason]}。${p.isPaused ? '' : aheadInChinese(p.ahead)}`
    },
  },
  {
    standing: p => {
      const day = p.day === null ? '' : `, day ${p.day}${p.days === null ? '' : ` of ${p.days}`}`
      const pause = p.isPaused ? ', paused: its days stand still' : ''
      return `Phase: ${EN_PHASES[p.phase]}${day}${pause}. Since ${p.since}, as ${EN_REASONS[p.reason]}.${p.isPaused ? '' : aheadInEnglish(p.ahead)}`
    },
  },
)
