// @ts-check
/**
 * Reads JSON more strictly than `JSON.parse`: what two readers could understand differently is no proof. A key twice in
 * one object, a number that is not whole or that a double does not hold, half of a surrogate pair: each is refused.
 */

/** How deep lists and objects may stand in each other. A proof needs five levels. */
const DEPTH_MAX = 16

/** @type {Readonly<Record<string, string>>} */
const ESCAPES = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }
const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WHOLE = /^(?:0|-?[1-9]\d*)$/
/** A run of signs that stand for themselves: all but controls, the quote and the backslash. */
const PLAIN = /[ !#-[\]-\uffff]*/y
const WORD = /true|false|null/y
const HEX4 = /[0-9a-fA-F]{4}/y
const HALF = /\p{Surrogate}/u

/** What is wrong with a text that is no proof. */
export class JsonMistake extends Error {
  /**
   * @param {'not-json' | 'duplicate-key' | 'number' | 'half-sign' | 'too-deep'} code
   * @param {number} at the offset in the text
   * @param {string} what what stands there
   */
  constructor(code, at, what) {
    super(`${code} at ${at}: ${what}`)
    this.code = code
    this.at = at
    this.what = what
  }
}

/**
 * The value of a JSON text. Objects come without a prototype: `__proto__` is a key like any other.
 * @param {string} text
 * @returns {unknown}
 * @throws {JsonMistake}
 */
export function readJson(text) {
  let at = 0
  const value = readValue(0)
  skipSpace()
  if (at < text.length) throw unexpected()
  return value

  /**
   * @param {number} depth
   * @returns {unknown}
   */
  function readValue(depth) {
    skipSpace()
    if (depth > DEPTH_MAX) throw new JsonMistake('too-deep', at, String(DEPTH_MAX))
    const sign = text[at]
    if (sign === '{') return readObject(depth)
    if (sign === '[') return readList(depth)
    if (sign === '"') return readText()
    const word = take(WORD)
    if (word !== null) return word === 'null' ? null : word === 'true'
    return readNumber()
  }

  /** @param {number} depth */
  function readObject(depth) {
    /** @type {Record<string, unknown>} */
    const found = Object.create(null)
    at += 1
    if (takeSign('}')) return found
    do {
      skipSpace()
      const start = at
      if (text[at] !== '"') throw unexpected()
      const name = readText()
      if (Object.hasOwn(found, name)) throw new JsonMistake('duplicate-key', start, name)
      if (!takeSign(':')) throw unexpected()
      found[name] = readValue(depth + 1)
    } while (takeSign(','))
    if (!takeSign('}')) throw unexpected()
    return found
  }

  /** @param {number} depth */
  function readList(depth) {
    /** @type {unknown[]} */
    const found = []
    at += 1
    if (takeSign(']')) return found
    do found.push(readValue(depth + 1))
    while (takeSign(','))
    if (!takeSign(']')) throw unexpected()
    return found
  }

  function readNumber() {
    const start = at
    const digits = take(NUMBER)
    if (digits === null) throw unexpected()
    const value = Number(digits)
    if (!WHOLE.test(digits) || !Number.isSafeInteger(value)) throw new JsonMistake('number', start, digits)
    return value
  }

  function readText() {
    const start = at
    at += 1
    let read = take(PLAIN) ?? ''
    while (text[at] === '\\') read += readEscape() + (take(PLAIN) ?? '')
    if (text[at] !== '"') throw unexpected()
    at += 1
    if (HALF.test(read)) throw new JsonMistake('half-sign', start, text.slice(start, at))
    return read
  }

  function readEscape() {
    const kind = text[at + 1] ?? ''
    at += 2
    if (kind !== 'u') {
      const sign = Object.hasOwn(ESCAPES, kind) ? ESCAPES[kind] : undefined
      if (sign === undefined) throw unexpected(at - 2)
      return sign
    }
    const code = take(HEX4)
    if (code === null) throw unexpected(at - 2)
    return String.fromCharCode(Number.parseInt(code, 16))
  }

  function skipSpace() {
    take(SPACE)
  }

  /** @param {string} sign */
  function takeSign(sign) {
    skipSpace()
    if (text[at] !== sign) return false
    at += 1
    return true
  }

  /** @param {RegExp} pattern */
  function take(pattern) {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found === null) return null
    at += found[0].length
    return found[0]
  }

  function unexpected(where = at) {
    const sign = text.codePointAt(where)
    return new JsonMistake('not-json', where, sign === undefined ? '' : String.fromCodePoint(sign))
  }
}
