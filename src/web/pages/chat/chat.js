import { useMemo, useRef, useState } from 'preact/hooks'
import { html } from '../shared/html.js'
import { useStore } from '../shared/store.js'
import { Composer } from './composer.js'
import { LineList } from './line-list.js'
import { LineMenu } from './line-menu.js'
import { GROUP } from './lines.js'
import { peopleById } from './people.js'
import { PeopleBar } from './people-bar.js'
import { CHAT_WORDS } from './words.js'

const IN_CHARGE = ['owner', 'admin']

/** The chat as a phone shows it, and below it who speaks and what they say. */
export function Chat({ app }) {
  const { store, lines } = app
  const [state, language, me, version] = ['state', 'language', 'me', 'version'].map(name => useStore(store, name))
  const [isPrivate, jump, problem, replyTo] = ['isPrivate', 'jump', 'problem', 'replyTo'].map(name =>
    useStore(store, name),
  )
  const recent = useStore(store, 'recent')
  const panel = useStore(store, 'panel')
  const [menu, setMenu] = useState(null)
  const field = useRef(null)
  const words = CHAT_WORDS[language]
  const person = state.people.find(({ member }) => member === me)
  const chunks = useMemo(() => [...lines.chunksOf(isPrivate ? me : GROUP)], [version, isPrivate, me])
  const how = useHow({ state, language, me, words })
  const isQuiet = state.clock.mode !== 'still'

  const say = async ({ text, photo }) => {
    const answer = await app.act({
      ...{ act: 'say', as: me, text },
      ...(isPrivate && { private: true }),
      ...(photo && { photo: true }),
      ...(replyTo && { replyTo: replyTo.number }),
    })
    if (answer.ok) store.set({ replyTo: null })
    return answer.ok
  }
  const lineOf = number => lines.find(isPrivate ? me : GROUP, number)
  const onDo = (what, number, element) => {
    const line = lineOf(number)
    if (!line) return
    const doings = {
      record: () => app.open({ is: 'record', line }),
      more: () => setMenu({ line, anchor: element }),
      jump: () => store.set({ jump: { to: Number(element.dataset.to) } }),
      image: () => app.open({ is: 'image', src: `/playground/${line.image}`, alt: element.querySelector('img').alt }),
      press: () => press(app, line, line.buttons[Number(element.dataset.button)]),
      react: () => react(app, line, element.dataset.emoji),
    }
    doings[what]?.()
  }
  const close = () => setMenu(null)
  const closeAnd = does => {
    close()
    does()
  }
  return html`<section class="chat" data-skin=${state.platform} aria-label=${words.chat}>
    <${Head} app=${app} words=${words} isPrivate=${isPrivate} person=${person} />
    ${!isPrivate && html`<${Pinned} app=${app} words=${words} line=${state.pinned === null ? undefined : lines.find(GROUP, state.pinned)} />`}
    <${LineList}
      key=${`${state.session} ${isPrivate ? me : GROUP}`}
      ...${{ chunks, how, isQuiet, onDo, jump }}
      linesAtFirst=${app.linesAtFirst}
      label=${words.log}
      empty=${isPrivate ? words.noPrivate(person?.name ?? '') : words.noLines}
      newsLabel=${words.news}
      olderLabel=${words.older}
    />
    ${
      state.ending &&
      html`<p class="chat-ending"><span>${words.closed[state.ending]}</span>
      <button type="button" onClick=${() => app.open({ is: 'ending' })}>${words.seeHow}</button></p>`
    }
    <div class="chat-foot">
      <${PeopleBar}
        ...${{ words, me, recent }}
        people=${state.people}
        onChoose=${app.choose}
        onAll=${() => app.open({ is: 'people' })}
        onNewcomer=${() => app.open({ is: 'people', isNewcomer: true })}
      />
      <${Composer}
        ...${{ words, language, me, replyTo, say, field }}
        name=${person?.name ?? ''}
        note=${noteFor({ person, state, isPrivate, words })}
        problem=${panel === null ? problem?.[language] : null}
        onEdit=${() => problem && store.set({ problem: null })}
        onCancelReply=${() => store.set({ replyTo: null })}
      />
    </div>
    ${
      menu &&
      html`<${LineMenu}
      key=${menu.line.number}
      ...${{ menu, words }}
      canReact=${state.platform === 'telegram' && !isPrivate}
      onReact=${emoji => closeAnd(() => react(app, menu.line, emoji))}
      onReply=${() => closeAnd(() => store.set({ replyTo: quoteOf(menu.line, how) }))}
      onRecord=${() => closeAnd(() => app.open({ is: 'record', line: menu.line }))}
      onClose=${close}
    />`
    }
  </section>`
}

/** What all lines share: another object only when something of it is another. */
function useHow({ state, language, me, words }) {
  const { platform, plan, clock, people, bot = 'Bonfire' } = state
  // Names are looked up when a line is drawn: a newcomer is no reason to draw all lines again.
  const known = useRef(new Map())
  known.current.clear()
  for (const [member, person] of peopleById(people)) known.current.set(member, person)
  // Today and its number move together: which day it is today makes no difference.
  const first = useRef(clock)
  if (
    clock.number - first.current.number !==
    Math.round((Date.parse(clock.day) - Date.parse(first.current.day)) / 86_400_000)
  )
    first.current = clock
  const base = first.current
  return useMemo(
    () => ({ platform, language, me, words, bot, clock: base, days: plan.days, people: known.current }),
    [platform, language, me, words, bot, base, plan.days],
  )
}

function Head({ app, words, isPrivate, person }) {
  const state = app.store.get().state
  const choose = to => app.store.set({ isPrivate: to, replyTo: null, problem: null })
  return html`<header class="chat-head">
    <div class="chat-title">
      <h2>${isPrivate ? (state.bot ?? 'Bonfire') : state.title}</h2>
      <p>${isPrivate ? `${words.bot} · ${person?.name ?? ''}` : words.members(state.people.filter(({ isIn }) => isIn).length)}</p>
    </div>
    <div class="segments" role="group" aria-label=${words.whichChat}>
      <button type="button" aria-pressed=${!isPrivate} onClick=${() => choose(false)}>${words.group}</button>
      <button type="button" aria-pressed=${isPrivate} onClick=${() => choose(true)}><span class="chat-long">${words.withBot}</span><span class="chat-short" aria-hidden="true">${words.withBotShort}</span></button>
    </div>
  </header>`
}

function Pinned({ app, words, line }) {
  if (!line) return null
  const { platform } = app.store.get().state
  return html`<button type="button" class="chat-pinned" onClick=${() => app.store.set({ jump: { to: line.number } })}>
    <b>${words.pinned[platform]}</b><span>${line.text.replaceAll('\n', ' ')}</span>
  </button>`
}

function noteFor({ person, state, isPrivate, words }) {
  if (!person || isPrivate) return null
  if (!person.isIn) return words.away(person.name)
  return state.isReadOnly && !IN_CHARGE.includes(person.role) ? words.readOnly : null
}

function quoteOf(line, { people, bot }) {
  const name = line.member === null ? bot : (people.get(line.member)?.name ?? '')
  return { number: line.number, name, text: line.text.slice(0, 60) }
}

function press(app, line, button) {
  const { me } = app.store.get()
  if (button.opens === 'private') app.store.set({ isPrivate: true })
  if (button.opens === 'private' && button.says === undefined) return
  void app.act({ act: 'press', as: me, line: line.number, button: button.says ?? button.label })
}

function react(app, line, emoji) {
  const { me } = app.store.get()
  const given = line.reactions?.find(reaction => reaction.emoji === emoji)
  void app.act({ act: 'react', as: me, line: line.number, emoji, on: !given?.by?.includes(me) })
}
