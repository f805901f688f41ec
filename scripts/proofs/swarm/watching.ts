import type { Outgoing, Update } from '../../../src/adapters/adapter.ts'
import type { Outcome } from '../../../src/events/event.ts'
import type { Instant } from '../../../src/events/ids.ts'
import type { Commit } from '../../../src/host/commit.ts'
import type { ChatLine, UpdateFate } from '../../../src/simulation/simulated-platform.ts'

/** One call of the bot to its platform. */
export interface Call {
  readonly number: number
  /** Which process made it, counted from 1. */
  readonly process: number
  readonly at: Instant
  readonly outgoing: Outgoing
}

/** What becomes of the bot's process and its connection. */
export type Turn = 'up' | 'down' | 'connected' | 'disconnected' | 'caught up'

/** What is wrong, in a sentence; nothing when nothing is. */
export type Wrong = string | undefined

/** What can be seen of a campaign from outside. `now` is the platform's time, `botNow` that of the bot's machine. */
export interface Watch {
  /** A line was given to the journal. */
  taken(lsn: number, commit: Commit, at: Times): Wrong
  /** A line is durable. Each is seen once, in the order of the journal. */
  durable(lsn: number, commit: Commit, at: Times): Wrong
  called(call: Call, at: Times): Wrong
  /** The platform has done what a call asked for. */
  acted(call: Call, line: ChatLine): Wrong
  /** The answer has reached the bot. Null: the connection broke, and nobody can say. */
  answered(call: Call, outcome: Outcome | null, at: Times): Wrong
  updates(fate: UpdateFate, updates: readonly Update[], at: Times): Wrong
  /** Somebody said something, came or went. */
  lived(line: ChatLine): Wrong
  turned(turn: Turn, at: Times): Wrong
  /** Nothing has gone wrong for a while, and nothing more will happen. */
  ended(at: Times): Wrong
}
export interface Times {
  readonly now: Instant
  readonly botNow: Instant
  /** The bot's clock has been wrong in this campaign: what follows from time alone cannot be expected of it. */
  readonly isSkewed: boolean
}

/** Judges a history by one promise. Knows nothing of the code that keeps it. */
export type Oracle = { readonly name: string } & Partial<Watch>

export interface Violation {
  readonly oracle: string
  readonly at: Instant
  readonly says: string
}

/** All oracles as one, up to the first that finds something wrong. */
export interface Panel {
  readonly watch: Watch
  readonly broken: readonly Violation[]
  /** Something that is no oracle's business is wrong: the product threw. */
  report(oracle: string, says: string): void
}

const PARTS = ['taken', 'durable', 'called', 'acted', 'answered', 'updates', 'lived', 'turned', 'ended'] as const

export function createPanel(oracles: readonly Oracle[], now: () => Instant): Panel {
  const broken: Violation[] = []
  const report = (oracle: string, says: string) => {
    if (broken.length === 0) broken.push({ oracle, at: now(), says })
  }
  const watch = Object.fromEntries(
    PARTS.map(part => {
      const concerned = oracles.filter(oracle => oracle[part] !== undefined)
      const see = (...what: never[]) => {
        for (const oracle of concerned) {
          if (broken.length > 0) return
          const wrong = (oracle[part] as (...what: never[]) => Wrong)(...what)
          if (wrong !== undefined) report(oracle.name, wrong)
        }
      }
      return [part, see]
    }),
  ) as unknown as Watch
  return { watch, broken, report }
}
