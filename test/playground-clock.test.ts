import { expect, test } from 'vitest'
import type { MemberId } from '../src/events/ids.ts'
import { FEW, type PlayedPage, playedPage } from './played-page.ts'
import { rehearsalProject } from './rehearsal-project.ts'

const HOUR_MS = 3_600_000
const now = async (page: PlayedPage) => (await page.state()).clock.now
const run = async (page: PlayedPage, to: 'hour' | 'next' | 'day' | 'end') => {
  const answer = await page.act({ act: 'run', to })
  await page.still()
  return answer
}

test('it begins on the morning of the day that was asked for', async () => {
  const page = await playedPage(rehearsalProject(), { members: 4, toDay: 2 })
  const { clock, plan, members } = await page.state()
  expect(clock).toMatchObject({ number: 2, time: '08:40', mode: 'still', target: null })
  expect([plan.id, plan.days, members]).toEqual(['short', 4, 4])
  expect(clock.nextAt).toBeGreaterThan(clock.now)
})

test('an hour, a day, to the next thing, to the end: and then it is over', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  const start = await now(page)
  await run(page, 'hour')
  expect(await now(page)).toBe(start + HOUR_MS)
  await run(page, 'day')
  expect(await now(page)).toBe(start + 25 * HOUR_MS)
  const before = (await page.state()).lines
  await run(page, 'next')
  expect((await page.state()).lines).toBeGreaterThan(before)
  await run(page, 'end')
  const { clock, ending, people } = await page.state()
  expect(clock.now).toBe(clock.end)
  expect(ending).not.toBeNull()
  expect(
    people.some(({ isIn, is }) => !isIn && is === 'member'),
    'somebody was removed',
  ).toBe(true)
  expect(await run(page, 'hour')).toMatchObject({ ok: false, code: 'over' })
})

test('in which steps somebody goes there makes no difference', async () => {
  const [one, other] = [rehearsalProject(), rehearsalProject()]
  const atOnce = await playedPage(one, { members: 4, toDay: 4 })
  const inSteps = await playedPage(other, { members: 4, toDay: 1 })
  const target = await now(atOnce)
  await run(inSteps, 'hour')
  await run(inSteps, 'next')
  while ((await now(inSteps)) + HOUR_MS <= target) await run(inSteps, 'hour')
  const lines = await inSteps.lines()
  expect(lines.length).toBeGreaterThan(20)
  expect((await atOnce.lines()).slice(0, lines.length)).toEqual(lines)
})

test('it answers while it runs, pauses where it is, and an act is done at the instant that it has reached', async () => {
  const page = await playedPage(rehearsalProject(), { members: 40, toDay: 1 })
  const { clock } = await page.state()
  expect(await page.act({ act: 'run', to: 'end' })).toEqual({ ok: true })
  const running = await page.state()
  expect(running.clock).toMatchObject({ mode: 'running', target: expect.any(Number) })
  const joined = await page.act({ act: 'join', name: '小新' })
  expect(joined.ok).toBe(true)
  expect(await page.act({ act: 'pause' })).toEqual({ ok: true })
  const paused = await page.state()
  expect(paused.clock.mode).toBe('still')
  expect(paused.clock.now).toBeGreaterThan(clock.now)
  expect(paused.clock.now).toBeLessThan(paused.clock.end)
  const { line } = (await page.act({ act: 'say', as: (joined as { member: MemberId }).member, text: '打卡' })) as {
    line: number
  }
  expect((await page.lines())[line]).toMatchObject({ day: paused.clock.day, time: paused.clock.time })
  expect(await page.act({ act: 'pause' })).toEqual({ ok: true })
})

test('while the first days are made, nobody acts in them; whoever starts over does not wait', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  const { session } = await page.state()
  expect(await page.act({ act: 'start', members: 40, toDay: 4 })).toEqual({ ok: true })
  expect(await page.act({ act: 'join', name: '小新' })).toMatchObject({ ok: false, code: 'making' })
  expect(await page.act({ act: 'run', to: 'hour' })).toMatchObject({ ok: false, code: 'making' })
  expect(await page.act({ act: 'reset' })).toEqual({ ok: true })
  await page.still()
  const state = await page.state()
  expect([state.members, state.clock.number]).toEqual([4, 1])
  expect(state.session).not.toBe(session)
})

test('another platform and other people are another campaign', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  const lines = await page.lines()
  await page.act({ act: 'start', platform: 'wechat', members: 6, seed: 3, toDay: 2 })
  await page.still()
  expect(await page.state()).toMatchObject({ platform: 'wechat', members: 6, seed: 3, clock: { number: 2 } })
  expect((await page.lines()).some(({ buttons }) => buttons !== undefined)).toBe(false)
  await page.act({ act: 'reset' })
  await page.still()
  expect(await page.lines()).toEqual(lines)
})
