import type { Problem } from '../problem.ts'

type Line = readonly [severity: Problem['severity'], about: string]

/** Everything that is wrong between files, or with what a file says. What is wrong with a file's form is found in reading it. */
const CODES = {
  // Plans
  'dead-days': ['error', 'Days, no rest days, have no post that is not marketing.'],
  'outside-plan': ['error', 'A post, an offer or a draw is for a day that its plan does not have.'],
  'no-room': ['error', 'There are more posts for a day than it has slots.'],
  'marketing-share': ['error', 'In some window of the plan marketing is above the cap.'],
  'cannot-fit': [
    'error',
    'Marketing, or an offer of a round, fits nowhere within the cap before the plan ends or it expires.',
  ],
  postponed: ['warning', 'Marketing goes out later than written, where the cap has room for it.'],
  expired: ['error', 'A post has expired when its day comes.'],
  'few-days': ['warning', 'A plan without end has posts for fewer than 7 days: write a week ahead.'],
  'missing-round': ['warning', 'A check-in plan lacks one of its three rounds of offers.'],
  'no-welcome': ['warning', 'Newcomers of a plan are greeted by no file in `welcome/`.'],
  'unknown-plan': ['error', '`next` names a plan that is not there.'],
  'unknown-slot': ['error', '`at` names a slot that the plan does not have.'],
  'same-slot': ['warning', 'Two posts of a plan have the same time on the same day: one of them goes out later.'],
  'draw-closes': ['error', 'A draw closes before people could enter, or when its plan has ended.'],
  'late-claims': ['warning', 'Prizes of a draw can be claimed after the last day of its plan: nobody may be there to.'],
  'nobody-eligible': ['warning', 'A draw asks for a longer streak than anybody can have when it closes.'],
  'unused-draw': ['warning', 'A draw stands in a folder that is the name of no plan: nobody announces it.'],
  'unmatched-posts': ['error', 'What `posts` of a plan says is the name of no file.'],
  'unused-post': [
    'warning',
    'A post that is ready belongs to no plan. Said once for a folder of them; an error where a plan lacks that folder.',
  ],
  // Texts
  'eaten-asterisks': ['error', 'Asterisks that were meant to be seen become formatting: `7*8*9`.'],
  'empty-text': ['error', 'There is nothing to read.'],
  'image-in-text': ['warning', 'A picture in the text is not shown: it belongs in `image`.'],
  'long-caption': ['warning', 'A text with a picture is longer than 1024 characters on Telegram: it is sent apart.'],
  'long-for-wechat': ['warning', 'WeChat folds texts of more than 600 characters.'],
  'misspelt-section': ['error', 'A heading for one platform that is none: `##@wechat`, `### @wechat`.'],
  'no-options': ['warning', 'A poll without a list of 2 to 10 options right below its question: it is sent as a text.'],
  'raw-html': ['warning', 'HTML is shown as it is written.'],
  'same-text': ['error', 'Two files of one plan, or of none, say the same.'],
  'short-text': ['warning', 'There is hardly anything to read.'],
  'too-long': ['error', 'A text is longer than a platform takes: Telegram 4096 characters, WeCom 2048 bytes.'],
  'unfilled-variable': [
    'error',
    'A variable that is shown as it is written: in a field, or in braces like `{day}` and `｛｛day｝｝`.',
  ],
  'unknown-variable': ['error', 'A variable that is not on the list, or not in this kind of file.'],
  // Wording
  'forbidden-phrase': ['error', 'A phrase of `phrases.yml`, or 亲 as an address.'],
  'no-choice': ['error', 'Marketing that leaves nothing to choose: no two buttons, no list, no question.'],
  'undeclared-marketing': ['warning', 'A price and a way to buy in a post that does not count as marketing.'],
  'selling-draw': [
    'warning',
    'A draw leads to a shop, or says a price and how to buy. What sells is an offer, in `rounds/`, and counts.',
  ],
  urgency: ['warning', 'Marketing presses people and names no fact: no date, no time, no stock.'],
  // What a file points at
  'large-image': ['error', 'A picture is larger than 10 MB, which Telegram refuses.'],
  'missing-image': ['error', 'A picture is not under `assets/`.'],
  'not-an-image': ['error', 'A file under `assets/` is no picture, whatever its name says.'],
  'placeholder-link': ['error', 'A link leads nowhere: `example.com`, `TODO`, `#`, or no address at all.'],
  'unknown-command': ['warning', 'A button says a command that no plugin knows.'],
} as const satisfies Readonly<Record<string, Line>>

export type CheckCode = keyof typeof CODES

/** For the documentation and the tests: in the order of the table. */
export const CHECK_CODES: Readonly<Record<string, Line>> = CODES

/** A place in a file of the library. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A problem of that code, as severe as its table says. */
export function problem(code: CheckCode, { file, line, column }: Place, message: string): Problem {
  return { file, line, column, severity: CODES[code][0], code, message }
}
