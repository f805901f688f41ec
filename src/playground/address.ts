import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

const FILE = 'address.txt'
const ADDRESS = /^http:\/\/127\.0\.0\.1:\d{1,5}$/

/** Notes beside the lock where the playground is that holds it, for whoever starts another. Disposing of it takes it back. */
export async function keepAddress(folder: string, url: string): Promise<AsyncDisposable> {
  const file = path.join(folder, FILE)
  // A courtesy: a disk on which it cannot be written keeps nobody from playing.
  await writeFile(file, url).catch(() => {})
  return { [Symbol.asyncDispose]: () => forgetAddress(folder) }
}

/** One that was killed has left its own. */
export const forgetAddress = (folder: string): Promise<void> =>
  rm(path.join(folder, FILE), { force: true }).catch(() => {})

/** Null: it is not known. */
export async function keptAddress(folder: string): Promise<string | null> {
  const text = await readFile(path.join(folder, FILE), 'utf8').catch(() => '')
  return ADDRESS.test(text) ? text : null
}
