import { useEffect } from 'preact/hooks'
import { Chat } from '../chat/chat.js'
import { html } from '../shared/html.js'
import { useStore } from '../shared/store.js'
import { BoardBeside } from './board-beside.js'
import { Panel } from './panels.js'
import { onShortcut } from './shortcuts.js'
import { TopBar } from './top-bar.js'
import { WORDS } from './words.js'

/** The whole page: the bar, the chat, the dashboard beside it, and what lies over them. */
export function Playground({ app }) {
  const { store } = app
  const state = useStore(store, 'state')
  const language = useStore(store, 'language')
  const connection = useStore(store, 'connection')
  const tab = useStore(store, 'tab')
  const words = WORDS[language]
  useEffect(() => {
    const listener = event => onShortcut(event, app)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [app])
  useEffect(() => {
    document.title = state ? `${state.plan.name} · ${words.title}` : words.title
  }, [state?.plan.name, words])

  if (!state)
    return html`<main class="page-wait"><h1>${words.title}</h1><p role="status">${connection === 'lost' ? words.lost : words.connecting}</p></main>`
  const choose = to => store.set({ tab: to })
  return html`<div class="page" data-tab=${tab}>
    <${TopBar} app=${app} words=${words} />
    <p class="page-lost" role="status">${connection === 'lost' ? words.lost : ''}</p>
    <main class="page-main">
      <${Chat} app=${app} />
      <${BoardBeside} app=${app} words=${words} />
    </main>
    <nav class="page-tabs" aria-label=${words.which}>
      ${['chat', 'board'].map(
        name => html`<button type="button" aria-current=${tab === name ? 'page' : undefined} onClick=${() => choose(name)}>
        <span aria-hidden="true">${name === 'chat' ? '💬' : '📊'}</span>${words.tabs[name]}
      </button>`,
      )}
    </nav>
    <${Panel} app=${app} words=${words} />
  </div>`
}
