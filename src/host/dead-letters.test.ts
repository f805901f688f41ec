import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Instant, LocalDay } from '../events/ids.ts'
import {
  answers,
  arrives,
  at,
  day,
  due,
  edits,
  group,
  joins,
  leaves,
  member,
  outage,
  playOn,
  presses,
  rings,
  type Stimulus,
  says,
  tells,
  ticks,
} from '../testing/index.ts'
import { createStage, type Stage } from '../testing/stage.ts'
import { type Delivery, deliveries } from './core/deliveries.ts'
import { deadLetters, requests } from './core/exchange.ts'
import { membership } from './core/membership.ts'
import { days, schedules, timers } from './core/time.ts'
import { post, send } from './decision.ts'
import { defineMessages, sayOf } from './messages.ts'
import { definePlugin } from './plugin.ts'
import { defineProvider } from './provider.ts'
import { defineSlice } from './slice.ts'

const amy = member('amy')
const [monday, tuesday] = [day('2026-11-23'), day('2026-11-24')]

const log = defineSlice({
  name: 'log',
  facts: { noted: z.object({ on: LocalDay, at: Instant }) },
  group: {
    initial: () => ({ notes: 0 }),
    reduce: {
      noted: group => {
        group.notes += 1
      },
    },
  },
})
const messages = defineMessages(
  { post: () => '早', held: () => '早', done: () => '好' },
  { post: () => 'morning', held: () => 'morning', done: () => 'done' },
)
const say = sayOf('log', messages)
const beacon = defineProvider({
  name: 'beacon',
  request: z.object({ round: z.int() }),
  answer: z.object({ number: z.int() }),
  provide: async () => ({ number: 1 }),
})

/** A plugin that throws at everything until it is mended. */
function fragilePlugin() {
  let isMended = false
  const note = ({ today, now }: { today: LocalDay; now: Instant }) => {
    if (!isMended) throw new Error('not now')
    return [log.facts.noted({ on: today, at: now })]
  }
  const plugin = definePlugin({
    slice: log,
    messages,
    config: z.object({}),
    uses: [membership],
    commands: { note: { words: ['note'], decide: context => [...note(context), context.say.done()] } },
    on: { joined: note, left: note, outage: note, pressed: note, edited: note },
    schedules: { daily: { at: () => '20:00' as never, missed: 'skip', decide: note } },
    timers: { close: { data: z.object({ draw: z.int() }), decide: note } },
    due: {
      post(context) {
        note(context)
        return send()
      },
    },
    outcomes: { post: note, held: note },
    providers: { beacon: { provider: beacon, answered: note, failed: note } },
    mail: { passport: { letter: z.object({ points: z.int() }), received: note } },
  })
  const mend = () => {
    isMended = true
  }
  return { plugin, mend }
}

function fragileStage() {
  const { plugin, mend } = fragilePlugin()
  return { stage: createStage({ plugins: [plugin] }), mend }
}
function theLetter(stage: Stage): string {
  const [letter] = stage.read(deadLetters).open.each()
  return letter![0]
}
/** What is recorded of the plugin. */
const noted = (stage: Stage) =>
  stage.lines.flatMap(line =>
    (JSON.parse(line) as { facts: [string, { on: string; at: number }][] }).facts.flatMap(([type, data]) =>
      type === log.facts.noted.type ? [data] : [],
    ),
  )

describe('a message that a plugin cannot decide', () => {
  const when = '2026-11-23 23:50'

  test('is kept with its time, and the member is told that it is saved', () => {
    const { stage } = fragileStage()
    const handled = playOn(stage, says(amy, '/note', when))
    expect(handled).toMatchObject({ is: 'stopped', error: { where: 'log/commands.note', message: 'not now' } })
    expect(stage.read(deadLetters).open.of(theLetter(stage))).toMatchObject({
      at: at(when),
      where: 'log/commands.note',
      error: 'not now',
      event: { kind: 'said', text: '/note', at: at(when), who: { member: amy } },
    })
    const [[, told]] = stage.read(deliveries).pending.each() as unknown as [[string, Delivery]]
    expect(told).toMatchObject({ class: 'receipt', about: amy, says: [{ plugin: 'bonfire', key: 'saved' }] })
  })

  test('is answered where it was said', () => {
    const { stage } = fragileStage()
    playOn(stage, says(amy, '/note', when, { private: true }))
    const [[, told]] = stage.read(deliveries).pending.each() as unknown as [[string, Delivery]]
    expect(told.target).toEqual({ member: amy })
  })

  test('is decided later with its own time, once', () => {
    const { stage, mend } = fragileStage()
    playOn(stage, says(amy, '/note', when))
    const letter = theLetter(stage)
    mend()
    expect(stage.retry(letter, tuesday).is).toBe('committed')
    expect(noted(stage)).toEqual([{ on: monday, at: at(when) }])
    expect(stage.read(deadLetters).open.size).toBe(0)
    expect(stage.retry(letter, tuesday).is).toBe('nothing')
    stage.checkReplay()
  })

  test('stays where it is when it fails again', () => {
    const { stage } = fragileStage()
    playOn(stage, says(amy, '/note', when))
    const before = stage.lines.length
    expect(stage.retry(theLetter(stage), tuesday)).toMatchObject({ is: 'refused', error: { message: 'not now' } })
    expect(stage.read(deadLetters).open.size).toBe(1)
    expect(stage.lines).toHaveLength(before)
    stage.checkReplay()
  })

  test('does not keep others from being decided', () => {
    const { stage } = fragileStage()
    playOn(stage, says(amy, '/note', when))
    expect(playOn(stage, says(amy, '/help', when)).is).toBe('committed')
  })
})

describe('what is so in any case is recorded even when a plugin throws', () => {
  const cases: readonly (readonly [string, Stimulus, (stage: Stage) => unknown, unknown])[] = [
    ['somebody has joined', joins(amy, monday), stage => stage.read(membership).members.of(amy).presence, 'present'],
    ['somebody has left', leaves(amy, monday), stage => stage.read(membership).members.of(amy).presence, 'left'],
    [
      'the bot was away, and the day is excused',
      outage('2026-11-23 10:00', '2026-11-23 11:00'),
      stage => stage.read(days).days.of(monday).excused,
      'outage',
    ],
    [
      'the schedule has fired',
      ticks('daily', monday),
      stage => stage.read(schedules).seen.of('log/daily').until,
      at('2026-11-23 20:00'),
    ],
    ['the timer has rung', rings('close', { draw: 1 }, monday), stage => stage.read(timers).pending.size, 0],
    [
      'the provider has answered',
      answers({ kind: 'asking', provider: 'beacon', data: { round: 1 } }, { number: 4 }, monday),
      stage => stage.read(requests).pending.size,
      0,
    ],
    [
      'the message has been sent',
      tells(post(say.post()), { is: 'sent', at: at('2026-11-23 08:00') }, monday),
      stage => stage.read(deliveries).pending.size,
      0,
    ],
    [
      'nobody knows whether the message was sent',
      tells(post(say.held()), { is: 'unknown' }, monday),
      stage => [...stage.read(deliveries).pending.each()].map(([, { state }]) => state),
      ['unknown'],
    ],
    ['the delivery does not leave', due(post(say.post()), monday), stage => stage.read(deliveries).pending.size, 0],
  ]

  test.each(cases)('%s', (_, stimulus, read, expected) => {
    const { stage } = fragileStage()
    expect(playOn(stage, stimulus).is).toBe('stopped')
    expect(read(stage)).toEqual(expected)
    expect(stage.read(deadLetters).open.size).toBe(1)
    stage.checkReplay()
  })

  const more: readonly (readonly [string, Stimulus])[] = [
    [
      'a letter from another group',
      arrives({ kind: 'letter', to: group('here'), box: 'passport', data: { points: 3 } }, group('there'), monday),
    ],
    ['a button', presses(amy, 'more', monday)],
    ['an edit', edits(amy, 'more', monday)],
  ]
  const kept = cases.filter(([name]) => name !== 'the delivery does not leave')

  test.each([...kept.map(([name, stimulus]) => [name, stimulus] as const), ...more])(
    '%s: and the plugin decides it later, with its own time',
    (_, stimulus) => {
      const { stage, mend } = fragileStage()
      playOn(stage, stimulus)
      const { presence, joins } = stage.read(membership).members.of(amy)
      const minutes = stage.read(days).days.of(monday).awayMinutes
      mend()
      expect(stage.retry(theLetter(stage), tuesday).is).toBe('committed')
      expect(noted(stage)).toEqual([{ on: monday, at: stage.instant(stimulus.when, stimulus.timeOfDay?.(stage)) }])
      // What the core has recorded is not recorded twice.
      expect(stage.read(membership).members.of(amy)).toMatchObject({ presence, joins })
      expect(stage.read(days).days.of(monday).awayMinutes).toBe(minutes)
      expect(stage.read(deadLetters).open.size).toBe(0)
      stage.checkReplay()
    },
  )
})

describe('a schedule that throws', () => {
  test('does not fire again', () => {
    const { stage, mend } = fragileStage()
    playOn(stage, ticks('daily', monday))
    mend()
    expect(playOn(stage, ticks('daily', monday)).is).toBe('nothing')
    expect(noted(stage)).toEqual([])
  })
})

describe('a delivery whose plugin throws when it is due', () => {
  test('is owed again by a retry, with as much time as it had', () => {
    const { stage, mend } = fragileStage()
    playOn(stage, due(post(say.post(), { pin: true }), monday))
    mend()
    expect(stage.retry(theLetter(stage), tuesday).is).toBe('committed')
    const [[id, owed]] = stage.read(deliveries).pending.each() as unknown as [[string, Delivery]]
    const twoHoursMs = 2 * 3_600_000
    const from = stage.instant(tuesday)
    expect(owed).toMatchObject({ state: 'queued', pin: true, notBefore: from, deadline: from + twoHoursMs })
    const asked = stage.handle({ kind: 'due', delivery: id }, (from + 1) as Instant)
    expect(asked.is).toBe('committed')
    expect(stage.read(deliveries).pending.of(id).state).toBe('sending')
    stage.checkReplay()
  })
})

test('somebody who came back is told so to the plugin, also when it is decided later', () => {
  const { plugin, mend } = fragilePlugin()
  const returned: boolean[] = []
  const watching = definePlugin({
    slice: defineSlice({ name: 'watching', facts: {} }),
    messages: defineMessages({}, {}),
    config: z.object({}),
    on: {
      joined: (_, event) => {
        returned.push(event.returned)
        return []
      },
    },
  })
  const stage = createStage({ plugins: [watching, plugin] })
  for (const who of [joins(amy, monday), joins(member('bob'), monday)]) playOn(stage, who)
  stage.record([membership.facts.left({ member: amy, at: stage.instant(monday) })])
  playOn(stage, joins(amy, tuesday))
  mend()
  returned.length = 0
  for (const [letter] of [...stage.read(deadLetters).open.each()]) stage.retry(letter, tuesday)
  expect(returned).toEqual([false, false, true])
})

test('reactions to what the core has recorded are made up for as well', () => {
  const { plugin, mend } = fragilePlugin()
  const greeter = definePlugin({
    slice: defineSlice({ name: 'greeter', facts: {} }),
    messages,
    config: z.object({}),
    uses: [membership, log],
    reactions: on => [on(membership.facts.joined, ({ today, now }) => [log.facts.noted({ on: today, at: now })])],
  })
  const stage = createStage({ plugins: [greeter, plugin] })
  playOn(stage, joins(amy, monday))
  expect(noted(stage)).toEqual([])
  mend()
  stage.retry(theLetter(stage), tuesday)
  expect(noted(stage)).toHaveLength(2)
})

test('an event that even the core cannot record is kept, and stops nobody else', () => {
  const { stage } = fragileStage()
  const odd = { kind: 'joined', who: { member: amy }, inviter: 'nobody' as never } as const
  expect(stage.handle(odd, monday).is).toBe('stopped')
  expect(stage.handle(odd, monday, 'member:1').is).toBe('stopped')
  expect(playOn(stage, says(amy, '/help', monday)).is).toBe('committed')
})
