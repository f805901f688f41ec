import type { Adapter, Capabilities, Outgoing, Pacing, Update } from '../adapters/adapter.ts'
import type { Standing } from '../events/event.ts'
import type { GroupId, Instant, MemberId, MessageId } from '../events/ids.ts'
import type { Clock } from '../scheduler/clock.ts'
import { SIMULATED_CAPABILITIES, SIMULATED_PACING } from './simulated-abilities.ts'
import { type CallFault, type ChatLine, createSimulatedCalls } from './simulated-calls.ts'
import { type ChatState, createSimulatedChats } from './simulated-chats.ts'
import { type Author, createSimulatedMessages } from './simulated-messages.ts'
import { createSimulatedPeople, type PeopleState, type SimulatedPeople } from './simulated-people.ts'
import { createSimulatedReactions, type ReactionCount, type ReactionsState } from './simulated-reactions.ts'
import { createSimulatedUpdates, type UpdateFate, type UpdateFault } from './simulated-updates.ts'

export { type CallFault, type ChatLine, linesOf } from './simulated-calls.ts'
export type { UpdateFate, UpdateFault } from './simulated-updates.ts'

/** Everything a platform knows: JSON, so that it can be kept between runs. */
export interface PlatformState {
  nextMessage: number
  nextUpdate: number
  /** Who is in which group, and what they are called. */
  people: PeopleState
  /** Updates that the bot has not confirmed, oldest first. */
  unconfirmed: Update[]
  /** Groups whose chats have ids of their own. Absent: a chat has its group's name. */
  chats?: Record<string, ChatState>
  /** Who wrote the latest messages in groups, by message. */
  authors?: Record<string, Author>
  /** Who has put which emoji on those. */
  reactions?: ReactionsState
}

export const emptyPlatformState = (): PlatformState => ({ nextMessage: 1, nextUpdate: 1, people: {}, unconfirmed: [] })

export interface SimulatedPlatformOptions {
  readonly clock: Clock
  readonly state?: PlatformState
  readonly capabilities?: Partial<Capabilities>
  readonly pacing?: Partial<Pacing>
  /** An `@name` in a group mentions whoever there has that name, as picked from a phone's list. Default: true. */
  readonly picksMentions?: boolean
  /** Decides what goes wrong with a call. Default: nothing. */
  readonly fault?: (outgoing: Outgoing) => CallFault | null
  /** Decides what goes wrong with an update. Default: nothing. */
  readonly updateFault?: (update: Update) => UpdateFault | null
  /** Called with updates and what became of them. */
  readonly onUpdates?: (fate: UpdateFate, updates: readonly Update[]) => void
  /** Called after the state has changed, before anything is handed to the bot: what is kept now is never forgotten. */
  readonly keep?: () => Promise<void> | void
  readonly onLine?: (line: ChatLine) => void
  /** A batch was not taken. It is handed in again a second later. */
  readonly onRefused?: (error: unknown) => void
}

/**
 * A messenger in memory: groups, people, and a bot account that is connected or not. A chat has its group's name,
 * unless the bot is brought there.
 */
export interface SimulatedPlatform extends Adapter, Pick<SimulatedPeople, 'idOf' | 'person'> {
  readonly state: PlatformState
  readonly isConnected: boolean
  joins(group: GroupId, member: MemberId, inviter?: MemberId): Promise<void>
  leaves(group: GroupId, member: MemberId): Promise<void>
  says(group: GroupId, member: MemberId, text: string, more?: SaysMore): Promise<MessageId>
  presses(
    group: GroupId,
    member: MemberId,
    message: MessageId,
    button: string,
    more?: { readonly private?: boolean },
  ): Promise<void>
  /**
   * Somebody puts an emoji on a message of a group, in place of the one they have there, or takes it back. The bot is
   * told of it where it is an admin. False: nothing changes by it, or the message is not remembered.
   */
  reacts(group: GroupId, member: MemberId, message: MessageId, emoji: string, on: boolean): Promise<boolean>
  /** What stands below a message of a group now. */
  reactionsTo(message: MessageId): readonly ReactionCount[]
  /** The last message of somebody, or of the bot, in a group, or the one so many before it. Undefined: it is not remembered. */
  lastOf(author: Author, before?: number): MessageId | undefined
  /** Somebody makes the bot an admin of a group's chat, or removes it. From the first time on the chat has its own id. */
  stands(group: GroupId, standing: Standing['is']): Promise<void>
  /** The group's chat gets another id. */
  migrates(group: GroupId): Promise<void>
  /** Whether what they say in the group gets through: in one that is read-only it does for admins alone. */
  maySpeak(group: GroupId, member: MemberId): boolean
  /** The bot is told who is in the chat. */
  lists(group: GroupId): Promise<void>
  /** Hands the bot what it has not confirmed. Nothing when it is not connected or still busy with the last batch. */
  poll(): void
  disconnect(): void
  connect(): void
  /** The bot's process is gone; what it had not confirmed stays. */
  drop(): void
  /** Answers calls whose time has come. */
  pump(now: Instant): void
  nextAt(): Instant | null
  /** Batches handed over and not yet confirmed, and calls that are answered later. */
  readonly isHanding: boolean
  readonly held: number
}
export interface SaysMore {
  readonly private?: boolean
  readonly photo?: boolean
  readonly replyTo?: MessageId
  /** Whom it mentions. Default: who is named in it. */
  readonly mentions?: readonly MemberId[]
}

export function createSimulatedPlatform(options: SimulatedPlatformOptions): SimulatedPlatform {
  const { clock, state = emptyPlatformState(), keep = () => {}, onLine = () => {} } = options
  const capabilities = { ...SIMULATED_CAPABILITIES, ...options.capabilities }
  state.chats ??= {}
  const chats = createSimulatedChats(state.chats)
  state.reactions ??= {}
  const reactions = createSimulatedReactions(state.reactions)
  const messages = createSimulatedMessages(state, reactions.forget)
  const { idOf, person, who, isIn, isInCharge, everybodyIn, mentionedIn } = createSimulatedPeople(state.people)
  const { updateFault, onUpdates, onRefused } = options
  const updates = createSimulatedUpdates({
    ...{ clock, keep, unconfirmed: state.unconfirmed, redelivers: capabilities.redelivers },
    ...(updateFault && { fault: updateFault }),
    ...(onUpdates && { onUpdates }),
    ...(onRefused && { onRefused }),
  })
  const { accept } = updates

  const updateCause = (kind: string) => `${kind}:sim:${state.nextUpdate++}`

  async function joins(group: GroupId, member: MemberId, inviter?: MemberId): Promise<void> {
    const { groups } = state.people[member]!
    if (groups.includes(group)) return
    groups.push(group)
    const at = clock.now()
    onLine({ is: 'joined', at, group, member })
    if (chats.isGone(group)) return
    await accept({
      kind: 'joined',
      cause: updateCause('member'),
      chat: chats.idOf(group),
      at,
      who: who(member),
      ...(inviter && { inviter }),
    })
  }
  async function leaves(group: GroupId, member: MemberId): Promise<void> {
    if (!isIn(group, member)) return
    onLine({ is: 'left', at: clock.now(), group, member })
    await goes(group, member)
  }
  /** `by`: who has removed them. */
  async function goes(group: GroupId, member: MemberId, by?: MemberId): Promise<void> {
    const someone = state.people[member]!
    someone.groups = someone.groups.filter(id => id !== group)
    if (chats.isGone(group)) return
    const base = { cause: updateCause('member'), chat: chats.idOf(group), at: clock.now() }
    await accept({ kind: 'left', ...base, who: who(member), ...(by && { by }) })
  }
  async function says(group: GroupId, member: MemberId, text: string, more: SaysMore = {}): Promise<MessageId> {
    const isPrivate = more.private === true
    const message = messages.next(member, isPrivate)
    if (!isPrivate && !maySpeak(group, member)) return message
    const at = clock.now()
    const isPicked = !isPrivate && options.picksMentions !== false
    const { mentions = isPicked ? mentionedIn(group, text) : [], ...rest } = more
    const answers = more.replyTo && messages.authorOf(more.replyTo)
    const reply = { ...(answers && { answers }), ...(more.replyTo && { replyTo: more.replyTo }) }
    const shown = { ...(more.photo && { photo: true as const }), ...reply }
    onLine({ is: 'said', at, group, message, member, text, private: isPrivate, ...shown })
    if (!isPrivate && chats.isGone(group)) return message
    await accept({
      kind: 'said',
      cause: `msg:${group}:${message}`,
      chat: isPrivate ? chats.privateChatOf(group, member) : chats.idOf(group),
      at,
      who: who(member),
      message,
      text,
      ...rest,
      ...(answers && answers !== 'bot' && { repliesTo: answers }),
      ...(mentions.length > 0 && { mentions }),
    })
    return message
  }
  const maySpeak = (group: GroupId, member: MemberId) => !chats.isReadOnly(group) || isInCharge(member)
  async function presses(
    group: GroupId,
    member: MemberId,
    message: MessageId,
    button: string,
    more: { readonly private?: boolean } = {},
  ): Promise<void> {
    const isPrivate = more.private === true
    await accept({
      kind: 'pressed',
      cause: updateCause('press'),
      chat: isPrivate ? chats.privateChatOf(group, member) : chats.idOf(group),
      at: clock.now(),
      who: who(member),
      message,
      button,
      ...(isPrivate && { private: true }),
    })
  }
  async function reacts(
    group: GroupId,
    member: MemberId,
    message: MessageId,
    emoji: string,
    on: boolean,
  ): Promise<boolean> {
    if (!isIn(group, member) || messages.authorOf(message) === undefined) return false
    const changes = reactions.set(message, member, emoji, on)
    const at = clock.now()
    for (const change of changes) onLine({ is: 'reacted', at, group, message, by: member, ...change })
    if (changes.length === 0 || !capabilities.reactions || chats.standing(group) !== 'admin') return changes.length > 0
    const base = { cause: updateCause('reaction'), chat: chats.idOf(group), at }
    const [had, has] = [changes.some(change => !change.on), changes.some(change => change.on)]
    await accept({ kind: 'reacted', ...base, who: who(member), message, had, has })
    return true
  }

  // The bot in a chat

  async function stands(group: GroupId, is: Standing['is']): Promise<void> {
    chats.stand(group, is)
    const standing = { is }
    const base = { cause: updateCause('standing'), chat: chats.idOf(group), at: clock.now() }
    await accept({ kind: 'standing', ...base, standing, title: group })
  }
  async function migrates(group: GroupId): Promise<void> {
    const { from: chat, to } = chats.move(group)
    await accept({ kind: 'migrated', cause: updateCause('migrate'), at: clock.now(), chat, to })
  }
  function botLeaves(group: GroupId): void {
    chats.leave(group)
    const base = { cause: updateCause('standing'), chat: chats.idOf(group), at: clock.now() }
    void accept({ kind: 'standing', ...base, standing: { is: 'gone' } })
  }
  async function lists(group: GroupId): Promise<void> {
    const base = { cause: updateCause('roster'), chat: chats.idOf(group), at: clock.now() }
    await accept({ kind: 'roster', ...base, people: everybodyIn(group) })
  }

  // Calls

  const calls = createSimulatedCalls({
    ...{ clock, capabilities, chats, messages, reactions, keep, onLine },
    isConnected: () => updates.isConnected,
    door: {
      isIn,
      isInCharge,
      standing: chats.standing,
      takeOut: (group, member) => void goes(group, member, idOf('bot')),
      setReadOnly: chats.setReadOnly,
      botLeaves,
      newLink: () => `https://messenger.example/+${state.nextUpdate++}`,
    },
    fault: outgoing => options.fault?.(outgoing) ?? null,
  })

  return {
    state,
    capabilities,
    pacing: { ...SIMULATED_PACING, ...options.pacing },
    get isConnected() {
      return updates.isConnected
    },
    idOf,
    person,
    joins,
    leaves,
    says,
    presses,
    reacts,
    reactionsTo: reactions.on,
    lastOf: messages.lastOf,
    stands,
    migrates,
    lists,
    maySpeak,
    poll: updates.poll,
    send: calls.send,
    start: updates.start,
    disconnect: updates.disconnect,
    connect: updates.connect,
    drop() {
      updates.drop()
      calls.drop()
    },
    pump(now) {
      updates.pump(now)
      calls.pump(now)
    },
    nextAt() {
      const times = [updates.nextAt(), calls.nextAt()].filter(time => time !== null)
      return times.length === 0 ? null : (Math.min(...times) as Instant)
    },
    get isHanding() {
      return updates.isHanding
    },
    get held() {
      return calls.unanswered
    },
    async [Symbol.asyncDispose]() {
      this.drop()
      await updates.taken()
    },
  }
}
