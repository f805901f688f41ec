import { expect, test } from 'vitest'
import { commit, memoryTerminal, record } from '../../test/recorded-data.ts'
import { type TempProject, tempProject } from '../../test/temp-project.ts'
import { openDataFolder } from '../journal/data-folder.ts'
import { run } from './program.ts'

const AMY = 'telegram:81234567'
const BEN = 'telegram:82345678'
const ATTENDANCE = `import { defineMessages, definePlugin, defineSlice, MemberId, personal } from 'bonfire'
import { z } from 'zod'
const attendance = defineSlice({
  name: 'attendance',
  facts: { came: z.object({ member: MemberId, points: z.int(), note: personal(z.string()).optional() }) },
})
export default definePlugin({ slice: attendance, messages: defineMessages({}, {}), config: z.object({}) })
`

/** A project with two real accounts in which two people are named. */
async function projectWithPeople(): Promise<TempProject> {
  const project = tempProject({
    'bonfire.config.ts': `export default { plugins: ['attendance'], plan: { name: 'x', timezone: 'UTC' } }`,
    'plugins/attendance/index.ts': ATTENDANCE,
  })
  const commits = [
    commit('msg:g1:1', 0, [['attendance/came', { member: AMY, points: 10, note: '我叫小明' }]]),
    commit('msg:g1:2', 1, [['attendance/came', { member: BEN, points: 5, note: 'as ever' }]]),
  ]
  await record(project.at('data/live'), { main: commits, second: commits })
  return project
}

async function journal(project: TempProject, args: readonly string[], typed?: readonly string[]) {
  const terminal = memoryTerminal(typed)
  const code = await run(['journal', ...args, '--config', project.at('bonfire.config.ts')], terminal)
  return { code, out: terminal.outText(), err: terminal.errText() }
}
const exported = async (project: TempProject) => (await journal(project, ['export'])).out

test('a person is gone from all accounts, and sums stay what they were', async () => {
  const project = await projectWithPeople()
  const before = await exported(project)
  expect([before.includes(AMY), before.includes('我叫小明')]).toEqual([true, true])
  const { code, out } = await journal(project, ['erase', AMY, '--yes'])
  expect([code, out]).toEqual([
    0,
    `account main: commits changed: 1\naccount second: commits changed: 1\n${AMY} is erased. Backups and exports made before still name them.\n`,
  ])
  const after = await exported(project)
  expect(after).not.toMatch(/81234567|我叫小明/)
  expect(after).toContain('"points":10')
  expect(after).toContain('as ever')
  expect((await journal(project, ['verify'])).code).toBe(0)
})

test('a person on a terminal is asked to type the id again', async () => {
  const project = await projectWithPeople()
  const before = await exported(project)
  const mistyped = await journal(project, ['erase', AMY], ['yes'])
  expect([mistyped.code, mistyped.err]).toEqual([
    1,
    expect.stringContaining(
      `${AMY} is named in these commits of ${project.at('data/live')}: 1 of account main, 1 of account second.`,
    ),
  ])
  expect(mistyped.err).toContain('not confirmed. Nothing has been changed.')
  expect(await exported(project)).toBe(before)
  const retyped = await journal(project, ['erase', AMY], [AMY])
  expect(retyped.code).toBe(0)
  expect(await exported(project)).not.toContain(AMY)
})

test('where nobody can be asked, nothing is erased without --yes', async () => {
  const project = await projectWithPeople()
  const { code, err } = await journal(project, ['erase', AMY])
  expect([code, err]).toEqual([1, expect.stringContaining('→ Run it on a terminal')])
  expect(await exported(project)).toContain(AMY)
})

test('somebody who is not known is said to be so', async () => {
  const { code, out } = await journal(await projectWithPeople(), ['erase', 'telegram:99999999', '--yes'])
  expect([code, out.split('\n').at(-2)]).toEqual([0, 'telegram:99999999 is not known here.'])
})

test('facts of a plugin that is not loaded are erased only by force', async () => {
  const project = await projectWithPeople()
  project.write({ 'without.config.ts': `export default { plugins: [], plan: { name: 'x', timezone: 'UTC' } }` })
  const erase = async (...more: readonly string[]) => {
    const terminal = memoryTerminal()
    const config = ['--config', project.at('without.config.ts')]
    const code = await run(['journal', 'erase', AMY, '--yes', ...config, ...more], terminal)
    return { code, err: terminal.errText() }
  }
  expect(await erase()).toEqual({ code: 1, err: expect.stringContaining('plugins that are not loaded: attendance.') })
  expect(await exported(project)).toContain(AMY)
  expect((await erase('--force')).code).toBe(0)
  expect(await exported(project)).not.toMatch(/81234567|我叫小明/)
})

test('while the bot runs nobody is erased', async () => {
  const project = await projectWithPeople()
  await using _data = await openDataFolder(project.at('data/live'))
  const { code, err } = await journal(project, ['erase', AMY, '--yes'])
  expect([code, err]).toEqual([1, expect.stringContaining(`in use by process ${process.pid}`)])
})

test('what is no id of a member is refused', async () => {
  const { code, err } = await journal(await projectWithPeople(), ['erase', 'amy', '--yes'])
  expect([code, err]).toEqual([1, expect.stringContaining('Use the platform and the user id, e.g. telegram:8123.')])
})
