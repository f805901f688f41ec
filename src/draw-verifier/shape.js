// @ts-check
/** The shape of a proof file. Every key is there, no other is, and every value is of its kind and within its limits. */

/**
 * @typedef {{ code: 'missing' | 'unknown' | 'wrong', path: string, wanted: string }} ShapeMistake
 * @typedef {(value: unknown, path: string, found: ShapeMistake[]) => void} Check
 */

/** Mistakes that are named. After these nobody reads on. */
const MISTAKES_MAX = 20
/** Lengths in UTF-16 code units: ids, titles and reasons; the version of the code. */
const TEXT_LENGTH_MAX = 200
const VERSION_LENGTH_MAX = 100
const CLAIM_HOURS_MAX = 24 * 366
/** The last instant that calendars agree on: the end of the year 9999. */
const INSTANT_MAX = 253_402_300_799_999
const WEIGHT_MAX = 2 ** 32 - 1

/** @type {(pattern: RegExp, wanted: string) => Check} */
const matching = (pattern, wanted) => (value, path, found) => {
  if (typeof value !== 'string' || !pattern.test(value)) wrong(found, path, wanted)
}

/**
 * @param {RegExp} pattern
 * @param {number} lengthMax
 * @returns {Check}
 */
function textOf(pattern, lengthMax) {
  return (value, path, found) => {
    if (typeof value !== 'string' || value.length > lengthMax || !pattern.test(value))
      wrong(found, path, `"…" (1…${lengthMax})`)
  }
}

/** @type {(min: number, max: number) => Check} */
const whole = (min, max) => (value, path, found) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || value > max)
    wrong(found, path, `${min}…${max}`)
}

/** @type {(...values: readonly string[]) => Check} */
const oneOf =
  (...values) =>
  (value, path, found) => {
    if (!values.some(known => known === value)) wrong(found, path, values.map(known => `"${known}"`).join(' | '))
  }

/** @type {(check: Check) => Check} */
const orNull = check => (value, path, found) => {
  if (value !== null) check(value, path, found)
}

/** @type {(check: Check, min: number) => Check} */
const listOf = (check, min) => (value, path, found) => {
  if (!Array.isArray(value) || value.length < min) return wrong(found, path, min === 0 ? '[…]' : `[${min}…]`)
  for (let index = 0; index < value.length && found.length < MISTAKES_MAX; index += 1)
    check(value[index], `${path}[${index}]`, found)
}

/** @type {(parts: Readonly<Record<string, Check>>, optional?: readonly string[]) => Check} */
const objectOf =
  (parts, optional = []) =>
  (value, path, found) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return wrong(found, path, '{…}')
    const record = /** @type {Record<string, unknown>} */ (value)
    for (const name of Object.keys(record))
      if (!Object.hasOwn(parts, name)) found.push({ code: 'unknown', path: below(path, name), wanted: '' })
    for (const [name, check] of Object.entries(parts)) {
      if (Object.hasOwn(record, name)) check(record[name], below(path, name), found)
      else if (!optional.includes(name)) found.push({ code: 'missing', path: below(path, name), wanted: '' })
    }
  }

const hash = matching(/^[0-9a-f]{64}$/, '64 × 0-9a-f')
const text = textOf(/^\P{Cc}+$/u, TEXT_LENGTH_MAX)
const id = textOf(/^[^\s\p{Cc}]+$/u, TEXT_LENGTH_MAX)
const truth = /** @type {Check} */ (
  (value, path, found) => {
    if (typeof value !== 'boolean') wrong(found, path, 'true | false')
  }
)
const instant = whole(0, INSTANT_MAX)
const count = whole(0, Number.MAX_SAFE_INTEGER)
const fromOne = whole(1, Number.MAX_SAFE_INTEGER)
const version = oneOf('draw/1')

const rules = objectOf({
  title: text,
  prizes: listOf(objectOf({ name: text, count: fromOne }), 1),
  alternates: count,
  entry: oneOf('word', 'comment', 'points'),
  cost: orNull(fromOne),
  eligible: objectOf({ streakDays: orNull(fromOne), memberDays: orNull(fromOne), buyer: truth, staff: truth }),
  opensAt: instant,
  closesAt: instant,
  claimHours: whole(1, CLAIM_HOURS_MAX),
  again: orNull(fromOne),
})

const manifest = objectOf({
  v: version,
  drawId: id,
  seq: fromOne,
  prev: hash,
  group: id,
  rulesHash: hash,
  N: fromOne,
  W: fromOne,
  root: hash,
  k: fromOne,
  r: count,
  chain: id,
  round: fromOne,
  frozenAt: instant,
  algorithm: oneOf('uniform', 'weighted'),
  codeVersion: textOf(/^\S+$/u, VERSION_LENGTH_MAX),
})

const pick = objectOf({ leaf: hash, member: orNull(id), salt: orNull(hash), weight: whole(1, WEIGHT_MAX) })

const pass = objectOf({
  slot: count,
  from: count,
  to: orNull(count),
  reason: oneOf('left', 'unclaimed', 'declined', 'erased'),
  at: instant,
})

const entry = objectOf({
  drawId: id,
  seq: fromOne,
  prev: hash,
  rulesHash: hash,
  outcome: oneOf('drawn', 'void', 'open'),
  reason: orNull(text),
  commit: orNull(hash),
})

const proof = objectOf(
  {
    v: version,
    rules,
    manifest,
    commit: hash,
    postedAt: instant,
    leaves: listOf(hash, 1),
    weights: listOf(whole(1, WEIGHT_MAX), 1),
    signature: matching(/^[0-9a-f]{96}$/, '96 × 0-9a-f'),
    picks: listOf(pick, 1),
    passes: listOf(pass, 0),
    sequence: listOf(entry, 1),
  },
  ['weights'],
)

/**
 * What keeps a value from being a proof file. Empty: it has the shape of one.
 * @param {unknown} value
 * @returns {ShapeMistake[]}
 */
export function shapeMistakes(value) {
  /** @type {ShapeMistake[]} */
  const found = []
  proof(value, '', found)
  if (found.length === 0) checkTogether(/** @type {import('./proof.js').Proof} */ (value), found)
  return found.slice(0, MISTAKES_MAX)
}

/**
 * What one value asks of another.
 * @param {import('./proof.js').Proof} proof
 * @param {ShapeMistake[]} found
 */
function checkTogether({ manifest, weights, picks }, found) {
  const isWeighted = manifest.algorithm === 'weighted'
  if (isWeighted && weights === undefined) found.push({ code: 'missing', path: 'weights', wanted: '' })
  if (!isWeighted && weights !== undefined) found.push({ code: 'unknown', path: 'weights', wanted: '' })
  for (const [index, { member, salt }] of picks.entries()) {
    if (found.length >= MISTAKES_MAX) return
    if ((member === null) !== (salt === null))
      wrong(found, `picks[${index}].${member === null ? 'member' : 'salt'}`, '"…"')
  }
}

/**
 * @param {ShapeMistake[]} found
 * @param {string} path
 * @param {string} wanted
 */
function wrong(found, path, wanted) {
  found.push({ code: 'wrong', path, wanted })
}

/**
 * @param {string} path
 * @param {string} name
 */
function below(path, name) {
  return path === '' ? name : `${path}.${name}`
}
