// @ts-check
/** Canonical JSON (RFC 8785) of the values that occur in a proof: texts, whole numbers, null, true and false, lists and objects. */

/** @type {Readonly<Record<string, string>>} */
const SHORT = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' }
const FIRST_PRINTABLE = 0x20

/**
 * @param {unknown} value
 * @returns {string}
 */
export function canonicalJson(value) {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number') return digits(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const record = /** @type {Record<string, unknown>} */ (value)
  // Without a comparison, `sort` goes by UTF-16 code units, which is the order of RFC 8785.
  const names = Object.keys(record).sort()
  return `{${names.map(name => `${quoted(name)}:${canonicalJson(record[name])}`).join(',')}}`
}

/** @param {number} value */
function digits(value) {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new RangeError(`${value} is no number of a proof`)
  return String(value)
}

/** @param {string} text */
function quoted(text) {
  return `"${text.replaceAll(/["\\]|\p{Cc}/gu, escaped)}"`
}

/** @param {string} sign */
function escaped(sign) {
  const short = SHORT[sign]
  if (short !== undefined) return short
  const code = sign.charCodeAt(0)
  // The controls from U+007F on stand as they are.
  return code < FIRST_PRINTABLE ? `\\u${code.toString(16).padStart(4, '0')}` : sign
}
