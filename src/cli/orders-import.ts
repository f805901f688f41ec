import { readFile } from 'node:fs/promises'
import { type Config, loadConfig } from '../config.ts'
import { reasonOf } from '../doctor/check.ts'
import { BonfireError } from '../errors.ts'
import { type CsvOrder, readCsvOrders } from '../orders/csv-orders.ts'
import type { OrderBody } from '../orders/order-body.ts'
import { ORDER_SECRETS_VARIABLE } from '../orders/order-secrets.ts'
import { ORDERS_PATH } from '../orders/orders-path.ts'
import { signOrder } from '../orders/sign-order.ts'
import { type Clock, systemClock } from '../scheduler/clock.ts'
import { printLine, type Terminal, visible } from './terminal.ts'

export interface ImportOptions {
  readonly url?: string
  readonly dryRun?: boolean
  readonly config?: string
}

/** Orders under way at a time. */
const SENT_AT_ONCE = 16
/** How long the bot has to answer, in milliseconds. */
const ANSWER_MS_MAX = 30_000
/** Where a bot without a port of its own begins to look for one. */
const DEFAULT_PORT = 3_000

/** What became of one line. */
interface Reported {
  readonly is: 'recorded' | 'repeated' | 'readable' | 'failed'
  readonly line: number
  readonly name: string
  /** What is wrong, or what there is to know. */
  readonly notes: readonly string[]
}

/**
 * Reads a table of orders, and sends each line that is right to the running bot, signed as a shop signs. Exit code 1 when
 * any line is wrong or was not recorded. The same file again changes nothing but what was not recorded.
 */
export async function importOrders(file: string, options: ImportOptions, terminal: Terminal): Promise<number> {
  const clock = systemClock()
  // 1. What there is to send
  const read = readCsvOrders(await readText(file), clock.now())
  if (read.is === 'wrong') throw unreadable(file, read.problems.join('\n  - '))
  // 2. Line by line, in the order of the file
  const send = options.dryRun ? null : await senderFor(options, clock)
  const counts = { recorded: 0, repeated: 0, readable: 0, failed: 0 }
  const { orders } = read
  for (let from = 0; from < orders.length; from += SENT_AT_ONCE) {
    const batch = orders.slice(from, from + SENT_AT_ONCE)
    const reports = await Promise.allSettled(batch.map(order => reportOf(order, send)))
    for (const [index, report] of reports.entries()) {
      if (report.status === 'rejected') {
        await printLine(terminal.out, `line ${batch[index]!.line} and those below: not known to be recorded`)
        throw report.reason
      }
      counts[report.value.is] += 1
      for (const line of linesOf(report.value)) await printLine(terminal.out, line)
    }
    if (terminal.isInteractive) terminal.err.write(`\r${from + reports.length} of ${orders.length} `)
  }
  // 3. Altogether
  if (terminal.isInteractive) terminal.err.write('\r\u001b[K')
  await printLine(terminal.out, summaryOf(counts, orders.length, options.dryRun === true))
  return counts.failed === 0 ? 0 : 1
}

const WHY_UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file. Name the table that the shop has exported.',
  EISDIR: 'it is a folder. Name the table that the shop has exported.',
  EACCES: 'it may not be read by whoever runs this.',
}
/** @throws ORDERS_FILE_UNREADABLE also for the encodings in which Excel saves what it calls CSV. */
async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch(error => {
    throw unreadable(file, WHY_UNREADABLE[(error as NodeJS.ErrnoException).code ?? ''] ?? reasonOf(error))
  })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw unreadable(file, 'it is not in UTF-8. In Excel, save it as "CSV UTF-8".')
  }
}
const unreadable = (file: string, reason: string) => new BonfireError('ORDERS_FILE_UNREADABLE', { file, reason })

type Send = (body: OrderBody) => Promise<Pick<Reported, 'is' | 'notes'>>

async function senderFor({ config: file, url }: ImportOptions, clock: Clock): Promise<Send> {
  const { orders, web }: Config = await loadConfig(file === undefined ? {} : { file })
  if (orders.secrets.length === 0) throw new BonfireError('ORDERS_SECRET_MISSING', { variable: ORDER_SECRETS_VARIABLE })
  const address = new URL(ORDERS_PATH, url ?? `http://127.0.0.1:${web.port || DEFAULT_PORT}`)
  return async body => {
    const { text, headers } = signOrder(body, orders.secrets, clock.now())
    const signal = AbortSignal.timeout(ANSWER_MS_MAX)
    const answer = await fetch(address, { method: 'POST', headers, body: text, signal, redirect: 'manual' }).catch(
      error => {
        throw notTaken(address, reasonOf(error))
      },
    )
    return outcomeOf(answer, address)
  }
}
const notTaken = (address: URL, reason: string) =>
  new BonfireError('ORDERS_NOT_TAKEN', { address: address.href, reason })

/** @throws ORDERS_NOT_TAKEN when no other line would fare better. */
async function outcomeOf(answer: Response, address: URL): Promise<Pick<Reported, 'is' | 'notes'>> {
  const said = ((await answer.json().catch(() => null)) ?? {}) as Readonly<Record<string, unknown>>
  const texts = (list: unknown) => (Array.isArray(list) ? list.map(String) : [])
  switch (answer.status) {
    case 200:
      return { is: said.result === 'repeated' ? 'repeated' : 'recorded', notes: texts(said.notes) }
    case 400:
      return { is: 'failed', notes: texts(said.problems) }
    case 503:
      return { is: 'failed', notes: ['the bot could not record it just now. Send the file again.'] }
    case 401:
      throw notTaken(address, 'it does not know our secret, or its clock is more than 5 minutes from ours')
    default:
      throw notTaken(address, `it answered with ${answer.status}`)
  }
}

async function reportOf(order: CsvOrder, send: Send | null): Promise<Reported> {
  const { line, name } = order
  if (order.is === 'wrong') return { is: 'failed', line, name, notes: order.problems }
  if (send === null) return { is: 'readable', line, name, notes: [] }
  return { line, name, ...(await send(order.body)) }
}

const WORDS: Readonly<Record<Reported['is'], string>> = {
  recorded: 'recorded',
  repeated: 'known already',
  readable: 'can be sent',
  failed: 'not recorded',
}
function linesOf({ is, line, name, notes }: Reported): readonly string[] {
  return [
    `line ${line}: ${name === '' ? '' : `${visible(name)}: `}${WORDS[is]}`,
    ...notes.map(note => `    ${visible(note)}`),
  ]
}

function summaryOf(counts: Readonly<Record<Reported['is'], number>>, all: number, isDry: boolean): string {
  const lines = `${all} ${all === 1 ? 'line' : 'lines'}`
  if (isDry) return `${lines}: ${counts.readable} can be sent, ${counts.failed} cannot. Nothing was sent.`
  return `${lines}: ${counts.recorded} recorded, ${counts.repeated} known already, ${counts.failed} not recorded.`
}
