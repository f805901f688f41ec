import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { safeLine, type Values } from '../host/messages.ts'
import { compileText, TemplateMistake } from './template.ts'

const plain = (body: string, values: Values = {}) => compileText(body).for('wechat').render('wechat', values).text
const formatted = (body: string, values: Values = {}) => compileText(body).for('telegram').render('telegram', values)

function mistakeIn(body: string): TemplateMistake {
  try {
    compileText(body)
  } catch (error) {
    if (error instanceof TemplateMistake) return error
    throw error
  }
  throw new Error('It was taken.')
}

describe('variables', () => {
  test('are named with their places, those in conditions too', () => {
    const { variables } = compileText('早，{{group.name}}\n{{#if (gt day 3)}}{{ day }}{{/if}}')
    expect(variables).toEqual([
      { name: 'group.name', line: 1, column: 5 },
      { name: 'day', line: 2, column: 11 },
      { name: 'day', line: 2, column: 22 },
    ])
  })

  test('stand for one value under their whole name', () =>
    expect(plain('{{group.name}}：第 {{day}} 天', { 'group.name': '晨读', day: 3 })).toBe('晨读：第 3 天'))

  test('without a value stop the text', () => {
    expect(() => plain('{{group.name}}')).toThrow('{{group.name}} has no value here.')
    expect(() => plain('{{constructor}}')).toThrow('{{constructor}} has no value here.')
    expect(() => plain('{{#if day}}x{{/if}}')).toThrow('{{day}} has no value here.')
  })

  test('are text after a backslash, and nothing in a comment', () =>
    expect(plain('\\{{day}} {{!-- {{day}} --}}x')).toBe('{{day}} x'))
})

describe('conditions', () => {
  test.each([
    ['{{#if day}}a{{else}}b{{/if}}', { day: 1 }, 'a'],
    ['{{#if day}}a{{else}}b{{/if}}', { day: 0 }, 'b'],
    ['{{#if day}}a{{/if}}', { day: '' }, ''],
    ['{{#unless day}}a{{else}}b{{/unless}}', { day: 0 }, 'a'],
    ['{{^if day}}a{{/if}}', { day: 0 }, 'a'],
    ['{{#if (eq day 3)}}a{{else if (lt day 3)}}b{{else}}c{{/if}}', { day: 2 }, 'b'],
    ['{{#if (eq day 3)}}a{{else if (lt day 3)}}b{{else}}c{{/if}}', { day: 4 }, 'c'],
    ['{{#if (eq weekday "六")}}a{{/if}}', { weekday: '六' }, 'a'],
    ['{{#if (gt plan.days day)}}a{{/if}}', { 'plan.days': 21, day: 9 }, 'a'],
    ['一\n{{#if day}}\n二\n{{/if}}\n三', { day: 1 }, '一\n二\n三'],
    ['一\n{{#if day}}\n二\n{{/if}}\n三', { day: 0 }, '一\n三'],
  ])('%j with %j says %j', (body, values, text) => expect(plain(body, values as Values)).toBe(text))
})

describe('what a text cannot have is refused at its place', () => {
  test.each([
    ['{{#each members}}{{this}}{{/each}}', 'There is no "each".'],
    ['{{#while true}}x{{/while}}', 'There is no "while".'],
    ['{{#with group}}{{name}}{{/with}}', 'There is no "with".'],
    ['{{#iff day}}x{{/iff}}', 'There is no "iff". Did you mean "if"?'],
    ['{{lookup group "name"}}', 'There is no "lookup".'],
    ['{{log "x"}}', 'There is no "log".'],
    ['{{#if (repeat 9)}}x{{/if}}', 'There is no "repeat".'],
    ['{{> self}}', 'Other files cannot be taken in.'],
    ['{{#> self}}x{{/self}}', 'Other files cannot be taken in.'],
    ['{{#*inline "self"}}{{> self}}{{/inline}}', 'Decorators do not exist here.'],
    ['{{* loop}}', 'Decorators do not exist here.'],
    ['{{{day}}}', 'Write two braces: {{day}}.'],
    ['{{&day}}', 'Write two braces: {{day}}.'],
    ['{{@root.day}}', 'This is no variable'],
    ['{{../day}}', 'This is no variable'],
    ['{{this}}', 'This is no variable'],
    ['{{this.day}}', 'This is no variable'],
    ['{{group/name}}', 'This is no variable'],
    ['{{__proto__}}', 'This is no variable'],
    ['{{group.__proto__}}', 'This is no variable'],
    ['{{姓名}}', 'This is no variable'],
    ['{{"day"}}', 'This is no variable'],
    ['{{if day}}', '"if" begins a block'],
    ['{{eq day 3}}', '"eq" stands in a condition only'],
    ['{{#if}}x{{/if}}', '{{#if}} takes one condition'],
    ['{{#if day as |d|}}x{{/if}}', '{{#if}} takes one condition'],
    ['{{#if day includeZero=true}}x{{/if}}', '{{#if}} takes one condition'],
    ['{{#if (eq day)}}x{{/if}}', '"eq" takes two values'],
    ['{{#if null}}x{{/if}}', 'This is no value'],
    ['{{day', 'This cannot be read'],
    ['{{ }}', 'This cannot be read'],
    ['{{#if day}}x{{/unless}}', '{{#if}} is closed by {{/unless}}.'],
    ['{{#if day}}x', '{{#if}} is not closed: {{/if}} is missing.'],
    ['{{/if}}', 'This cannot be read'],
    [`${'{{#if day}}'.repeat(9)}x${'{{/if}}'.repeat(9)}`, 'More than 8 conditions'],
    [`${'>'.repeat(9)} x`, 'More than 8 quotes and lists'],
    [`- ${'- '.repeat(8)}x`, 'More than 8 quotes and lists'],
    ['## @wecaht', 'There is no platform "wecaht". Did you mean "wechat"?'],
  ])('%s', (body, message) => {
    const mistake = mistakeIn(`早上好\n${body}`)
    expect(mistake.message).toContain(message)
    expect(mistake.line).toBe(2)
  })

  test('with all that is wrong, in order, each at its column', () => {
    const { all } = mistakeIn('一 {{#each x}}{{/each}}\n\n二 {{{day}}} 三 {{> x}}')
    expect(all.map(({ line, column }) => [line, column])).toEqual([
      [1, 3],
      [3, 3],
      [3, 15],
    ])
  })

  test('at the {{…}} that cannot be read, not at the first one of its line', () =>
    expect(mistakeIn('一\n{{day}} {{ }} {{day}}')).toMatchObject({ line: 2, column: 9 }))

  test('unless it is a line, however long', () => expect(plain(`a\n\n${'- '.repeat(40)}\n\nb`)).toContain('──'))

  test('a text of 6,001 characters, and not one of 6,000', () => {
    expect(mistakeIn('字'.repeat(6_001)).message).toContain('longer than 6000')
    expect(plain('字'.repeat(6_000))).toHaveLength(6_000)
  })
})

describe('sections', () => {
  const body = '大家 **好**\n\n## @telegram\n\n按 [这里](https://example.com)\n\n## @wechat\n回复 1'
  const text = compileText(body)

  test('replace the whole text for their platform', () => {
    expect(text.sections).toEqual(['telegram', 'wechat'])
    expect(text.for('telegram').render('telegram', {}).text).toBe('按 这里')
    expect(text.for('wechat').render('wechat', {}).text).toBe('回复 1')
  })

  test('leave the text before the first one to the other platform', () => {
    const half = compileText('大家好\n\n## @wechat\n回复 1\n\n## 小结\n二')
    expect(half.for('telegram').render('telegram', {}).text).toBe('大家好')
    expect(half.for('wechat').render('wechat', {}).text).toBe('回复 1\n\n【小结】\n\n二')
  })

  test('are no code, no other headings, and no names', () => {
    const body = '```\n## @wechat\n```\n\n### @wechat\n\n## @小明\n\n## @wechat 群'
    expect(compileText(body).sections).toEqual([])
  })

  test('are there once', () =>
    expect(mistakeIn('a\n\n## @wechat\n\n## @wechat')).toMatchObject({ line: 5, message: /first is in line 3/ }))

  test('and conditions keep out of each other', () =>
    expect(mistakeIn('{{#if day}}\n\n## @wechat\n{{/if}}').message).toMatch(/reaches over the heading/))
})

describe('HTML', () => {
  test('is shown as text and named with its place', () => {
    const text = compileText('a\n\n<b>x</b> <script>alert(1)</script>')
    expect(text.htmlAt.map(({ html, line, column }) => [html, line, column])).toEqual([
      ['<b>', 3, 1],
      ['</b>', 3, 5],
      ['<script>', 3, 10],
      ['</script>', 3, 26],
    ])
    expect(text.for('wechat').render('wechat', {}).text).toBe('a\n\n<b>x</b> <script>alert(1)</script>')
    expect(text.for('wechat').html({})).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })

  test('comments vanish, and the markdown beside them is markdown', () => {
    const body = '<!-- allow: 亲 -->亲爱的 **朋友**\n\n<!-- 只给\n运营看 -->\n\n- 一 <!-- x -->\n- 二'
    expect(compileText(body).htmlAt).toEqual([])
    expect(formatted(body)).toMatchObject({ text: '亲爱的 朋友\n\n• 一\n• 二', formats: [{ as: 'bold', offset: 4 }] })
  })

  test('in code is code', () => expect(plain('`<!-- x -->`')).toBe('<!-- x -->'))
})

describe('values', () => {
  const TEMPLATE =
    '{{v}} **{{v}}** *中{{v}}文* `{{v}}` [甲{{v}}](https://example.com/?q={{v}}) \n\n- {{v}}\n\n> {{v}}\n\n{{v}}. 二'
  const text = compileText(TEMPLATE)
  const neutral = 'QZX'
  const hostile = fc.string({
    unit: fc.constantFrom(...'*_`[]()<>#>-+.!|~\\/\n\r &;"\'{}:@1aZ中。“”🎉\u200d\u202e\ue000\ue001\ue100'),
    maxLength: 60,
  })

  test('are shown as they are and never become markup, whatever they hold', () => {
    fc.assert(
      fc.property(hostile, value => {
        const shown = safeLine(value, 200)
        fc.pre(shown !== '')
        const [given, usual] = [value, neutral].map(v => text.for('telegram').render('telegram', { v }))
        expect(given!.text).toBe(usual!.text.replaceAll(neutral, () => shown).trimEnd())
        const looks = (of: typeof given) =>
          of!.formats!.map(({ as, url }) => [as, url?.replace(neutral, encodeURIComponent(shown))])
        expect(looks(given)).toEqual(looks(usual))
        expect(text.for('wechat').render('wechat', { v: value }).text).toContain(`「${shown}」`)
      }),
    )
  })

  test('are escaped in HTML', () => {
    const html = compileText('{{v}} `{{v}}`').for('telegram').html({ v: `<img onerror="x" src='y'>&` })
    const escaped = '&lt;img onerror=&quot;x&quot; src=&#39;y&#39;&gt;&amp;'
    expect(html).toBe(`<p>${escaped} <code>${escaped}</code></p>`)
  })

  test('are one line of at most 200 characters', () => {
    expect(plain('{{v}}', { v: 'a\nb\u202e' })).toBe('ab')
    expect([...plain('{{v}}', { v: '字'.repeat(500) })]).toHaveLength(200)
  })

  test('that look like our marks are not taken for any', () => {
    expect(plain('{{a}}{{b}}', { a: '\ue101', b: 'x' })).toBe('x')
    expect(plain('\ue100\ue0010{{a}}', { a: 'x' })).toBe('0x')
  })
})

test('a text with conditions keeps a few versions parsed and forgets the rest', () => {
  const body = Array.from({ length: 6 }, (_, bit) => `{{#if b${'x'.repeat(bit)}}}**${bit}** {{/if}}`).join('')
  const document = compileText(body).for('telegram')
  for (let version = 0; version < 64; version += 1) {
    const bits = Array.from({ length: 6 }, (_, bit) => [`b${'x'.repeat(bit)}`, (version >> bit) & 1] as const)
    const shown = bits.flatMap(([, is], bit) => (is ? [bit] : [])).join(' ')
    expect(document.render('telegram', Object.fromEntries(bits)).text).toBe(shown)
  }
})
