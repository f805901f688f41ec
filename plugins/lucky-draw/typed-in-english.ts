import type { Mistake } from './typed-mistakes.ts'

type What = Extract<Mistake, { is: 'twice' }>['what']
const WHAT: Readonly<Record<What, string>> = {
  closing: 'the closing time',
  cost: 'the points',
  streakDays: 'the streak',
  memberDays: 'the days in the group',
  alternates: 'the alternates',
  claimHours: 'the hours to claim',
  buyer: '"buyer"',
  comment: '"comment"',
  title: 'the title',
  prize: 'a prize',
}

/** One mistake, and what would do. */
export function mistakeInEnglish(mistake: Mistake): string {
  switch (mistake.is) {
    case 'unread':
      return `I could not read "${mistake.text}"`
    case 'how-many':
      return `how many of "${mistake.text}"? Write "${mistake.text} x3"`
    case 'numeral':
      return `"${mistake.text}": please write the number in digits, as "${mistake.written}"`
    case 'unseen':
      return 'there are signs in it that nobody sees and that turn the text around: please type it anew'
    case 'too-long':
      return `"${mistake.text}" is too long: ${mistake.charsMax} characters at most`
    case 'too-many-prizes':
      return `${mistake.prizes} prizes in all, and ${mistake.prizesMax} is the most`
    case 'no-prize':
      return 'no prize: write one as "Book x3"'
    case 'no-closing':
      return 'no closing time: write "20:00", "tomorrow 20:00" or "30m"'
    case 'comment-and-cost':
      return 'people enter by a comment or for points, not both'
    case 'twice':
      return `${WHAT[mistake.what]} is there twice, the second time as "${mistake.text}"`
    case 'range':
      return `"${mistake.text}": ${WHAT[mistake.what]} must be ${mistake.min} to ${mistake.max}`
    case 'past':
      return `"${mistake.text}" is over: choose a later time, or name the day`
    case 'no-day':
      return `"${mistake.text}" is no time that I know: write "12-20 20:00"`
    case 'too-soon':
      return `"${mistake.text}" is too soon: leave people 5 minutes at least`
    case 'too-far':
      return `"${mistake.text}" is too far ahead: 30 days at most`
  }
}
