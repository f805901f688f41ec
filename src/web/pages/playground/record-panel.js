import { useEffect, useState } from 'preact/hooks'
import { lineInWords, nameOf } from '../chat/line.js'
import { momentInWords } from '../chat/moments.js'
import { peopleById } from '../chat/people.js'
import { CHAT_WORDS } from '../chat/words.js'
import { html } from '../shared/html.js'
import { useStore } from '../shared/store.js'
import { recordOf } from './connection.js'

/** What Bonfire recorded for one message: in words first, as it stands in the journal behind that. */
export function RecordPanel({ app, words, panel }) {
  const language = useStore(app.store, 'language')
  const [record, setRecord] = useState(undefined)
  useEffect(() => {
    let isOpen = true
    recordOf(panel.line.number).then(got => isOpen && setRecord(got))
    return () => (isOpen = false)
  }, [panel.line.number])
  const said = words.record
  const { people, platform, clock, bot = 'Bonfire' } = app.store.get().state
  const how = { language, platform, bot, words: CHAT_WORDS[language], people: peopleById(people) }
  const isSpoken = panel.line.is === 'said' || panel.line.is === 'sent'
  return html`<blockquote class="panel-said">${isSpoken && html`<b>${nameOf(panel.line, how)}</b>`}<span class="panel-told">${lineInWords(panel.line, how)}</span></blockquote>
    <div role="status">${record === undefined && said.loading}${record === null && said.lost}${record?.is === 'nothing' && said.nothing}${record?.is === 'answer' && said.answer}</div>
    ${
      record?.is === 'recorded' &&
      html`
      ${record.commits.map(commit => html`<${Commit} ...${{ commit, words, language }} known=${{ people: how.people, clock }} />`)}
      <h3>${said.deliveries}</h3>
      ${record.deliveries.length === 0 ? html`<p class="panel-quiet">${said.noDeliveries}</p>` : html`<ul class="panel-list">${record.deliveries.map(delivery => deliveryItem(delivery, words))}</ul>`}
      <details><summary>${said.raw}</summary><pre tabindex="0">${JSON.stringify(record, null, 2)}</pre></details>`
    }`
}

function Commit({ commit, words, language, known }) {
  const said = words.record
  return html`<section class="panel-commit">
    <p class="panel-why"><b>${said.why}</b> ${commit.why[language]}</p>
    <p class="panel-quiet">${said.commit(commit.lsn)}</p>
    <h3>${said.facts}</h3>
    ${commit.facts.length === 0 && html`<p class="panel-quiet">${said.noFacts}</p>`}
    <ul class="panel-list">${commit.facts.map(fact => html`<li><code>${fact.type}</code><span>${briefly(fact.data, known)}</span></li>`)}</ul>
  </section>`
}

function deliveryItem({ id, plugin, class: of, state, key }, words) {
  return html`<li key=${id}><b>${words.classes[of] ?? of}</b> <code>${plugin}/${key}</code> <span class=${`panel-state is-${state}`}>${words.states[state] ?? state}</span></li>`
}

/** What is in a fact, without its brackets: names and values, the plain ones. People by their names, moments as times. */
const briefly = (data, { people, clock }) =>
  Object.entries(data)
    .filter(([, value]) => value !== null && typeof value !== 'object')
    .map(([name, value]) => `${name}: ${people.get(value)?.name ?? momentInWords(value, clock)}`)
    .join(' · ')
