import { mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { memoryLog } from '../log.ts'
import { type Files, plan, post, tempLibrary, writeFiles } from './check/check.fixtures.ts'
import type { LoadedLibrary } from './library.ts'
import { type LibraryChange, type WatchOptions, watchLibrary } from './watch.ts'

/** Long enough that nothing but what the file system tells can be the reason, short enough for where it tells nothing. */
const NEVER_MS = 3_600_000

interface Seen {
  readonly loaded: LoadedLibrary
  readonly change: LibraryChange
}

/** A library that is watched until the test is over. `next` waits until it looks as wanted. */
async function watching(folder: string, options: Partial<WatchOptions> = {}) {
  const waiting: { wanted: (seen: Seen) => boolean; done: (seen: Seen) => void }[] = []
  const all: Seen[] = []
  const offer = () => {
    const seen = all.at(-1)
    for (const one of seen ? waiting.filter(({ wanted }) => wanted(seen)) : []) {
      waiting.splice(waiting.indexOf(one), 1)
      one.done(seen!)
    }
  }
  const library = await watchLibrary({
    folder,
    settleMs: 5,
    recheckMs: NEVER_MS,
    onChange(loaded, change) {
      all.push({ loaded, change })
      offer()
    },
    ...options,
  })
  onTestFinished(() => library[Symbol.asyncDispose]())
  const next = (wanted: (seen: Seen) => boolean) =>
    new Promise<Seen>(done => {
      waiting.push({ wanted, done })
      offer()
    })
  return { library, next, all }
}

const titles = ({ posts }: LoadedLibrary) => posts.map(({ title }) => title)
const hasTitles =
  (...wanted: readonly string[]) =>
  ({ loaded }: Seen) =>
    String(titles(loaded)) === String(wanted)
const files: Files = { 'plans/demo.yml': plan(), 'posts/demo/a.md': post('a', { title: 'a' }) }
const A = (title: string) => ({ 'posts/demo/a.md': post('a', { title }) })

test('what changes, comes and goes is read', async () => {
  const folder = tempLibrary(files)
  const { library, next } = await watching(folder)
  expect(titles(library.loaded)).toEqual(['a'])
  writeFiles(folder, A('b'))
  await next(hasTitles('b'))
  writeFiles(folder, { 'posts/demo/b.md': post('x', { title: 'x' }) })
  await next(hasTitles('b', 'x'))
  writeFiles(folder, { 'posts/demo/a.md': null })
  const { change } = await next(hasTitles('x'))
  expect(change).toEqual({ broken: [], mended: [] })
})

test('a file in a new folder in a new folder is read', async () => {
  const folder = tempLibrary(files)
  const { next } = await watching(folder)
  writeFiles(folder, { 'posts/new/deep/z.md': post('z', { title: 'z' }) })
  await next(hasTitles('a', 'z'))
  writeFiles(folder, { 'posts/new/deep/z.md': post('z', { title: 'y' }) })
  await next(hasTitles('a', 'y'))
})

test('editors that put a new file in the place of the old one are noticed each time', async () => {
  const folder = tempLibrary(files)
  const { next } = await watching(folder)
  for (const title of ['b', 'c', 'd']) {
    writeFiles(folder, { 'posts/demo/.a.md.tmp': post('a', { title }) })
    renameSync(path.join(folder, 'posts/demo/.a.md.tmp'), path.join(folder, 'posts/demo/a.md'))
    await next(hasTitles(title))
  }
})

test('says which file broke, with what is wrong, and when it is mended', async () => {
  const folder = tempLibrary(files)
  const { next } = await watching(folder)
  writeFiles(folder, { 'posts/demo/a.md': post('a', { titel: 'b' }) })
  const broken = await next(({ change }) => change.broken.length > 0)
  expect(broken.change).toMatchObject({
    broken: [{ file: 'posts/demo/a.md', problem: { line: 5, code: 'unknown-field' }, isReplaced: false }],
    mended: [],
  })
  writeFiles(folder, { 'posts/demo/a.md': post('a', { titell: 'b' }) })
  const again = await next(({ change }) => change.broken[0]?.hash !== broken.change.broken[0]?.hash)
  expect(again.change.broken).toHaveLength(1)
  writeFiles(folder, A('c'))
  expect((await next(hasTitles('c'))).change).toEqual({ broken: [], mended: ['posts/demo/a.md'] })
})

test('a broken file that is deleted is not mended', async () => {
  const folder = tempLibrary({ ...files, 'posts/demo/b.md': 'x' })
  const { next } = await watching(folder)
  writeFiles(folder, { 'posts/demo/b.md': null })
  expect((await next(({ loaded }) => loaded.broken.length === 0)).change).toEqual({ broken: [], mended: [] })
})

test('a library that is not there yet is waited for', async () => {
  const folder = path.join(tempLibrary({}), 'content-library')
  const { library, next } = await watching(folder, { recheckMs: 10 })
  expect(library.loaded.problems).toMatchObject([{ code: 'no-library' }])
  writeFiles(folder, files)
  await next(hasTitles('a'))
})

test('a library that is deleted and made anew is read', async () => {
  const folder = path.join(tempLibrary({}), 'content-library')
  writeFiles(folder, files)
  const { next } = await watching(folder, { recheckMs: 10 })
  rmSync(folder, { recursive: true })
  await next(hasTitles())
  writeFiles(folder, files)
  await next(hasTitles('a'))
})

test('a library that is a link to another release is read when the link is', async () => {
  const above = tempLibrary({})
  for (const release of ['one', 'two']) writeFiles(path.join(above, release), { ...files, ...A(release) })
  const folder = path.join(above, 'current')
  symlinkSync('one', folder)
  const { next } = await watching(folder, { recheckMs: 10 })
  unlinkSync(folder)
  symlinkSync('two', folder)
  await next(hasTitles('two'))
  writeFiles(folder, A('three'))
  await next(hasTitles('three'))
})

test('where nothing tells of changes, they are found by looking', async () => {
  const folder = tempLibrary(files)
  const { next } = await watching(folder, { settleMs: NEVER_MS, recheckMs: 10 })
  writeFiles(folder, A('b'))
  await next(hasTitles('b'))
})

test('control: what changes nothing is no change', async () => {
  const folder = tempLibrary(files)
  const { next, all } = await watching(folder, { recheckMs: 5 })
  writeFiles(folder, files)
  mkdirSync(path.join(folder, 'posts/empty'))
  writeFiles(folder, { 'posts/.hidden': 'x' })
  writeFiles(folder, A('b'))
  await next(hasTitles('b'))
  expect(all).toHaveLength(1)
})

test('whoever fails to take a change over is told, and gets the next one', async () => {
  const folder = tempLibrary(files)
  const log = memoryLog()
  const failed = Promise.withResolvers<void>()
  const taken = Promise.withResolvers<readonly string[]>()
  await watching(folder, {
    log: {
      ...log,
      error(...said) {
        log.error(...said)
        failed.resolve()
      },
    },
    onChange: loaded => {
      if (titles(loaded)[0] === 'b') throw new Error('not now')
      taken.resolve(titles(loaded))
    },
  })
  writeFiles(folder, A('b'))
  await failed.promise
  expect(log.entries.map(({ sentence }) => sentence)).toEqual([
    `${folder}: the change could not be taken over: not now.`,
  ])
  writeFiles(folder, A('c'))
  expect(await taken.promise).toEqual(['c'])
})

test('what is disposed of says nothing more', async () => {
  const folder = tempLibrary(files)
  const { library, all } = await watching(folder)
  await library[Symbol.asyncDispose]()
  const { next } = await watching(folder)
  writeFiles(folder, A('b'))
  await next(hasTitles('b'))
  expect(all).toEqual([])
})
