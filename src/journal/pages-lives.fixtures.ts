import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { seeded } from '../../scripts/proofs/seeded.ts'
import {
  firstLife,
  type Lives,
  MAKE,
  type Make,
  picture,
  record,
  truth,
} from '../../scripts/proofs/storage/lab-lives.ts'
import type { LabFact } from '../../scripts/proofs/storage/lab-plugins.ts'
import { MANIFEST } from './manifest.ts'
import type { MemoryDisk } from './memory-files.ts'

const MINUTE_MS = 60_000

export type Step =
  | { readonly do: 'commit'; readonly group: number; readonly minutes: number; readonly facts: readonly LabFact[] }
  | { readonly do: 'flush'; readonly count: number }
  /** A checkpoint goes so many operations of the disk on; a new one begins when none is under way. */
  | { readonly do: 'write'; readonly steps: number }
  /** The next operation of the disk fails. */
  | { readonly do: 'fail' }
  | {
      readonly do: 'crash'
      readonly power: number | undefined
      readonly damage: Damage | undefined
      readonly make: Make
    }
type StepOf<K extends Step['do']> = Extract<Step, { readonly do: K }>
type Damage = { readonly to: 'all' | 'manifest' | 'page'; readonly pick: number; readonly isLost: boolean }

const n = fc.integer({ min: 1, max: 1_000_000 })
const member = fc.integer({ min: 0, max: 15 }).map(index => `lab:${index}`)
const ticket = fc.integer({ min: 0, max: 7 })
const message = fc.integer({ min: 0, max: 40 }).map(index => `m${index}`)
const fact = (type: LabFact[0], data: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<LabFact> =>
  fc.record(data).map(made => [type, made] as const)
const facts = fc.array(
  fc.oneof(
    fact('touched', { member, n }),
    fact('linked', { member, other: fc.option(member), n }),
    fact('noted', { n }),
    fact('opened', { ticket, n }),
    fact('changed', { ticket, n }),
    // Often enough that whole pages end, the last one too.
    ...[1, 2, 3].map(() => fact('closed', { ticket })),
    fact('heard', { message, n }),
  ),
  { minLength: 1, maxLength: 4 },
)
const logged = fc.array(fact('logged', { member, n }), { minLength: 1, maxLength: 2 })
const make = fc.record({
  version: fc.constantFrom(1, 1, 1, 1, 1, 2),
  hasExtra: fc.constantFrom(true, true, true, true, false),
})
const damage: fc.Arbitrary<Damage> = fc.record({
  to: fc.constantFrom('page', 'page', 'page', 'page', 'manifest', 'all'),
  pick: fc.nat(),
  isLost: fc.boolean(),
})
const always = <T extends string>(what: T) => fc.constant(what)

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 18,
      arbitrary: fc.record({
        do: always('commit'),
        group: fc.integer({ min: 0, max: 1 }),
        minutes: fc.integer({ min: 0, max: 40 }),
        facts: fc.oneof({ weight: 5, arbitrary: facts }, { weight: 1, arbitrary: logged }),
      }),
    },
    { weight: 8, arbitrary: fc.record({ do: always('flush'), count: fc.integer({ min: 1, max: 9 }) }) },
    { weight: 24, arbitrary: fc.record({ do: always('write'), steps: fc.integer({ min: 1, max: 30 }) }) },
    { weight: 1, arbitrary: fc.record({ do: always('fail') }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: always('crash'),
        power: fc.option(fc.nat(), { nil: undefined }),
        damage: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: damage }),
        make,
      }),
    },
  ),
  { minLength: 20, maxLength: 150, size: 'max' },
)

/** What a plan of steps came to see. */
export interface Sights {
  crashes: number
  checkpoints: number
  failedCheckpoints: number
  filesLoaded: number
  /** Starts that needed a part of the journal only. */
  shortReplays: number
}

/** Lives through the steps. At each crash, what is recovered must be what the durable lines say, to the last row. */
export async function live(plan: readonly Step[]): Promise<Sights> {
  const sights: Sights = { crashes: 0, checkpoints: 0, failedCheckpoints: 0, filesLoaded: 0, shortReplays: 0 }
  const lives = await firstLife()
  const gate = createGate(lives.disk)
  let make = MAKE
  let at = 0
  let causes = 0
  let isWriting = false
  let isHarmed = false

  function commit({ group, minutes, facts }: StepOf<'commit'>): void {
    at += minutes * MINUTE_MS
    const isKnown = make.hasExtra || facts[0]?.[0] !== 'logged'
    if (isKnown) record(lives.host, `c${causes++}`, facts, `g${group}`, at)
  }
  async function write({ steps }: StepOf<'write'>): Promise<void> {
    if (!isWriting) beginCheckpoint()
    for (let index = 0; index < steps; index += 1) await gate.letOneThrough()
  }
  function beginCheckpoint(): void {
    const life = sights.crashes
    const ended = (as: 'checkpoints' | 'failedCheckpoints') => () => {
      if (life !== sights.crashes) return
      isWriting = false
      sights[as] += 1
    }
    isWriting = true
    lives.checkpointer.checkpoint().then(ended('checkpoints'), ended('failedCheckpoints'))
  }
  async function crash({ power, damage, make: nextMake }: StepOf<'crash'>): Promise<void> {
    compare(picture(lives.host), truth(lives.journal.lines, make), 'before the crash')
    gate.forget()
    isWriting = false
    sights.crashes += 1
    lives.crash(power === undefined ? undefined : coin(power))
    if (damage) harm(lives, damage)
    isHarmed ||= damage !== undefined
    make = nextMake
    await gate.open(() => lives.start(make))
    const { filesLoaded, replayedFrom, damaged } = lives.recovered
    sights.filesLoaded += filesLoaded
    sights.shortReplays += Number(replayedFrom > 1)
    compare(picture(lives.host), truth(lives.journal.lines, make), `after crash ${sights.crashes}`)
    if (damaged.length > 0 && !isHarmed) throw new Error(`A crash alone has damaged ${JSON.stringify(damaged)}`)
  }

  for (const step of plan) {
    if (step.do === 'commit') commit(step)
    else if (step.do === 'flush') lives.journal.flush(step.count)
    else if (step.do === 'write') await write(step)
    else if (step.do === 'fail') gate.failNext()
    else await crash(step)
  }
  await crash({ do: 'crash', power: undefined, damage: undefined, make: MAKE })
  return sights
}

function compare(found: object[], wanted: object[], when: string): void {
  if (isDeepStrictEqual(found, wanted)) return
  throw new Error(
    `The state ${when} is not what the journal says.\n${JSON.stringify(wanted)}\n${JSON.stringify(found)}`,
  )
}

function coin(seed: number): () => boolean {
  const random = seeded(seed)
  return () => random() < 0.5
}

function harm({ disk, files, fileOf }: Lives, { to, pick, isLost }: Damage): void {
  const pages = files().filter(name => name !== MANIFEST)
  const page = pages.length === 0 ? [] : [pages[pick % pages.length]!]
  const picked = to === 'page' ? page : to === 'all' ? files() : files().filter(name => name === MANIFEST)
  for (const name of picked) {
    const bytes = Buffer.from(disk.contents().get(fileOf(name))!)
    if (bytes.length > 0) bytes[pick % bytes.length]! ^= 1
    disk.put(fileOf(name), isLost ? undefined : bytes)
  }
}

/** Holds back what the disk is asked for, so that a test decides what happens when. */
function createGate(disk: MemoryDisk) {
  let waiting: PromiseWithResolvers<void>[] = []
  let isOpen = false
  let failsNext = false
  disk.onStep = () => {
    if (isOpen) return
    const step = Promise.withResolvers<void>()
    waiting.push(step)
    return step.promise
  }
  return {
    async letOneThrough() {
      const step = waiting.shift()
      if (step && failsNext) {
        failsNext = false
        step.reject(new Error('EIO: the disk failed'))
      } else step?.resolve()
      // As many turns as the longest way from one operation to the next.
      for (let turn = 0; turn < 24; turn += 1) await undefined
    },
    failNext() {
      failsNext = true
    },
    forget() {
      waiting = []
      failsNext = false
    },
    async open(work: () => Promise<void>) {
      isOpen = true
      await work()
      isOpen = false
    },
  }
}
