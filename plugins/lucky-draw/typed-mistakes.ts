export type NumberName = 'cost' | 'streakDays' | 'memberDays' | 'alternates' | 'claimHours'
export type ClauseName = NumberName | 'closing' | 'buyer' | 'comment'

/** One thing that keeps it from being a draw. `text`: what was typed there. */
export type Mistake =
  /** It could not be read. */
  | { readonly is: 'unread'; readonly text: string }
  /** A prize without its number. */
  | { readonly is: 'how-many'; readonly text: string }
  | { readonly is: 'too-long'; readonly text: string; readonly charsMax: number }
  | { readonly is: 'too-many-prizes'; readonly prizes: number; readonly prizesMax: number }
  /** A number in Chinese signs. `written`: the same in digits. */
  | { readonly is: 'numeral'; readonly text: string; readonly written: string }
  /** Signs that turn or hide what stands beside them. */
  | { readonly is: 'unseen' }
  | { readonly is: 'no-prize' | 'no-closing' | 'comment-and-cost' }
  | { readonly is: 'twice'; readonly what: ClauseName | 'title' | 'prize'; readonly text: string }
  | {
      readonly is: 'range'
      readonly what: NumberName
      readonly text: string
      readonly min: number
      readonly max: number
    }
  | { readonly is: 'past' | 'no-day' | 'too-soon' | 'too-far'; readonly text: string }

/** How much of what was typed a mistake shows, in characters. */
const SHOWN_CHARS_MAX = 30
export function shortened(text: string): string {
  const characters = [...text]
  return characters.length <= SHOWN_CHARS_MAX ? text : `${characters.slice(0, SHOWN_CHARS_MAX - 1).join('')}…`
}
