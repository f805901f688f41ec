import { basename } from 'node:path'
import { readOrdinary } from '../../inside-of.ts'
import type { OutgoingFile } from '../adapter.ts'
import { Unsendable } from './compose.ts'
import type { Upload } from './transport.ts'

/** Largest photo and largest document: core.telegram.org/bots/api#sending-files, read 2026-11-22. */
const PHOTO_BYTES_MAX = 10_485_760
const DOCUMENT_BYTES_MAX = 52_428_800

/** Nothing else under `assets/` is for everybody's eyes. */
const IMAGE = /\.(?:gif|jpe?g|png|webp)$/i

/** @throws {Unsendable} */
export async function photoUpload(name: string, path: string): Promise<Upload> {
  if (!IMAGE.test(name)) throw new Unsendable(`${name} is no image: it has to be .gif, .jpg, .jpeg, .png or .webp`)
  const bytes = await readOrdinary(path, PHOTO_BYTES_MAX)
  if (bytes === null) throw new Unsendable(`the image ${name} cannot be read, or is larger than 10 MB`)
  return { bytes, name: basename(path).replace(/[^\w.-]/g, '_') }
}

/** @throws {Unsendable} when it could not be drawn. */
export function pictureUpload(bytes: Uint8Array | null): Upload {
  if (bytes === null) throw new Unsendable('the picture cannot be drawn on this machine')
  return { bytes, name: 'picture.jpg' }
}

/** @throws {Unsendable} */
export function documentUpload({ name, text }: OutgoingFile): Upload {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length === 0) throw new Unsendable('the file is empty, which Telegram does not take')
  if (bytes.length > DOCUMENT_BYTES_MAX) throw new Unsendable('the file is larger than 50 MB')
  // grammY writes the name into a header as it is, without quotes.
  return { bytes, name: name.replace(/[^\p{L}\p{N}._-]/gu, '_') || 'file' }
}
