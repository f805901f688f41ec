import { useEffect, useRef, useState } from 'preact/hooks'
import { html } from '../shared/html.js'
import { useStore } from '../shared/store.js'

/** While the days before are being made, the figures are asked for after so many changes of theirs. */
const CHANGES_PASSED_OVER = 3

/** The dashboard. It comes after the chat: whoever opens the page sees people talk first. */
export function BoardBeside({ app, words }) {
  const language = useStore(app.store, 'language')
  const figures = useStore(app.store, 'figures')
  const { mode, now } = useStore(app.store, 'state').clock
  const shown = useRef(figures)
  const isRunning = mode === 'running'
  // While time runs they would be of a moment before whenever they came: they stay as they are, and say so.
  if (mode === 'still' || (!isRunning && figures - shown.current >= CHANGES_PASSED_OVER)) shown.current = figures
  // When time stands still again, they are asked for once more: those on the way were of a moment before.
  const version = mode === 'still' ? `${figures} ${now}` : `${shown.current}`
  const [board, setBoard] = useState({ is: 'coming' })
  useEffect(() => {
    import('../dashboard/board.js').then(
      ({ Board }) => setBoard({ is: 'here', Board }),
      () => setBoard({ is: 'lost' }),
    )
  }, [])
  return html`<section class=${isRunning ? 'page-board is-behind' : 'page-board'} aria-label=${words.tabs.board} tabindex="0">
    ${isRunning && html`<p class="page-behind" role="status">${words.behind}</p>`}
    ${board.is === 'lost' && html`<p class="page-no-board">${words.noBoard}</p>`}
    ${board.is === 'here' && html`<${board.Board} language=${language} version=${version} isMaking=${mode === 'making'} />`}
  </section>`
}
