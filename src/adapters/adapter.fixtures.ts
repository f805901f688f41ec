import { BonfireError } from '../errors.ts'
import type { MemberId, MessageId } from '../events/ids.ts'
import type { Intake, OutgoingFile, Update } from './adapter.ts'

/** A message as it stands at the platform. */
export interface SentMessage {
  readonly text: string
  /** Set: in that member's private chat. */
  readonly to?: MemberId
  readonly replyTo?: MessageId
  readonly file?: OutgoingFile
  /** Of an image that came with it, in bytes. */
  readonly pictureBytes?: number
}

/** An intake that remembers what it was told, and can be made to wait and to refuse. */
export interface ListeningIntake extends Intake {
  /** What it has taken, in order. */
  readonly heard: readonly Update[]
  /** What it was told besides, in order. */
  readonly told: readonly ('connected' | 'disconnected' | 'caught up')[]
  readonly names: readonly string[]
  readonly isCaughtUp: boolean
  /** How many messages it had taken when it was first told that the backlog is read. */
  readonly saidAtCaughtUp: number
  /** Batches that were handed in, refused ones included. */
  readonly takes: number
  readonly takesAtOnceMax: number
  readonly refused: number
  /** Takes nothing until the returned function is called. */
  hold(): () => void
  /** Refuses so many batches. */
  refuse(count: number): void
}

export function listeningIntake(): ListeningIntake {
  const heard: Update[] = []
  const told: ('connected' | 'disconnected' | 'caught up')[] = []
  let names: readonly string[] = []
  let held: Promise<void> = Promise.resolve()
  let [toRefuse, refused, takes, atOnce, takesAtOnceMax, saidAtCaughtUp] = [0, 0, 0, 0, 0, 0]

  async function take(updates: readonly Update[]): Promise<void> {
    takes += 1
    atOnce += 1
    takesAtOnceMax = Math.max(takesAtOnceMax, atOnce)
    await held
    atOnce -= 1
    if (toRefuse > 0) {
      toRefuse -= 1
      refused += 1
      throw new BonfireError('JOURNAL_REFUSED', { reason: 'the test says so' })
    }
    heard.push(...updates)
  }

  return {
    heard,
    told,
    get names() {
      return names
    },
    get isCaughtUp() {
      return told.includes('caught up')
    },
    get saidAtCaughtUp() {
      return saidAtCaughtUp
    },
    get takes() {
      return takes
    },
    get takesAtOnceMax() {
      return takesAtOnceMax
    },
    get refused() {
      return refused
    },
    take,
    caughtUp() {
      if (!told.includes('caught up')) saidAtCaughtUp = heard.filter(({ kind }) => kind === 'said').length
      told.push('caught up')
    },
    disconnected: () => void told.push('disconnected'),
    connected(self) {
      if (self) names = self.names
      told.push('connected')
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      return resolve
    },
    refuse(count) {
      toRefuse = count
    },
  }
}
