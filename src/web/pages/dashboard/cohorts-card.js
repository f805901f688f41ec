import { html } from '../shared/html.js'
import { PEOPLE_FEW, UNKNOWN, useReading } from './reading.js'
import { Scrolling } from './table-card.js'

/**
 * How many of those who came together are still there later. The more, the deeper the tint; the number says it too. Of
 * a few people who came together it is grey, however many came in all.
 */
export function CohortsBody({ card: { columns, rows }, title }) {
  const { words, of, count } = useReading()
  if (rows.length === 0) return html`<p class="empty">${words.nothing}</p>`
  return html`<${Scrolling} label=${title}>
    <table class="table cohorts">
      <caption class="offstage">${title}</caption>
      <thead>
        <tr>
          <th scope="col">${words.cohort}</th>
          <th scope="col" class="amount">${words.size}</th>
          ${columns.map((column, at) => html`<th key=${at} scope="col" class="amount">${of(column)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          row => html`<tr key=${row.label['en-US']} class=${row.size < PEOPLE_FEW ? 'is-few' : ''}>
            <th scope="row">${of(row.label)}</th>
            <td class="amount">${count(row.size)}</td>
            ${columns.map((_, at) => html`<${Tinted} key=${at} value=${row.values[at]} />`)}
          </tr>`,
        )}
      </tbody>
    </table>
  <//>`
}

/** A share that is not known yet, as its week has not come, leaves its cell empty of colour. */
function Tinted({ value = null }) {
  const { share } = useReading()
  if (value === null) return html`<td class="amount is-unknown">${UNKNOWN}</td>`
  return html`<td class="amount tinted" style=${{ '--depth': `${Math.round(value * 100)}%` }}>${share(value)}</td>`
}
