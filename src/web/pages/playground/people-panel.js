import { useRef, useState } from 'preact/hooks'
import { initialOf, tintOf } from '../chat/people.js'
import { labelOf } from '../chat/people-bar.js'
import { CHAT_WORDS } from '../chat/words.js'
import { html } from '../shared/html.js'
import { useStore } from '../shared/store.js'

/** Where a field that has the focus covers half of the page with letters, it waits to be pressed. */
const HAS_KEYS = matchMedia('(hover: hover)').matches

/** Everybody who can speak, somebody new, and the way out. */
export function PeoplePanel({ app, words, panel, problem }) {
  const state = useStore(app.store, 'state')
  const language = useStore(app.store, 'language')
  const me = useStore(app.store, 'me')
  const [sought, setSought] = useState('')
  const said = words.people
  const found = state.people.filter(({ name }) => name.toLowerCase().includes(sought.trim().toLowerCase()))
  const current = state.people.find(({ member }) => member === me)
  const choose = member => {
    app.choose(member)
    app.close()
  }
  const leave = async () => (await app.act({ act: 'leave', as: me })).ok && app.close()
  return html`<${Newcomer} ...${{ app, said, problem }} isFirst=${panel.isNewcomer} />
    <label class="panel-search">${said.search}<input type="text" data-first=${(!panel.isNewcomer && HAS_KEYS) || undefined} inputmode="search" autocomplete="off" value=${sought} onInput=${event => setSought(event.target.value)} /></label>
    <p class="panel-quiet" role="status">${found.length === 0 ? said.none(sought) : said.count(found.length)}</p>
    <ul class="panel-people">
      ${found.map(person => personItem(person, { isChosen: person.member === me, choose, said, chatWords: CHAT_WORDS[language] }))}
    </ul>
    ${current?.isIn && html`<button type="button" class="panel-leave" onClick=${leave}>${said.leave(current.name)}</button>`}`
}

function personItem(person, { isChosen, choose, said, chatWords }) {
  const label = labelOf(person, chatWords)
  return html`<li key=${person.member}><button type="button" aria-pressed=${isChosen} onClick=${() => choose(person.member)}>
    <span class=${`line-face ${tintOf(person.member)}`} aria-hidden="true">${initialOf(person.name)}</span>
    <span class="panel-name">${person.name}</span>
    ${label && html`<small>${label}</small>`} ${!person.isIn && html`<small>${said.out}</small>`}
  </button></li>`
}

function Newcomer({ app, said, problem, isFirst }) {
  const [name, setName] = useState('')
  const field = useRef(null)
  const join = async event => {
    event.preventDefault()
    const answer = await app.act({ act: 'join', name })
    if (!answer.ok) return field.current?.focus()
    if (answer.member) app.choose(answer.member)
    app.close()
  }
  return html`<form class="panel-join" onSubmit=${join}>
    <label>${said.name}<input ref=${field} data-first=${isFirst || undefined} aria-invalid=${Boolean(problem)} value=${name} maxlength="64" autocomplete="off" onInput=${event => setName(event.target.value)} /></label>
    <button type="submit" class="is-main">${said.join}</button>
    <p class="panel-problem" role="alert">${problem}</p>
  </form>`
}
