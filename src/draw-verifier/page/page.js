import { readAnnouncement, readNotices } from '../notices.js'
import { FILE_BYTES_MAX } from '../read-proof.js'
import { readReceipt } from '../receipt.js'
import { createTeller } from '../telling.js'
import { acrossFiles, verdictOf, verifySteps } from '../verify.js'
import { WORDS } from '../words.js'
import { PAGE_WORDS } from './page-words.js'

const LANGUAGES = ['zh-CN', 'en-US']

const el = id => document.getElementById(id)
let language = LANGUAGES.find(known => known.slice(0, 2) === navigator.language.slice(0, 2)) ?? LANGUAGES[0]
/** What was chosen last: names and bytes. */
let chosen = []
/** Counts runs: only the newest one writes. */
let newest = 0

el('language').addEventListener('click', () => {
  language = LANGUAGES.find(other => other !== language)
  sayAll()
  void run()
})
el('files').addEventListener('change', event => void choose(event.target.files))
for (const id of ['notice', 'announcement', 'receipt', 'rehearsal']) el(id).addEventListener('change', () => void run())
for (const name of ['dragover', 'dragleave', 'drop']) document.addEventListener(name, drag)
sayAll()

function drag(event) {
  // Without this the browser would leave the page for the file.
  event.preventDefault()
  el('drop').classList.toggle('over', event.type === 'dragover')
  if (event.type === 'drop' && event.dataTransfer.files.length > 0) void choose(event.dataTransfer.files)
}

function sayAll() {
  const words = PAGE_WORDS[language]
  document.documentElement.lang = language
  document.title = words.title
  const texts = { ...words, language: WORDS[language].other }
  for (const [id, word] of [
    ['title', 'title'],
    ['language', 'language'],
    ['intro', 'intro'],
    ['choose', 'choose'],
    ['or-drop', 'orDrop'],
    ['notice-label', 'notice'],
    ['announcement-label', 'announcement'],
    ['receipt-label', 'receipt'],
    ['rehearsal-label', 'rehearsal'],
    ['footer', 'footer'],
  ])
    el(id).textContent = texts[word]
}

async function choose(files) {
  // What is larger is read no further than needed to be refused.
  const read = async file => ({
    name: file.name,
    bytes: new Uint8Array(await file.slice(0, FILE_BYTES_MAX + 1).arrayBuffer()),
  })
  chosen = await Promise.all([...files].map(read))
  await run()
}

/** Checks all that was chosen, and shows each step when it is done. */
async function run() {
  newest += 1
  const mine = newest
  const asked = whatIsAsked()
  el('results').replaceChildren()
  const proofs = []
  for (const { name, bytes } of chosen) {
    const file = openFile(name)
    const proof = await showSteps(file, verifySteps(bytes, asked), () => mine === newest)
    if (mine !== newest) return
    if (proof !== null) proofs.push({ file: name, proof })
    showEnd(file, proof, asked)
  }
  if (chosen.length > 0) showDifferences(proofs, asked)
}

function whatIsAsked() {
  const words = PAGE_WORDS[language]
  const mistakes = []
  const read = (id, reader, mistake) => {
    const text = el(id).value.trim()
    const value = text === '' ? null : reader(text)
    const isWrong = text !== '' && value === null
    el(`${id}-mistake`).textContent = isWrong ? mistake : ''
    el(id).setAttribute('aria-invalid', String(isWrong))
    if (isWrong) mistakes.push(mistake)
    return value
  }
  return {
    isAlone: chosen.length === 1,
    notices: read('notice', noticesIn, words.noticeMistake) ?? [],
    announcement: read('announcement', readAnnouncement, words.announcementMistake),
    receipt: read('receipt', readReceipt, words.receiptMistake),
    isRehearsalAllowed: el('rehearsal').checked,
    mistakes,
  }
}

function noticesIn(text) {
  const notices = readNotices(text)
  return notices.length > 0 ? notices : null
}

function openFile(name) {
  const box = put(el('results'), 'section', '', 'file')
  put(box, 'h2', name)
  const list = put(box, 'ul', '', 'steps')
  const wait = put(box, 'p', PAGE_WORDS[language].checking)
  return { box, list, wait, steps: [] }
}

async function showSteps(file, checking, isStillWanted) {
  const teller = createTeller(language)
  let next = checking.next()
  for (; !next.done; next = checking.next()) {
    file.steps.push(next.value)
    showStep(file.list, teller.step(next.value), next.value.holds)
    // The browser draws what is there before the next step is worked out.
    await new Promise(resolve => setTimeout(resolve))
    if (!isStillWanted()) return null
  }
  return next.value
}

function showStep(list, { mark, text, reasons }, holds) {
  const item = put(list, 'li', '', holds === null ? 'open' : holds ? 'holds' : 'fails')
  put(item, 'span', mark, 'mark')
  put(item, 'span', text)
  for (const reason of reasons) put(item, 'span', reason, 'reason')
}

function showEnd({ box, wait, steps }, proof, { receipt, mistakes }) {
  wait.remove()
  const teller = createTeller(language)
  const verdict = verdictOf(steps)
  // Nothing is all right as long as something that was asked could not be read.
  const shown = verdict === 'valid' && mistakes.length > 0 ? 'not-compared' : verdict
  put(box, 'p', teller.verdict(steps, proof), `verdict ${shown}`)
  for (const mistake of mistakes) put(box, 'p', mistake, 'mistaken')
  // Of a rejected proof nothing is told: whoever reads it might believe it.
  if (verdict !== 'rejected' && proof !== null) showStory(box, teller, proof, receipt)
}

function showStory(box, teller, proof, receipt) {
  const { title, rules, facts, commit, winners, notes } = teller.story(proof)
  put(box, 'h3', title)
  const [heading, ...fixed] = rules
  put(box, 'div', heading, 'facts')
  const terms = put(box, 'ul', '', 'rules')
  for (const rule of fixed) put(terms, 'li', rule)
  for (const fact of facts) put(box, 'div', fact, 'facts')
  put(box, 'div', commit, 'commit')
  put(box, 'h3', WORDS[language].story.winners)
  const list = put(box, 'ol')
  for (const winner of winners) put(list, 'li', winner)
  const own = receipt === null ? null : teller.entry(receipt, proof)
  if (own !== null) put(box, 'p', own, 'verdict')
  for (const note of notes) put(box, 'p', note, 'facts')
}

function showDifferences(proofs, asked) {
  const teller = createTeller(language)
  for (const difference of acrossFiles(proofs, asked))
    put(el('results'), 'p', teller.reason(difference), 'verdict rejected')
}

function put(parent, tag, text = '', className = '') {
  const made = document.createElement(tag)
  made.textContent = text
  if (className !== '') made.className = className
  parent.append(made)
  return made
}
