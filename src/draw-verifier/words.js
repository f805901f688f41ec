// @ts-check
/**
 * What is said about a proof, in two languages, for the command line and the page alike.
 *
 * @typedef {'zh-CN' | 'en-US'} Language
 * @typedef {(instant: string | number | undefined) => string} When
 * @typedef {(values: Readonly<Record<string, string | number>>, when: When) => string} ReasonWords
 * @typedef {object} StoryWords
 * @property {(title: string) => string} title
 * @property {(id: string) => string} draw
 * @property {RulesWords} rules
 * @property {(count: number) => string} entrants
 * @property {(chances: { readonly least: number, readonly most: number } | null) => string} chances
 * @property {(sealed: string) => string} sealed
 * @property {(seq: number) => string} sealedAgain
 * @property {(round: number, when: string) => string} beacon
 * @property {(round: number, when: string) => string} rehearsal
 * @property {(when: string) => string} notice
 * @property {string} winners
 * @property {(prize: string, who: string) => string} winner
 * @property {string} erased
 * @property {string} nobody
 * @property {(slot: number, who: string, reason: string) => string} passed
 * @property {Readonly<Record<import('./proof.js').PassReason, string>>} reasons
 * @property {(count: number) => string} alternates
 * @property {(count: number) => string} unopened
 * @property {(seqs: readonly string[]) => string} voids
 * @property {(seqs: readonly string[]) => string} sealedVoids
 * @property {(seq: number, reason: string) => string} voided
 * @property {(seq: number, reason: string, commit: string) => string} sealedVoid
 * @property {Readonly<Record<string, string>>} voidReasons
 * @property {(seqs: readonly number[]) => string} open
 * @property {(number: number) => string} entered
 * @property {(number: number, nth: number, prize: string | null) => string} drawn
 *
 * @typedef {object} RulesWords
 * @property {string} heading
 * @property {(prizes: import('./proof.js').Rules['prizes'], alternates: number) => string} prizes
 * @property {(entry: import('./proof.js').Rules['entry'], cost: number | null) => string} entry
 * @property {(eligible: import('./proof.js').Rules['eligible']) => string} eligible
 * @property {(opens: string, closes: string) => string} times
 * @property {(hours: number) => string} claim
 * @property {(seq: number) => string} again
 * @property {(digits: string) => string} fingerprint
 *
 * @typedef {object} Words
 * @property {string} other the name of the other language
 * @property {Readonly<Record<import('./verify.js').StepName, string>>} steps
 * @property {string} rehearsal
 * @property {Readonly<Record<string, ReasonWords>>} reasons
 * @property {StoryWords} story
 * @property {Readonly<Record<string, ReasonWords>>} open why a step was not looked at
 * @property {string} valid
 * @property {string} toCompare
 * @property {string} validRehearsal
 * @property {string} notCompared
 * @property {string} notComparedRehearsal
 * @property {(reason: string) => string} rejected
 * @property {string} limits
 */
import { EN } from './words-en.js'
import { ZH } from './words-zh.js'

/** @type {Readonly<Record<Language, Words>>} */
export const WORDS = { 'zh-CN': ZH, 'en-US': EN }
