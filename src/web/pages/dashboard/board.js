import { useRef, useState } from 'preact/hooks'
import { html } from '../shared/html.js'
import { useAnswer } from './answers.js'
import { Card } from './card.js'
import { GroupList } from './group-list.js'
import { acrossOf, sectionsOf } from './lay-out.js'
import { Reading, readingIn, useReading } from './reading.js'

/**
 * The figures of the groups that can be seen here, the first one's until another is chosen: a group that comes later moves
 * nobody away from theirs. `version`: another one when the figures may be others. `isMaking`: what was before is still
 * being made, so a group may be yet to come.
 */
export function Board({ language, version, isMaking = false }) {
  const groups = useAnswer('/api/groups', version)
  const [chosen, choose] = useState(undefined)
  const first = useRef(null)
  const known = groups.value?.groups.map(({ id }) => id)
  if (known && !known.includes(first.current)) first.current = known[0] ?? null
  // Another campaign has other groups: whoever looked at one of before is back at the first.
  const isChosen = chosen !== undefined && (chosen === null || !known || known.includes(chosen))
  const picked = isChosen ? chosen : first.current
  return html`<${Reading.Provider} value=${readingIn(language)}>
    ${
      isMaking && picked === null
        ? html`<div class="board"><${Coming} /></div>`
        : html`<${Figures} groups=${groups} picked=${picked} onPick=${choose} version=${version} />`
    }
  <//>`
}

const Coming = () => html`<p class="notice" role="status">${useReading().words.coming}</p>`

/** One group, or the list of all: `groups` is the answer of the server, `picked` the id of a group, if one was chosen. */
export function Figures({ groups, picked, onPick, version }) {
  const known = groups.value?.groups
  const only = known?.length === 1 ? known[0].id : null
  return html`<div class="board">${content()}</div>`

  function content() {
    if (!known) return html`<${Trouble} trouble=${groups.trouble} />`
    const group = picked ?? only
    if (group === null) return html`<${GroupList} groups=${known} onPick=${onPick} />`
    return html`<${GroupBoard} key=${group} group=${group} version=${version} onBack=${only === group ? null : () => onPick(null)} />`
  }
}

function GroupBoard({ group, version, onBack }) {
  const { words } = useReading()
  const path = `/api/groups/${encodeURIComponent(group)}`
  const { value: page, trouble } = useAnswer(path, version)
  const back = onBack && html`<button type="button" class="back" onClick=${onBack}>‹ ${words.backToGroups}</button>`
  if (!page) return html`${back}<${Trouble} trouble=${trouble} />`
  return html`
    ${back}
    <${Head} page=${page} />
    ${trouble && html`<p class="notice" role="status">${words.stale(page.time)}</p>`}
    ${page.cards.length === 0 && html`<p class="notice">${words.noCards}</p>`}
    ${sectionsOf(page.cards).map(
      ({ name, cards }) => html`<div key=${name} class=${`cards of-${name}`} style=${acrossOf(cards)}>
        ${cards.map(({ card, span }) => html`<${Card} key=${card.id} card=${card} span=${span} path=${path} today=${page.today} />`)}
      </div>`,
    )}
    <p class="below"><a href=${path}>${words.json}</a></p>
  `
}

function Head({ page: { group, today, time } }) {
  const { words, day, count, planDay } = useReading()
  return html`<header class="head">
    <h2>${group.title}</h2>
    <p>
      <span>${words.members(count(group.members), group.members)}</span>
      <span>${group.plan ? `${group.plan.name} · ${planDay(group.plan)}` : words.noPlan}</span>
      <span>${words.asOf(day(today), time)}</span>
    </p>
  </header>`
}

function Trouble({ trouble }) {
  const { words } = useReading()
  if (trouble === null) return html`<p class="notice" role="status">${words.loading}</p>`
  if (trouble === 'gone') return html`<p class="notice" role="alert">${words.gone}</p>`
  if (trouble === 'unreachable') return html`<p class="notice" role="alert">${words.unreachable}</p>`
  return html`<section class="notice" role="alert">
    <h2>${words.signedOut.title}</h2>
    <p>${words.signedOut.text}</p>
  </section>`
}
