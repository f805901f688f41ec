import path from 'node:path'
import { assetIn, readOrdinary } from '../../inside-of.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
}

/** Largest file that is shown or saved, in bytes: twice what a photo may have. */
const FILE_BYTES_MAX = 20 * 1024 * 1024

/** A picture that was drawn, as JPEG. */
export function relayPicture(bytes: Uint8Array, as: 'shown' | 'saved'): Response {
  return imageResponse(bytes, PICTURE_NAME, as)
}
/** What a picture is saved as. */
export const PICTURE_NAME = 'picture.jpg'

/** An image to be saved. Null: there is no such file in the folder. */
export async function relayImage(folder: string, name: string, as: 'shown' | 'saved'): Promise<Response | null> {
  const file = assetIn(folder, name)
  const bytes = file && (await readOrdinary(file, FILE_BYTES_MAX))
  if (!bytes) return null
  return imageResponse(bytes, name, as)
}

function imageResponse(bytes: Uint8Array, name: string, as: 'shown' | 'saved'): Response {
  const ending = path.extname(name).toLowerCase()
  const type = Object.hasOwn(TYPES, ending) ? TYPES[ending] : undefined
  // What is no image of these is never shown: it could be a page.
  const disposition = as === 'shown' && type !== undefined ? 'inline' : 'attachment'
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': type ?? 'application/octet-stream',
      'content-disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(path.basename(name))}`,
    },
  })
}
