import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import type { MemberId } from '../src/events/ids.ts'
import { FEW, type PlayedPage, playedPage } from './played-page.ts'
import { startedPlayground } from './playground-process.ts'
import { rehearsalProject } from './rehearsal-project.ts'

const KEPT = ['data', 'playground-page', 'play.json'] as const

/** A little of everything that somebody can do. */
async function plays(page: Pick<PlayedPage, 'act' | 'state'>, still: () => Promise<unknown>): Promise<void> {
  const { member } = (await page.act({ act: 'join', name: '小新' })) as { member: MemberId }
  const { line } = (await page.act({ act: 'say', as: member, text: '打卡 十页' })) as { line: number }
  await page.act({ act: 'run', to: 'hour' })
  await still()
  await page.act({ act: 'react', as: member, line, emoji: '👍', on: true })
  await page.act({ act: 'say', as: member, text: '/streak', private: true })
  await page.act({ act: 'leave', as: member })
  await page.act({ act: 'run', to: 'next' })
  await still()
}

test('what was played is there again at the next start, to the letter', async () => {
  const project = rehearsalProject()
  const first = await playedPage(project, FEW)
  await plays(first, first.still)
  const [before, lines] = [await first.state(), await first.lines()]
  await first.stop()
  const again = await playedPage(project)
  expect(await again.lines()).toEqual(lines)
  const after = await again.state()
  expect({ ...after, session: '', library: null }).toEqual({ ...before, session: '', library: null })
  expect(after.session).not.toBe(before.session)
  expect(again.logged.filter(({ level }) => level !== 'info')).toEqual([])
})

test('also after the process was killed', async () => {
  const project = rehearsalProject()
  const first = await startedPlayground(project, ['--members', '4', '--day', '1'])
  await first.settled()
  await plays(first, first.settled)
  const lines = await first.lines()
  await first.kill()
  const again = await startedPlayground(project, [])
  await again.settled()
  expect(await again.lines()).toEqual(lines)
  await again.kill()
}, 120_000)

test('starting over forgets it, and what is asked for on the command line begins anew', async () => {
  const project = rehearsalProject()
  const first = await playedPage(project, FEW)
  const lines = await first.lines()
  await plays(first, first.still)
  await first.act({ act: 'reset' })
  await first.still()
  await first.stop()
  const again = await playedPage(project)
  expect(await again.lines()).toEqual(lines)
  await plays(again, again.still)
  await again.stop()
  const asked = await playedPage(project, { ...FEW, seed: 3 })
  expect(await asked.state()).toMatchObject({
    seed: 3,
    people: expect.not.arrayContaining([expect.objectContaining({ is: 'you' })]),
  })
})

test('an act that does not work any more is left out and told, and the others stay', async () => {
  const project = rehearsalProject()
  const first = await playedPage(project, FEW)
  await plays(first, first.still)
  await first.stop()
  const kept = JSON.parse(readFileSync(project.at(...KEPT), 'utf8'))
  const { openPlayStore } = await import('../src/playground/kept.ts')
  const store = await openPlayStore(project.at('data', 'playground-page'))
  const acts = store.kept!.acts.map(done =>
    done.act.act === 'react' ? { ...done, act: { ...done.act, line: 99_999 } } : done,
  )
  await store.keep({ ...store.kept!, acts })
  const again = await playedPage(project)
  const told = again.logged.filter(({ level }) => level === 'warn').map(({ sentence }) => sentence)
  expect(told).toEqual([expect.stringMatching(/^Left out what does not work any more: "react"\./)])
  const after = JSON.parse(readFileSync(project.at(...KEPT), 'utf8'))
  expect(after.acts).toHaveLength(kept.acts.length - 1)
})

test('a plan that is gone is no reason not to start', async () => {
  const project = rehearsalProject()
  const first = await playedPage(project, FEW)
  await first.act({ act: 'join', name: '小新' })
  await first.stop()
  const other = rehearsalProject()
  cpSync(other.at('content-library/plans/short.yml'), other.at('content-library/plans/other.yml'))
  mkdirSync(other.at('data'), { recursive: true })
  cpSync(project.at('data', 'playground-page'), other.at('data', 'playground-page'), { recursive: true })
  const { openPlayStore } = await import('../src/playground/kept.ts')
  const store = await openPlayStore(other.at('data', 'playground-page'))
  await store.keep({ ...store.kept!, campaign: { ...store.kept!.campaign, plan: 'gone' } })
  const again = await playedPage(other)
  expect((await again.state()).plan.id).not.toBe('gone')
  expect(again.logged.some(({ sentence }) => sentence.includes('cannot be played again'))).toBe(true)
})

test('a damaged file is refused, and says what to do', async () => {
  const project = rehearsalProject()
  const first = await playedPage(project, FEW)
  await first.act({ act: 'join', name: '小新' })
  await first.stop()
  const file = project.at(...KEPT)
  writeFileSync(file, readFileSync(file, 'utf8').replace('小新', '小旧'))
  await expect(playedPage(project)).rejects.toMatchObject({ code: 'PLAYGROUND_UNREADABLE' })
})

test('two on the same data: the second says where the first is', async () => {
  const project = rehearsalProject()
  const first = await playedPage(project, FEW)
  await expect(playedPage(project)).rejects.toMatchObject({
    code: 'PLAYGROUND_RUNS',
    message: expect.stringMatching(
      new RegExp(`^A playground runs already at ${first.url}: .*playground-page is in use by process \\d+`),
    ),
  })
})

test('ending while the clock runs keeps how far it has come', async () => {
  const project = rehearsalProject()
  const first = await playedPage(project, { members: 40, toDay: 1 })
  const { clock, lines } = await first.state()
  await first.act({ act: 'run', to: 'end' })
  await vi.waitFor(async () => expect((await first.state()).lines).toBeGreaterThan(lines), { timeout: 30_000 })
  await first.stop()
  const again = await playedPage(project)
  const after = await again.state()
  expect(after.clock).toMatchObject({ mode: 'still' })
  expect(after.clock.now).toBeGreaterThan(clock.now)
  expect(after.clock.now).toBeLessThan(after.clock.end)
  expect(after.lines).toBeGreaterThan(lines)
})

test('where it cannot be kept it is said, and goes on', async () => {
  const project = rehearsalProject()
  const page = await playedPage(project, FEW)
  rmSync(project.at('data'), { recursive: true })
  writeFileSync(project.at('data'), 'no folder')
  expect(await page.act({ act: 'join', name: '小新' })).toMatchObject({ ok: true })
  expect(page.logged.some(({ sentence }) => sentence.startsWith('What was played could not be kept'))).toBe(true)
  expect(await page.act({ act: 'reset' })).toEqual({ ok: true })
  await page.still()
  expect(await page.act({ act: 'join', name: '小新' })).toMatchObject({ ok: true })
})

test('a mistake inside ends what is played, is told, and whoever starts over goes on', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  const { playground } = page.running
  const step = () => Promise.reject(new Error('a mistake inside'))
  Object.assign(await playground.ready(), { step })
  expect(await page.act({ act: 'run', to: 'day' })).toEqual({ ok: true })
  await expect(page.still()).rejects.toThrow('a mistake inside')
  expect(await page.act({ act: 'join', name: '小新' })).toMatchObject({ ok: false, code: 'broken' })
  expect((await page.state()).clock.mode).toBe('still')
  expect(page.logged.some(({ sentence }) => sentence.startsWith('The playground has stopped. Start over'))).toBe(true)
  expect(await page.act({ act: 'reset' })).toEqual({ ok: true })
  await page.still()
  expect(await page.act({ act: 'join', name: '小新' })).toMatchObject({ ok: true })
})

test('a sample plan with a mistake is passed over for one without; kept ones go on', async () => {
  const project = rehearsalProject()
  cpSync(project.at('content-library/plans/short.yml'), project.at('content-library/plans/reading-21d.yml'))
  const plan = readFileSync(project.at('content-library/plans/reading-21d.yml'), 'utf8')
  project.write({ 'content-library/plans/reading-21d.yml': plan.replace(/^persona:/m, 'persona: [\npersona:') })
  const page = await playedPage(project)
  expect((await page.state()).plan.id).toBe('short')
})
