import { h, render } from 'preact'
import { createLines } from '../chat/lines.js'
import { firstSpeaker } from '../chat/people.js'
import { keep, keepLanguage, keptAs, startLanguage } from '../shared/language.js'
import { startLook } from '../shared/look.js'
import { createStore } from '../shared/store.js'
import { act, connect } from './connection.js'
import { Playground } from './playground.js'

const SHORTCUTS_KEPT_AS = 'bonfire.shortcuts'
/** Whoever spoke lately stays at hand: so many. */
const RECENT_MAX = 3

const language = startLanguage()
keepLanguage(language)
const store = createStore({
  language,
  look: startLook(),
  connection: 'connecting',
  state: null,
  /** Counts up whenever the lines are others. */
  version: 0,
  figures: 0,
  me: null,
  /** Somebody has chosen who speaks: nobody else does so. */
  hasChosen: false,
  recent: [],
  isPrivate: false,
  replyTo: null,
  problem: null,
  jump: null,
  tab: 'chat',
  panel: null,
  hasShortcuts: keptAs(SHORTCUTS_KEPT_AS) !== 'off',
})
const lines = createLines()

const app = {
  store,
  lines,
  /** `?lines=5000`: so many at first. */
  linesAtFirst: Number(new URLSearchParams(location.search).get('lines')) || undefined,
  /** Its answer. What was wrong stands beside the composer until something goes right. */
  async act(body) {
    const answer = await act(body)
    store.set({ problem: answer.ok ? null : answer.problem })
    return answer
  },
  open: panel => store.set({ panel, problem: null }),
  close: () => store.set({ panel: null, problem: null }),
  choose(me) {
    const { recent } = store.get()
    // Who is at hand stays where they are.
    const lately = recent.includes(me) ? recent : [me, ...recent].slice(0, RECENT_MAX)
    store.set({ me, hasChosen: true, recent: lately, problem: null })
  },
  setShortcuts(hasShortcuts) {
    keep(SHORTCUTS_KEPT_AS, hasShortcuts ? 'on' : 'off')
    store.set({ hasShortcuts })
  },
}

connect({
  store,
  lines,
  onSession(state) {
    const { me, hasChosen, recent } = store.get()
    const isHere = member => state.people.some(person => person.member === member)
    const speaker = isHere(me) ? me : firstSpeaker(state.people)
    const lately = recent.filter(isHere)
    store.set({
      ...{
        me: speaker,
        hasChosen: hasChosen && isHere(me),
        recent: lately.length > 0 || speaker === null ? lately : [speaker],
      },
      ...{ replyTo: null, jump: null, problem: null, panel: null, isPrivate: false },
      figures: store.get().figures + 1,
    })
  },
  /** While the first days are made only those in charge are there: whoever comes then is a better one to begin with. */
  onState({ people }) {
    const { me, hasChosen } = store.get()
    const isInCharge = people.every(({ member, is }) => member !== me || is === 'owner' || is === 'teacher')
    if (hasChosen || !isInCharge) return
    const speaker = firstSpeaker(people)
    if (speaker !== me) store.set({ me: speaker, recent: speaker === null ? [] : [speaker] })
  },
})
render(h(Playground, { app }), document.getElementById('page'))
