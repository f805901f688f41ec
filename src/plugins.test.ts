import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { pluginSource, REPOSITORY, type TempProject, tempProject } from '../test/temp-project.ts'
import { isBonfireError } from './errors.ts'
import { loadPlugins, loadTimes, pluginTable } from './plugins.ts'

/** What is wrong with the plugins, a line each. */
async function mistakesOf(project: TempProject, names: readonly string[]): Promise<readonly string[]> {
  const error = await loadPlugins(names, project).catch(error => error)
  if (isBonfireError(error, 'PLUGINS_INVALID')) return error.params.mistakes
  throw error instanceof Error ? error : new Error('The plugins were accepted.')
}

/** Facts of a plugin, as others import them. */
const facts = (name: string) => `import { defineSlice, MemberId } from 'bonfire'
import { z } from 'zod'
export const ${name} = defineSlice({ name: '${name}', facts: { done: z.object({ member: MemberId }) } })
`
/** A plugin whose slice others can use. */
const owner = (name: string, more = '') => `import { defineMessages, definePlugin } from 'bonfire'
import { z } from 'zod'
import { ${name} } from './facts.ts'
${more.startsWith('import') ? more.split('\n')[0] : ''}
export default definePlugin({
  slice: ${name}, messages: defineMessages({}, {}), config: z.object({}),
  ${more.startsWith('import') ? more.split('\n').slice(1).join('\n') : more}
})
`

test('plugins are loaded in the order given, each with its time', async () => {
  const project = tempProject({
    'plugins/quiz/index.ts': pluginSource({ name: 'quiz', words: `['quiz', '问答']` }),
    'plugins/greeter/index.js': pluginSource({ name: 'greeter' }),
  })
  const loaded = await loadPlugins(['quiz', 'greeter'], project)
  expect(loaded.map(({ plugin, place, file }) => [plugin.name, place, file])).toEqual([
    ['quiz', 'plugins/quiz', 'plugins/quiz/index.ts'],
    ['greeter', 'plugins/greeter', 'plugins/greeter/index.js'],
  ])
  expect(loaded.every(({ loadMs }) => loadMs > 0)).toBe(true)
  const timed = loaded.map((one, index) => ({ ...one, loadMs: [12.4, 3][index]! }))
  expect(loadTimes(timed)).toBe('quiz 12 ms, greeter 3 ms')
  expect(pluginTable(timed)).toMatchInlineSnapshot(`
    "  plugin   from             loaded in  commands
      quiz     plugins/quiz     12 ms      /quiz
      greeter  plugins/greeter  3 ms"
  `)
})

test('a folder that does not exist is named, with the nearest and all that there are', async () => {
  const project = tempProject({
    'plugins/check-in/index.ts': pluginSource({ name: 'check-in' }),
    'plugins/points/index.ts': pluginSource({ name: 'points' }),
  })
  expect(
    await mistakesOf(project, ['chekc-in', 'zzz', '../points', 'bonfire-plugin-quiz', 'points', 'points']),
  ).toMatchInlineSnapshot(`
    [
      "plugins[0]: "chekc-in" is no folder in plugins/. Did you mean "check-in"? There are: check-in, points.",
      "plugins[1]: "zzz" is no folder in plugins/. There are: check-in, points.",
      "plugins[2]: "../points" is no folder in plugins/. Did you mean "points"? There are: check-in, points.",
      "plugins[3]: "bonfire-plugin-quiz" is not installed. Run: npm install bonfire-plugin-quiz",
      "plugins[5]: "points" is there twice.",
    ]
  `)
})

test('a folder that holds no plugin says what was found', async () => {
  const project = tempProject({
    'plugins/empty/notes.txt': '',
    'plugins/named/index.ts': 'export const plugin = 1',
    'plugins/plain/index.ts': 'export default { slice: {}, commands: {} }',
    'plugins/slice/index.ts': `${facts('slice')}\nexport default slice`,
    'plugins/function/index.ts': 'export default () => {}',
  })
  expect(await mistakesOf(project, ['empty', 'named', 'plain', 'slice', 'function'])).toMatchInlineSnapshot(`
    [
      "plugins[0]: plugins/empty: has no index.ts, and no package.json that names another file.",
      "plugins[1]: plugins/named/index.ts: has no default export, only plugin. Use: export default definePlugin({ … })",
      "plugins[2]: plugins/plain/index.ts: its default export is an object that nothing has checked. Use: export default definePlugin(…)",
      "plugins[3]: plugins/slice/index.ts: its default export is a slice, no plugin. Use: export default definePlugin({ … })",
      "plugins[4]: plugins/function/index.ts: its default export is a function, no plugin. Use: export default definePlugin({ … })",
    ]
  `)
})

test('a plugin that throws while it is loaded is named with the line that threw', async () => {
  const project = tempProject({
    'plugins/quiz/index.ts': `import './facts.ts'\nexport default 1`,
    'plugins/quiz/facts.ts': `import { defineSlice } from 'bonfire'\nimport { z } from 'zod'\ndefineSlice({ name: 'quiz', facts: { answered: z.object({ answer: z.string() }) } })`,
    'plugins/points/index.ts': pluginSource({ name: 'points' }),
    'plugins/lost/index.ts': `import './nowhere.ts'`,
  })
  const mistakes = await mistakesOf(project, ['quiz', 'points', 'lost'])
  expect(mistakes).toHaveLength(2)
  expect(mistakes[0]).toMatch(
    /^plugins\[0\]: plugins\/quiz: threw while it was loaded, in plugins\/quiz\/facts\.ts:\d+: TypeError: quiz\/answered: "answer" is free text\./,
  )
  expect(mistakes[1]).toMatch(/^plugins\[2\]: plugins\/lost: threw .*nowhere\.ts/)
})

test('a slice that is used and not loaded is a missing plugin: who uses it, where it lives, what to write', async () => {
  const project = tempProject({
    'plugins/attendance/facts.ts': facts('attendance'),
    'plugins/attendance/index.ts': owner('attendance'),
    'plugins/points/facts.ts': facts('points'),
    'plugins/points/index.ts': owner(
      'points',
      `import { attendance } from '../attendance/facts.ts'\nuses: [attendance]`,
    ),
  })
  expect(await mistakesOf(project, ['points'])).toMatchInlineSnapshot(`
    [
      "plugins/points: uses the slice "attendance", whose plugin is not loaded. It lives in plugins/attendance. Write: plugins: ['attendance', 'points']",
    ]
  `)
  expect(await loadPlugins(['points', 'attendance'], project)).toHaveLength(2)
})

test('a slice that is only heard need not be loaded', async () => {
  const project = tempProject({
    'plugins/draws/facts.ts': facts('draws'),
    'plugins/shop/facts.ts': facts('shop'),
    'plugins/shop/index.ts': owner(
      'shop',
      `import { draws } from '../draws/facts.ts'\nhears: [draws], reactions: on => [on(draws.facts.done, () => [])]`,
    ),
  })
  expect(await loadPlugins(['shop'], project)).toHaveLength(1)
})

test('two plugins of one name are named with both files', async () => {
  const project = tempProject({
    'plugins/points/index.ts': pluginSource({ name: 'points', words: `['points', '积分']` }),
    'plugins/points-copy/index.ts': pluginSource({ name: 'points', words: `['points', '积分']` }),
    'plugins/other/index.ts': pluginSource({ name: 'another' }),
    'plugins/membership/index.ts': pluginSource({ name: 'membership' }),
    'plugins/timezone/index.ts': pluginSource({ name: 'timezone' }),
  })
  expect(
    await mistakesOf(project, ['points', 'points-copy', 'other', 'membership', 'timezone']),
  ).toMatchInlineSnapshot(`
    [
      "plugins/points/index.ts and plugins/points-copy/index.ts: both are named "points". Rename the slice of one of them.",
      "plugins/other/index.ts: its slice is named "another". Name it as its folder: "other".",
      "plugins/membership/index.ts: the name "membership" is Bonfire's own. Give the slice another one.",
      "plugins/timezone/index.ts: the name "timezone" is Bonfire's own. Give the slice another one.",
    ]
  `)
})

test('a word claimed twice is named with both places, those of Bonfire included', async () => {
  const project = tempProject({
    'plugins/ranking/index.ts': pluginSource({ name: 'ranking', words: `['top', '排行']` }),
    'plugins/draw/index.ts': pluginSource({ name: 'draw', words: `['draw', '排行', 'HELP']` }),
  })
  expect(await mistakesOf(project, ['ranking', 'draw'])).toMatchInlineSnapshot(`
    [
      "plugins/ranking: commands.it and plugins/draw: commands.it: both claim the word "排行". Take it from one of them.",
      "Bonfire itself: commands.help and plugins/draw: commands.it: both claim the word "help". Take it from one of them.",
    ]
  `)
})

test('words that Telegram refuses or nobody can type are named', async () => {
  const project = tempProject({
    'plugins/ranking/index.ts': pluginSource({ name: 'ranking', words: `['排行', 'top ten'], slashOnly: ['rank']` }),
  })
  expect(await mistakesOf(project, ['ranking'])).toMatchInlineSnapshot(`
    [
      "plugins/ranking: commands.it: the first word "排行" stands in Telegram's menu. Use 1–32 of a–z, 0–9 and _.",
      "plugins/ranking: commands.it: nobody can type the word "top ten". Use 1–64 characters without spaces, / and @.",
      "plugins/ranking: commands.it: slashOnly names "rank", which is not one of its words.",
    ]
  `)
})

test('two views of one name are named with both places', async () => {
  const view = `views: [defineView({ name: 'figures', initial: () => ({}), folds: () => [] })]`
  const imports = `import { defineView } from 'bonfire'`
  const project = tempProject({
    'plugins/one/index.ts': pluginSource({ name: 'one', imports, more: view }),
    'plugins/two/index.ts': pluginSource({ name: 'two', imports, more: view }),
  })
  expect(await mistakesOf(project, ['one', 'two'])).toMatchInlineSnapshot(`
    [
      "plugins/one and plugins/two: both have a view named "figures". Rename one of them.",
    ]
  `)
})

test('a plugin comes after one whose state it reads when both react to the same fact', async () => {
  const reacting = `import { source } from '../source/facts.ts'`
  const project = tempProject({
    'plugins/source/facts.ts': facts('source'),
    'plugins/source/index.ts': owner('source'),
    'plugins/points/facts.ts': facts('points'),
    'plugins/points/index.ts': owner(
      'points',
      `${reacting}\nuses: [source], reactions: on => [on(source.facts.done, () => [])]`,
    ),
    'plugins/badges/facts.ts': facts('badges'),
    'plugins/badges/index.ts': owner(
      'badges',
      `${reacting}; import { points } from '../points/facts.ts'\nuses: [source, points], reactions: on => [on(source.facts.done, () => [])]`,
    ),
  })
  expect(await mistakesOf(project, ['badges', 'points', 'source'])).toMatchInlineSnapshot(`
    [
      "plugins/badges and plugins/points: both react to source/done, and "badges" reads the slice "points" before that has changed. In "plugins", put 'points' before 'badges'.",
    ]
  `)
  // The order of a plugin and the one it reacts to does not matter.
  expect(await loadPlugins(['points', 'badges', 'source'], project)).toHaveLength(3)
})

test('a package with its own copy of bonfire is refused', async () => {
  // Vitest loads packages outside of its own module graph: to them, this test's Bonfire is another copy.
  const project = tempProject(packageFiles('bonfire-plugin-quiz'))
  expect(await mistakesOf(project, ['bonfire-plugin-quiz'])).toMatchInlineSnapshot(`
    [
      "plugins[0]: node_modules/bonfire-plugin-quiz/index.js: its default export is no plugin: its slice was made by another copy of bonfire. A package must name bonfire as a peer, not bring its own.",
    ]
  `)
})

test('packages from npm are found where Node finds them', () => {
  const project = tempProject({
    ...packageFiles('bonfire-plugin-quiz'),
    ...packageFiles('@friends/poll', { '.': { types: './types.d.ts', import: './index.js' } }),
    'plugins/points/index.ts': pluginSource({ name: 'points' }),
    'run.mjs': `const { loadPlugins } = await import(${JSON.stringify(`${REPOSITORY}/src/plugins.ts`)})
      const loaded = await loadPlugins(['bonfire-plugin-quiz', '@friends/poll', 'points'], { folder: 'plugins', root: process.cwd() })
      console.log(loaded.map(({ plugin, place }) => plugin.name + ' from ' + place).join('\\n'))`,
  })
  // In a process of its own, which loads modules as the bot does.
  const output = execFileSync(process.execPath, ['run.mjs'], { cwd: project.root, encoding: 'utf8' })
  expect(output.trim().split('\n')).toEqual([
    'quiz from node_modules/bonfire-plugin-quiz',
    'poll from node_modules/@friends/poll',
    'points from plugins/points',
  ])
})

/** A package as npm would install it: JavaScript, with bonfire as a peer. */
function packageFiles(name: string, exports: unknown = './index.js'): Record<string, string> {
  const manifest = { name, version: '1.0.0', type: 'module', exports, peerDependencies: { bonfire: '*' } }
  return {
    [`node_modules/${name}/package.json`]: JSON.stringify(manifest),
    [`node_modules/${name}/index.js`]: pluginSource({ name: name.replace(/^.*(-|\/)/, '') }),
  }
}
