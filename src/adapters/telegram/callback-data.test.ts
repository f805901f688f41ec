import { describe, expect, test } from 'vitest'
import type { Instant, MemberId } from '../../events/ids.ts'
import { CALLBACK_DATA_BYTES_MAX, createCallbackData } from './callback-data.ts'

const data = createCallbackData(Buffer.from('key'))
const CHAT = -1001234567890
const AMY = 8123
const NOW = 1_700_000_000_000 as Instant
const press = { chatId: CHAT, userId: AMY, now: NOW }

describe('a press', () => {
  test('says what its button says', () => {
    expect(data.read(data.write({ says: '打卡. yes\nno' }, CHAT), press)).toEqual({ is: 'good', says: '打卡. yes\nno' })
  })

  test('counts in its own chat only', () => {
    expect(data.read(data.write({ says: 'x' }, CHAT), { ...press, chatId: -5 })).toEqual({ is: 'forged' })
  })

  test('counts for its member only', () => {
    const mine = data.write({ says: 'x', by: `telegram:${AMY}` as MemberId }, CHAT)
    expect(data.read(mine, press)).toEqual({ is: 'good', says: 'x' })
    expect(data.read(mine, { ...press, userId: 5 })).toEqual({ is: 'not-yours' })
  })

  test('counts until its time has passed', () => {
    const brief = data.write({ says: 'x', until: (NOW + 5_000) as Instant }, CHAT)
    expect(data.read(brief, { ...press, now: (NOW + 5_000) as Instant })).toMatchObject({ is: 'good' })
    expect(data.read(brief, { ...press, now: (NOW + 6_000) as Instant })).toEqual({ is: 'late' })
  })

  test.each([
    ['nothing', ''],
    ['another program', 'page:2'],
    ['a guess', 'AAAAAAAA..x'],
  ])('of %s is forged', (_, given) => {
    expect(data.read(given, press)).toEqual({ is: 'forged' })
  })

  test('is forged when a single character of it was changed, or the token was', () => {
    const good = data.write({ says: 'pay 5', by: `telegram:${AMY}` as MemberId, until: NOW }, CHAT)
    for (let at = 0; at < good.length; at += 1) {
      const changed = `${good.slice(0, at)}${good[at] === 'A' ? 'B' : 'A'}${good.slice(at + 1)}`
      expect(data.read(changed, press)).toEqual({ is: 'forged' })
    }
    expect(createCallbackData(Buffer.from('another')).read(good, press)).toEqual({ is: 'forged' })
  })
})

test('36 bytes of words fit, with the longest member and time', () => {
  const by = `telegram:${2 ** 52 - 1}` as MemberId
  const long = data.write({ says: '字'.repeat(12), by, until: Date.UTC(4000, 0) as Instant }, CHAT)
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(CALLBACK_DATA_BYTES_MAX)
})

test('what does not fit is not cut', () => {
  expect(() => data.write({ says: 'x'.repeat(60) }, CHAT)).toThrow(RangeError)
  expect(() => data.write({ says: 'x', by: 'wechat:a' as MemberId }, CHAT)).toThrow(RangeError)
})
