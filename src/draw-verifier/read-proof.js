// @ts-check
/** From the bytes of a file to a proof whose shape holds. */
import { shapeMistakes } from './shape.js'
import { JsonMistake, readJson } from './strict-json.js'

/** Longest proof file, in bytes. One of 50,000 entrants has 4 MB. */
export const FILE_BYTES_MAX = 16 * 1024 * 1024

/** How much of what stands in a file is quoted in a reason, in code points. */
const QUOTED_MAX = 60

/**
 * @param {Uint8Array} bytes
 * @returns {{ readonly proof: import('./proof.js').Proof, readonly reasons: [] } | { readonly proof: null, readonly reasons: import('./sequence.js').Reason[] }}
 */
export function readProof(bytes) {
  if (bytes.length > FILE_BYTES_MAX) return refused('too-large', { megabytes: FILE_BYTES_MAX / 2 ** 20 })
  const text = decoded(bytes)
  if (text === null) return refused('not-utf8')
  try {
    return shaped(readJson(text))
  } catch (error) {
    if (!(error instanceof JsonMistake)) throw error
    const { line, column } = placeIn(text, error.at)
    return refused(error.code, { line, column, what: shortened(error.what) })
  }
}

/** @param {unknown} value */
function shaped(value) {
  const mistakes = shapeMistakes(value)
  if (mistakes.length === 0)
    return { proof: /** @type {import('./proof.js').Proof} */ (value), reasons: /** @type {[]} */ ([]) }
  const reasons = mistakes.map(({ code, path, wanted }) => ({
    code: `shape-${code}`,
    values: { path: shortened(path) || '{…}', wanted },
  }))
  return { proof: null, reasons }
}

/** @param {Uint8Array} bytes */
function decoded(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/**
 * @param {string} code
 * @param {Readonly<Record<string, string | number>>} values
 */
function refused(code, values = {}) {
  return { proof: null, reasons: [{ code, values }] }
}

/**
 * @param {string} text
 * @param {number} at
 */
function placeIn(text, at) {
  let line = 1
  let lineStart = 0
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', lineStart)) {
    line += 1
    lineStart = next + 1
  }
  return { line, column: at - lineStart + 1 }
}

/** @param {string} text */
function shortened(text) {
  const signs = [...text.slice(0, QUOTED_MAX * 2)]
  return signs.length > QUOTED_MAX ? `${signs.slice(0, QUOTED_MAX).join('')}…` : text
}
