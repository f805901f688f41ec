import { defineMessages, definePlugin, defineSlice, membership } from 'bonfire'
import { createStage, day, member, play, playOn, says, specFor, theMessage } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ledger } from './facts.ts'
import points from './index.ts'

const [amy, bob, ann] = [member('amy'), member('bob'), member('ann')]
const [monday, tuesday] = [day('2026-11-23'), day('2026-11-24')]
const { given } = specFor(points)

const here = [amy, bob, ann].flatMap(member => [
  membership.facts.imported({ member }),
  membership.facts.named({ member, name: member.slice('telegram:'.length) }),
])
const has = (points: number) => ledger.facts.awarded({ member: amy, points, reason: 'check-in', day: monday })
const admin = { role: 'admin' } as const

test('an award, what it says, and how it is taken back', async () => {
  const talk = await play(
    { plugins: [points], facts: ['points'] },
    `2026-11-23 09:00 +ann (admin)
     +amy
     09:01 ann: /award @amy 20 谢谢分享笔记
     09:02 amy: 积分 明细
     09:03 ann: /undo
     09:04 ann: 扣分 @amy 5
     09:05 ann: 加分 @amy ＋600
     ann: 确认 0000
     09:06 amy: 加分 @amy 5`,
  )
  expect(talk).toMatchInlineSnapshot(`
    "2026-11-23 09:00 +ann
    +amy
    09:01 ann: /award @amy 20 谢谢分享笔记
        bot: 给 amy 加分的理由：谢谢分享笔记
          = points/adjusted {"member":"amy","points":20,"adjustment":1,"day":"2026-11-23","by":"ann","note":"谢谢分享笔记"}
        bot: 已给 @amy 加 20 积分。
          10 分钟内发「撤销」可以收回。
    09:02 amy: 积分 明细
        bot: 最近 1 笔（现有 20 积分）：
          11-23 +20 管理员加减分（谢谢分享笔记）
    09:03 ann: /undo
        bot: @amy，你现在有 0 积分。
          已撤销：给 amy 加 20 分
          = points/reversed {"member":"amy","adjustment":1,"points":20,"day":"2026-11-23","by":"ann"}
    09:04 ann: 扣分 @amy 5
        bot: amy 现在没有积分，减不了 5。
    09:05 ann: 加分 @amy ＋600
        bot: 要给 amy 加 600 分吗？TA 现在有 0，之后是 600。
          两分钟内回复「确认 3378」就办；不办就不用回。
    ann: 确认 0000
        bot: 确认码不对，或者已经过期。请把刚才的指令重新发一次。
    09:06 amy: 加分 @amy 5"
  `)
})

test('above 500 points somebody has to confirm, and only then they are given', async () => {
  const ask = says(ann, '/award @amy 600 比赛第一名', monday, admin)
  const stage = createStage({ plugins: [points] })
  stage.record(here)
  playOn(stage, ask)
  expect(stage.read(ledger).accounts.has(amy)).toBe(false)
  const code = codeIn(stage.lines)
  playOn(stage, says(ann, `确认 ${code}`, monday, admin))
  expect(stage.read(ledger).accounts.of(amy)).toMatchObject({ balance: 600, adjusted: 600, earned: 0 })
  // The control: the code is used up.
  playOn(stage, says(ann, `确认 ${code}`, monday, admin))
  expect(stage.read(ledger).accounts.of(amy).balance).toBe(600)
})

test('what was confirmed is looked at once more: the points may be gone by then', () => {
  const stage = createStage({ plugins: [points] })
  stage.record([...here, has(600)])
  playOn(stage, says(ann, '/award @amy -600', monday, admin))
  const code = codeIn(stage.lines)
  stage.record([ledger.facts.spent({ member: amy, points: 100, reason: 'shop', day: monday })])
  playOn(stage, says(ann, `确认 ${code}`, monday, admin))
  expect(stage.read(ledger).accounts.of(amy)).toMatchObject({ balance: 500, adjusted: 0 })
})

const codeIn = (lines: readonly string[]): string => /"code":"(\d{4})"/.exec(lines.join('\n'))![1]!

describe('refused', () => {
  test.each([
    ['/award @amy 0', '0 分不用记。写上加减多少，比如「加分 @小明 20」。'],
    ['/award @amy 10001', '一次最多 10000 分。请检查一下数字，或者分几次。'],
    ['/扣分 @amy 10001', '一次最多 10000 分。请检查一下数字，或者分几次。'],
    ['/award @ann 5', '不能给自己加减分，请另一位管理员来。'],
    ['/award @amy -31', 'amy 只有 30 分，减不了 31。最多可以减 30。'],
    ['/扣分 @bob 1', 'bob 现在没有积分，减不了 1。'],
  ])('%s', (text, answer) =>
    given(...here, has(30))
      .when(says(ann, text, monday, admin))
      .thenSays(answer),
  )

  test('for somebody who has left, whose message is still there to be replied to', () => {
    const answerTo = (left: boolean) => {
      const stage = createStage({ plugins: [points] })
      stage.record([...here, ...(left ? [membership.facts.left({ member: bob, at: 0 as never })] : [])])
      const who = { member: ann, name: 'ann', ...admin }
      const said = { kind: 'said', who, message: theMessage, text: '加分 5', repliesTo: bob } as const
      stage.handle(said, monday)
      return stage.read(ledger).accounts.of(bob).balance
    }
    expect(answerTo(true)).toBe(0)
    // The control: still there, they get them.
    expect(answerTo(false)).toBe(5)
  })

  test('from anybody but an admin: without a slash as if it were talk', () => {
    given(...here)
      .when(says(bob, '加分 @amy 5', monday))
      .thenNothing()
    given(...here)
      .when(says(bob, '/award @amy 5', monday))
      .thenSays(/管理员/)
  })

  test('points that have expired cannot be taken', () =>
    given(...here, has(30))
      .when(says(ann, '/award @amy -1', '2027-02-22', admin))
      .thenSays('amy 现在没有积分，减不了 1。'))
})

describe('taken back', () => {
  test('not when the points are spent: it says so, and the award stays', () =>
    given(...here, says(ann, '/award @amy 20', monday, admin), spent(5))
      .when(says(ann, '/undo', monday, admin))
      .thenSays('收不回来了：amy 只剩 15 分，那 20 分已经用掉了一部分。要减的话，请用「扣分」。'))

  test('a deduction comes back', () => {
    const stage = createStage({ plugins: [points] })
    stage.record([...here, has(30)])
    playOn(stage, says(ann, '扣分 @amy 20', tuesday, admin))
    expect(stage.read(ledger).accounts.of(amy).balance).toBe(10)
    playOn(stage, says(ann, '/undo', tuesday, admin))
    expect(stage.read(ledger).accounts.of(amy)).toMatchObject({ balance: 30, adjusted: 0, spent: 0 })
    playOn(stage, says(ann, '/undo', tuesday, admin))
    expect(stage.read(ledger).accounts.of(amy).balance).toBe(30)
    stage.checkReplay()
  })

  test('not by whom it concerns: another admin does it', () => {
    const stage = createStage({ plugins: [points] })
    stage.record([...here, has(30)])
    playOn(stage, says(ann, '扣分 @amy 20', tuesday, admin))
    playOn(stage, says(amy, '/undo', tuesday, admin))
    expect(stage.read(ledger).accounts.of(amy).balance).toBe(10)
    expect(stage.lines.join('\n')).not.toContain('operations/undone')
    playOn(stage, says(bob, '/undo', tuesday, admin))
    expect(stage.read(ledger).accounts.of(amy).balance).toBe(30)
  })

  test('what was given last goes first, so that older points keep their day', () => {
    const stage = createStage({ plugins: [points] })
    stage.record([...here, has(30)])
    playOn(stage, says(ann, '/award @amy 20', tuesday, admin))
    playOn(stage, says(ann, '/undo', tuesday, admin))
    expect(stage.read(ledger).accounts.of(amy).lots).toEqual([{ day: monday, points: 30, until: '2027-02-21' }])
  })

  const spent = (points: number) => ledger.facts.spent({ member: amy, points, reason: 'shop', day: monday })
})

const quiet = definePlugin({
  slice: defineSlice({ name: 'hush', facts: {} }),
  messages: defineMessages({}, {}),
  config: z.object({}),
  uses: [membership],
  commands: {
    hush: { words: ['hush'], decide: ({ member }) => [membership.facts.quieted({ member, on: true })] },
  },
})

test('whoever is quiet is told by name, without a mention', async () => {
  const talk = (more: string) =>
    play({ plugins: [points, quiet] }, `2026-11-23 09:00 +ann (admin)\n+amy\n${more}ann: /award @amy 20`)
  expect(await talk('')).toContain('已给 @amy 加 20 积分。')
  const said = await talk('amy: /hush\n')
  expect(said).toContain('已给 amy 加 20 积分。')
  expect(said).not.toContain('@amy 加')
})

test('the note stands in the journal as personal, and is quoted but not recorded again', () => {
  const stage = createStage({ plugins: [points] })
  stage.record(here)
  playOn(stage, says(ann, '/award @amy 20 谢谢分享笔记', monday, admin))
  playOn(stage, says(amy, '/points history', monday))
  expect(stage.lines.filter(line => line.includes('谢谢分享笔记'))).toHaveLength(1)
})
