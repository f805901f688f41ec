import { useEffect, useState } from 'preact/hooks'
import { GROUP } from '../chat/lines.js'
import { dayInWords } from '../chat/moments.js'
import { html } from '../shared/html.js'
import { useStore } from '../shared/store.js'
import { recordOf } from './connection.js'

/** How far back the end is looked for. */
const CHUNKS_LOOKED_AT = 20
const STEPS_LOOKED_AT = 80
/** What ends a campaign, as the journal names it. */
const ENDING_PLUGIN = 'closing'

/** What the bot said to all and did to end it, the latest last. Each leads to its place in the chat. */
export function EndingPanel({ app, words }) {
  const language = useStore(app.store, 'language')
  const [steps, setSteps] = useState(null)
  useEffect(() => {
    let isOpen = true
    const lines = app.lines
      .chunksOf(GROUP)
      .slice(-CHUNKS_LOOKED_AT)
      .flatMap(chunk => chunk.lines)
    stepsOfEnding(lines).then(found => isOpen && setSteps(found))
    return () => (isOpen = false)
  }, [])
  const show = line => {
    app.close()
    app.store.set({ isPrivate: false, tab: 'chat', jump: { to: line.number } })
  }
  return html`<p role="status">${steps === null ? words.ending.looking : steps.length === 0 ? words.ending.none : ''}</p>
    <ol class="panel-ending">
    ${steps?.map(
      ({ line, more }) => html`<li key=${line.number}><button type="button" onClick=${() => show(line)}>
        <small>${dayInWords(line.day, language)} · ${line.time}</small>
        <span class="panel-told">${line.is === 'did' ? line.did?.[language] : line.text}</span>
        ${more > 0 && html`<small>${words.ending.more(more)}</small>`}
      </button></li>`,
    )}
  </ol>`
}

/** Which of them belong to the end stands in the journal. */
async function stepsOfEnding(lines) {
  const steps = stepsIn(lines).slice(-STEPS_LOOKED_AT)
  const records = await Promise.all(steps.map(({ line }) => recordOf(line.number)))
  return steps.filter((_, at) => records[at]?.deliveries.some(({ plugin }) => plugin === ENDING_PLUGIN))
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
