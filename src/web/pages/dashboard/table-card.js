import { useLayoutEffect, useRef } from 'preact/hooks'
import { html } from '../shared/html.js'
import { UNKNOWN, useReading } from './reading.js'

export function TableBody({ card: { columns, rows }, title }) {
  const { words, of } = useReading()
  if (rows.length === 0) return html`<p class="empty">${words.nothing}</p>`
  return html`<${Scrolling} label=${title}>
    <table class="table">
      <caption class="offstage">${title}</caption>
      <thead>
        <tr>${columns.map((column, at) => html`<th key=${at} scope="col" class=${sideOf(rows, at)}>${of(column)}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map(
          (row, number) => html`<tr key=${number}>
            ${row.map((cell, at) =>
              at === 0
                ? html`<th key=${at} scope="row"><${Cell} cell=${cell} /></th>`
                : html`<td key=${at} class=${sideOf(rows, at)}><${Cell} cell=${cell} /></td>`,
            )}
          </tr>`,
        )}
      </tbody>
    </table>
  <//>`
}

/** What is wider than its card moves inside of it, with a finger as with the keys. Where there is more of it, it fades. */
export function Scrolling({ label, children }) {
  const holder = useRef(null)
  const fade = () => fadeWhereMore(holder.current)
  useLayoutEffect(() => {
    const sizes = new ResizeObserver(fade)
    sizes.observe(holder.current)
    sizes.observe(holder.current.firstElementChild)
    return () => sizes.disconnect()
  }, [])
  return html`<div class="scrolling" role="region" aria-label=${label} tabindex="0" ref=${holder} onScroll=${fade}>${children}</div>`
}

function fadeWhereMore({ classList, scrollLeft, scrollWidth, clientWidth, scrollTop, scrollHeight, clientHeight }) {
  classList.toggle('has-before', scrollLeft > 1)
  classList.toggle('has-after', scrollLeft + clientWidth < scrollWidth - 1)
  classList.toggle('has-below', scrollTop + clientHeight < scrollHeight - 1)
}

/** A text in both languages, a name, a number, or nothing that is known. */
export function Cell({ cell }) {
  const { of, count } = useReading()
  if (cell === null) return UNKNOWN
  if (typeof cell === 'number') return count(cell)
  return typeof cell === 'string' ? cell : of(cell)
}

/** Numbers stand below each other by their last digit. */
const sideOf = (rows, at) => (rows.every(row => row[at] === null || typeof row[at] === 'number') ? 'amount' : '')
