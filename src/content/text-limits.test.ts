import { describe, expect, test } from 'vitest'
import { compileText, TemplateMistake } from './template.ts'

const UNITS = 6_000
const filled = (part: string, units = UNITS) => part.repeat(Math.floor(units / part.length))
const between = (open: string, close: string, units = UNITS) => {
  const times = Math.floor((units - 1) / (open.length + close.length))
  return `${open.repeat(times)}a${close.repeat(times)}`
}
const steps = (line: string, count: number) =>
  Array.from({ length: count }, (_, at) => ' '.repeat(at * 2) + line).join('\n')

/** Generous on a busy machine: the slowest of these took 60 ms alone, and minutes without limits at 20,000 characters. */
const MS_MAX = 5_000

const mistakesOf = (body: string): readonly string[] => {
  try {
    const document = compileText(body).for('telegram')
    document.render('telegram', { v: 'x' })
    document.render('wechat', { v: 'x' })
    return []
  } catch (error) {
    if (error instanceof TemplateMistake) return error.all.map(({ message }) => message)
    throw error
  }
}

describe('what a parser would look at again and again is refused, or is little', () => {
  const patterns: Record<string, string> = {
    'emphasis in emphasis': between('**', '**'),
    'emphasis in emphasis, as much as may be': between('**', '**', 999),
    'mixed delimiters, as much as may be': filled('*a_b**c__', 1_600),
    'delimiters that never close, as much as may be': filled('*_', 998),
    'strokes, as much as may be': filled('~~中。', 1_900),
    'one run of a delimiter': filled('*', 1_000),
    brackets: filled('['),
    'brackets, as much as may be': filled('[a](', 1_500),
    'closing brackets, as much as may be': filled(']', 400),
    'links in links, as much as may be': between('[', '](b)', 900),
    'pictures, as much as may be': filled('![a](b)', 1_300),
    'lines below a quote': `> ${filled('a\n', 5_990)}`,
    'lines below a quote, as much as may be': `> > > > > > > > ${filled('abcdefghijk\n', 5_970)}`,
    'lines below a list, as much as may be': `- - - - - - - - ${filled('abcdefghijk\n', 5_970)}`,
    'underlined headings, as much as may be': filled('abcdefghijklmnopqrs\n=\n'),
    'lists by indentation': steps('- a', 70),
    'lists by indentation, as much as may be': steps('- a', 16),
    'empty lines in a list': `- a${filled('\n', 5_990)}b`,
    'a wide table': `${filled('|a', 2_990)}\n${filled('|-', 2_990)}`,
    'a table of many rows': `${'|a'.repeat(140)}\n${'|-'.repeat(140)}\n${filled('a\n', 900)}`,
    'a table, as much as may be': `|a|b|c\n|-|-|-\n${filled('a\n', 190)}`,
    'comparisons in comparisons': `{{#if ${'(eq '.repeat(600)}1${' 1)'.repeat(600)}}}a{{/if}}`,
    conditions: filled('{{#if v}}a{{/if}}'),
    definitions: filled('[a]: b\n', 1_600),
    'code spans': filled('`a', 900),
    tags: filled('<a b="', 1_700),
  }
  test.each(Object.entries(patterns))('%s', (_, body) => {
    const began = performance.now()
    mistakesOf(body)
    expect(performance.now() - began).toBeLessThan(MS_MAX)
  })

  test('of these, what is far too much is refused before it is parsed', () => {
    for (const name of ['emphasis in emphasis', 'brackets', 'lines below a quote', 'a wide table', 'conditions'])
      expect(mistakesOf(patterns[name]!)).toContainEqual(expect.stringMatching(/^More than \d/))
    for (const name of ['lists by indentation', 'comparisons in comparisons'])
      expect(mistakesOf(patterns[name]!)).toContainEqual(expect.stringContaining('within each other'))
  })
})

test('lines that come to stand otherwise without a part are looked at again', () => {
  const body = `${'{{#if v}}x{{/if}}> '.repeat(9)}a`
  const document = compileText(body).for('telegram')
  expect(() => document.render('telegram', { v: '' })).toThrow('within each other')
  expect(document.render('telegram', { v: 'y' }).text).toContain('x')
})

describe('a text that becomes far longer than it is', () => {
  const address = `https://example.com/${'a'.repeat(1_900)}`

  test('by a link that is used again and again is refused', () => {
    expect(mistakesOf(`${'[a] '.repeat(150)}\n\n[a]: ${address}`)).toEqual([
      expect.stringContaining('longer than 16384'),
    ])
    expect(mistakesOf(`${'[a] '.repeat(5)}\n\n[a]: ${address}`)).toEqual([])
  })

  test('by variables is refused', () => {
    expect(mistakesOf('{{v}} '.repeat(150))).toEqual([expect.stringContaining('longer than 16384')])
    expect(mistakesOf('{{v}} '.repeat(50))).toEqual([])
  })

  test('by a wide column of a table is refused', () =>
    expect(mistakesOf(`|a|b|\n|-|-|\n|${'x'.repeat(2_000)}|b|\n${'|a|b|\n'.repeat(60)}`)).toHaveLength(1))

  test('an address of more than 2,000 characters is refused', () =>
    expect(mistakesOf(`[a](${address}${'b'.repeat(200)})`)).toEqual(['An address is longer than 2000 characters.']))
})

test.each(Object.getOwnPropertyNames(Object.prototype))('a section for "%s" is one for no platform', name => {
  const body = `a\n\n## @${name.replaceAll('_', '\\_')}`
  expect(mistakesOf(body)).toEqual([expect.stringContaining(`no platform "${name}"`)])
})
