import { describe, expect, test } from 'vitest'
import { appendBatch, close, codeOf, holdNext, openOn, segmentFile } from './journal.fixtures.ts'
import { FOLDER, giveBack, onLock, world } from './owner.fixtures.ts'
import { ownerFile } from './owner-file.ts'

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

  test('that renews its lock while another takes over looks for it after that, and not before', async () => {
    const { disk, clock, take, freeze } = world()
    const owner = await take('elsewhere', 7)
    const thaw = freeze('elsewhere')
    const taking = take('here', 1)
    await clock.advance(9900)
    const renewing = holdNext(disk, onLock('write', 1))
    thaw()
    const answer = owner.stillOwner()
    await renewing.reached
    await clock.advance(100)
    expect((await taking).stillOwner()).toBe(true)
    renewing.release()
    expect(await answer).toBe(false)
  })

  test('whose lock takes longer to renew than it is good for writes nothing', async () => {
    const { disk, clock, take, lost } = world()
    const owner = await take('here', 1)
    disk.onStep = ({ kind }) => (kind === 'sync' ? clock.jump(6000) : undefined)
    clock.jump(6000)
    expect(await owner.stillOwner()).toBe(false)
    expect(lost.map(({ params }) => params.reason)).toEqual(['renewing its lock takes too long'])
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

  test('that gives the folder back while its lock is being renewed has given it back', async () => {
    const { disk, clock, take } = world()
    const owner = await take('elsewhere', 7)
    clock.jump(6000)
    const renewing = holdNext(disk, onLock('sync', 1))
    const answer = owner.stillOwner()
    await renewing.reached
    // By now this renewal began too long ago, and another one would be due.
    clock.jump(6000)
    const given = giveBack(owner)
    renewing.release()
    await given
    expect(await answer).toBe(false)
    expect((await take('here', 1)).generation).toBe(2)
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
