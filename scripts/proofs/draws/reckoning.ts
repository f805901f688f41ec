import type { MemberId } from '../../../src/events/ids.ts'
import type { Data } from '../swarm/oracles/facts.ts'
import type { DrawRecordSeen } from './draw-record.ts'

/** A fact about the group, with its place among what was seen, and when it was durable by the platform's clock. */
export interface PlacedFact {
  readonly at: number
  readonly now: number
  readonly type: string
  readonly data: Data
}

export function factsIn({ seen }: Pick<DrawRecordSeen, 'seen'>): readonly PlacedFact[] {
  return seen.flatMap((entry, at) =>
    entry.is === 'commit'
      ? entry.commit.facts.map(([type, data]) => ({ at, now: entry.now, type, data: data as Data }))
      : [],
  )
}

/** One number of the sequence, put together from the journal's own words. */
export interface Draw {
  readonly draw: number
  readonly announced: PlacedFact
  readonly rules: Rules
  readonly key: string
  /** The draw whose tickets are its entries. */
  readonly entriesOf: number
  /** When it closes by the last that was said of it. */
  readonly closesAt: number
  readonly facts: readonly PlacedFact[]
}
export interface Rules {
  readonly prizes: readonly { readonly name: string; readonly count: number }[]
  readonly alternates: number
  readonly entry: 'word' | 'comment' | 'points'
  readonly cost: number | null
  readonly eligible: { readonly memberDays: number | null; readonly staff: boolean }
  readonly opensAt: number
  readonly closesAt: number
  readonly claimHours: number
}
/** Somebody's entry; `out`: how it came to count no more. */
export interface Entry {
  readonly member: MemberId
  readonly number: number
  readonly cost: number | null
  readonly entered: PlacedFact
  readonly out: PlacedFact | null
}

const PREFIX = 'lucky-draw/'

export function drawsIn(record: Pick<DrawRecordSeen, 'seen'>): readonly Draw[] {
  const facts = factsIn(record).filter(({ type }) => type.startsWith(PREFIX))
  return facts
    .filter(({ type }) => type === `${PREFIX}announced`)
    .map(announced => {
      const { draw, rules, key, entriesOf } = announced.data
      const own = facts.filter(({ data }) => data.draw === draw)
      const later = own.filter(({ type }) => type === `${PREFIX}extended`).at(-1)
      return {
        ...{ draw: Number(draw), announced, rules: rules as Rules, key: String(key), facts: own },
        entriesOf: Number(entriesOf ?? draw),
        closesAt: Number(later?.data.closesAt ?? (rules as Rules).closesAt),
      }
    })
}

/** The facts of one draw of that name, oldest first. */
export const named = ({ facts }: Draw, name: string): readonly PlacedFact[] =>
  facts.filter(({ type }) => type === PREFIX + name)
export const one = (draw: Draw, name: string): PlacedFact | undefined => named(draw, name)[0]

/** Entries of a draw, those that it took over included. */
export function entriesOf(draw: Draw, all: readonly Draw[]): readonly Entry[] {
  const origins = all.filter(other => other.entriesOf === draw.entriesOf && other.draw <= draw.draw)
  const out = origins.flatMap(origin => named(origin, 'withdrew'))
  return origins
    .flatMap(origin => named(origin, 'entered'))
    .map(entered => ({
      ...{ entered, member: entered.data.member as MemberId, number: Number(entered.data.number) },
      cost: entered.data.cost as number | null,
      out: out.find(({ data }) => data.ticket === entered.data.ticket) ?? null,
    }))
}

/** What is wrong with a history; undefined when nothing is. Knows nothing of the code that it judges. */
export type DrawOracle = (draws: readonly Draw[], record: DrawRecordSeen) => string | undefined

/** An oracle that looks at each draw for itself. */
export const ofEach =
  (look: (draw: Draw, draws: readonly Draw[], record: DrawRecordSeen) => string | undefined): DrawOracle =>
  (draws, record) => {
    for (const draw of draws) {
      const says = look(draw, draws, record)
      if (says !== undefined) return `Draw ${draw.draw}: ${says}`
    }
    return undefined
  }
