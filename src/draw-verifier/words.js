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
 * @property {(count: number) => string} entrants
 * @property {(closes: string, sealed: string) => string} times
 * @property {(seq: number) => string} again
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
 * @property {(seq: number, reason: string) => string} voided
 * @property {Readonly<Record<string, string>>} voidReasons
 * @property {(seqs: readonly number[]) => string} open
 * @property {(number: number) => string} entered
 * @property {(number: number, nth: number, prize: string | null) => string} drawn
 *
 * @typedef {object} Words
 * @property {string} other the name of the other language
 * @property {Readonly<Record<import('./verify.js').StepName, string>>} steps
 * @property {string} untested
 * @property {string} rehearsal
 * @property {Readonly<Record<string, ReasonWords>>} reasons
 * @property {StoryWords} story
 * @property {string} noNotice
 * @property {string} valid
 * @property {string} toCompare
 * @property {string} validRehearsal
 * @property {(reason: string) => string} rejected
 * @property {string} limits
 */
import { EN } from './words-en.js'
import { ZH } from './words-zh.js'

/** @type {Readonly<Record<Language, Words>>} */
export const WORDS = { 'zh-CN': ZH, 'en-US': EN }
