import { expect, test } from 'vitest'
import { commit, memoryTerminal, record } from '../../test/recorded-data.ts'
import { type TempProject, tempProject } from '../../test/temp-project.ts'
import { run } from './program.ts'

const PLAN = `name: 读书
kind: checkin
days: 3
timezone: Asia/Shanghai
value: v
audience: a
rules: r
persona: { name: 小火, voice: warm }
slots: [{ name: morning, at: "08:00" }, { name: evening, at: "17:30" }]
`
const post = (title: string, when: string, kind = 'topic') =>
  `---\ntitle: ${title}\nkind: ${kind}\n${when}\n---\n\n正文\n`
const FILES = {
  'content-library/plans/reading.yml': PLAN,
  'content-library/posts/reading/day-01.md': post('第一天：先认识一下', 'day: 1'),
  'content-library/posts/reading/day-02.md': post('第二天', 'day: 2\nat: "12:00"'),
  'content-library/posts/reading/day-03.md': post('第三天：一个特别特别特别长的标题，怎么也放不下', 'day: 3'),
  'content-library/posts/reading/pool-a.md': post('故事', 'pool: true', 'story'),
  'content-library/posts/reading/pool-b.md': post('投票', 'pool: true', 'poll'),
  'content-library/posts/reading/sale.md': post('会员日', 'day: 3\nat: evening', 'marketing'),
}
const project = (files: Readonly<Record<string, string>> = {}) => tempProject({ ...FILES, ...files })

async function plan({ at }: TempProject, ...args: readonly string[]) {
  const terminal = memoryTerminal()
  const exitCode = await run(['plan', ...args, '--content', at('content-library'), '--data', at('data')], terminal)
  return { exitCode, out: terminal.outText(), err: terminal.errText() }
}

test('a plan is shown day by day, with its marketing and what is wrong with it', async () => {
  const { exitCode, out } = await plan(project(), 'reading', '--start', '2026-12-01')
  expect(out).toMatchInlineSnapshot(`
    "读书 (reading, checkin, 3 days) from 2026-12-01, Asia/Shanghai, on telegram

                           08:00 morning                       17:30 evening
    2026-12-01 Tue  day 1  第一天：先认识一下                  故事
    2026-12-02 Wed  day 2  投票                                –
                           + 12:00 第二天
    2026-12-03 Thu  day 3  第三天：一个特别特别特别长的标题…   * 会员日

    * marketing   > later than written   – nothing goes out
    Marketing: at most 20% of the posts of any 7 days; highest in the 7 days up to 2026-12-03: 1 of 6 posts, 16.7%.
    "
  `)
  expect(exitCode).toBe(0)
})

test('draws are shown on their day, below its posts', async () => {
  const draw = (title: string, when: string) =>
    `---\ntitle: ${title}\nprizes: [{ name: 书签, count: 1 }]\nclaimHours: 1\n${when}\n---\n\n抽书签\n`
  const files = {
    'content-library/draws/reading/one.md': draw('抽书签', 'day: 2\nat: evening\ncloses: { day: 3, at: "12:00" }'),
    'content-library/draws/reading/hourly.md': draw('整点', 'day: 1\nhours: ["20:00", "19:00"]'),
    'content-library/draws/reading/draft.md': draw('没写完', 'day: 1\nhours: ["20:00"]\nstatus: draft'),
    'content-library/draws/reading/other.md': draw('别处的', 'day: 1\nhours: ["20:00"]\nplatforms: [wechat]'),
  }
  const there = project(files)
  const shown = await plan(there, 'reading', '--start', '2026-12-01', '--platform', 'telegram')
  expect(shown.out.match(/\+ .*draw: .*/g)).toEqual([
    '+ 19:00 draw: 整点',
    '+ 20:00 draw: 整点',
    '+ 17:30 draw: 抽书签',
  ])
  const { out } = await plan(there, 'reading', '--start', '2026-12-01', '--platform', 'telegram', '--json')
  expect(JSON.parse(out).days.map(({ draws }: { draws: readonly unknown[] }) => draws.length)).toEqual([2, 1, 0])
  expect(JSON.parse(out).days[1].draws).toEqual([
    { draw: 'draws/reading/one', title: '抽书签', at: '17:30', instant: '2026-12-02T09:30:00.000Z' },
  ])
})

test('something that keeps it from starting is exit code 1', async () => {
  const files = { 'content-library/posts/reading/sale.md': post('会员日', 'day: 1', 'marketing') }
  const { exitCode, out } = await plan(project(files), 'reading', '--start', '2026-12-01', '--days', '1')
  expect(out).toContain('error day 1: 1 of 2 posts are marketing (50%)')
  expect(exitCode).toBe(1)
})

test('a narrow terminal has a line for each slot, and no line is wider than it', async () => {
  const terminal = memoryTerminal()
  Object.assign(terminal.out, { columns: 40 })
  await run(['plan', 'reading', '--start', '2026-12-01', '--content', project().at('content-library')], terminal)
  const days = terminal.outText().split('\n\n')[1]!
  expect(days).toMatchInlineSnapshot(`
    "2026-12-01 Tue  day 1
      08:00  morning  第一天：先认识一下
      17:30  evening  故事
    2026-12-02 Wed  day 2
      08:00  morning  投票
      12:00           第二天
      17:30  evening  –
    2026-12-03 Thu  day 3
      08:00  morning  第三天：一个特别特别…
      17:30  evening  * 会员日"
  `)
})

test('a plan that is not there is exit code 2, with what was probably meant', async () => {
  const there = project()
  expect(await plan(there, 'readin')).toMatchObject({
    ...{ exitCode: 2, out: '', err: 'There is no plan "readin". Did you mean "reading"? There is: reading.\n' },
  })
  // Control: the only plan need not be named.
  expect((await plan(there)).exitCode).toBe(0)
})

test('a plan with mistakes says where they are', async () => {
  const files = { 'content-library/plans/reading.yml': PLAN.replace('days: 3', 'dais: 3') }
  const { exitCode, err } = await plan(project(files), 'reading')
  expect(err).toMatch(/^plans\/reading\.yml:3:1: .*dais/m)
  expect(exitCode).toBe(2)
})

test('options that cannot be read are exit code 2', async () => {
  const there = project()
  for (const args of [
    ['--start', '1.12.2026'],
    ['--zone', 'Nowhere'],
    ['--platform', 'wecaht'],
    ['--strat', 'x'],
  ]) {
    const { exitCode, err } = await plan(there, 'reading', ...args)
    expect([exitCode, err]).toEqual([2, expect.stringContaining('error: ')])
  }
})

test('for other programs there is one JSON object', async () => {
  const { out } = await plan(project(), 'reading', '--start', '2026-12-01', '--zone', 'Europe/Berlin', '--json')
  const shown = JSON.parse(out)
  expect(shown).toMatchObject({ plan: 'reading', zone: 'Europe/Berlin', cap: { maxShare: 0.2 }, hindrances: [] })
  expect(shown.days[0].slots[0]).toEqual({
    ...{ name: 'morning', at: '08:00', instant: '2026-12-01T07:00:00.000Z', title: '第一天：先认识一下' },
    ...{ post: 'posts/reading/day-01', marketing: false, why: { is: 'pinned', movedFrom: null }, cap: null },
  })
})

test('more groups than can be served on the dot are a warning', async () => {
  const there = project()
  const many = await plan(there, 'reading', '--platform', 'wechat', '--groups', '600')
  expect(many.out).toMatch(
    /warning wechat \(wechat\) has 600 groups: a post reaches the last one \d+ min after its slot/,
  )
  const few = await plan(there, 'reading', '--platform', 'telegram', '--groups', '600')
  expect(few.out).not.toContain('[late]')
  // Whoever asks for a number of groups is told how long the last one waits, also when it is not long.
  expect(few.out).toMatch(/telegram \(telegram\) has 600 groups: a post reaches the last one \d+ s after its slot\./)
})

test('a slot after midnight comes last in its day, with the date on which it really goes out', async () => {
  const slots = '[{ name: morning, at: "08:00" }, { name: night, at: "01:30" }]'
  const late = PLAN.replace(/slots: .*/, `slots: ${slots}\ndayStartsAt: "04:00"`)
  const files = { 'content-library/plans/reading.yml': late, 'content-library/posts/reading/sale.md': '' }
  const { out } = await plan(project(files), 'reading', '--start', '2026-12-01', '--days', '1')
  expect(out.split('\n').slice(2, 4)).toEqual([
    expect.stringMatching(/^ +08:00 morning +01:30 night$/),
    expect.stringMatching(/^2026-12-01 Tue {2}day 1 {2}第一天：先认识一下 +\(12-02\) \S+$/),
  ])
})

test('the highest share is that of the whole plan, and says so when only some days are shown', async () => {
  const there = project()
  const some = await plan(there, 'reading', '--start', '2026-12-01', '--days', '1')
  expect(some.out).toContain('; highest, of the whole plan, in the 7 days up to 2026-12-03: 1 of 6 posts')
  expect((await plan(there, 'reading', '--start', '2026-12-01')).out).not.toContain('of the whole plan')
})

test('a day of a flash plan on which only marketing goes out is not dead', async () => {
  const flash = PLAN.replace('checkin', 'flash').replace(/slots: .*/, 'slots: [{ name: noon, at: "12:00" }]')
  const files = {
    'content-library/plans/flash.yml': flash,
    'content-library/posts/flash/sale.md': post('特卖', 'day: 1', 'marketing'),
  }
  const { out } = await plan(project(files), 'flash', '--start', '2026-12-01')
  expect(out).toMatch(/^2026-12-01 Tue {2}day 1 {2,}\* 特卖/m)
  // The control: a day on which nothing goes out is.
  expect(out).toMatch(/^2026-12-02 Wed {2}day 2 dead/m)
})

test('ids instead of titles, as commands take them', async () => {
  const { out } = await plan(project(), 'reading', '--start', '2026-12-01', '--ids')
  expect(out).toMatch(/2026-12-03 Thu {2}day 3 {2}day-03 +\* sale/)
})

test('how many groups there are is read from what is recorded', async () => {
  const there = project({
    'bonfire.config.ts': `export default { plugins: [], plan: { name: 'x', timezone: 'Asia/Shanghai' },
      accounts: [{ id: 'main', platform: 'telegram' }] }`,
    '.env': 'TELEGRAM_BOT_TOKEN=1234567:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  })
  const commits = ['g1', 'g2', 'g2', 'office:main'].map((group, index) =>
    commit(`msg:${index}`, index, [['a/b', {}]], group),
  )
  await record(there.at('data/live'), { main: commits })
  const { out } = await plan(there, 'reading', '--config', there.at('bonfire.config.ts'), '--json')
  expect(JSON.parse(out).accounts).toMatchObject([{ account: 'main', groups: 2 }])
})
