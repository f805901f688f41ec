import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { BonfireError } from '../errors.ts'
import { codeOf, holdNext, temporaryFolder, turnOfTheEventLoop } from './journal.fixtures.ts'
import type { Answer, Order } from './owner.child.ts'
import { FOLDER, giveBack, onLock, outcomeOf, world } from './owner.fixtures.ts'
import { takeOwnership } from './owner.ts'
import { ownerFile } from './owner-file.ts'
import type { Ownership } from './ownership.ts'

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
    const slow = holdNext(disk, onLock('create', 1))
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
    const slow = holdNext(disk, onLock('create', 2))
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

test('one that seems to be the owner, and gives way to the true one, is not succeeded', async () => {
  const { disk, clock, take, freeze, generations } = world()
  // 1. The owner is silent for so long that a second one creates its generation. By then it has moved again
  const owner = await take('elsewhere', 7)
  const thaw = freeze('elsewhere')
  const creating = holdNext(disk, onLock('create', 2))
  const second = outcomeOf(take('here', 1))
  await clock.advance(10_000)
  await creating.reached
  thaw()
  expect(await owner.stillOwner()).toBe(true)
  const thawAgain = freeze('elsewhere')
  const checking = holdNext(disk, onLock('sync', 2))
  creating.release()
  await checking.reached
  // 2. The second is frozen before it can see that. To a third one it seems to be an owner that is silent
  const creatingThird = holdNext(disk, onLock('create', 3))
  const third = outcomeOf(take('there', 1))
  await clock.advance(10_000)
  await creatingThird.reached
  // 3. The second gives way, and the owner sees nobody
  checking.release()
  await turnOfTheEventLoop()
  thawAgain()
  expect(await owner.stillOwner()).toBe(true)
  // 4. Nor must the third one think that it has won
  creatingThird.release()
  await clock.advance(5000)
  expect([await second, await third]).toMatchObject([{ code: 'DATA_IN_USE' }, { code: 'DATA_IN_USE' }])
  expect([await owner.stillOwner(), await generations()]).toEqual([true, [1]])
})

describe('processes of this machine', () => {
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
