import type { Adapter } from '../../src/adapters/adapter.ts'
import type { Instant } from '../../src/events/ids.ts'
import { type Clock, machineTime } from '../../src/scheduler/clock.ts'
import { SIMULATED_CAPABILITIES } from '../../src/simulation/simulated-abilities.ts'

/** A platform that costs nothing: no limits, answers at once. Acknowledgements are reactions. */
export interface ReactingPlatform extends Pick<Adapter, 'capabilities' | 'pacing' | 'send'> {
  /** When the acknowledgement of that message was handed over, in milliseconds of the machine's elapsed time. */
  acknowledged(message: string): Promise<number>
  /** How many have been handed over. */
  readonly acknowledgements: number
}

export interface ReactingPlatformOptions {
  readonly clock: Clock
  /** Calls that are lost on the way, and answered all the same. Default: none. */
  readonly loses?: (message: string) => boolean
}

export const NO_LIMITS: Adapter['pacing'] = {
  chatGapMs: 0,
  chatMessagesPerMinute: Number.POSITIVE_INFINITY,
  accountCallsPerSecond: Number.POSITIVE_INFINITY,
  receiptGapMs: 0,
}

export function createReactingPlatform({ clock, loses }: ReactingPlatformOptions): ReactingPlatform {
  const waiting = new Map<string, (at: number) => void>()
  let acknowledgements = 0

  function reactedTo(message: string): void {
    acknowledgements += 1
    waiting.get(message)?.(machineTime.elapsedMs())
    waiting.delete(message)
  }

  return {
    capabilities: { ...SIMULATED_CAPABILITIES, reactions: true, buttons: true },
    pacing: NO_LIMITS,
    async send(outgoing) {
      if (outgoing.kind === 'reaction' && !loses?.(outgoing.message)) reactedTo(outgoing.message)
      return { is: 'sent', at: clock.now() as Instant }
    },
    acknowledged: message => new Promise(resolve => waiting.set(message, resolve)),
    get acknowledgements() {
      return acknowledgements
    },
  }
}
