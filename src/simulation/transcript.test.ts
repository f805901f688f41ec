import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defaultControls, labPlugin } from '../../test/lab-plugin.ts'
import { MemberId } from '../events/ids.ts'
import { post } from '../host/decision.ts'
import { defineMessages } from '../host/messages.ts'
import { definePlugin } from '../host/plugin.ts'
import { defineSlice } from '../host/slice.ts'
import { type PlayOptions, play } from './transcript.ts'

const plugin = labPlugin(defaultControls())
const lab: PlayOptions = { plugins: [plugin], locale: 'en-US', plan: { lab: { latestAt: ['12:00'] } } }

describe('a transcript', () => {
  test('shows what people and the bot said, in the order in which it happened', async () => {
    const script = `
      2026-11-23 09:00 +amy
      amy: in thirty pages
      bob: hello
      # Two more a moment later: they are told together.
      09:00 cat: in
      dan: in
      11:59 amy: post At noon we meet.
      12:30 -amy
      2026-11-24 08:00 bob: ask why
      @bob (private): ask in private
      08:01 bob: remove`
    expect(await play(lab, script)).toMatchInlineSnapshot(`
      "2026-11-23 09:00 +amy
      amy: in thirty pages
          bot: done thirty pages
      bob: hello
      # Two more a moment later: they are told together.
      cat: in
      dan: in
          bot: welcome @bob!
            @cat @dan done
      11:59 amy: post At noon we meet.
          bot! At noon we meet.
      12:30 -amy
      2026-11-24 08:00 bob: ask why
          bot: pong why
      bob (private): ask in private
          bot (to bob): pong in private
      08:01 bob: remove
          bot does remove {"member":"bob"}"
    `)
  })

  test('goes on through the end of the process, and shows what it made up for', async () => {
    const script = `
      2026-11-23 09:00 amy: in
      11:00 !kill
      11:30 bob: in
      12:15 cat: in
      12:20 !boot
      !wait 60
      13:00 !disconnect
      dan: in
      13:05 !connect`
    expect(await play({ ...lab, facts: ['lab'] }, script)).toMatchInlineSnapshot(`
      "2026-11-23 09:00 amy: in
          bot: done
            = lab/checkedIn {"member":"amy","day":"2026-11-23","excused":false}
            = lab/told {"key":"done","is":"sent","at":1795395600000}
      11:00 !kill
      11:30 bob: in
      12:15 cat: in
      12:20 !boot
          bot: done
            = lab/wasAway {"from":1795402800000,"to":1795407600000}
            = lab/checkedIn {"member":"bob","day":"2026-11-23","excused":true}
            = lab/checkedIn {"member":"cat","day":"2026-11-23","excused":true}
            = lab/fired {"schedule":"latest","at":1795406400000}
            = lab/told {"key":"done","is":"sent","at":1795407600000}
          bot! I was away 11:30–12:20. One message from then is recorded and counts for its own time.
            = lab/told {"key":"done","is":"failed","at":1795407601000}
      13:00 !disconnect
      dan: in
      13:05 !connect
          bot: done
            = lab/wasAway {"from":1795410000000,"to":1795410300000}
            = lab/checkedIn {"member":"dan","day":"2026-11-23","excused":true}
            = lab/told {"key":"done","is":"sent","at":1795410300000}"
    `)
  })

  test('shows reactions with whom they are for', async () => {
    const reactions = { ...lab, capabilities: { reactions: true } }
    expect(await play(reactions, '2026-11-23 09:00 amy: in\nbob: in')).toMatchInlineSnapshot(`
      "2026-11-23 09:00 amy: in
          bot 🔥 → amy
      bob: in
          bot 🔥 → bob"
    `)
  })

  test('shows what a text alone would not, so that it can be played again', async () => {
    const script = `2026-11-23 09:00 amy: in thirty pages
      bob (photo): my desk
      cat (photo) (reply amy): well done
      dan (reply bot): thanks
      dan (private) (photo): only for you`
    const shown = await play(lab, script)
    expect(shown.split('\n').filter(line => !line.startsWith(' '))).toEqual([
      '2026-11-23 09:00 amy: in thirty pages',
      'bob (photo): my desk',
      'cat (photo) (reply amy): well done',
      'dan (reply bot): thanks',
      'dan (private) (photo): only for you',
    ])
  })

  test('shows pictures in words and files by their names, in the group as well', async () => {
    const shower = definePlugin({
      slice: defineSlice({ name: 'shower', facts: {} }),
      messages: defineMessages({ won: () => '恭喜' }, { won: () => 'Well done' }),
      config: z.unknown(),
      commands: {
        both: { words: ['both'], decide: ({ say }) => [post(say.won(), { picture: 'card', file: 'proof' })] },
        card: { words: ['card'], decide: ({ say }) => [post(say.won(), { picture: 'card', pin: true })] },
      },
      files: { proof: { isForAll: true, make: () => ({ name: 'proof.json', text: '{}\n{}\n' }) } },
      pictures: {
        card: () => ({
          ...{ title: 'Draw 7', subtitle: 'today', footer: ['3 took part'] },
          sections: [{ heading: 'First prize', members: [MemberId.parse('sim:amy')], lines: ['by Friday'] }],
        }),
      },
    })
    const shown = await play({ ...lab, plugins: [shower] }, '2026-11-23 09:00 +amy\namy: /card\n09:10 amy: /both')
    expect(shown).toMatchInlineSnapshot(`
      "2026-11-23 09:00 +amy
      amy: /card
          bot! [picture: Draw 7 · today · First prize: amy; by Friday · 3 took part]
            Well done [pinned]
      09:10 amy: /both
          bot! Well done
            [proof.json · 2 lines]
          bot! [picture: Draw 7 · today · First prize: amy; by Friday · 3 took part]"
    `)
  })

  test('takes Chinese as it is', async () => {
    const chinese = { ...lab, locale: 'zh-CN' } as const
    expect(await play(chinese, '2026-11-23 09:00 小明：打卡 读了三十页\n09:05 小红：/打开')).toMatchInlineSnapshot(`
      "2026-11-23 09:00 小明: 打卡 读了三十页
          bot: 记好了 读了三十页
      09:05 小红: /打开
          bot: 没有「/打开」这个指令，你想找的是 /in（打卡）吗？"
    `)
  })
})

describe('a script that cannot be read', () => {
  test.each([
    ['amy: hello', 'Line 1 of the script, "amy: hello": it has no date and time. The first line needs both.'],
    ['09:00 amy: hello', 'there is no date before it.'],
    [
      '2026-11-23 09:00 amy: hello\n08:00 amy: hello',
      'Line 2 of the script, "08:00 amy: hello": it goes back in time.',
    ],
    ['2026-11-23 09:00 !die', 'it is none of'],
    ['2026-11-23 09:00 amy (aloud): hello', 'it is none of'],
  ])('%j says which line, and why', async (script, message) => {
    await expect(play(lab, script)).rejects.toThrow(message)
  })
})
