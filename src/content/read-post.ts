import type { z } from 'zod'
import type { LocalDay } from '../events/ids.ts'
import type { Post, PostButton, PostWhen } from '../host/content.ts'
import type { LibraryFile } from './read-file.ts'
import { type Markdown, readMarkdown } from './read-markdown.ts'
import type { Mistake } from './reading-codes.ts'
import type { Button } from './schemas/fields.ts'
import { roundSchema } from './schemas/others.ts'
import { postSchema } from './schemas/post.ts'

/** A file in `posts/` or `rounds/` that can be used. */
export interface LoadedPost extends Post, Markdown<Readonly<Record<string, unknown>>> {
  /** Whether it is an offer, from `rounds/`. */
  readonly isOffer: boolean
  /** The file is broken now: this is its last good version. */
  readonly isOlder: boolean
}

/** Reads a file in `posts/`. */
export function readPost(file: LibraryFile): LoadedPost | readonly Mistake[] {
  const read = readMarkdown(file, postSchema)
  if (!('fields' in read)) return read
  const { fields, ...rest } = read
  return {
    ...rest,
    ...common(fields),
    fields,
    kind: fields.kind,
    marketing: fields.marketing ?? fields.kind === 'marketing',
    when: whenOf(fields),
    buttons: fields.buttons.map(buttonOf),
    pin: fields.pin,
    round: null,
    isOffer: false,
  }
}

/** Reads a file in `rounds/`: an offer, whose choices are its buttons. */
export function readRound(file: LibraryFile): LoadedPost | readonly Mistake[] {
  const read = readMarkdown(file, roundSchema)
  if (!('fields' in read)) return read
  const { fields, ...rest } = read
  return {
    ...rest,
    ...common(fields),
    fields,
    kind: 'marketing',
    marketing: true,
    when: { day: fields.day },
    buttons: fields.choices.map(buttonOf),
    pin: false,
    round: fields.round,
    isOffer: true,
  }
}

type PostFields = Pick<Post, 'title' | 'status' | 'platforms'> & {
  readonly at?: string | undefined
  readonly image?: string | undefined
  readonly expires?: LocalDay | undefined
}

const common = ({ title, status, platforms, at, image, expires }: PostFields) => ({
  title,
  status,
  platforms: [...new Set(platforms)],
  at: at ?? null,
  image: image ?? null,
  expires: expires ?? null,
  isOlder: false,
})

function whenOf({ day, date }: { day?: number | undefined; date?: LocalDay | undefined }): PostWhen {
  if (day !== undefined) return { day }
  return date === undefined ? { pool: true } : { date }
}

/** The schema holds it to one of the two. */
const buttonOf = ({ label, command, url }: z.output<typeof Button>): PostButton =>
  command === undefined ? { label, url: url ?? '' } : { label, command }
