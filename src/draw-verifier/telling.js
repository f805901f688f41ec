// @ts-check
/**
 * Steps and stories as lines of text.
 *
 * @typedef {{ readonly mark: '✓' | '✗' | '–', readonly text: string, readonly reasons: readonly string[] }} ToldStep
 * @typedef {{ readonly title: string, readonly facts: readonly string[], readonly commit: string, readonly winners: readonly string[], readonly notes: readonly string[] }} ToldStory
 */
import { REHEARSAL } from './beacon.js'
import { entryOf, storyOf } from './verify.js'
import { WORDS } from './words.js'

/** Signs that turn the direction of a line: a prize could make the name behind it read as another. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** The text with such signs written out. @param {string} text */
const plain = text => text.replaceAll(TURNS, sign => `\\u{${sign.charCodeAt(0).toString(16)}}`)

/**
 * @param {import('./words.js').Language} language
 * @param {string} [timeZone] Default: where this runs.
 */
export function createTeller(language, timeZone) {
  const words = WORDS[language]
  const format = new Intl.DateTimeFormat(language, {
    ...{ dateStyle: 'medium', timeStyle: 'long' },
    ...(timeZone === undefined ? {} : { timeZone }),
  })
  const when = (/** @type {string | number | undefined} */ instant) => format.format(Number(instant))
  const reasonText = (/** @type {import('./sequence.js').Reason} */ { code, values }) =>
    plain(words.reasons[code]?.(values, when) ?? code)
  return { reason: reasonText, step, story, entry, verdict }

  /**
   * @param {import('./verify.js').Step} step
   * @returns {ToldStep}
   */
  function step({ name, holds, reasons }) {
    const text = words.steps[name]
    if (holds === null) return { mark: '–', text, reasons: [name === 'notice' ? words.noNotice : words.untested] }
    return { mark: holds ? '✓' : '✗', text, reasons: reasons.map(reasonText) }
  }

  /**
   * @param {import('./proof.js').Proof} proof
   * @returns {ToldStory}
   */
  function story(proof) {
    const told = storyOf(proof)
    const { story } = words
    const drawnAt = when(told.drawnAt)
    const isRehearsal = told.chain === REHEARSAL
    const who = (/** @type {string | null} */ member) => member ?? story.erased
    return {
      title: plain(story.title(told.title)),
      facts: [
        plain(story.draw(told.drawId)),
        story.entrants(told.entrants),
        story.times(when(told.closesAt), when(told.frozenAt)),
        ...(told.again === null ? [] : [story.again(told.again)]),
        isRehearsal ? story.rehearsal(told.round, drawnAt) : story.beacon(told.round, drawnAt),
        story.notice(when(told.postedAt)),
      ],
      commit: told.commit,
      winners: told.holders.map(({ prize, pick, member }) =>
        plain(story.winner(prize, pick === null ? story.nobody : who(member))),
      ),
      notes: [
        ...(isRehearsal ? [words.rehearsal] : []),
        ...told.passes.map(({ slot, member, reason }) =>
          plain(story.passed(slot + 1, who(member), story.reasons[reason])),
        ),
        ...notesOf(told, story),
        words.limits,
      ],
    }
  }

  /**
   * What became of the entry that a receipt is for. Null: it is not in this draw.
   * @param {import('./receipt.js').Receipt} receipt
   * @param {import('./proof.js').Proof} proof
   */
  function entry(receipt, proof) {
    const found = entryOf(receipt, proof)
    if (found === null) return null
    const { number, pick, prize } = found
    return pick === null ? words.story.entered(number) : plain(words.story.drawn(number, pick + 1, prize))
  }

  /**
   * The last line: the first reason against it is the one that matters.
   * @param {readonly import('./verify.js').Step[]} steps
   * @param {import('./proof.js').Proof | null} proof
   */
  function verdict(steps, proof) {
    const [reason] = steps.flatMap(({ reasons }) => reasons)
    if (reason !== undefined) return words.rejected(reasonText(reason))
    const valid = proof?.manifest.chain === REHEARSAL ? words.validRehearsal : words.valid
    const isCompared = steps.every(({ name, holds }) => name !== 'notice' || holds === true)
    return isCompared ? valid : `${valid}${words.toCompare}`
  }
}

/**
 * @param {ReturnType<typeof storyOf>} told
 * @param {import('./words.js').StoryWords} story
 */
function notesOf({ alternates, erased, voids, open }, story) {
  const reasonOf = (/** @type {string | null} */ reason) => story.voidReasons[reason ?? ''] ?? reason ?? ''
  return [
    ...(alternates === 0 ? [] : [story.alternates(alternates)]),
    ...(erased === 0 ? [] : [story.unopened(erased)]),
    ...(voids.length === 0
      ? []
      : [plain(story.voids(voids.map(({ seq, reason }) => story.voided(seq, reasonOf(reason)))))]),
    ...(open.length === 0 ? [] : [story.open(open)]),
  ]
}
