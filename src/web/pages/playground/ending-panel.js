import { GROUP } from '../chat/lines.js'
import { dayInWords } from '../chat/moments.js'
import { html } from '../shared/html.js'
import { useStore } from '../shared/store.js'

/** How much of the end is told. */
const CHUNKS_LOOKED_AT = 12
const STEPS_TOLD = 12

/** What the bot said to all and did at the end, the latest last. Each leads to its place in the chat. */
export function EndingPanel({ app, words }) {
  const language = useStore(app.store, 'language')
  const lines = app.lines
    .chunksOf(GROUP)
    .slice(-CHUNKS_LOOKED_AT)
    .flatMap(chunk => chunk.lines)
  const steps = stepsIn(lines).slice(-STEPS_TOLD)
  const show = line => {
    app.close()
    app.store.set({ isPrivate: false, tab: 'chat', jump: { to: line.number } })
  }
  if (steps.length === 0) return html`<p>${words.ending.none}</p>`
  return html`<ol class="panel-ending">
    ${steps.map(
      ({ line, more }) => html`<li key=${line.number}><button type="button" onClick=${() => show(line)}>
        <small>${dayInWords(line.day, language)} · ${line.time}</small>
        <span class="panel-told">${line.is === 'did' ? line.did?.[language] : line.text}</span>
        ${more > 0 && html`<small>${words.ending.more(more)}</small>`}
      </button></li>`,
    )}
  </ol>`
}

/** What was done one after the other is one step: its first line, and how many more there are. Answers are none. */
function stepsIn(lines) {
  const steps = []
  for (const line of lines) {
    const last = steps.at(-1)
    if (line.is === 'did' && last?.line.is === 'did') last.more += 1
    else if (line.is === 'did' || (line.is === 'sent' && !line.replyTo)) steps.push({ line, more: 0 })
  }
  return steps
}
