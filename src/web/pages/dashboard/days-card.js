import { useState } from 'preact/hooks'
import { html } from '../shared/html.js'
import { Plot } from './plot.js'
import { useReading } from './reading.js'

/**
 * Lines over days. Above them stand the values of one day: the one under the mouse or chosen by keys, else the last. Of
 * today it is said, and drawn, that it is not over.
 */
export function DaysBody({ card, title, today }) {
  const { words, of, count, fullDay, day } = useReading()
  const [picked, setPicked] = useState(null)
  const { days, lines } = card
  if (days.length === 0) return html`<p class="empty">${words.nothing}</p>`
  const last = days.length - 1
  const at = Math.min(picked ?? last, last)
  const step = by => setPicked(Math.max(0, Math.min(last, at + by)))
  const soFar = days[at] === today ? [words.soFar] : []
  const values = lines.map(line => `${of(line.label)} ${count(line.values[at])}`)
  return html`
    <p class="readout" aria-hidden="true">
      <strong>${[day(days[at]), ...soFar].join(' · ')}</strong>
      ${lines.map((line, index) => html`<span key=${index}><i class=${keyOf(index)}></i> ${of(line.label)} <b>${count(line.values[at])}</b></span>`)}
    </p>
    <div
      class="reader"
      role="slider"
      tabindex="0"
      aria-label=${words.readDays(title)}
      aria-valuemin="1"
      aria-valuemax=${days.length}
      aria-valuenow=${at + 1}
      aria-valuetext=${[fullDay(days[at]), ...soFar, ...values].join(', ')}
      onKeyDown=${event => onKey(event, step, last)}
      onBlur=${() => setPicked(null)}
    >
      <${Plot} card=${card} isOpen=${days[last] === today} picked=${picked} onPick=${setPicked} />
    </div>
    <${DaysTable} card=${card} title=${title} today=${today} />
  `
}

/** The colour and the dashes of a line: five, then they begin again. */
const keyOf = index => `key key-${index % 5}`

function onKey(event, step, last) {
  const by = {
    ArrowLeft: -1,
    ArrowDown: -1,
    ArrowRight: 1,
    ArrowUp: 1,
    PageDown: -7,
    PageUp: 7,
    Home: -last,
    End: last,
  }
  if (!(event.key in by)) return
  event.preventDefault()
  step(by[event.key])
}

/** The same for whoever does not see the lines. */
function DaysTable({ card: { days, lines }, title, today }) {
  const { words, of, count, fullDay } = useReading()
  return html`<div class="offstage"><table>
    <caption>${title}</caption>
    <thead>
      <tr><th scope="col">${words.day}</th>${lines.map((line, at) => html`<th key=${at} scope="col">${of(line.label)}</th>`)}</tr>
    </thead>
    <tbody>
      ${days.map(
        (day, at) => html`<tr key=${day}>
          <th scope="row">${day === today ? `${fullDay(day)} (${words.soFar})` : fullDay(day)}</th>
          ${lines.map((line, index) => html`<td key=${index}>${count(line.values[at])}</td>`)}
        </tr>`,
      )}
    </tbody>
  </table></div>`
}
