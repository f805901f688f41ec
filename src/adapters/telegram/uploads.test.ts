import { expect, test } from 'vitest'
import { documentUpload } from './uploads.ts'

test('a document may have 50 MB in UTF-8, and not a byte more', () => {
  const text = '打'.repeat(52_428_800 / 3)
  expect(documentUpload({ name: 'all.csv', text: `${text}ab` }).bytes).toHaveLength(52_428_800)
  expect(() => documentUpload({ name: 'all.csv', text: `${text}abc` })).toThrow('50 MB')
})

test.each([
  ['成员-2026.csv', '成员-2026.csv'],
  ['a b"\r\nx: y;.csv', 'a_b___x__y_.csv'],
  ['', 'file'],
])('the name %j stands in a header as %j', (name, shown) => {
  expect(documentUpload({ name, text: 'x' }).name).toBe(shown)
})
