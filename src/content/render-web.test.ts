import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileText } from './template.ts'

const web = (body: string, v = 'x') => compileText(body).for('telegram').html({ v })

/** What a browser would make of it: tags with their attributes, and nothing else between angle brackets. */
const TAG = /<\/?[a-z][a-z0-9]*((?: [a-z]+="[^"<>]*")*)>/g
const ELEMENTS = new Set(
  'p h1 h2 h3 h4 h5 h6 hr ul ol li blockquote pre code table tr th td strong em del br a'.split(' '),
)

function problemsOf(html: string): readonly string[] {
  const tags = [...html.matchAll(TAG)]
  const names = tags.map(([tag]) => /[a-z][a-z0-9]*/.exec(tag)![0])
  const addresses = [...html.matchAll(/href="([^"]*)"/g)].map(([, address]) => address!)
  return [
    ...(/[<>]/.test(html.replace(TAG, '')) ? ['a bracket'] : []),
    ...names.filter(name => !ELEMENTS.has(name)),
    ...tags.flatMap(([, attributes]) => /\bon|style|src/.exec(attributes!) ?? []),
    ...addresses.filter(address => !/^(?:https?:\/\/|mailto:)/i.test(address)),
  ]
}

describe('HTML', () => {
  const PIECES = [
    ...[
      '<script>',
      '<img src=x onerror=alert(1)>',
      '<a href="javascript:alert(1)">',
      '"',
      "'",
      '<',
      '>',
      '&',
      '&lt;',
      '&#60;',
    ],
    ...[
      '[a](',
      'javascript:alert(1)',
      'JaVaScript:x',
      'data:text/html,<b>',
      '//evil.example',
      'https://example.com/"onx="',
      ')',
    ],
    ...[
      '[a]: ',
      '[a]',
      '<javascript:x>',
      '![',
      '](x)',
      '`',
      '**',
      '\n',
      '\n\n',
      '> ',
      '- ',
      '| ',
      '\n|-|\n',
      ' ',
      '中',
      '{{v}}',
    ],
  ]
  const body = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map(pieces => pieces.join(''))

  test('has our own elements only, and leads to web and mail addresses only', () => {
    fc.assert(
      fc.property(body, fc.constantFrom(...PIECES.slice(0, -1)), (text, value) => {
        expect(problemsOf(web(text, value))).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })

  test('control: each of the rules can be broken', () => {
    expect(problemsOf('<p>a</p>')).toEqual([])
    expect(problemsOf('<script>x</script>')).toContain('script')
    expect(problemsOf('<p>a < b</p>')).toContain('a bracket')
    expect(problemsOf('<p onclick="x">a</p>')).toContain('on')
    expect(problemsOf('<a href="javascript:x">a</a>')).toContain('javascript:x')
  })

  test.each([
    ['[a](javascript:alert(1))', '<p>a</p>'],
    ['[a](//evil.example)', '<p>a</p>'],
    ['[a](https:evil)', '<p>a</p>'],
    ['[a]({{v}}://example.com)', '<p>a</p>'],
    ['![<b>](x.png)', '<p>[&lt;b&gt;]</p>'],
    ['1. a\n2. b', '<ol><li>a</li><li>b</li></ol>'],
    ['甲\n乙', '<p>甲<br>乙</p>'],
  ])('of %j is %j', (body, html) => expect(web(body, 'javascript')).toBe(html))

  test('links cannot be left by a value', () =>
    expect(web('[a](https://example.com/?q={{v}})', '"><script>&x=1#y')).toBe(
      '<p><a href="https://example.com/?q=%22%3E%3Cscript%3E%26x%3D1%23y" rel="noopener noreferrer" target="_blank">a</a></p>',
    ))
})
