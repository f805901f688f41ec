import { html } from '../shared/html.js'
import { useReading } from './reading.js'

/** One big number, how it has changed, and the line that it must not cross or should reach. */
export function NumberBody({ card }) {
  const { count, share } = useReading()
  const write = card.unit === 'share' ? share : count
  return html`
    <p class="value">${write(card.value)}</p>
    ${card.before !== undefined && html`<${Change} card=${card} />`}
    ${card.unit === 'share' && html`<${Meter} card=${card} />`}
    ${card.limit && html`<${Limit} card=${card} write=${write} />`}
  `
}

function Change({ card: { value, before, unit } }) {
  const { words, count } = useReading()
  if (before === null || value === null) return html`<p class="change">${words.before.unknown}</p>`
  const change = value - before
  if (change === 0) return html`<p class="change">${words.before.same}</p>`
  const [arrow, word] = change > 0 ? ['▲', words.before.up] : ['▼', words.before.down]
  const size = unit === 'share' ? words.points(count(Math.abs(change) * 100)) : count(Math.abs(change))
  return html`<p class="change"><span aria-hidden="true">${arrow}</span> <strong>${size}</strong> ${word}</p>`
}

/** Whether a value keeps to its limit. Of what is not known there is nothing to say. */
const isBroken = ({ value, limit }) =>
  value !== null && limit !== undefined && (limit.is === 'most' ? value > limit.value : value < limit.value)

function Limit({ card, write }) {
  const { words } = useReading()
  const { value, limit } = card
  const said = words[limit.is]
  const state = isBroken(card) ? said.broken : said.kept
  return html`<p class=${isBroken(card) ? `limit is-broken-${limit.is}` : 'limit'}>
    <span>${said.line(write(limit.value))}</span>${value !== null && html` · <strong>${state}</strong>`}
  </p>`
}

/** How much of all, and the line. The words beside it say the same. */
function Meter({ card }) {
  const { value, limit } = card
  return html`<div class="meter" aria-hidden="true">
    <span class=${isBroken(card) ? `fill is-broken-${limit.is}` : 'fill'} style=${{ width: percent(value ?? 0) }}></span>
    ${limit && html`<span class=${`line is-${limit.is}`} style=${{ left: percent(limit.value) }}></span>`}
  </div>`
}

const percent = share => `${Math.min(1, Math.max(0, share)) * 100}%`
