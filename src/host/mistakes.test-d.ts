// Mistakes that a plugin's author is likely to make: each must be an error of the compiler, at the place of the mistake.
import { z } from 'zod'
import type { Instant } from '../events/ids.ts'
import { LocalDay, LocalTime, MemberId } from '../events/ids.ts'
import { act, post } from './decision.ts'
import { defineMessages } from './messages.ts'
import { definePlugin } from './plugin.ts'
import { defineProvider } from './provider.ts'
import { defineSlice } from './slice.ts'
import { defineView } from './view.ts'

declare const amy: MemberId
declare const now: Instant

// A slice

const shop = defineSlice({
  name: 'shop',
  facts: {
    bought: z.object({ member: MemberId, points: z.int() }),
    renamed: {
      version: 2,
      schema: z.object({ member: MemberId, day: LocalDay }),
      upcast: { 1: old => ({ ...old, day: '2026-01-01' }) },
    },
    opened: z.object({ day: LocalDay }),
  },
  tables: table => ({
    members: table({
      by: 'member',
      initial: () => ({ points: 0, days: [] as LocalDay[] }),
      reduce: {
        bought: (record, { points }) => {
          record.points += points
          // @ts-expect-error A record has the fields of its initial value.
          record.pionts = 1
          // @ts-expect-error And their types.
          record.points = '1'
        },
        // @ts-expect-error A misspelt field of a fact.
        renamed: (record, { dya }) => {
          record.days.push(dya)
        },
      },
    }),
  }),
  group: {
    initial: () => ({ open: false }),
    reduce: {
      opened: group => {
        group.open = true
      },
    },
  },
})

defineSlice({
  name: 'wrong-reducers',
  facts: { bought: z.object({ member: MemberId }), opened: z.object({ day: LocalDay }) },
  tables: table => ({
    members: table({
      by: 'member',
      initial: () => ({ count: 0 }),
      reduce: {
        // @ts-expect-error A reducer of a fact that the slice does not have.
        checkedIn: () => {},
      },
    }),
    days: table({
      by: 'day',
      initial: () => ({ count: 0 }),
      reduce: {
        // @ts-expect-error A reducer changes the record in place and returns nothing.
        opened: record => ({ count: record.count + 1 }),
      },
      // @ts-expect-error A record ends by a fact of its slice.
      removedBy: ['closed'],
    }),
  }),
  // @ts-expect-error A reducer of another slice's fact.
  group: { initial: () => ({}), reduce: { checkedIn: () => {} } },
})

defineSlice({
  name: 'wrong-key',
  facts: { bought: z.object({ member: MemberId }), opened: z.object({ day: LocalDay }) },
  // @ts-expect-error A fact without the field that names the record.
  tables: table => ({ days: table({ by: 'day', initial: () => ({}), reduce: { bought: () => {} } }) }),
})
defineSlice({
  name: 'no-json',
  facts: {
    // @ts-expect-error Facts are JSON.
    seen: z.object({ member: MemberId, at: z.date() }),
  },
})
defineSlice({
  name: 'no-json-record',
  facts: { seen: z.object({ member: MemberId }) },
  tables: table => ({
    members: table({
      by: 'member',
      // @ts-expect-error Records are JSON.
      initial: () => ({ days: new Set<LocalDay>() }),
      reduce: {},
    }),
  }),
})
defineSlice({
  name: 'no-json-group',
  facts: { seen: z.object({ member: MemberId }) },
  // @ts-expect-error And so is the group's own record.
  group: { initial: () => ({ last: new Date(0) }), reduce: {} },
})

// Facts

shop.facts.bought({ member: amy, points: 1 })
// @ts-expect-error A misspelt field.
shop.facts.bought({ member: amy, pionts: 1 })
// @ts-expect-error A field is missing.
shop.facts.bought({ member: amy })
// @ts-expect-error A plain string is no member.
shop.facts.bought({ member: 'telegram:amy', points: 1 })
// @ts-expect-error A fact that there is none of.
shop.facts.bougth({ member: amy, points: 1 })
shop.facts.renamed({ member: amy, day: LocalDay.parse('2026-01-01') })
// @ts-expect-error The shape of now, not that of version 1.
shop.facts.renamed({ member: amy })

// Messages

const messages = defineMessages(
  { done: (p: { points: number }) => `${p.points}`, hello: () => '你好' },
  { done: p => `${p.points}`, hello: () => 'hello' },
)
defineMessages(
  { done: (p: { points: number }) => `${p.points}`, hello: () => '你好' },
  // @ts-expect-error English lacks a message.
  { done: p => `${p.points}` },
)
defineMessages(
  { hello: () => '你好' },
  // @ts-expect-error English has one that Chinese lacks.
  { hello: () => 'hello', bye: () => 'bye' },
)
defineMessages(
  { done: (p: { points: number }) => `${p.points}` },
  // @ts-expect-error English reads a parameter that there is none of.
  { done: p => `${p.pionts}` },
)

// A plugin

const other = defineSlice({ name: 'other', facts: { happened: z.object({ member: MemberId }) } })
const unused = defineSlice({ name: 'unused', facts: { happened: z.object({ member: MemberId }) } })
const beacon = defineProvider({
  name: 'beacon',
  request: z.object({ round: z.int() }),
  answer: z.object({ number: z.int() }),
  // @ts-expect-error An answer that is not what was agreed.
  provide: async () => ({ nubmer: 1 }),
})

definePlugin({
  slice: shop,
  messages,
  uses: [other],
  config: z.object({ remindAt: LocalTime, perDay: z.int() }),
  commands: {
    buy: {
      words: ['buy'],
      args: z.object({ what: z.string(), count: z.int().optional() }),
      decide({ state, config, say, read, wakeAt, ask, mail, group, member }, { what, count }) {
        // @ts-expect-error State is read-only.
        state.members.of(member).points = 1
        // @ts-expect-error And so is what is in it.
        state.members.of(member).days.push(LocalDay.parse(what))
        // @ts-expect-error And so is the group's record.
        state.group.open = true
        // @ts-expect-error Configuration that there is none of.
        config.remindedAt
        // @ts-expect-error A number is no time.
        config.perDay satisfies LocalTime
        // @ts-expect-error An argument of another type.
        count satisfies string
        // @ts-expect-error The state of a slice that is not named in `uses`.
        read(unused)
        // @ts-expect-error A misspelt parameter.
        say.done({ pionts: 1 })
        // @ts-expect-error A parameter of another type.
        say.done({ points: '1' })
        // @ts-expect-error A message that there is none of.
        say.doen()
        // @ts-expect-error A timer that there is none of.
        wakeAt('closeDrow', now, { draw: 1 })
        // @ts-expect-error Data that is not the timer's.
        wakeAt('closeDraw', now, { drow: 1 })
        // @ts-expect-error A question that is not the provider's.
        ask.beacon({ rond: 1 })
        // @ts-expect-error A letter that is not the box's.
        mail.passport(group, { pionts: 1 })
        read(other)
        return [
          shop.facts.bought({ member, points: 1 }),
          other.facts.happened({ member }),
          say.done({ points: 1 }),
          say.hello(),
          post(say.hello(), { class: 'notice', to: { member } }),
          act.remove(member),
          wakeAt('closeDraw', now, { draw: 1 }),
          ask.beacon({ round: 1 }),
          mail.passport(group, { points: 1 }),
        ]
      },
    },
    // @ts-expect-error A decision with a fact of a slice that is not named in `uses`.
    steal: { words: ['steal'], decide: ({ member }) => [unused.facts.happened({ member })] },
    // @ts-expect-error A decision cannot wait.
    wait: { words: ['wait'], decide: async () => [] },
    // @ts-expect-error A role that nobody has.
    rule: { words: ['rule'], who: 'king', decide: () => [] },
    // @ts-expect-error A message is said by its key, not as text.
    talk: { words: ['talk'], decide: () => ['hello'] },
  },
  // @ts-expect-error A schedule is at a time of the configuration.
  schedules: { remind: { at: config => config.perDay, missed: 'skip', decide: () => [] } },
  timers: {
    closeDraw: { data: z.object({ draw: z.int() }), decide: (_, { draw }) => [draw > 1 && act.leave()] },
  },
  // @ts-expect-error A reaction to a fact of a slice that is not named in `uses`.
  reactions: on => [on(unused.facts.happened, () => [])],
  // @ts-expect-error A message that there is none of.
  due: { doen: () => ({ due: 'send' }) },
  providers: { beacon: { provider: beacon, answered: (_, { round }, { number }) => [round > number && act.leave()] } },
  mail: {
    passport: { letter: z.object({ points: z.int() }), received: (_, { points }) => [points > 1 && act.leave()] },
  },
})

definePlugin({
  slice: shop,
  messages,
  config: z.object({}),
  reactions: on => [
    // @ts-expect-error A misspelt field of a fact.
    on(shop.facts.bought, (_, { pionts }) => [pionts > 1 && act.leave()]),
  ],
})

definePlugin({
  slice: shop,
  messages,
  config: z.object({}),
  hears: [other],
  // @ts-expect-error A slice that is heard only may not be there: its state cannot be read.
  on: { said: ({ read }) => [read(other) && act.leave()] },
  reactions: on => [on(other.facts.happened, (_, { member }) => [act.remove(member)])],
})

// @ts-expect-error What people say has no arguments, but there is somebody who said it.
definePlugin({ slice: shop, messages, config: z.object({}), on: { joined: ({ member }) => [act.remove(member)] } })

// A view

defineView({
  name: 'sales',
  initial: () => ({ sold: 0 }),
  folds: on => [
    on(shop.facts.bought, (day, { points }) => {
      day.sold += points
    }),
    // @ts-expect-error A figure that there is none of.
    on(shop.facts.opened, ({ slod }) => slod),
  ],
})
