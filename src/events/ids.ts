import { z } from 'zod'

declare const brand: unique symbol
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name }
/** Parses a plain value into an id. An interface, so that the compiler's messages say `Parse<MemberId>`. */
export interface Parse<T> extends z.ZodType<T> {}
// Not `z.string().brand()`: that prints as `string & $brand<"MemberId">` in every message of the compiler, this as `MemberId`.
const branded = <T>(schema: z.ZodType): Parse<T> => schema as unknown as Parse<T>

/** One bot login on one platform, as named in the configuration: `main`, `telegram-2`. */
export type AccountId = Branded<string, 'AccountId'>
export const AccountId = branded<AccountId>(
  z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9-]{0,31}$/,
      'is not an id. Use small letters, digits and "-", at most 32, e.g. "telegram-2".',
    ),
)

/** One person on one platform: the platform and its stable user id, `telegram:8123`. */
export type MemberId = Branded<string, 'MemberId'>
export const MemberId = branded<MemberId>(z.string().regex(/^[a-z]+:\S{1,128}$/u))

/** A group in our journal. Ours, so that a chat whose platform id changes stays the same group. */
export type GroupId = Branded<string, 'GroupId'>
export const GroupId = branded<GroupId>(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9:_-]{0,63}$/))

/**
 * A chat as its platform names it: `-1001234567890`, `19@chatroom`. It may change: a Telegram group that becomes a
 * supergroup gets another one. What is recorded about a group goes by its `GroupId`.
 */
export type ChatId = Branded<string, 'ChatId'>
export const ChatId = branded<ChatId>(z.string().regex(/^\S{1,128}$/u))

/** A platform's own id of one message, unique within its chat. */
export type MessageId = Branded<string, 'MessageId'>
export const MessageId = branded<MessageId>(z.string().regex(/^\S{1,128}$/u))

/** A calendar day in the group's time zone, `YYYY-MM-DD`. */
export type LocalDay = Branded<string, 'LocalDay'>
export const LocalDay = branded<LocalDay>(z.iso.date())

/** A wall-clock time in the group's time zone, `HH:mm`. */
export type LocalTime = Branded<string, 'LocalTime'>
export const LocalTime = branded<LocalTime>(
  z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time. Use HH:mm, e.g. "20:00".'),
)

/** Milliseconds since 1970-01-01 UTC. */
export type Instant = Branded<number, 'Instant'>
export const Instant = branded<Instant>(z.int())

/** An IANA time zone name, `Asia/Shanghai`. */
export type Zone = Branded<string, 'Zone'>
export const Zone = branded<Zone>(
  z.string().refine(isZone, 'is not a time zone. Use an IANA name, e.g. "Asia/Shanghai".'),
)

function isZone(name: string): boolean {
  try {
    // Offsets ("+08:00") and abbreviations ("PST") are accepted by Intl, but are not places with rules of their own.
    const isPlace = name.includes('/') || name === 'UTC'
    return isPlace && new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

const DAY_MS = 86_400_000
/** How many days' texts are remembered: writing one takes twenty times as long as finding it. */
const DAY_TEXTS_KEPT_MAX = 4_000
const dayTexts = new Map<number, LocalDay>()

/** The calendar day `days` later, or earlier when negative. No time zone is involved. */
export function addDays(day: LocalDay, days: number): LocalDay {
  const instant = Date.parse(day) + days * DAY_MS
  return dayTexts.get(instant) ?? dayTextAt(instant)
}

function dayTextAt(instant: number): LocalDay {
  const text = new Date(instant).toISOString().slice(0, 10) as LocalDay
  if (dayTexts.size >= DAY_TEXTS_KEPT_MAX) dayTexts.clear()
  dayTexts.set(instant, text)
  return text
}

/** How many calendar days lie between two days: positive when `to` is later. */
export function daysBetween(from: LocalDay, to: LocalDay): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS
}
