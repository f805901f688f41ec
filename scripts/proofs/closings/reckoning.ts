import type { MemberId } from '../../../src/events/ids.ts'
import type { Data } from '../swarm/oracles/facts.ts'
import type { ClosingRecord, Seen } from './closing-record.ts'

/** One closing of the group, put together from the journal's own words and from what the platform was asked. */
export interface Closing {
  readonly number: number
  readonly mode: string
  /** Somebody wanted it. Null: it was decided by the plan. */
  readonly by: MemberId | null
  readonly list: ReadonlySet<MemberId>
  /** Places among what was seen. */
  readonly frozenAt: number
  readonly stopped: { readonly at: number; readonly reason: string } | null
  readonly ended: { readonly at: number; readonly as: string } | null
  /** When the notice was confirmed, by the platform's clock. Null: never. */
  readonly noticeAt: number | null
  /** Who was left in peace, or could not be removed. */
  readonly left: ReadonlySet<MemberId>
  readonly calls: readonly Removal[]
}
/** The bot asked the platform to remove somebody. */
export interface Removal {
  readonly at: number
  readonly now: number
  readonly member: MemberId
  /** They were in the group, and were not after it. */
  readonly isEffective: boolean
}

/** What is wrong with a history; undefined when nothing is. Knows nothing of the code that it judges. */
export type ClosingOracle = (closings: readonly Closing[], record: ClosingRecord) => string | undefined

/** A fact about the group, with its place among what was seen. */
export interface PlacedFact {
  readonly at: number
  readonly type: string
  readonly data: Data
}

export function factsIn({ seen }: Pick<ClosingRecord, 'seen'>): readonly PlacedFact[] {
  return seen.flatMap((entry, at) =>
    entry.is === 'commit' ? entry.commit.facts.map(([type, data]) => ({ at, type, data: data as Data })) : [],
  )
}

interface Draft {
  number: number
  mode: string
  by: MemberId | null
  list: Set<MemberId>
  frozenAt: number
  stopped: Closing['stopped']
  ended: Closing['ended']
  notices: Set<string>
  noticeAt: number | null
  left: Set<MemberId>
  calls: Removal[]
}

/** All closings of the group, oldest first. A removal belongs to the closing whose list was made last. */
export function closingsIn(record: Pick<ClosingRecord, 'seen'>): readonly Closing[] {
  const { seen } = record
  const closings: Draft[] = []
  seen.forEach((entry, at) => {
    if (entry.is === 'called' && entry.action === 'remove' && entry.member !== null) {
      const isEffective = wasEffective(seen, at, entry.member)
      closings.at(-1)?.calls.push({ at, now: entry.now, member: entry.member, isEffective })
    }
    if (entry.is === 'commit') for (const [type, data] of entry.commit.facts) fold(closings, at, type, data as Data)
  })
  return closings
}

/** The platform has acted on a call before anything else can happen. */
function wasEffective(seen: readonly Seen[], call: number, member: MemberId): boolean {
  const next = seen.slice(call + 1, call + 3)
  return next.some(entry => entry.is === 'left' && entry.byBot && entry.member === member)
}

function fold(closings: Draft[], at: number, type: string, data: Data): void {
  const last = closings.at(-1)
  if (type === 'closing/frozen') {
    if (data.part === 0) closings.push(begun(at, data))
    for (const member of data.members as readonly MemberId[]) closings.at(-1)!.list.add(member)
    return
  }
  if (!last) return
  switch (type) {
    case 'outbox/owed': {
      const [first] = data.says as readonly { readonly key?: string }[]
      if (data.plugin === 'closing' && data.target === 'group' && first?.key === 'notice')
        last.notices.add(String(data.delivery))
      return
    }
    case 'outbox/sent':
      if (last.notices.has(String(data.delivery))) last.noticeAt = Number(data.at)
      return
    case 'closing/spared':
    case 'closing/couldNot':
      last.left.add(data.member as MemberId)
      return
    case 'closing/stopped':
      last.stopped = { at, reason: String(data.reason) }
      return
    case 'closing/ended':
      last.ended = { at, as: String(data.as) }
      return
    default:
  }
}

const begun = (at: number, data: Data): Draft => ({
  ...{ number: Number(data.closing), mode: String(data.mode), by: (data.by as MemberId | undefined) ?? null },
  ...{ list: new Set(), frozenAt: at, stopped: null, ended: null, notices: new Set(), noticeAt: null },
  ...{ left: new Set(), calls: [] },
})
