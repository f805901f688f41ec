import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { html } from './html.js'

/**
 * Something over the page, until it is closed: `dialog` in the middle, `drawer` at the side (on phones both from below).
 * The focus begins at what is marked with `data-first`, else at the title: never at what closes it, where the first space
 * somebody types would do so. Afterwards it is where it was.
 */
export function Sheet({ title, closeLabel, onClose, kind = 'dialog', children }) {
  const ref = useRef(null)
  const id = useId()
  useLayoutEffect(() => {
    const before = document.activeElement
    const dialog = ref.current
    dialog.showModal()
    const first = dialog.querySelector('[data-first]') ?? dialog.querySelector('h2')
    first.focus()
    return () => {
      // As long as it is open, nothing around it takes the focus.
      dialog.close()
      if (before?.isConnected) before.focus()
    }
  }, [])
  // Another one may be open by the time that this is told.
  const onClosed = () => ref.current && onClose()
  const onPress = event => event.target === ref.current && onClose()
  return html`<dialog ref=${ref} class=${`sheet sheet-${kind}`} aria-labelledby=${id} onClose=${onClosed} onClick=${onPress}>
    <div class="sheet-inside">
      <header class="sheet-head">
        <h2 id=${id} tabindex="-1">${title}</h2>
        <button type="button" class="sheet-close" aria-label=${closeLabel} title=${closeLabel} onClick=${onClose}>✕</button>
      </header>
      <div class="sheet-body">${children}</div>
    </div>
  </dialog>`
}
