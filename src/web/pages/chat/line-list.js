import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { html } from '../shared/html.js'
import { memo } from '../shared/memo.js'
import { drawLine } from './line.js'
import { CHUNK_LINES } from './lines.js'

/** Lines that are drawn at first. */
const FIRST_LINES = 300
/** Chunks that are drawn in one frame, so that no frame takes long. */
const CHUNKS_A_FRAME = 1
/** This near to an end counts as there, in pixels. */
const NEAR_PX = 80
const NEAR_TOP_PX = 900

const Chunk = memo(function Chunk({ chunk, before, how }) {
  let last = before
  const drawn = chunk.lines.flatMap(line => {
    const parts = drawLine(line, last, how)
    last = line
    return parts
  })
  return html`<div class="chat-chunk">${drawn}</div>`
})

/**
 * The lines of one chat. It grows from its end, a chunk a frame, and stays at its end unless somebody has scrolled up.
 * The list stands on its head for the browser (`column-reverse`): what comes above moves nothing.
 */
export function LineList({ chunks, how, isQuiet, linesAtFirst, label, empty, newsLabel, olderLabel, onDo, jump }) {
  const scroller = useRef(null)
  const inside = useRef(null)
  const [isAtEnd, setAtEnd] = useState(true)
  const [wanted, setWanted] = useState(Math.ceil((linesAtFirst ?? FIRST_LINES) / CHUNK_LINES))
  const shown = useGrowing(chunks, wanted, isAtEnd)
  const settled = useSettled(how, shown.length)
  const seen = useSeen(chunks, isAtEnd)
  useKeptPlace({ scroller, inside, isAtEnd, end: chunks.at(-1) })

  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = scroller.current
    setAtEnd(-scrollTop < NEAR_PX)
    const isNearTop = scrollHeight - clientHeight + scrollTop < NEAR_TOP_PX
    if (isNearTop && shown.length < chunks.length && shown.length >= wanted) setWanted(shown.length + 2)
  }
  const toEnd = () => scroller.current.scrollTo({ top: 0 })
  useJump({ jump, chunks, inside, wanted, setWanted })

  const isGrowing = shown.length < Math.min(wanted, chunks.length)
  return html`<div class="chat-lines">
    <div
      ref=${scroller}
      class="chat-scroller"
      role="log"
      aria-label=${label}
      aria-live=${isQuiet || isGrowing || !isAtEnd ? 'off' : 'polite'}
      aria-busy=${isGrowing}
      tabindex="0"
      onScroll=${onScroll}
      onClick=${event => pressed(event, onDo)}
      onKeyDown=${moved}
    >
      <div ref=${inside} class="chat-inside">
        ${shown.length < chunks.length && html`<p class="chat-older">${olderLabel}</p>`}
        ${chunks.length === 0 && html`<p class="chat-empty">${empty}</p>`}
        ${shown.map((chunk, at) => {
          const before = chunks[chunks.length - shown.length + at - 1]?.lines.at(-1)
          return html`<${Chunk} key=${chunk.id} chunk=${chunk} before=${before} how=${settled(shown.length - at)} />`
        })}
      </div>
    </div>
    ${!isAtEnd && html`<button type="button" class="chat-news" onClick=${toEnd}>↓ ${newsLabel(seen)}</button>`}
  </div>`
}

/** The last chunks: as many as are wanted, but one more a frame. Many at once, at the end, begin anew from there. */
function useGrowing(chunks, wanted, isAtEnd) {
  const [from, setFrom] = useState(Number.POSITIVE_INFINITY)
  const goal = Math.max(0, chunks.length - wanted)
  const newest = Math.max(0, chunks.length - 1)
  // The first of those that are shown, by its id: chunks come in before it as well as after.
  const firstShown = chunks.findIndex(chunk => chunk.id >= from)
  const at = firstShown < 0 ? newest : isAtEnd ? Math.max(firstShown, goal) : firstShown
  useEffect(() => {
    if (from !== chunks[at]?.id) setFrom(chunks[at]?.id ?? Number.POSITIVE_INFINITY)
    if (at <= goal) return
    const frame = requestAnimationFrame(() => setFrom(chunks[Math.max(goal, at - CHUNKS_A_FRAME)].id))
    return () => cancelAnimationFrame(frame)
  })
  return chunks.slice(at)
}

/** When what all lines share changes, those at the end follow at once and the others a chunk a frame. */
function useSettled(how, count) {
  const state = useRef({ now: how, before: how, done: Number.POSITIVE_INFINITY })
  const [, drawAgain] = useState(0)
  const current = state.current
  if (current.now !== how) state.current = { now: how, before: current.now, done: 2 }
  useEffect(() => {
    if (state.current.done >= count) return
    const frame = requestAnimationFrame(() => {
      state.current.done += CHUNKS_A_FRAME
      drawAgain(step => step + 1)
    })
    return () => cancelAnimationFrame(frame)
  })
  return fromEnd => (fromEnd <= state.current.done ? state.current.now : state.current.before)
}

/** How many lines have come since somebody scrolled up. */
function useSeen(chunks, isAtEnd) {
  const last = chunks.at(-1)?.lines.at(-1)?.number ?? -1
  const seen = useRef(last)
  if (isAtEnd) seen.current = last
  return useMemo(() => {
    const recent = chunks.slice(-4).flatMap(({ lines }) => lines)
    return recent.filter(({ number }) => number > seen.current).length
  }, [last, isAtEnd])
}

/** The end stays in view for whoever is there; for others, what they read stays where it is while lines come in below. */
function useKeptPlace({ scroller, inside, isAtEnd, end }) {
  const height = useRef(0)
  const lastEnd = useRef(end)
  useLayoutEffect(() => {
    const now = isAtEnd ? 0 : inside.current.offsetHeight
    if (!isAtEnd && height.current > 0 && lastEnd.current !== end) scroller.current.scrollTop -= now - height.current
    if (isAtEnd && lastEnd.current !== end) scroller.current.scrollTop = 0
    height.current = now
    lastEnd.current = end
  })
}

/** Goes to a line: draws what is needed, shows it, and gives it the focus. */
function useJump({ jump, chunks, inside, wanted, setWanted }) {
  const done = useRef(jump)
  useEffect(() => {
    if (!jump || done.current === jump) return
    const line = inside.current.querySelector(`[data-line="${Number(jump.to)}"]`)
    if (line) {
      done.current = jump
      line.scrollIntoView({ block: 'center' })
      line.focus({ preventScroll: true })
      return
    }
    const at = chunks.findIndex(chunk => chunk.id > jump.to)
    const needed = chunks.length - Math.max(0, (at < 0 ? chunks.length : at) - 1)
    if (needed > wanted) setWanted(needed + 1)
  })
}

function pressed(event, onDo) {
  const line = event.target.closest('[data-line]')
  const button = event.target.closest('[data-do]')
  if (!line) return
  const number = Number(line.dataset.line)
  if (button) return onDo(button.dataset.do, number, button)
  // A touch on a message does what a mouse finds beside it.
  const isTouch = event.pointerType === 'touch' && event.target.closest('.line-bubble')
  if (isTouch && !event.target.closest('a') && getSelection()?.isCollapsed) onDo('more', number, event.target)
}

const STEPS = { ArrowUp: -1, ArrowDown: 1 }

/** Up and down through the lines. Only the one with the focus has buttons that Tab reaches. */
function moved(event) {
  const step = STEPS[event.key]
  const isOnLine = event.target.matches('[data-line], .chat-scroller')
  if (step === undefined || !isOnLine || event.altKey || event.ctrlKey || event.metaKey) return
  const lines = [...event.currentTarget.querySelectorAll('[data-line]')]
  const at = lines.indexOf(event.target)
  const next = at < 0 ? lines.at(-1) : lines[at + step]
  if (!next) return
  event.preventDefault()
  for (const button of event.currentTarget.querySelectorAll('button[tabindex="0"]')) button.tabIndex = -1
  for (const button of next.querySelectorAll('button')) button.tabIndex = 0
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'nearest' })
}
