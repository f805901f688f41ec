import { html } from '../shared/html.js'
import { useReading } from './reading.js'

/** Bars, one below the other; those with a mark stand out, with its words. */
export function BarsBody({ card: { bars } }) {
  const { words, of, count } = useReading()
  if (bars.every(bar => bar.value === 0)) return html`<p class="empty">${words.nothing}</p>`
  const most = Math.max(...bars.map(bar => bar.value))
  return html`<ul class="bars">
    ${bars.map(
      (bar, at) => html`<li key=${at} class=${bar.mark ? 'is-marked' : ''}>
        <span class="label">${of(bar.label)}</span>
        <${Bar} share=${bar.value / most} />
        <span class="amount">${count(bar.value)}</span>
        ${bar.mark && html`<span class="mark">${of(bar.mark)}</span>`}
      </li>`,
    )}
  </ul>`
}

/** A bar of a share of the width that there is. Beside it stands what it shows. */
export const Bar = ({ share }) =>
  html`<span class="share-bar" aria-hidden="true">${share > 0 && html`<span style=${{ width: `${Math.min(1, share) * 100}%` }}></span>`}</span>`
