import { expect, test } from 'vitest'
import { day } from '../testing/index.ts'
import { csvOf } from './card-csv.ts'
import type { DashboardCard } from './wire.ts'

const both = (zh: string, en: string) => ({ 'zh-CN': zh, 'en-US': en })
const base = { id: 'demo.card', title: both('标题', 'Title'), formula: both('公式', 'formula'), n: 12 }
const BOM = '\uFEFF'
const linesOf = (card: DashboardCard, locale: 'zh-CN' | 'en-US' = 'en-US') => {
  const text = csvOf(card, locale)
  expect(text.startsWith(BOM) && text.endsWith('\r\n')).toBe(true)
  return text.slice(BOM.length).trimEnd().split('\r\n')
}
const table = (cell: string | number | null): DashboardCard => ({
  ...{ ...base, is: 'table', columns: [both('列', 'column')], rows: [[cell]] },
})

test('no cell becomes a formula, and quotes, commas and lines stay within theirs', () => {
  const of = (cell: string | number | null) => csvOf(table(cell), 'en-US').slice(`${BOM}column\r\n`.length)
  expect(of('=HYPERLINK("http://x")')).toBe(`"'=HYPERLINK(""http://x"")"\r\n`)
  expect(of('a, "b"\nc')).toBe('"a, ""b""\nc"\r\n')
  for (const text of ['+1', '-1', '@SUM(A1)', '＝1']) expect(of(text)).toBe(`'${text}\r\n`)
})

test('numbers stay numbers, and what is not known is empty', () => {
  const of = (cell: string | number | null) => linesOf(table(cell)).slice(1)
  expect(of(-3)).toEqual(['-3'])
  expect(of(1 / 6)).toEqual(['0.1667'])
  expect(of(0)).toEqual(['0'])
  expect(of(null)).toEqual([])
})

test('a number comes with its period before, its limit and its n', () => {
  const card = { ...base, is: 'number', value: 0.25, unit: 'share', before: null, limit: { value: 0.2, is: 'most' } }
  expect(linesOf(card as DashboardCard)).toEqual(['figure,value,period before,limit,n', 'Title,0.25,,0.2,12'])
  expect(linesOf(card as DashboardCard, 'zh-CN')[1]).toBe('标题,0.25,,0.2,12')
})

test('days, bars, steps and cohorts are a line each', () => {
  const [monday, tuesday] = [day('2026-11-23'), day('2026-11-24')]
  const line = { label: both('活跃', 'active'), values: [1, null] }
  expect(linesOf({ ...base, is: 'days', days: [monday, tuesday], lines: [line] })).toEqual([
    'date,active',
    '2026-11-23,1',
    '2026-11-24,',
  ])
  const bar = { label: both('七天', '7 days'), value: 3, mark: both('习惯', 'a habit') }
  expect(linesOf({ ...base, is: 'bars', bars: [bar] }, 'zh-CN')).toEqual(['指标,数值,标记', '七天,3,习惯'])
  const step = { label: both('进群', 'joined'), formula: base.formula, value: 60, ofBefore: null }
  expect(linesOf({ ...base, is: 'funnel', steps: [step] })).toEqual(['step,value', 'joined,60'])
  const cohort = { label: both('那周', 'that week'), size: 4, values: [0.5, null] }
  const columns = [both('当周', 'week 0'), both('第 1 周', 'week 1')]
  expect(linesOf({ ...base, is: 'cohorts', columns, rows: [cohort] })).toEqual([
    'cohort,size,week 0,week 1',
    'that week,4,0.5,',
  ])
})

test('what needs somebody has a line for each example, and one without any', () => {
  const item = { ...{ id: 'a', label: both('事', 'thing'), formula: base.formula, level: 'bad' as const, count: 2 } }
  const items = [
    { ...item, remedy: both('做', 'do'), examples: ['amy', 'bob'] },
    { ...item, level: 'warning' as const, remedy: both('做', 'do'), examples: [] },
  ]
  expect(linesOf({ ...base, is: 'attention', items })).toEqual([
    'figure,level,value,what to do,which',
    'thing,serious,2,do,amy',
    'thing,serious,2,do,bob',
    'thing,worth a look,2,do,',
  ])
})

test('a calendar has a line for each slot, and one for a day without', () => {
  const slot = { time: '08:00' as never, title: '第一天', kind: 'topic', isMarketing: false }
  const made = { ...slot, kind: 'riddle', isMarketing: true }
  const shown = { day: day('2026-11-23'), number: 1, isQuiet: false, isGap: false, slots: [slot, made] }
  const rest = { ...shown, day: day('2026-11-24'), number: null, isQuiet: true, slots: [] }
  expect(linesOf({ ...base, is: 'calendar', days: [shown, rest] }, 'zh-CN')).toEqual([
    '日期,第几天,时间,标题,类型,推广,休息、暂停或计划外,缺内容',
    '2026-11-23,1,08:00,第一天,话题,0,0,0',
    '2026-11-23,1,08:00,第一天,riddle,1,0,0',
    '2026-11-24,,,,,0,1,0',
  ])
})
