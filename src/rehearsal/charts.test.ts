import { describe, expect, test } from 'vitest'
import { barChart, type Chart, lineChart } from './charts.ts'

const chart = (...values: readonly number[]): Chart => ({
  ...{ title: 'Posts <b>', about: 'per day', labels: values.map(String) },
  marks: values.map(value => ({ value, note: `day "${value}"` })),
})
const ticksIn = (svg: string) => [...svg.matchAll(/text-anchor="end">([^<]*)</g)].map(([, tick]) => tick)
const NUMBER_OF = (name: string, svg: string) => svg.match(new RegExp(`class="${name}"`, 'g'))?.length ?? 0

describe('a chart', () => {
  test('has a scale of round steps from zero', () => {
    expect(ticksIn(barChart(chart(4, 3)).html)).toEqual(['0', '1', '2', '3', '4'])
    expect(ticksIn(barChart(chart(6015)).html)).toEqual(['0', '2,000', '4,000', '6,000', '8,000'])
    expect(ticksIn(lineChart({ ...chart(66), least: 100, unit: '%' }).html)).toEqual(['0%', '50%', '100%'])
  })

  test('of nothing but zeros has no bars, and no number that is none', () => {
    const svg = barChart(chart(0, 0)).html
    expect(NUMBER_OF('bar', svg)).toBe(0)
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
    expect(lineChart(chart()).html).not.toMatch(/NaN|Infinity|undefined/)
    // The control.
    expect(NUMBER_OF('bar', barChart(chart(1, 0)).html)).toBe(1)
  })

  test('says what it shows to whoever points at it, with everything escaped', () => {
    const svg = barChart(chart(2)).html
    expect(svg).toContain('<title>day &quot;2&quot;</title>')
    expect(svg).toContain('aria-label="Posts &lt;b&gt;. per day"')
  })

  test('draws what stands out apart from the rest', () => {
    const marks = [{ value: 4, accent: 1, note: '' }]
    const svg = barChart({ ...chart(4), marks }).html
    expect([NUMBER_OF('bar', svg), NUMBER_OF('accent', svg)]).toEqual([1, 1])
  })
})
