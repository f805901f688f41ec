import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { commit, memoryTerminal, record } from '../../test/recorded-data.ts'
import { tempProject } from '../../test/temp-project.ts'
import { openDataFolder } from '../journal/data-folder.ts'
import { run } from './program.ts'

const AMY = 'telegram:81'
const BEN = 'telegram:82'
const COMMITS = [
  commit('msg:g1:1', 0, [
    ['check-in/checkedIn', { member: AMY, day: '2026-11-21', streakDays: 3, message: 'm1', note: '=读完 "第三章"' }],
    [
      'outbox/owed',
      {
        ...{ delivery: '1.1', plugin: 'check-in', class: 'receipt', target: 'group', deadline: 1795000900000 },
        says: [{ plugin: 'check-in', key: 'done', params: { streakDays: 3 } }],
      },
    ],
  ]),
  commit('delivery:1.1:sent', 1, [['outbox/sent', { delivery: '1.1', message: 'b1', at: 1795262460000 }]]),
  commit('msg:g2:1', 2, [['membership/joined', { member: BEN, at: 1795262520000, inviter: AMY }]], 'g2'),
  commit('wake:points', 3, [
    ['outbox/owed', { delivery: '4.1', plugin: 'points', class: 'broadcast', target: { member: BEN }, says: [] }],
  ]),
]

/** A project whose playground has one account with these commits. */
async function projectWithData(folder = 'data/playground') {
  const project = tempProject({
    'bonfire.config.ts': `export default { plugins: [], plan: { name: 'x', timezone: 'Asia/Shanghai' } }`,
  })
  await record(project.at(folder), { main: COMMITS })
  return project
}
type Project = Awaited<ReturnType<typeof projectWithData>>

/** Runs `npm run journal -- …` on a project. Paths are shown as seen from it. */
async function journal(project: Project, ...args: readonly string[]) {
  const terminal = memoryTerminal()
  const config = ['--config', project.at('bonfire.config.ts')]
  const code = await run(['journal', ...args, ...config], terminal)
  const shorten = (text: string) => text.replaceAll(`${project.root}/`, '')
  return { code, out: shorten(terminal.outText()), err: shorten(terminal.errText()) }
}
const segment = (project: Project) => project.at('data/playground/main/journal/j000000000000001.jsonl')

test('verify shows each segment and changes nothing', async () => {
  const project = await projectWithData()
  const before = snapshot(project.at('data'))
  const { code, out } = await journal(project, 'verify')
  expect(out.replace(/[\d,]+( {2}ok)/, 'BYTES$1').replace(/ +bytes/, '  bytes')).toMatchInlineSnapshot(`
    "data/playground/main/journal
      segment                 first  lines  bytes  state
      j000000000000001.jsonl      1      4    BYTES  ok

    1 account, 1 segment, 4 lines: all whole.
    "
  `)
  expect(code).toBe(0)
  expect(snapshot(project.at('data'))).toEqual(before)
})

test('verify names a damaged line, file and all, and ends with 1', async () => {
  const project = await projectWithData()
  writeFileSync(segment(project), readFileSync(segment(project), 'utf8').replace('"streakDays":3', '"streakDays":4'))
  const { code, out } = await journal(project, 'verify')
  expect(code).toBe(1)
  expect(out).toContain('✗ data/playground/main/journal/j000000000000001.jsonl:2: its checksum does not match')
  expect(out).toMatch(/1 problem, marked ✗ above\.\n$/)
})

test('a torn last line is no problem: it was never acknowledged', async () => {
  const project = await projectWithData()
  writeFileSync(segment(project), readFileSync(segment(project)).subarray(0, -20))
  const { code, out } = await journal(project, 'verify')
  expect([code, out]).toEqual([0, expect.stringContaining('torn after line 4: never acknowledged')])
})

test('verify looks at real accounts and playground, each account by itself', async () => {
  const project = await projectWithData()
  await record(project.at('data/live'), { main: COMMITS, second: COMMITS })
  writeFileSync(project.at('data/live/second/journal/j0-copy.jsonl'), '')
  const { code, out } = await journal(project, 'verify')
  expect(code).toBe(1)
  expect(out.match(/^data.*$/gm)).toEqual([
    'data/live/main/journal',
    'data/live/second/journal',
    'data/playground/main/journal',
  ])
  expect(out).toContain('3 accounts, 3 segments, 12 lines: 1 problem')
})

test('show writes commits for people, in the zone of the plan, and what became of deliveries', async () => {
  const { code, out, err } = await journal(await projectWithData(), 'show')
  expect(out).toMatchInlineSnapshot(`
    "2026-11-21 20:00:00  g1  msg:g1:1  #1
        check-in/checkedIn  member=telegram:81 day=2026-11-21 streakDays=3 message=m1 note="=读完 \\"第三章\\""
        outbox/owed         1.1 receipt to group: check-in/done {"streakDays":3}
    2026-11-21 20:01:00  g1  delivery:1.1:sent  #2
        outbox/sent  delivery=1.1 message=b1 at=2026-11-21 20:01:00
    2026-11-21 20:02:00  g2  msg:g2:1  #3
        membership/joined  member=telegram:82 at=2026-11-21 20:02:00 inviter=telegram:81
    2026-11-21 20:03:00  g1  wake:points  #4
        outbox/owed  4.1 broadcast to telegram:82:
    deliveries: 1 sent, 1 queued
    "
  `)
  expect(err).toBe('Reading data/playground.\nTimes are in Asia/Shanghai.\n')
  expect(code).toBe(0)
})

const causesShown = async (...args: readonly string[]) => {
  const { out } = await journal(await projectWithData(), 'show', ...args)
  return out.match(/(msg|wake|delivery):\S+/g) ?? []
}

test('show selects by group, member, kind of fact and number', async () => {
  expect(await causesShown('--group', 'g2')).toEqual(['msg:g2:1'])
  expect(await causesShown('--member', AMY)).toEqual(['msg:g1:1', 'msg:g2:1'])
  expect(await causesShown('--member', BEN)).toEqual(['msg:g2:1', 'wake:points'])
  expect(await causesShown('--fact', 'outbox')).toEqual(['msg:g1:1', 'delivery:1.1:sent', 'wake:points'])
  expect(await causesShown('--fact', 'outbox/sent')).toEqual(['delivery:1.1:sent'])
  expect(await causesShown('--last', '2')).toEqual(['msg:g2:1', 'wake:points'])
  expect(await causesShown('--last', '1', '--group', 'g1', '--member', AMY)).toEqual(['msg:g1:1'])
})

test('when nothing fits, show says what was probably meant', async () => {
  const { out, err } = await journal(await projectWithData(), 'show', '--fact', 'check-in/chekedIn')
  expect([out, err.split('\n').at(-2)]).toEqual(['', 'Nothing fits. Did you mean "check-in/checkedIn"?'])
})

test('terminal codes in what members wrote are shown, not obeyed', async () => {
  const project = tempProject()
  await record(project.at('data/live'), {
    main: [commit('msg:1', 0, [['a/b', { note: 'x\u001B[2J\u202Ey\u009B1m' }]])],
  })
  const { out } = await journal(project, 'show', '--data', project.at('data'))
  expect(out).toContain('note=x\\u{1b}[2J\\u{202e}y\\u{9b}1m')
})

test('export writes one JSON object per fact', async () => {
  const { out } = await journal(await projectWithData(), 'export')
  const facts = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(facts).toHaveLength(5)
  expect(facts[0]).toEqual({
    ...{ account: 'main', lsn: 1, at: '2026-11-21T12:00:00.000Z', group: 'g1', cause: 'msg:g1:1' },
    ...{ type: 'check-in/checkedIn', version: 1, data: COMMITS[0]!.facts[0]![1] },
  })
})

test('export as CSV quotes by RFC 4180, and no cell is a formula', async () => {
  const project = tempProject()
  const data = { member: '=HYPERLINK("http://x")', note: '@a,\r\nb' }
  await record(project.at('data/live'), { main: [commit('+1', 0, [['a/b', data]])] })
  const { out } = await journal(project, 'export', '--csv', '--data', project.at('data'))
  expect(out).toBe(
    [
      'account,lsn,at,group,cause,type,version,member,data',
      `main,1,2026-11-21T12:00:00.000Z,g1,'+1,a/b,1,"'=HYPERLINK(""http://x"")","${JSON.stringify(data).replaceAll('"', '""')}"`,
      '',
    ].join('\r\n'),
  )
})

test('what only looks works while the bot runs, and says so', async () => {
  const project = await projectWithData()
  await using _data = await openDataFolder(project.at('data/playground'))
  const inUse = `n use by process ${process.pid}`
  expect((await journal(project, 'show')).err).toContain(inUse)
  expect((await journal(project, 'export')).err).toContain(inUse)
  const { code, err } = await journal(project, 'verify')
  expect([code, err]).toEqual([0, expect.stringContaining(inUse)])
})

test('without data all commands say so, and make none', async () => {
  const project = tempProject()
  for (const command of ['verify', 'show', 'export']) {
    const { code, err } = await journal(project, command, '--data', project.at('nowhere'))
    expect([code, err]).toEqual([1, expect.stringMatching(/^nowhere: there is no data here\.\n→ Start the bot once/)])
  }
  expect(readdirSync(project.root)).not.toContain('nowhere')
})

test('of real accounts and playground, one is shown: the real accounts, unless asked otherwise', async () => {
  const project = await projectWithData()
  await record(project.at('data/live'), { main: [commit('msg:live', 0, [['a/b', {}]])] })
  expect((await journal(project, 'show')).out).toContain('msg:live')
  const { out, err } = await journal(project, 'show', '--playground')
  expect([out.includes('msg:live'), err]).toEqual([false, expect.stringContaining('Reading data/playground.')])
  expect((await journal(project, 'show', '--data', project.at('data/playground'))).out).not.toContain('msg:live')
})

test('an account that does not exist is named with those that do', async () => {
  const { code, err } = await journal(await projectWithData(), 'show', '--account', 'mian')
  expect([code, err]).toEqual([1, expect.stringContaining('there is no account "mian". There are: main.')])
})

test('unknown commands and options are refused with what was probably meant', async () => {
  const project = await projectWithData()
  expect((await journal(project, 'verfy')).err).toContain(`unknown command 'verfy'\n(Did you mean verify?)`)
  expect((await journal(project, 'show', '--grop', 'g1')).err).toContain(
    `unknown option '--grop'\n(Did you mean --group?)`,
  )
  expect((await journal(project, 'show', '--last', '0')).err).toContain('Use a whole number from 1 on.')
  expect((await journal(project, 'export', '--csv', '--json')).code).toBe(1)
})

/** Names, sizes and times of all files. */
function snapshot(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => `${name} ${statSync(path.join(folder, name)).size} ${statSync(path.join(folder, name)).mtimeMs}`)
    .sort()
}
