/** Under which address pages are asked for: the origin that people know, or null when only this machine is to reach them. */
export type OwnAddress = string | null

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]', '::1'])
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD'])
const JSON_TYPE = /^application\/json(?:\s*;|$)/i

/** Whether a name can mean nothing but this machine. */
export const isLoopback = (hostname: string): boolean => LOOPBACK_NAMES.has(hostname)

/**
 * Refuses what is not asked by a page of ours, in a browser that may have anybody's pages open as well: another name for
 * this machine (a domain that somebody points at it), another site's page, a form. Null: it is one of ours.
 */
export function refuseForeign(request: Request, own: OwnAddress): Response | null {
  if (!isAskedHere(request, own)) return refuse(421, `This is not the address of these pages. ${remedyFor(own)}`)
  if (!isFromHere(request, own)) return refuse(403, 'Only a page of this server may ask for that.')
  if (!READING.has(request.method) && !JSON_TYPE.test(request.headers.get('content-type') ?? '')) {
    return refuse(415, 'Send JSON, with content-type: application/json.')
  }
  return null
}

/** By the name that was asked for: whoever points their domain at this machine gets nothing from it. */
function isAskedHere(request: Request, own: OwnAddress): boolean {
  const named = `${own === null ? 'http:' : new URL(own).protocol}//${request.headers.get('host')}`
  if (!URL.canParse(named)) return false
  return own === null ? isLoopback(new URL(named).hostname) : new URL(named).origin === own
}

/** Browsers say which page asks: by its origin, or, where they leave that out, by how near its site is. */
function isFromHere(request: Request, own: OwnAddress): boolean {
  const origin = request.headers.get('origin')
  if (origin !== null) return origin === (own ?? `http://${new URL(request.url).host}`)
  const site = request.headers.get('sec-fetch-site')
  if (!READING.has(request.method)) return site === 'same-origin'
  // A link on another site may lead here. What such a site loads into itself may not.
  const target = request.headers.get('sec-fetch-dest') ?? 'document'
  const isFollowed = request.headers.get('sec-fetch-mode') === 'navigate' && target === 'document'
  return isFollowed || site === null || site === 'same-origin' || site === 'none'
}

const remedyFor = (own: OwnAddress): string =>
  own === null
    ? 'Open http://127.0.0.1 with its port, or set web.url (BONFIRE_URL) to the address that people use.'
    : 'Open the one that web.url (BONFIRE_URL) names; a proxy has to pass on the Host header.'

const refuse = (status: number, error: string): Response => Response.json({ error }, { status })
