import { useEffect, useId, useRef } from 'preact/hooks'
import { html } from './html.js'

/**
 * Something over the page, until it is closed: `dialog` in the middle, `drawer` at the side (on phones both from below).
 * It keeps the focus inside; afterwards it is where it was.
 */
export function Sheet({ title, closeLabel, onClose, kind = 'dialog', children }) {
  const ref = useRef(null)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement
    ref.current.showModal()
    return () => before?.isConnected && before.focus()
  }, [])
  const onPress = event => event.target === ref.current && onClose()
  return html`<dialog ref=${ref} class=${`sheet sheet-${kind}`} aria-labelledby=${id} onClose=${onClose} onClick=${onPress}>
    <div class="sheet-inside">
      <header class="sheet-head">
        <h2 id=${id}>${title}</h2>
        <button type="button" class="sheet-close" aria-label=${closeLabel} title=${closeLabel} onClick=${onClose}>✕</button>
      </header>
      <div class="sheet-body">${children}</div>
    </div>
  </dialog>`
}
