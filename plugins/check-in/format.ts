import type { Instant } from 'bonfire'
import type { Config } from './config.ts'
import type { Opening, Shown } from './facts.ts'

// What a check-in says besides the word: a text of some length, or a photo.

/** What is not seen, and spaces: they make no text longer. */
const UNCOUNTED = /[\s\p{Cc}\p{Cf}]|\uFE0F/gu
type Rule = Pick<Config, 'noteCharsMin' | 'photo' | 'completeWithinMinutes'>

/** Whether a text is long enough, and not of signs alone. */
export function hasText({ noteCharsMin }: Rule, text: string | undefined): boolean {
  if (noteCharsMin === 0) return true
  // Long texts need not be counted to the end.
  const characters = (text ?? '').slice(0, noteCharsMin * 20).replace(UNCOUNTED, '')
  return [...characters].length >= noteCharsMin && /[\p{L}\p{N}]/u.test(characters)
}

/** Whether two moments are near enough to belong to one check-in. */
export const isWithin = ({ completeWithinMinutes }: Rule, one: Instant, other: Instant): boolean =>
  Math.abs(one - other) <= completeWithinMinutes * 60_000

/** What a member has just shown, in the same place, of what a check-in needs. */
export function shownLately(
  rule: Rule,
  { photo, text }: Readonly<Omit<Opening, 'begun'>>,
  { at, where }: Pick<Shown, 'at' | 'where'>,
): { readonly photo: Shown | null; readonly text: Shown | null } {
  const isNear = (shown: Shown | null) => shown !== null && shown.where === where && isWithin(rule, shown.at, at)
  return { photo: rule.photo && isNear(photo) ? photo : null, text: isNear(text) ? text : null }
}
