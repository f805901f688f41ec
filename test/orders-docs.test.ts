import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import type { Instant } from '../src/events/ids.ts'
import { readCsvOrders } from '../src/orders/csv-orders.ts'
import { readOrderText } from '../src/orders/order-body.ts'
import { startWebServer } from '../src/web/server.ts'
import { bareEnvironment } from './bot-process.ts'
import { ordersLab } from './orders-lab.ts'
import { tempProject } from './temp-project.ts'

const PAGE = path.join(import.meta.dirname, '..', 'docs', 'orders.md')
/** What a program prints. */
async function printed(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const [text] = await Promise.all([readAll(child.stdout), once(child, 'close')])
  return text
}
const NOW = Date.parse('2026-11-24T12:00Z') as Instant

async function exampleOf(start: string): Promise<string> {
  const page = await readFile(PAGE, 'utf8')
  const from = page.indexOf(start)
  const [, text] = /```\w+\n([\s\S]*?)```/.exec(page.slice(from)) ?? []
  if (from < 0 || text === undefined) throw new Error(`docs/orders.md has no example at "${start}".`)
  return text
}

/** A bot that listens; what is run knows its address and its secret. */
async function listening() {
  const lab = ordersLab()
  const server = await startWebServer({ port: 0, routes: new Map(), log: lab.log, orders: lab.orders })
  onTestFinished(() => server[Symbol.asyncDispose]())
  const env = { ...bareEnvironment(), ORDERS_URL: `${server.url}/hooks/orders`, BONFIRE_ORDERS_SECRET: lab.secret }
  return { lab, env }
}

test('the example in Node is signed well', async () => {
  const { lab, env } = await listening()
  const project = tempProject({ 'tell.mjs': await exampleOf('<!-- example: node -->') })
  expect(await printed(process.execPath, [project.at('tell.mjs')], env)).toMatch(
    /^200 \{"order":"A-1001","result":"recorded"/,
  )
  expect(lab.counted()).toEqual(['A-1001 paid'])
})

test('so is the one for a shell', async () => {
  const { lab, env } = await listening()
  const stdout = await printed('sh', ['-c', await exampleOf('<!-- example: shell -->')], env)
  expect(JSON.parse(stdout)).toMatchObject({ order: 'A-1002', result: 'recorded' })
  expect(lab.counted()).toEqual(['A-1002 paid'])
})

test('the order that is shown is one, and so is each line of the table', async () => {
  expect(readOrderText(await exampleOf('## What a shop sends'), NOW)).toMatchObject({ is: 'order' })
  const table = readCsvOrders(await exampleOf('<!-- example: table -->'), NOW)
  expect(table.is === 'orders' && table.orders.map(({ is }) => is)).toEqual(['order', 'order', 'order'])
})
