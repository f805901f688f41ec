import { expect, test } from 'vitest'
import { pluginSource, type TempProject, tempProject } from '../test/temp-project.ts'
import { loadConfig, locateData } from './config.ts'
import { isBonfireError } from './errors.ts'
import type { GroupId, Instant, LocalDay } from './events/ids.ts'

const CHECK_IN = pluginSource({
  name: 'check-in',
  imports: `import { LocalTime } from 'bonfire'`,
  config: `z.object({ remindAt: LocalTime.describe('Time of the daily reminder, in the zone of the group.') })`,
})
const POINTS = pluginSource({
  name: 'points',
  config: 'z.object({ perCheckIn: z.int().min(1).default(10), bonus: z.object({ after: z.int() }).optional() })',
})
const GROUP = 'g1' as GroupId

function projectWith(config: string, files: Readonly<Record<string, string>> = {}): TempProject {
  return tempProject({
    'bonfire.config.ts': `import { defineConfig } from 'bonfire'\nexport default defineConfig(${config} as never)\n`,
    'plugins/check-in/index.ts': CHECK_IN,
    'plugins/points/index.ts': POINTS,
    ...files,
  })
}
const load = (project: TempProject, env = {}) => loadConfig({ file: project.at('bonfire.config.ts'), env })

/** What is wrong, as the operator reads it. */
async function complaint(project: TempProject, env = {}): Promise<string> {
  const error = await load(project, env).then(
    () => undefined,
    error => error,
  )
  if (!isBonfireError(error)) throw error ?? new Error('The configuration was accepted.')
  return error.message.replaceAll(`${project.root}/`, '')
}

const GOOD = `{
  plugins: ['check-in', 'points'],
  plan: { name: '21 天共读', timezone: 'Asia/Shanghai', dayStartsAt: '04:00', restDays: ['sunday'], 'check-in': { remindAt: '20:00' } },
}`

test('a configuration becomes settings: calendar, language, rest days, and a section for each plugin', async () => {
  const { settingsFor, plan, plugins } = await load(projectWith(GOOD))
  const { calendar, locale, isRestDay, config } = settingsFor(GROUP)
  expect(plugins.map(({ plugin }) => plugin.name)).toEqual(['check-in', 'points'])
  expect(plan.name).toBe('21 天共读')
  expect(locale).toBe('zh-CN')
  expect(config).toEqual({ 'check-in': { remindAt: '20:00' }, points: { perCheckIn: 10 } })
  // 03:59 in Shanghai is still the day before, when days start at 04:00.
  expect(calendar.dayOf(Date.parse('2026-11-22T03:59:00+08:00') as Instant)).toBe('2026-11-21')
  expect([isRestDay('2026-11-22' as LocalDay), isRestDay('2026-11-23' as LocalDay)]).toEqual([true, false])
})

test('all mistakes are reported at once, each with its path and what would be accepted', async () => {
  const project = projectWith(`{
    plugins: ['check-in', 'points', 'welcom'],
    plan: {
      name: '21 天共读',
      timezone: 'Asia/Shangai',
      dayStartAt: '04:00',
      'check-in': { remindAt: '8pm' },
      points: { perCheckIn: 0 },
    },
  }`)
  expect(await complaint(project)).toMatchInlineSnapshot(`
    "bonfire.config.ts: 5 mistakes
      - plan.timezone: "Asia/Shangai" is not a time zone. Use an IANA name, e.g. "Asia/Shanghai".
      - plugins[2]: "welcom" is no folder in plugins/. There are: check-in, points.
      - plan.check-in.remindAt: "8pm" is not a time. Use HH:mm, e.g. "20:00".
      - plan.points.perCheckIn: 0 is too small. Use at least 1.
      - plan.dayStartAt: unknown key. Did you mean "dayStartsAt"?"
  `)
})

test('a wrong number in the section of a plugin is named by its path', async () => {
  const project = projectWith(`{
    plugins: ['points'],
    plan: { name: 'x', timezone: 'Asia/Shanghai', points: { perCheckIn: 'ten', bonus: { after: 0.5, aftr: 3 } } },
  }`)
  expect(await complaint(project)).toMatchInlineSnapshot(`
    "bonfire.config.ts: 3 mistakes
      - plan.points.perCheckIn: "ten" is not a number. Use a number without quotes, e.g. 10.
      - plan.points.bonus.after: 0.5 is not a whole number. Use a whole number, e.g. 10.
      - plan.points.bonus.aftr: unknown key. Did you mean "after"?"
  `)
})

test('what is missing is named with what it should be, and what it is for', async () => {
  expect(await complaint(projectWith(`{ plugins: ['check-in'], plan: {} }`))).toMatchInlineSnapshot(`
    "bonfire.config.ts: 3 mistakes
      - plan.name: is missing. Use a text in quotes.
      - plan.timezone: is missing. Use an IANA name, e.g. "Asia/Shanghai".
      - plan.check-in.remindAt: is missing. Use HH:mm, e.g. "20:00". Time of the daily reminder, in the zone of the group."
  `)
  expect(await complaint(projectWith('{}'))).toMatchInlineSnapshot(`
    "bonfire.config.ts: 2 mistakes
      - plugins: is missing. Use [ … ].
      - plan: is missing. Use { … }."
  `)
})

test('a section of a plugin that is not loaded says how to load it', async () => {
  const project = projectWith(`{ plugins: [], plan: { name: 'x', timezone: 'UTC', points: {}, poinst: {} } }`)
  expect(await complaint(project)).toMatchInlineSnapshot(`
    "bonfire.config.ts: 2 mistakes
      - plan.points: the plugin "points" is not loaded. Write: plugins: ['points'], or remove the section.
      - plan.poinst: unknown key. There are: name, timezone, dayStartsAt, locale, restDays."
  `)
})

test('a plugin that fails to load is one mistake: its section is not a second', async () => {
  const project = projectWith(
    `{ plugins: ['points'], plan: { name: 'x', timezone: 'UTC', points: { anything: 1 } } }`,
    {
      'plugins/points/index.ts': `throw new Error('no luck')`,
    },
  )
  expect(await complaint(project)).toMatchInlineSnapshot(`
    "bonfire.config.ts: 1 mistake
      - plugins[0]: plugins/points: threw while it was loaded, in plugins/points/index.ts:1: no luck"
  `)
})

test('a zone that is no place is refused, although Intl knows it', async () => {
  const project = projectWith(`{ plugins: [], plan: { name: 'x', timezone: '+08:00' } }`)
  expect(await complaint(project)).toContain('plan.timezone: "+08:00" is not a time zone.')
})

test('a configuration that is not there, and one that exports nothing, are named', async () => {
  const project = tempProject({ 'bonfire.config.ts': 'export const config = {}' })
  const missing = await loadConfig({ file: project.at('other.config.ts'), env: {} }).catch(error => error)
  expect(isBonfireError(missing, 'CONFIG_MISSING') && missing.message).toBe(
    `${project.at('other.config.ts')}: there is no such file.`,
  )
  expect(await complaint(project)).toBe(
    'bonfire.config.ts: cannot be read: it has no default export. Use: export default defineConfig({ … })',
  )
})

test('the data is where the environment says, else where the file says, seen from the file', async () => {
  const project = projectWith(GOOD, { '.env': 'BONFIRE_DATA=/from/dotenv\nBONFIRE_TELEGRAM_TOKEN=123456:secret\n' })
  expect((await load(project)).data).toBe('/from/dotenv')
  expect((await load(project, { BONFIRE_DATA: '/from/environment' })).data).toBe('/from/environment')
  expect((await load(project)).secrets).toContain('123456:secret')
  const without = projectWith(GOOD)
  expect((await load(without)).data).toBe(without.at('data'))
  expect((await load(without, { BONFIRE_DATA: '' })).data).toBe(without.at('data'))
})

test('a wrong level in the environment is a mistake like the others', async () => {
  expect(await complaint(projectWith(GOOD), { BONFIRE_LOG: 'wran' })).toMatchInlineSnapshot(`
    "bonfire.config.ts: 1 mistake
      - BONFIRE_LOG: "wran" is not accepted. Use "error", "warn" or "info". Did you mean "warn"?"
  `)
})

test('the data is found although the configuration has mistakes', async () => {
  const broken = projectWith(`{ plugins: ['nobody'], data: 'elsewhere', plan: { timezone: 'Asia/Tokyo' } }`)
  const place = await locateData({ file: broken.at('bonfire.config.ts'), env: {} })
  expect(place).toEqual({ data: broken.at('elsewhere'), zone: 'Asia/Tokyo', secrets: [] })
  const gone = await locateData({ file: broken.at('gone.ts'), data: broken.at('data'), env: {} })
  expect(gone).toEqual({ data: broken.at('data'), zone: undefined, secrets: [] })
})

test('a zone that somebody types is spelt as the list of zones has it', async () => {
  const { setup } = await load(projectWith(GOOD))
  expect(['asia/shanghai', 'EUROPE/BERLIN', 'Asia/Shanghai', 'Mars/Olympus', '+08:00'].map(setup.zoneOf)).toEqual([
    ...['Asia/Shanghai', 'Europe/Berlin', 'Asia/Shanghai'],
    ...[null, null],
  ])
})

test('the address that people use is an origin, and that of the environment wins', async () => {
  const named = projectWith(GOOD.replace('plan:', `web: { url: 'https://Bonfire.example.com:443/' }, plan:`))
  expect((await load(named)).web.url).toBe('https://bonfire.example.com')
  expect((await load(named, { BONFIRE_URL: 'http://127.0.0.1:3000' })).web.url).toBe('http://127.0.0.1:3000')
  expect((await load(projectWith(GOOD), { BONFIRE_URL: '' })).web).toEqual({ port: null, host: '127.0.0.1' })
  const wrong = [
    'bonfire.example.com',
    'https://example.com/bonfire',
    'ftp://example.com',
    'https://me@example.com',
    'https://x.example/?a',
  ]
  for (const url of wrong) {
    const said = await complaint(projectWith(GOOD), { BONFIRE_URL: url })
    expect(said).toContain(
      `BONFIRE_URL: "${url}" is not the address of a site. Use http(s) and a name, without a path, e.g. "https://bonfire.example.com".`,
    )
  }
})
