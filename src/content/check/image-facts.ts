import path from 'node:path'
import { assetIn, openOrdinary } from '../../inside-of.ts'
import type { ImageFacts } from './checked.ts'

/** How many bytes tell what a file is. */
const MAGIC_BYTES = 12

/** What is there under `assets/` of those names. Null: nothing that can be read. */
export async function readImages(
  folder: string,
  names: Iterable<string>,
): Promise<ReadonlyMap<string, ImageFacts | null>> {
  const read = [...new Set(names)].map(
    async name => [name, await factsOf(assetIn(path.join(folder, 'assets'), name))] as const,
  )
  return new Map(await Promise.all(read))
}

async function factsOf(file: string | null): Promise<ImageFacts | null> {
  if (file === null) return null
  try {
    const handle = await openOrdinary(file)
    try {
      const stat = await handle.stat()
      const { buffer } = await handle.read(Buffer.alloc(MAGIC_BYTES), 0, MAGIC_BYTES, 0)
      return { bytes: stat.size, format: formatOf(buffer) }
    } finally {
      await handle.close()
    }
  } catch {
    // It is not there, or is not for us to read: either way it cannot be sent.
    return null
  }
}

function formatOf(bytes: Buffer): ImageFacts['format'] {
  const text = bytes.toString('latin1')
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'gif'
  return text.startsWith('RIFF') && text.startsWith('WEBP', 8) ? 'webp' : null
}
