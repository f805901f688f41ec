import { type DrawFile, LocalTime } from 'bonfire'
import { at } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { drawFile, hourly } from '../plugins/lucky-draw/entering.fixtures.ts'
import { PACING } from '../src/adapters/telegram/telegram-adapter.ts'
import { readAnnouncement } from '../src/draw-verifier/notices.js'
import { verifySteps } from '../src/draw-verifier/verify.js'
import { NO_CONTENT } from '../src/host/content.ts'
import { aPlan, libraryOf } from './a-plan.ts'
import { HERE, HOUR_MS, MINUTE_MS, only, openDraws, verified } from './draw-stage.ts'

const slots = [{ name: 'evening', at: LocalTime.parse('19:00') }]
/** A library of one plan with these draws. */
function libraryWith(...files: readonly DrawFile[]) {
  const draws = files.map(({ id, day, at, hours }) => ({ id, day, at, hours }))
  const plan = aPlan({ locale: 'zh-CN', draws, slots })
  return { ...NO_CONTENT, ...libraryOf(plan), draws: () => files }
}

/** A group whose plan begins on the 1st, on the evening before. */
async function openPlan(...files: readonly DrawFile[]) {
  const draws = await openDraws({ content: () => libraryWith(...files), members: 4 })
  await draws.says(draws.owner, '/plan use reading 2026-12-01')
  await draws.until(at('2026-12-01 12:00'))
  return draws
}

// The texts of the library are not loaded here: without one the announcement goes out plain.
const week = drawFile({ closes: { day: 1, at: '20:00' } })

describe('a draw of the plan', () => {
  test('is announced on time, entered by the word, by its button and by the command, and drawn', async () => {
    const draws = await openPlan(week)
    await draws.until(at('2026-12-01 19:00') + 10_000)
    expect(draws.draw(1)).toMatchObject({ phase: 'open', source: 'file' })
    const announcement = draws.lines.findLast(line => line.is === 'sent' && line.text.includes('抽奖 #1'))
    expect(announcement).toMatchObject({ text: expect.stringMatching(/奖品：书签 ×5[\s\S]*20:00 截止/) })
    const [one, two, three, four] = draws.people
    await draws.says(one!, '参加')
    await draws.platform.presses(HERE, two!, draws.draw(1).message!, '/join 1')
    await draws.says(three!, '/join 1')
    await draws.says(four!, '参加吗')
    await draws.says(draws.owner, '参加')
    expect(only(draws, 'entered').map(({ member, number }) => [member, number])).toEqual([
      ...[
        [one, 1],
        [two, 2],
        [three, 3],
      ],
    ])
    await draws.closes(1)
    await draws.isDrawn(1)
    expect(draws.draw(1)).toMatchObject({ phase: 'published', N: 3 })
    expect(verified(draws, 1)).toEqual([])
    const before = draws.files().length
    await draws.says(four!, '抽奖 1 证明')
    expect(draws.files()).toHaveLength(before + 1)
    expect(verified(draws, 1)).toEqual([])
  })

  test('is announced late when the bot was away for a while, and not at all after two hours', async () => {
    for (const [awayMs, count] of [
      [40 * MINUTE_MS, 1],
      [3 * HOUR_MS, 0],
    ] as const) {
      const draws = await openPlan(drawFile())
      await draws.until(at('2026-12-01 18:59'))
      await draws.restart(awayMs)
      await draws.pass(MINUTE_MS)
      expect(draws.state().group.draws, `${awayMs} ms`).toBe(count)
    }
  })

  test('is announced once, wherever the process ends', async () => {
    const draws = await openPlan(drawFile())
    await draws.until(at('2026-12-01 19:00'))
    for (let n = 0; n < 4; n += 1) await draws.restart(500)
    await draws.pass(5 * MINUTE_MS)
    expect(draws.state().group.draws).toBe(1)
    expect(only(draws, 'opened')).toHaveLength(1)
  })

  test('is not announced while the plan is paused', async () => {
    const draws = await openPlan(drawFile())
    await draws.says(draws.owner, '/pause')
    await draws.until(at('2026-12-01 20:00'))
    expect(draws.state().group.draws).toBe(0)
  })

  test('is not announced where the bot has been removed', async () => {
    const draws = await openPlan(drawFile())
    await draws.platform.stands(HERE, 'gone')
    await draws.until(at('2026-12-01 20:00'))
    expect(draws.state().group.draws).toBe(0)
  })

  test('on the hour: one after the other, each drawn for itself', async () => {
    const draws = await openPlan(hourly)
    const [one, two] = draws.people
    await draws.until(at('2026-12-01 19:01'))
    await draws.says(one!, '参加')
    await draws.until(at('2026-12-01 20:01'))
    await draws.says(two!, '参加')
    await draws.until(at('2026-12-01 20:40'))
    expect([1, 2].map(number => draws.draw(number).phase)).toEqual(['published', 'published'])
    expect([1, 2].map(number => verified(draws, number))).toEqual([[], []])
  })
})

describe('the fingerprint of an announcement', () => {
  /** Whether the verifier finds the rules of that proof in what the group was told. */
  function isOf(draws: Awaited<ReturnType<typeof openDraws>>, number: number, said: string) {
    const { text } = draws.files().findLast(({ name }) => name === `draw-${number}-rehearsal.json`)!
    const asked = { isRehearsalAllowed: true, announcement: readAnnouncement(said) }
    const steps = [...verifySteps(new TextEncoder().encode(text), asked)]
    return steps.find(({ name }) => name === 'announcement')!.holds
  }
  const saidWith = (draws: Awaited<ReturnType<typeof openDraws>>, words: string) =>
    draws.heard().find(text => text.includes(words))!

  test('leads to the rules of the proof, and no other draw has it', async () => {
    const draws = await openPlan(hourly)
    await draws.until(at('2026-12-01 19:01'))
    await draws.says(draws.people[0]!, '参加')
    await draws.until(at('2026-12-01 20:01'))
    await draws.says(draws.people[1]!, '参加')
    await draws.until(at('2026-12-01 20:40'))
    const [first, second] = ['🎁 抽奖 #1', '🎁 抽奖 #2'].map(words => saidWith(draws, words))
    expect([isOf(draws, 1, first!), isOf(draws, 2, second!)]).toEqual([true, true])
    expect([isOf(draws, 1, second!), isOf(draws, 2, first!)]).toEqual([false, false])
    await draws.says(draws.people[0]!, '抽奖 1')
    expect(isOf(draws, 1, /指纹 .*/.exec(draws.heard().at(-1)!)![0])).toBe(true)
  })

  test('is told anew for a number that takes entries over', async () => {
    const draws = await openDraws({ members: 3 })
    await draws.begins()
    await draws.enters(1)
    await draws.confirms(draws.owner, '/draw_open 1')
    await draws.pass(MINUTE_MS)
    await draws.isDrawn(2)
    expect(isOf(draws, 2, saidWith(draws, '管理员让'))).toBe(true)
  })
})

describe('who is in', () => {
  const typed = '/draw_new 书×1, 13:00'

  test('what was sent before it closed and read after it counts, what was sent later does not', async () => {
    const draws = await openDraws()
    await draws.says(draws.owner, typed)
    await draws.until(at('2026-11-30 12:58'))
    draws.world.kill()
    const [inTime, late] = draws.people
    await draws.platform.says(HERE, inTime!, '参加')
    await draws.until(at('2026-11-30 13:20'))
    await draws.platform.says(HERE, late!, '参加')
    await draws.world.boot()
    await draws.pass(2 * MINUTE_MS)
    expect(only(draws, 'entered').map(({ member }) => member)).toEqual([inTime])
    expect(draws.draw(1)).toMatchObject({ N: 1, phase: 'posted' })
    expect(draws.heard().join('\n')).toMatch(/抽奖 #1 已于 13:00 截止，发送「抽奖」看下一轮。/)
  })

  test('points are paid once, and come back when the draw is undone', async () => {
    const draws = await openDraws()
    const [one] = draws.people
    await draws.says(one!, '/give 50')
    await draws.says(draws.owner, '/draw_new 书×1, 13:00, 20积分')
    for (let n = 0; n < 3; n += 1) await draws.says(one!, '参加')
    expect(draws.points(one!)).toBe(30)
    await draws.restart(1_000)
    await draws.says(draws.owner, '/undo')
    await draws.pass(2 * MINUTE_MS)
    expect([draws.points(one!), draws.draw(1).voidedFor]).toEqual([50, 'cancelled'])
  })

  test('whoever leaves is out and gets their points back, and comes back under a new number', async () => {
    const draws = await openDraws()
    const [one, two] = draws.people
    for (const person of [one!, two!]) await draws.says(person, '/give 50')
    await draws.says(draws.owner, '/draw_new 书×1, 13:00, 20积分')
    for (const person of [one!, two!]) await draws.says(person, '参加')
    await draws.platform.leaves(HERE, one!)
    expect([draws.points(one!), draws.state().counts.of(1)]).toEqual([50, { last: 2, count: 1 }])
    await draws.platform.joins(HERE, one!)
    await draws.says(one!, '参加')
    expect([draws.points(one!), draws.state().counts.of(1)]).toEqual([30, { last: 3, count: 2 }])
  })

  test('a comment below the announcement, by the id of its message', async () => {
    const draws = await openDraws()
    const [one, two] = draws.people
    await draws.says(draws.owner, '/draw_new 书×1, 13:00, 评论')
    await draws.platform.says(HERE, one!, '我想读完它', { replyTo: draws.draw(1).message! })
    await draws.platform.says(HERE, two!, '我想读完它')
    expect(only(draws, 'entered').map(({ member }) => member)).toEqual([one])
  })
})

describe('300 people in a minute', () => {
  test('are all in, each under a number of their own, and all acknowledged within 30 s', async () => {
    const draws = await openDraws({ members: 300, pacing: PACING })
    await draws.pass(HOUR_MS)
    await draws.says(draws.owner, '/draw_new 书×1, 18:00')
    await draws.pass(MINUTE_MS)
    const before = draws.heard().length
    for (const person of draws.people) await draws.platform.says(HERE, person, '参加')
    await draws.pass(30_000)
    expect(new Set(only(draws, 'entered').map(({ number }) => number)).size).toBe(300)
    const said = draws.heard().slice(before)
    const text = said.join('\n')
    const inWords = text.match(/你是 \d+ 号/g) ?? []
    const others = Number(/还有 (\d+) 位，也都记好了/.exec(text)?.[1])
    expect(said).toHaveLength(2)
    expect(inWords.length + others).toBe(300)
    // Whoever was only counted reads their number as soon as they ask.
    await draws.says(draws.people[299]!, '抽奖')
    expect(draws.heard().at(-1)).toMatch(/你是 300 号/)
  })
})
