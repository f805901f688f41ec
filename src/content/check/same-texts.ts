import type { LoadedPlan } from '../library.ts'
import type { Problem } from '../problem.ts'
import { atBody, type Checked, type CheckedText } from './checked.ts'
import { problem } from './codes.ts'
import { plansReading } from './membership.ts'
import { normalised } from './seen-text.ts'

/** Fewer letters than this say hardly anything. */
const LETTERS_MIN = 5

/** A post without words, and one with hardly any. */
export function* emptyTexts({ texts }: Checked): Generator<Problem> {
  for (const text of texts) {
    // What an icebreaker, a draw or an activity is stands in its fields as well.
    if (!READ_BY_MEMBERS.has(text.kind)) continue
    const letters = lengthRead(text)
    const place = atBody(text, 0)
    if (letters === 0 && text.image === null)
      yield problem('empty-text', place, 'there is nothing to read below the front matter')
    else if (letters < LETTERS_MIN && text.image === null && text.buttons.length === 0) {
      yield problem('short-text', place, `${letters} letters are hardly a post`)
    }
  }
}
const READ_BY_MEMBERS: ReadonlySet<string> = new Set(['post', 'offer', 'welcome', 'icebreaker'])

/** A variable alone is something to read, too. */
const lengthRead = ({ body }: CheckedText) =>
  [...normalised(body)].length + (body.match(/\{\{[^#/!]/gu)?.length ?? 0) * LETTERS_MIN

/** Two files that read the same, where somebody would read both: those of two plans are read by different people. */
export function* sameTexts(checked: Checked): Generator<Problem> {
  const reading = plansReading(checked)
  const first = new Map<string, CheckedText[]>()
  for (const text of checked.texts) {
    const read = normalised(text.body)
    if (read.length < LETTERS_MIN) continue
    const before = first.get(read) ?? []
    const same = before.find(other => meet(reading(other), reading(text)))
    if (same) yield problem('same-text', atBody(text, 0), `reads the same as ${same.file}`)
    first.set(read, [...before, text])
  }
}

/** Whether two files are in one plan, or one of them in none. */
function meet(one: readonly LoadedPlan[], other: readonly LoadedPlan[]): boolean {
  return one.length === 0 || other.length === 0 || one.some(plan => other.includes(plan))
}
