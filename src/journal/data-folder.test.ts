import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { tempProject } from '../../test/temp-project.ts'
import { isBonfireError } from '../errors.ts'
import type { AccountId } from '../events/ids.ts'
import { openDataFolder, readDataFolder } from './data-folder.ts'
import { createMemoryDisk } from './memory-files.ts'

const MAIN = 'main' as AccountId

/** What an operator is told when it cannot be opened. */
async function refusal(pending: Promise<unknown>): Promise<string> {
  const error = await pending.then(
    () => undefined,
    error => error,
  )
  if (!isBonfireError(error)) throw error ?? new Error('The folder was opened.')
  return `${error.code} ${error.message}`
}
const newFolder = () => tempProject().at('data/playground')

test('the first use makes the folder and says in which format it is', async () => {
  const folder = newFolder()
  await using data = await openDataFolder(folder)
  expect(readFileSync(path.join(folder, 'format.json'), 'utf8')).toBe('{"format":1}\n')
  expect(data.journalFolder(MAIN)).toBe(path.join(folder, 'main', 'journal'))
  expect(data.pagesFolder(MAIN)).toBe(path.join(folder, 'main', 'pages'))
  expect(await data.mayWrite()).toBe(true)
})

test('one process works on a folder at a time, and gives it back when it is done', async () => {
  const folder = newFolder()
  const first = await openDataFolder(folder)
  expect(await refusal(openDataFolder(folder))).toMatch(/^DATA_IN_USE .*: in use by process \d+/)
  expect((await readDataFolder(folder)).owner).toBe(`process ${process.pid}`)
  await first[Symbol.asyncDispose]()
  await using second = await openDataFolder(folder)
  expect(second.path).toBe(folder)
})

test('a folder that nobody works on has no owner', async () => {
  const folder = newFolder()
  await (await openDataFolder(folder))[Symbol.asyncDispose]()
  expect((await readDataFolder(folder)).owner).toBeUndefined()
})

test('a newer format is refused before anything is written', async () => {
  const folder = newFolder()
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'format.json'), '{"format":2,"new":true}')
  const refused = `DATA_NEWER ${path.join(folder, 'format.json')}: written in format 2; this Bonfire reads up to 1.`
  expect(await refusal(openDataFolder(folder))).toBe(refused)
  expect(await refusal(readDataFolder(folder))).toBe(refused)
  expect(readdirSync(folder)).toEqual(['format.json'])
})

test.each(['', '{"format":"1"}', '{"format":0}', 'null', '{"form'])(
  'a format file that says %j is refused',
  async text => {
    const folder = newFolder()
    mkdirSync(folder, { recursive: true })
    writeFileSync(path.join(folder, 'format.json'), text)
    expect(await refusal(openDataFolder(folder))).toMatch(/^DATA_UNREADABLE .*format\.json: .*\{"format":1\}/)
  },
)

test('a folder with accounts and without a format is no whole folder', async () => {
  const folder = newFolder()
  mkdirSync(path.join(folder, 'main', 'journal'), { recursive: true })
  writeFileSync(path.join(folder, 'main', 'journal', 'j000000000000001.jsonl'), '')
  expect(await refusal(openDataFolder(folder))).toContain('it is missing, although there is an account "main".')
  expect(readdirSync(folder)).toEqual(['main'])
})

test('a folder that cannot be made is named', async () => {
  const project = tempProject({ data: 'a file, not a folder' })
  expect(await refusal(openDataFolder(project.at('data/playground')))).toMatch(/^DATA_UNREADABLE .*data\/playground/)
})

test('only what has a journal is an account', async () => {
  const project = tempProject({
    'data/live/main/journal/j000000000000001.jsonl': '',
    'data/live/second/journal/j000000000000001.jsonl': '',
    'data/live/empty/pages/manifest.json': '',
    'data/live/notes': 'a file',
    'data/live/playground.json': '{}',
  })
  expect(await (await readDataFolder(project.at('data/live'))).accounts()).toEqual(['main', 'second'])
})

test('looking at a folder that is not there makes none', async () => {
  const project = tempProject()
  expect(await refusal(readDataFolder(project.at('data/live')))).toMatch(/^DATA_MISSING /)
  expect(readdirSync(project.root)).not.toContain('data')
})

test('the format survives a power cut that comes right after the folder was opened', async () => {
  const disk = createMemoryDisk()
  await openDataFolder('/data/live', { files: disk.mount() })
  disk.cutPower()
  expect(disk.contents().get('/data/live/format.json')?.toString()).toBe('{"format":1}\n')
})
