// @ts-check
/**
 * Steps and stories as lines of text.
 *
 * @typedef {{ readonly mark: '✓' | '✗' | '–', readonly text: string, readonly reasons: readonly string[] }} ToldStep
 * @typedef {{ readonly title: string, readonly rules: readonly string[], readonly facts: readonly string[], readonly commit: string, readonly winners: readonly string[], readonly notes: readonly string[] }} ToldStory
 */
import { REHEARSAL } from './beacon.js'
import { entryOf, storyOf, verdictOf } from './verify.js'
import { WORDS } from './words.js'

/**
 * Signs that nobody sees, or that turn the direction of a line: a prize could make the name behind it read as another.
 * What joins two pictures into one is the first half of this, and is left.
 */
const UNSEEN =
  /((?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d)(?=\p{Extended_Pictographic})|[\p{Cf}\p{Zl}\p{Zp}]/gu

/** The text with such signs written out. @param {string} text */
const plain = text =>
  text.replaceAll(UNSEEN, (sign, joined) => joined ?? `\\u{${Number(sign.codePointAt(0)).toString(16)}}`)

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
  function step({ name, holds, reasons, open }) {
    const text = words.steps[name]
    if (open !== null) return { mark: '–', text, reasons: [words.open[open.code]?.(open.values, when) ?? open.code] }
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
      title: plain(story.title(told.rules.title)),
      rules: rulesOf(told, story.rules, when).map(plain),
      facts: [
        plain(story.draw(told.drawId)),
        story.entrants(told.entrants),
        story.chances(told.chances),
        story.sealed(when(told.frozenAt)),
        ...(told.isSealedAgain ? [story.sealedAgain(Number(told.rules.again))] : []),
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
    const isRehearsal = proof?.manifest.chain === REHEARSAL
    if (verdictOf(steps) === 'not-compared') return isRehearsal ? words.notComparedRehearsal : words.notCompared
    const valid = isRehearsal ? words.validRehearsal : words.valid
    return steps.some(({ name, holds }) => name === 'announcement' && holds) ? valid : `${valid}${words.toCompare}`
  }
}

/**
 * All that was fixed, in words, as an announcement tells it.
 * @param {ReturnType<typeof storyOf>} told
 * @param {import('./words.js').RulesWords} words
 * @param {(instant: number) => string} when
 */
function rulesOf({ rules, fingerprint }, words, when) {
  return [
    words.heading,
    words.prizes(rules.prizes, rules.alternates),
    words.entry(rules.entry, rules.cost),
    words.eligible(rules.eligible),
    words.times(when(rules.opensAt), when(rules.closesAt)),
    words.claim(rules.claimHours),
    ...(rules.again === null ? [] : [words.again(rules.again)]),
    words.fingerprint(fingerprint),
  ]
}

/**
 * @param {ReturnType<typeof storyOf>} told
 * @param {import('./words.js').StoryWords} story
 */
function notesOf({ alternates, erased, voids, open }, story) {
  // Words of ours, or theirs in quotes: any text may stand there.
  const reasonOf = (/** @type {string | null} */ reason) =>
    (Object.hasOwn(story.voidReasons, String(reason)) && story.voidReasons[String(reason)]) || `“${reason}”`
  const before = voids.flatMap(({ seq, reason, commit }) => (commit ? [] : [story.voided(seq, reasonOf(reason))]))
  const sealed = voids.flatMap(({ seq, reason, commit }) =>
    commit ? [story.sealedVoid(seq, reasonOf(reason), commit)] : [],
  )
  return [
    ...(alternates === 0 ? [] : [story.alternates(alternates)]),
    ...(erased === 0 ? [] : [story.unopened(erased)]),
    ...(sealed.length === 0 ? [] : [plain(story.sealedVoids(sealed))]),
    ...(before.length === 0 ? [] : [plain(story.voids(before))]),
    ...(open.length === 0 ? [] : [story.open(open)]),
  ]
}
