import { acknowledge, defineMessages, definePlugin, defineSlice, membership, posts as postsSlice } from 'bonfire'
import { at } from 'bonfire/testing'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import topicsPlugin from '../plugins/topics/index.ts'
import type { Outgoing } from '../src/adapters/adapter.ts'
import { GroupId, type Instant, LocalTime, Zone } from '../src/events/ids.ts'
import type { Commit } from '../src/host/commit.ts'
import { createCalendar } from '../src/scheduler/zones.ts'
import { type CallFault, type ChatLine, createSimulatedPlatform } from '../src/simulation/simulated-platform.ts'
import { createVirtualClock } from '../src/simulation/virtual-clock.ts'
import { bootInMemory, createWorld } from '../src/simulation/world.ts'
import { openTestLibrary } from './topics-library.ts'

export const HERE = GroupId.parse('here')
export const MINUTE_MS = 60_000
/** Whoever says so owns the group: what is for the owner needs one. */
const owning = definePlugin({
  slice: defineSlice({ name: 'owning', facts: {} }),
  messages: defineMessages({ yours: () => '好的' }, { yours: () => 'yours' }),
  config: z.unknown(),
  uses: [membership],
  commands: {
    own: {
      words: ['own'],
      decide: ({ member, say }) => [membership.facts.roleGiven({ member, role: 'owner' }), acknowledge(say.yours())],
    },
  },
})

/** Turns of the microtask queue in which whatever can go on does. */
const TURNS = 16

/** A group on the real account and a simulated messenger, the evening before its week begins. */
export async function openWeek({ zone = 'Asia/Shanghai' } = {}) {
  const library = await openTestLibrary()
  onTestFinished(library.close)
  const clock = createVirtualClock(at('2026-11-30 20:00', zone))
  const lines: ChatLine[] = []
  const troubles: string[] = []
  let fault: (outgoing: Outgoing) => CallFault | null = () => null
  const platform = createSimulatedPlatform({
    ...{ clock, onLine: line => lines.push(line), fault: outgoing => fault(outgoing) },
  })
  const calendar = createCalendar({ zone: Zone.parse(zone), dayStartsAt: LocalTime.parse('00:00') })
  const config = { topics: topicsPlugin.config.parse({}) }
  const boot = bootInMemory({
    plugins: [topicsPlugin, owning],
    settings: () => ({ locale: 'zh-CN', calendar, config, isRestDay: () => false }),
    content: library.content,
    textOf: id => library.content().text(id),
    frozen: true,
    onTrouble: (what, error) => troubles.push(`${what}: ${String(error)}`),
  })
  const world = createWorld({ clock, platform, boot })
  await world.boot()
  const owner = platform.person('阿珂', 'owner')
  await platform.joins(HERE, owner)
  await platform.says(HERE, owner, '/own')
  await world.advanceBy(2_000)

  const facts = (type: string) =>
    boot.journal.lines
      .flatMap(line => (JSON.parse(line) as Commit).facts)
      .flatMap(([name, data]) => (name === type ? [data as Record<string, unknown>] : []))
  const sent = () => lines.filter(line => line.is === 'sent')
  const timeOf = (instant: number) => `${calendar.dayOf(instant as never)} ${calendar.timeOf(instant as never)}`

  return {
    ...{ world, platform, library, owner, troubles, facts, at: (when: string) => at(when, zone) },
    /** The process ends after so many flushes at that instant, at once or when what they allow has happened. */
    async crashAt(when: string, flushes: number, isAtOnce: boolean) {
      await world.advanceTo((at(when, zone) - 1_000) as Instant)
      clock.set(at(when, zone))
      for (let i = 0; i < flushes; i += 1) {
        world.account.pump()
        for (let turn = 0; turn < TURNS; turn += 1) await undefined
        boot.journal.flush(1)
      }
      for (let turn = 0; turn < (isAtOnce ? 0 : TURNS); turn += 1) await undefined
      world.kill()
      await world.boot()
    },
    /** The library is read again, and what is broken in it is told. */
    async reload() {
      for (const broken of await library.reload()) world.account.contentBroken(broken)
      await world.settle()
    },
    /** The whole process, the library included. */
    async restart() {
      world.kill()
      const broken = await library.restart()
      await world.boot()
      for (const one of broken) world.account.contentBroken(one)
      await world.settle()
    },
    setFault(next: typeof fault) {
      fault = next
    },
    async says(text: string, isPrivate = false) {
      await platform.says(HERE, owner, text, isPrivate ? { private: true } : {})
      await world.advanceBy(2_000)
    },
    /** Posts as the group sees them: when, and which. */
    posted: () =>
      sent()
        .filter(({ to, text }) => to === null && text.startsWith('posts/'))
        .map(line => ({ at: timeOf(line.at), post: shortOf(line.text), text: line.text, isBold: isBold(line) })),
    /** What the owner hears in private. */
    notices: () => sent().flatMap(({ to, text }) => (to === owner ? [text] : [])),
    /** What the bot says in the group besides posts. */
    answers: () => sent().flatMap(({ to, text }) => (to === null && !text.startsWith('posts/') ? [text] : [])),
    /** What the core has counted. */
    counted: () => world.account.host.read(HERE, postsSlice).group,
  }
}

const shortOf = (text: string) => text.slice(text.lastIndexOf('/') + 1).replace(/ .*$/s, '')
const isBold = (line: ChatLine & { readonly is: 'sent' }) => line.formats?.some(({ as }) => as === 'bold') === true

export const isMarketing = ({ post }: { readonly post: string }): boolean => post.startsWith('offer')
