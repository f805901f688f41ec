import { isBonfireError } from '../errors.ts'
import { redactorOf } from '../redact.ts'

/** What an error looks like to whoever started us: what and where, then what to do. Secrets are taken out. */
export function reportError(error: unknown, secrets: readonly string[]): string {
  const redact = redactorOf(secrets)
  if (isBonfireError(error)) return redact(`${error.message}\n→ ${error.remedy}\n`)
  const stack = error instanceof Error ? (error.stack ?? error.message) : `Thrown: ${JSON.stringify(error)}`
  const { version, platform, arch } = process
  return redact(
    `${stack}${causes(error)}\n\nThis is a bug in Bonfire or in a plugin, no mistake of yours. Nothing that was acknowledged is lost.\n→ Please report it with the lines above and what you did before. Node ${version}, ${platform}-${arch}.\n`,
  )
}

/** How far causes are followed. */
const CAUSES_MAX = 5

function causes(error: unknown): string {
  const texts: string[] = []
  for (let at = error; at instanceof Error && at.cause !== undefined && texts.length < CAUSES_MAX; at = at.cause) {
    texts.push(`\nCaused by: ${at.cause instanceof Error ? (at.cause.stack ?? at.cause.message) : String(at.cause)}`)
  }
  return texts.join('')
}
