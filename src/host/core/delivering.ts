import type { EventOf } from '../../events/event.ts'
import { addDays, type Instant, type LocalDay } from '../../events/ids.ts'
import type { Calendar } from '../calendar.ts'
import type { DueDelivery, Told } from '../context.ts'
import type { Deciding } from '../deciding.ts'
import type { Button, DueAnswer } from '../decision.ts'
import { guarded } from '../draft.ts'
import type { Saying } from '../messages.ts'
import type { DeepReadonly } from '../record.ts'
import { CORE } from './bonfire-plugin.ts'
import { type Delivery, deliveries, EVERY_CHAT } from './deliveries.ts'
import { membership } from './membership.ts'
import { menuOf } from './menus.ts'
import { owedPosting } from './owing.ts'
import { ABOVE_CAP, countHeldPost, countPost, holdPost, uncountPost } from './posting.ts'
import { recordAppeared } from './responding.ts'
import { setup } from './setup.ts'

/** First and longest wait before something is tried again, in milliseconds; it doubles in between. */
export const RETRY_MS_MIN = 5_000
export const RETRY_MS_MAX = 10 * 60_000
/** The least that `postpone` and a platform's wish for silence are taken for, so that nothing goes round in a circle. */
const PAUSE_MS_MIN = 1_000

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
  if (delivery.target === 'group' && live.read(setup).group.standing === 'gone') {
    record(deliveries.facts.withdrawn({ delivery: id, reason: 'bot-removed' }))
    return false
  }
  const key = keyOf(delivery)
  const due = plugins.all[index]!.due[key]
  const answer: DueAnswer = due
    ? guarded(`${delivery.plugin}/due.${key}`, () => due(contextOf(index) as never, seenBy(id, delivery)))
    : { due: 'send' }
  if (answer.due === 'send') leave(deciding, id, delivery, event.at)
  else if (answer.due === 'postpone')
    record(deliveries.facts.postponed({ delivery: id, until: notBefore(answer.until, event.at) }))
  else record(deliveries.facts.withdrawn({ delivery: id, reason: answer.reason }))
  return false
}

/** A post leaves only if the share of marketing allows it; else its plugin is told. */
function leave(deciding: Deciding, id: string, delivery: DeepReadonly<Delivery>, at: Instant): void {
  const { record } = deciding
  if (countPost(deciding, id, delivery, at)) {
    record(deliveries.facts.sending({ delivery: id, attempt: delivery.attempt + 1, at }))
    return
  }
  record(deliveries.facts.withdrawn({ delivery: id, reason: ABOVE_CAP }))
  tell(deciding, id, delivery, { is: 'failed', reason: ABOVE_CAP })
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
    if (isMarked && (!hasLeft(delivery) || delivery.attempt !== event.attempt)) continue
    recordOutcome(deciding, id, delivery, event)
  }
  const { outcome } = event
  if (outcome.is === 'throttled' && (!outcome.account || event.chat === EVERY_CHAT)) {
    const until = notBefore(outcome.until, event.at)
    deciding.record(deliveries.facts.throttled({ chat: event.chat ?? 'group', until }))
  }
  return false
}

/** It is on its way, or on a person's list. */
const hasLeft = ({ state }: DeepReadonly<Delivery>) => state === 'sending' || state === 'handed'

function recordOutcome(
  deciding: Deciding,
  delivery: string,
  record: DeepReadonly<Delivery>,
  event: EventOf<'outcome'>,
): void {
  const { facts } = deliveries
  const { outcome, at } = event
  // What leaves without a mark counts its attempts by their outcomes.
  const attempt = record.class === 'receipt' ? record.attempt + 1 : event.attempt
  const again = (at + retryMs(attempt)) as Instant
  switch (outcome.is) {
    case 'sent': {
      const { message } = outcome
      recordAppeared(deciding, delivery, record, message)
      if (event.part !== undefined) {
        return deciding.record(
          facts.partSent({ delivery, part: event.part, ...(message !== undefined && { message }) }),
        )
      }
      const sentAt = event.sentAt?.[delivery] ?? outcome.at
      countHeldPost(deciding, delivery, record, sentAt)
      deciding.record(facts.sent({ delivery, at: sentAt, ...(message !== undefined && { message }) }))
      offerMenu(deciding, record, at)
      if (record.action?.name === 'leave') deciding.record(setup.facts.parted({ at: sentAt }))
      return tell(deciding, delivery, record, { ...outcome, at: sentAt })
    }
    case 'handed':
      holdPost(deciding, delivery, record)
      return deciding.record(facts.handed({ delivery, at }))
    case 'throttled':
      uncountPost(deciding, delivery, record)
      return deciding.record(facts.refused({ delivery, reason: 'throttled', until: notBefore(outcome.until, at) }))
    case 'failed':
      uncountPost(deciding, delivery, record)
      if (outcome.again) {
        if (record.action && attempt === ACTION_ATTEMPTS_TOLD)
          tellOwner(deciding, deciding.live.say.notDone({ action: record.action.name }), at)
        return deciding.record(facts.refused({ delivery, reason: outcome.reason, until: again }))
      }
      deciding.record(facts.failed({ delivery, reason: outcome.reason }))
      if (record.action) tellOwner(deciding, deciding.live.say.notDone({ action: record.action.name }), at)
      return tell(deciding, delivery, record, { is: 'failed', reason: outcome.reason })
    case 'unknown': {
      const { reason } = outcome
      if (record.class !== 'broadcast') return deciding.record(facts.unknown({ delivery, reason, until: again }))
      // A broadcast goes out at most once: not knowing is written down, and a person decides.
      const { held, group } = deciding.live.read(deliveries)
      const number = group.heldCount + 1
      // Once: the list has all of them.
      if (held.size === 0) tellOwner(deciding, deciding.live.say.uncertain(), at)
      deciding.record(facts.unknown({ delivery, reason, until: null }))
      deciding.record(facts.held({ delivery, number, leftAt: record.leftAt ?? at }))
      tell(deciding, delivery, record, { is: 'unknown' })
    }
  }
}
/** After so many attempts the owner is told; it is tried on. */
const ACTION_ATTEMPTS_TOLD = 5

/** What the platform will not do, or nobody knows, a person may have to look at. */
function tellOwner({ record, draft, plugins }: Deciding, saying: Saying, at: Instant): void {
  if (!plugins.needsSetup) return
  const posting = { kind: 'posting', saying, class: 'notice', options: { to: 'owner' } } as const
  record(deliveries.facts.owed(owedPosting(CORE, posting, at, draft.nextId())))
}

/** Where there are no buttons, numbers answer from now on. */
function offerMenu({ plugins, record, live }: Deciding, delivery: DeepReadonly<Delivery>, at: Instant): void {
  if (!plugins.numbersAnswer || delivery.buttons.length === 0) return
  const { owner } = live.read(membership).group
  const menu = menuOf(delivery.buttons as readonly Button[], at, { target: delivery.target, owner })
  if (menu) record(menu)
}
const notBefore = (until: Instant, now: Instant) => Math.max(until, now + PAUSE_MS_MIN) as Instant

/**
 * What is too late to acknowledge is said in one line: when the bot was away, and that all of it counts. Such a line
 * that has not left yet is taken in, so that it stays one. A receipt for nothing that was done is no part of it: it is
 * said as it is, however late.
 */
export function decideExpired(deciding: Deciding, event: EventOf<'expired'>): boolean {
  const { kept } = deciding
  const { pending } = deciding.live.read(deliveries)
  const late: DeepReadonly<Delivery>[] = []
  for (const id of event.deliveries) {
    const delivery = kept?.pending?.[id] ?? pending.of(id)
    if ((!kept && !pending.has(id)) || (delivery.state !== 'queued' && delivery.state !== 'handed')) continue
    if (isAwayLine(delivery)) deciding.record(deliveries.facts.withdrawn({ delivery: id, reason: 'said-together' }))
    else if (delivery.asIs) {
      sayAsIs(deciding, id, delivery)
      continue
    } else {
      deciding.record(deliveries.facts.expired({ delivery: id }))
      tell(deciding, id, delivery, { is: 'failed', reason: 'expired' })
    }
    if (isAwayLine(delivery) || (delivery.class === 'receipt' && delivery.about !== null)) late.push(delivery)
  }
  if (late.length > 0) owingAwayLine(deciding, late, event.at)
  return false
}

/** With a word that it is late: what it says of a time may be over. */
function sayAsIs({ record, draft, live }: Deciding, delivery: string, late: DeepReadonly<Delivery>): void {
  const { plugin, says, target, about, replyTo, topic, buttons, at } = late
  const { plugin: core, key, params } = live.say.late({ at: live.settings.calendar.timeOf(at) })
  record(deliveries.facts.withdrawn({ delivery, reason: 'said-late' }))
  record(
    deliveries.facts.owed({
      ...{ delivery: draft.nextId(), plugin, class: 'receipt', target, asIs: true },
      says: [...says, { plugin: core, key, params }],
      ...(about !== null && { about }),
      ...(replyTo !== null && { replyTo }),
      ...(topic !== null && { topic }),
      ...(buttons.length > 0 && { buttons: buttons.map(button => ({ ...button })) }),
      ...{ at, notBefore: at, deadline: null },
    }),
  )
}

/** The line that says when the bot was away. */
export const isAwayLine = ({ class: cls, plugin, says }: DeepReadonly<Delivery>) =>
  cls === 'notice' && plugin === CORE && says[0]?.key === 'away'
const countOf = (delivery: DeepReadonly<Delivery>) =>
  isAwayLine(delivery) ? (delivery.says[0]!.params as { readonly count: number }).count : 1

/** A notice, so that it is said however long it takes, and never twice with other figures. */
function owingAwayLine(deciding: Deciding, late: readonly DeepReadonly<Delivery>[], now: Instant): void {
  const { say, settings } = deciding.live
  const from = Math.min(...late.map(({ at }) => at)) as Instant
  const count = late.reduce((sum, delivery) => sum + countOf(delivery), 0)
  const saying = say.away({ ...spanShown(settings.calendar, from, now), count })
  const posting = { kind: 'posting', saying, class: 'notice', options: { to: late[0]!.target } } as const
  deciding.record(deliveries.facts.owed({ ...owedPosting(CORE, posting, now, deciding.draft.nextId()), at: from }))
}

/** Such a line waits for so long, so that a connection that comes and goes is one line, in milliseconds. */
const MISSED_WAIT_MS = 30_000
/** Later, nobody remembers what they said then. */
const MISSED_MS_MAX = 30 * 60_000
/** From when until when, as the clock on the wall shows it: with its dates when it is not all on one. */
function spanShown(calendar: Calendar, from: Instant, to: Instant): { readonly from: string; readonly to: string } {
  const [first, last] = [calendar.timeOf(from), calendar.timeOf(to)]
  const [firstDay, lastDay] = [dateOf(calendar, from), dateOf(calendar, to)]
  if (firstDay === lastDay) return { from: first, to: last }
  return { from: `${firstDay.slice(5)} ${first}`, to: `${lastDay.slice(5)} ${last}` }
}
/** Past midnight it is still the group's day before, and the next date. */
function dateOf(calendar: Calendar, at: Instant): LocalDay {
  const day = calendar.dayOf(at)
  return calendar.timeOf(at) < calendar.dayStartsAt ? addDays(day, 1) : day
}

const isMissedLine = ({ plugin, says }: DeepReadonly<Delivery>) => plugin === CORE && says[0]?.key === 'missed'

/**
 * Says that what was said during an outage was not heard, in a group where somebody has spoken that day or the day
 * before. One line that has not left yet is taken in.
 */
export function oweMissedLine(deciding: Deciding, { from, to, at }: EventOf<'outage'>): void {
  const { live, record, draft } = deciding
  const { calendar } = live.settings
  const { activeDay } = live.read(membership).group
  if (activeDay === null || activeDay < addDays(calendar.dayOf(from), -1)) return
  const { pending } = live.read(deliveries)
  let since = from
  let notBefore = (at + MISSED_WAIT_MS) as Instant
  // A copy, since recording changes what is pending.
  for (const [delivery, earlier] of [...pending.each()]) {
    if (!isMissedLine(earlier) || earlier.state !== 'queued') continue
    since = Math.min(since, earlier.at) as Instant
    notBefore = Math.max(at, Math.min(notBefore, earlier.notBefore)) as Instant
    record(deliveries.facts.withdrawn({ delivery, reason: 'said-together' }))
  }
  const saying = live.say.missed(spanShown(calendar, since, to))
  const deadline = (at + MISSED_MS_MAX) as Instant
  const posting = { kind: 'posting', saying, class: 'broadcast', options: { notBefore, deadline } } as const
  record(deliveries.facts.owed({ ...owedPosting(CORE, posting, at, draft.nextId()), at: since }))
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

/** How long to wait after so many attempts have failed. Doubles each time, up to a limit. */
export function retryMs(attempts: number): number {
  return Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** Math.min(Math.max(attempts - 1, 0), 20))
}
