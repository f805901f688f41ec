import { expect, test } from 'vitest'
import { cutTo, linesOf } from './lines.ts'

/** Ten pixels for a letter, twenty for a Chinese character. */
const measure = (text: string) => [...text].reduce((sum, letter) => sum + (letter > '⺀' ? 20 : 10), 0)

test.each([
  ['小云读完了三本书', ['小云读完', '了三本书'], 'Chinese is broken anywhere'],
  ['read a book', ['read a', 'book'], 'words stay whole'],
  ['小云读完，好', ['小云读完，', '好'], 'no line begins with a comma'],
  ['fe290beca10872ef', ['fe290bec', 'a10872ef'], 'a hash is broken where it has to be'],
  ['读 Amelie 吧', ['读', 'Amelie', '吧'], 'both together'],
  ['', [], 'nothing'],
])('%s', (text, lines) => {
  expect(linesOf(text, measure, 80, 9).map(line => line.trim())).toEqual(
    lines.map(line => (measure(line) > 80 ? cutTo(line, measure, 80) : line)),
  )
})

test('what is more than so many lines is cut, and says so', () => {
  expect(linesOf('one two three four five six', measure, 80, 2)).toEqual(['one two', 'three…'])
})

test('a name is cut by its width, never within a character', () => {
  expect(cutTo('小云小云小云', measure, 80)).toBe('小云小…')
  expect(cutTo('ab👩‍👩‍👧cd', () => 0, 80)).toBe('ab👩‍👩‍👧cd')
  expect(cutTo('小云', measure, 80)).toBe('小云')
})
