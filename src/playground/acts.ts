import { z } from 'zod'
import { MemberId } from '../events/ids.ts'
import { CONTENT_PLATFORMS } from '../host/content.ts'
import { MEMBERS_MAX } from './limits.ts'
import { type Refusal, refusal } from './refusals.ts'
import type { PlaygroundAct } from './wire.ts'

/** Longest text that somebody may say, in UTF-16 code units: Telegram's own limit. */
export const TEXT_CHARS_MAX = 4_096
/** Longest name of a newcomer, in UTF-16 code units. */
export const NAME_CHARS_MAX = 30
export const SEED_MAX = 2 ** 31 - 1
/** Longest emoji, in UTF-16 code units: a family of four has eleven. */
const EMOJI_CHARS_MAX = 16

const name = z
  .string()
  .trim()
  .min(1)
  .max(NAME_CHARS_MAX)
  // Two invisible characters are a part of how families are drawn, and of how Persian is written.
  .regex(/^(?:[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|[\u200c\u200d])+$/u)
  .regex(/[\p{L}\p{N}\p{P}\p{S}]/u)
  .refine(text => text.isWellFormed())
const line = z.int().min(0)
const as = MemberId
const text = z.string().refine(text => text.isWellFormed())

const schema = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('say'),
    as,
    text: text.max(TEXT_CHARS_MAX),
    private: z.boolean().optional(),
    photo: z.boolean().optional(),
    replyTo: line.optional(),
  }),
  z.strictObject({ act: z.literal('press'), as, line, button: z.string().max(TEXT_CHARS_MAX) }),
  z.strictObject({
    act: z.literal('react'),
    as,
    line,
    emoji: z
      .string()
      .max(EMOJI_CHARS_MAX)
      .regex(/^\p{Extended_Pictographic}(?:\p{Emoji}|\u200d|\ufe0f)*$/u),
    on: z.boolean(),
  }),
  z.strictObject({ act: z.literal('join'), name }),
  z.strictObject({ act: z.literal('leave'), as }),
  z.strictObject({ act: z.literal('run'), to: z.enum(['hour', 'next', 'day', 'end']) }),
  z.strictObject({ act: z.literal('pause') }),
  z.strictObject({
    act: z.literal('start'),
    plan: z.string().optional(),
    platform: z.enum(CONTENT_PLATFORMS).optional(),
    members: z.int().min(1).max(MEMBERS_MAX).optional(),
    seed: z.int().min(0).max(SEED_MAX).optional(),
    toDay: z.int().min(0).optional(),
  }),
  z.strictObject({ act: z.literal('reset') }),
])

/** What somebody does in the chat: what is kept, and played again at the next start. */
export const doneSchema = z.discriminatedUnion('act', [
  schema.options[0],
  schema.options[1],
  schema.options[2],
  schema.options[3],
  schema.options[4],
])
export type DoneAct = Extract<PlaygroundAct, { readonly act: 'say' | 'press' | 'react' | 'join' | 'leave' }>

/** What a field that is wrong means, where there is more to say than that. */
const BY_FIELD: Readonly<Record<string, () => Refusal>> = {
  as: () => refusal('no-such-member'),
  text: () => refusal('long-text', TEXT_CHARS_MAX),
  line: () => refusal('no-such-line'),
  replyTo: () => refusal('no-such-line'),
  button: () => refusal('no-such-button'),
  emoji: () => refusal('not-an-emoji'),
  name: () => refusal('bad-name', NAME_CHARS_MAX),
  members: () => refusal('bad-members', MEMBERS_MAX),
  seed: () => refusal('bad-seed', SEED_MAX),
  platform: () => refusal('bad-platform'),
  toDay: () => refusal('not-a-day'),
}

/** Reads what a page has sent: text from outside. */
export function readAct(body: string): PlaygroundAct | Refusal {
  let raw: unknown
  try {
    raw = JSON.parse(body)
  } catch {
    return refusal('not-json')
  }
  if (typeof raw !== 'object' || raw === null) return refusal('not-json')
  const { data, error } = schema.safeParse(raw)
  if (data) return data as PlaygroundAct
  const [field] = error.issues[0]!.path
  const known = BY_FIELD[String(field)]
  return known ? known() : refusal('unknown-act', z.prettifyError(error).slice(0, 200))
}

export const isRefusal = (given: object): given is Refusal => 'ok' in given && given.ok === false
