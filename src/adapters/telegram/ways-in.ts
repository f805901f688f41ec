import { watchBacklog } from './backlog.ts'
import { checkHostUpdates } from './host-updates.ts'
import type { Link } from './link.ts'
import { ALLOWED_UPDATES } from './map-update.ts'
import { createPatientHand } from './patient-hand.ts'
import { createPollLoop } from './poll-loop.ts'
import { createWebhook } from './webhook.ts'

/**
 * How updates come: we ask for them; Telegram brings them to `url`, with the secret in a header (1 to 256 characters
 * of `A-Za-z0-9_-`); or somebody's own bot passes them on.
 */
export type WayIn = 'polling' | { readonly webhook: { readonly url: string; readonly secret: string } } | 'mounted'

/** A way in that is open, until the link's signal. */
export interface OpenWay {
  /** Resolves when it has ended. */
  readonly ended: Promise<void>
  /** Set for a webhook: answers its requests. */
  readonly answer?: (request: Request) => Promise<Response>
}

/** Requests that Telegram makes of a webhook at the same time. They are handed in one after another in any case. */
const WEBHOOK_CONNECTIONS = 40

export function openWay(wayIn: WayIn, link: Link): OpenWay {
  if (wayIn === 'polling') return { ended: createPollLoop(link).run() }
  return wayIn === 'mounted' ? openMounted(link) : openWebhook(link, wayIn.webhook)
}

function openWebhook(link: Link, { url, secret }: { readonly url: string; readonly secret: string }): OpenWay {
  const { transport, inlet, once, signal } = link
  const payload = { url, secret_token: secret, allowed_updates: ALLOWED_UPDATES, max_connections: WEBHOOK_CONNECTIONS }
  const begin = async () => void (await transport.call('setWebhook', payload, { signal }))
  return { ended: watchBacklog(link, begin), answer: createWebhook({ secret, inlet, once }) }
}

function openMounted(link: Link): OpenWay {
  const { host } = link.transport
  for (const warning of host?.warnings ?? []) link.log.warn(warning)
  host?.attach(createPatientHand(link))
  return { ended: watchBacklog(link, () => checkHostUpdates(link)) }
}
