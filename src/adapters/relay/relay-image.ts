import { readFile } from 'node:fs/promises'
import path from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
}

/** An image to be saved. Null: there is no such file in the folder. */
export async function relayImage(folder: string, name: string, as: 'shown' | 'saved'): Promise<Response | null> {
  const file = path.resolve(folder, name)
  if (!file.startsWith(path.resolve(folder) + path.sep)) return null
  const bytes = await readFile(file).catch(() => null)
  if (bytes === null) return null
  const type = TYPES[path.extname(file).toLowerCase()]
  // What is no image of these is never shown: it could be a page.
  const disposition = as === 'shown' && type !== undefined ? 'inline' : 'attachment'
  return new Response(bytes, {
    headers: {
      'content-type': type ?? 'application/octet-stream',
      'content-disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(path.basename(file))}`,
    },
  })
}
