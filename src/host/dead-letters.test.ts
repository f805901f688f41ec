import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Instant, LocalDay, MemberId } from '../events/ids.ts'
import {
  answers,
  arrives,
  at,
  day,
  due,
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
import { deliveries } from './core/deliveries.ts'
import { deadLetters, mail, requests } from './core/exchange.ts'
import { membership } from './core/membership.ts'
import { days, schedules, timers } from './core/time.ts'
import { post, send } from './decision.ts'
import type { Handled } from './host.ts'
import { defineMessages, sayOf } from './messages.ts'
import { definePlugin } from './plugin.ts'
import { defineProvider } from './provider.ts'
import { defineSlice } from './slice.ts'

const amy = member('amy')
const [monday, tuesday] = [day('2026-11-23'), day('2026-11-24')]

const log = defineSlice({
  name: 'log',
  facts: { noted: z.object({ what: z.enum(['a', 'b']), on: LocalDay, at: Instant, member: MemberId.optional() }) },
  group: {
    initial: () => ({ notes: 0 }),
    reduce: {
      noted: group => {
        group.notes += 1
      },
    },
  },
})
const messages = defineMessages({ post: () => '早', done: () => '好' }, { post: () => 'morning', done: () => 'done' })
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
    return [log.facts.noted({ what: 'a', on: today, at: now })]
  }
  const plugin = definePlugin({
    slice: log,
    messages,
    config: z.object({}),
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
    outcomes: { post: note },
    providers: { beacon: { provider: beacon, answered: note, failed: note } },
    mail: { passport: { letter: z.object({ points: z.int() }), received: note } },
  })
  return { plugin, mend: () => Object.assign(globalThis, {}) && (isMended = true) }
}

const theLetter = (stage: Stage) => [...stage.read(deadLetters).open.each()][0]!
const texts = (handled: Handled) =>
  JSON.stringify(handled.is === 'stopped' || handled.is === 'committed' ? handled.commit.facts : [])
