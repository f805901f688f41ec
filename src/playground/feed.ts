import { machineTime } from '../scheduler/clock.ts'
import type { Session } from './session.ts'
import type { PlaygroundEvent, PlaygroundState } from './wire.ts'

export interface FeedOptions {
  readonly session: () => Session | null
  readonly state: () => PlaygroundState
  /** The library as it is now: another object whenever it has been read again. */
  readonly content: () => object
  readonly tell: (event: PlaygroundEvent) => void
  /** Whether anybody listens: nothing is worked out for nobody. */
  readonly isHeard: () => boolean
}

/** Something may be new. `all`: the state is told in any case. */
export type TellNews = (how: 'some' | 'all') => void

/** The state is told so often at most while the clock runs, in milliseconds. */
const STATE_GAP_MS = 150
const FIGURES_GAP_MS = 1_000
const LINES_PER_EVENT_MAX = 200

/** How far the pages have been told. */
interface ToldOf {
  readonly session: string
  readonly lines: number
  readonly commits: number
  readonly at: number
  readonly content: object | null
}
const TOLD_NOTHING: ToldOf = { session: '', lines: 0, commits: 0, at: 0, content: null }

/** Tells pages what is new, as they need it: lines in order, the state now and then, that figures are others. */
export function createFeed({ session: sessionNow, state, content, tell, isHeard }: FeedOptions): TellNews {
  let toldOf = TOLD_NOTHING
  let [stateAtMs, figuresAtMs] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]

  function news(how: 'some' | 'all'): void {
    const session = sessionNow()
    if (!session) return tellState()
    if (session.id !== toldOf.session) toldOf = { ...TOLD_NOTHING, session: session.id }
    const nowMs = machineTime.elapsedMs()
    const isDue = how === 'all' || nowMs - stateAtMs >= STATE_GAP_MS
    // Lines of another session say nothing to a page that does not know of it.
    if (isDue) {
      stateAtMs = nowMs
      tellState()
    }
    tellLines(session)
    tellFigures(session, nowMs, how)
  }
  function tellState(): void {
    if (isHeard()) tell({ event: 'state', data: state() })
  }
  function tellLines({ id, log }: Session): void {
    const changed = log.changes()
    if (changed.length > 0) tell({ event: 'changed', data: { session: id, lines: changed } })
    for (let from = toldOf.lines; from < log.lines.length; from += LINES_PER_EVENT_MAX) {
      tell({ event: 'lines', data: { session: id, lines: log.lines.slice(from, from + LINES_PER_EVENT_MAX) } })
    }
    toldOf = { ...toldOf, lines: log.lines.length }
  }
  function tellFigures({ id, rehearsal, now }: Session, nowMs: number, how: 'some' | 'all'): void {
    const of = { commits: rehearsal.stage.commitCount(), at: now(), content: content() }
    const isSame = of.commits === toldOf.commits && of.at === toldOf.at && of.content === toldOf.content
    if (isSame || (how === 'some' && nowMs - figuresAtMs < FIGURES_GAP_MS)) return
    toldOf = { ...toldOf, ...of }
    figuresAtMs = nowMs
    tell({ event: 'figures', data: { session: id } })
  }

  return news
}
