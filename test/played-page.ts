import { request as requestOf } from 'node:http'
import { onTestFinished } from 'vitest'
import { loadConfig } from '../src/config.ts'
import { type LogEntry, memoryLog } from '../src/log.ts'
import type { ChosenStart } from '../src/playground/first-campaign.ts'
import { type RunningPlayground, startPlayground } from '../src/playground/start-playground.ts'
import type {
  PlaygroundAct,
  PlaygroundAnswer,
  PlaygroundLine,
  PlaygroundLines,
  PlaygroundRecord,
  PlaygroundState,
} from '../src/playground/wire.ts'
import type { TempProject } from './temp-project.ts'

/** A playground that answers, and whoever plays there. Ends with the test. */
export interface PlayedPage {
  readonly running: RunningPlayground
  readonly url: string
  readonly logged: readonly LogEntry[]
  state(): Promise<PlaygroundState>
  lines(): Promise<readonly PlaygroundLine[]>
  record(line: number): Promise<PlaygroundRecord>
  act(act: PlaygroundAct): Promise<PlaygroundAnswer>
  /** As `act`, of something that the page would not send. */
  sends(body: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  still(): Promise<void>
  stop(): Promise<void>
}

/** So few people that a campaign is made in a moment. */
export const FEW: ChosenStart = { members: 4, toDay: 1 }

export async function playedPage(project: TempProject, chosen?: ChosenStart): Promise<PlayedPage> {
  const config = await loadConfig({ file: project.at('bonfire.config.ts'), data: project.at('data'), env: {} })
  const log = memoryLog()
  const running = await startPlayground({ config, log, port: 0, ...(chosen && { chosen }) })
  const { url, playground } = running
  let stopped: Promise<void> | null = null
  const stop = () => {
    stopped ??= Promise.resolve(running[Symbol.asyncDispose]())
    return stopped
  }
  onTestFinished(stop)
  await playground.still()
  return { running, url, logged: log.entries, ...asking(url), still: playground.still, stop }
}

/** What can be asked of a playground at that address. */
export function asking(url: string) {
  const get = async <T>(path: string) => (await (await fetch(`${url}${path}`)).json()) as T
  const state = () => get<PlaygroundState>('/playground/state')
  const sends = (body: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${url}/playground/acts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, ...headers },
      body,
    })
  return {
    state,
    sends,
    async lines() {
      const all: PlaygroundLine[] = []
      for (const { lines: count } = await state(); all.length < count; ) {
        const { lines } = await get<PlaygroundLines>(`/playground/lines?from=${all.length}&to=${all.length + 500}`)
        all.push(...lines)
      }
      return all
    },
    record: (line: number) => get<PlaygroundRecord>(`/playground/records/${line}`),
    act: async (act: PlaygroundAct) => (await (await sends(JSON.stringify(act))).json()) as PlaygroundAnswer,
  }
}

/** A request as no browser would send it: headers and path are as given. */
export function rawGet(url: string, path: string, headers: Readonly<Record<string, string>>) {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>()
  const { hostname, port } = new URL(url)
  const asked = requestOf({ hostname, port, path, headers }, response => {
    let body = ''
    response.on('data', chunk => {
      body += chunk
    })
    response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
  })
  asked.on('error', reject)
  asked.end()
  return promise
}
