import { html } from '../shared/html.js'
import { Sheet } from '../shared/sheet.js'
import { useStore } from '../shared/store.js'
import { EndingPanel } from './ending-panel.js'
import { LibraryPanel } from './library-panel.js'
import { PeoplePanel } from './people-panel.js'
import { RecordPanel } from './record-panel.js'
import { Settings } from './settings.js'
import { StartPanel, SurePanel } from './start-panel.js'

/** What lies over the page: one thing at a time. */
const PANELS = {
  record: { draw: RecordPanel, kind: 'drawer', title: words => words.record.title },
  library: { draw: LibraryPanel, kind: 'drawer', title: words => words.libraryPanel.title },
  people: { draw: PeoplePanel, kind: 'drawer', title: words => words.people.title },
  ending: { draw: EndingPanel, kind: 'drawer', title: words => words.ending.title },
  start: { draw: StartPanel, kind: 'dialog', title: words => words.startOver.title },
  reset: { draw: SurePanel, kind: 'dialog', title: words => words.resetSure.title },
  platform: {
    draw: SurePanel,
    kind: 'dialog',
    title: (words, { platform }) => words.platformSure.title(words.platforms[platform]),
  },
  keys: { draw: KeysPanel, kind: 'dialog', title: words => words.keysPanel.title },
  more: { draw: MorePanel, kind: 'drawer', title: words => words.more },
  image: { draw: ImagePanel, kind: 'dialog', title: (_, { alt }) => alt },
}

export function Panel({ app, words }) {
  const panel = useStore(app.store, 'panel')
  const problem = useStore(app.store, 'problem')
  const language = useStore(app.store, 'language')
  if (!panel) return null
  const { draw, kind, title } = PANELS[panel.is]
  return html`<${Sheet} key=${panel.is} kind=${kind} title=${title(words, panel)} closeLabel=${words.close} onClose=${app.close}>
    <${draw} ...${{ app, words, panel }} problem=${problem?.[language]} />
  <//>`
}

function MorePanel({ app, words }) {
  const state = useStore(app.store, 'state')
  const open = is => () => app.open({ is })
  return html`<div class="panel-more">
    <${Settings} app=${app} words=${words} isSpelledOut=${true} />
    <button type="button" onClick=${open('start')}>${words.start}</button>
    <button type="button" onClick=${open('reset')}>${words.reset}</button>
    <button type="button" onClick=${open('library')}>${words.library} · ${words.problems(state.library.problems.length)}</button>
    <button type="button" onClick=${open('keys')}>${words.keys}</button>
  </div>`
}

function KeysPanel({ app, words }) {
  const hasShortcuts = useStore(app.store, 'hasShortcuts')
  return html`<label class="panel-check"><input type="checkbox" checked=${hasShortcuts} onChange=${event => app.setShortcuts(event.target.checked)} /> ${words.keysPanel.on}</label>
    <dl class="panel-keys">
      ${words.keysPanel.list.map(([key, does]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${does}</dd></div>`)}
    </dl>`
}

function ImagePanel({ panel }) {
  return html`<img class="panel-image" src=${panel.src} alt=${panel.alt} />`
}
