import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { BonfireError } from '../errors.ts'
import {
  appendBatch,
  close,
  codeOf,
  openOn,
  segmentFile,
  temporaryFolder,
  turnOfTheEventLoop,
} from './journal.fixtures.ts'
import { createMemoryDisk, type MemoryDisk } from './memory-files.ts'
import type { Answer, Order } from './owner.child.ts'
import { createTestClock, paused } from './owner.fixtures.ts'
import { type OwnershipOptions, takeOwnership } from './owner.ts'
import { generationsIn, ownerFile } from './owner-file.ts'
import type { Ownership } from './ownership.ts'
import { type Fate, fateOf, identityOfThisProcess, type ProcessIdentity } from './process-identity.ts'

const FOLDER = '/data/live'

describe('a folder', () => {
  test('that nobody owns is taken at once', async () => {
    const { take } = world()
    const owner = await take('here', 1)
    expect([owner.generation, owner.stillOwner()]).toEqual([1, true])
  })

  test('that was given back is taken at once, and its generations go on', async () => {
    const { disk, take, generations } = world()
    await giveBack(await take('here', 1))
    await giveBack(await take('elsewhere', 1))
    expect((await take('here', 3)).generation).toBe(3)
    expect(await generations()).toEqual([3])
    disk.cutPower()
    expect(Math.max(...(await generations()))).toBe(3)
  })

  test('whose owner runs is refused at once, naming the process and how long it has had it', async () => {
    const { clock, take } = world()
    await take('here', 4711)
    await clock.advance(3 * 3_600_000 + 12 * 60_000)
    await expect(take('here', 2)).rejects.toMatchObject({
      code: 'DATA_IN_USE',
      message: '/data/live: in use by process 4711, for 3 h 12 min.',
    })
  })

  test('whose owner has died is taken at once', async () => {
    const { take, dead } = world()
    await take('here', 1)
    dead.add(1)
    expect((await take('here', 2)).generation).toBe(2)
  })

  test('whose owner lives in another container is refused once it moves', async () => {
    const { clock, take } = world()
    await take('elsewhere', 7)
    const taking = outcomeOf(take('here', 1))
    await clock.advance(2000)
    await expect(taking).resolves.toMatchObject({
      code: 'DATA_IN_USE',
      message: expect.stringContaining('process 7 in another container or on another machine (elsewhere)'),
    })
  })

  test('whose owner in another container is silent is taken after a lease, and not before', async () => {
    const { clock, take, freeze } = world()
    await take('elsewhere', 7)
    freeze('elsewhere')
    let taken: Ownership | undefined
    const taking = take('here', 1).then(owner => {
      taken = owner
    })
    await clock.advance(9999)
    expect(taken).toBeUndefined()
    await clock.advance(1)
    await taking
    expect(taken?.generation).toBe(2)
  })

  test('whose owner gives it back while it is watched is taken then', async () => {
    const { clock, take } = world()
    const owner = await take('elsewhere', 7)
    const taking = take('here', 1)
    await clock.advance(500)
    await giveBack(owner)
    await clock.advance(500)
    expect((await taking).generation).toBe(2)
  })

  test('whose owner died while it created its lock is taken after a lease', async () => {
    const { disk, clock, take } = world()
    disk.put(ownerFile(FOLDER, 5), Buffer.alloc(0))
    const taking = take('here', 1)
    await clock.advance(10_000)
    expect((await taking).generation).toBe(6)
  })

  test('whose owner cannot be looked up, although it says that it is here, is watched', async () => {
    const { clock, take, unknown } = world()
    await take('here', 1)
    unknown.add(1)
    const taking = outcomeOf(take('here', 2))
    await clock.advance(2000)
    expect(await taking).toMatchObject({ code: 'DATA_IN_USE' })
  })

  test('for which no process can be looked up is not taken from anybody at once', async () => {
    const { clock, take, dead } = world()
    await take(undefined, 1)
    dead.add(1)
    const taking = outcomeOf(take(undefined, 2))
    await clock.advance(2000)
    expect(await taking).toMatchObject({ code: 'DATA_IN_USE' })
  })

  test('that cannot be written is named', async () => {
    const { disk, take } = world()
    disk.onStep = () => {
      throw new Error('EACCES: permission denied')
    }
    await expect(take('here', 1)).rejects.toMatchObject({ code: 'DATA_UNREADABLE', params: { file: FOLDER } })
  })
})

describe('of two that start at the same time', () => {
  test('the one that creates the next generation wins', async () => {
    const { clock, take, generations } = world()
    const starts = Promise.all([1, 2, 3].map(pid => outcomeOf(take('here', pid))))
    await clock.advance(20_000)
    const outcomes = await starts
    expect(outcomes.map(outcome => (outcome instanceof BonfireError ? outcome.code : 'taken')).sort()).toEqual([
      'DATA_IN_USE',
      'DATA_IN_USE',
      'taken',
    ])
    expect(await generations()).toEqual([1])
  })

  test('the one that finds a higher generation than its own gives way', async () => {
    const { disk, clock, take, dead, generations } = world()
    // The first sees that there is nobody. While it sleeps, two others come and go.
    const slow = holdCreate(disk, 1)
    const taking = outcomeOf(take('here', 1))
    await slow.reached
    await giveBack(await take('here', 2))
    await take('here', 3)
    slow.release()
    await clock.advance(2000)
    expect(await taking).toMatchObject({ code: 'DATA_IN_USE', message: expect.stringContaining('process 3') })
    expect(await generations()).toEqual([2])
    dead.add(3)
    expect((await take('here', 4)).generation).toBe(3)
  })

  test('an owner that seemed silent and moves again is left alone', async () => {
    const { disk, clock, take, freeze, generations } = world()
    const owner = await take('elsewhere', 7)
    const thaw = freeze('elsewhere')
    const slow = holdCreate(disk, 2)
    const taking = outcomeOf(take('here', 1))
    await clock.advance(10_000)
    await slow.reached
    thaw()
    expect(await owner.stillOwner()).toBe(true)
    slow.release()
    await clock.advance(2000)
    expect(await taking).toMatchObject({ code: 'DATA_IN_USE', message: expect.stringContaining('process 7') })
    expect(await generations()).toEqual([1])
    expect(await owner.stillOwner()).toBe(true)
  })
})

describe('an owner', () => {
  test('is sure of it without asking the disk, as long as it renews its lock', async () => {
    const { disk, clock, take } = world()
    const owner = await take('here', 1)
    await clock.advance(3_600_000)
    disk.onStep = () => {
      throw new Error('not to be asked')
    }
    clock.jump(2999)
    expect(owner.stillOwner()).toBe(true)
  })

  test('that was frozen asks the disk, and goes on when nobody came', async () => {
    const { clock, take } = world()
    const owner = await take('here', 1)
    clock.jump(3_600_000)
    const answer = owner.stillOwner()
    expect(answer).toBeInstanceOf(Promise)
    expect(await answer).toBe(true)
    expect(owner.stillOwner()).toBe(true)
  })

  test('that was frozen while another took over is told once, and stays replaced', async () => {
    const { clock, take, freeze, lost } = world()
    const owner = await take('elsewhere', 7)
    const thaw = freeze('elsewhere')
    const taking = take('here', 1)
    await clock.advance(10_000)
    const successor = await taking
    thaw()
    expect(await Promise.all([owner.stillOwner(), owner.stillOwner()])).toEqual([false, false])
    expect(owner.stillOwner()).toBe(false)
    await clock.advance(60_000)
    expect(lost.map(({ code }) => code)).toEqual(['DATA_LOST'])
    await giveBack(owner)
    expect(successor.stillOwner()).toBe(true)
  })

  test('finds out by itself that it was replaced', async () => {
    const { disk, clock, take, lost } = world()
    const owner = await take('here', 1)
    disk.put(ownerFile(FOLDER, 2), Buffer.from('{}'))
    await clock.advance(2000)
    expect(lost.map(({ message }) => message)).toEqual([
      '/data/live: no longer owned by this process: its lock is at generation 2, we are 1.',
    ])
    expect(owner.stillOwner()).toBe(false)
  })

  test('whose lock was removed or rewritten by hand owns nothing any more', async () => {
    for (const bytes of [undefined, Buffer.from('{"token":"other","pid":1}')]) {
      const { disk, clock, take, lost } = world()
      await take('here', 1)
      disk.put(ownerFile(FOLDER, 1), bytes)
      await clock.advance(2000)
      expect(lost).toHaveLength(1)
    }
  })

  test('survives a renewal that fails, but writes nothing while it cannot renew', async () => {
    const { disk, clock, take, lost } = world()
    const owner = await take('here', 1)
    disk.onStep = () => {
      throw new Error('EIO: i/o error')
    }
    await clock.advance(2000)
    disk.onStep = undefined
    await clock.advance(2000)
    expect(owner.stillOwner()).toBe(true)
    disk.onStep = () => {
      throw new Error('EIO: i/o error')
    }
    await clock.advance(6000)
    expect(lost).toEqual([])
    expect(await owner.stillOwner()).toBe(false)
    expect(lost.map(({ params }) => params.reason)).toEqual(['its lock could not be renewed: EIO: i/o error'])
  })

  test('that has given the folder back owns it no more, and renews nothing', async () => {
    const { disk, clock, take, lost } = world()
    const owner = await take('here', 1)
    await Promise.all([giveBack(owner), giveBack(owner)])
    expect(owner.stillOwner()).toBe(false)
    const steps = disk.steps
    await clock.advance(60_000)
    expect([disk.steps, lost]).toEqual([steps, []])
  })

  test('that was frozen while another took over writes nothing to the journal, and acknowledges nothing', async () => {
    const { disk, clock, take, freeze } = world()
    const owner = await take('elsewhere', 7)
    const journal = await openOn(disk, { mayWrite: owner.stillOwner })
    await appendBatch(journal, ['a'])
    const thaw = freeze('elsewhere')
    const taking = take('here', 1)
    await clock.advance(10_000)
    const successor = await openOn(disk, { mayWrite: (await taking).stillOwner })
    await appendBatch(successor, ['b'])
    const before = disk.contents().get(segmentFile(2))
    thaw()
    expect(await codeOf(() => journal.whenDurable(journal.append('c')))).toBe('JOURNAL_FAILED')
    expect(disk.contents().get(segmentFile(2))).toEqual(before)
    await appendBatch(successor, ['d'])
    await close(successor)
    await close(journal)
  })

  test('that is frozen during a write does not acknowledge it when it wakes up replaced', async () => {
    const { disk, clock, take, freeze } = world()
    const owner = await take('elsewhere', 7)
    const journal = await openOn(disk, { mayWrite: owner.stillOwner })
    const writing = Promise.withResolvers<void>()
    const awake = Promise.withResolvers<void>()
    disk.onStep = async ({ kind, file }) => {
      if (kind !== 'write' || !file.includes('jsonl')) return
      disk.onStep = undefined
      writing.resolve()
      await awake.promise
    }
    const waits = codeOf(() => journal.whenDurable(journal.append('a')))
    await writing.promise
    const thaw = freeze('elsewhere')
    const taking = take('here', 1)
    await clock.advance(10_000)
    const successor = await openOn(disk, { mayWrite: (await taking).stillOwner })
    thaw()
    awake.resolve()
    expect(await waits).toBe('JOURNAL_FAILED')
    await appendBatch(successor, ['b'])
    expect(successor.durable).toBe(1)
  })
})

describe('processes of this machine', () => {
  test('are told apart from those that have ended, and from later ones with the same pid', async () => {
    const self = identityOfThisProcess()
    expect(self.pid).toBe(process.pid)
    expect(fateOf({ ...self, processStartedAt: '1' })).toBe(process.platform === 'linux' ? 'dead' : 'unknown')
    expect(fateOf(self)).toBe(process.platform === 'linux' ? 'alive' : 'unknown')
    const child = spawn(process.execPath, ['-e', ''])
    await once(child, 'exit')
    expect(fateOf({ ...self, pid: child.pid! })).toBe('dead')
  })

  test.runIf(process.platform === 'linux')('count as dead when nobody has noticed yet that they ended', async () => {
    // The shell starts a process, and becomes a program that will never ask what came of it.
    const parent = spawn('sh', ['-c', 'exec 3<&0; sh -c "read line" <&3 & echo $!; exec sleep 600'])
    onTestFinished(() => void parent.kill('SIGKILL'))
    const [output] = await once(parent.stdout, 'data')
    const pid = Number(String(output))
    const program = () => readFileSync(`/proc/${parent.pid}/comm`, 'utf8').trim()
    while (program() !== 'sleep') await turnOfTheEventLoop()
    const fate = () => fateOf({ ...identityOfThisProcess(), pid, processStartedAt: undefined })
    expect(fate()).toBe('unknown')
    parent.stdin.write('end\n')
    while (fate() !== 'dead') await turnOfTheEventLoop()
    // It keeps its pid all the same.
    expect(process.kill(pid, 0)).toBe(true)
  })

  test('that race for a folder have one winner', async () => {
    const folder = await temporaryFolder()
    const [one, two] = [startChild(), startChild()]
    for (let rounds = 0; rounds < 20; rounds++) {
      // Every other time there is a folder that was given back, and every other time there is none.
      const raced = path.join(folder, String(rounds >> 1))
      const answers = await Promise.all([one.tell({ take: raced }), two.tell({ take: raced })])
      expect(answers.map(({ result }) => result).sort(), `round ${rounds}`).toEqual(['DATA_IN_USE', 'taken'])
      const [winner, loser] = answers[0].result === 'taken' ? [one, answers[1]] : [two, answers[0]]
      expect(loser.message).toContain(`process ${winner.pid}, for`)
      expect((await winner.tell({ release: true })).result).toBe('released')
    }
  })

  test('that are killed leave the folder to the next, at once', async () => {
    const folder = await temporaryFolder()
    const child = startChild()
    expect((await child.tell({ take: folder })).result).toBe('taken')
    expect(await codeOf(() => takeOwnership(folder))).toBe('DATA_IN_USE')
    await child.kill()
    const never = () => {
      throw new Error('there is nothing to wait for')
    }
    const clock = { nowMs: () => 0, after: () => never }
    const owner = await takeOwnership(folder, { clock })
    expect([owner.generation, owner.stillOwner()]).toEqual([2, true])
  })
})

/** A disk, a clock, and processes in several places that want the same folder. */
function world() {
  const disk = createMemoryDisk()
  const clock = createTestClock()
  const lost: BonfireError<'DATA_LOST'>[] = []
  const dead = new Set<number>()
  const unknown = new Set<number>()
  const frozen = new Map<string, Promise<void>>()
  const fate = ({ pid }: ProcessIdentity): Fate => (dead.has(pid) ? 'dead' : unknown.has(pid) ? 'unknown' : 'alive')

  function optionsOf(place: string | undefined, pid: number): OwnershipOptions {
    const thawed = async () => frozen.get(place ?? '')
    return {
      files: paused(disk.mount(), thawed),
      clock: {
        nowMs: clock.nowMs,
        after: (delayMs, callback) => clock.after(delayMs, () => void thawed().then(callback)),
      },
      identity: { pid, pidNamespace: place, processStartedAt: '1', host: place ?? 'nowhere' },
      fateOf: fate,
      onLost: error => lost.push(error),
    }
  }
  return {
    disk,
    clock,
    lost,
    dead,
    unknown,
    take: (place: string | undefined, pid: number) => takeOwnership(FOLDER, optionsOf(place, pid)),
    generations: () => generationsIn(disk.mount(), FOLDER),
    /** Nothing goes on there, until the function that it returns is called. */
    freeze(place: string): () => void {
      const thaw = Promise.withResolvers<void>()
      frozen.set(place, thaw.promise)
      return () => {
        frozen.delete(place)
        thaw.resolve()
      }
    },
  }
}

/** Holds the first attempt to create a generation. */
function holdCreate(disk: MemoryDisk, generation: number): { readonly reached: Promise<void>; release(): void } {
  const reached = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  disk.onStep = async ({ kind, file }) => {
    if (kind !== 'create' || file !== ownerFile(FOLDER, generation)) return
    disk.onStep = undefined
    reached.resolve()
    await released.promise
  }
  return { reached: reached.promise, release: released.resolve }
}

async function giveBack(owner: Ownership): Promise<void> {
  await owner[Symbol.asyncDispose]()
}

function outcomeOf(taking: Promise<Ownership>): Promise<Ownership | BonfireError> {
  return taking.catch(error => {
    if (error instanceof BonfireError) return error
    throw error
  })
}

/** A process of its own. It ends with the test. */
function startChild() {
  const child = fork(path.join(import.meta.dirname, 'owner.child.ts'))
  onTestFinished(() => void child.kill('SIGKILL'))
  return {
    pid: child.pid!,
    async tell(order: Order): Promise<Answer> {
      child.send(order)
      const [answer] = await once(child, 'message')
      return answer
    },
    async kill(): Promise<void> {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
