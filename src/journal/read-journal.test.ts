import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { tempProject } from '../../test/temp-project.ts'
import { isBonfireError } from '../errors.ts'
import { openFileJournal } from './file-journal.ts'
import { readJournal } from './read-journal.ts'

/** A journal whose segments hold one line each; the first two are in the archive. It stays open. */
async function journalOf(lines: number) {
  const folder = tempProject().at('journal')
  const journal = await openFileJournal(folder, { segmentBytesMax: 40, freeBytesMin: 0 })
  for (let line = 1; line <= lines; line++) await journal.whenDurable(journal.append(`{"line":${line}}`))
  await journal.archive(3)
  return { folder, journal, segment: (first: number) => path.join(folder, `j${String(first).padStart(15, '0')}.jsonl`) }
}

async function linesIn(folder: string): Promise<readonly (number | string)[]> {
  const read: (number | string)[] = []
  try {
    for await (const { lsn, text } of readJournal(folder)) read.push(JSON.parse(text).line === lsn ? lsn : `${lsn}?`)
  } catch (error) {
    if (!isBonfireError(error)) throw error
    read.push(error.message.slice(error.message.lastIndexOf('/') + 1))
  }
  return read
}

test('all lines are read, the archive included, while the journal is written', async () => {
  const { folder, journal } = await journalOf(4)
  expect(await linesIn(folder)).toEqual([1, 2, 3, 4])
  await journal.whenDurable(journal.append('{"line":5}'))
  expect(await linesIn(folder)).toEqual([1, 2, 3, 4, 5])
  await journal[Symbol.asyncDispose]()
})

test('a segment that moves to the archive meanwhile is read there', async () => {
  const { folder, journal } = await journalOf(4)
  const reading = readJournal(folder)
  await reading.next()
  await journal.archive(5)
  const rest: number[] = []
  for await (const { lsn } of reading) rest.push(lsn)
  expect(rest).toEqual([2, 3, 4])
  await journal[Symbol.asyncDispose]()
})

test('a line that is half written is left out, at the end only', async () => {
  const { folder, journal, segment } = await journalOf(4)
  await journal[Symbol.asyncDispose]()
  writeFileSync(segment(4), readFileSync(segment(4)).subarray(0, -3))
  expect(await linesIn(folder)).toEqual([1, 2, 3])
  writeFileSync(segment(3), readFileSync(segment(3)).subarray(0, -3))
  expect(await linesIn(folder)).toEqual([1, 2, 'j000000000000003.jsonl:2: it is not complete'])
})

test('a segment that is missing stops the reading where it should be', async () => {
  const { folder, journal, segment } = await journalOf(4)
  await journal[Symbol.asyncDispose]()
  rmSync(segment(3))
  expect(await linesIn(folder)).toEqual([
    1,
    2,
    'j000000000000004.jsonl:1: it begins with line 4, but line 3 comes next',
  ])
})

test('a folder without a journal has no lines', async () => {
  expect(await linesIn(tempProject().at('nowhere'))).toEqual([])
})
