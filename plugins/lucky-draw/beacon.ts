import { CHAINS, defineProvider, isSignature, rehearsalSignature } from 'bonfire'
import { z } from 'zod'
import { Signature } from './fact-schemas.ts'

/** How long one relay may take, in milliseconds: with all that can be configured still within one attempt. */
const RELAY_MS_MAX = 10_000
/** An answer is about 200 bytes. */
const ANSWER_BYTES_MAX = 8_192
/** How long the same relays are asked again and again, in minutes. Then the plugin asks anew, by its configuration. */
const DEADLINE_MINUTES = 60

const Request = z.object({
  draw: z.int().min(1),
  chain: z.enum(['quicknet', 'rehearsal']),
  round: z.int().min(1),
  relays: z.array(z.url()),
})
export type BeaconRequest = z.output<typeof Request>
/** What a relay says. Of its own figures none is believed: round and signature are checked against the chain's key. */
const Told = z.object({ signature: Signature })

/** The beacon's signature of one round, from whichever relay has the right one first. */
export const beacon = defineProvider({
  name: 'beacon',
  request: Request,
  answer: z.object({ signature: Signature }),
  deadlineMinutes: DEADLINE_MINUTES,
  async provide({ chain, round, relays }, { signal }) {
    // Asked only once the round has come: see `askBeacon`.
    if (chain === 'rehearsal') return { signature: rehearsalSignature(round) }
    const problems: string[] = []
    for (const relay of relays) {
      const told = await signatureFrom(relay, round, signal).catch(error => ({ problem: reasonOf(error) }))
      if ('problem' in told) problems.push(`${new URL(relay).host}: ${told.problem}`)
      else if (isSignature(chain, round, told.signature)) return told
      else problems.push(`${new URL(relay).host}: its signature is not that of round ${round}`)
      signal.throwIfAborted()
    }
    throw new Error(`No relay has round ${round} yet. ${problems.join('; ')}`)
  },
})

/** Where people look a round up: by the beacon's name, so that no other 64 digits than the commitment stand in a group. */
export const addressFor = (round: number): string => `https://api.drand.sh/v2/beacons/quicknet/rounds/${round}`

async function signatureFrom(relay: string, round: number, signal: AbortSignal): Promise<{ signature: string }> {
  const url = `${relay.replace(/\/+$/, '')}/${CHAINS.quicknet.id}/public/${round}`
  const response = await fetch(url, {
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(RELAY_MS_MAX)]),
  })
  if (!response.ok) {
    await response.body?.cancel()
    throw new Error(`it answers ${response.status}`)
  }
  const told = Told.safeParse(JSON.parse(await textOf(response)))
  if (!told.success) throw new Error('its answer is not that of a relay')
  return told.data
}

/** Whoever answers without end is not listened to for long. */
async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > ANSWER_BYTES_MAX) throw new Error('its answer is too long')
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** In short: what a stranger's server sends is not repeated. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it failed'
  if (error.name === 'TimeoutError') return `no answer within ${RELAY_MS_MAX / 1_000} s`
  return error instanceof SyntaxError ? 'its answer is not JSON' : error.message
}
