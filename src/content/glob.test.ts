import { describe, expect, test } from 'vitest'
import { globFault, globMatcher } from './glob.ts'

describe('a pattern', () => {
  test.each([
    ['posts/a/**', ['posts/a/1.md', 'posts/a/b/2.md'], ['posts/b/1.md', 'posts/a']],
    ['posts/**/day-*.md', ['posts/day-1.md', 'posts/a/b/day-.md'], ['posts/a/day-1.txt']],
    ['posts/*/x.md', ['posts/a/x.md'], ['posts/x.md', 'posts/a/b/x.md']],
    ['posts/*a*b.md', ['posts/ab.md', 'posts/aabab.md'], ['posts/ba.md', 'posts/ab.mdx']],
    ['./posts/中*.md', ['posts/中文.md'], ['posts/文.md']],
    ['**/deep/**', ['posts/deep/1.md', 'deep/a/b.md'], ['posts/deep']],
  ])('%s names what it looks like', (glob, named, others) => {
    const takes = globMatcher([glob])
    expect([...named, ...others].filter(takes)).toEqual(named)
  })

  test('with "!" leaves out, wherever it stands', () => {
    const takes = globMatcher(['!posts/a/b/**', 'posts/a/**'])
    expect(['posts/a/1.md', 'posts/a/b/1.md'].filter(takes)).toEqual(['posts/a/1.md'])
  })

  test.each([
    ['', 'names no files'],
    ['!', 'names no files'],
    ['!!posts/a.md', 'is no pattern'],
    ['posts/{a,b}.md', 'is no pattern'],
    ['posts/+(a|b).md', 'is no pattern'],
    ['posts/[ab].md', 'is no pattern'],
    ['posts/*a*a*a*b', 'more than 2'],
    ['a'.repeat(201), 'longer than 200'],
  ])('%j is refused', (glob, why) => expect(globFault(glob)).toContain(why))

  test('at its limits goes over the text once for each of its characters, at most', () => {
    let looks = 0
    const counted = (text: string) =>
      new Proxy([...text], {
        get(target, key, receiver) {
          if (typeof key === 'string' && /^\d+$/.test(key)) looks += 1
          return Reflect.get(target, key, receiver)
        },
      })
    const name = `${'a'.repeat(3_000)}c`
    const file = Object.assign(new String(name), {
      split: () => [Object.assign(new String(name), { [Symbol.iterator]: () => counted(name)[Symbol.iterator]() })],
    }) as unknown as string
    expect(globMatcher([`*${'a'.repeat(150)}*b`])(file)).toBe(false)
    expect(looks).toBeGreaterThan(0)
    expect(looks).toBeLessThan(152 * name.length)
  })
})
