import { WORDS } from './words.js'

export const el = id => document.getElementById(id)

/** Minutes before its deadline from which a task is shown as urgent. */
const SOON_MINUTES = 10
/** Tasks of the queue that are shown, and past ones. */
const LISTED_MAX = 50

/** Draws everything anew. Only what differs is touched, so that focus, selection and screen readers stay where they are. */
export function draw({ view, current, language, copied, groupCopied, now, page }) {
  const words = WORDS[language]
  drawWords(words, language)
  const total = view.tasks.length
  const past = today(view, now)
  const doneCount = past.filter(({ as }) => as === 'sent' || as === 'skipped').length
  say(el('count'), words.left(total))
  document.title = total > 0 ? `(${total}) ${words.title}` : words.title
  el('progress').value = total + doneCount === 0 ? 0 : doneCount / (total + doneCount)
  show('loading', false)
  show('task', current !== undefined)
  show('buttons', current !== undefined)
  show('empty', current === undefined)
  show('taken', isTakenElsewhere(current, page))
  if (current) drawTask(current, { words, language, copied, groupCopied, now })
  else drawEmpty(words, doneCount)
  drawNext(view.tasks, { current, words, page })
  drawPast(past, words, language)
}

/** Whether somebody works on it at another page. */
export const isTakenElsewhere = (task, page) => task?.takenBy !== undefined && task.takenBy !== page

function drawWords(words, language) {
  document.documentElement.lang = language
  for (const element of document.querySelectorAll('[data-word]')) say(element, words[element.dataset.word])
  say(el('language'), words.other)
  el('language').lang = language === 'zh-CN' ? 'en-US' : 'zh-CN'
}

function drawTask(task, { words, language, copied, groupCopied, now }) {
  const isMessage = task.kind === 'message'
  say(el('group'), task.group.title)
  say(el('copy-group'), groupCopied ? words.groupCopied : words.copyGroup)
  say(el('text'), textOf(task, words))
  show('text', textOf(task, words) !== '')
  show('about', !isMessage)
  say(el('about'), words.action)
  show('copy', isMessage && task.text !== '')
  say(el('copy'), copied ? words.copied : words.copy)
  say(el('sent'), isMessage ? words.sent : words.done)
  // What is to be pressed next stands out.
  const isReady = copied || !isMessage || task.text === ''
  el('copy').classList.toggle('first', !isReady)
  el('sent').classList.toggle('first', isReady)
  drawUntil(task, { words, language, now })
  show('mentions', isMessage && task.mentions.length > 0)
  fill(el('mentions-list'), task.mentions, name => item(`@${name}`))
  drawPicture(task, words)
}

function textOf({ kind, text, action, mentions }, words) {
  if (kind === 'message' || text !== '') return text
  const name = action?.action === 'readOnly' && action.data?.on === false ? 'open' : action?.action
  return words.actions[name]?.(mentions) ?? ''
}

function drawUntil({ deadline }, { words, language, now }) {
  show('until', deadline !== null)
  if (deadline === null) return
  const minutes = Math.floor((deadline - now) / 60_000)
  const isSoon = minutes < SOON_MINUTES
  const when = words.before(timeOf(deadline, now, language))
  say(el('until'), minutes < 60 ? `${when} · ${words.rest(minutes)}` : when)
  el('until').classList.toggle('soon', isSoon)
}

function drawPicture({ id, group, image }, words) {
  show('picture', image !== undefined)
  const address = `images/${encodeURIComponent(id)}`
  if (image === undefined) return el('image').removeAttribute('src')
  if (el('image').getAttribute('src') !== address) el('image').src = address
  el('image').alt = words.image(group.title)
  el('save-image').href = `${address}?save`
}

function drawEmpty(words, doneCount) {
  say(el('empty-head'), doneCount > 0 ? words.emptyHead : words.emptyFresh)
  say(el('empty-words'), words.emptyWords)
}

function drawNext(tasks, { current, words, page }) {
  const others = tasks.filter(({ id }) => id !== current?.id).slice(0, LISTED_MAX)
  show('next-part', others.length > 0)
  fill(el('next'), others, task => {
    const button = document.createElement('button')
    button.type = 'button'
    button.dataset.task = task.id
    const begins = isTakenElsewhere(task, page) ? words.taken : textOf(task, words).trim().split('\n', 1)[0]
    button.append(part('strong', task.group.title), part('span', begins))
    const row = document.createElement('li')
    row.append(button)
    return row
  })
}

function drawPast(past, words, language) {
  show('past-part', past.length > 0)
  fill(el('past'), past.slice(0, LISTED_MAX), ({ title, begins, as, at }) => {
    const row = document.createElement('li')
    row.dataset.as = as
    row.append(
      part('strong', title),
      part('span', begins),
      part('small', `${timeOf(at, at, language)} ${words.settled[as]}`),
    )
    return row
  })
}

/** One row for each press that can be undone; rows that stay are not made anew, or their time would start again. */
export function drawUndos(settling, words, undoMs) {
  const rows = new Map([...el('undos').children].map(row => [row.dataset.task, row]))
  const wanted = settling.map(({ id, title, as }) => {
    const row = rows.get(id) ?? undoRow(id, undoMs)
    say(row.firstElementChild, `${title} · ${words.settled[as]}`)
    say(row.lastElementChild, words.undo)
    return row
  })
  for (const row of rows.values()) if (!wanted.includes(row)) row.remove()
  for (const row of wanted) if (!row.isConnected) el('undos').append(row)
}

function undoRow(id, undoMs) {
  const row = document.createElement('li')
  row.dataset.task = id
  row.style.setProperty('--undo', `${undoMs}ms`)
  const button = document.createElement('button')
  button.type = 'button'
  button.dataset.undo = id
  row.append(document.createElement('span'), button)
  return row
}

const today = ({ past }, now) => past.filter(({ at }) => new Date(at).toDateString() === new Date(now).toDateString())

/** The time of day, and the day where it is another one. */
function timeOf(at, now, language) {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  const day = isToday ? {} : { month: 'short', day: 'numeric' }
  return new Intl.DateTimeFormat(language, { ...day, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
}

export function say(element, text) {
  if (element.textContent !== text) element.textContent = text
}

function show(id, isShown) {
  el(id).hidden = !isShown
}

const drawn = new WeakMap()

/** Makes the rows of a list, unless it shows the same already. */
function fill(list, values, rowOf) {
  const key = JSON.stringify([document.documentElement.lang, values])
  if (drawn.get(list) === key) return
  drawn.set(list, key)
  list.replaceChildren(...values.map(rowOf))
}

function part(tag, text) {
  const element = document.createElement(tag)
  element.textContent = text ?? ''
  return element
}

const item = text => part('li', text)
