import { z } from 'zod'

const ANSWER_MS_MAX = 2_000
const answerSchema = z.object({ ok: z.literal(true), accounts: z.record(z.string(), z.boolean()) })

/** Which accounts of the bot that listens there are connected. Null: what listens there is no Bonfire, or does not answer. */
export async function readHealth(host: string, port: number): Promise<Readonly<Record<string, boolean>> | null> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS_MAX)
    const answer = await fetch(`http://${reachable(host)}:${port}/health`, { redirect: 'error', signal })
    return answerSchema.parse(await answer.json()).accounts
  } catch {
    return null
  }
}

/** What listens everywhere is asked on this machine. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
