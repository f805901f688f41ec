import { useEffect, useRef, useState } from 'preact/hooks'
import { html } from '../shared/html.js'
import { useStore } from '../shared/store.js'

/** While time runs, the figures are asked for after so many changes of theirs: they change every second. */
const CHANGES_PASSED_OVER = 3

/** The dashboard. It comes after the chat: whoever opens the page sees people talk first. */
export function BoardBeside({ app, words }) {
  const language = useStore(app.store, 'language')
  const figures = useStore(app.store, 'figures')
  const { mode } = useStore(app.store, 'state').clock
  const shown = useRef(figures)
  if (mode === 'still' || figures - shown.current >= CHANGES_PASSED_OVER) shown.current = figures
  const [board, setBoard] = useState({ is: 'coming' })
  useEffect(() => {
    import('../dashboard/board.js').then(
      ({ Board }) => setBoard({ is: 'here', Board }),
      () => setBoard({ is: 'lost' }),
    )
  }, [])
  return html`<section class="page-board" aria-label=${words.tabs.board} tabindex="0">
    ${board.is === 'lost' && html`<p class="page-no-board">${words.noBoard}</p>`}
    ${board.is === 'here' && html`<${board.Board} language=${language} groupsUrl="/api/groups" version=${shown.current} />`}
  </section>`
}
