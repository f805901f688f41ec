import type { Update } from '../../../src/adapters/adapter.ts'
import type { GroupId, MemberId, MessageId } from '../../../src/events/ids.ts'
import type { Commit } from '../../../src/host/commit.ts'
import type { ChatLine, SimulatedPlatform, UpdateFate } from '../../../src/simulation/simulated-platform.ts'
import { factsOf, roomOf } from '../swarm/oracles/facts.ts'
import { HOUR_MS } from '../swarm/setting.ts'
import type { Call, Watch } from '../swarm/watching.ts'
import type { ClosingRecord, HeardOrder, Seen } from './closing-record.ts'
import { SOURCE } from './closing-setting.ts'
import type { Step } from './incidents.ts'

export interface EyesOptions {
  readonly now: () => number
  readonly platform: SimulatedPlatform
  readonly owner: MemberId
  /** A step stands in the journal for the nth time: `removed 2`. */
  readonly onStep: (step: string) => void
}

/** What can be seen of a closing from outside, written down in its order. */
export interface Eyes {
  readonly seen: readonly Seen[]
  readonly watch: Pick<Watch, 'called' | 'answered'>
  durable(lsn: number, commit: Commit): undefined
  line(line: ChatLine): void
  updates(fate: UpdateFate, updates: readonly Update[]): void
  heard(order: HeardOrder): void
  /** Which group a room has become. */
  groupOf(room: GroupId): GroupId | undefined
  /** The code in somebody's links. */
  codeOf(member: MemberId): string | undefined
  /** Somebody has been seen in the group that is closed. */
  knows(member: MemberId): boolean
  /** What was found last in something that the bot has said, also in private. */
  lastFound(what: RegExp): string | undefined
  lastPinned(): MessageId | undefined
  standing(): 'admin' | 'member' | 'gone'
  /** The last closing has been over for a while, and nothing asks for another. */
  isAtRest(): boolean
  end(): ClosingRecord['end']
}

/** Words, or a button, that stop a closing. */
const VETO = /^\/disband cancel$/

/** Which fact is which step of a closing. */
const STEP_OF: Readonly<Record<string, Step>> = {
  'plan/used': 'used',
  'closing/frozen': 'frozen',
  'closing/announced': 'announced',
  'closing/invited': 'invited',
  'closing/locking': 'locking',
  'closing/removing': 'removing',
  'closing/removed': 'removed',
  'closing/stopped': 'stopped',
  'closing/held': 'held',
}

/** For so long nothing has happened. */
const REST_MS = 4 * HOUR_MS
/** After an order, or another plan, it is decided anew. */
const isEnd = (type: string, data: object) =>
  type === 'closing/ended' ||
  (type === 'closing/stopped' && !['order', 'changed'].includes(String((data as { reason?: string }).reason)))

export function createEyes({ now, platform, owner, onStep }: EyesOptions): Eyes {
  const seen: Seen[] = []
  const rooms = new Map<string, GroupId>()
  const codes = new Map<string, string>()
  const known = new Set<string>()
  const steps = new Map<string, number>()
  const said: string[] = []
  let pinned: MessageId | undefined
  /** When the last closing came to its end. Null: there is none, or something has begun since. */
  let restsFrom: number | null = null
  const isSource = (chat: string) => roomOf(chat) === SOURCE
  const peopleOf = (member: MemberId) => platform.state.people[member]

  function durable(lsn: number, commit: Commit): undefined {
    for (const { chat, group } of factsOf(commit, 'chats/bound'))
      rooms.set(roomOf(String(chat)), String(group) as GroupId)
    if (commit.group !== rooms.get(SOURCE)) return
    seen.push({ now: now(), is: 'commit', lsn, commit })
    for (const [type, data] of commit.facts) {
      if (/^membership\/(?:joined|seen|imported)$/.test(type)) known.add((data as { readonly member: string }).member)
      if (type === 'conversion/coded') {
        const { member, code } = data as { readonly member: string; readonly code: string }
        codes.set(member, code)
      }
      if (type === 'plan/used' || type === 'closing/frozen') restsFrom = null
      if (isEnd(type, data)) restsFrom = now()
      const step = STEP_OF[type]
      if (step === undefined) continue
      const nth = (steps.get(step) ?? 0) + 1
      steps.set(step, nth)
      onStep(`${step} ${nth}`)
    }
  }

  const watch: Eyes['watch'] = {
    called({ number, outgoing }: Call) {
      if (outgoing.kind !== 'action' || !isSource(outgoing.chat.id)) return undefined
      const { member = null } = outgoing.data as { readonly member?: MemberId }
      seen.push({ now: now(), is: 'called', number, action: outgoing.action, member })
      return undefined
    },
    answered({ number, outgoing }, outcome) {
      if (outgoing.kind === 'action') seen.push({ now: now(), is: 'answered', number, outcome: outcome?.is ?? null })
      return undefined
    },
  }

  function line(line: ChatLine): void {
    if (line.is === 'sent') {
      said.push(line.text)
      if (line.to === owner) seen.push({ now: now(), is: 'told owner' })
      if (line.to === null && line.pin && line.group === SOURCE) {
        pinned = line.message
        seen.push({ now: now(), is: 'pinned' })
      }
    }
    // Also where the bot does not hear of it.
    if (line.is === 'joined' && line.group === SOURCE) seen.push({ now: now(), is: 'joined', member: line.member })
    if (line.is !== 'did' || line.group !== SOURCE) return
    const { member = null, on = null } = line.data as { readonly member?: MemberId; readonly on?: boolean }
    seen.push({ now: now(), is: 'did', action: line.action, member, on })
  }

  function updates(fate: UpdateFate, all: readonly Update[]): void {
    for (const update of all) {
      if (!isSource(update.chat) && !('private' in update && update.private)) continue
      if (fate === 'accepted') accepted(update)
      else if (fate === 'confirmed') seen.push({ now: now(), is: 'read', update })
      else if (fate === 'lost') seen.push({ now: now(), is: 'lost', cause: update.cause })
    }
  }
  function accepted(update: Update): void {
    if (update.kind === 'left') {
      const byBot = update.by === platform.idOf('bot')
      seen.push({ now: now(), is: 'left', member: update.who.member, byBot })
    }
    const words = update.kind === 'said' ? update.text : update.kind === 'pressed' ? update.button : ''
    if (update.kind !== 'said' && update.kind !== 'pressed') return
    const isAdmin = update.who.role === 'admin' || update.who.role === 'owner'
    const isHere = peopleOf(update.who.member)?.groups.includes(SOURCE) === true
    if (VETO.test(words) && isAdmin && isHere) seen.push({ now: now(), is: 'vetoed', cause: update.cause })
  }

  const standing = () => platform.state.chats?.[SOURCE]?.standing ?? 'gone'
  return {
    ...{ seen, watch, durable, line, updates, standing },
    heard: heard => void seen.push({ now: now(), is: 'order', heard }),
    groupOf: room => rooms.get(room),
    knows: member => known.has(member),
    codeOf: member => codes.get(member),
    lastFound: what => said.flatMap(text => what.exec(text) ?? []).at(-1),
    lastPinned: () => pinned,
    isAtRest: () => restsFrom !== null && now() - restsFrom >= REST_MS,
    end: () => ({
      now: now(),
      isReadOnly: platform.state.chats?.[SOURCE]?.isReadOnly === true,
      standing: standing(),
      present: new Set(
        Object.entries(platform.state.people).flatMap(([id, { groups }]) =>
          groups.includes(SOURCE) ? [id as MemberId] : [],
        ),
      ),
    }),
  }
}
