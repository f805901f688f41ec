import type { GroupId, Instant, MemberId } from '../events/ids.ts'
import { type Delivery, deliveries } from '../host/core/deliveries.ts'
import { isAwayLine } from '../host/core/delivering.ts'
import { membership } from '../host/core/membership.ts'
import type { Host } from '../host/host.ts'
import type { DeepReadonly } from '../host/record.ts'
import { createTimerQueue, type TimerQueue } from '../scheduler/timers.ts'
import { type ChatQueue, createChatQueue, type Item, idOf, isIdle, type Place } from './chat-queue.ts'
import type { Composer } from './composing.ts'
import type { Lane } from './lane.ts'
import type { Share } from './pacing.ts'

/** Something to look at again, and why. */
export type Wake =
  /** Something may leave in this chat. */
  | { readonly is: 'chat'; readonly chat: ChatQueue }
  /** The account may make such calls again: the first chats in line go on. */
  | { readonly is: 'account'; readonly share: Share }
  /** Its time has come. */
  | { readonly is: 'ready'; readonly item: Item }
  /** Its deadline has passed. */
  | { readonly is: 'expired'; readonly item: Item }
  /** Receipts have become reactions, and that is to be recorded. */
  | { readonly is: 'shown'; readonly group: GroupId }
  /** A call was never answered. */
  | { readonly is: 'overdue'; readonly giveUp: () => void }

/** Everything that waits to leave: in which chat, in which lane, and until when. */
export interface Waiting {
  /** What is looked at again, but for chats. */
  readonly wakes: TimerQueue<Wake>
  /** Takes out what is due next. Null when nothing is. */
  popDue(now: Instant): Wake | null
  nextAt(): Instant | null
  readonly chats: ReadonlyMap<string, ChatQueue>
  recordOf(item: Item): DeepReadonly<Delivery>
  /** It is still to be sent: not over, not on its way, not held. */
  isOwed(item: Item): boolean
  /** As `isOwed`, or on a person's list. */
  isOpen(item: Item): boolean
  /** Where it goes. Null: to the owner, and nobody knows yet who that is, or they have not opened their private chat. */
  placeOf(item: Item): Place | null
  /** Puts it at the end of its lane. */
  add(item: Item): void
  /** Puts it at the front of its lane again: it was certainly not sent. */
  putBack(item: Item): void
  /** It is past its deadline: what is said of it now is one line together with others. */
  addLate(item: Item): void
  setAside(item: Item, until: Instant): void
  /** Looks at it again when its deadline has passed. */
  watchDeadline(item: Item): void
  /** It is over: nothing will look at it again. */
  forget(id: string): void
  /** Takes up what waits for an owner, now that there is one. */
  ownerKnown(group: GroupId): void
  /** The line that says when the bot was away, when it waits in this chat. */
  awayLineIn(chat: ChatQueue, group: GroupId): string | undefined
  wake(chat: ChatQueue, at?: number): void
  dropWhenIdle(chat: ChatQueue): void
}

/** Most answers that wait in one chat: beyond, the oldest is not given any more. */
const ANSWERS_WAITING_MAX = 100

/** Chats kept although nothing waits in them: most are needed again at once. */
const CHATS_KEPT_MAX = 1_000

export interface WaitingOptions {
  readonly host: Host
  readonly composer: Composer
  /** Where it is recorded what private chats have to wait for. */
  readonly office: GroupId
  /** A private chat may have to be opened by its member first. */
  readonly canWriteTo: (member: MemberId) => boolean
}

export function createWaiting({ host, composer, office, canWriteTo }: WaitingOptions): Waiting {
  const wakes = createTimerQueue<Wake>()
  // A queue of their own: a chat is woken again and again, and among 100,000 receipts that took 100 µs each time.
  const chatWakes = createTimerQueue<Wake>()
  const chats = new Map<string, ChatQueue>()
  const withoutOwner = new Map<string, Item>()
  const awayLines = new Map<string, Item>()

  const pendingIn = (group: GroupId) => host.read(group, deliveries).pending
  const recordOf = ({ group, id }: Item) => pendingIn(group).of(id) as DeepReadonly<Delivery>
  const isOwed = (item: Item) =>
    item.answer !== undefined || (pendingIn(item.group).has(item.id) && recordOf(item).state === 'queued')

  const isOpen = (item: Item) =>
    isOwed(item) || (pendingIn(item.group).has(item.id) && recordOf(item).state === 'handed')

  function placeOf(item: Item): Place | null {
    const { target } = item.answer?.owed ?? recordOf(item)
    if (target === 'group') return { group: item.group }
    if (target !== 'owner') return { member: target.member }
    const { owner } = host.read(item.group, membership).group
    return owner === null || !canWriteTo(owner) ? null : { member: owner }
  }

  function chatAt(place: Place): ChatQueue {
    const id = idOf(place)
    const known = chats.get(id)
    if (known) return known
    const chat = createChatQueue(place, host.read('group' in place ? place.group : office, deliveries).silences)
    chats.set(id, chat)
    return chat
  }
  const wake = (chat: ChatQueue, at = 0) => chatWakes.set(chat.id, at as Instant, { is: 'chat', chat })

  function add(item: Item): void {
    if (!isOwed(item)) return
    const place = placeOf(item)
    if (!place) return holdForOwner(item)
    const chat = chatAt(place)
    const lane = laneOf(chat, item)
    if (item.answer && lane.size >= ANSWERS_WAITING_MAX) lane.shift()
    lane.push(item)
    if (!item.answer && isAwayLine(recordOf(item))) awayLines.set(`${chat.id} ${item.group}`, item)
    wake(chat)
  }
  /** An answer does not wait for somebody unknown. */
  function holdForOwner(item: Item): void {
    if (!item.answer) withoutOwner.set(item.id, item)
  }
  function laneOf(chat: ChatQueue, item: Item): Lane<Item> {
    if (item.answer) return chat.lanes[item.answer.partsSent > 0 ? 'unfinished' : 'answer']
    const record = recordOf(item)
    const isReaction = item.class === 'receipt' && !item.inWords && composer.reaction(item.group, record, chat.place)
    if (isReaction) return chat.reactions
    return chat.lanes[record.partsSent > 0 ? 'unfinished' : item.class]
  }

  return {
    wakes,
    popDue(now) {
      // What is ready now is in its lane before its chat is looked at.
      const isChatFirst = instantOf(chatWakes) < instantOf(wakes)
      return (isChatFirst ? chatWakes : wakes).popDue(now)?.value ?? null
    },
    nextAt() {
      const next = Math.min(instantOf(chatWakes), instantOf(wakes))
      return next === Number.POSITIVE_INFINITY ? null : (next as Instant)
    },
    chats,
    recordOf,
    isOwed,
    isOpen,
    placeOf,
    add,
    putBack(item) {
      const place = isOwed(item) ? placeOf(item) : null
      if (!place) return
      const chat = chatAt(place)
      laneOf(chat, item).putBack(item)
      wake(chat)
    },
    addLate(item) {
      const place = placeOf(item)
      if (!place) return
      const chat = chatAt(place)
      chat.lanes.late.push(item)
      wake(chat)
    },
    setAside: (item, until) => wakes.set(`d:${item.id}`, until, { is: 'ready', item }),
    watchDeadline(item) {
      if (item.deadline !== null) wakes.set(`x:${item.id}`, (item.deadline + 1) as Instant, { is: 'expired', item })
    },
    forget(id) {
      wakes.cancel(`d:${id}`)
      wakes.cancel(`x:${id}`)
      withoutOwner.delete(id)
    },
    ownerKnown(group) {
      const waiting = [...withoutOwner.values()].filter(item => item.group === group)
      for (const item of waiting) {
        withoutOwner.delete(item.id)
        if (isOwed(item)) add(item)
      }
    },
    awayLineIn(chat, group) {
      const key = `${chat.id} ${group}`
      const line = awayLines.get(key)
      if (line && isOwed(line)) return line.id
      awayLines.delete(key)
      return undefined
    },
    wake,
    dropWhenIdle(chat) {
      if (chats.size > CHATS_KEPT_MAX && isIdle(chat)) chats.delete(chat.id)
    },
  }
}

const instantOf = (queue: TimerQueue<Wake>) => queue.peek()?.instant ?? Number.POSITIVE_INFINITY
