import { machineTime } from '../scheduler/clock.ts'
import type { Session } from './session.ts'
import type { PlaygroundEvent, PlaygroundState } from './wire.ts'

export interface FeedOptions {
  readonly session: () => Session | null
  readonly state: (session: Session) => PlaygroundState
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

/** Tells pages what is new, as they need it: lines in order, the state now and then, that figures are others. */
export function createFeed({ session: sessionNow, state, tell, isHeard }: FeedOptions): TellNews {
  let toldOf = { session: '', lines: 0, commits: 0 }
  let [stateAtMs, figuresAtMs] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]

  function news(how: 'some' | 'all'): void {
    const session = sessionNow()
    if (!session) return
    if (session.id !== toldOf.session) toldOf = { session: session.id, lines: 0, commits: 0 }
    const nowMs = machineTime.elapsedMs()
    const isDue = how === 'all' || nowMs - stateAtMs >= STATE_GAP_MS
    // Lines of another session say nothing to a page that does not know of it.
    if (isDue && isHeard()) {
      stateAtMs = nowMs
      tell({ event: 'state', data: state(session) })
    }
    tellLines(session)
    tellFigures(session, nowMs, how)
  }
  function tellLines({ id, log }: Session): void {
    const changed = log.changes()
    if (changed.length > 0) tell({ event: 'changed', data: { session: id, lines: changed } })
    for (let from = toldOf.lines; from < log.lines.length; from += LINES_PER_EVENT_MAX) {
      tell({ event: 'lines', data: { session: id, lines: log.lines.slice(from, from + LINES_PER_EVENT_MAX) } })
    }
    toldOf.lines = log.lines.length
  }
  function tellFigures({ id, rehearsal }: Session, nowMs: number, how: 'some' | 'all'): void {
    const commits = rehearsal.stage.commitCount()
    if (commits === toldOf.commits || (how === 'some' && nowMs - figuresAtMs < FIGURES_GAP_MS)) return
    toldOf.commits = commits
    figuresAtMs = nowMs
    tell({ event: 'figures', data: { session: id } })
  }

  return news
}
