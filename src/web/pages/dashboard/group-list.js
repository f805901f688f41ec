import { html } from '../shared/html.js'
import { useReading } from './reading.js'

/** All groups that somebody may see: pressing one shows its figures. Of several accounts it is said whose it is. */
export function GroupList({ groups, onPick }) {
  const { words } = useReading()
  if (groups.length === 0) return html`<p class="notice">${words.noGroups}</p>`
  // Where something needs somebody comes first; all else stays as it came.
  const sorted = groups.toSorted((one, other) => (other.attention ?? 0) - (one.attention ?? 0))
  const areSeveral = new Set(groups.map(({ account }) => account)).size > 1
  return html`
    <header class="head"><h2>${words.groups}</h2></header>
    <ul class="groups">
      ${sorted.map(group => html`<${GroupRow} key=${group.id} group=${group} account=${areSeveral ? group.account : null} onPick=${onPick} />`)}
    </ul>
  `
}

function GroupRow({ group, account, onPick }) {
  const { words, count, planDay } = useReading()
  const { plan, attention } = group
  const pick = event => {
    event.preventDefault()
    onPick(group.id)
  }
  return html`<li class=${attention > 0 ? 'group needs' : 'group'}>
    <a href=${`?group=${encodeURIComponent(group.id)}`} onClick=${pick}>${group.title}</a>
    <p>
      ${account && html`<span>${account}</span>`}
      <span>${words.members(count(group.members), group.members)}</span>
      <span>${plan ? `${plan.name} · ${planDay(plan)}` : words.noPlan}</span>
    </p>
    ${plan?.days && plan.number !== null && html`<span class="way" aria-hidden="true"><span style=${{ width: percent(plan) }}></span></span>`}
    <p class="state">${stateOf(attention, words)}</p>
  </li>`
}

function stateOf(attention, words) {
  if (attention === null) return words.notLookedAt
  return attention > 0 ? words.needsYou(attention) : words.nothingNeedsYou
}

const percent = ({ number, days }) => `${Math.min(100, Math.max(0, (number / days) * 100))}%`
