import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { freePort } from './fake-gateway.fixtures.ts'
import { EMPTY_WORLD, type FakeSent, type FakeWorld } from './fake-wechat.fixtures.ts'

/** What the parent has a gateway's process do: a method of the fake, at a time. */
export interface FakeCommand {
  readonly do: 'says' | 'joins' | 'leaves' | 'addContact' | 'addRoom'
  readonly with: readonly unknown[]
  readonly at: number
}

/** What the process tells. */
export type FakeReport =
  | { readonly is: 'listening' }
  | { readonly is: 'sent'; readonly sent: FakeSent }
  | { readonly is: 'done'; readonly world: FakeWorld }

/** A gateway in a process of its own, which can be killed. What WeChat remembers meanwhile is kept here. */
export interface GatewayProcess extends AsyncDisposable {
  readonly endpoint: string
  /** Everything that the bot has sent, through all processes. */
  readonly sent: readonly FakeSent[]
  start(): Promise<void>
  /** As a crash: nothing is said to anybody. */
  kill(): Promise<void>
  run(what: FakeCommand['do'], ...parameters: readonly unknown[]): Promise<void>
}

/** @param now What time it is where messages are stamped. */
export async function openGatewayProcess(now: () => number): Promise<GatewayProcess> {
  const port = await freePort()
  const sent: FakeSent[] = []
  let world = EMPTY_WORLD
  let starts = 0
  let child: ChildProcess | undefined

  const report = (child: ChildProcess, is: FakeReport['is']) =>
    new Promise<void>(resolve => {
      const look = (message: unknown): void => {
        if ((message as FakeReport).is !== is) return
        child.off('message', look)
        resolve()
      }
      child.on('message', look)
    })

  async function start(): Promise<void> {
    starts += 1
    const script = new URL('fake-gateway-main.fixtures.ts', import.meta.url)
    // Without the tests' own loader: Node reads the file as it is.
    child = fork(script, [String(port), `m${starts}-`, JSON.stringify(world)], { execArgv: [], silent: true })
    child.on('message', message => {
      const told = message as FakeReport
      if (told.is === 'sent') sent.push(told.sent)
      if (told.is === 'done') world = told.world
    })
    await report(child, 'listening')
  }

  async function kill(): Promise<void> {
    const dying = child
    child = undefined
    if (!dying || dying.exitCode !== null) return
    const gone = once(dying, 'exit')
    dying.kill('SIGKILL')
    await gone
  }

  return {
    endpoint: `127.0.0.1:${port}`,
    sent,
    start,
    kill,
    async run(what, ...parameters) {
      if (!child) throw new Error('The gateway is down: nothing can happen that it would see.')
      const done = report(child, 'done')
      child.send({ do: what, with: parameters, at: now() } satisfies FakeCommand)
      await done
    },
    [Symbol.asyncDispose]: kill,
  }
}
