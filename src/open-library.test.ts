import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { BrokenFile } from './account.ts'
import type { LocalDay } from './events/ids.ts'
import { openLibrary } from './open-library.ts'

const PLAN = `
name: Reading
kind: checkin
days: 1
timezone: Asia/Shanghai
value: v
audience: a
rules: r
persona: { name: Ann, voice: calm }
slots: [{ name: morning, at: "08:00" }]
`
const POST = '---\ntitle: One\nkind: topic\nday: 1\n---\nThe first text.\n'
const BROKEN = '---\ntitle: One\nknd: topic\nday: 1\n---\nAnother text.\n'
const FILE = 'posts/reading/day-01.md'

async function openFolder() {
  const root = await mkdtemp(path.join(tmpdir(), 'bonfire-library-'))
  onTestFinished(() => rm(root, { recursive: true }))
  const folder = path.join(root, 'content-library')
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
    await writeFile(path.join(folder, file), text)
  }
  await write('plans/reading.yml', PLAN)
  await write(FILE, POST)
  const logged: string[] = []
  const note = (sentence: string) => void logged.push(sentence)
  const log = { info: note, warn: note, error: note }
  const config = { content: folder, checkSection: () => [] }
  const data = path.join(root, 'data')
  return { write, logged, open: () => openLibrary({ config, data, log }) }
}

/** The next file that breaks. */
const nextBroken = (library: { onBroken(listener: (broken: BrokenFile) => void): void }) =>
  new Promise<BrokenFile>(resolve => library.onBroken(resolve))

test('a file that breaks is told, and its last good version stays in use, also over a restart', async () => {
  const { write, logged, open } = await openFolder()
  const library = await open()
  const before = library.content().post('posts/reading/day-01')!
  const breaks = nextBroken(library)
  await write(FILE, BROKEN)
  const broken = await breaks
  expect(broken).toMatchObject({
    file: FILE,
    line: 3,
    problem: expect.stringContaining('did you mean "kind"'),
    isReplaced: true,
  })
  expect(library.content().post('posts/reading/day-01')?.hash).toBe(before.hash)
  expect(logged.at(-1)).toMatch(/^posts\/reading\/day-01\.md:3:1: .*Its last good version stays in use$/)
  await library[Symbol.asyncDispose]()

  const again = await open()
  expect(again.content().post('posts/reading/day-01')?.hash).toBe(before.hash)
  expect(await nextBroken(again)).toEqual(broken)
  await again[Symbol.asyncDispose]()
})

test('of a file that never was good it is not said that another version of it is in use', async () => {
  const { write, logged, open } = await openFolder()
  await write(FILE, BROKEN)
  const library = await open()
  expect(await nextBroken(library)).toMatchObject({ file: FILE, isReplaced: false })
  expect(logged.at(-1)).toMatch(/It is not used until it is mended$/)
  await library[Symbol.asyncDispose]()
})

test('a plan that lacks something cannot start, and says why', async () => {
  const { write, open } = await openFolder()
  await write('plans/reading.yml', PLAN.replace('days: 1', 'days: 3'))
  const library = await open()
  const { hindrances } = library.content()
  expect(hindrances('reading', '2026-12-01' as LocalDay, 'telegram')).toMatchObject([
    { code: 'dead-days', where: '2–3' },
  ])
  expect(hindrances('raeding', '2026-12-01' as LocalDay, 'telegram')).toMatchObject([
    { code: 'no-plan', message: expect.stringContaining('reading') },
  ])
  await library[Symbol.asyncDispose]()
})
