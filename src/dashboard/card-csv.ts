import { kindName } from '../host/core/kind-names.ts'
import { BYTE_ORDER_MARK, csvCell } from '../host/csv-cell.ts'
import type { Both } from '../host/figure.ts'
import type { Locale } from '../host/messages.ts'
import type { DashboardCard, DashboardCell } from './wire.ts'

/** Shares are written with so many decimals: 18.75 % is 0.1875. */
const DECIMALS_MAX = 4

type Row = readonly (DashboardCell | boolean | undefined)[]
type Card<Kind extends DashboardCard['is']> = Extract<DashboardCard, { readonly is: Kind }>

/** A card as a table for spreadsheets: RFC 4180, UTF-8, the first row says what stands below. Empty: not known. */
export function csvOf(card: DashboardCard, locale: Locale): string {
  const lines = rowsOf(card).map(row => row.map(cell => textOf(cell, locale)).join(','))
  return `${BYTE_ORDER_MARK}${lines.map(line => `${line}\r\n`).join('')}`
}

/** Numbers stay numbers; whatever people wrote becomes no formula. */
function textOf(cell: Row[number], locale: Locale): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number') return String(Number(cell.toFixed(DECIMALS_MAX)))
  if (typeof cell === 'boolean') return cell ? '1' : '0'
  return csvCell(typeof cell === 'string' ? cell : cell[locale])
}

function rowsOf(card: DashboardCard): readonly Row[] {
  switch (card.is) {
    case 'number':
      return [
        [HEADS.what, HEADS.value, HEADS.before, HEADS.limit, HEADS.n],
        [card.title, card.value, card.before, card.limit?.value, card.n],
      ]
    case 'days':
      return [
        [HEADS.day, ...card.lines.map(({ label }) => label)],
        ...card.days.map((day, index) => [day, ...card.lines.map(({ values }) => values[index] ?? null)]),
      ]
    case 'bars':
      return [[HEADS.what, HEADS.value, HEADS.mark], ...card.bars.map(({ label, value, mark }) => [label, value, mark])]
    case 'funnel':
      return [[HEADS.step, HEADS.value], ...card.steps.map(({ label, value }) => [label, value])]
    case 'cohorts':
      return [
        [HEADS.cohort, HEADS.size, ...card.columns],
        ...card.rows.map(({ label, size, values }) => [label, size, ...values]),
      ]
    case 'table':
      return [card.columns, ...card.rows]
    case 'attention':
      return attentionRows(card)
    case 'calendar':
      return calendarRows(card)
  }
}

function attentionRows({ items }: Card<'attention'>): readonly Row[] {
  return [
    [HEADS.what, HEADS.level, HEADS.value, HEADS.remedy, HEADS.who],
    // Each example on a line of its own, so that no two names run together.
    ...items.flatMap(({ label, level, count, remedy, examples }) => {
      const row: Row = [label, LEVELS[level], count, remedy]
      return examples.length === 0 ? [[...row, null]] : examples.map(example => [...row, example])
    }),
  ]
}

function calendarRows({ days }: Card<'calendar'>): readonly Row[] {
  return [
    [HEADS.day, HEADS.number, HEADS.time, HEADS.title, HEADS.kind, HEADS.marketing, HEADS.quiet, HEADS.gap],
    ...days.flatMap(({ day, number, slots, isQuiet, isGap }) => {
      const filled = slots.length === 0 ? [null] : slots
      return filled.map(slot => [
        day,
        number,
        slot?.time,
        slot?.title,
        slot?.kind && kindName(slot.kind),
        slot?.isMarketing ?? false,
        isQuiet,
        isGap,
      ])
    }),
  ]
}

const HEADS = {
  what: { 'zh-CN': '指标', 'en-US': 'figure' },
  value: { 'zh-CN': '数值', 'en-US': 'value' },
  before: { 'zh-CN': '上一期', 'en-US': 'period before' },
  limit: { 'zh-CN': '红线', 'en-US': 'limit' },
  n: { 'zh-CN': '样本数 n', 'en-US': 'n' },
  day: { 'zh-CN': '日期', 'en-US': 'date' },
  mark: { 'zh-CN': '标记', 'en-US': 'mark' },
  step: { 'zh-CN': '步骤', 'en-US': 'step' },
  cohort: { 'zh-CN': '批次', 'en-US': 'cohort' },
  size: { 'zh-CN': '人数', 'en-US': 'size' },
  level: { 'zh-CN': '程度', 'en-US': 'level' },
  remedy: { 'zh-CN': '怎么办', 'en-US': 'what to do' },
  who: { 'zh-CN': '具体', 'en-US': 'which' },
  number: { 'zh-CN': '第几天', 'en-US': 'day of the plan' },
  time: { 'zh-CN': '时间', 'en-US': 'time' },
  title: { 'zh-CN': '标题', 'en-US': 'title' },
  kind: { 'zh-CN': '类型', 'en-US': 'kind' },
  marketing: { 'zh-CN': '推广', 'en-US': 'marketing' },
  quiet: { 'zh-CN': '休息、暂停或计划外', 'en-US': 'rest, pause or outside the plan' },
  gap: { 'zh-CN': '缺内容', 'en-US': 'gap' },
} as const satisfies Readonly<Record<string, Both>>

const LEVELS: Readonly<Record<'bad' | 'warning', Both>> = {
  bad: { 'zh-CN': '要紧', 'en-US': 'serious' },
  warning: { 'zh-CN': '留意', 'en-US': 'worth a look' },
}
