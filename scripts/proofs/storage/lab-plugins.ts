import { z } from 'zod'
import { MemberId } from '../../../src/events/ids.ts'
import { defineMessages } from '../../../src/host/messages.ts'
import { type AnyPlugin, definePlugin } from '../../../src/host/plugin.ts'
import { defineSlice } from '../../../src/host/slice.ts'
import { defineView } from '../../../src/host/view.ts'

/*
 * Plugins that record whatever they are told, into records that notice a fact that is folded twice, left out, or folded
 * in another order.
 */

interface Chain {
  chain: number
  seen: number[]
}
function mix(record: Chain, n: number): void {
  record.chain = Math.imul(record.chain ^ n, 16777619) >>> 0
  record.seen.push(n)
  if (record.seen.length > 4) record.seen.shift()
}

const N = z.int()
const Ticket = z.int()
const facts = {
  touched: z.object({ member: MemberId, n: N }),
  linked: z.object({ member: MemberId, other: MemberId.nullable(), n: N }),
  noted: z.object({ n: N }),
  opened: z.object({ ticket: Ticket, n: N }),
  changed: z.object({ ticket: Ticket, n: N }),
  closed: z.object({ ticket: Ticket }),
  heard: z.object({ message: z.string().regex(/^m\d+$/), n: N }),
}

/** Tables by several keys; one whose records end, one whose rows are dropped, and one of which both is true. */
export function labSlice(version: number) {
  const initial = (): Chain => ({ chain: version, seen: [] })
  const by = (record: Chain, { n }: { readonly n: number }) => mix(record, n)
  const twice = (record: Chain, { n }: { readonly n: number }) => mix(record, n * 2)
  return defineSlice({
    name: 'lab',
    version,
    facts,
    tables: table => ({
      members: table({ by: 'member', initial, reduce: { touched: by, linked: twice } }),
      others: table({ by: 'other', initial, reduce: { linked: by } }),
      open: table({ by: 'ticket', initial, reduce: { opened: by, changed: twice }, removedBy: ['closed'] }),
      recent: table({ by: 'message', initial, reduce: { heard: by }, keep: { hours: 1, rowsMin: 3 } }),
      brief: table({
        by: 'ticket',
        initial,
        reduce: { opened: by, changed: by },
        removedBy: ['closed'],
        keep: { hours: 2 },
      }),
    }),
    group: { initial, reduce: { noted: by, linked: twice } },
  })
}
export type LabFact = readonly [type: keyof typeof facts | 'logged', data: Record<string, unknown>]

/** The slice of a plugin that comes and goes. */
export const extraSlice = defineSlice({
  name: 'extra',
  facts: { logged: z.object({ member: MemberId, n: N }) },
  tables: table => ({
    logs: table({
      by: 'member',
      initial: (): Chain => ({ chain: 7, seen: [] }),
      reduce: { logged: (record, { n }) => mix(record, n) },
    }),
  }),
  group: { initial: (): Chain => ({ chain: 8, seen: [] }), reduce: { logged: (record, { n }) => mix(record, n) } },
})

const letter = z.object({ facts: z.array(z.tuple([z.string(), z.record(z.string(), z.unknown())])) })
const common = { messages: defineMessages({}, {}), config: z.unknown() }
const initialFigures = (): Chain => ({ chain: 9, seen: [] })

/** @param version of the reducers: another one gives other records. */
export function labPlugin(version = 1): AnyPlugin {
  const slice = labSlice(version)
  return definePlugin({
    ...common,
    slice,
    mail: { facts: { letter, received: (_, { facts }) => facts.map(([type, data]) => made(slice.facts, type, data)) } },
    views: [
      defineView({
        name: 'touches',
        version,
        initial: initialFigures,
        folds: on => [
          on(slice.facts.touched, (day, { n }) => mix(day, n + version)),
          on(extraSlice.facts.logged, (day, { n }) => mix(day, n)),
        ],
      }),
    ],
  })
}

export function extraPlugin(): AnyPlugin {
  return definePlugin({
    ...common,
    slice: extraSlice,
    mail: {
      facts: { letter, received: (_, { facts }) => facts.map(([type, data]) => made(extraSlice.facts, type, data)) },
    },
    views: [
      defineView({
        name: 'logs',
        initial: initialFigures,
        folds: on => [on(extraSlice.facts.logged, (day, { n }) => mix(day, n))],
      }),
    ],
  })
}

function made(creators: object, type: string, data: object): never {
  return (creators as Record<string, (data: object) => never>)[type]!(data)
}
