import { type LocalDay, type LocalTime, percent } from 'bonfire'
import { type Language, shortDay } from './wording.ts'

/** The next days as an admin sees them. */
export interface Calendar {
  readonly days: readonly CalendarDay[]
  readonly charsMax: number
  /** Of the posts of a window, with a marketing post of these days. Null: there is none. */
  readonly highestShare: number | null
  /** Null: the plan has no cap. */
  readonly maxShare: number | null
  /** Set when fewer days are covered than should be. */
  readonly coveredDays: number | null
  /** The last day of the plan, when it ends before the days that were asked for. */
  readonly endsOn: LocalDay | null
}
export interface CalendarDay {
  readonly day: LocalDay
  readonly number: number | null
  readonly is: 'planned' | 'rest' | 'paused' | 'dead'
  readonly slots: readonly CalendarSlot[]
  readonly draws: readonly CalendarDraw[]
}
/** A draw that is announced on that day. */
export interface CalendarDraw {
  readonly at: LocalTime
  readonly isNextDate: boolean
  readonly title: string
}
export interface CalendarSlot {
  readonly at: LocalTime
  /** It is past midnight, and the group's day goes on. */
  readonly isNextDate: boolean
  /** By the first an admin can ask for it, by the second they know what it is. Empty: there is none. */
  readonly id: string
  readonly title: string
  readonly mark: 'none' | 'marketing' | 'postponed' | 'held-back' | 'gap' | 'sent' | 'unknown' | 'missed'
  /** The day that it was postponed from. */
  readonly from: LocalDay | null
}

const WEEKDAYS: Readonly<Record<Language, readonly string[]>> = {
  'zh-CN': ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  'en-US': ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
}
interface Words {
  readonly mark: Readonly<Record<CalendarSlot['mark'], (from: string) => string>>
  readonly number: (number: number) => string
  readonly is: Readonly<Record<Exclude<CalendarDay['is'], 'planned'>, string>>
  readonly more: (days: number) => string
  readonly share: (share: string, cap: string) => string
  readonly uncapped: string
  readonly covered: (days: number) => string
  readonly ends: (day: string) => string
  readonly nextDate: string
  readonly draw: string
}
const WORDS: Readonly<Record<Language, Words>> = {
  'zh-CN': {
    mark: {
      none: () => '',
      marketing: () => '【推广】',
      postponed: from => `【推广，从 ${from} 顺延】`,
      'held-back': () => '（推广放不下，先发这篇）',
      gap: () => '空着',
      sent: () => ' ✓',
      unknown: () => '（不确定有没有发出）',
      missed: () => ' 错过了',
    },
    number: number => `第 ${number} 天`,
    is: { rest: '休息日', paused: '暂停', dead: '没有内容' },
    more: days => `…还有 ${days} 天，一条消息放不下。`,
    share: (share, cap) => `推广占比最高 ${share}，上限 ${cap}。`,
    uncapped: '闪群计划：推广不设上限。',
    covered: days => `注意：往后只排好了 ${days} 天，不到 7 天，记得补上。`,
    ends: day => `计划到 ${day} 结束。`,
    nextDate: '次日 ',
    draw: '【抽奖】',
  },
  'en-US': {
    mark: {
      none: () => '',
      marketing: () => ' [marketing]',
      postponed: from => ` [marketing, put off from ${from}]`,
      'held-back': () => ' (instead of marketing that does not fit)',
      gap: () => 'empty',
      sent: () => ' ✓',
      unknown: () => ' (nobody knows whether it was sent)',
      missed: () => ' (missed)',
    },
    number: number => `day ${number}`,
    is: { rest: 'rest day', paused: 'paused', dead: 'nothing to post' },
    more: days => `… and ${days} more days that one message cannot hold.`,
    share: (share, cap) => `Marketing is ${share} at most; the cap is ${cap}.`,
    uncapped: 'A flash plan: marketing has no cap.',
    covered: days => `Please note: only the next ${days} days are covered, fewer than 7.`,
    ends: day => `The plan ends on ${day}.`,
    nextDate: 'next day ',
    draw: '[draw] ',
  },
}

/** The next days, and below them what an admin has to know. What is too long for one message goes without titles. */
export function calendarIn(language: Language, calendar: Calendar): string {
  const { days, charsMax, highestShare, maxShare, coveredDays, endsOn } = calendar
  const words = WORDS[language]
  const full = days.map(day => dayIn(language, day, inLines))
  const isShort = full.join('\n').length <= charsMax
  const shown = fitting(isShort ? full : days.map(day => dayIn(language, day, inOneLine)), charsMax)
  const rest = days.length - shown.length
  return [
    ...shown,
    rest > 0 && words.more(rest),
    endsOn !== null && words.ends(shortDay(endsOn)),
    maxShare === null ? words.uncapped : highestShare !== null && words.share(percent(highestShare), percent(maxShare)),
    coveredDays !== null && words.covered(coveredDays),
  ]
    .filter(line => line !== false)
    .join('\n')
}

/** As many days as one message holds; one at least. */
function fitting(days: readonly string[], charsMax: number): readonly string[] {
  let length = 0
  const end = days.findIndex((day, index) => {
    length += day.length + 1
    return index > 0 && length > charsMax
  })
  return end < 0 ? days : days.slice(0, end)
}

type Layout = (words: Words, day: Pick<CalendarDay, 'slots' | 'draws'>) => string
const inLines: Layout = (words, { slots, draws }) =>
  [
    ...slots.map(slot => {
      const named = [timeIn(words, slot), slot.id, slot.title].filter(Boolean).join(' ')
      return `\n  ${named}${markIn(words, slot)}`
    }),
    ...draws.map(draw => `\n  ${timeIn(words, draw)} ${words.draw}${draw.title}`),
  ].join('')
const inOneLine: Layout = (words, { slots, draws }) =>
  [
    ...slots.map(slot => `\u3000${timeIn(words, slot)} ${slot.id}${markIn(words, slot)}`),
    ...draws.map(draw => `\u3000${timeIn(words, draw)} ${words.draw.trim()}`),
  ].join('')
const timeIn = ({ nextDate }: Words, { at, isNextDate }: Pick<CalendarSlot, 'at' | 'isNextDate'>) =>
  `${isNextDate ? nextDate : ''}${at}`
const markIn = ({ mark }: Words, slot: CalendarSlot) => {
  const text = mark[slot.mark](slot.from === null ? '' : shortDay(slot.from))
  return slot.id === '' ? ` ${text.trim()}` : text
}

function dayIn(language: Language, { day, number, is, ...shown }: CalendarDay, layout: Layout): string {
  const words = WORDS[language]
  const weekday = WEEKDAYS[language][new Date(day).getUTCDay()]!
  const head = [shortDay(day), weekday, number !== null && words.number(number), is !== 'planned' && words.is[is]]
  return `${head.filter(Boolean).join(' ')}${layout(words, shown)}`
}
