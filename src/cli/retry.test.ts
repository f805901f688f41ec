import { afterEach, expect, test } from 'vitest'
import { memoryTerminal } from '../../test/recorded-data.ts'
import { tempProject } from '../../test/temp-project.ts'
import { loadConfig } from '../config.ts'
import type { Event } from '../events/event.ts'
import type { AccountId } from '../events/ids.ts'
import { createHost } from '../host/host.ts'
import { openDataFolder } from '../journal/data-folder.ts'
import { openFileJournal } from '../journal/file-journal.ts'
import { run } from './program.ts'

/** A plugin that cannot decide while this is set. */
const broken = globalThis as { quizIsBroken?: boolean }
const QUIZ = `import { acknowledge, defineMessages, definePlugin, defineSlice, MemberId } from 'bonfire'
import { z } from 'zod'
const quiz = defineSlice({ name: 'quiz', facts: { answered: z.object({ member: MemberId }) } })
export default definePlugin({
  slice: quiz,
  messages: defineMessages({ done: () => '收到' }, { done: () => 'Got it' }),
  config: z.object({}),
  commands: {
    answer: {
      words: ['answer'],
      decide({ say, member }) {
        if (globalThis.quizIsBroken) throw new Error('Cannot read properties of undefined')
        return [quiz.facts.answered({ member }), acknowledge(say.done())]
      },
    },
  },
})
`
afterEach(() => {
  broken.quizIsBroken = false
})

/** A project whose bot could not decide what one member said. */
async function projectWithLetter() {
  const project = tempProject({
    'bonfire.config.ts': `export default { plugins: ['quiz'], plan: { name: 'x', timezone: 'Asia/Shanghai' } }`,
    'plugins/quiz/index.ts': QUIZ,
  })
  broken.quizIsBroken = true
  const config = await loadConfig({ file: project.at('bonfire.config.ts'), env: {} })
  await using data = await openDataFolder(project.at('data/playground'))
  await using journal = await openFileJournal(data.journalFolder('main' as AccountId))
  const plugins = config.plugins.map(({ plugin }) => plugin)
  const host = createHost({ plugins, log: journal, settings: config.settingsFor })
  const handled = host.handle({
    ...{ kind: 'said', cause: 'msg:g1:1', group: 'g1', at: Date.parse('2026-11-21T12:00:00Z') },
    ...{ who: { member: 'sim:amy' }, message: 'm1', text: '/answer' },
  } as unknown as Event)
  expect(handled.is).toBe('stopped')
  await journal.whenDurable(journal.next - 1)
  return project
}

async function retry(project: Awaited<ReturnType<typeof projectWithLetter>>, ...args: readonly string[]) {
  const terminal = memoryTerminal()
  const code = await run(['journal', 'retry', ...args, '--config', project.at('bonfire.config.ts')], terminal)
  return { code, out: terminal.outText(), err: terminal.errText() }
}

test('what waits is listed with the plugin that stopped and why', async () => {
  const project = await projectWithLetter()
  const { code, out } = await retry(project, '--list')
  expect(out).toMatchInlineSnapshot(`
    "letter  account  group  time                 stopped at            because
    1.0     main     g1     2026-11-21 20:00:00  quiz/commands.answer  Cannot read properties of undefined
    1 waiting. Decide one again: npm run journal -- retry 1.0
    "
  `)
  expect(code).toBe(0)
  expect((await retry(project)).out).toBe(out)
})

test('a letter is decided again once the plugin can, and then waits no longer', async () => {
  const project = await projectWithLetter()
  const stopped = await retry(project, '1.0')
  expect(stopped.code).toBe(1)
  expect(stopped.out).toContain(
    '1.0 in g1, stopped at quiz/commands.answer: stopped again, at quiz/commands.answer: Cannot',
  )
  expect(stopped.out).toContain('0 decided, 1 still waiting.\n')
  broken.quizIsBroken = false
  const decided = await retry(project, '--all')
  expect([decided.code, decided.out]).toEqual([
    0,
    expect.stringMatching(/quiz\/answered.*\n1 decided, 0 still waiting\./),
  ])
  expect((await retry(project, '--list')).out).toBe('No dead letter waits.\n')
  const shown = memoryTerminal()
  await run(['journal', 'show', '--last', '1', '--data', project.at('data')], shown)
  expect(shown.outText()).toContain('retry:1.0')
})

test('a letter that does not exist is refused', async () => {
  const { code, err } = await retry(await projectWithLetter(), '9.9')
  expect([code, err]).toEqual([1, expect.stringContaining('Dead letter "9.9": there is none, or it has been decided.')])
})

test('while the bot runs, letters are listed and not decided', async () => {
  const project = await projectWithLetter()
  await using _data = await openDataFolder(project.at('data/playground'))
  expect((await retry(project, '--list')).code).toBe(0)
  const { code, err } = await retry(project, '--all')
  expect([code, err]).toEqual([1, expect.stringMatching(/: in use by process \d+.*\n→ Stop the other process first/)])
})
