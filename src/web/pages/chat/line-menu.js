import { useLayoutEffect, useRef } from 'preact/hooks'
import { html } from '../shared/html.js'

const EMOJI = ['👍', '❤️', '🔥', '👏', '🎉', '🤔']
/** From the edges of the window, in pixels. */
const EDGE_PX = 8

/** What can be done with one message: react, reply, see what was recorded. It goes when something else is pressed. */
export function LineMenu({ menu, words, canReact, onReact, onReply, onRecord, onClose }) {
  const ref = useRef(null)
  useLayoutEffect(() => {
    const before = document.activeElement
    const box = ref.current
    box.showPopover()
    place(box, menu.anchor.getBoundingClientRect())
    box.querySelector('button')?.focus()
    return () =>
      (box.contains(document.activeElement) || document.activeElement === document.body) &&
      before?.isConnected &&
      before.focus()
  }, [])
  return html`<div ref=${ref} popover="auto" class="chat-menu" role="group" aria-label=${words.more} onToggle=${event => event.newState === 'closed' && onClose()}>
    ${
      canReact &&
      html`<div class="chat-menu-emoji">
      ${EMOJI.map(emoji => html`<button type="button" aria-label=${words.react(emoji)} onClick=${() => onReact(emoji)}>${emoji}</button>`)}
    </div>`
    }
    <button type="button" onClick=${onReply}>↩ ${words.reply}</button>
    <button type="button" onClick=${onRecord}>ⓘ ${words.record}</button>
  </div>`
}

/** Below what was pressed, else above it, and always inside of the window. */
function place(box, anchor) {
  const { offsetWidth: width, offsetHeight: height } = box
  const isRoomBelow = anchor.bottom + height + EDGE_PX < innerHeight
  const left = Math.min(Math.max(EDGE_PX, anchor.left), innerWidth - width - EDGE_PX)
  box.style.left = `${left}px`
  box.style.top = `${isRoomBelow ? anchor.bottom + 4 : Math.max(EDGE_PX, anchor.top - height - 4)}px`
}
