import { expect, test } from 'vitest'
import type { Files } from './files.ts'
import { codeOf, failOn } from './journal.fixtures.ts'
import { createMemoryDisk, type MemoryDisk } from './memory-files.ts'

const FILE = '/data/file'

test('bytes are there for every process, and after a power cut only when they were synced', async () => {
  const disk = createMemoryDisk()
  const files = disk.mount()
  const handle = await files.create(FILE)
  await files.syncFolder('/data')
  await handle.write(Buffer.from('one'), 0)
  await handle.datasync()
  await handle.write(Buffer.from('two'), 3)
  expect(textOf(disk)).toBe('onetwo')
  disk.cutPower()
  expect(textOf(disk)).toBe('one')
})

test('a name is there after a power cut only when its folder was synced', async () => {
  const disk = createMemoryDisk()
  await write(disk.mount(), FILE, 'new')
  disk.cutPower()
  expect(textOf(disk)).toBeUndefined()
  const files = disk.mount()
  await write(files, FILE, 'old')
  await files.syncFolder('/data')
  await write(files, `${FILE}.tmp`, 'new')
  await files.rename(`${FILE}.tmp`, FILE)
  expect(textOf(disk)).toBe('new')
  disk.cutPower()
  expect(textOf(disk)).toBe('old')
})

test('what a failed sync was to write is never written, although it can be read', async () => {
  const disk = createMemoryDisk()
  const files = disk.mount()
  const handle = await files.create(FILE)
  await files.syncFolder('/data')
  await handle.write(Buffer.from('lost'), 0)
  failOn(disk, ({ kind }) => kind === 'sync')
  await expect(handle.datasync()).rejects.toThrow('EIO')
  disk.onStep = undefined
  await handle.datasync()
  expect(textOf(disk)).toBe('lost')
  disk.cutPower()
  expect(textOf(disk)).toBe('')
})

test('a power cut may keep any of the sectors, and what lies between is zero', async () => {
  const disk = createMemoryDisk({ sectorBytes: 2 })
  const files = disk.mount()
  const handle = await files.create(FILE)
  await files.syncFolder('/data')
  await handle.write(Buffer.from('aabbcc'), 0)
  const survives = [false, true, false]
  disk.cutPower(() => survives.shift()!)
  expect(textOf(disk)).toBe('\0\0bb')
})

test('a killed process does nothing more, and loses nothing', async () => {
  const disk = createMemoryDisk()
  const files = disk.mount()
  const handle = await files.create(FILE)
  await handle.write(Buffer.from('a'), 0)
  disk.kill()
  await expect(handle.write(Buffer.from('b'), 1)).rejects.toThrow('killed')
  await expect(files.list('/data')).rejects.toThrow('killed')
  expect(await disk.mount().list('/data')).toEqual(['file'])
  expect(textOf(disk)).toBe('a')
})

test('of two that create a file, one succeeds', async () => {
  const disk = createMemoryDisk()
  const files = disk.mount()
  const created = await Promise.allSettled([files.createNew(FILE), files.createNew(FILE)])
  expect(created.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(created[1]).toMatchObject({ reason: { code: 'EEXIST' } })
  expect(await codeOf(() => files.open('/data/other'))).toBe('other')
})

async function write(files: Files, file: string, text: string): Promise<void> {
  const handle = await files.create(file)
  await handle.write(Buffer.from(text), 0)
  await handle.datasync()
}

function textOf(disk: MemoryDisk): string | undefined {
  return disk.contents().get(FILE)?.toString()
}
