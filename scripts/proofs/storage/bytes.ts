/** Whole lines among the first bytes, the header included. */
export function completeLines(bytes: Buffer, length: number): number {
  return bytes.subarray(0, length).toString('latin1').split('\n').length - 1
}

/** Where the line begins that has this byte, and how long it is. */
export function lineAround(bytes: Buffer, at: number): [start: number, length: number] {
  const start = bytes.lastIndexOf('\n', Math.min(at, bytes.length) - 1) + 1
  const end = bytes.indexOf('\n', start)
  return [start, (end < 0 ? bytes.length : end + 1) - start]
}

/** The bytes with others in the place of some. */
export function spliced(bytes: Buffer, at: number, cut: number, put: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)])
}

/** The bytes with some bits of one of them turned over. */
export function changed(bytes: Buffer, at: number, bits: number): Buffer {
  const result = Buffer.from(bytes)
  result[at]! ^= bits
  return result
}
