/** Where the secrets of the hook stand: in `.env`, and nowhere else. */
export const ORDER_SECRETS_VARIABLE = 'BONFIRE_ORDERS_SECRET'

const PREFIX = 'whsec_'
/** So much is chance in a secret, in bytes: github.com/standard-webhooks/standard-webhooks, the specification, read 2026-11-22. */
const SECRET_BYTES_MIN = 24
const SECRET_BYTES_MAX = 64

/** The secrets with which shops sign, and what is wrong with them, without showing any. */
export interface ReadSecrets {
  /** None: there is no hook. */
  readonly secrets: readonly string[]
  readonly mistakes: readonly string[]
}

/** Reads one secret, or several with spaces between: while one takes the place of another, both are good. */
export function readOrderSecrets(text: string | undefined): ReadSecrets {
  const secrets = (text ?? '').split(/\s+/).filter(secret => secret !== '')
  const mistakes = secrets.flatMap((secret, index) => {
    const problem = problemOf(secret)
    if (problem === null) return []
    const which = secrets.length === 1 ? ORDER_SECRETS_VARIABLE : `${ORDER_SECRETS_VARIABLE}, secret ${index + 1}`
    return [`${which}: ${problem} Make one with: ${MAKE_ONE}`]
  })
  return mistakes.length === 0 ? { secrets, mistakes } : { secrets: [], mistakes }
}

/** A command that prints a good one. */
const MAKE_ONE = `node -p "'${PREFIX}' + require('crypto').randomBytes(32).toString('base64')"`

function problemOf(secret: string): string | null {
  if (!secret.startsWith(PREFIX)) return `it does not begin with ${PREFIX}.`
  const encoded = secret.slice(PREFIX.length)
  const bytes = Buffer.from(encoded, 'base64')
  // Node reads what is no base64 as far as it can: what was left out is missing when it is written again.
  if (bytes.toString('base64') !== encoded) return `behind ${PREFIX} it is no base64.`
  if (bytes.length < SECRET_BYTES_MIN) return `it is too short: ${SECRET_BYTES_MIN} bytes are the least.`
  if (bytes.length > SECRET_BYTES_MAX) return `it is too long: ${SECRET_BYTES_MAX} bytes are the most.`
  return null
}
