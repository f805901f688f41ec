import { barChart, type Chart, lineChart } from './charts.ts'
import { type Finding, isError } from './finding.ts'
import { endingText } from './happenings.ts'
import { type Html, html } from './html.ts'
import type { Rehearsal } from './rehearse.ts'
import { drawsTable } from './report-draws.ts'
import { STYLE } from './report-style.ts'
import { REPORT_TEXTS, type ReportTexts } from './report-texts.ts'
import { type TimelineDay, tellingOf, timelineOf } from './timeline.ts'

export interface Reported {
  readonly rehearsal: Rehearsal
  readonly findings: readonly Finding[]
  /** What the texts of the library are called, by id. */
  readonly titles: ReadonlyMap<string, string>
}

/** Labels below charts: each would be too many. */
const LABELS_MAX = 8

/** One page that needs nothing else: no script, no address, in the language of the plan. */
export function reportPage({ rehearsal, findings, titles }: Reported): string {
  const { locale, name } = rehearsal.plan.definition
  const texts = REPORT_TEXTS[locale]
  const days = timelineOf(rehearsal, tellingOf(rehearsal, titles, locale))
  const page = html`<!doctype html>
<html lang="${locale}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${texts.title(name)}</title>
<style>${{ html: STYLE }}</style>
<main>
${head(rehearsal, days, texts)}
${tiles(rehearsal, days, findings, texts)}
${phases(days, texts)}
<h2>${texts.found}</h2>
${found(findings, rehearsal, texts)}
<h2>${texts.figures}</h2>
<div class="charts">${charts(days, texts)}</div>
${drawsTable(rehearsal, texts)}
<h2>${texts.days}</h2>
${table(days, texts)}
<footer>${texts.footer({ command: commandOf(rehearsal) })}</footer>
</main>
</html>
`
  return page.html
}

function commandOf({ plan, members, seed, platform }: Rehearsal): string {
  const { id } = plan.definition
  return `npm run rehearse -- ${id} --members ${members} --seed ${seed} --platform ${platform.name}`
}

function head(
  { plan, platform, members, seed, ending }: Rehearsal,
  days: readonly TimelineDay[],
  texts: ReportTexts,
): Html {
  const { name, locale } = plan.definition
  const [from = '', to = ''] = [days[0]?.figures.day, days.at(-1)?.figures.day]
  const end = ending === null ? texts.goesOn : texts.ending(endingText(ending, locale))
  return html`<h1>${texts.title(name)}</h1>
<p class="sub">${texts.about({ platform: platform.name, members, seed, from, to })}</p>
<p class="ending">${end}</p>`
}

function tiles(
  { record }: Rehearsal,
  days: readonly TimelineDay[],
  findings: readonly Finding[],
  { tiles }: ReportTexts,
): Html {
  const sum = (of: 'posts' | 'marketing' | 'orders' | 'revenue') =>
    days.reduce((total, { figures }) => total + figures[of], 0)
  const rates = days.flatMap(({ rate }) => (rate === null ? [] : [rate]))
  const rate = Math.round(rates.reduce((total, one) => total + one, 0) / Math.max(1, rates.length))
  const share = `${Math.round((100 * sum('marketing')) / Math.max(1, sum('posts')))}%`
  const { currency } = record
  const revenue = currency === null ? '' : `${(sum('revenue') / 100).toFixed(2)} ${currency}`
  const shown: readonly (readonly [string, string])[] = [
    [String(Math.max(0, ...days.map(({ figures }) => figures.present))), tiles.members],
    [`${rate}%`, tiles.rate],
    [String(sum('posts')), tiles.posts(share)],
    [String(sum('orders')), tiles.orders(revenue)],
    [`${(record.receipts.slowest.ms / 1_000).toFixed(1)} s`, tiles.receipt],
    [String(findings.length), tiles.findings],
  ]
  return html`<ul class="tiles">${shown.map(([value, label]) => html`<li><b>${value}</b><span>${label}</span></li>`)}</ul>`
}

/** Each phase as wide as it was long. */
function phases(days: readonly TimelineDay[], texts: ReportTexts): Html | null {
  const spans: { name: string; phase: string; length: number }[] = []
  for (const { phase: name, figures } of days) {
    const last = spans.at(-1)
    if (last?.name === name) last.length += 1
    else spans.push({ name, phase: figures.phase ?? '', length: 1 })
  }
  if (spans.length < 2) return null
  const items = spans.map(({ name, phase, length }) => {
    const kind = phase.startsWith('round') ? 'round' : phase === 'closing' ? 'closing' : ''
    return html`<li class="${kind}" style="flex:${length} 1 0" title="${name}">${name}</li>`
  })
  return html`<h2>${texts.phases}</h2><ol class="phases">${items}</ol>`
}

function found(findings: readonly Finding[], { plan }: Rehearsal, texts: ReportTexts): Html {
  if (findings.length === 0) return html`<p class="fine">✓ ${texts.nothingFound}</p>`
  const items = findings.map(finding => {
    const { severity, where, code, text } = finding
    const words = text[plan.definition.locale]
    return html`<li class="${severity}"><b>${isError(finding) ? '✗' : '!'} ${texts.severity[severity]}</b>${words} <code>${where} [${code}]</code></li>`
  })
  return html`<ul class="found">${items}</ul>`
}

type Figure = 'rate' | 'posts' | 'present' | 'points' | 'comments' | 'orders'

function charts(days: readonly TimelineDay[], { charts, dayNote }: ReportTexts): readonly Html[] {
  const every = Math.ceil(days.length / LABELS_MAX)
  const labels = days.map(({ figures }, index) => (index % every === 0 ? figures.day.slice(5) : ''))
  const chart = (texts: readonly [string, string], of: Figure, unit = ''): Chart => ({
    ...{ title: texts[0], about: texts[1], labels, unit },
    marks: days.map(day => {
      const value = of === 'rate' ? day.rate : day.figures[of]
      const note = dayNote(day.figures.day, `${value ?? '–'}${unit}`)
      return { value, note, ...(of === 'posts' && { accent: day.figures.marketing }) }
    }),
  })
  const hasOrders = days.some(({ figures }) => figures.orders > 0)
  return [
    lineChart({ ...chart(charts.rate, 'rate', '%'), least: 100 }),
    barChart(chart(charts.posts, 'posts')),
    lineChart(chart(charts.members, 'present')),
    barChart(chart(charts.points, 'points')),
    barChart(chart(charts.comments, 'comments')),
    ...(hasOrders ? [barChart({ ...chart(charts.orders, 'orders'), least: 4 })] : []),
  ]
}

function table(days: readonly TimelineDay[], { columns }: ReportTexts): Html {
  const shown = days.filter(({ isQuiet }) => !isQuiet)
  const rows = shown.map(({ figures, number, rate, phase, happened }) => {
    const cells = [
      figures.present,
      figures.posts,
      figures.checkIns,
      rate === null ? '' : `${rate}%`,
      figures.comments,
      figures.points,
      figures.orders === 0 ? '' : figures.orders,
    ]
    const told =
      happened.length === 0
        ? null
        : html`<tr><td></td><td class="told" colspan="${columns.length - 1}">${happened.map((line, index) => html`${index > 0 ? { html: '<br>' } : ''}${line}`)}</td></tr>`
    return html`<tr><th scope="row">${figures.day}</th><td>${number ?? ''}</td><td class="phase">${phase}</td>${cells.map(cell => html`<td>${cell}</td>`)}</tr>${told}`
  })
  return html`<div class="scroll"><table class="days"><thead><tr>${columns.map(column => html`<th>${column}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`
}
