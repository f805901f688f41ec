/** How many lines are asked for at once. */
const ASKED_LINES_MAX = 500
/** How long after a refusal it is tried again, in milliseconds. After a mere break the browser tries by itself. */
const RETRY_MS = 2_000
/** How long lines that come while time runs wait for each other, in milliseconds. */
const DRAWN_EVERY_MS = 200
const OFFLINE = {
  'zh-CN': '连不上试玩台。它还在终端里运行吗？你写的还在，等它回来再发一次。',
  'en-US':
    'The playground cannot be reached. Is it still running in the terminal? What you wrote is kept: send it again once it is back.',
}

/** Keeps the page's lines and state as the playground's are, also across breaks. */
export function connect({ store, lines, onSession, onState }) {
  let session = null
  /** So many lines there are, as far as we have heard. */
  let heard = 0
  let isFresh = false
  let isCatchingUp = false
  let isFillingUp = false
  let source = null
  let isDue = false
  const draw = () => {
    isDue = false
    store.set({ version: store.get().version + 1 })
  }
  /** While time runs, many lines are drawn at once instead of a few in each frame. */
  function changed() {
    if (store.get().state?.clock.mode === 'still') return draw()
    if (!isDue) setTimeout(draw, DRAWN_EVERY_MS)
    isDue = true
  }

  /**
   * Listens for as long as somebody looks: a browser has six connections to one host, and a few tabs that nobody looks
   * at would keep all of them.
   */
  function listen() {
    if (document.hidden) {
      source?.close()
      source = null
    } else if (source === null) open()
  }

  function open() {
    const opened = new EventSource('/playground/events')
    source = opened
    opened.onopen = () => {
      isFresh = true
    }
    opened.onerror = () => {
      if (source !== opened) return
      store.set({ connection: 'lost' })
      if (opened.readyState !== EventSource.CLOSED) return
      // Refused, rather than broken off: the browser does not try again by itself.
      source = null
      setTimeout(listen, RETRY_MS)
    }
    const on = (name, take) => opened.addEventListener(name, event => take(JSON.parse(event.data)))
    on('state', takeState)
    on('lines', data => data.session === session && takeLines(data.lines))
    on('changed', data => data.session === session && takeChanges(data.lines))
    on('figures', () => store.set({ figures: store.get().figures + 1 }))
  }

  function takeState(state) {
    const known = store.get().state
    const isAnother = state.session !== session
    const isBack = isFresh && !isAnother
    isFresh = false
    session = state.session
    if (isAnother) {
      heard = 0
      lines.reset(Math.max(0, state.lines - ASKED_LINES_MAX))
      onSession(state)
    } else if (known && isOtherPeople(known.people, state.people)) lines.touch(3)
    heard = Math.max(heard, state.lines)
    const isEdited = known !== null && known.library.readAt !== state.library.readAt
    store.set({ connection: 'live', state, figures: store.get().figures + Number(isEdited) })
    onState(state)
    changed()
    if (isBack) void refresh()
    void catchUp()
  }

  function takeLines(news) {
    heard = Math.max(heard, news.at(-1).number + 1)
    if (lines.append(news)) changed()
    else void catchUp()
  }

  function takeChanges(news) {
    lines.change(news)
    changed()
  }

  /** Asks for what is missing at the end, then for what is before. */
  async function catchUp() {
    if (isCatchingUp) return
    isCatchingUp = true
    try {
      while (lines.end < heard) {
        const end = lines.end
        const news = await ask(end, Math.min(heard, end + ASKED_LINES_MAX))
        // Nothing more, or another session began while we asked: its state has been taken.
        if (news.length === 0 && lines.end === end) break
        lines.append(news)
        changed()
      }
    } finally {
      isCatchingUp = false
    }
    void fillUp()
  }

  async function fillUp() {
    if (isFillingUp) return
    isFillingUp = true
    try {
      while (lines.first > 0) {
        const older = await ask(Math.max(0, lines.first - ASKED_LINES_MAX), lines.first)
        if (!lines.prepend(older)) break
        changed()
      }
    } finally {
      isFillingUp = false
    }
  }

  /** After a break: what has changed meanwhile in the lines we have. */
  async function refresh() {
    for (let to = lines.end; to > lines.first; to -= ASKED_LINES_MAX) {
      takeChanges(await ask(Math.max(lines.first, to - ASKED_LINES_MAX), to))
    }
  }

  /** Empty: they cannot be had now; the next state begins anew. */
  async function ask(from, to) {
    const asked = session
    try {
      const answer = await fetch(`/playground/lines?from=${from}&to=${to}`)
      const { session: of, lines: got } = answer.ok ? await answer.json() : { lines: [] }
      return of === asked && asked === session ? got : []
    } catch {
      return []
    }
  }
  document.addEventListener('visibilitychange', listen)
  listen()
}

const isOtherPeople = (before, now) =>
  before.length !== now.length || now.some(({ name, role }, at) => name !== before[at].name || role !== before[at].role)

/** Asks the playground to do something. Never throws: that it cannot be reached is an answer too. */
export async function act(body) {
  try {
    const answer = await fetch('/playground/acts', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const said = await answer.json()
    if (typeof said.ok === 'boolean') return said
  } catch {
    // Told below.
  }
  return { ok: false, code: 'OFFLINE', problem: OFFLINE }
}

/** What was recorded for a line. Null: it cannot be had now. */
export async function recordOf(line) {
  try {
    const answer = await fetch(`/playground/records/${line}`)
    return answer.ok ? await answer.json() : null
  } catch {
    return null
  }
}
