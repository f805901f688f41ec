import type { GroupId, MemberId, MessageId } from '../events/ids.ts'
import type { Commit } from '../host/commit.ts'
import { deliveryStateAfter } from '../host/core/delivery-state.ts'
import type { FactRow } from '../host/group.ts'
import { GROUP } from '../rehearsal/stage.ts'
import type { ChatLine } from '../simulation/simulated-platform.ts'
import { type AroundCause, causeText } from './cause-text.ts'
import type { PlaygroundRecord } from './wire.ts'

export interface RecordsOptions extends AroundCause {
  /** All commits so far, the first one's number being 1. */
  readonly commits: () => readonly Commit[]
  readonly sourceOf: (line: number) => ChatLine | undefined
}

/** What was recorded, found by what appeared in the chats. */
export interface Records {
  /** Null: there is no such line. */
  of(line: number): PlaygroundRecord | null
}

interface Delivery {
  readonly id: string
  readonly plugin: string
  readonly class: string
  readonly key: string
  state: string
  /** Numbers of the commits that are about it, rising. */
  readonly lsns: number[]
}

/** Looks at each commit once, when somebody asks for the first time after it: what is asked for is then found at once. */
export function createRecords({ commits, sourceOf, ...around }: RecordsOptions): Records {
  const byCause = new Map<string, number>()
  const byMessage = new Map<MessageId, string>()
  const byPerson = new Map<string, number>()
  const byAction = new Map<string, string>()
  const deliveries = new Map<string, Delivery>()
  /** Which commit has set a timer last; and of commits in which one rang, which one had set it. */
  const timersSet = new Map<string, number>()
  const setBy = new Map<number, number>()
  let indexed = 0

  function index(): void {
    const all = commits()
    for (; indexed < all.length; indexed += 1) indexOne(all[indexed]!, indexed + 1)
  }
  function indexOne({ group, cause, at, facts }: Commit, lsn: number): void {
    byCause.set(keyOf(group, cause), lsn)
    for (const row of facts) {
      const [type, data] = row
      if (type === 'membership/joined' || type === 'membership/left') {
        byPerson.set(`${group} ${type} ${(data as { readonly member: MemberId }).member} ${at}`, lsn)
      }
      if (type.startsWith('outbox/')) indexDelivery(group, row, lsn)
      if (type.startsWith('timers/')) indexTimer(type, `${group} ${(data as { readonly timer: string }).timer}`, lsn)
    }
  }
  function indexTimer(type: string, timer: string, lsn: number): void {
    if (type === 'timers/set') timersSet.set(timer, lsn)
    if (type !== 'timers/rung') return
    const by = timersSet.get(timer)
    if (by !== undefined && by !== lsn) setBy.set(lsn, by)
  }
  function indexDelivery(group: GroupId, row: FactRow, lsn: number): void {
    const { delivery: id, message, at } = row[1] as DeliveryData
    if (id === undefined) return
    const key = keyOf(group, id)
    const known = deliveries.get(key) ?? newDelivery(id, row)
    deliveries.set(key, known)
    known.state = deliveryStateAfter(row) ?? known.state
    if (known.lsns.at(-1) !== lsn) known.lsns.push(lsn)
    if (typeof message === 'string') byMessage.set(message as MessageId, key)
    if (row[0] === 'outbox/sent') byAction.set(`${group} ${known.key} ${at}`, key)
  }

  function lsnsOf(line: ChatLine): { readonly lsns: readonly number[]; readonly owner: Delivery | undefined } {
    const owner = deliveries.get(deliveryOf(line) ?? '')
    if (owner)
      return { lsns: [...(setBy.has(owner.lsns[0]!) ? [setBy.get(owner.lsns[0]!)!] : []), ...owner.lsns], owner }
    const lsn = lsnOf(line)
    return { lsns: lsn === undefined ? [] : [lsn], owner: undefined }
  }
  function deliveryOf(line: ChatLine): string | undefined {
    if (line.is === 'sent') return byMessage.get(line.message)
    return line.is === 'did' ? byAction.get(`${line.group} ${line.action} ${line.at}`) : undefined
  }
  function lsnOf(line: ChatLine): number | undefined {
    if (line.is === 'said') return byCause.get(keyOf(line.group, `msg:${line.group}:${line.message}`))
    if (line.is === 'joined' || line.is === 'left') {
      return byPerson.get(`${line.group} membership/${line.is} ${line.member} ${line.at}`)
    }
    // An answer that is said and not recorded belongs to what it answers.
    const answered = line.is === 'sent' ? line.replyTo : null
    return answered === null ? undefined : byCause.get(keyOf(GROUP, `msg:${GROUP}:${answered}`))
  }

  return {
    of(number) {
      const line = sourceOf(number)
      if (!line) return null
      index()
      const { lsns, owner } = lsnsOf(line)
      const found = lsns.map(lsn => ({ lsn, commit: commits()[lsn - 1]! }))
      const owed = found.flatMap(({ commit }) => owedIn(commit).map(id => deliveries.get(keyOf(commit.group, id))!))
      return {
        line: number,
        commits: found.map(({ lsn, commit: { cause, at, facts, group } }) => ({
          ...{ lsn, cause, at: new Date(at).toISOString(), why: causeText({ group, cause, facts }, around) },
          facts: facts.map(([type, data]) => ({ type, data })),
        })),
        deliveries: (owner ? [owner] : owed).map(({ lsns: _, ...delivery }) => delivery),
        is: found.length > 0 ? 'recorded' : line.is === 'sent' ? 'answer' : 'nothing',
      }
    },
  }
}

interface DeliveryData {
  readonly delivery?: string
  readonly message?: unknown
  readonly at?: number
}
interface OwedData {
  readonly plugin?: string
  readonly class?: string
  readonly says?: readonly { readonly key: string }[]
  readonly action?: { readonly name: string }
}

const keyOf = (group: GroupId, name: string) => `${group} ${name}`

function newDelivery(id: string, [, data]: FactRow): Delivery {
  const { plugin = '', class: promise = '', says = [], action } = data as OwedData
  return { id, plugin, class: promise, key: action?.name ?? says[0]?.key ?? '', state: '', lsns: [] }
}

const owedIn = ({ facts }: Commit): readonly string[] =>
  facts.flatMap(([type, data]) => (type === 'outbox/owed' ? [(data as { readonly delivery: string }).delivery] : []))
