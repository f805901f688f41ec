import { expect, test } from 'vitest'
import { createCodes } from './codes.ts'

test('a token is ten letters and digits, none of which looks like another', () => {
  const { token } = createCodes()
  for (let i = 0; i < 200; i += 1) expect(token(`${i}`)).toMatch(/^[A-HJ-NP-Z2-9]{10}$/)
})

test('the same text gives the same token, another text another one', () => {
  const { token } = createCodes()
  const all = new Set(Array.from({ length: 5_000 }, (_, index) => token(`passport ${index}`)))
  expect(all.size).toBe(5_000)
  expect(token('passport 7')).toBe(token('passport 7'))
})

test('nobody who knows the text knows the token: it follows from a secret of the process', () => {
  expect(createCodes().token('a')).not.toBe(createCodes().token('a'))
  // The control: of the same secret it is the same, as simulations need it.
  expect(createCodes('seed').token('a')).toBe(createCodes('seed').token('a'))
})

test('a digest follows from the text alone', () => {
  // printf abc | sha256sum
  expect(createCodes().digest('abc')).toBe('ba7816bf8f01cfea')
})
