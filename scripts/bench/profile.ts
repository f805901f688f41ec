import { mkdir, writeFile } from 'node:fs/promises'
import type { Profiler } from 'node:inspector'
import { Session } from 'node:inspector/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { withScratch } from '../proofs/scratch.ts'
import { checkInsOf } from './check-ins.ts'
import { rateOf } from './statistics.ts'

/** Where the time of one function went, without what it called. */
export interface SelfTime {
  /** `decide src/host/decide.ts:40`. */
  readonly name: string
  readonly usPerCheckIn: number
  readonly sharePercent: number
}

export interface Profile {
  readonly file: string
  readonly perSecond: number
  readonly cpuUs: number
  /** The longest first. */
  readonly functions: readonly SelfTime[]
}

const GROUPS = 600
const FUNCTIONS_SHOWN = 30
/** Time between two samples, in microseconds. */
const SAMPLE_US = 200
const root = path.resolve(import.meta.dirname, '../..')

/** Profiles one round of check-ins in 600 groups, without the warm-up. The file is for Chromium's DevTools or an editor. */
export function profileCheckIns(folder: string, count: number): Promise<Profile> {
  return withScratch('profile', async scratch => {
    const { profile, loop } = await profiled(scratch, count)
    const file = path.join(folder, 'check-ins.cpuprofile')
    await mkdir(folder, { recursive: true })
    await writeFile(file, JSON.stringify(profile))
    return { file, ...rateOf(count, loop), functions: selfTimes(profile, count).slice(0, FUNCTIONS_SHOWN) }
  })
}

async function profiled(folder: string, count: number) {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_US })
  let profile: Profiler.Profile | undefined
  const { loop } = await checkInsOf({
    ...{ groups: GROUPS, count, folder },
    async around(work) {
      await session.post('Profiler.start')
      const loop = await work()
      profile = (await session.post('Profiler.stop')).profile
      return loop
    },
  })
  session.disconnect()
  return { profile: profile!, loop }
}

function selfTimes({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile, count: number): readonly SelfTime[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]))
  const us = new Map<string, number>()
  for (const [index, id] of samples.entries()) {
    const name = names.get(id)!
    us.set(name, (us.get(name) ?? 0) + timeDeltas[index]!)
  }
  // Neither is work: waiting, and taking the profile.
  for (const name of us.keys()) if (name === '(idle)' || name.includes('node:inspector')) us.delete(name)
  const total = [...us.values()].reduce((sum, each) => sum + each, 0)
  return [...us]
    .sort(([, a], [, b]) => b - a)
    .map(([name, self]) => ({ name, usPerCheckIn: self / count, sharePercent: (100 * self) / total }))
}

function nameOf({ functionName, url, lineNumber }: Profiler.ProfileNode['callFrame']): string {
  const name = functionName || '(anonymous)'
  if (url === '') return name
  const file = url.startsWith('file:') ? path.relative(root, fileURLToPath(url)) : url
  return `${name} ${file}:${lineNumber + 1}`
}

export function profileTable({ file, perSecond, cpuUs, functions }: Profile): string {
  const rows = functions.map(({ name, usPerCheckIn, sharePercent }) => {
    return `${usPerCheckIn.toFixed(2).padStart(8)} µs ${sharePercent.toFixed(1).padStart(5)} %  ${name}`
  })
  const head = `Check-ins in ${GROUPS} groups while profiled: ${Math.round(perSecond)}/s, ${cpuUs.toFixed(0)} µs CPU each. Time of the main thread in each function, for one check-in:`
  return `${[head, '', ...rows, '', `The whole profile: ${file}`].join('\n')}\n`
}
