import { copyText, selectIn } from './copy.js'
import { draw, drawUndos, el, isTakenElsewhere, say } from './view.js'
import { keepLanguage, startLanguage, WORDS } from './words.js'

/** After another task has come up, a press counts only when it cannot have been meant for the one before, in milliseconds. */
const SETTLE_IN_MS = 500
/** Without news for so long the list is asked for again, in milliseconds: a proxy may hold events back. */
const POLL_MS = 30_000
/** After a failure it is asked for again so much later, in milliseconds. */
const RETRY_MS = 3_000
/** Longest timer, in milliseconds: browsers fire at once above 2^31 − 1. */
const TIMER_MS_MAX = 60_000

let view = null
let receivedAtMs = 0
let asked = 0
let answered = 0
let language = startLanguage()
let currentId
let copiedText = null
let groupCopiedId = null
let isBusy = false
/** This page among those that are open. Over plain http there is no randomUUID. */
const page = Array.from(crypto.getRandomValues(new Uint32Array(3)), part => part.toString(36)).join('')
/** Presses of this page: only these are offered to be undone here. */
const mine = new Set()
let settleIn
let retry
let deadline

const words = () => WORDS[language]
/** The page's own running time. The server says what time it is; a phone may believe something else. */
const elapsedMs = () => document.timeline.currentTime ?? 0
const now = () => view.now + elapsedMs() - receivedAtMs
const current = () => view.tasks.find(({ id }) => id === currentId)

// What comes from the server

async function ask(path, body) {
  const turn = ++asked
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  try {
    const response = await fetch(path, body === undefined ? {} : post)
    // The key was changed: the page that asks for it comes instead.
    if (response.status === 401) return void location.reload()
    if (!response.ok && response.status !== 409) throw new Error(`status ${response.status}`)
    const answer = await response.json()
    trouble(false)
    // An answer that was overtaken by that to a later question is old news.
    if (turn > answered) take(answer)
    answered = Math.max(answered, turn)
    return response.ok
  } catch {
    trouble(true)
    clearTimeout(retry)
    retry = setTimeout(refresh, RETRY_MS)
    return undefined
  }
}

const refresh = () => ask('tasks')

function take(next) {
  const before = view
  view = next
  receivedAtMs = elapsedMs()
  if (before) tellWhatVanished(before)
  choose(before)
  render()
}

/** Keeps to the task that is shown. When it is gone, the next one comes up that nobody else is at. */
function choose(before) {
  if (current()) return
  const after = before ? before.tasks.slice(before.tasks.findIndex(({ id }) => id === currentId) + 1) : []
  const later = view.tasks.filter(({ id }) => after.some(task => task.id === id))
  const next = [...later, ...view.tasks].find(task => !isTakenElsewhere(task, page)) ?? view.tasks[0]
  bringUp(next?.id)
}

function bringUp(id) {
  if (id === currentId) return
  currentId = id
  groupCopiedId = null
  clearTimeout(settleIn)
  settleIn = setTimeout(() => {
    settleIn = undefined
    render()
  }, SETTLE_IN_MS)
  scrollTo({ top: 0 })
}

function tellWhatVanished(before) {
  const gone = view.past.find(
    ({ id, as }) => (as === 'overdue' || as === 'withdrawn') && before.tasks.some(task => task.id === id),
  )
  if (gone) notice(words()[gone.as](gone.title))
}

function render() {
  const task = current()
  const copied = task !== undefined && task.text !== '' && copiedText === task.text
  draw({ view, current: task, language, copied, groupCopied: task && groupCopiedId === task.id, now: now(), page })
  const undos = view.settling.filter(({ id }) => mine.has(id))
  drawUndos(undos, words(), view.undoMs)
  const isInert = isBusy || settleIn !== undefined
  for (const id of ['skip', 'sent']) el(id).setAttribute('aria-disabled', String(isInert))
  watchDeadlines()
}

/** What runs out leaves by itself, at its second. */
function watchDeadlines() {
  clearTimeout(deadline)
  const ends = view.tasks.flatMap(task => (task.deadline === null ? [] : [task.deadline]))
  if (ends.length === 0) return
  const leftMs = Math.max(0, Math.min(...ends) - now())
  deadline = setTimeout(leftMs < TIMER_MS_MAX ? refresh : render, Math.min(leftMs + 50, TIMER_MS_MAX))
}

// What the person does

async function settle(as) {
  const task = current()
  if (!task || isBusy || settleIn !== undefined) return
  isBusy = true
  notice('')
  mine.add(task.id)
  render()
  const isDone = await ask('settle', { task: task.id, as })
  isBusy = false
  if (isDone === false) notice(words().late)
  render()
  if (!isDone) return
  focusWork()
  takeUp()
}

/** Tells the others that the task shown is being worked on. */
function takeUp() {
  if (current()) ask('take', { task: currentId, page })
}

async function undo(id) {
  const isDone = await ask('undo', { task: id })
  if (isDone === false) notice(words().undoLate)
  if (!isDone) return
  bringUp(id)
  render()
  focusWork()
}

/** To where the next press belongs: a keyboard goes on from there, a screen reader says the group's name with it. */
function focusWork() {
  const target = ['copy', 'sent'].map(el).find(button => !button.hidden && el('buttons').hidden === false)
  const isReachable = target ?? el('main')
  isReachable.focus({ preventScroll: true })
}

async function copy() {
  const { text } = current()
  const isCopied = await copyText(text)
  copiedText = isCopied ? text : null
  groupCopiedId = null
  notice(isCopied ? '' : words().select)
  if (!isCopied) selectIn(el('text'))
  render()
  takeUp()
}

async function copyGroup() {
  const { id, group } = current()
  if (!(await copyText(group.title))) return selectIn(el('group'))
  copiedText = null
  groupCopiedId = id
  render()
}

function speak(next) {
  language = next
  keepLanguage(next)
  notice('')
  trouble(!el('trouble').hidden)
  if (view) render()
}

const notice = text => say(el('notice'), text)

function trouble(isThere) {
  say(el('trouble'), isThere ? words().offline : '')
  el('trouble').hidden = !isThere
}

// Beginning

function listen() {
  const changes = new EventSource('changes')
  changes.onmessage = refresh
  // What changed while the connection was gone.
  changes.onopen = refresh
  changes.onerror = () => {
    // A browser gives up where the server answers with an error; otherwise it tries again by itself.
    if (changes.readyState === EventSource.CLOSED) setTimeout(listen, RETRY_MS)
  }
}

el('copy').addEventListener('click', copy)
el('copy-group').addEventListener('click', copyGroup)
el('sent').addEventListener('click', () => settle('sent'))
el('skip').addEventListener('click', () => settle('skipped'))
el('language').addEventListener('click', () => speak(language === 'zh-CN' ? 'en-US' : 'zh-CN'))
el('undos').addEventListener('click', event => {
  const id = event.target.closest('[data-undo]')?.dataset.undo
  if (id !== undefined) undo(id)
})
el('next').addEventListener('click', event => {
  const id = event.target.closest('[data-task]')?.dataset.task
  if (id === undefined) return
  bringUp(id)
  render()
  focusWork()
})
// A phone lets a page in the background sleep.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) refresh()
})
addEventListener('online', refresh)
setInterval(refresh, POLL_MS)
for (const element of document.querySelectorAll('[data-word]')) say(element, words()[element.dataset.word])
refresh()
listen()
