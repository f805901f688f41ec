import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainHash, plainWords } from './plain-draw.oracle.ts'
import { seedOf, wordsOf } from './stream.ts'

const commit = plainHash('a commit')
const signature = 'ab'.repeat(48)

test('the words are as the specification has them, block after block', () => {
  const hex = (bytes: number) => fc.uint8Array({ minLength: bytes, maxLength: bytes }).map(hexOf)
  fc.assert(
    fc.property(hex(32), hex(48), fc.integer({ min: 1, max: 40 }), (c, s, count) => {
      const nextWord = wordsOf(seedOf(c, s))
      const plain = plainWords(c, s)
      for (let at = 0; at < count; at += 1) expect(nextWord()).toBe(plain.next().value)
    }),
  )
})

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

test('two draws of one round share nothing', () => {
  const other = plainHash('another commit')
  expect(wordsOf(seedOf(commit, signature))()).not.toBe(wordsOf(seedOf(other, signature))())
})

test('what is no commit or no signature gives no seed', () => {
  expect(() => seedOf('', signature)).toThrow('commit: "" is not a hash. Use 64 small hexadecimal digits.')
  expect(() => seedOf(commit, signature.toUpperCase())).toThrow('is none. Use 96 small hexadecimal digits.')
})
