import { useEffect, useRef } from 'preact/hooks'
import { html } from '../shared/html.js'
import { atHand, initialOf, tintOf } from './people.js'

/** Who speaks: the few at hand, the way to all others, and the way in for somebody new. */
export function PeopleBar({ words, people, me, recent, onChoose, onAll, onNewcomer }) {
  const row = useRef(null)
  useEffect(() => {
    const chosen = row.current.querySelector('[aria-pressed="true"]')
    if (chosen) row.current.scrollTo({ left: chosen.offsetLeft - row.current.offsetLeft - 40 })
  }, [me])
  return html`<div class="chat-people" role="group" aria-label=${words.speakAs}>
    <div ref=${row} class="chat-at-hand">
    ${atHand(people, me, recent).map(
      person => html`<button type="button" key=${person.member} class="chat-person" aria-pressed=${person.member === me} onClick=${() => onChoose(person.member)}>
        <span class=${`line-face is-small ${tintOf(person.member)}`} aria-hidden="true">${initialOf(person.name)}</span>
        <span>${person.name}</span>
        ${labelOf(person, words) && html`<small>${labelOf(person, words)}</small>`}
      </button>`,
    )}
    </div>
    <button type="button" class="chat-person is-plain" onClick=${onAll}>${words.everyone}</button>
    <button type="button" class="chat-person is-plain chat-newcomer" onClick=${onNewcomer}>＋ ${words.newcomer}</button>
  </div>`
}

export const labelOf = (person, words) => words.roles[person.role] || (person.is === 'you' ? words.you : '')
