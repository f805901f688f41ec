import { z } from 'zod'
import { GroupId, MemberId } from '../src/events/ids.ts'
import { acknowledge, post } from '../src/host/decision.ts'
import { defineMessages } from '../src/host/messages.ts'
import { definePlugin } from '../src/host/plugin.ts'
import { defineSlice } from '../src/host/slice.ts'

const Name = z.string().regex(/^\w+$/)

export const race = defineSlice({
  name: 'race',
  facts: {
    noted: z.object({ member: MemberId, name: Name }),
    worked: z.object({ name: Name }),
    rang: z.object({ name: Name }),
    received: z.object({ from: GroupId, name: Name }),
  },
  group: {
    initial: () => ({ noted: 0, worked: 0 }),
    reduce: {
      noted: group => {
        group.noted += 1
      },
      worked: group => {
        group.worked += 1
      },
    },
  },
})

type Named = { readonly name: string }
const messages = defineMessages(
  {
    noted: (p: Named) => `记下 ${p.name}.`,
    heard: (p: Named) => `听到 ${p.name}.`,
    posted: (p: Named) => `公告 ${p.name}.`,
  },
  { noted: p => `noted ${p.name}.`, heard: p => `heard ${p.name}.`, posted: p => `posted ${p.name}.` },
)

const args = z.object({ name: Name })
/** How long after its command a timer rings, in milliseconds. */
export const TIMER_MS = 60_000

/** One command for each promise. `controls.isBroken`: `work` throws. */
export function racePlugin(controls: { isBroken: boolean }) {
  return definePlugin({
    slice: race,
    messages,
    config: z.object({}),
    commands: {
      ask: { words: ['ask'], args, decide: ({ say }, { name }) => [say.heard({ name })] },
      note: {
        words: ['note'],
        args,
        decide: ({ say, member }, { name }) => [race.facts.noted({ member, name }), acknowledge(say.noted({ name }))],
      },
      post: { words: ['post'], args, decide: ({ say }, { name }) => [post(say.posted({ name }))] },
      work: {
        words: ['work'],
        args,
        decide(_, { name }) {
          if (controls.isBroken) throw new Error('it does not work')
          return [race.facts.worked({ name })]
        },
      },
      wake: {
        words: ['wake'],
        args,
        decide: ({ now, wakeAt }, { name }) => [wakeAt('ring', (now + TIMER_MS) as typeof now, { name })],
      },
      write: {
        words: ['write'],
        args: z.object({ name: Name, to: GroupId }),
        decide: ({ mail }, { name, to }) => [mail.note(to, { name })],
      },
    },
    timers: { ring: { data: args, decide: (_, { name }) => [race.facts.rang({ name })] } },
    mail: {
      note: { letter: args, received: (_, { name }, from) => [race.facts.received({ from, name })] },
    },
  })
}
