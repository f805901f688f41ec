import type { Poll } from './messages.ts'

/** What platforms take as a poll: core.telegram.org/bots/api#sendpoll, read 2026-11-22. In UTF-16 code units. */
const QUESTION_UNITS_MAX = 300
const OPTIONS_MIN = 2
const OPTIONS_MAX = 10
const OPTION_UNITS_MAX = 100

/** The same in words. */
export const POLL_LIMITS = `a question of at most ${QUESTION_UNITS_MAX} characters and ${OPTIONS_MIN} to ${OPTIONS_MAX} different options of at most ${OPTION_UNITS_MAX}`

/** Whether platforms that have polls take this one. No two options may be the same. */
export function canBePoll({ question, options }: Pick<Poll, 'question' | 'options'>): boolean {
  const isFit = ({ length }: string, lengthMax: number) => length > 0 && length <= lengthMax
  const areDifferent = new Set(options).size === options.length
  const hasOptions = options.length >= OPTIONS_MIN && options.length <= OPTIONS_MAX && areDifferent
  return hasOptions && isFit(question, QUESTION_UNITS_MAX) && options.every(option => isFit(option, OPTION_UNITS_MAX))
}
