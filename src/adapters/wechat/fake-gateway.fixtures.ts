import { createServer } from 'node:net'
import { PuppetServer } from 'wechaty-puppet-service'
import type { FakeWeChat } from './fake-wechat.fixtures.ts'

export const TOKEN = 'insecure_bonfire-tests'

/** A gateway as people run it: wechaty's own gRPC server over a puppet. */
export interface FakeGateway extends AsyncDisposable {
  readonly endpoint: string
  /** The gateway is gone, and every connection with it. The puppet goes on. */
  stop(): Promise<void>
  /** It is back, at the same address. */
  start(): Promise<void>
}

export async function openGateway(
  puppet: FakeWeChat,
  options: { readonly tls?: boolean; readonly port?: number } = {},
) {
  const endpoint = `127.0.0.1:${options.port ?? (await freePort())}`
  let server: PuppetServer | undefined
  const gateway: FakeGateway = {
    endpoint,
    async start() {
      server = new PuppetServer({ endpoint, token: TOKEN, tls: { disable: !options.tls }, puppet })
      await server.start()
    },
    async stop() {
      await server?.stop()
      server = undefined
    },
    async [Symbol.asyncDispose]() {
      await gateway.stop()
      await puppet.stop()
    },
  }
  await gateway.start()
  return gateway
}

/** A port that was free a moment ago: the server takes port 0 but does not say which one it got. */
export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>(resolve => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise(resolve => probe.close(resolve))
  return port
}
