import { useState } from 'preact/hooks'
import { html } from '../shared/html.js'
import { useReading } from './reading.js'
import { Remedy } from './remedy.js'
import { Cell } from './table-card.js'

/** Things shown at once; the rest after a press. */
const ITEMS_AT_FIRST = 6

/** What somebody should look at, the worst first. */
export function AttentionBody({ card: { items } }) {
  const { words } = useReading()
  const [isWhole, setWhole] = useState(false)
  if (items.length === 0) return html`<p class="all-well">${words.allWell}</p>`
  const shown = isWhole ? items : items.slice(0, ITEMS_AT_FIRST)
  const more = items.length - shown.length
  return html`
    <ul class="items">${shown.map(item => html`<${Item} key=${item.id} item=${item} />`)}</ul>
    ${more > 0 && html`<button type="button" class="more" onClick=${() => setWhole(true)}>${words.showAll(more)}</button>`}
  `
}

function Item({ item: { label, level, count: amount, remedy, examples } }) {
  const { words, of, count } = useReading()
  return html`<li class=${`item is-${level}`}>
    <h4><span class="amount">${count(amount)}</span> <span class="label">${of(label)}</span> <span class="level">${words.attention[level]}</span></h4>
    <${Remedy} text=${of(remedy)} />
    ${
      examples.length > 0 &&
      html`<ul class="examples">${examples.map((cell, at) => html`<li key=${at}><${Cell} cell=${cell} /></li>`)}</ul>`
    }
  </li>`
}
