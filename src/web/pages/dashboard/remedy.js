import { useState } from 'preact/hooks'
import { html } from '../shared/html.js'
import { useReading } from './reading.js'

/**
 * A command of the bot in a sentence: between marks of code with what follows it, else its name alone. The stop after it
 * belongs to it, as it must not begin a line.
 */
const COMMAND = /(?:`(\/[^`]+)`|(?<![\w/.:-])(\/[a-z][a-z-]*)(?![\w/-]|\.\w))([,.;:!?)，。；：、！？）」]*)/g

/** What to do: a sentence, and each command in it once, to be copied by a press. */
export function Remedy({ text }) {
  const parts = partsOf(text)
  return html`<p class="remedy">
    ${parts.map(({ words, command, stop }, at) =>
      command ? html`<span key=${at} class="together"><${Command} command=${command} />${stop}</span>` : words,
    )}
  </p>`
}

/** Cuts a sentence at its commands. */
function partsOf(text) {
  const parts = []
  let end = 0
  for (const found of text.matchAll(COMMAND)) {
    parts.push({ words: text.slice(end, found.index) }, { command: found[1] ?? found[2], stop: found[3] })
    end = found.index + found[0].length
  }
  return [...parts, { words: text.slice(end) }]
}

function Command({ command }) {
  const { words } = useReading()
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(command)
      setCopied(true)
    } catch {
      // Without leave to copy the command is there to be read and typed.
    }
  }
  return html`<button type="button" class="command" title=${words.copy(command)} onClick=${copy} onBlur=${() => setCopied(false)}>
    <code>${command}</code><span class="copy" role="status">${isCopied ? words.copied : ''}</span>
  </button>`
}
