import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readYaml, splitFrontMatter } from './front-matter.ts'

const said = (yaml: string) =>
  readYaml(yaml).mistakes.map(({ line, column, message }) => `${line}:${column} ${message}`)

describe('front matter', () => {
  test('stands between two lines of "---", and the body keeps its lines', () => {
    expect(splitFrontMatter('---\ntitle: a\n---\nOne\n---\nTwo\n')).toEqual({
      yaml: '\ntitle: a',
      body: 'One\n---\nTwo\n',
      bodyLine: 4,
    })
  })

  test.each([
    ['---js\n{}\n---\n', '"---js"'],
    ['---json\n{}\n---\n', '"---json"'],
    ['---coffee\n---\n', '"---coffee"'],
    [';;;\n{}\n;;;\n', '";;;"'],
    ['+++\na = 1\n+++\n', '"+++"'],
  ])('in another language is refused by name: %j', (source, fence) => {
    expect(splitFrontMatter(source)).toEqual({
      line: 1,
      column: 1,
      code: 'front-matter',
      message: `${fence} is not read: front matter is YAML only, and begins with "---" alone.`,
    })
  })

  test.each(['', 'Hello', '\n---\ntitle: a\n---\n', '# ---'])('that does not begin the file is missing: %j', source => {
    expect(splitFrontMatter(source)).toMatchObject({ line: 1, message: expect.stringContaining('no front matter') })
  })

  test('without an end says so', () => {
    expect(splitFrontMatter('---\ntitle: a\n')).toMatchObject({ message: expect.stringContaining('has no end') })
  })
})

describe('YAML', () => {
  test('times, dates and words stay text, whatever version the file asks for', () => {
    const value = { at: '8:30', date: '2026-12-01', pin: 'yes' }
    expect(readYaml('at: 8:30\ndate: 2026-12-01\npin: yes').value).toEqual(value)
    expect(readYaml('%YAML 1.1\n---\nat: 8:30\ndate: 2026-12-01\npin: yes').value).toEqual(value)
  })

  test('merge keys are keys like any other, and no key reaches a prototype', () => {
    expect(readYaml('a: &a { x: 1 }\nb: { <<: *a }').value).toEqual({ a: { x: 1 }, b: { '<<': { x: 1 } } })
    const { value } = readYaml('__proto__: { admin: true }')
    expect([Object.keys(value as object), (value as { admin?: boolean }).admin]).toEqual([['__proto__'], undefined])
  })

  test.each([
    ['title: a\ntitle: b', '2:1 this key is there twice. Keep one of them.'],
    ['title：早安', '1:6 after a name there must be ":" and a space.'],
    ['title:早安', '1:6 after a name there must be ":" and a space.'],
    ['day: 1\ntitle: 早安: 今天', '2:8 there are two ":" on this line. Put the text in quotes.'],
    ['a:\n\tb: 1', '2:1 there is a tab. Use spaces.'],
    ['a: !!js/function "x"', '1:4 tags ("!name") are not read. If it is text, put it in quotes.'],
    ['title: *bold*', '1:8 an alias ("*name") has no anchor ("&name"). If it is text, put it in quotes.'],
  ])('says at its place what to do about %j', (yaml, message) => {
    expect(said(yaml)).toEqual([message])
  })

  test('an address is no wrong colon', () => {
    expect(readYaml('url: https://example.org\nat: "08:30"').mistakes).toEqual([])
  })

  test('aliases that blow up are refused, some are fine', () => {
    const bomb = [
      'a: &a [x, x, x, x]',
      ...'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${`*${'abcdefg'[i]}, `.repeat(4)}]`),
    ]
    expect(said(bomb.join('\n'))).toEqual(['2:8 aliases ("*name") repeat too much: at most 20. Write it out.'])
    expect(readYaml('a: &a 打卡\nb: [*a, *a]').value).toEqual({ a: '打卡', b: ['打卡', '打卡'] })
  })

  test('what is nested too deeply is one mistake', () => {
    expect(said(`a: ${'['.repeat(10_000)}`)).toEqual(['1:4 it is nested too deeply.'])
    expect(said(`a:\n  ${'- '.repeat(10_000)}`)).toEqual(['2:3 it is nested too deeply.'])
    const steps = Array.from({ length: 600 }, (_, depth) => `${' '.repeat(depth)}a:`)
    expect(said(steps.join('\n')).length).toBeLessThan(2)
  })
})

test('YAML that a parser would work on for long is not parsed', () => {
  expect(said(`a: ${'x'.repeat(70_000)}`)).toEqual([expect.stringContaining('longer than 64 Ki characters')])
})

describe('positions', () => {
  test('name the key, the entry, or the nearest thing that is there', () => {
    const { positions } = readYaml('\ntitle: a\nslots:\n  - name: morning\n    at: 8:00\n  - { name: noon, at: x }\n')
    const at = (...path: (string | number)[]) => Object.values(positions.at(path))
    expect(at('title')).toEqual([2, 1])
    expect(at('slots', 0)).toEqual([4, 5])
    expect(at('slots', 0, 'at')).toEqual([5, 5])
    expect(at('slots', 1, 'at')).toEqual([6, 19])
    expect(at('slots', 1, 'until')).toEqual([6, 5])
    expect(at('kind')).toEqual([1, 1])
    expect(at()).toEqual([1, 1])
  })

  test('point at the line of each key, whatever stands before it', () => {
    const key = fc.stringMatching(/^[a-z]{3,8}$/)
    const value = fc.constantFrom(
      '1',
      '"早: 安"',
      '[a, b]',
      '|\n  one\n  two',
      '\n  - x\n  - y',
      '# note\n  text',
      '🎉',
    )
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, minLength: 1 }), entries => {
        const yaml = `\n${entries.map(([name, text]) => `${name}: ${text}\n`).join('')}`
        const { positions, mistakes } = readYaml(yaml)
        expect(mistakes).toEqual([])
        for (const [name] of entries) {
          const { line, column } = positions.at([name])
          expect(yaml.split('\n')[line - 1]?.slice(column - 1)).toMatch(new RegExp(`^${name}:`))
        }
      }),
    )
  })
})
