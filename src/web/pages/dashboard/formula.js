import { useEffect, useId, useRef } from 'preact/hooks'
import { html } from '../shared/html.js'
import { useReading } from './reading.js'

/** Kept free between the words and the edges of the window, in pixels. */
const EDGE = 8

/**
 * The head of a card: its title, and how it is worked out – while the mouse is over it, while the button has the focus,
 * and for good after a press. `parts`: what else there is to explain, by name.
 */
export function CardHead({ id, title, formula, parts = [] }) {
  const { words, of } = useReading()
  const explained = useExplained()
  const popover = useId()
  return html`<header class="card-head" onPointerEnter=${explained.byMouse} onPointerLeave=${explained.leave}>
    <h3 id=${id}>${title}</h3>
    <button
      type="button"
      class="how"
      ref=${explained.button}
      popovertarget=${popover}
      aria-label=${words.howOf(title)}
      aria-describedby=${popover}
      onFocus=${explained.byKeyboard}
      onBlur=${explained.hide}
      onClick=${explained.press}
    >
      ?
    </button>
    <div class="formula" id=${popover} popover="auto" ref=${explained.words} onToggle=${explained.toggled}>
      <p>${of(formula)}</p>
      ${parts.map(part => html`<p key=${part.label['en-US']}><strong>${of(part.label)}</strong> ${of(part.formula)}</p>`)}
    </div>
  </header>`
}

/** What shows and hides the words. Only a press keeps them there when the mouse goes. */
function useExplained() {
  const button = useRef(null)
  const words = useRef(null)
  const isPressed = useRef(false)
  const isOpen = () => words.current?.matches(':popover-open') ?? false
  const hide = () => {
    if (isOpen()) words.current.hidePopover()
  }
  const show = () => {
    if (!isOpen()) words.current?.showPopover()
    follow()
  }
  const follow = () => {
    if (isOpen()) place(words.current, button.current.getBoundingClientRect())
  }
  const toggled = ({ newState }) => {
    if (newState === 'closed') isPressed.current = false
    follow()
  }
  // What hangs in the window would stay behind when the page moves under it: the focus alone can move it.
  useEffect(() => {
    addEventListener('scroll', follow, { capture: true, passive: true })
    return () => removeEventListener('scroll', follow, { capture: true })
  }, [])
  return {
    button,
    words,
    hide,
    toggled,
    byMouse: ({ pointerType }) => pointerType === 'mouse' && show(),
    byKeyboard: ({ target }) => target.matches(':focus-visible') && show(),
    leave: () => isPressed.current || hide(),
    press(event) {
      // Shown already, by mouse or focus: the press keeps it there. The next one closes it.
      if (isOpen() && !isPressed.current) event.preventDefault()
      isPressed.current = true
    },
  }
}

/** Below the button where there is room, else above it; never out of the window. */
function place(words, { left, top, bottom, width }) {
  const { offsetWidth, offsetHeight } = words
  const wanted = left + width / 2 - offsetWidth / 2
  const leftmost = Math.max(EDGE, Math.min(wanted, innerWidth - offsetWidth - EDGE))
  const isBelow = bottom + EDGE + offsetHeight < innerHeight
  words.style.left = `${leftmost}px`
  words.style.top = `${isBelow ? bottom + EDGE : Math.max(EDGE, top - EDGE - offsetHeight)}px`
}
