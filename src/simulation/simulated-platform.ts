import type { Adapter, Capabilities, Intake, Outgoing, Pacing, Update } from '../adapters/adapter.ts'
import type { Person, Role, Standing } from '../events/event.ts'
import { type GroupId, type Instant, MemberId, type MessageId } from '../events/ids.ts'
import type { Clock } from '../scheduler/clock.ts'
import { createTimerQueue } from '../scheduler/timers.ts'
import { SIMULATED_CAPABILITIES, SIMULATED_PACING } from './simulated-abilities.ts'
import { type CallFault, type ChatLine, createSimulatedCalls } from './simulated-calls.ts'
import { type ChatState, createSimulatedChats } from './simulated-chats.ts'
import { type Author, createSimulatedMessages, mentionedIn } from './simulated-messages.ts'

export { type CallFault, type ChatLine, linesOf } from './simulated-calls.ts'

/** What goes wrong with one update on its way to the bot. */
export type UpdateFault =
  /** It arrives so much later: others overtake it. */
  | { readonly is: 'late'; readonly byMs: number }
  /** It arrives now, and the same once more so much later. */
  | { readonly is: 'again'; readonly afterMs: number }

/** What becomes of updates: the platform has them, then the bot, then they are durable there; or they never reach it. */
export type UpdateFate = 'accepted' | 'handed' | 'confirmed' | 'lost'

/** Everything a platform knows: JSON, so that it can be kept between runs. */
export interface PlatformState {
  nextMessage: number
  nextUpdate: number
  /** Who is in which group, and what they are called. */
  people: Record<string, { name: string; role: Role; groups: GroupId[] }>
  /** Updates that the bot has not confirmed, oldest first. */
  unconfirmed: Update[]
  /** Groups whose chats have ids of their own. Absent: a chat has its group's name. */
  chats?: Record<string, ChatState>
  /** Who wrote the latest messages in groups, by message. */
  authors?: Record<string, Author>
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
export interface SimulatedPlatform extends Adapter {
  readonly state: PlatformState
  readonly isConnected: boolean
  idOf(name: string): MemberId
  /** The person's id; made when first named. */
  person(name: string, role?: Role): MemberId
  joins(group: GroupId, member: MemberId, inviter?: MemberId): Promise<void>
  leaves(group: GroupId, member: MemberId): Promise<void>
  says(group: GroupId, member: MemberId, text: string, more?: SaysMore): Promise<MessageId>
  presses(group: GroupId, member: MemberId, message: MessageId, button: string): Promise<void>
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

/** Updates in one batch: Telegram's `getUpdates` gives at most 100. */
const BATCH_MAX = 100
/** A batch that could not be taken is handed in again after this, in milliseconds. */
const REDELIVERY_MS = 1_000

export function createSimulatedPlatform(options: SimulatedPlatformOptions): SimulatedPlatform {
  const { clock, state = emptyPlatformState(), keep = () => {}, onLine = () => {}, onUpdates = () => {} } = options
  const capabilities = { ...SIMULATED_CAPABILITIES, ...options.capabilities }
  state.chats ??= {}
  const chats = createSimulatedChats(state.chats)
  const messages = createSimulatedMessages(state)
  /** Updates on their way, and the next try after a refusal. */
  const arriving = createTimerQueue<() => void>()
  let intake: Intake | null = null
  let isConnected = false
  let isHanding = false
  let isCaughtUp = false
  let notBefore = 0
  let arrivals = 0
  let session = 0
  let taking: Promise<void> = Promise.resolve()

  // People

  const idOf = (name: string) => MemberId.parse(`sim:${encodeURIComponent(name.toWellFormed())}`)

  function person(name: string, role: Role = 'member'): MemberId {
    const id = idOf(name)
    const known = state.people[id]
    if (!known) state.people[id] = { name, role, groups: [] }
    else if (role !== 'member') known.role = role
    return id
  }
  function who(member: MemberId): Person {
    const { name, role } = state.people[member]!
    return { member, name, ...(role !== 'member' && { role }) }
  }
  const peopleIn = (group: GroupId) =>
    Object.keys(state.people).flatMap(id => (state.people[id]!.groups.includes(group) ? [MemberId.parse(id)] : []))
  const updateCause = (kind: string) => `${kind}:sim:${state.nextUpdate++}`

  /** The platform has the update: kept first, then handed over. */
  async function accept(update: Update): Promise<void> {
    const fault = options.updateFault?.(update) ?? null
    onUpdates('accepted', [update])
    if (fault?.is === 'late') later(update, fault.byMs)
    else arrive(update)
    if (fault?.is === 'again') later({ ...update }, fault.afterMs)
    await keep()
    poll()
  }
  function later(update: Update, afterMs: number): void {
    const arriveLate = () => {
      arrive(update)
      poll()
    }
    arriving.set(`update:${arrivals++}`, (clock.now() + afterMs) as Instant, arriveLate)
  }
  function arrive(update: Update): void {
    if (capabilities.redelivers || isConnected) state.unconfirmed.push(update)
    else onUpdates('lost', [update])
  }

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
  const isIn = (group: GroupId, member: MemberId) => state.people[member]?.groups.includes(group) === true
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
    const { mentions = isPrivate ? [] : picked(group, text), ...rest } = more
    const answers = more.replyTo && messages.authorOf(more.replyTo)
    const shown = { ...(more.photo && { photo: true as const }), ...(answers && { answers }) }
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
  const isInCharge = (member: MemberId) => ['admin', 'owner'].includes(state.people[member]?.role ?? '')
  const maySpeak = (group: GroupId, member: MemberId) => !chats.isReadOnly(group) || isInCharge(member)
  function picked(group: GroupId, text: string): readonly MemberId[] {
    if (options.picksMentions === false || !text.includes('@')) return []
    return mentionedIn(
      text,
      peopleIn(group).map(member => ({ member, name: state.people[member]!.name })),
    )
  }
  async function presses(group: GroupId, member: MemberId, message: MessageId, button: string): Promise<void> {
    await accept({
      kind: 'pressed',
      cause: updateCause('press'),
      chat: chats.idOf(group),
      at: clock.now(),
      who: who(member),
      message,
      button,
    })
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
    await accept({ kind: 'roster', ...base, people: peopleIn(group).map(who) })
  }

  // Updates

  function poll(): void {
    if (!intake || !isConnected || isHanding || clock.now() < notBefore) return
    const batch = state.unconfirmed.slice(0, BATCH_MAX)
    if (batch.length > 0) onUpdates('handed', batch)
    if (batch.length === 0) {
      if (!isCaughtUp) {
        isCaughtUp = true
        intake.caughtUp()
      }
      return
    }
    isHanding = true
    const mine = session
    taking = intake.take(batch)
    taking.then(
      () => confirm(mine, batch),
      error => {
        if (mine !== session) return
        options.onRefused?.(error)
        isHanding = false
        notBefore = clock.now() + REDELIVERY_MS
        arriving.set('redelivery', notBefore as Instant, poll)
      },
    )
  }
  function confirm(of: number, batch: readonly Update[]): void {
    if (of !== session) return
    // Where nothing comes again, those that were here when the connection broke are gone already.
    const isFirst = (update: Update) => state.unconfirmed[0] === update
    onUpdates(
      'confirmed',
      batch.filter(update => isFirst(update) && state.unconfirmed.shift()),
    )
    isHanding = false
    void keep()
    poll()
  }

  function forgetWhatIsLost(): void {
    if (!capabilities.redelivers) onUpdates('lost', state.unconfirmed.splice(0))
  }

  // Calls

  const calls = createSimulatedCalls({
    ...{ clock, capabilities, chats, messages, keep, onLine },
    isConnected: () => isConnected,
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
      return isConnected
    },
    idOf,
    person,
    joins,
    leaves,
    says,
    presses,
    lastOf: messages.lastOf,
    stands,
    migrates,
    lists,
    maySpeak,
    poll,
    send: calls.send,
    async start(given) {
      session += 1
      intake = given
      isHanding = false
      isCaughtUp = false
      isConnected = true
      intake.connected()
      poll()
    },
    disconnect() {
      if (!isConnected) return
      isConnected = false
      isCaughtUp = false
      forgetWhatIsLost()
      intake?.disconnected()
    },
    connect() {
      if (isConnected) return
      isConnected = true
      intake?.connected()
      poll()
    },
    drop() {
      session += 1
      intake = null
      isHanding = false
      isConnected = false
      notBefore = 0
      calls.drop()
      forgetWhatIsLost()
    },
    pump(now) {
      for (let timer = arriving.popDue(now); timer; timer = arriving.popDue(now)) timer.value()
      calls.pump(now)
    },
    nextAt() {
      const times = [arriving.peek()?.instant, calls.nextAt()].filter(time => time !== undefined && time !== null)
      return times.length === 0 ? null : (Math.min(...times) as Instant)
    },
    get isHanding() {
      return isHanding
    },
    get held() {
      return calls.unanswered
    },
    async [Symbol.asyncDispose]() {
      this.drop()
      await taking.catch(() => {})
    },
  }
}
