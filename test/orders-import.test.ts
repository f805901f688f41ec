import { writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { run } from '../src/cli/program.ts'
import { ORDER_SECRETS_VARIABLE } from '../src/orders/order-secrets.ts'
import { startWebServer } from '../src/web/server.ts'
import { newSecret, ordersLab } from './orders-lab.ts'
import { memoryTerminal } from './recorded-data.ts'
import { type TempProject, tempProject } from './temp-project.ts'

const CONFIG = `export default { plugins: [], plan: { name: 'x', timezone: 'Asia/Shanghai' } }`
const HEAD = 'id,type,at,amount,currency,platform,user,code,group,offer'
const AT = '2026-11-22T20:05:00+08:00'

/** A bot that listens, and a project that knows its secret. */
async function shop(more: { readonly botSecret?: string } = {}) {
  const secret = newSecret()
  const { botSecret = secret } = more
  const lab = ordersLab({ secrets: [botSecret] })
  const server = await startWebServer({ port: 0, routes: new Map(), log: lab.log, orders: lab.orders })
  onTestFinished(() => server[Symbol.asyncDispose]())
  const project = tempProject({ 'bonfire.config.ts': CONFIG, '.env': `${ORDER_SECRETS_VARIABLE}=${secret}\n` })
  return {
    ...lab,
    server,
    project,
    imports: (file: string, ...more: string[]) => imports(project, file, server.url, more),
  }
}

async function imports(project: TempProject, text: string | Uint8Array, url: string, more: readonly string[] = []) {
  const file = project.at('orders.csv')
  writeFileSync(file, text)
  const terminal = memoryTerminal()
  const config = project.at('bonfire.config.ts')
  const code = await run(['orders', 'import', file, '--url', url, '--config', config, ...more], terminal)
  return { code, out: terminal.outText(), err: terminal.errText() }
}

test('each line is told of; those that are right are recorded once, whatever the others are', async () => {
  const { imports, counted } = await shop()
  const text = [
    HEAD,
    `A-1,paid,${AT},9.90,CNY,telegram,8123,,,`,
    `A-2,paid,${AT},"9,90",CNY,telegram,8124,,,`,
    `A-1,refunded,${AT},9.90,CNY,telegram,8123,,,`,
    `A-3,paid,${AT},1,CNY,,,K7Q2M9XWPA,main:77,`,
  ].join('\r\n')
  const first = await imports(`\uFEFF${text}\r\n`)
  expect(first.out).toMatchInlineSnapshot(`
    "line 2: A-1 paid: recorded
        It was told to no group: none that hears of orders knows the buyer, and no group or offer that it names is known here. No admin sees it.
    line 3: A-2 paid: not recorded
        amount: "9,90" is none. Use digits and a point, without signs or spaces, e.g. 9.90.
    line 4: A-1 refunded: recorded
    line 5: A-3 paid: recorded
        There is no group "main:77" here: the order was taken without it.
        It was told to no group: none that hears of orders knows the buyer, and no group or offer that it names is known here. No admin sees it.
    4 lines: 3 recorded, 0 known already, 1 not recorded.
    "
  `)
  expect([first.code, first.err]).toEqual([1, ''])
  expect(counted()).toEqual(['A-1 paid', 'A-1 refunded', 'A-3 paid'])
  const again = await imports(text.replace('"9,90"', '9.90'))
  expect(again.out).toContain('line 3: A-2 paid: recorded\n')
  expect(again.out).toContain('4 lines: 1 recorded, 3 known already, 0 not recorded.\n')
  expect(again.code).toBe(0)
  expect(counted()).toHaveLength(4)
})

test('many lines are reported in their order', async () => {
  const { imports, counted } = await shop()
  const ids = Array.from({ length: 100 }, (_, index) => `A-${index}`)
  const { code, out } = await imports([HEAD, ...ids.map(id => `${id},paid,${AT},1,CNY,,,C,,`)].join('\n'))
  const told = [...out.matchAll(/^line \d+: (\S+) paid: recorded$/gm)].map(([, id]) => id)
  expect([code, told]).toEqual([0, ids])
  expect(new Set(counted()).size).toBe(100)
})

test('--dry-run sends nothing', async () => {
  const { imports, counted } = await shop()
  const { code, out } = await imports(`${HEAD}\nA-1,paid,${AT},1,CNY,,,C,,\n`, '--dry-run')
  expect([code, counted()]).toEqual([0, []])
  expect(out).toBe('line 2: A-1 paid: can be sent\n1 line: 1 can be sent, 0 cannot. Nothing was sent.\n')
})

test('while the journal takes nothing a line is not recorded, and the same file again is', async () => {
  const { imports, journal } = await shop()
  journal.refuse('the disk is full')
  const text = `${HEAD}\nA-1,paid,${AT},1,CNY,,,C,,\n`
  const refused = await imports(text)
  expect([refused.code, refused.out]).toEqual([1, expect.stringContaining('Send the file again.')])
  journal.refuse(undefined)
  expect((await imports(text)).code).toBe(0)
})

test.each([
  ['of another encoding', Buffer.from([0xff, 0xfe, 0x69, 0x00]), 'CSV UTF-8'],
  ['without its columns', 'a,b\n', 'the column "id" is missing'],
])('a file %s is refused with what to do', async (_, text, said) => {
  const { imports, counted } = await shop()
  const { err, code: exit } = await imports(text as string)
  expect([exit, counted()]).toEqual([1, []])
  expect(err).toContain(said)
})

test('a bot with another secret takes nothing, and that is said', async () => {
  const { imports, counted } = await shop({ botSecret: newSecret() })
  const { err, out, code } = await imports(`${HEAD}\nwrong\nA-1,paid,${AT},1,CNY,,,C,,\n`)
  expect([code, counted()]).toEqual([1, []])
  expect(out).toMatch(/^line 2: .*not recorded$/m)
  expect(out).toMatch(/^line 3 and those below: not known to be recorded$/m)
  expect(err).toContain('it does not know our secret')
})

test('no bot, and no secret, are said', async () => {
  const { project } = await shop()
  const free = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => free.once('listening', resolve))
  const { port } = free.address() as AddressInfo
  await new Promise(resolve => free.close(resolve))
  const text = `${HEAD}\nA-1,paid,${AT},1,CNY,,,C,,\n`
  expect((await imports(project, text, `http://127.0.0.1:${port}`)).err).toMatch(/takes no orders.*ECONNREFUSED/s)
  project.write({ '.env': '' })
  expect((await imports(project, text, `http://127.0.0.1:${port}`)).err).toContain('BONFIRE_ORDERS_SECRET is not set')
})

test('an address that is none is a mistake of the command line', async () => {
  const { project } = await shop()
  const { code, err } = await imports(project, HEAD, 'localhost:3000')
  expect([code, err]).toEqual([2, expect.stringContaining('Use a whole address')])
})

test('a file that is not there is said in words', async () => {
  const terminal = memoryTerminal()
  const code = await run(['orders', 'import', '/nope/orders.csv', '--dry-run'], terminal)
  expect(code).toBe(1)
  expect(terminal.errText()).toContain('there is no such file. Name the table that the shop has exported.')
  expect(terminal.errText()).not.toContain('ENOENT')
})
