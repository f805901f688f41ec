import { useLayoutEffect, useRef } from 'preact/hooks'
import { dateInWords, dayInWords } from '../chat/moments.js'
import { html } from '../shared/html.js'
import { useStore } from '../shared/store.js'
import { Settings } from './settings.js'

const RUNS = ['hour', 'next', 'day', 'end']
/** At the end there is no time to move on to: only a new beginning. */
const BEGINNINGS = { start: 'start', reset: 'end' }

/** The plan, its virtual time, and how it is moved on. */
export function TopBar({ app, words }) {
  const state = useStore(app.store, 'state')
  const language = useStore(app.store, 'language')
  const problem = useStore(app.store, 'problem')
  const tab = useStore(app.store, 'tab')
  const { clock, plan, library } = state
  const errors = library.problems.length
  return html`<header class="bar">
    <div class="bar-brand">
      <img src="/pages/shared/flame.svg" alt="" width="26" height="26" />
      <h1><span class="bar-name">Bonfire</span><span class="offstage"> · </span><span class="bar-plan">${plan.name}</span></h1>
    </div>
    <div class="bar-when">
      <b>${words.day(clock.number, plan.days)}</b>
      <span><time>${clock.time}</time> · <span class="bar-day">${dayInWords(clock.day, language)}</span><span class="bar-date">${dateInWords(clock.day, language)}</span></span>
    </div>
    <${Clock} app=${app} words=${words} clock=${clock} />
    ${tab === 'board' && problem && html`<p class="bar-problem">${problem[language]}</p>`}
    <div class="bar-rest">
      ${errors > 0 && html`<button type="button" class="bar-button is-bad" onClick=${() => app.open({ is: 'library' })}>⚠ ${words.library} · ${words.problems(errors)}</button>`}
      <${Settings} app=${app} words=${words} />
      <button type="button" class=${`bar-button ${errors > 0 ? 'has-problems' : ''}`} aria-haspopup="dialog" aria-label=${words.more} title=${words.more} onClick=${() => app.open({ is: 'more' })}>⋯</button>
    </div>
  </header>`
}

function Clock({ app, words, clock }) {
  const from = useRef(clock.now)
  const pressed = useRef(null)
  const isStill = clock.mode === 'still'
  if (isStill) from.current = clock.now
  // While time runs there are other buttons: the focus goes to theirs, and back to the one that was pressed.
  useLayoutEffect(() => {
    if (pressed.current === null || document.activeElement !== document.body) return
    document.querySelector(isStill ? `.bar-clock .is-${pressed.current}` : '.bar-clock button')?.focus()
    if (isStill) pressed.current = null
  }, [isStill])
  const run = to => {
    pressed.current = to
    void app.act({ act: 'run', to })
  }
  if (!isStill) return html`<${Progress} ...${{ app, words, clock }} from=${from.current} />`
  if (clock.now >= clock.end)
    return html`<div class="bar-clock" role="group" aria-label=${words.clock}>
      ${Object.entries(BEGINNINGS).map(([is, looks]) => clockButton({ looks, label: words[is], short: words.short[is], onPress: () => app.open({ is }) }))}
    </div>`
  const labels = { hour: words.hour, next: words.next, day: words.nextDay, end: words.end }
  return html`<div class="bar-clock" role="group" aria-label=${words.clock}>
    ${RUNS.map(to => clockButton({ looks: to, label: labels[to], short: words.short[to], onPress: () => run(to) }))}
  </div>`
}

const clockButton = ({ looks, label, short, onPress }) =>
  html`<button key=${label} type="button" class=${`bar-button is-${looks}`} title=${label} onClick=${onPress}>
    <span class="bar-long">${label}</span><span class="bar-short" aria-hidden="true">${short}</span>
  </button>`

function Progress({ app, words, clock, from }) {
  const isMaking = clock.mode === 'making'
  const target = clock.target ?? clock.end
  const share = target > from ? Math.min(1, Math.max(0, (clock.now - from) / (target - from))) : 0
  const label = (isMaking ? words.making : words.running)(clock.number)
  return html`<div class="bar-clock is-running" role="group" aria-label=${words.clock}>
    <div class="bar-progress">
      <span>${label}</span>
      <progress max="1" value=${share} aria-label=${label}></progress>
    </div>
    ${!isMaking && html`<button type="button" class="bar-button is-end" onClick=${() => app.act({ act: 'pause' })}>⏸ ${words.pause}</button>`}
  </div>`
}
