import { html } from '../shared/html.js'
import { Bar } from './bars-card.js'
import { useReading } from './reading.js'

/** How many get how far: each step as a share of the first, and of the one before where that is a condition. */
export function FunnelBody({ card: { steps }, title }) {
  const { words, of, count, share } = useReading()
  if (steps.length === 0) return html`<p class="empty">${words.nothing}</p>`
  return html`<table class="table funnel">
    <caption class="offstage">${title}</caption>
    <thead>
      <tr>
        <th scope="col">${words.step}</th>
        <th scope="col" class="share">${words.people}</th>
        <th scope="col" class="share">${words.ofFirst}</th>
        <th scope="col" class="share">${words.ofBefore}</th>
      </tr>
    </thead>
    <tbody>
      ${steps.map(
        (step, at) => html`<tr key=${at}>
          <th scope="row">${of(step.label)}<${Bar} share=${shareOf(step, steps[0]) ?? 0} /></th>
          <td class="share amount">${count(step.value)}</td>
          <td class="share">${share(shareOf(step, steps[0]))}</td>
          <td class="share">${share(step.ofBefore)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`
}

/** Of nobody there is no share. */
const shareOf = (step, whole) => (whole.value === 0 ? null : step.value / whole.value)
