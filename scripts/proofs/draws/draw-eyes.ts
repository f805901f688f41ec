import type { MemberId, MessageId } from '../../../src/events/ids.ts'
import type { SimulatedPlatform } from '../../../src/simulation/simulated-platform.ts'
import type { MachineEyes } from '../failing-machine.ts'
import { type Data, factsOf, roomOf } from '../swarm/oracles/facts.ts'
import { HOUR_MS } from '../swarm/setting.ts'
import { timeOfRound } from './beacon-times.ts'
import type { Step } from './draw-incidents.ts'
import type { DrawRecordSeen, Seen } from './draw-record.ts'
import { ROOM } from './draw-setting.ts'

export interface DrawEyesOptions {
  readonly now: () => number
  readonly platform: SimulatedPlatform
  /** A step stands in the journal for the nth time, `sealed 2`; `at`: the time that it is about. */
  readonly onStep: (step: string, at: number) => void
  readonly onWon: (member: MemberId, draw: number) => void
}

/** What can be seen of draws from outside, written down in its order. */
export interface DrawEyes extends MachineEyes {
  readonly seen: readonly Seen[]
  /** The last draw that was announced, and the message that announced it. 0: there was none. */
  readonly last: LastDraw
  /** Those that have been decided. */
  readonly drawn: ReadonlySet<number>
  /** Every draw has been over for a while. */
  isAtRest(): boolean
  end(): DrawRecordSeen['end']
}

interface LastDraw {
  readonly draw: number
  readonly entry: string
  readonly round: number
  readonly message: MessageId | undefined
}

/** Which facts are a step, and the time that each is about. */
const STEP_OF: Readonly<Record<string, readonly [Step, timeIn?: (data: Data) => number][]>> = {
  'plan/used': [['used']],
  'lucky-draw/announced': [['announced'], ['closes', ({ rules }) => (rules as { readonly closesAt: number }).closesAt]],
  'lucky-draw/opened': [['opened']],
  'lucky-draw/entered': [['entered']],
  'lucky-draw/sealed': [['sealed'], ['round', ({ round }) => timeOfRound(Number(round))]],
  'lucky-draw/posted': [['posted']],
  'lucky-draw/voided': [['voided']],
  'lucky-draw/drawn': [['drawn']],
  'lucky-draw/published': [['published'], ['due', ({ until }) => Number(until)]],
  'lucky-draw/passed': [['passed']],
  'lucky-draw/claimed': [['claimed']],
  'lucky-draw/finished': [['finished']],
}

/** For so long nothing has happened. */
const REST_MS = 5 * HOUR_MS

export function createDrawEyes({ now, platform, onStep, onWon }: DrawEyesOptions): DrawEyes {
  const seen: Seen[] = []
  const rooms = new Map<string, string>()
  const steps = new Map<string, number>()
  const open = new Set<number>()
  const drawn = new Set<number>()
  const last = { draw: 0, entry: '', round: 0, message: undefined as MessageId | undefined }
  let restsFrom = 0

  function durable(lsn: number, commit: Parameters<MachineEyes['durable']>[1]): undefined {
    for (const { chat, group } of factsOf(commit, 'chats/bound')) rooms.set(roomOf(String(chat)), String(group))
    if (commit.group !== rooms.get(ROOM)) return
    seen.push({ now: now(), is: 'commit', lsn, commit })
    for (const [type, data] of commit.facts) follow(type, data as Data)
  }
  function follow(type: string, data: Data): void {
    const draw = Number(data.draw)
    if (type === 'lucky-draw/announced') {
      open.add(draw)
      const { entry } = data.rules as { readonly entry: string }
      Object.assign(last, { draw, entry, round: 0, message: undefined })
    }
    if (type === 'lucky-draw/drawn') drawn.add(draw)
    if (type === 'lucky-draw/opened' && draw === last.draw) last.message = data.message as MessageId
    if (type === 'lucky-draw/sealed' && draw === last.draw) last.round = Number(data.round)
    if (type === 'lucky-draw/finished' || type === 'lucky-draw/voided') {
      open.delete(draw)
      restsFrom = now()
    }
    const winner = type === 'lucky-draw/won' || type === 'lucky-draw/passed' ? data.member : null
    if (winner) onWon(winner as MemberId, draw)
    for (const [step, timeIn = now] of STEP_OF[type] ?? []) {
      const nth = (steps.get(step) ?? 0) + 1
      steps.set(step, nth)
      onStep(`${step} ${nth}`, timeIn(data))
    }
  }

  return {
    ...{ seen, last, drawn, durable },
    line(line) {
      if (line.group !== ROOM && line.is !== 'sent') return
      if (line.is === 'joined' || line.is === 'left') seen.push({ now: now(), is: line.is, member: line.member })
      if (line.is === 'sent') {
        const { text, to, file } = line
        seen.push({ now: now(), is: 'sent', text, to, file: file?.text ?? null })
      }
    },
    updates(fate, updates) {
      for (const update of updates) {
        if (roomOf(update.chat) !== ROOM && !('private' in update && update.private)) continue
        if (fate === 'accepted') seen.push({ now: now(), is: 'accepted', update })
        else if (fate === 'confirmed') seen.push({ now: now(), is: 'read', cause: update.cause })
        else if (fate === 'lost') seen.push({ now: now(), is: 'lost', cause: update.cause })
      }
    },
    groupOf: room => rooms.get(room) as ReturnType<MachineEyes['groupOf']>,
    isAtRest: () => last.draw > 0 && open.size === 0 && now() - restsFrom >= REST_MS,
    end: () => ({
      now: now(),
      isHere: platform.state.chats?.[ROOM]?.standing !== 'gone',
      present: new Set(
        Object.entries(platform.state.people).flatMap(([id, { groups }]) =>
          groups.includes(ROOM) ? [id as MemberId] : [],
        ),
      ),
    }),
  }
}
