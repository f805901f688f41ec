import { acknowledge, definePlugin, LocalTime, membership, operate, post, question, send, withdraw } from 'bonfire'
import { z } from 'zod'
import { signUps } from './facts.ts'
import { messages } from './messages.ts'
import { weather } from './weather.ts'

const { opened, announced, signed, stoodDown, forecast, closed, calledOff } = signUps.facts
/** A sign-up, by its number: what timers, questions and undoing remember of it. */
const Which = z.object({ number: z.int() })
/** On the button. */
const JOIN = { 'zh-CN': '接龙 +1', 'en-US': 'I am in' }
/** Most names that a list shows. */
const NAMES_MAX = 50

export default definePlugin({
  slice: signUps,
  messages,
  uses: [membership],
  config: z.object({
    remindAt: LocalTime.prefault('18:00').describe('When an open sign-up is told of once more.'),
    weatherUrl: z
      .url()
      .nullable()
      .default(null)
      .describe('A service that answers {"degrees": 21}. `null`: none is asked.'),
  }),
  commands: {
    open: {
      words: ['signup_open', '开接龙'],
      about: { 'zh-CN': '开一个今天截止的接龙', 'en-US': 'open a sign-up that closes today' },
      who: 'admin',
      args: z.object({ at: LocalTime, places: z.int().min(1).max(500).optional() }),
      decide({ state, config, say, ask, undo, wakeAt, calendar, today, now, locale }, { at, places = null }) {
        const closesAt = calendar.at(today, at)
        if (state.group.isOpen) return [say.still({ number: state.group.number })]
        if (closesAt <= now) return [say.past({ at })]
        const number = state.group.number + 1
        return [
          opened({ number, closesAt, places }),
          post(say.call({ number, at }), {
            buttons: [{ label: JOIN[locale], says: '/signup' }],
            pin: true,
            deadline: closesAt,
          }),
          wakeAt('close', closesAt, { number }),
          config.weatherUrl !== null && ask.weather({ number, url: config.weatherUrl }),
          operate(say.opened({ number }), { log: say.openedLog({ number }), undo: undo.open({ number }) }),
        ]
      },
    },
    sign: {
      words: ['signup', '接龙'],
      about: { 'zh-CN': '参加现在的接龙', 'en-US': 'put my name on the open list' },
      decide({ state, say, member }) {
        const { number, isOpen, taken, places } = state.group
        if (!isOpen) return [say.none()]
        if (state.members.of(member).number === number) return [say.already()]
        if (places !== null && taken >= places) return [say.full({ places })]
        return [signed({ member, number }), acknowledge(say.signed({ number, taken: taken + 1, places }))]
      },
    },
    list: {
      words: ['signup_list', '接龙名单'],
      about: { 'zh-CN': '谁在接龙里', 'en-US': 'who is on the list' },
      // It looks at all members: at most once in ten seconds, whoever asks.
      scan: true,
      decide({ state, say }) {
        const { number } = state.group
        const members = [...state.members.each()].filter(([, record]) => record.number === number).map(([id]) => id)
        return [members.length === 0 ? say.none() : say.list({ members: members.slice(0, NAMES_MAX) })]
      },
    },
    callOff: {
      words: ['signup_off', '取消接龙'],
      about: { 'zh-CN': '取消现在的接龙', 'en-US': 'call the open sign-up off' },
      who: 'admin',
      decide({ state, say, confirm }) {
        const { number, isOpen, taken } = state.group
        return [isOpen ? question(say.sure({ taken }), confirm.callOff({ number })) : say.none()]
      },
    },
  },
  // Two minutes may have passed since the question: it is looked at again.
  confirmed: {
    callOff: {
      who: 'admin',
      data: Which,
      decide({ state, say, wakeAt }, { number }) {
        if (!state.group.isOpen || state.group.number !== number) return [say.none()]
        return [calledOff({ number }), wakeAt('close', null, { number }), post(say.calledOff({ number }))]
      },
    },
  },
  undone: {
    open: {
      data: Which,
      decide({ state, say, wakeAt }, { number }) {
        if (!state.group.isOpen || state.group.number !== number) return [say.none()]
        return [calledOff({ number }), wakeAt('close', null, { number }), acknowledge(say.calledOff({ number }))]
      },
    },
  },
  schedules: {
    remind: {
      at: config => config.remindAt,
      missed: 'skip',
      decide: ({ state, say }) => [state.group.isOpen && post(say.remind({ number: state.group.number }))],
    },
  },
  timers: {
    close: {
      data: Which,
      // What was said before it closed counts, also when it is read later.
      isDeadline: true,
      decide({ state, say }, { number }) {
        const { isOpen, taken, places, degrees } = state.group
        if (!isOpen || state.group.number !== number) return []
        return [closed({ number }), post(say.closed({ number, taken, places, degrees }), { class: 'notice' })]
      },
    },
  },
  // Asked just before it leaves, which may be an hour after it was owed.
  due: {
    remind: ({ state }, { params }) =>
      state.group.isOpen && state.group.number === params.number ? send() : withdraw('closed'),
  },
  outcomes: {
    call: (_, { params }, told) => [
      told.is === 'sent' &&
        told.message !== undefined &&
        announced({ number: Which.parse(params).number, message: told.message }),
    ],
  },
  providers: {
    weather: {
      provider: weather,
      answered: (_, { number }, { degrees }) => [forecast({ number, degrees })],
      // Nobody needs the weather to sign up.
      failed: () => [],
    },
  },
  reactions: on => [
    on(membership.facts.left, ({ state }, { member }) => {
      const { number, isOpen } = state.group
      return [isOpen && state.members.of(member).number === number && stoodDown({ member, number })]
    }),
  ],
  profile: {
    'sign-up.number': {
      about: { 'zh-CN': '最近一次接龙', 'en-US': 'latest sign-up' },
      of: ({ state }, member) => state.members.of(member).number,
    },
  },
  figures: {
    taken: ({ state }) => ({
      is: 'number',
      unit: 'count',
      title: { 'zh-CN': '接龙人数', 'en-US': 'Signed up' },
      formula: {
        'zh-CN': '现在或最近一次接龙里的人数。',
        'en-US': 'How many are on the open list, or on the last one.',
      },
      n: null,
      // Before the first one nothing is known, and that is not 0.
      value: state.group.number === 0 ? null : state.group.taken,
    }),
  },
})
