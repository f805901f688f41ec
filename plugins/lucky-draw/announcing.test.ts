import { type DrawFile, type Instant, linkOf, NO_LINK, plans, post, rulesHashOf } from 'bonfire'
import { at, createStage, due, playOn, presses, rings, says, specFor, tells, ticks } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import {
  amy,
  announced,
  bob,
  drawFile,
  entered,
  hourly,
  library,
  opened,
  tuesday,
  withDraws,
} from './entering.fixtures.ts'
import type { Announcement } from './entering-params.ts'
import { luckyDraw } from './facts.ts'
import luckyDrawPlugin from './index.ts'

const SEVEN = at('2026-12-01 19:00')
const EIGHT = at('2026-12-01 20:00')
const { given, say, wakeAt } = specFor(luckyDrawPlugin, library(drawFile()))
const due19 = { day: tuesday, at: SEVEN }
const due20 = { day: tuesday, at: EIGHT }

/** What is announced when the timer rings for that time, and rings again as long as it asks for that. */
function announce(files: readonly DrawFile[], ...occasions: readonly (typeof due19)[]) {
  const stage = createStage({ plugins: [luckyDrawPlugin], ...library(...files) })
  stage.record([withDraws(...files)])
  for (const occasion of occasions) playOn(stage, rings('announce', occasion, occasion.at))
  for (let n = 1; n <= 3; n += 1)
    for (const { day, at } of occasions) playOn(stage, rings('announce', { day, at }, (at + n * 1_000) as Instant))
  const state = stage.read(luckyDraw)
  stage.checkReplay()
  const all = Array.from({ length: state.group.draws }, (_, index) => state.draws.of(index + 1))
  return { all, titles: all.map(({ rules }) => rules!.title) }
}

describe('a draw of the plan', () => {
  test('is looked for at its time, and announced by a timer', () => {
    given(withDraws(drawFile()))
      .when(ticks('announce', SEVEN))
      .then(wakeAt('announce', (SEVEN + 1_000) as typeof SEVEN, due19))
  })

  test('with the terms of its file, its place in the sequence, and its text', () => {
    const { all } = announce([drawFile()], due19)
    expect(all).toHaveLength(1)
    const { rules, prev, rulesHash, file, source, key, closesAt } = all[0]!
    expect(rules).toEqual({
      ...{ title: '第一周抽奖', prizes: [{ name: '书签', count: 5 }], alternates: 2, entry: 'word', cost: null },
      eligible: { streakDays: null, memberDays: null, buyer: false, staff: false },
      ...{ opensAt: SEVEN, closesAt: at('2026-12-02 19:00'), claimHours: 72, again: null },
    })
    expect([prev, source, file]).toEqual([NO_LINK, 'file', 'draws/reading/week-1@2026-12-01 19:00'])
    expect(rulesHash).toBe(rulesHashOf(structuredClone(rules) as never))
    expect([key.length >= 20, closesAt]).toEqual([true, at('2026-12-02 19:00')])
    given(withDraws(drawFile()))
      .when(rings('announce', due19, SEVEN))
      .thenSays(/^\[draws\/reading\/week-1\]\n\n🎁 抽奖 #1\n奖品：书签 ×5\n参加：发「参加」就行\n谁能参加：群里每一位/)
  })

  test('its announcement ends with the beginning of its link, which the rules of the proof lead to', () => {
    const { all } = announce([drawFile()], due19)
    const { prev, rulesHash } = all[0]!
    const link = linkOf({ drawId: 'here#1', seq: 1, group: 'here', prev, rulesHash })
    given(withDraws(drawFile()))
      .when(rings('announce', due19, SEVEN))
      .thenSays(new RegExp(`候补 2 位。\n[\\s\\S]*\n指纹 ${link.slice(0, 32)}$`))
  })

  test('in English says as much: both conditions, the alternates, and the fingerprint', () => {
    const eligible = { streakDays: 3, memberDays: null, buyer: true }
    const [file, none] = [drawFile({ eligible, alternates: 1 }), drawFile({ alternates: 0 })]
    const inEnglish = (of: DrawFile) => specFor(luckyDrawPlugin, { ...library(of), locale: 'en-US' })
    inEnglish(file)
      .given(withDraws(file))
      .when(rings('announce', due19, SEVEN))
      .thenSays(
        /with a streak of 3 days or more and an order of theirs[\s\S]* to 1 alternate, in[\s\S]*\nfingerprint \S{32}$/,
      )
    inEnglish(none)
      .given(withDraws(none))
      .when(rings('announce', due19, SEVEN))
      .thenSays(/there are no alternates\.\n/)
  })

  test('that its number is no secret is said in a rehearsal, and only there', () => {
    given(withDraws(drawFile()))
      .when(rings('announce', due19, SEVEN))
      .thenSays(/^(?![\s\S]*公开的随机数)[\s\S]*这是彩排，开奖用的数字谁都算得出来/)
    specFor(luckyDrawPlugin, { ...library(drawFile()), isRehearsal: false })
      .given(withDraws(drawFile()))
      .when(rings('announce', due19, SEVEN))
      .thenSays(/^(?![\s\S]*彩排)[\s\S]*结果按公开的随机数算/)
  })

  test('is announced once, however often its time is looked at', () => {
    expect(announce([drawFile()], due19, { ...due20 }).titles).toEqual(['第一周抽奖'])
  })

  test('of two at one time each is a commit of its own, and linked to the one before', () => {
    const other = drawFile({ id: 'draws/reading/other', title: '另一个' })
    const { all, titles } = announce([drawFile(), other], due19)
    expect(titles).toEqual(['第一周抽奖', '另一个'])
    const place = { drawId: 'here#1', seq: 1, group: 'here', prev: NO_LINK, rulesHash: all[0]!.rulesHash }
    expect(all[1]!.prev).toBe(linkOf(place))
  })

  test('what the bot was not there for is made up for within two hours', () => {
    expect(announce([drawFile({ at: '18:30' }), hourly], due19).titles).toEqual(['第一周抽奖', '整点小抽奖'])
    expect(announce([drawFile({ at: '16:59' }), hourly], due19).titles).toEqual(['整点小抽奖'])
  })

  test('not on another day, without the plan, or while it stands still', () => {
    expect(announce([drawFile({ day: 2 })], due19).titles).toEqual([])
    given()
      .when(rings('announce', due19, SEVEN))
      .thenNothing()
    given(withDraws(drawFile()), plans.facts.paused({ day: tuesday, at: at('2026-12-01 09:00') }))
      .when(rings('announce', due19, SEVEN))
      .thenNothing()
  })

  test.each<readonly [string, Partial<DrawFile>, RegExp]>([
    ['a draft', { status: 'draft' }, /没有发起：它还没有标成可以发/],
    ['one for another platform', { platforms: ['wechat'] }, /不是给这个平台的/],
    ['one whose closing time names no slot', { closes: { day: 2, at: 'night' } }, /它的时间在计划里没有/],
    ['one that closes in a moment', { closes: { day: 1, at: '19:02' } }, /剩下的时间不够大家参加/],
  ])('%s is left out, and its owner told', (_, different, told) => {
    const file = drawFile(different)
    const spec = specFor(luckyDrawPlugin, library(file))
    spec
      .given(withDraws(file))
      .when(rings('announce', due19, SEVEN))
      .thenSays(told)
  })

  test('with five open there is no sixth', () => {
    const open = [1, 2, 3, 4, 5].map(draw => announced(draw))
    given(withDraws(drawFile()), ...open)
      .when(rings('announce', due19, SEVEN))
      .thenSays(/同时开着的抽奖已经太多/)
  })

  test('one that finds no place any more when the others of its time are announced is told of, at the end', () => {
    const files = ['a', 'b'].map(name => drawFile({ id: `draws/reading/${name}`, title: name }))
    const [first, second] = files as [DrawFile, DrawFile]
    const spec = specFor(luckyDrawPlugin, library(first, second))
    const open = [1, 2, 3, 4].map(draw => announced(draw))
    const has = withDraws(first, second)
    spec
      .given(has, ...open)
      .when(rings('announce', due19, SEVEN))
      .thenSays(/^(?![\s\S]*没有发起)/)
    const isDone = announced(5, { title: 'a' }, { source: 'file', file: 'draws/reading/a@2026-12-01 19:00' })
    spec
      .given(has, ...open, isDone)
      .when(rings('announce', due19, (SEVEN + 1_000) as Instant))
      .thenSays(/「b」没有发起：同时开着的抽奖已经太多/)
  })

  test('a title longer than a line is cut, not refused', () => {
    const { all } = announce([drawFile({ title: '很长的标题'.repeat(20) })], due19)
    expect(all[0]!.rules!.title).toHaveLength(60)
  })
})

describe('on the hour', () => {
  test('each time of the day is a draw of its own, open for its minutes', () => {
    const { all } = announce([hourly], due19, due20)
    expect(all.map(({ rules, source, file }) => [rules!.closesAt, source, file])).toEqual([
      [at('2026-12-01 19:15'), 'hourly', 'draws/reading/hours@2026-12-01 19:00'],
      [at('2026-12-01 20:15'), 'hourly', 'draws/reading/hours@2026-12-01 20:00'],
    ])
  })

  test('one whose time is over is not made up for', () => {
    expect(announce([hourly], due20).all.map(({ file }) => file)).toEqual(['draws/reading/hours@2026-12-01 20:00'])
  })
})

describe('what became of the announcement', () => {
  const text = 'draws/reading/week-1'
  const params: Announcement = {
    ...{ draw: 1, text, title: '周末小抽奖', entry: 'word', cost: null, claimHours: 48, alternates: 2 },
    eligible: { streakDays: null, memberDays: null, buyer: false, staff: false },
    ...{ prizes: [{ name: '书', count: 3 }], closes: '20:00', byReply: true, isHourly: false },
    ...{ fingerprint: '5f'.repeat(16), isRehearsal: true },
  }
  const owed = (of: string | null) => post(say.announcement({ ...params, text: of }), {})
  const NOW = '2026-12-01 18:01'

  test('it stands in the group: its message is known from then on', () => {
    given(announced())
      .when(tells(owed(text), { is: 'sent', message: 'm-1' as never, at: at(NOW) }, NOW))
      .then(luckyDraw.facts.opened({ draw: 1, at: at(NOW), message: 'm-1' as never }))
  })

  test('nobody knows: it goes on', () => {
    given(announced())
      .when(tells(owed(text), { is: 'unknown' }, NOW))
      .thenNothing()
  })

  test('a text or a picture that cannot be sent is left out', () => {
    given(announced())
      .when(tells(owed(text), { is: 'failed', reason: 'no such file' }, NOW))
      .thenSays(/^🎁 抽奖 #1：周末小抽奖/)
  })

  test('one that cannot be sent at all makes the draw void, and the owner hears of it', () => {
    given(announced())
      .when(tells(owed(null), { is: 'failed', reason: 'kicked' }, NOW))
      .thenSays(/公告没能发到群里，这个抽奖就作废了/)
    given(announced())
      .when(tells(owed(text), { is: 'failed', reason: 'expired' }, NOW))
      .thenSays(/作废了/)
  })

  test('whoever has found it all the same keeps it going', () => {
    given(announced(), entered())
      .when(tells(owed(null), { is: 'failed', reason: 'kicked' }, NOW))
      .thenNothing()
  })

  test('a draw that is over has nothing to announce', () => {
    given(announced())
      .when(due(owed(null), NOW))
      .thenDue({ due: 'send' })
    given(announced(), luckyDraw.facts.voided({ draw: 1, reason: 'cancelled', at: at(NOW) }))
      .when(due(owed(null), NOW))
      .thenDue({ due: 'withdraw', reason: 'draw-over' })
  })
})

describe('/draw_new', () => {
  const admin = { role: 'admin' } as const
  const NOW = '2026-12-01 18:00'
  const typed = '/draw_new 书×3, 书签 x5 20:00 20积分 连续3天'

  test('gives it a number, and announces it', () => {
    const stage = createStage({ plugins: [luckyDrawPlugin] })
    playOn(stage, says(amy, typed, NOW, admin))
    const { rules, source, by, chain } = stage.read(luckyDraw).draws.of(1)
    expect(rules).toMatchObject({ entry: 'points', cost: 20, closesAt: at('2026-12-01 20:00'), claimHours: 48 })
    expect([source, by, chain]).toEqual(['typed', amy, 'rehearsal'])
    given()
      .when(says(amy, typed, NOW, admin))
      .thenSays(
        /^🎁 抽奖 #1：书\n.*\n奖品：书 ×3、书签 ×5\n参加：发「参加」，用 20 积分[\s\S]*抽奖 #1 发起了，20:00 截止/,
      )
  })

  test('says all that is wrong with it, and begins nothing', () => {
    given()
      .when(says(amy, '/draw_new 书, 17:00', NOW, admin))
      .thenSays(/抽奖还没有发起，这里要改一下：\n· 「书」是几份.*\n· 「17:00」已经过了/)
    given()
      .when(says(amy, '/draw_new', NOW, admin))
      .then(say.drawHelp())
  })

  test('is for admins', () => {
    given()
      .when(says(amy, typed, NOW))
      .thenSays(/管理员/)
  })

  test('is taken back while people can enter: everybody gets back what they paid', () => {
    const stage = createStage({ plugins: [luckyDrawPlugin] })
    playOn(stage, says(amy, typed, NOW, admin))
    stage.record([entered(bob, 1, 1, 20)])
    playOn(stage, presses(amy, '/undo', '2026-12-01 18:05', admin))
    expect(stage.read(luckyDraw).draws.of(1)).toMatchObject({ phase: 'void', voidedFor: 'cancelled', voidedBy: amy })
  })

  test('five at a time', () => {
    const open = [1, 2, 3, 4, 5].map(draw => announced(draw))
    given(...open, opened())
      .when(says(amy, typed, NOW, admin))
      .then(say.tooManyOpen({ openMax: 5 }))
  })
})
