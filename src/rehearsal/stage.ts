import { officeOf } from '../account.ts'
import type { ContentWithTexts } from '../content/content-of.ts'
import { AccountId, GroupId, type Instant, type MemberId, type MessageId } from '../events/ids.ts'
import type { Order } from '../events/order.ts'
import type { Commit } from '../host/commit.ts'
import { operations } from '../host/core/operations.ts'
import type { HostOptions } from '../host/host.ts'
import type { AnyPlugin } from '../host/plugin.ts'
import { type ChatLine, createSimulatedPlatform, type SaysMore } from '../simulation/simulated-platform.ts'
import { createVirtualClock } from '../simulation/virtual-clock.ts'
import { bootInMemory, createWorld, type World } from '../simulation/world.ts'
import type { RehearsedPlatform } from './platforms.ts'

/** The group that is rehearsed, and the one that its members go on to. */
export const GROUP = GroupId.parse('rehearsal')
export const NEXT = GroupId.parse('next')
/** What the simulation calls its only account. */
export const OFFICE = officeOf(AccountId.parse('sim'))

export interface StageOptions {
  readonly plugins: readonly AnyPlugin[]
  readonly settings: HostOptions['settings']
  /** What ops have written, as it is now. */
  readonly content: () => ContentWithTexts
  readonly platform: RehearsedPlatform
  readonly start: Instant
  /** The bot has said something. */
  readonly onSent?: () => void
  readonly onLine?: (line: ChatLine) => void
}

/** The real bot with real plugins, a messenger in memory, and a clock that is turned. */
export interface Stage {
  readonly world: World
  /** All that appeared in chats, oldest first. */
  readonly lines: readonly ChatLine[]
  /** What went wrong inside. */
  readonly troubles: readonly string[]
  nameOf(member: MemberId): string
  person(name: string): MemberId
  isIn(group: GroupId, member: MemberId): boolean
  /** Somebody sets the bot up in a chat of that title. */
  opens(group: GroupId, owner: MemberId, title: string): Promise<void>
  joins(group: GroupId, member: MemberId): Promise<void>
  leaves(group: GroupId, member: MemberId): Promise<void>
  /** Null: they are not in that group. */
  says(group: GroupId, member: MemberId, text: string, more?: SaysMore): Promise<MessageId | null>
  /** Answers the question that waits for them as they would, with the name of the group where it is asked for. */
  confirms(group: GroupId, member: MemberId, title: string, isPrivate?: boolean): Promise<boolean>
  /** What a shop says arrives. */
  orders(order: Order): void
  /** All commits, the first one's number being 1. */
  commits(): readonly Commit[]
  commitCount(): number
  /** The commits since the last call. */
  newCommits(): readonly Commit[]
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const { platform: rehearsed, content, start } = options
  const clock = createVirtualClock(start)
  const lines: ChatLine[] = []
  const troubles: string[] = []
  const platform = createSimulatedPlatform({
    clock,
    ...{ capabilities: rehearsed.capabilities, pacing: rehearsed.pacing },
    onLine(line) {
      lines.push(line)
      options.onLine?.(line)
      if (line.is === 'sent') options.onSent?.()
    },
    onRefused: error => void troubles.push(`an update was refused: ${textOf(error)}`),
  })
  const boot = bootInMemory({
    ...{ plugins: options.plugins, settings: options.settings },
    content,
    textOf: id => content().text(id),
    onTrouble: (what, error) => void troubles.push(`${what}: ${textOf(error)}`),
  })
  const world = createWorld({ clock, platform, boot })
  await world.boot()
  const commits: Commit[] = []
  let read = 0

  const isIn = (group: GroupId, member: MemberId) => platform.state.people[member]?.groups.includes(group) === true
  const stage: Stage = {
    ...{ world, lines, troubles, isIn },
    nameOf: member => platform.state.people[member]?.name ?? member,
    person: name => platform.person(name),
    async opens(group, owner, title) {
      platform.state.people[owner]!.role = 'owner'
      platform.state.people[owner]!.groups.push(group)
      const at = clock.now()
      const standing = { is: 'admin' } as const
      world.account.decide({ kind: 'standing', cause: `standing:${group}`, group, at, standing, title })
      await world.settle()
    },
    joins: (group, member) => platform.joins(group, member),
    leaves: (group, member) => platform.leaves(group, member),
    async says(group, member, text, { replyTo, ...more } = {}) {
      if (!isIn(group, member) && !more.private) return null
      if (replyTo === undefined) return platform.says(group, member, text, more)
      if (platform.capabilities.replies) return platform.says(group, member, text, { ...more, replyTo })
      // Where nobody can reply, people say whom they mean.
      const author = platform.state.authors?.[replyTo]
      const name = author === undefined || author === 'bot' ? '' : `@${stage.nameOf(author)} `
      return platform.says(group, member, `${name}${text}`, more)
    },
    async confirms(group, member, title, isPrivate = false) {
      const { questions } = world.account.host.read(group, operations)
      const asked = questions.of(member)
      if (!questions.has(member) || asked.until < clock.now()) return false
      const name = asked.isGrave ? ` ${title}` : ''
      await stage.says(group, member, `/confirm ${asked.code}${name}`, isPrivate ? { private: true } : {})
      return true
    },
    orders(order) {
      const at = clock.now()
      world.account.decide({ kind: 'order', cause: `order:${order.id}:${order.type}`, group: OFFICE, at, order })
    },
    commits() {
      for (const line of boot.journal.lines.slice(commits.length)) commits.push(JSON.parse(line) as Commit)
      return commits
    },
    commitCount: () => boot.journal.lines.length,
    newCommits() {
      const from = read
      read = stage.commits().length
      return commits.slice(from)
    },
  }
  return stage
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
