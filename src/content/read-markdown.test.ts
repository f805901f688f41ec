import { describe, expect, test } from 'vitest'
import { readMarkdown } from './read-markdown.ts'
import { postSchema } from './schemas/post.ts'

const read = (file: string, more = '') =>
  readMarkdown(
    {
      file,
      hash: 'f'.repeat(64),
      bytes: new Uint8Array(),
      source: `---\ntitle: 一\nkind: topic\npool: true\n${more}---\n早\n`,
    },
    postSchema,
  )
/** The messages, or the id when there is nothing wrong. */
const found = (file: string, more?: string) => {
  const markdown = read(file, more)
  return 'id' in markdown ? markdown.id : markdown.map(({ message }) => message).join()
}

describe('what records call a file', () => {
  test('is its path, in any script', () => expect(found('posts/晨读/第1天.md')).toBe('posts/晨读/第1天'))

  test('is what it says itself', () => expect(found('posts/day 1.md', 'id: day-1\n')).toBe('day-1'))

  test('cannot be a name that no record takes', () => {
    expect(found('posts/day 1.md')).toMatch(/^the name of this file cannot be an id/)
    expect(found(`posts/${'a'.repeat(150)}.md`)).toMatch(/^the name of this file cannot be an id/)
  })
})

describe('what a delivery takes', () => {
  test('an image by a name that records take', () => {
    expect(found('posts/a.md', 'image: reading/封面-1.png\n')).toBe('posts/a')
    expect(found('posts/a.md', 'image: "封面(1).png"\n')).toMatch(/is not an image under assets/)
  })

  test('a button that says one line', () => {
    const button = (command: string) => `buttons: [{ label: 打卡, command: "${command}" }]\n`
    expect(found('posts/a.md', button('打卡'))).toBe('posts/a')
    expect(found('posts/a.md', button('打\\n卡'))).toMatch(/is not one line of text/)
  })
})
