import type { Link } from './link.ts'
import { ALLOWED_UPDATES } from './map-update.ts'

/** Says what somebody's own bot does not ask Telegram for, although we need it. */
export async function checkHostUpdates({ transport, once, signal }: Link): Promise<void> {
  const { allowed_updates: allowed } = await transport.call('getWebhookInfo', {}, { signal })
  // None named: all kinds but those that must be named, `chat_member` among them.
  const comes = (kind: string) =>
    allowed?.length ? (allowed as readonly string[]).includes(kind) : kind !== 'chat_member'
  const missing = ALLOWED_UPDATES.filter(kind => !comes(kind))
  if (missing.length === 0) return
  const what = 'This bot does not ask Telegram for all the updates that Bonfire needs: add them to its allowed_updates'
  once.warn('host-updates', what, { missing })
}
