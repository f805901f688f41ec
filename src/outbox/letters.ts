import type { EventOf } from '../events/event.ts'
import type { GroupId, Instant } from '../events/ids.ts'
import { retryMs } from '../host/core/delivering.ts'
import { mail } from '../host/core/exchange.ts'
import type { Host } from '../host/host.ts'
import type { Clock } from '../scheduler/clock.ts'
import { createTimerQueue } from '../scheduler/timers.ts'
import type { Recorder } from './recording.ts'

export interface LettersOptions {
  readonly host: Host
  readonly clock: Clock
  /** Hands a letter in at this account. Resolves when what it led to is durable. */
  readonly receive: (letter: EventOf<'mail'>) => Promise<void>
  /** Takes a letter to a group of another account; false when there is no such group. Default: no other account. */
  readonly forward?: (letter: EventOf<'mail'>) => Promise<boolean>
  readonly record: Recorder['record']
  readonly onTrouble?: (what: string, error: unknown) => void
}

/** Carries letters between groups: at least once, again and again until they have arrived. */
export interface Letters {
  /** Takes up every letter of a group that has not arrived. */
  load(group: GroupId): void
  /** A letter was posted. Its commit is durable. */
  take(group: GroupId, letter: string): void
  pump(now: Instant): void
  nextAt(): Instant | null
  /** Letters under way. */
  readonly inFlight: number
}

interface Errand {
  readonly from: GroupId
  readonly letter: string
  readonly attempt: number
}

export function createLetters({ host, clock, receive, forward, record, onTrouble }: LettersOptions): Letters {
  const due = createTimerQueue<Errand>()
  let inFlight = 0

  const set = (errand: Errand, at: Instant) => due.set(errand.letter, at, errand)

  function carry(errand: Errand): void {
    const { from, letter } = errand
    const { pending } = host.read(from, mail)
    if (!pending.has(letter)) return
    const { to, plugin, box, data } = pending.of(letter)
    const event = { kind: 'mail', cause: `mail:${letter}`, group: to, at: clock.now(), from, letter } as const
    inFlight += 1
    deliver({ ...event, plugin, box, data })
      .then(
        hasArrived => (hasArrived ? arrived(errand) : again(errand, 'there is no such group')),
        error => again(errand, error),
      )
      .finally(() => {
        inFlight -= 1
      })
  }
  async function deliver(event: EventOf<'mail'>): Promise<boolean> {
    if (forward && !host.groups.has(event.group)) return forward(event)
    await receive(event)
    return true
  }
  function arrived({ from, letter }: Errand): void {
    record({ kind: 'delivered', cause: `delivered:${letter}`, group: from, at: clock.now(), letter })
  }
  function again(errand: Errand, error: unknown): void {
    const attempt = errand.attempt + 1
    onTrouble?.(`letter ${errand.letter}, attempt ${attempt}`, error)
    set({ ...errand, attempt }, (clock.now() + retryMs(attempt)) as Instant)
  }

  const take = (from: GroupId, letter: string) => set({ from, letter, attempt: 0 }, clock.now())
  return {
    load(group) {
      for (const [letter] of host.read(group, mail).pending.each()) take(group, letter)
    },
    take,
    pump(now) {
      for (let timer = due.popDue(now); timer; timer = due.popDue(now)) carry(timer.value)
    },
    nextAt: () => due.peek()?.instant ?? null,
    get inFlight() {
      return inFlight
    },
  }
}
