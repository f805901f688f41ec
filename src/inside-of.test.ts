import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { relayImage } from './adapters/relay/relay-image.ts'
import { readImages } from './content/check/image-facts.ts'
import { readLibrary } from './content/library.ts'
import { assetIn, readOrdinary } from './inside-of.ts'

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])

/** `library/assets/day.png`, and beside the library `secret.png`. */
function openLibrary() {
  const root = mkdtempSync(path.join(tmpdir(), 'bonfire-inside-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const library = path.join(root, 'library')
  const assets = path.join(library, 'assets')
  mkdirSync(assets, { recursive: true })
  writeFileSync(path.join(root, 'secret.png'), PNG)
  writeFileSync(path.join(assets, 'day.png'), PNG)
  return { root, library, assets }
}

/** What each of those that follow pictures makes of one. */
async function seenBy({ library, assets }: ReturnType<typeof openLibrary>, name: string) {
  const { problems, images } = await readLibrary(library)
  return {
    sent: assetIn(assets, name) !== null,
    relayed: (await relayImage(assets, name, 'saved')) !== null,
    checked: (await readImages(library, [name])).get(name) !== null,
    listed: images.includes(name),
    said: problems.filter(({ code }) => code === 'outside').map(({ file }) => file),
  }
}
const NOWHERE = { sent: false, relayed: false, checked: false, listed: false }
const EVERYWHERE = { sent: true, relayed: true, checked: true, listed: true }

test('a picture of the library is seen, a link to one too', async () => {
  const opened = openLibrary()
  symlinkSync('day.png', path.join(opened.assets, 'same.png'))
  expect(await seenBy(opened, 'day.png')).toEqual({ ...EVERYWHERE, said: [] })
  expect(await seenBy(opened, 'same.png')).toEqual({ ...EVERYWHERE, said: [] })
})

test('a link that leads out of the library, or to nothing, is no picture', async () => {
  const opened = openLibrary()
  symlinkSync('../../secret.png', path.join(opened.assets, 'out.png'))
  symlinkSync('none.png', path.join(opened.assets, 'gone.png'))
  const said = ['assets/gone.png', 'assets/out.png']
  expect(await seenBy(opened, 'out.png')).toEqual({ ...NOWHERE, said })
  expect(await seenBy(opened, 'gone.png')).toEqual({ ...NOWHERE, said })
})

test('a folder of pictures that is a link out of the library holds none', async () => {
  const opened = openLibrary()
  renameSync(opened.assets, path.join(opened.root, 'elsewhere'))
  symlinkSync('../elsewhere', opened.assets)
  expect(await seenBy(opened, 'day.png')).toEqual({ ...NOWHERE, said: ['assets'] })
})

test('a name that leads out is no picture', async () => {
  const opened = openLibrary()
  for (const name of ['../../secret.png', path.join(opened.root, 'secret.png'), '..', '.', ''])
    expect(await seenBy(opened, name)).toMatchObject(NOWHERE)
})

test('a pipe, a folder and what is too large are not read, and keep nobody waiting', async () => {
  const { assets } = openLibrary()
  const pipe = path.join(assets, 'pipe.png')
  execFileSync('mkfifo', [pipe])
  truncateSync(path.join(assets, 'day.png'), 1_000)
  expect(await readOrdinary(pipe, 1_000)).toBeNull()
  expect(await readOrdinary(assets, 1_000)).toBeNull()
  expect(await readOrdinary(path.join(assets, 'day.png'), 999)).toBeNull()
  expect((await readOrdinary(path.join(assets, 'day.png'), 1_000))?.length).toBe(1_000)
  expect([assetIn(assets, 'pipe.png'), await relayImage(assets, 'pipe.png', 'saved')]).toEqual([null, null])
})
