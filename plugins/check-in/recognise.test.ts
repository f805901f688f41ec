import { describe, expect, test } from 'vitest'
import { recognise } from './recognise.ts'

/** What people write when they check in, and the note that it leaves. */
const COUNTS: [text: string, note?: string][] = [
  ['打卡'],
  ['签到'],
  ['簽到'],
  [' 打卡 '],
  ['打卡！'],
  ['打卡～'],
  ['打卡啦'],
  ['打卡打卡！！'],
  ['打卡💪'],
  ['打卡✅ 今天也完成了', '✅ 今天也完成了'],
  ['#打卡'],
  ['＃打卡 读了三十页', '读了三十页'],
  ['#打卡#'],
  ['# 打卡'],
  ['#阅读打卡 第三章', '第三章'],
  ['【打卡】'],
  ['【早起打卡】6:30 起床', '6:30 起床'],
  ['[签到] 到', '到'],
  ['打卡Day3', 'Day3'],
  ['打卡 day 3', 'day 3'],
  ['打卡D12 跑步五公里', 'D12 跑步五公里'],
  ['打卡第3天', '第3天'],
  ['打卡第二十一天，坚持下来了！', '第二十一天，坚持下来了！'],
  ['打卡3', '3'],
  ['打卡 1/21', '1/21'],
  ['打卡：今天学了怎么炒菜', '今天学了怎么炒菜'],
  ['打卡，面试失败了，明天再战', '面试失败了，明天再战'],
  ['打卡 失败是成功之母', '失败是成功之母'],
  ['打卡 如何阅读一本书 第一章', '如何阅读一本书 第一章'],
  ['打卡 失败了两次终于成功', '失败了两次终于成功'],
  ['打卡 今天面试没成功，继续努力', '今天面试没成功，继续努力'],
  ['打卡 怎么说呢，今天状态不错', '怎么说呢，今天状态不错'],
  ['打卡 什么时候开始都不晚', '什么时候开始都不晚'],
  ['打卡 打不了球就跑步', '打不了球就跑步'],
  ['打卡 没有积分也要来', '没有积分也要来'],
  ['打卡 规则怪谈读了一半', '规则怪谈读了一半'],
  ['打卡 时间到了就起床', '时间到了就起床'],
  ['打卡 截止今天连续五天', '截止今天连续五天'],
  ['打卡\n今天背了 20 个单词', '今天背了 20 个单词'],
  ['\u200b打卡'],
  ['checkin'],
  ['Checkin read 30 pages', 'read 30 pages'],
  ['check-in!'],
  ['Check in day 3', 'day 3'],
]

/** Talk about it, questions and complaints. */
const DOES_NOT_COUNT: readonly string[] = [
  '',
  '早',
  '今天打卡了',
  '我打卡了',
  '大家记得打卡',
  '打卡机坏了',
  '打卡群在哪',
  '打卡的人好多',
  '打卡了吗',
  '打卡了没',
  '打卡？',
  '打卡吗😂',
  '你们都打卡了吗？',
  '打卡 今天几点截止？',
  '打卡 几点截止',
  '签到 失败了怎么回事',
  '签到失败',
  '打卡 怎么没反应',
  '打卡没反应',
  '打卡 3 天了怎么没积分',
  '打卡 失败了',
  '打卡 一直没反应',
  '打卡 总是不成功',
  '打卡 3 天了没有积分',
  '打卡 我打不了',
  '打卡 规则是什么',
  '打卡 多少天了',
  '打卡时间到了，大家快来',
  '打卡规则',
  '【打卡规则】每天一次',
  '【未打卡名单】小明',
  '#补打卡',
  '#没打卡的举手',
  '打卡 在哪里看',
  '打卡 可以补吗',
  '打卡 能不能补昨天的',
  '打卡可以补吗',
  '签到处在二楼',
  '打不了卡',
  'check in at the hotel',
  'checking the weather',
  'checkin?',
  'check-ins are fun',
]

describe('a check-in is recognised', () => {
  test.each(COUNTS)('in %j', (text, note) => {
    expect(recognise(text)).toEqual(note === undefined ? {} : { note })
  })

  test('whatever the length of the note', () => {
    expect(recognise(`打卡 ${'好'.repeat(100_000)}`)?.note).toMatch(/^好{500,600}$/)
  })
})

describe('talk is left alone', () => {
  test.each(DOES_NOT_COUNT)('%j', text => {
    expect(recognise(text)).toBeNull()
  })

  test('a long question too', () => {
    expect(recognise(`打卡 ${'好'.repeat(100_000)}吗？`)).toBeNull()
  })
})
