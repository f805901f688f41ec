/**
 * Whether a page of ours sent this, rather than somebody else's page in the same browser. Browsers say so themselves over
 * TLS; over plain http the origin has to be the host that was asked, also where a proxy has another name for us.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = request.headers.get('origin')
  if (origin === null || !URL.canParse(origin)) return false
  const asked = [request.headers.get('host'), request.headers.get('x-forwarded-host'), new URL(request.url).host]
  return asked.includes(new URL(origin).host)
}
