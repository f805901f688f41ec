import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import checkIn from '../plugins/check-in/index.ts'
import points from '../plugins/points/index.ts'
import { startAccount } from '../src/account.ts'
import type { Adapter, Update } from '../src/adapters/adapter.ts'
import { drive } from '../src/drive.ts'
import { AccountId, ChatId, type Instant, LocalTime, MemberId, MessageId, Zone } from '../src/events/ids.ts'
import { createHost } from '../src/host/host.ts'
import { openFileJournal } from '../src/journal/file-journal.ts'
import type { Journal } from '../src/journal/journal.ts'
import { machineTime } from '../src/scheduler/clock.ts'
import { createCalendar } from '../src/scheduler/zones.ts'
import { SIMULATED_CAPABILITIES } from '../src/simulation/simulated-platform.ts'
import { withResource } from '../src/with-resource.ts'

interface Figure {
  readonly name: string
  readonly perSecond: number
  /** Time of all threads of this process for one check-in, in microseconds: it hardly depends on what else is running. */
  readonly cpuUs: number
  /** From handing the event in to handing the acknowledgement to the platform, in milliseconds. */
  readonly p50Ms?: number
  readonly p99Ms?: number
}

/** Check-ins under way at any moment. */
const IN_FLIGHT = 256
const WARM_UP = 5_000

const { values } = parseArgs({
  options: { count: { type: 'string', default: '60000' }, json: { type: 'boolean', default: false } },
})
const count = Number(values.count)
let averageLineBytes = 0
const folder = await mkdtemp(path.join(tmpdir(), 'bonfire-bench-'))
try {
  const figures = [await checkIns('check-in, 600 groups', 600), await checkIns('check-in, 1 group', 1)]
  const bare = await bareAppend(`bare append, two lines of ${averageLineBytes} bytes each`, averageLineBytes)
  if (values.json) console.log(JSON.stringify({ node: process.version, figures: [...figures, bare] }))
  else print([...figures, bare])
} finally {
  await rm(folder, { recursive: true })
}
// Over HTTP, where each update is a hundred times as dear. With --json a second line.
const overTelegram = ['--count', String(Math.ceil(count / 12)), ...(values.json ? ['--json'] : [])]
if (!values.json)
  console.log('\nUpdates through polling, with one reply each, on a fake Bot API in a process of its own\n')
const { status } = spawnSync(process.execPath, [path.join(import.meta.dirname, 'bench-telegram.ts'), ...overTelegram], {
  stdio: 'inherit',
})
process.exitCode = status ?? 1

/** Event in → decided → durable → acknowledgement handed to a platform → outcome recorded and durable. */
async function checkIns(name: string, groups: number): Promise<Figure> {
  return withResource(await openFileJournal(path.join(folder, `account-${groups}`)), journal =>
    measured(name, groups, journal),
  )
}

async function measured(name: string, groups: number, journal: Journal): Promise<Figure> {
  let bytes = 0
  const log = {
    append(text: string) {
      bytes += Buffer.byteLength(text) + 10
      return journal.append(text)
    },
    get next() {
      return journal.next
    },
  }
  const waiting = new Map<string, (at: number) => void>()
  const adapter = reactingPlatform(message => waiting.get(message)?.(machineTime.elapsedMs()))
  const calendar = createCalendar({ zone: Zone.parse('Asia/Shanghai'), dayStartsAt: LocalTime.parse('00:00') })
  const config = { 'check-in': checkIn.config.parse({}), points: points.config.parse({}) }
  const settings = { locale: 'zh-CN', calendar, config, isRestDay: () => false } as const
  const host = createHost({ plugins: [checkIn, points], log, settings: () => settings })
  const clock = { now: () => machineTime.wallMs() as Instant }
  const account = startAccount({ id: AccountId.parse('bench'), host, journal, adapter, clock, heartbeatMs: null })
  account.connected()
  account.caughtUp()
  const driving = drive(account, clock, error => {
    throw error
  })
  const latencies: number[] = []
  let next = 0
  const total = WARM_UP + count
  async function client(): Promise<void> {
    for (let i = next++; i < total; i = next++) {
      const update = checkInUpdate(i, groups, clock.now())
      const startedAt = machineTime.elapsedMs()
      const acknowledged = new Promise<number>(resolve => waiting.set(update.message, resolve))
      await account.take([update])
      latencies.push((await acknowledged) - startedAt)
      waiting.delete(update.message)
      if (i === WARM_UP) {
        measuredFrom = machineTime.elapsedMs()
        cpuFrom = process.cpuUsage()
      }
    }
  }
  let measuredFrom = 0
  let cpuFrom = process.cpuUsage()
  await Promise.all(Array.from({ length: IN_FLIGHT }, client))
  while (account.inFlight > 0) await new Promise(resolve => setImmediate(resolve))
  driving[Symbol.dispose]()
  const seconds = (machineTime.elapsedMs() - measuredFrom) / 1_000
  if (groups > 1) averageLineBytes = Math.round(bytes / (journal.next - 1))
  const sorted = latencies.slice(WARM_UP).sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
  return { name, perSecond: count / seconds, cpuUs: cpuSince(cpuFrom) / count, p50Ms: at(0.5), p99Ms: at(0.99) }
}

function checkInUpdate(i: number, groups: number, at: Instant): Update & { kind: 'said' } {
  const message = MessageId.parse(String(i + 1))
  const chat = ChatId.parse(`g${i % groups}`)
  const who = { member: MemberId.parse(`bench:${i}`), name: `member ${i}` }
  return { kind: 'said', cause: `msg:${chat}:${message}`, chat, at, who, message, text: '打卡 读了三十页' }
}

/** A platform without limits, on which acknowledgements are reactions. */
function reactingPlatform(onReaction: (message: string) => void): Pick<Adapter, 'capabilities' | 'pacing' | 'send'> {
  const never = Number.POSITIVE_INFINITY
  return {
    capabilities: { ...SIMULATED_CAPABILITIES, reactions: true, buttons: true },
    pacing: { chatGapMs: 0, chatMessagesPerMinute: never, accountCallsPerSecond: never, receiptGapMs: 0 },
    async send(outgoing) {
      if (outgoing.kind === 'reaction') onReaction(outgoing.message)
      return { is: 'sent', at: machineTime.wallMs() as Instant }
    },
  }
}

/** The limit: the same lines, made durable by the same group commit, with nothing decided. */
async function bareAppend(name: string, bytes: number): Promise<Figure> {
  return withResource(await openFileJournal(path.join(folder, 'bare')), journal => bareAppendTo(journal, name, bytes))
}

async function bareAppendTo(journal: Journal, name: string, bytes: number): Promise<Figure> {
  const line = JSON.stringify({ padding: 'x'.repeat(Math.max(0, bytes - 24)) })
  let next = 0
  async function client(): Promise<void> {
    for (let i = next++; i < count; i = next++) {
      await journal.whenDurable(journal.append(line))
      journal.append(line)
    }
  }
  const startedAt = machineTime.elapsedMs()
  const cpuFrom = process.cpuUsage()
  await Promise.all(Array.from({ length: IN_FLIGHT }, client))
  await journal.whenDurable(journal.next - 1)
  const seconds = (machineTime.elapsedMs() - startedAt) / 1_000
  return { name, perSecond: count / seconds, cpuUs: cpuSince(cpuFrom) / count }
}

function cpuSince(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from)
  return user + system
}

function print(figures: readonly Figure[]): void {
  const limit = figures.at(-1)!.perSecond
  console.log(`Node ${process.version}, ${count} check-ins, ${IN_FLIGHT} in flight\n`)
  for (const { name, perSecond, cpuUs, p50Ms, p99Ms } of figures) {
    const latency = p50Ms === undefined ? '' : `p50 ${p50Ms.toFixed(1)} ms  p99 ${p99Ms!.toFixed(1)} ms`
    const share = `${((100 * perSecond) / limit).toFixed(0)} %`
    console.log(
      `${name.padEnd(48)} ${Math.round(perSecond).toLocaleString('en').padStart(9)}/s ${share.padStart(6)}  ${cpuUs.toFixed(0).padStart(4)} µs CPU  ${latency}`,
    )
  }
}
