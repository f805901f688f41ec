import { at } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { icebreaker } from './facts.ts'
import { aGroup, amy, bob, cat } from './icebreaker.fixtures.ts'
import { withoutPrivateSubjects } from './private-subjects.ts'

const NOON = at('2026-12-01 12:00')
const HOUR = 3_600_000
const after = (hours: number) => (NOON + hours * HOUR) as typeof NOON

/** What two introductions, which end so, are told to have in common. */
function told(first: string, second = first) {
  const group = aGroup()
  group.says(amy, `/intro 大家好呀，${first}`, NOON)
  const said = group.says(bob, `/intro 各位好呀，很荣幸来到这里，${second}`, after(1))
  return { isPaired: said.keys.includes('both'), words: [...group.stage.read(icebreaker).words.each()].length }
}

describe('nobody is paired by', () => {
  const NEVER = {
    health:
      '艾滋病 抑郁症 癌症 乳腺癌 流产 吸毒 自杀 糖尿病 不孕不育 depression cancer abortion miscarriages alcoholic HIV',
    orientation: '同性恋 男同 跨性别 gay lesbian LGBT transgender',
    faith: '基督徒 佛教 穆斯林 法轮功 Christian muslims atheist',
    origin: '维吾尔族 少数民族 refugee',
    politics: '共产党 共产党员 上访 communist Republicans',
    money: '负债 网贷 传销 赌博 失业 gambling bankrupt unemployed debts',
    crime: '坐牢 前科 prison convicted',
    family: '家暴 离婚 出轨 divorced abusive',
  }
  test.each(Object.entries(NEVER))('%s', (_, words) => {
    for (const word of words.split(' ')) {
      expect(told(`我经历过${word}`), word).toEqual({ isPaired: false, words: 0 })
      expect(told(`my story is ${word}`), word).toMatchObject({ isPaired: false })
    }
    // The control: by anything else they are.
    expect(told('我喜欢徒步')).toEqual({ isPaired: true, words: 1 })
    expect(told('my story is hiking')).toMatchObject({ isPaired: true })
  })

  test('the words around such a subject, which tell of the same', () => {
    expect(told('在协和做化疗，也爱徒步', '在协和做化疗').isPaired).toBe(false)
    expect(told('在协和做护士，也爱徒步', '在协和做护士').isPaired).toBe(true)
    expect(withoutPrivateSubjects('我得过抑郁症，喜欢徒步。I came out as gay; I hike')).toBe('，喜欢徒步。; I hike')
  })
})

test('a word that only looks like such a subject is none', () => {
  for (const text of ['和男同学一起骑行', '处女座，观鸟', '妈妈教会我烘焙', '喜欢马拉松', 'I read races and novels'])
    expect(withoutPrivateSubjects(text)).toBe(text)
})

test('whoever changes their introduction is not told again, and mentions nobody', () => {
  const group = aGroup()
  group.says(amy, '/intro 我喜欢徒步和书法，很高兴认识大家', NOON)
  expect(group.says(bob, '/intro 我也喜欢徒步，很高兴认识大家', after(1)).keys).toEqual(['introduced', 'both'])
  expect(group.says(bob, '/intro 我也喜欢书法，很高兴认识大家', after(2)).keys).toEqual(['replaced'])
  expect(group.says(amy, '/intro 我喜欢书法啊，很高兴认识大家', after(3)).keys).toEqual(['replaced'])
  // It counts for those who come later.
  expect(group.says(cat, '/intro 我在学书法，很高兴认识大家', after(4)).keys).toEqual(['introduced', 'both'])
})
