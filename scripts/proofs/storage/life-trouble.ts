import type { Files, WritableFile } from '../../../src/journal/files.ts'
import type { DiskStep, MemoryDisk } from '../../../src/journal/memory-files.ts'
import type { Chance } from '../seeded.ts'

/** What befalls one process. */
export interface Plan {
  /** At which of the steps that it asks the disk for, the first being 1. If it does not take as many, all is well. */
  readonly at: number
  readonly what: 'kill' | 'power' | 'error'
}

export interface Trouble {
  /** Whether the process is gone. */
  readonly isDown: boolean
  /** The step at which it came to pass, if it did. */
  readonly struck: DiskStep | undefined
  /** How many steps the process took. */
  readonly steps: number
  /** Ends the process, if that has not happened: it is killed, or the power goes. */
  end(): void
}

export interface TroubleOptions {
  readonly disk: MemoryDisk
  readonly chance: Chance
  readonly plan: Plan | undefined
  readonly onStep: (step: DiskStep) => void
  /** The step has failed. The process goes on. */
  readonly onError: (step: DiskStep) => void
}

/** A step takes its time in so many cases: what goes on beside it goes on meanwhile. */
const SLOW_SHARE = 0.1
const SLOW_TURNS_MAX = 3
const ERRORS = ['EIO: i/o error', 'ENOSPC: no space left on device', 'EDQUOT: disk quota exceeded']
/** How much of what was not synced the disk has kept when the power goes. */
const KEPT_SHARES = [0, 0.1, 0.5, 0.9, 1]

/** Trouble at one of the first steps. Most often the power goes: that is the hardest. */
export function anyTrouble(chance: Chance, stepsMax: number): Plan {
  return { at: chance.between(1, stepsMax), what: chance.pick(['kill', 'power', 'power', 'error'] as const) }
}

/** From now on the disk takes its time, and what is planned comes to pass. */
export function awaitTrouble({ disk, chance, plan, onStep, onError }: TroubleOptions): Trouble {
  const before = disk.steps
  let isDown = false
  let struck: DiskStep | undefined

  function end(how: 'kill' | 'power'): void {
    isDown = true
    const share = chance.pick(KEPT_SHARES)
    if (how === 'kill') disk.kill()
    else disk.cutPower(() => chance.happens(share))
  }
  function strike(step: DiskStep, what: Plan['what']): never {
    struck = step
    if (what !== 'error') {
      end(what)
      throw new Error('This process was killed.')
    }
    onError(step)
    throw new Error(`${chance.pick(ERRORS)}, ${step.kind}`)
  }
  disk.onStep = step => {
    onStep(step)
    if (step.number - before === plan?.at) strike(step, plan.what)
    if (chance.happens(SLOW_SHARE)) return turns(chance.between(1, SLOW_TURNS_MAX))
  }
  return {
    get isDown() {
      return isDown
    },
    get struck() {
      return struck
    },
    get steps() {
      return disk.steps - before
    },
    end() {
      disk.onStep = undefined
      if (!isDown) end(chance.pick(['kill', 'power']))
    },
  }
}

/** A disk that takes half of what it is given, and the rest when it is asked again: so an error can come in between. */
export function takingHalves(files: Files): Files {
  const halving = async (opening: Promise<WritableFile>): Promise<WritableFile> => {
    const file = await opening
    return {
      async write(bytes, position) {
        const half = Math.ceil(bytes.length / 2)
        await file.write(bytes.subarray(0, half), position)
        await file.write(bytes.subarray(half), position + half)
      },
      datasync: () => file.datasync(),
      close: () => file.close(),
    }
  }
  return {
    ...files,
    create: file => halving(files.create(file)),
    createNew: file => halving(files.createNew(file)),
  }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise(resolve => setImmediate(resolve))
}
