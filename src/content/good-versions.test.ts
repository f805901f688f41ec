import path from 'node:path'
import { expect, test } from 'vitest'
import { createMemoryDisk, type MemoryDisk } from '../journal/memory-files.ts'
import { type GoodFile, openGoodVersions } from './good-versions.ts'
import { hashOf } from './read-file.ts'

const FOLDER = '/data/content'
const A = 'posts/a.md'
const B = 'posts/b.md'

function file(name: string, text: string): GoodFile {
  const bytes = Buffer.from(text)
  return { file: name, hash: hashOf(bytes), bytes }
}
const present = new Set([A, B])
const open = (disk: MemoryDisk) => openGoodVersions(FOLDER, disk.mount())
const textOf = async (disk: MemoryDisk, name: string) => {
  const bytes = await (await open(disk)).read(name)
  return bytes && Buffer.from(bytes).toString()
}
const names = (disk: MemoryDisk) => [...disk.contents().keys()].map(name => path.basename(name)).sort()

async function diskWith(...good: readonly GoodFile[]): Promise<MemoryDisk> {
  const disk = createMemoryDisk()
  await (await open(disk)).keep(good, present)
  return disk
}

test('a version that was kept is there after a power cut', async () => {
  const disk = await diskWith(file(A, 'one'), file(B, 'two'))
  disk.cutPower()
  expect([await textOf(disk, A), await textOf(disk, B), await textOf(disk, 'posts/c.md')]).toEqual([
    'one',
    'two',
    undefined,
  ])
})

test('wherever the power is cut while a newer version is kept, the old one or the new one is there', async () => {
  const steps = await stepsOfKeeping()
  expect(steps).toBeGreaterThan(8)
  const seen = new Set<string | undefined>()
  for (let cut = 1; cut <= steps; cut++) {
    const disk = await diskWith(file(A, 'old'))
    const good = await open(disk)
    const first = disk.steps
    disk.onStep = ({ number }) => {
      if (number === first + cut) disk.cutPower()
    }
    await good.keep([file(A, 'new')], present).catch(() => {})
    disk.onStep = undefined
    seen.add(await textOf(disk, A))
  }
  expect([...seen].sort()).toEqual(['new', 'old'])
})

async function stepsOfKeeping(): Promise<number> {
  const disk = await diskWith(file(A, 'old'))
  const good = await open(disk)
  const before = disk.steps
  await good.keep([file(A, 'new')], present)
  return disk.steps - before
}

test('a file that is broken keeps its version, a file that is gone does not', async () => {
  const disk = await diskWith(file(A, 'one'), file(B, 'two'))
  const good = await open(disk)
  await good.keep([], new Set([A]))
  expect([good.hashOf(A), good.hashOf(B)]).toEqual([hashOf('one'), undefined])
})

test('versions that nothing names any more are removed, and what a crash left half-written', async () => {
  const disk = await diskWith(file(A, 'one'), file(B, 'two'))
  disk.put(`${FOLDER}/half.tmp`, Buffer.from('ha'))
  await (await open(disk)).keep([file(A, 'three')], new Set([A]))
  expect(names(disk)).toEqual([hashOf('three'), 'index.json'].sort())
})

test('the same text in two files is stored once', async () => {
  const disk = await diskWith(file(A, 'same'), file(B, 'same'))
  expect(names(disk)).toEqual([hashOf('same'), 'index.json'].sort())
  expect(await textOf(disk, B)).toBe('same')
})

test('what has not changed is not written again', async () => {
  const disk = await diskWith(file(A, 'one'))
  const good = await open(disk)
  await good.keep([file(A, 'one')], present)
  const kinds: string[] = []
  disk.onStep = ({ kind }) => void kinds.push(kind)
  await good.keep([file(A, 'one')], present)
  expect(kinds).toEqual([])
  await good.keep([file(A, 'two')], present)
  expect(kinds).toContain('write')
})

test.each([
  ['half-written', '{"format":1,"files":{"posts/a.md":'],
  ['of another format', '{"format":9,"files":{}}'],
  ['of another shape', '[]'],
  ['no text', Buffer.from([0xff, 0xfe])],
])('an index that is %s remembers nothing, and is written anew', async (_, text) => {
  const disk = await diskWith(file(A, 'one'))
  disk.put(`${FOLDER}/index.json`, Buffer.from(text))
  const good = await open(disk)
  expect(await good.read(A)).toBeUndefined()
  await good.keep([file(A, 'one')], present)
  expect(await textOf(disk, A)).toBe('one')
})

test('an index cannot name a file elsewhere', async () => {
  const disk = await diskWith(file(A, 'one'))
  disk.put('/data/secret', Buffer.from('secret'))
  disk.put(`${FOLDER}/index.json`, Buffer.from('{"format":1,"files":{"posts/a.md":"../secret"}}'))
  expect((await open(disk)).hashOf(A)).toBeUndefined()
})

test.each([
  ['missing', undefined],
  ['damaged', Buffer.from('onf')],
])('a version that is %s is not taken, and is written again as soon as the file is good', async (_, bytes) => {
  const disk = await diskWith(file(A, 'one'))
  disk.put(`${FOLDER}/${hashOf('one')}`, bytes)
  const good = await open(disk)
  expect(await good.read(A)).toBeUndefined()
  await good.keep([file(A, 'one')], present)
  expect(await textOf(disk, A)).toBe('one')
})

test('a folder that is not there remembers nothing', async () => {
  expect(await textOf(createMemoryDisk(), A)).toBeUndefined()
})
