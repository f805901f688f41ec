/** Takes secrets out of a text. */
export type Redact = (text: string) => string

const REDACTED = '[redacted]'
/** What is shorter is no secret, and would blank half of what is logged: `true`, `1`, `zh-CN`. In characters. */
const SECRET_CHARS_MIN = 6
/** A Telegram bot's token: core.telegram.org/bots/api#authorizing-your-bot, read 2026-11-21. Its colon may be escaped in a URL. */
const TELEGRAM_TOKEN = /\d{6,}(?::|%3A)[A-Za-z0-9_-]{30,}/gi
const SECRET_NAME = /TOKEN|SECRET|PASSWORD|KEY/i

/** The values of the variables whose names say that they are secret. */
export function secretsIn(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const named = Object.entries(env).filter(([name]) => SECRET_NAME.test(name))
  return named.map(([, value]) => value ?? '').filter(value => value.length >= SECRET_CHARS_MIN)
}

/** Makes the function that takes these secrets out of a text, also where a URL escapes them, and whatever looks like a token. */
export function redactorOf(secrets: readonly string[]): Redact {
  const forms = new Set(secrets.flatMap(secret => [secret, encodeURIComponent(secret)]))
  // The longest first: one secret may be the beginning of another.
  const ordered = [...forms].sort((a, b) => b.length - a.length)
  return text => {
    const withoutKnown = ordered.reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text)
    return withoutKnown.replace(TELEGRAM_TOKEN, REDACTED)
  }
}
