import type { Link } from './link.ts'
import { ALLOWED_UPDATES } from './map-update.ts'

/** Come only when they are named: core.telegram.org/bots/api#getupdates, read 2026-11-22. */
const MUST_BE_NAMED: ReadonlySet<string> = new Set(['chat_member', 'message_reaction'])

/** Says what somebody's own bot does not ask Telegram for, although we need it. */
export async function checkHostUpdates({ transport, once, signal }: Link): Promise<void> {
  const { allowed_updates: allowed } = await transport.call('getWebhookInfo', {}, { signal })
  // None named: all kinds but those that must be named.
  const comes = (kind: string) =>
    allowed?.length ? (allowed as readonly string[]).includes(kind) : !MUST_BE_NAMED.has(kind)
  const missing = ALLOWED_UPDATES.filter(kind => !comes(kind))
  if (missing.length === 0) return
  const what = 'This bot does not ask Telegram for all the updates that Bonfire needs: add them to its allowed_updates'
  once.warn('host-updates', what, { missing })
}
