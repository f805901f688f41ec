import type { Finding } from '../adapters/adapter.ts'
import type { Config } from '../config.ts'
import { roundAt } from '../draw/chains.ts'
import { GroupId } from '../events/ids.ts'
import { machineTime } from '../scheduler/clock.ts'
import { good, reasonOf, warning } from './check.ts'

/** The plugin is known by its name: it need not be there. */
const DRAWS = 'lucky-draw'
const ANSWER_MS_MAX = 12_000
/** A round this old has reached every relay, in milliseconds. */
const OLD_MS = 60_000

/** What each relay of the beacon says. Null: it has the right signature of a round of a minute ago. */
export interface BeaconFacts {
  readonly relays: readonly { readonly host: string; readonly problem: string | null }[]
}

/** Whether there are draws, which need the beacon. */
export const hasDraws = ({ plugins }: Pick<Config, 'plugins'>): boolean =>
  plugins.some(({ plugin }) => plugin.name === DRAWS)

/** Asks each relay as a draw does, all at once. Their answers are verified. */
export async function readBeacon(config: Pick<Config, 'plugins' | 'settingsFor'>): Promise<BeaconFacts> {
  const { plugin } = config.plugins.find(({ plugin }) => plugin.name === DRAWS)!
  const { provider } = plugin.providers.beacon!
  const { relays } = config.settingsFor(GroupId.parse('doctor')).config[DRAWS] as { readonly relays: readonly string[] }
  const round = roundAt(machineTime.wallMs() - OLD_MS)
  const ask = async (relay: string) => {
    const { host } = new URL(relay)
    try {
      const request = provider.request.parse({ draw: 1, chain: 'quicknet', round, relays: [relay] })
      await provider.provide(request, { signal: AbortSignal.timeout(ANSWER_MS_MAX) })
      return { host, problem: null }
    } catch (error) {
      return { host, problem: reasonOf(error).replace(/^No relay has [^.]*\. /, '') }
    }
  }
  return { relays: await Promise.all(relays.map(ask)) }
}

export function judgeBeacon({ relays }: BeaconFacts): readonly Finding[] {
  const silent = relays.filter(({ problem }) => problem !== null)
  if (silent.length === 0) return [good(`all relays answer: ${relays.map(({ host }) => host).join(', ')}`)]
  const why = silent.map(({ problem }) => problem).join('; ')
  if (silent.length < relays.length) {
    return [
      warning(
        `${silent.length} of ${relays.length} relays do not answer (${why}). The others serve draws`,
        `Name others as \`relays\` in the section \`${DRAWS}\` of the plan, or leave it.`,
      ),
    ]
  }
  return [
    warning(
      `No relay of the beacon is reached from here, so no draw is decided by itself: ${why}`,
      `Name one that is reached as \`relays\` in the section \`${DRAWS}\` of the plan. ` +
        'Until then somebody has to paste the number of each draw: /draw_open.',
    ),
  ]
}
