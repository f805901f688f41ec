import { describe, expect, test } from 'vitest'
import type { Files, WritableFile } from '../../../src/journal/files.ts'
import { errorLife } from './error-life.ts'
import { powerLife } from './power-life.ts'

const seed = Number(process.env.BONFIRE_SEED ?? Date.now() % 1e6)
const LIVES = 20
/** Most careless versions are caught within ten. */
const LIVES_TO_BE_CAUGHT_IN = 100

// The same and more is tried where the proof follows.
const ownTest = test.skipIf(process.env.BONFIRE_PROOF_FOLLOWS)

ownTest(
  `lives of an account on a disk that loses power lose nothing that was acknowledged (seed ${seed})`,
  async () => {
    for (let at = seed; at < seed + LIVES; at += 1) expect(await powerLife(at), `seed ${at}`).toEqual([])
  },
)

ownTest(`each step of the disk may fail (seed ${seed})`, { timeout: 120_000 }, async () => {
  expect(await errorLife(seed)).toEqual([])
})

describe('lives of an account that is careless are caught', () => {
  const withFiles = (files: Files, change: (file: WritableFile) => WritableFile): Files => ({
    ...files,
    create: async name => change(await files.create(name)),
  })
  const careless: Record<string, (files: Files) => Files> = {
    'which syncs no file': files => withFiles(files, file => ({ ...file, datasync: async () => {} })),
    'which syncs no folder': files => ({ ...files, syncFolder: async () => {} }),
    'which tries again when a sync has failed': files =>
      withFiles(files, file => ({ ...file, datasync: () => file.datasync().catch(() => file.datasync()) })),
    'which takes a failed write for one that was done': files =>
      withFiles(files, file => ({ ...file, write: (bytes, at) => file.write(bytes, at).catch(() => {}) })),
    'which writes over a file that counts': files => ({
      ...files,
      create: name => files.create(name.replace(/\.tmp$/, '')),
      rename: async () => {},
    }),
  }
  test.each(Object.keys(careless))('%s', async name => {
    let caught = false
    for (let at = 1; at <= LIVES_TO_BE_CAUGHT_IN && !caught; at += 1)
      caught = (await powerLife(at, { seenAs: careless[name]! })).length > 0
    expect(caught).toBe(true)
  })
})
