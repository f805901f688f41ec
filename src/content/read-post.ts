import type { z } from 'zod'
import type { LocalDay } from '../events/ids.ts'
import type { Offer, Post, PostButton, PostWhen } from '../host/content.ts'
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
  /** The terms of the offer. */
  readonly offer: Offer | null
  /** Its day is counted from the end of the plan: 0 is the last. Each plan has its own, so `when` names none. */
  readonly daysBeforeEnd: number | null
  /** Whether plans take it. An offer for newcomers has its own time for each of them. */
  readonly isPlanned: boolean
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
    offer: null,
    daysBeforeEnd: null,
    isPlanned: true,
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
    when: typeof fields.day === 'number' ? { day: fields.day } : { pool: true },
    buttons: fields.choices.map(buttonOf).map(forEverybody),
    pin: false,
    round: fields.round ?? null,
    isOffer: true,
    offer: offerOf(rest.id, fields),
    daysBeforeEnd: typeof fields.day === 'string' ? Number(fields.day.replace(/^end-?/u, '')) : null,
    isPlanned: fields.day !== undefined,
  }
}

function offerOf(id: string, fields: z.output<typeof roundSchema>): Offer {
  const { title, status, round = null, offer: kind, exclusive, price = null, stock = null } = fields
  const { perMember, hours, choices, platforms, eligible } = fields
  const { newcomerDays = null, memberDays = null, streakDays = null, notYetBought = false } = eligible
  return {
    ...{ id, title, status, round, kind, for: fields.for, exclusive, price, stock, perMember, hours },
    choices: choices.map(buttonOf),
    eligible: { newcomerDays, memberDays, streakDays, notYetBought },
    platforms: [...new Set(platforms)],
  }
}

/** What stands for the code of one member in an address. */
export const MEMBER_CODE = '{{member.code}}'
/** An address that is somebody's own cannot stand where everybody presses it: there the button asks for it. */
const forEverybody = (button: PostButton): PostButton =>
  button.url?.includes(MEMBER_CODE) ? { label: button.label, command: '/offer' } : button

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
