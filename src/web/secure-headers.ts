/** What holds for every answer. A page says more for itself: its own policy, with the hashes of its own scripts. */
const ALWAYS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** What holds where an answer does not say otherwise. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cache-control': 'no-store',
}

/** The same answer with strict headers, so that an account which forgets about them is safe. */
export function withSecureHeaders(response: Response): Response {
  const { status, statusText, body } = response
  const headers = new Headers({ ...OTHERWISE, ...Object.fromEntries(response.headers), ...ALWAYS })
  // Cookies are the one header of which an answer may have several.
  headers.delete('set-cookie')
  for (const cookie of response.headers.getSetCookie()) headers.append('set-cookie', cookie)
  return new Response(body, { status, statusText, headers })
}
