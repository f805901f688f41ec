import { z } from 'zod'
import type { Instant } from '../../events/ids.ts'
import { at, member, says } from '../../testing/index.ts'
import type { SaysOptions } from '../../testing/stimulus.ts'
import { operate, question } from '../decision.ts'
import { defineMessages } from '../messages.ts'
import { definePlugin } from '../plugin.ts'
import { defineSlice } from '../slice.ts'

export const [amy, bob] = [member('amy'), member('bob')]
export const admin: SaysOptions = { role: 'admin' }
export const owner: SaysOptions = { role: 'owner' }
export const NOON = at('2026-11-23 12:00')
export const SECOND = 1_000
export const MINUTE = 60 * SECOND
/** So long after noon, in milliseconds. */
export const after = (ms: number): Instant => (NOON + ms) as Instant

/** What is in a box: put in after a question, taken out at once, and put back by `/undo` while nobody has locked it. */
export const box = defineSlice({
  name: 'box',
  facts: { put: z.object({ amount: z.int() }), taken: z.object({ amount: z.int() }), locked: z.object({}) },
  group: {
    initial: () => ({ amount: 0, isLocked: false }),
    reduce: {
      put: (group, { amount }) => {
        group.amount += amount
      },
      taken: (group, { amount }) => {
        group.amount -= amount
      },
      locked: group => {
        group.isLocked = true
      },
    },
  },
})
const messages = defineMessages(
  {
    sure: (p: { amount: number }) => `要放进 ${p.amount} 吗？`,
    put: (p: { amount: number }) => `放进了 ${p.amount}`,
    took: (p: { amount: number }) => `拿走了 ${p.amount}`,
    tookLog: (p: { amount: number }) => `拿走 ${p.amount}`,
    locked: () => '锁上了',
    isLocked: () => '已经锁上了，放不回去',
  },
  {
    sure: p => `Put in ${p.amount}?`,
    put: p => `Put in ${p.amount}`,
    took: p => `Took ${p.amount}`,
    tookLog: p => `${p.amount} taken`,
    locked: () => 'Locked',
    isLocked: () => 'It is locked, so it cannot be put back',
  },
)
const Amount = z.object({ amount: z.int() })

export const boxPlugin = definePlugin({
  slice: box,
  messages,
  config: z.unknown(),
  commands: {
    put: {
      words: ['put'],
      who: 'admin',
      args: Amount,
      decide: ({ say, confirm }, { amount }) => [question(say.sure({ amount }), confirm.put({ amount }))],
    },
    ask: {
      words: ['ask'],
      decide: ({ say, confirm }) => [question(say.sure({ amount: 0 }), confirm.put({ amount: 0 }))],
    },
    take: {
      words: ['take'],
      who: 'admin',
      args: Amount,
      decide: ({ say, undo }, { amount }) => [
        box.facts.taken({ amount }),
        operate(say.took({ amount }), { log: say.tookLog({ amount }), undo: undo.take({ amount }) }),
      ],
    },
    lock: { words: ['lock'], who: 'admin', decide: ({ say }) => [box.facts.locked({}), operate(say.locked())] },
  },
  confirmed: {
    put: { who: 'admin', data: Amount, decide: (_, { amount }) => [box.facts.put({ amount })] },
  },
  undone: {
    take: {
      data: Amount,
      decide: ({ state, say }, { amount }) => (state.group.isLocked ? [say.isLocked()] : [box.facts.put({ amount })]),
    },
  },
})

export const asks = (ms = 0, amount = 5, who = admin) => says(amy, `/put ${amount}`, after(ms), who)
export const takes = (ms = 0, amount = 5) => says(amy, `/take ${amount}`, after(ms), admin)
