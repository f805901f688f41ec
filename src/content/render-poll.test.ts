import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileText } from './template.ts'

const document = (body: string) => compileText(body).for('telegram')
const pollIn = (body: string) => document(body).poll('telegram', {})
const options = (...texts: readonly string[]) => texts.map(text => `- ${text}`).join('\n')
const letters = (count: number) => Array.from({ length: count }, (_, n) => String.fromCharCode(65 + n))

describe('a poll in a text', () => {
  test('is the last list and the paragraph right above it, plain, with values filled in', () => {
    const body = `# 早

先看 **图**。

第 {{day}} 天，*你*
什么时候读？

- **A** 早上，{{day}} 点
- [晚上](https://example.com)

选 A 的，几点起？`
    const poll = document(body).poll('telegram', { day: 7 })!
    const { text } = document(body).render('telegram', { day: 7 })
    expect(poll).toMatchObject({
      question: '第 7 天，你 什么时候读？',
      options: ['A 早上，7 点', '晚上：https://example.com'],
    })
    expect(text.slice(0, poll.offset)).toBe('早\n\n先看 图。')
    expect(text.slice(poll.offset + poll.length)).toBe('选 A 的，几点起？')
  })

  test('has the numbers of its list, and no boxes', () => {
    expect(pollIn('几本？\n\n1. 一本\n2. 两本')?.options).toEqual(['1. 一本', '2. 两本'])
    expect(pollIn('几本？\n\n- [ ] 一本\n- [x] 两本')?.options).toEqual(['一本', '两本'])
  })

  test.each([
    ['no list', '几本？'],
    ['no question', options('一', '二')],
    ['a heading for a question', `# 几本？\n\n${options('一', '二')}`],
    ['a question that is too long', `${'问'.repeat(301)}\n\n${options('一', '二')}`],
    ['one option', `几本？\n\n${options('一')}`],
    ['eleven options', `几本？\n\n${options(...letters(11))}`],
    ['an option that is too long', `几本？\n\n${options('一', '二'.repeat(101))}`],
    ['the same option twice', `几本？\n\n${options('一', '**一**')}`],
    ['an empty option', `几本？\n\n${options('一', '')}`],
    ['a list in a list', `几本？\n\n- 一\n- 二\n  - 三`],
  ])('is not there with %s', (_, body) => {
    expect(pollIn(body)).toBeNull()
  })

  test('is there up to the limits', () => {
    expect(pollIn(`${'问'.repeat(300)}\n\n${options(...letters(9), '二'.repeat(100))}`)?.options).toHaveLength(10)
  })

  test('leaves what stands above and below as it is, whatever that is', () => {
    const piece = fc.constantFrom(
      '词',
      '**粗**',
      '\n\n',
      '\n',
      '> 引',
      '# 题',
      '`码`',
      '- 项',
      '|a|\n|-|\n|b|',
      '[^1]',
      '[a]: https://a.b',
      ' ',
    )
    const text = fc.array(piece, { maxLength: 8 }).map(pieces => pieces.join(''))
    fc.assert(
      fc.property(text, text, (above, below) => {
        const body = `${above}\n\n几本？\n\n- 一\n- 二\n\n完。\n\n${below}`
        const poll = pollIn(body)
        fc.pre(poll?.options[0] === '一')
        const { text } = document(body).render('telegram', {})
        const within = text.slice(poll!.offset, poll!.offset + poll!.length)
        expect(within.trim()).toBe('几本？\n\n• 一\n• 二')
      }),
    )
  })
})
