import path from 'node:path'
import { loadConfig } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'
import { startPlayground } from '../../src/playground/start-playground.ts'
import { machineTime } from '../../src/scheduler/clock.ts'
import { type BenchCase, COUNT } from './bench-case.ts'
import type { Figure } from './figure.ts'

/** In the group, with the usual count. */
const MEMBERS = 200
const CONFIG = path.resolve(import.meta.dirname, '../../bonfire.config.ts')
const PLAN = 'reading-21d'
const READY_MS_MAX = 2_000
const CAMPAIGN_MS_MAX = 5_000

export const playground: BenchCase = {
  name: 'playground',
  about:
    `The playground of \`npm start\`: until its server answers, with the configuration and all plugins; then all of a ` +
    `campaign of 21 days with ${MEMBERS} members (fewer with a smaller --count), to the end of its closing, while a page ` +
    'listens to every line.',
  async measure({ count, folder, onProgress }) {
    const members = Math.min(MEMBERS, Math.max(4, Math.ceil((MEMBERS * count) / COUNT)))
    const from = machineTime.elapsedMs()
    const config = await loadConfig({ file: CONFIG, data: folder, env: {} })
    const chosen = { plan: PLAN, members, toDay: 0 }
    const running = await startPlayground({ config, log: createLog({ level: 'error' }), port: 0, chosen })
    const readyMs = machineTime.elapsedMs() - from
    const { url, playground } = running
    const heard = listenTo(`${url}/playground/events`)
    await playground.still()
    onProgress(1, 2)
    const begun = machineTime.elapsedMs()
    await playground.act({ act: 'run', to: 'end' })
    await playground.still()
    const campaignMs = machineTime.elapsedMs() - begun
    const { log, rehearsal } = await playground.ready()
    if (rehearsal.ending === null) throw new Error('The campaign has not come to its end.')
    const lines = log.lines.length
    await running[Symbol.asyncDispose]()
    const bytes = await heard
    onProgress(2, 2)
    return [
      figure('server answers', readyMs, READY_MS_MAX, {}),
      figure(`21 days, ${members} members, a page connected`, campaignMs, CAMPAIGN_MS_MAX, { lines, sentBytes: bytes }),
    ]
  },
}

const figure = (name: string, value: number, msMax: number, also: Readonly<Record<string, number>>): Figure => ({
  ...{ name, measure: 'ms', value, also },
  target: { of: 'ms', is: 'at most', value: msMax },
})

/** How many bytes come, until the server ends. */
async function listenTo(url: string): Promise<number> {
  let bytes = 0
  const { body } = await fetch(url)
  try {
    for await (const part of body!) bytes += part.byteLength
  } catch {
    // Cut off at the end: that is how it ends.
  }
  return bytes
}
