import type { Event } from '../events/event.ts'
import type { GroupId, Instant } from '../events/ids.ts'
import { retryMs } from '../host/core/delivering.ts'
import { requests } from '../host/core/exchange.ts'
import type { Handled, Host } from '../host/host.ts'
import type { Clock } from '../scheduler/clock.ts'
import { createTimerQueue } from '../scheduler/timers.ts'

/** How long one attempt of a provider may take, in milliseconds. */
const ATTEMPT_MS_MAX = 60_000

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
  readonly inFlight: number
}

interface Question {
  readonly group: GroupId
  readonly request: string
  readonly attempt: number
}

export function createProviders({ host, clock, decide, onTrouble }: ProvidersOptions): Providers {
  const due = createTimerQueue<Question>()
  const running = new Set<AbortController>()
  let isClosed = false

  function pump(now: Instant): void {
    for (let timer = due.popDue(now); timer; timer = due.popDue(now)) ask(timer.value, now)
  }

  function ask(question: Question, now: Instant): void {
    const { group, request } = question
    const { pending } = host.read(group, requests)
    if (!pending.has(request)) return
    const { plugin, provider: name, data, deadline } = pending.of(request)
    const provider = host.plugins.find(loaded => loaded.name === plugin)?.providers[name]?.provider
    if (!provider || now >= deadline) {
      const reason = provider ? 'no answer before the deadline' : 'the plugin is gone'
      return conclude(question, { kind: 'unprovided', reason, request, ...place(question, now) })
    }
    const controller = new AbortController()
    const signal = AbortSignal.any([controller.signal, AbortSignal.timeout(ATTEMPT_MS_MAX)])
    running.add(controller)
    Promise.resolve()
      .then(() => provider.provide(data as never, { signal }))
      .then(answer => provider.answer.parse(answer))
      .then(
        answer =>
          finish(controller, () =>
            conclude(question, { kind: 'provided', request, answer, ...place(question, clock.now()) }),
          ),
        error => finish(controller, () => again(question, error)),
      )
  }
  const place = ({ group, request }: Question, at: Instant) => ({ group, at, cause: `provided:${request}` })

  function finish(controller: AbortController, then: () => void): void {
    running.delete(controller)
    if (!isClosed) then()
  }

  function again(question: Question, error: unknown): void {
    const attempt = question.attempt + 1
    onTrouble?.(`provider request ${question.request}, attempt ${attempt}`, error)
    due.set(question.request, (clock.now() + retryMs(attempt)) as Instant, { ...question, attempt })
  }

  /** An answer that could not be recorded is asked for again: providers are idempotent. */
  function conclude(question: Question, event: Event): void {
    const handled = decide(event)
    if (handled.is === 'refused') again(question, handled.error)
  }

  return {
    load(group) {
      for (const [request] of host.read(group, requests).pending.each()) this.take(group, request)
    },
    take: (group, request) => due.set(request, clock.now(), { group, request, attempt: 0 }),
    pump,
    nextAt: () => due.peek()?.instant ?? null,
    get inFlight() {
      return running.size
    },
    [Symbol.dispose]() {
      isClosed = true
      for (const controller of running) controller.abort()
    },
  }
}
