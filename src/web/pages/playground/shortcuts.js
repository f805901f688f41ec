/** What cannot be taken back takes two fingers. */
const RUNS = { h: 'hour', n: 'next', d: 'day', E: 'end' }

/** Single keys, where nobody writes and nothing lies over the page. They can be switched off. */
export function onShortcut(event, app) {
  const { hasShortcuts, panel, state } = app.store.get()
  const isTaken = event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.isComposing
  if (!hasShortcuts || !state || isTaken || panel !== null || isWriting(event.target)) return
  const key = event.shiftKey ? event.key : event.key.toLowerCase()
  const does = {
    '?': () => app.open({ is: 'keys' }),
    '/': () => document.querySelector('.chat-write textarea')?.focus(),
    p: () => state.clock.mode === 'running' && app.act({ act: 'pause' }),
  }
  const run = RUNS[key]
  const act = does[key] ?? (run && (() => state.clock.mode === 'still' && app.act({ act: 'run', to: run })))
  if (!act) return
  event.preventDefault()
  act()
}

const isWriting = target => target.closest?.('input, textarea, select, [contenteditable]') !== null
