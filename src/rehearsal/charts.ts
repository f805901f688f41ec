import { type Html, html } from './html.ts'

/** One mark per day. `note`: what it says when it is pointed at. */
export interface Mark {
  /** Null: there is nothing to show. */
  readonly value: number | null
  readonly note: string
  /** A part of `value` that stands out. Default: none. */
  readonly accent?: number
}
export interface Chart {
  readonly title: string
  /** One line below the title: what is drawn, in which unit. */
  readonly about: string
  readonly marks: readonly Mark[]
  /** A label below each mark; empty: none. */
  readonly labels: readonly string[]
  /** The scale ends there at least. */
  readonly least?: number
  readonly unit?: string
}

const WIDTH = 460
const HEIGHT = 172
const [LEFT, RIGHT, TOP, BOTTOM] = [40, 8, 14, 24]
const PLOT = { width: WIDTH - LEFT - RIGHT, height: HEIGHT - TOP - BOTTOM }
/** Between two bars, so that each stands for itself. */
const GAP = 2
const BAR_MAX = 24
const RADIUS = 3

/** Bars from zero, one per day. */
export function barChart(chart: Chart): Html {
  const scale = scaleOf(chart)
  const step = PLOT.width / chart.marks.length
  const width = Math.max(2, Math.min(BAR_MAX, step - GAP))
  const bars = chart.marks.map(({ value: given, accent = 0, note }, index) => {
    const value = given ?? 0
    const x = LEFT + index * step + (step - width) / 2
    const plain = scale.at(value - accent)
    // A gap of its own between what stands out and the rest.
    const rest = accent > 0 && value > accent ? 2 : 0
    return html`<g class="mark"><title>${note}</title><rect class="hit" x="${x - GAP}" y="${TOP}" width="${width + 2 * GAP}" height="${PLOT.height}"/>${bar(x, width, scale.zero, plain, 'bar')}${bar(x, width, plain - rest, scale.at(value), 'accent')}</g>`
  })
  return frame(chart, scale, html`${bars}`)
}

/** From `from` up to `to`, rounded at its end. */
function bar(x: number, width: number, from: number, to: number, name: string): Html | null {
  const height = from - to
  if (height < 0.5) return null
  const radius = Math.min(RADIUS, height, width / 2)
  const path = `M${fixed(x)} ${fixed(from)}V${fixed(to + radius)}Q${fixed(x)} ${fixed(to)} ${fixed(x + radius)} ${fixed(to)}H${fixed(x + width - radius)}Q${fixed(x + width)} ${fixed(to)} ${fixed(x + width)} ${fixed(to + radius)}V${fixed(from)}Z`
  return html`<path class="${name}" d="${path}"/>`
}

/** A line over the days that have a value. */
export function lineChart(chart: Chart): Html {
  const scale = scaleOf(chart)
  const step = PLOT.width / chart.marks.length
  const points = chart.marks.flatMap(({ value, note }, index) =>
    value === null ? [] : [{ from: LEFT + index * step, x: LEFT + (index + 0.5) * step, y: scale.at(value), note }],
  )
  const line = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${fixed(x)} ${fixed(y)}`).join('')
  const [first, last] = [points[0], points.at(-1)]
  const area = first && last ? `${line}L${fixed(last.x)} ${scale.zero}L${fixed(first.x)} ${scale.zero}Z` : ''
  const marks = points.map(
    ({ from, x, y, note }) =>
      html`<g class="mark"><title>${note}</title><rect class="hit" x="${fixed(from)}" y="${TOP}" width="${fixed(step)}" height="${PLOT.height}"/><circle class="dot" cx="${fixed(x)}" cy="${fixed(y)}" r="4"/></g>`,
  )
  return frame(chart, scale, html`<path class="area" d="${area}"/><path class="line" d="${line}"/>${marks}`)
}

interface Scale {
  readonly zero: number
  readonly ticks: readonly number[]
  at(value: number): number
}

/** A scale from zero, of round steps. */
function scaleOf({ marks, least = 1 }: Chart): Scale {
  const most = Math.max(least, ...marks.map(({ value }) => value ?? 0))
  const rough = most / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, [1, 2, 5, 10].map(factor => factor * power).find(size => size >= rough) ?? rough)
  const top = Math.ceil(most / step) * step
  const zero = TOP + PLOT.height
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step)
  return { zero, ticks, at: value => zero - (Math.max(0, value) / top) * PLOT.height }
}

function frame({ title, about, marks, labels, unit = '' }: Chart, scale: Scale, inside: Html): Html {
  const step = PLOT.width / marks.length
  const grid = scale.ticks.map(tick => {
    const y = fixed(scale.at(tick))
    return html`<line class="${tick === 0 ? 'base' : 'grid'}" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/><text class="tick" x="${LEFT - 6}" y="${fixed(scale.at(tick) + 4)}" text-anchor="end">${tick.toLocaleString('en-US')}${unit}</text>`
  })
  const days = labels.map((label, index) =>
    label === ''
      ? ''
      : html`<text class="tick" x="${fixed(LEFT + (index + 0.5) * step)}" y="${HEIGHT - 6}" text-anchor="middle">${label}</text>`,
  )
  return html`<figure class="chart"><figcaption><b>${title}</b><span>${about}</span></figcaption><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${`${title}. ${about}`}">${grid}${inside}${days}</svg></figure>`
}

const fixed = (value: number) => String(Math.round(value * 10) / 10)
