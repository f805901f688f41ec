import type { Instant } from '../events/ids.ts'
import { deliveries, EVERY_CHAT } from '../host/core/deliveries.ts'
import { type ChatQueue, type Item, kindOf, LANES, type LaneName } from './chat-queue.ts'
import { createLane, type Lane } from './lane.ts'
import { createMarked } from './marked.ts'
import { type CallKind, type Share, shareOf } from './pacing.ts'
import { createReplies, type Replies } from './replies.ts'
import { createShipping, type Desk } from './shipping.ts'

/** Says what leaves next, in each chat and between chats. */
export interface Sending extends Pick<Replies, 'leaving' | 'recordShown' | 'recordAllShown'> {
  /** Sends what may leave this chat now; else sets the time to look again. */
  step(chat: ChatQueue, now: Instant): void
  /** Goes on with the chats that have waited longest for the account to have calls to spare. */
  stepLine(share: Share, now: Instant): void
}

/** Most reactions on their way in one chat. */
const REACTIONS_AT_ONCE_MAX = 30
/** A long text that cannot go on for longer than this is asked about again before it does, in milliseconds. */
const PAUSE_WITHIN_TEXT_MS_MAX = 60_000
const NEVER = Number.POSITIVE_INFINITY

export function createSending(desk: Desk): Sending {
  const { host, waiting, pacer, office, reach } = desk
  const everywhere = host.read(office, deliveries).silences
  const shipping = createShipping(desk)
  const replies = createReplies(desk, shipping, headOf)
  const marked = createMarked(desk, shipping, silenceIn)
  /** Chats that only wait for the account to have calls to spare. */
  const lines: Readonly<Record<Share, Lane<ChatQueue>>> = { replies: createLane(), postsAndActions: createLane() }
  let steppedLast: Share | null = null

  // In one chat

  function step(chat: ChatQueue, now: Instant): void {
    const silentUntil = silenceIn(chat)
    const isStuck = reach() === 'nothing' || silentUntil > now + PAUSE_WITHIN_TEXT_MS_MAX
    if (chat.shipment && !chat.isBusy && isStuck) shipping.breakOff(chat, chat.shipment)
    if (reach() === 'nothing') return
    const next = silentUntil > now ? silentUntil : Math.min(react(chat, now), chat.isBusy ? NEVER : ship(chat, now))
    if (next < NEVER) waiting.wake(chat, next)
    waiting.dropWhenIdle(chat)
  }

  /** Until when the platform wants silence: in this chat, or everywhere. */
  function silenceIn({ place, silences }: ChatQueue): number {
    const here = silences.of('member' in place ? place.member : 'group')
    return Math.max(here.until, everywhere.of(EVERY_CHAT).until)
  }

  function react(chat: ChatQueue, now: Instant): number {
    while (chat.reactionsUnderWay < REACTIONS_AT_ONCE_MAX) {
      const item = headOf(chat, chat.reactions, now)
      if (!item) return NEVER
      const at = callAt(chat, 'reaction', now)
      if (at > now) return at
      replies.sendReaction(chat, item)
    }
    return NEVER // each that comes back looks again
  }

  function ship(chat: ChatQueue, now: Instant): number {
    if (chat.shipment) {
      const at = callAt(chat, chat.shipment.kind, now)
      if (at > now) return at
      pacer.spend(chat.id, chat.shipment.kind, now)
      shipping.goOn(chat, chat.shipment)
      return NEVER
    }
    let next = NEVER
    if (chat.inLanes.items === 0) return next
    for (const lane of LANES) {
      const item = headOf(chat, chat.lanes[lane], now, lane === 'late')
      if (!item || (reach() !== 'everything' && !isReply(item, lane))) continue
      const at = callAt(chat, kindOf(item, lane), now)
      if (at <= now) {
        sendNext(chat, lane, item, now)
        return chat.isBusy ? NEVER : now
      }
      next = Math.min(next, at)
    }
    return next
  }

  function sendNext(chat: ChatQueue, lane: LaneName, item: Item, now: Instant): void {
    if (lane === 'late') return replies.tellLate(chat, item.group, now)
    if (item.answer) return replies.sendAnswer(chat, lane, item, item.answer)
    if (lane === 'receipt') return replies.sendReceipts(chat, now)
    return marked.send(chat, lane, item, now)
  }

  function headOf(chat: ChatQueue, lane: Lane<Item>, now: Instant, mayBeLate = false): Item | undefined {
    for (let item = lane.peek(); item; item = lane.peek()) {
      const isLate = !mayBeLate && item.deadline !== null && item.deadline < now
      if (waiting.isOwed(item) && !isLate && !hasMoved(item, chat)) return item
      lane.shift()
    }
    return undefined
  }
  /** The group has another owner by now. */
  function hasMoved(item: Item, chat: ChatQueue): boolean {
    if (item.answer || waiting.recordOf(item).target !== 'owner') return false
    const place = waiting.placeOf(item)
    if (place && 'member' in place && 'member' in chat.place && place.member === chat.place.member) return false
    waiting.add(item)
    return true
  }

  // Between chats

  /**
   * When such a call may be made here: `now`, or later. Where only the account has none to spare, the chat stands in
   * line for it instead: 10,000 chats that all looked again each second would be at nothing else.
   */
  function callAt(chat: ChatQueue, kind: CallKind, now: Instant): number {
    const here = pacer.chatFreeAt(chat.id, kind)
    if (here > now) return here
    if (pacer.accountFreeAt(shareOf(kind), chat.id) <= now) return now
    lines[shareOf(kind)].push(chat)
    wakeLine(shareOf(kind))
    return NEVER
  }
  function wakeLine(share: Share): void {
    const first = lines[share].peek()!
    const at = Math.ceil(pacer.accountFreeAt(share, first.id)) as Instant
    waiting.wakes.set(`a:${share}`, at, { is: 'account', share })
  }
  /** Where a pause between chats leaves room for one call, both lines take turns: neither waits for the other's end. */
  function stepLine(share: Share, now: Instant): void {
    const other = share === 'replies' ? 'postsAndActions' : 'replies'
    if (share === steppedLast && lines[other].size > 0) goThrough(other, now)
    goThrough(share, now)
  }
  function goThrough(share: Share, now: Instant): void {
    const line = lines[share]
    for (let chat = line.peek(); chat && pacer.accountFreeAt(share, chat.id) <= now; chat = line.peek()) {
      line.shift()
      steppedLast = share
      step(chat, now)
    }
    if (line.size > 0) wakeLine(share)
  }

  const { leaving, recordShown, recordAllShown } = replies
  return { step, stepLine, leaving, recordShown, recordAllShown }
}

const isReply = (item: Item, lane: LaneName) => lane !== 'late' && (item.class === 'answer' || item.class === 'receipt')
