import type { Event } from '../events/event.ts'
import type { GroupId, Instant } from '../events/ids.ts'
import { retryMs } from '../host/core/delivering.ts'
import { requests } from '../host/core/exchange.ts'
import type { Handled, Host } from '../host/host.ts'
import type { Clock } from '../scheduler/clock.ts'
import { createTimerQueue } from '../scheduler/timers.ts'
import { REFUSED_RETRY_MS } from './recording.ts'

/** How long one attempt of a provider may take, in milliseconds. */
export const ATTEMPT_MS_MAX = 60_000
/** Most attempts under way at once; the rest wait their turn. */
export const ATTEMPTS_AT_ONCE_MAX = 32

export interface ProvidersOptions {
  readonly host: Host
  readonly clock: Clock
  readonly decide: (event: Event) => Handled
  readonly onTrouble?: (what: string, error: unknown) => void
}

/** Asks providers what plugins want to know, again and again until the deadline; answers return as events. */
export interface Providers extends Disposable {
  /** Takes up everything asked in a group and not answered. */
  load(group: GroupId): void
  /** A question was asked. Its commit is durable. */
  take(group: GroupId, request: string): void
  pump(now: Instant): void
  nextAt(): Instant | null
  /** Attempts under way. */
  readonly inFlight: number
}

interface Question {
  readonly group: GroupId
  readonly request: string
  readonly attempt: number
}
/** One attempt under way. Over when it has answered, or taken too long. */
interface Attempt {
  readonly controller: AbortController
  readonly question: Question
  isOver: boolean
}

export function createProviders({ host, clock, decide, onTrouble }: ProvidersOptions): Providers {
  const due = createTimerQueue<Question>()
  const overdue = createTimerQueue<Attempt>()
  const underWay = new Set<Attempt>()
  let isClosed = false

  const hasRoom = () => underWay.size < ATTEMPTS_AT_ONCE_MAX

  function pump(now: Instant): void {
    for (let timer = overdue.popDue(now); timer; timer = overdue.popDue(now)) giveUp(timer.value)
    for (let timer = due.peek(); timer && timer.instant <= now && hasRoom() && !isClosed; timer = due.peek()) {
      due.popDue(now)
      ask(timer.value, now)
    }
  }

  function ask(question: Question, now: Instant): void {
    const { group, request } = question
    const { pending } = host.read(group, requests)
    if (!pending.has(request)) return
    const { plugin, provider: name, data, deadline } = pending.of(request)
    const provider = host.plugins.find(loaded => loaded.name === plugin)?.providers[name]?.provider
    if (!provider || now >= deadline) {
      const reason = provider ? 'no answer before the deadline' : 'the plugin is gone'
      return conclude(question, { kind: 'unprovided', reason, request, ...placeOf(question, now) })
    }
    const attempt: Attempt = { controller: new AbortController(), question, isOver: false }
    underWay.add(attempt)
    overdue.set(request, (now + ATTEMPT_MS_MAX) as Instant, attempt)
    const { signal } = attempt.controller
    Promise.resolve()
      .then(() => provider.provide(data as never, { signal }))
      .then(answer => provider.answer.parse(answer))
      .then(
        answer => end(attempt, () => answered(question, answer)),
        error => end(attempt, () => again(question, error)),
      )
  }
  const placeOf = ({ group, request }: Question, at: Instant) => ({ group, at, cause: `provided:${request}` })

  function answered(question: Question, answer: unknown): void {
    const { request } = question
    conclude(question, { kind: 'provided', request, answer, ...placeOf(question, clock.now()) })
  }
  function giveUp(attempt: Attempt): void {
    attempt.controller.abort()
    end(attempt, () => again(attempt.question, new Error(`No answer within ${ATTEMPT_MS_MAX / 1000} s.`)))
  }
  /** What a provider says after we have given up is not heard: it is asked again. */
  function end(attempt: Attempt, then: () => void): void {
    if (attempt.isOver) return
    attempt.isOver = true
    underWay.delete(attempt)
    overdue.cancel(attempt.question.request)
    if (!isClosed) then()
  }

  /** The last attempt is at the deadline, and then it is too late. */
  function again(question: Question, error: unknown): void {
    const attempt = question.attempt + 1
    onTrouble?.(`provider request ${question.request}, attempt ${attempt}`, error)
    const { deadline } = host.read(question.group, requests).pending.of(question.request)
    const at = Math.max(clock.now() + 1, Math.min(clock.now() + retryMs(attempt), deadline))
    due.set(question.request, at as Instant, { ...question, attempt })
  }

  /** An answer that could not be recorded is asked for again: providers are idempotent. */
  function conclude(question: Question, event: Event): void {
    const handled = decide(event)
    if (handled.is === 'refused') due.set(question.request, (clock.now() + REFUSED_RETRY_MS) as Instant, question)
  }

  const take = (group: GroupId, request: string) => due.set(request, clock.now(), { group, request, attempt: 0 })
  return {
    load(group) {
      for (const [request] of host.read(group, requests).pending.each()) take(group, request)
    },
    take,
    pump,
    nextAt() {
      const times = [hasRoom() ? due.peek()?.instant : undefined, overdue.peek()?.instant]
      const known = times.filter(time => time !== undefined)
      return known.length === 0 ? null : (Math.min(...known) as Instant)
    },
    get inFlight() {
      return underWay.size
    },
    [Symbol.dispose]() {
      isClosed = true
      for (const { controller } of underWay) controller.abort()
    },
  }
}
