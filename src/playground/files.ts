import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { DrawPicture } from '../adapters/adapter.ts'
import type { ChatLine } from '../simulation/simulated-platform.ts'

/** What lines of a chat show besides their text. */
export interface PlaygroundFiles {
  /** A picture of the library, by its path below `assets/` as it stands in an address. */
  image(asset: string): Promise<Response>
  /** A card that the bot has described. */
  picture(line: ChatLine | undefined): Promise<Response>
  /** A file that the bot has sent. */
  file(line: ChatLine | undefined): Response
}

/** Pictures that browsers show. No SVG: it can hold a script. */
const TYPES: Readonly<Record<string, string>> = {
  ...{ '.png': 'image/png', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.gif': 'image/gif', '.webp': 'image/webp' },
}
/** Largest picture of a library that is shown, in bytes. */
const IMAGE_BYTES_MAX = 20 * 1024 * 1024

export function createPlaygroundFiles(library: string, drawPicture: DrawPicture): PlaygroundFiles {
  const assets = path.join(library, 'assets')
  return {
    async image(asset) {
      const file = await insideAssets(assets, asset)
      const type = file === null ? undefined : TYPES[path.extname(file).toLowerCase()]
      if (file === null || type === undefined) return notThere()
      const stats = await stat(file)
      if (!stats.isFile() || stats.size > IMAGE_BYTES_MAX) return notThere()
      const body = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>
      return new Response(body, { headers: { 'content-type': type, 'content-length': String(stats.size) } })
    },
    async picture(line) {
      const bytes = line?.is === 'sent' && line.picture ? await drawPicture(line.picture) : null
      if (!bytes) return notThere()
      return new Response(Uint8Array.from(bytes), { headers: { 'content-type': 'image/jpeg' } })
    },
    file(line) {
      if (line?.is !== 'sent' || !line.file) return notThere()
      const { name, text } = line.file
      // Whatever it is called, a browser keeps it and does not open it.
      const headers = {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`,
      }
      return new Response(text, { headers })
    },
  }
}

/** The file of that name, links followed. Null: it is not there, or not below the folder. */
async function insideAssets(assets: string, asset: string): Promise<string | null> {
  try {
    const name = asset.split('/').map(decodeURIComponent)
    if (name.some(part => part === '' || part === '.' || part === '..' || /[/\\\0]/.test(part))) return null
    const root = await realpath(assets)
    const file = await realpath(path.join(root, ...name))
    return file.startsWith(root + path.sep) ? file : null
  } catch {
    return null
  }
}

const notThere = (): Response => Response.json({ error: 'There is no such file.' }, { status: 404 })
