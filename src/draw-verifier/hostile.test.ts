import { describe, expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.js'
import { readAnnouncement, readNotices } from './notices.js'
import { FILE_BYTES_MAX, readProof } from './read-proof.js'
import { readReceipt } from './receipt.js'
import { createShares } from './shares.js'
import { readJson } from './strict-json.js'
import { verifySteps } from './verify.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const reasonsOf = (text: string | Uint8Array) =>
  readProof(typeof text === 'string' ? bytes(text) : text).reasons.map(({ code }) => code)

describe('a file that is no proof', () => {
  test.each([
    ['nothing', '', 'not-json'],
    ['half of one', '{"v": "draw/1", "rules": {', 'not-json'],
    ['two in one', '{} {}', 'not-json'],
    ['a comma too many', '[1,]', 'not-json'],
    ['a control in a text', '"a\nb"', 'not-json'],
    ['an escape that there is not', '"\\x41"', 'not-json'],
    ['a page', '<!doctype html>', 'not-json'],
    ['NaN', '{"v": NaN}', 'not-json'],
    ['a number with zeros in front', '{"v": 007}', 'number'],
    ['a number with a point', '{"v": 1.0}', 'number'],
    ['a number with an exponent', '{"v": 1e3}', 'number'],
    ['a number that a double rounds', '{"v": 9007199254740993}', 'number'],
    ['a number beyond all', `{"v": ${'9'.repeat(400)}}`, 'number'],
    ['minus zero', '{"v": -0}', 'number'],
    ['a key twice', '{"v": 1, "v": 2}', 'duplicate-key'],
    ['a key twice, once escaped', '{"v": 1, "\\u0076": 2}', 'duplicate-key'],
    ['the prototype twice', '{"__proto__": 1, "__proto__": 2}', 'duplicate-key'],
    ['half a character', '{"v": "\\ud83d"}', 'half-sign'],
    ['half a character in a key', '{"\\udc00": 1}', 'half-sign'],
    ['lists in lists', '['.repeat(100_000), 'too-deep'],
    ['objects in objects', '{"a":'.repeat(100_000), 'too-deep'],
    ['a list', '[]', 'shape-wrong'],
    ['null', 'null', 'shape-wrong'],
  ])('%s', (_, text, code) => {
    expect(reasonsOf(text)[0]).toBe(code)
  })

  test('bytes that are no UTF-8', () => {
    expect(reasonsOf(Uint8Array.of(0x22, 0xff, 0x22))).toEqual(['not-utf8'])
    // A surrogate in bytes, which UTF-8 does not allow.
    expect(reasonsOf(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22))).toEqual(['not-utf8'])
  })

  test('more bytes than a proof has are not read', () => {
    expect(reasonsOf(new Uint8Array(FILE_BYTES_MAX + 1))).toEqual(['too-large'])
  })

  test('keys of the prototype are keys like others, and change nothing', () => {
    const reasons = readProof(bytes('{"__proto__": {"v": "draw/1"}, "constructor": 1, "v": "draw/1"}')).reasons
    const unknown = reasons.filter(({ code }) => code === 'shape-unknown').map(({ values }) => values.path)
    expect(unknown).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
    expect(reasons).toContainEqual({ code: 'shape-missing', values: { path: 'rules', wanted: '' } })
  })

  test('a million mistakes are told by the first twenty', () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `"k${index}":1`)
    expect(reasonsOf(`{${keys.join(',')}}`)).toHaveLength(20)
  })

  test('it says where: line, column and what stands there', () => {
    expect(readProof(bytes('{\n  "v": 打卡\n}')).reasons).toEqual([
      { code: 'not-json', values: { line: 2, column: 8, what: '打' } },
    ])
  })

  test('a megabyte of one text is read at once', () => {
    expect(readJson(JSON.stringify('长'.repeat(2 ** 20)))).toHaveLength(2 ** 20)
  })

  test('ends after the first step', () => {
    expect([...verifySteps(bytes('{}'))].map(({ name, holds }) => [name, holds])).toEqual([['file', false]])
  })
})

test('JSON is read as the language reads it, where both do', () => {
  const text = '{"a": [1, -2, true, false, null, "\\u6253\\"\\\\\\/\\b\\f\\n\\r\\t"], "b": {}, "打 卡": "🔥"}'
  expect(JSON.stringify(readJson(text))).toBe(JSON.stringify(JSON.parse(text)))
})

describe('canonical JSON', () => {
  // The example of RFC 8785, section 3.2.3, without its numbers that are not whole.
  test('sorts keys by UTF-16 code units, and escapes no more than it must', () => {
    const value = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 }
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}')
    expect(canonicalJson(['\u000f\u001f"\\\n/€', null, true, 0])).toBe('["\\u000f\\u001f\\"\\\\\\n/€",null,true,0]')
  })

  test('takes no number that is not whole', () => {
    for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -0]) {
      expect(() => canonicalJson({ value })).toThrow(RangeError)
    }
  })
})

describe('what people paste', () => {
  const salt = 'a1'.repeat(32)

  test('a receipt, with whatever spaces came along', () => {
    const parts = { drawId: 'telegram:-1#3', member: 'telegram:8', number: 12, salt }
    expect(readReceipt(` telegram:-1#3  telegram:8\n12 ${salt}\n`)).toEqual(parts)
  })

  test.each([
    '',
    'telegram:-1#3 telegram:8 12',
    `telegram:-1 telegram:8 12 ${salt}`,
    `a#1 b 0 ${salt}`,
    `a#1 b 1 ${salt}0`,
  ])('no receipt: %s', line => {
    expect(readReceipt(line)).toBeNull()
  })

  test('the commitments in messages, whatever stands around them, each with the number of its draw', () => {
    const notice = `抽奖 #3「书 #5」截止了。\n承诺：${salt.toUpperCase()}\n第 34124522 轮`
    const other = 'b2'.repeat(32)
    expect(readNotices(notice)).toEqual([{ commitment: salt, seq: 3 }])
    expect(readNotices(`${notice}\n抽奖 #4：${other}`)).toEqual([
      { commitment: salt, seq: 3 },
      { commitment: other, seq: 4 },
    ])
    expect(readNotices(`${salt} ${salt}`)).toEqual([{ commitment: salt, seq: null }])
    for (const none of ['', 'no', '#3', `${salt}0`]) expect(readNotices(none)).toEqual([])
  })

  test('the fingerprint in an announcement, and none when there are two', () => {
    const digits = 'a1'.repeat(16)
    expect(readAnnouncement(`抽奖 #3\n指纹 ${digits.toUpperCase()}`)).toBe(digits)
    for (const none of ['', salt, `${digits}0`, `${digits} ${'b2'.repeat(16)}`])
      expect(readAnnouncement(none)).toBeNull()
  })
})

test('shares: each place is found by its weight, in order, and is gone afterwards', () => {
  const weights = [3, 1, 2 ** 32 - 1, 5, 1, 1, 7]
  for (let x = 0; x < 5; x += 1) {
    const cumulative = [3, 4]
    const expected = x < cumulative[0]! ? 0 : x < cumulative[1]! ? 1 : 2
    expect(createShares(weights).takeAt(x)).toBe(expected)
  }
  const shares = createShares(weights)
  const taken = weights.map(() => shares.takeAt(shares.total() - 1))
  expect([taken, shares.total()]).toEqual([[6, 5, 4, 3, 2, 1, 0], 0])
})
