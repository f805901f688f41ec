import { expect, test } from 'vitest'
import { type Instant, LocalTime, Zone } from '../events/ids.ts'
import { createCalendar } from '../scheduler/zones.ts'
import { readControl, USAGES } from './chat-controls.ts'

const calendar = createCalendar({ zone: Zone.parse('Asia/Shanghai'), dayStartsAt: LocalTime.parse('00:00') })
const read = (line: string, ...botWords: readonly string[]) =>
  readControl(line, Date.parse('2026-03-02T01:00:00Z') as Instant, calendar, word => botWords.includes(word))

test.each([
  ['/photo', { is: 'photo', text: '' }],
  ['/photo 打卡 晨跑', { is: 'photo', text: '打卡 晨跑' }],
  ['/reply 小林 写得 真好', { is: 'reply', name: '小林', text: '写得 真好' }],
  ['/reply @小林 好', { is: 'reply', name: '小林', text: '好' }],
  ['/join 小林', { is: 'join', names: ['小林'] }],
  ['/join amy  bob amy', { is: 'join', names: ['amy', 'bob'] }],
  ['/leave', { is: 'leave' }],
  ['/leave bob', { is: 'leave', name: 'bob' }],
  ['/buys 小林 9.9', { is: 'buys', name: '小林', minor: 990 }],
  ['/buys bob ¥120 rounds/trial', { is: 'buys', name: 'bob', minor: 12_000, offer: 'rounds/trial' }],
  ['/refunds bob', { is: 'refunds', name: 'bob' }],
  ['/migrate', { is: 'migrate' }],
  ['/at 2026-03-02 10:00', { is: 'at', instant: Date.parse('2026-03-02T02:00:00Z') }],
  ['/dm 积分', { is: 'private', text: '积分' }],
])('%s is a control', (line, control) => {
  expect(read(line)).toEqual(control)
})

test.each([
  ['/reply', USAGES.reply],
  ['/reply 小林', USAGES.reply],
  ['/join', USAGES.join],
  [`/join ${'x'.repeat(33)}`, USAGES.join],
  [`/join ${Array.from({ length: 51 }, (_, index) => `p${index}`).join(' ')}`, USAGES.join],
  ['/leave amy bob', USAGES.leave],
  ['/buys', USAGES.buys],
  ['/buys bob', USAGES.buys],
  ['/buys bob 9.999', USAGES.buys],
  ['/buys bob much', USAGES.buys],
  ['/refunds', USAGES.refunds],
  ['/migrate now', USAGES.migrate],
  ['/photos 打卡', USAGES.photo],
])('%s says how it is used', (line, usage) => {
  expect(read(line)).toEqual({ is: 'mistake', usage })
})

test('a join of the bot’s own is left to it, where it has one', () => {
  expect(read('/join', 'join')).toEqual({ is: 'said', text: '/join' })
  expect(read('/join 3', 'join')).toEqual({ is: 'said', text: '/join 3' })
  expect(read('/join amy', 'join')).toEqual({ is: 'join', names: ['amy'] })
})
