import { expect, test } from 'vitest'
import { memoryTerminal } from '../../test/recorded-data.ts'
import { pluginSource, tempProject } from '../../test/temp-project.ts'
import { memoryLog } from '../log.ts'
import { loadPlugins } from '../plugins.ts'
import { announcePlugins } from './start-chat.ts'

async function announced(typed?: readonly string[]) {
  const project = tempProject({ 'plugins/quiz/index.ts': pluginSource({ name: 'quiz', words: `['quiz', '问答']` }) })
  const [quiz] = await loadPlugins(['quiz'], project)
  const [log, terminal] = [memoryLog(), memoryTerminal(typed)]
  announcePlugins({ plugins: [{ ...quiz!, loadMs: 12.4 }] }, log, terminal)
  return { entries: log.entries, err: terminal.errText() }
}

test('a machine is told by one line with fields which plugins were loaded, and how long each took', async () => {
  const { entries, err } = await announced()
  expect(err).toBe('')
  expect(entries).toEqual([
    {
      level: 'info',
      sentence: 'plugins: quiz 12 ms',
      fields: { plugins: [{ name: 'quiz', place: 'plugins/quiz', loadMs: 12 }] },
    },
  ])
})

test('a person is shown a table', async () => {
  const { entries, err } = await announced([])
  expect(entries).toEqual([])
  expect(err).toBe('  plugin  from          loaded in  commands\n  quiz    plugins/quiz  12 ms      /quiz\n')
})
