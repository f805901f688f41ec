import { html } from '../shared/html.js'
import { keepLanguage } from '../shared/language.js'
import { keepLook, LOOKS } from '../shared/look.js'
import { useStore } from '../shared/store.js'

const LOOK_SIGNS = { auto: '◐', light: '☀', dark: '☾' }

/** Platform, language and look: in the bar where there is room, else in the sheet behind `more`. */
export function Settings({ app, words, isSpelledOut = false }) {
  const { store } = app
  const state = useStore(store, 'state')
  const look = useStore(store, 'look')
  const otherLook = LOOKS[(LOOKS.indexOf(look) + 1) % LOOKS.length]
  const setLanguage = () => {
    keepLanguage(words.otherLanguage)
    store.set({ language: words.otherLanguage })
  }
  const setLook = () => {
    keepLook(otherLook)
    store.set({ look: otherLook })
  }
  const setPlatform = platform => platform !== state.platform && app.open({ is: 'platform', platform })
  return html`<div class=${`bar-settings ${isSpelledOut ? 'is-spelled-out' : ''}`}>
    <div class="segments" role="group" aria-label=${words.as}>
      ${Object.entries(words.platforms).map(([platform, name]) => html`<button type="button" aria-pressed=${state.platform === platform} onClick=${() => setPlatform(platform)}>${name}</button>`)}
    </div>
    <button type="button" class="bar-button" lang=${words.otherLanguage} onClick=${setLanguage}>${words.language}</button>
    <button type="button" class="bar-button" aria-label=${words.looks[look]} title=${words.looks[look]} onClick=${setLook}>
      <span aria-hidden="true">${LOOK_SIGNS[look]}</span>${isSpelledOut && html` ${words.looks[look]}`}
    </button>
  </div>`
}
