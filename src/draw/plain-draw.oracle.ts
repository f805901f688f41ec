import { createHash, createHmac } from 'node:crypto'

/** A draw as its specification reads, in whole numbers and with Node's own hashing: slow, and nothing shared with the real one. */

type Bytes = Uint8Array
const bytesOf = (hex: string): Bytes => Buffer.from(hex, 'hex')
const big = (value: number | bigint, bytes: number): Bytes =>
  bytesOf(
    BigInt(value)
      .toString(16)
      .padStart(2 * bytes, '0'),
  )
const prefixed = (text: string): Bytes => Buffer.concat([big(Buffer.byteLength(text), 4), Buffer.from(text)])

export const plainHash = (...parts: readonly (Bytes | string)[]): string =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex')
const plainHmac = (key: Bytes | string, ...parts: readonly (Bytes | string)[]): string =>
  parts.reduce((hmac, part) => hmac.update(part), createHmac('sha256', key)).digest('hex')

/** Canonical JSON of what has whole numbers and ASCII keys only. */
export function plainJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plainJson).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, item]) => `${JSON.stringify(key)}:${plainJson(item)}`).join()}}`
}

export const plainSalt = (key: string, member: string): string => plainHmac(key, member)

export const plainLeaf = (drawId: string, member: string, weight: number, salt: string): string =>
  plainHash(big(0, 1), prefixed(drawId), prefixed(member), big(weight, 4), bytesOf(salt))

/** As RFC 6962 has it: the left tree holds the largest power of two below the number of leaves. */
export function plainRoot(leaves: readonly string[]): string {
  if (leaves.length === 1) return leaves[0]!
  let left = 1
  while (left * 2 < leaves.length) left *= 2
  return plainHash(big(1, 1), bytesOf(plainRoot(leaves.slice(0, left))), bytesOf(plainRoot(leaves.slice(left))))
}

export function* plainWords(commit: string, signature: string): Generator<bigint, never> {
  const seed = bytesOf(plainHmac(bytesOf(plainHash(bytesOf(signature))), 'draw/1/seed\0', bytesOf(commit)))
  for (let block = 0; ; block += 1) {
    const hex = plainHmac(seed, 'draw/1/stream\0', big(block, 8))
    for (const word of hex.match(/.{16}/g)!) yield BigInt(`0x${word}`)
  }
}

function plainBelow(n: number | bigint, words: Iterator<bigint>): bigint {
  const limit = 2n ** 64n - (2n ** 64n % BigInt(n))
  let word = words.next().value as bigint
  while (word >= limit) word = words.next().value as bigint
  return word % BigInt(n)
}

/** Takes the drawn one out and lets the first one have its place: what a swap does. */
export function plainPick(words: Iterator<bigint>, of: number, count: number): number[] {
  const left = Array.from({ length: of }, (_, place) => place)
  const picks: number[] = []
  while (picks.length < count && left.length > 0) {
    const at = Number(plainBelow(left.length, words))
    picks.push(left[at]!)
    left[at] = left[0]!
    left.shift()
  }
  return picks
}

export function plainWeightedPick(words: Iterator<bigint>, weights: readonly number[], count: number): number[] {
  const left = weights.map((weight, place) => ({ place, weight: BigInt(weight) }))
  const picks: number[] = []
  while (picks.length < count && left.length > 0) {
    let x = plainBelow(
      left.reduce((sum, { weight }) => sum + weight, 0n),
      words,
    )
    const at = left.findIndex(({ weight }) => {
      x -= weight
      return x < 0n
    })
    picks.push(left.splice(at, 1)[0]!.place)
  }
  return picks
}
