import { expect, test } from 'vitest'
import { presentsSpeaker } from './presenting.ts'

test.each([
  '大家好，我是小林，在杭州做前端',
  '大家好我是来自杭州的小林',
  '各位好！我叫阿宽，平时骑行',
  '我是小林，来自杭州，喜欢徒步',
  '我叫老郑，今年 52 岁',
  '新人报到，我是一名护士',
  '大家好呀～叫我米粒就行',
  '哈喽，很高兴来到这里，我叫三七',
  "Hi, I'm Tom and I love hiking",
  'Hello all, I am a nurse from Leeds',
  'My name is Anna, I live in Berlin',
])('%s: says who they are', text => expect(presentsSpeaker(text)).toBe(true))

test.each([
  '我是真的服了这个群主天天发广告',
  '大家好，我是真的服了这个群主',
  '我叫的外卖到了，谁帮我拿一下',
  '大家好，我叫的外卖到了',
  '大家好，我叫外卖到了',
  '大家好，群主的电话是 13800000000',
  '大家好，今天天气真不错，适合出门走走',
  '大家好，我是来问一下打卡规则的',
  '大家好，我是第一次用这个',
  '我是觉得这样不太好，喜欢的人不多',
  '我是群主请来的，喜欢发广告',
  '我叫了车，住在城东的可以一起走',
  '我是小林',
  "Hi, I'm so tired of these adverts",
  "I'm Tom",
  'Hello everyone, what a lovely group',
])('%s: does not', text => expect(presentsSpeaker(text)).toBe(false))
