import { createStage, day, member, message, playOn, says } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import icebreakerPlugin from './index.ts'
import { INTRODUCTIONS } from './introductions.fixtures.ts'
import { keywordsOf } from './keywords.ts'
import { STOP_WORDS } from './stop-words.ts'

const shown = (text: string) => keywordsOf(text).map(word => word.shown)
const stems = (text: string) => keywordsOf(text).map(word => word.stem)

describe('twenty introductions, one after the other', () => {
  const stage = createStage({ plugins: [icebreakerPlugin] })
  const told = INTRODUCTIONS.map(({ who, text }, index) => {
    const options = { name: who, message: message(`m${index}`) }
    const handled = playOn(stage, says(member(who), `/intro ${text}`, day('2026-12-01'), options))
    const said = 'answers' in handled ? handled.answers.flatMap(({ says }) => says) : []
    const [both] = said.flatMap(({ key, params }) =>
      key === 'both' ? [params as { other: string; word: string }] : [],
    )
    return { who, shared: both ? { with: both.other.slice('telegram:'.length), word: both.word } : null }
  })

  test('tell whom they have something in common with, by which word', () => {
    expect(told).toEqual(INTRODUCTIONS.map(({ who, shared }) => ({ who, shared })))
  })

  test('tell of no word that all introductions have', () => {
    const words = told.flatMap(({ shared }) => (shared ? [shared.word] : []))
    expect(words.length).toBeGreaterThan(8)
    expect(words.filter(word => STOP_WORDS.has(word.toLowerCase()))).toEqual([])
    // Control: without the list they would.
    expect(INTRODUCTIONS.filter(({ text }) => text.includes('大家')).length).toBeGreaterThan(7)
    expect(STOP_WORDS.has('大家')).toBe(true)
  })
})

describe('the words of an introduction', () => {
  test('are what it is about', () => {
    expect(shown('大家好，我来自杭州，平时喜欢徒步和手冲咖啡。')).toEqual(['杭州', '徒步', '手冲', '咖啡'])
  })

  test('leave out names, numbers, emoji, addresses and mentions', () => {
    expect(shown('我叫小林，52 岁，电话 13800000000 😊 https://example.org/x @老周 me@example.org')).toEqual(['电话'])
    expect(shown("Hi, I'm Tom. My name is Thompson!")).toEqual([])
  })

  test('are one word in the forms of English', () => {
    for (const text of ['hiking', 'hike', 'hikes', 'Hiked', "hiking's"]) expect(stems(text)).toEqual(['hik'])
    expect(stems('running runs')).toEqual(['run'])
    expect(stems('glass')).toEqual(['glass'])
    expect(stems('hobbies of ours')).toEqual([])
  })

  test('are put together where the segmenter takes them to pieces', () => {
    expect(shown('马拉松')).toEqual(['马拉松'])
    expect(shown('骑行、播客、观鸟')).toEqual(['骑行', '播客', '观鸟'])
  })

  test('are no parts of a sentence', () => {
    expect(shown('我在这里，坚持下去，把习惯找回来，一枚新人')).toEqual([])
  })

  test('come once each, twelve at most', () => {
    expect(shown('徒步徒步，徒步')).toEqual(['徒步'])
    const many = '徒步、骑行、摄影、烘焙、书法、露营、吉他、播客、园艺、编程、插画、滑雪、潜艇、潜能、陶艺'
    expect(shown(many)).toHaveLength(12)
  })

  test('of a text that is nothing but signs are none', () => {
    for (const text of ['', '。。。', '😊😊', '1 2 3', '\u200b', '的的的']) expect(shown(text)).toEqual([])
  })
})
