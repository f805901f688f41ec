/** Where gateways register under their tokens. wechaty-token 1.1.2 asks the same address. */
const DIRECTORY = 'https://api.chatie.io/v0/hosties/'
const DISCOVERY_MS_MAX = 10_000

/**
 * The address of a gateway, `host:port`, from wechaty's directory. The resolver inside wechaty's own client does not
 * work with @grpc/grpc-js 1.10 and later, and the one of wechaty-token writes its errors to the console.
 * @param directory For tests. Default: wechaty's.
 */
export async function discoverEndpoint(
  token: string,
  signal: AbortSignal,
  directory: string = DIRECTORY,
): Promise<string> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(DISCOVERY_MS_MAX)])
  const response = await fetch(directory + encodeURIComponent(token), { signal: inTime })
  if (response.status >= 400 && response.status < 500) {
    throw new Error(
      'The directory knows no gateway with this token: it is misspelt, has expired, or its gateway is down.',
    )
  }
  if (!response.ok) throw new Error(`The directory of gateways answers HTTP ${response.status}.`)
  const { host, port } = (await response.json()) as { host?: unknown; port?: unknown }
  if (typeof host !== 'string' || typeof port !== 'number') {
    throw new Error('The directory of gateways gives an address that cannot be read.')
  }
  return `${host}:${port}`
}
