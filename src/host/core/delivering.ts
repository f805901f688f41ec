import type { EventOf } from '../../events/event.ts'
import type { Instant } from '../../events/ids.ts'
import { type Deciding, guarded } from '../deciding.ts'
import type { DueAnswer } from '../decision.ts'
import type { DueDelivery, Told } from '../plugin.ts'
import type { DeepReadonly } from '../record.ts'
import { type Delivery, deliveries, EVERY_CHAT } from './deliveries.ts'
import { owedPosting } from './owing.ts'

/** First and longest wait before something is tried again, in milliseconds; it doubles in between. */
export const RETRY_MS_MIN = 5_000
export const RETRY_MS_MAX = 10 * 60_000

/** The key under which a plugin's `due` and `outcomes` know a delivery. */
export function keyOf({ action, says }: DeepReadonly<Delivery>): string {
  return action ? `act:${action.name}` : (says[0]?.key ?? '')
}

/** Asked just before it leaves: the answer and the mark that it is leaving are one commit. */
export function decideDue(deciding: Deciding, event: EventOf<'due'>): boolean {
  const { live, plugins, record, contextOf, kept } = deciding
  const { pending } = live.read(deliveries)
  const id = event.delivery
  const delivery = kept?.pending?.[id] ?? pending.of(id)
  // Compare and swap: whoever comes second finds it no longer queued.
  if (!kept && (!pending.has(id) || delivery.state !== 'queued')) return false
  const index = plugins.byName.get(delivery.plugin)
  if (index === undefined) {
    record(deliveries.facts.withdrawn({ delivery: id, reason: 'plugin-gone' }))
    return false
  }
  if (isPast(delivery, event.at)) {
    record(deliveries.facts.expired({ delivery: id }))
    tell(deciding, id, delivery, { is: 'failed', reason: 'expired' })
    return false
  }
  const key = keyOf(delivery)
  const due = plugins.all[index]!.due[key]
  const answer: DueAnswer = due
    ? guarded(`${delivery.plugin}/due.${key}`, () => due(contextOf(index) as never, seenBy(id, delivery)))
    : { due: 'send' }
  if (answer.due === 'send')
    record(deliveries.facts.sending({ delivery: id, attempt: delivery.attempt + 1, at: event.at }))
  else if (answer.due === 'postpone') record(deliveries.facts.postponed({ delivery: id, until: answer.until }))
  else record(deliveries.facts.withdrawn({ delivery: id, reason: answer.reason }))
  return false
}

/** Whether a delivery's deadline has passed before its plugin could be asked. */
export function hasExpired({ live }: Pick<Deciding, 'live'>, event: EventOf<'due'>): boolean {
  return isPast(live.read(deliveries).pending.of(event.delivery), event.at)
}
const isPast = ({ deadline }: DeepReadonly<Delivery>, at: Instant) => deadline !== null && at > deadline

export function decideOutcome(deciding: Deciding, event: EventOf<'outcome'>): boolean {
  const { pending } = deciding.live.read(deliveries)
  for (const id of event.deliveries) {
    const delivery = deciding.kept?.pending?.[id] ?? pending.of(id)
    if (!deciding.kept && !pending.has(id)) continue
    const isMarked = delivery.class !== 'receipt'
    if (isMarked && (delivery.state !== 'sending' || delivery.attempt !== event.attempt)) continue
    recordOutcome(deciding, id, delivery, event)
  }
  const { outcome } = event
  if (outcome.is === 'throttled' && (!outcome.account || event.chat === EVERY_CHAT)) {
    deciding.record(deliveries.facts.throttled({ chat: event.chat ?? 'group', until: outcome.until }))
  }
  return false
}

function recordOutcome(
  deciding: Deciding,
  delivery: string,
  record: DeepReadonly<Delivery>,
  event: EventOf<'outcome'>,
): void {
  const { facts } = deliveries
  const { outcome, attempt, at } = event
  const again = (at + retryMs(attempt)) as Instant
  switch (outcome.is) {
    case 'sent': {
      const { message } = outcome
      if (event.part !== undefined) {
        return deciding.record(
          facts.partSent({ delivery, part: event.part, ...(message !== undefined && { message }) }),
        )
      }
      deciding.record(facts.sent({ delivery, at: outcome.at, ...(message !== undefined && { message }) }))
      return tell(deciding, delivery, record, outcome)
    }
    case 'throttled':
      return deciding.record(facts.refused({ delivery, reason: 'throttled', until: outcome.until }))
    case 'failed':
      if (outcome.again) return deciding.record(facts.refused({ delivery, reason: outcome.reason, until: again }))
      deciding.record(facts.failed({ delivery, reason: outcome.reason }))
      return tell(deciding, delivery, record, { is: 'failed', reason: outcome.reason })
    case 'unknown': {
      // A broadcast goes out at most once: not knowing is written down, and a person decides.
      const isHeld = record.class === 'broadcast'
      deciding.record(facts.unknown({ delivery, reason: outcome.reason, until: isHeld ? null : again }))
      if (isHeld) tell(deciding, delivery, record, { is: 'unknown' })
    }
  }
}

/** What is too late to acknowledge is said in one line: when the bot was away, and that all of it counts. */
export function decideExpired(deciding: Deciding, event: EventOf<'expired'>): boolean {
  const { live, kept } = deciding
  const { pending } = live.read(deliveries)
  const late: DeepReadonly<Delivery>[] = []
  for (const id of event.deliveries) {
    const delivery = kept?.pending?.[id] ?? pending.of(id)
    if ((!kept && !pending.has(id)) || delivery.state === 'sending') continue
    deciding.record(deliveries.facts.expired({ delivery: id }))
    tell(deciding, id, delivery, { is: 'failed', reason: 'expired' })
    if (delivery.class === 'receipt' && delivery.about !== null) late.push(delivery)
  }
  if (late.length === 0) return false
  const { timeOf } = live.settings.calendar
  const times = late.map(delivery => delivery.at)
  const saying = live.say.away({
    from: timeOf(Math.min(...times) as Instant),
    to: timeOf(event.at),
    count: late.length,
  })
  const posting = { kind: 'posting', saying, class: 'receipt', options: {} } as const
  const owed = owedPosting('bonfire', posting, event.at, deciding.draft.nextId())
  deciding.record(deliveries.facts.owed(owed))
  return false
}

function tell(deciding: Deciding, id: string, delivery: DeepReadonly<Delivery>, told: Told): void {
  const { plugins, contextOf, run } = deciding
  const index = plugins.byName.get(delivery.plugin)
  const key = keyOf(delivery)
  const outcome = index === undefined ? undefined : plugins.all[index]!.outcomes[key]
  if (index === undefined || !outcome) return
  run(index, `outcomes.${key}`, () => outcome(contextOf(index) as never, seenBy(id, delivery) as never, told as never))
}

function seenBy(id: string, delivery: DeepReadonly<Delivery>): DueDelivery {
  const params = (delivery.action?.data ?? delivery.says[0]?.params ?? {}) as Readonly<Record<string, unknown>>
  return { id, key: keyOf(delivery), params, attempt: delivery.attempt }
}

/** The wait doubles with each attempt, up to a limit. */
export function retryMs(attempt: number): number {
  return Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** Math.min(attempt, 20))
}
