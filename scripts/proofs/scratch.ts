import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const folders = new Set<string>()
process.on('exit', () => {
  for (const folder of folders) remove(folder)
})

/** Works with a folder of its own, which is gone afterwards, also when this process is told to end meanwhile. */
export async function withScratch<T>(name: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), `bonfire-${name}-`))
  folders.add(folder)
  try {
    return await work(folder)
  } finally {
    remove(folder)
    folders.delete(folder)
  }
}

/** Again and again for a moment: a process that was killed may still be writing its last. */
function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
}
