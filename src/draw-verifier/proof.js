// @ts-check
/**
 * A proof file, once its shape has been checked.
 * @typedef {object} Rules
 * @property {string} title
 * @property {readonly { readonly name: string, readonly count: number }[]} prizes
 * @property {number} alternates
 * @property {'word' | 'comment' | 'points'} entry
 * @property {number | null} cost
 * @property {{ readonly streakDays: number | null, readonly memberDays: number | null, readonly buyer: boolean, readonly staff: boolean }} eligible
 * @property {number} opensAt
 * @property {number} closesAt
 * @property {number} claimHours
 * @property {number | null} again
 *
 * @typedef {object} Manifest
 * @property {'draw/1'} v
 * @property {string} drawId
 * @property {number} seq
 * @property {string} prev
 * @property {string} group
 * @property {string} rulesHash
 * @property {number} N
 * @property {number} W
 * @property {string} root
 * @property {number} k
 * @property {number} r
 * @property {string} chain
 * @property {number} round
 * @property {number} frozenAt
 * @property {'uniform' | 'weighted'} algorithm
 * @property {string} codeVersion
 *
 * @typedef {{ readonly leaf: string, readonly member: string | null, readonly salt: string | null, readonly weight: number }} Pick
 * @typedef {'left' | 'unclaimed' | 'declined' | 'erased'} PassReason
 * @typedef {{ readonly slot: number, readonly from: number, readonly to: number | null, readonly reason: PassReason, readonly at: number }} Pass
 *
 * @typedef {object} SequenceEntry
 * @property {string} drawId
 * @property {number} seq
 * @property {string} prev
 * @property {string} rulesHash
 * @property {'drawn' | 'void' | 'open'} outcome
 * @property {string | null} reason
 * @property {string | null} commit
 *
 * @typedef {object} Proof
 * @property {'draw/1'} v
 * @property {Rules} rules
 * @property {Manifest} manifest
 * @property {string} commit
 * @property {number} postedAt
 * @property {readonly string[]} leaves
 * @property {readonly number[] | undefined} [weights]
 * @property {string} signature
 * @property {readonly Pick[]} picks
 * @property {readonly Pass[]} passes
 * @property {readonly SequenceEntry[]} sequence
 */
export {}
