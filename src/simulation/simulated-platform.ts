import type { Adapter, Capabilities, Intake, Outgoing, Pacing, Update } from '../adapters/adapter.ts'
import type { Outcome, Person, Role } from '../events/event.ts'
import { type ChatId, type GroupId, type Instant, MemberId, type MessageId } from '../events/ids.ts'
import type { Clock } from '../scheduler/clock.ts'
import { createTimerQueue } from '../scheduler/timers.ts'

/** What appeared in a chat. */
export type ChatLine =
  | {
      readonly is: 'said'
      readonly at: Instant
      readonly group: GroupId
      readonly message: MessageId
      readonly member: MemberId
      readonly text: string
      readonly private: boolean
    }
  | {
      readonly is: 'sent'
      readonly at: Instant
      readonly group: GroupId
      readonly message: MessageId
      readonly text: string
      readonly to: MemberId | null
      readonly replyTo: MessageId | null
      readonly pin: boolean
    }
  | {
      readonly is: 'reacted'
      readonly at: Instant
      readonly group: GroupId
      readonly message: MessageId
      readonly emoji: string
    }
  | {
      readonly is: 'did'
      readonly at: Instant
      readonly group: GroupId
      readonly action: string
      readonly data: object
    }
  | { readonly is: 'joined' | 'left'; readonly at: Instant; readonly group: GroupId; readonly member: MemberId }

/** What goes wrong with one call. The platform has acted on a lost answer, and not on a lost request. */
export type CallFault =
  | { readonly is: 'request-lost' }
  | { readonly is: 'answer-lost' }
  | { readonly is: 'throttled'; readonly forMs: number; readonly account: boolean }
  | { readonly is: 'refused'; readonly reason: string; readonly again: boolean }
  /** Answered so much later. */
  | { readonly is: 'slow'; readonly byMs: number }
  /** The platform has acted on it and never says so. */
  | { readonly is: 'never-answered' }

/** Everything a platform knows: JSON, so that it can be kept between runs. */
export interface PlatformState {
  nextMessage: number
  nextUpdate: number
  /** Who is in which group, and what they are called. */
  people: Record<string, { name: string; role: Role; groups: GroupId[] }>
  /** Updates that the bot has not confirmed, oldest first. */
  unconfirmed: Update[]
}

export const emptyPlatformState = (): PlatformState => ({ nextMessage: 1, nextUpdate: 1, people: {}, unconfirmed: [] })

export interface SimulatedPlatformOptions {
  readonly clock: Clock
  readonly state?: PlatformState
  readonly capabilities?: Partial<Capabilities>
  readonly pacing?: Partial<Pacing>
  /** Decides what goes wrong with a call. Default: nothing. */
  readonly fault?: (outgoing: Outgoing) => CallFault | null
  /** Called after the state has changed, before anything is handed to the bot: what is kept now is never forgotten. */
  readonly keep?: () => Promise<void> | void
  readonly onLine?: (line: ChatLine) => void
  /** A batch was not taken. It is handed in again a second later. */
  readonly onRefused?: (error: unknown) => void
}

/** A messenger in memory: groups, people, and a bot account that is connected or not. A chat has its group's name. */
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
}

/** What it can do unless it is told otherwise: a messenger without buttons and reactions. */
export const SIMULATED_CAPABILITIES: Capabilities = {
  reactions: false,
  buttons: false,
  replies: true,
  mentions: true,
  images: true,
  linkCards: false,
  pin: true,
  edit: false,
  ephemeral: false,
  inviteLinks: false,
  removal: true,
  mute: true,
  announce: false,
  writesFirst: true,
  textLengthMax: 4096,
  captionLengthMax: 1024,
  redelivers: true,
}
/** What each action needs of a platform. */
const ACTIONS: ReadonlyMap<string, 'removal' | 'mute' | null> = new Map([
  ['remove', 'removal'],
  ['readmit', 'removal'],
  ['restrict', 'mute'],
  ['readOnly', 'mute'],
  ['leave', null],
] as const)
/** Telegram's published and measured limits (PLATFORMS.md). */
const PACING: Pacing = { chatGapMs: 1_000, chatMessagesPerMinute: 20, accountCallsPerSecond: 30, receiptGapMs: 10_000 }
/** Updates in one batch: Telegram's `getUpdates` gives at most 100. */
const BATCH_MAX = 100
/** A batch that could not be taken is handed in again after this, in milliseconds. */
const REDELIVERY_MS = 1_000

export function createSimulatedPlatform(options: SimulatedPlatformOptions): SimulatedPlatform {
  const { clock, state = emptyPlatformState(), keep = () => {}, onLine = () => {} } = options
  const capabilities = { ...SIMULATED_CAPABILITIES, ...options.capabilities }
  const held = createTimerQueue<() => void>()
  let intake: Intake | null = null
  let isConnected = false
  let isHanding = false
  let isCaughtUp = false
  let notBefore = 0
  let calls = 0
  let session = 0
  let unanswered = 0
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
  const updateCause = (kind: string) => `${kind}:sim:${state.nextUpdate++}`

  /** The platform has the update: kept first, then handed over. */
  async function accept(update: Update): Promise<void> {
    if (capabilities.redelivers || isConnected) state.unconfirmed.push(update)
    await keep()
    poll()
  }

  async function joins(group: GroupId, member: MemberId, inviter?: MemberId): Promise<void> {
    const { groups } = state.people[member]!
    if (groups.includes(group)) return
    groups.push(group)
    const at = clock.now()
    onLine({ is: 'joined', at, group, member })
    await accept({
      kind: 'joined',
      cause: updateCause('member'),
      chat: chatOf(group),
      at,
      who: who(member),
      ...(inviter && { inviter }),
    })
  }
  async function leaves(group: GroupId, member: MemberId): Promise<void> {
    const someone = state.people[member]!
    if (!someone.groups.includes(group)) return
    someone.groups = someone.groups.filter(id => id !== group)
    const at = clock.now()
    onLine({ is: 'left', at, group, member })
    await accept({ kind: 'left', cause: updateCause('member'), chat: chatOf(group), at, who: who(member) })
  }
  async function says(group: GroupId, member: MemberId, text: string, more: SaysMore = {}): Promise<MessageId> {
    const message = newMessage()
    const at = clock.now()
    onLine({ is: 'said', at, group, message, member, text, private: more.private === true })
    await accept({
      kind: 'said',
      cause: `msg:${group}:${message}`,
      chat: more.private ? privateChatOf(group, member) : chatOf(group),
      at,
      who: who(member),
      message,
      text,
      ...more,
    })
    return message
  }
  async function presses(group: GroupId, member: MemberId, message: MessageId, button: string): Promise<void> {
    await accept({
      kind: 'pressed',
      cause: updateCause('press'),
      chat: chatOf(group),
      at: clock.now(),
      who: who(member),
      message,
      button,
    })
  }
  const chatOf = (group: GroupId) => group as string as ChatId
  /** Everybody has a private chat for each group: who plays says which one is meant. */
  const privateChatOf = (group: GroupId, member: MemberId) => `${group}|${member}` as ChatId
  const newMessage = () => String(state.nextMessage++) as MessageId

  // Updates

  function poll(): void {
    if (!intake || !isConnected || isHanding || clock.now() < notBefore) return
    const batch = state.unconfirmed.slice(0, BATCH_MAX)
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
      () => confirm(mine, batch.length),
      error => {
        if (mine !== session) return
        options.onRefused?.(error)
        isHanding = false
        notBefore = clock.now() + REDELIVERY_MS
        held.set('redelivery', notBefore as Instant, poll)
      },
    )
  }
  function confirm(of: number, count: number): void {
    if (of !== session) return
    state.unconfirmed.splice(0, count)
    isHanding = false
    void keep()
    poll()
  }

  function forgetWhatIsLost(): void {
    if (!capabilities.redelivers) state.unconfirmed.splice(0)
  }

  // Calls

  function send(outgoing: Outgoing): Promise<Outcome> {
    const fault = options.fault?.(outgoing) ?? null
    if (!isConnected) return Promise.resolve({ is: 'failed', reason: 'not connected', again: true })
    if (fault?.is === 'request-lost') return Promise.reject(new Error('the connection broke'))
    if (fault?.is === 'refused') return Promise.resolve({ is: 'failed', reason: fault.reason, again: fault.again })
    if (fault?.is === 'throttled') {
      return Promise.resolve({ is: 'throttled', until: (clock.now() + fault.forMs) as Instant, account: fault.account })
    }
    const outcome = perform(outgoing)
    const kept = Promise.resolve(keep())
    if (fault?.is === 'never-answered') {
      unanswered += 1
      return new Promise(() => {})
    }
    if (fault?.is === 'answer-lost') return kept.then(() => Promise.reject(new Error('the answer was lost')))
    if (fault?.is !== 'slow') return kept.then(() => outcome)
    unanswered += 1
    return new Promise(resolve => {
      const answer = () => {
        unanswered -= 1
        resolve(outcome)
      }
      held.set(`call:${calls++}`, (clock.now() + fault.byMs) as Instant, answer)
    })
  }

  /** What this platform is said not to do. */
  function isBeyondUs(outgoing: Outgoing): boolean {
    if (outgoing.kind === 'reaction') return !capabilities.reactions
    if (outgoing.kind !== 'action') return false
    const ability = ACTIONS.get(outgoing.action)
    return ability === undefined || (ability !== null && !capabilities[ability])
  }

  function perform(outgoing: Outgoing): Outcome {
    const at = clock.now()
    if (isBeyondUs(outgoing)) return { is: 'failed', reason: 'this platform cannot', again: false }
    if (outgoing.kind === 'action') {
      onLine({ is: 'did', at, group: outgoing.chat.group, action: outgoing.action, data: outgoing.data })
      return { is: 'sent', at }
    }
    const { group, member } = outgoing.chat
    if (outgoing.kind === 'reaction') {
      onLine({ is: 'reacted', at, group, message: outgoing.message, emoji: outgoing.emoji })
      return { is: 'sent', at }
    }
    const message = newMessage()
    const { text, replyTo = null, pin = false } = outgoing
    onLine({ is: 'sent', at, group, message, text, to: member ?? null, replyTo, pin })
    return { is: 'sent', message, at }
  }

  return {
    state,
    capabilities,
    pacing: { ...PACING, ...options.pacing },
    get isConnected() {
      return isConnected
    },
    idOf,
    person,
    joins,
    leaves,
    says,
    presses,
    poll,
    send,
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
      // Whoever waited for answers is gone.
      unanswered = 0
      while (held.popDue(Number.POSITIVE_INFINITY as Instant));
      forgetWhatIsLost()
    },
    pump(now) {
      for (let timer = held.popDue(now); timer; timer = held.popDue(now)) timer.value()
    },
    nextAt: () => held.peek()?.instant ?? null,
    get isHanding() {
      return isHanding
    },
    get held() {
      return unanswered
    },
    async [Symbol.asyncDispose]() {
      this.drop()
      await taking.catch(() => {})
    },
  }
}
