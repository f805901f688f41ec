// A gateway as a process of its own: started by fake-gateway-process.fixtures.ts, which also tells it what happens.
import { openGateway } from './fake-gateway.fixtures.ts'
import type { FakeCommand, FakeReport } from './fake-gateway-process.fixtures.ts'
import { FakeWeChat } from './fake-wechat.fixtures.ts'

const [port, prefix, world] = process.argv.slice(2)
const tell = (report: FakeReport) => void process.send?.(report)

let now = 0
const fake = new FakeWeChat(JSON.parse(world ?? ''), prefix)
fake.now = () => now
fake.onSent = sent => tell({ is: 'sent', sent })

process.on('message', (command: FakeCommand) => {
  now = command.at
  const act = fake[command.do] as (...parameters: readonly unknown[]) => unknown
  act.apply(fake, [...command.with])
  tell({ is: 'done', world: fake.world })
})
// A parent that is gone leaves nobody behind.
process.on('disconnect', () => process.exit())

await openGateway(fake, { port: Number(port) })
tell({ is: 'listening' })
