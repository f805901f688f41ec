import type { Instant } from 'bonfire'
import type { Config } from './config.ts'
import type { Opening } from './facts.ts'

// What a check-in says besides the word: a text of some length, or a photo.

/** What is not seen, and spaces: they make no text longer. */
const UNCOUNTED = /[\s\p{Cc}\p{Cf}]|\uFE0F/gu
type Rule = Pick<Config, 'noteCharsMin' | 'photo' | 'completeWithinMinutes'>

/** Whether a text is long enough. */
export function hasText({ noteCharsMin }: Rule, text: string | undefined): boolean {
  if (noteCharsMin === 0) return true
  // Long texts need not be counted to the end.
  const characters = (text ?? '').slice(0, noteCharsMin * 20).replace(UNCOUNTED, '')
  return [...characters].length >= noteCharsMin
}

/** Whether two moments are near enough to belong to one check-in. */
export const isWithin = ({ completeWithinMinutes }: Rule, one: Instant, other: Instant): boolean =>
  Math.abs(one - other) <= completeWithinMinutes * 60_000

/** Whether a member has just shown what a check-in needs. */
export function hasShownLately(
  rule: Rule,
  { photoAt, textAt }: Readonly<Omit<Opening, 'begun'>>,
  now: Instant,
): boolean {
  if (rule.photo && photoAt !== null && isWithin(rule, photoAt, now)) return true
  return textAt !== null && isWithin(rule, textAt, now)
}
