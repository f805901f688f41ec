import { rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rehearsalProject, rehearse, SHORT_PLAN, shortLibrary } from './rehearsal-project.ts'

/** So many are enough for a group that lives, and few enough for a test. */
const FEW = ['--members', '6']
const files = (plan: string, more: Readonly<Record<string, string>> = {}) => ({ ...shortLibrary(plan), ...more })

/** Without the rounds. */
const onlyPosts = (plan: string) =>
  Object.fromEntries(Object.entries(shortLibrary(plan)).filter(([file]) => !file.includes('/rounds/')))

describe('a rehearsal', () => {
  test('is the same for the same seed, to the letter, and another for another', async () => {
    const project = rehearsalProject()
    const play = (seed: string) => rehearse(project, 'short', ...FEW, '--seed', seed, '--transcript')
    const [first, again, other] = [await play('3'), await play('3'), await play('4')]
    expect(first.out.length).toBeGreaterThan(2_000)
    expect(again.out).toBe(first.out)
    expect(other.out).not.toBe(first.out)
  })

  test('ends in a closed group where nobody buys', async () => {
    const { exitCode, out } = await rehearse(rehearsalProject(), 'short', ...FEW, '--buyers', '0')
    expect(out).toContain('the list is fixed: 6 people (close)')
    expect(out).toContain('Ending: closed')
    expect(out).toContain('Nothing found that should be otherwise.')
    expect(exitCode).toBe(0)
  })

  test('graduates where some buy: they stay, and the others are removed', async () => {
    const { exitCode, out } = await rehearse(rehearsalProject(), 'short', ...FEW, '--seed', '5', '--buyers', '0.4')
    expect(out).toContain('Ending: graduated')
    expect(out).toMatch(/the list is fixed: [1-5] people \(graduate\)/)
    expect(exitCode).toBe(0)
  })

  test('is handed over to its owner where the platform removes nobody', async () => {
    const { exitCode, out } = await rehearse(
      rehearsalProject(),
      'short',
      ...FEW,
      '--buyers',
      '0',
      '--platform',
      'wechat',
    )
    expect(out).toContain('Ending: handed over to its owner')
    // What the platform cannot is to be known, and nothing to be ashamed of.
    expect(out).toContain('warning plugins/closing: Not delivered')
    expect(exitCode).toBe(0)
  })

  test('goes on where no plugin ends it, and where the plan keeps everybody', async () => {
    const plugins = ['check-in', 'points', 'topics']
    const plan = SHORT_PLAN.replace(/^(conversion|closing):.*\n/gm, '')
    const without = await rehearse(rehearsalProject(files(plan), plugins), 'short', ...FEW)
    expect(without.out).toContain('Ending: the group goes on')
    expect(without.exitCode).toBe(0)
    const kept = await rehearse(rehearsalProject(files(plan)), 'short', ...FEW)
    expect(kept.out).toContain('Ending: the group goes on')
    expect(kept.exitCode).toBe(0)
  })
})

describe('a last offer that is open long after the plan', () => {
  const round3 = 'content-library/rounds/short/round-3.md'
  const open = (hours: number) => ({ [round3]: shortLibrary()[round3]!.replace('hours: 4', `hours: ${hours}`) })

  test('is waited for, and the closing after it', async () => {
    const project = rehearsalProject(files(SHORT_PLAN, open(336)))
    const { exitCode, out } = await rehearse(project, 'short', ...FEW, '--buyers', '0')
    expect(out).toMatch(/2026-03-19 .*\n.*offer ends: 第 3 轮/)
    expect(out).toContain('Ending: closed')
    expect(exitCode).toBe(0)
  })

  test('and what comes after the plan is no day of it, and quiet days are left out', async () => {
    const plan = SHORT_PLAN.replace(/^closing:.*\n/gm, '')
    const { out, page } = await rehearse(rehearsalProject(files(plan, open(336))), 'short', ...FEW)
    expect(out).toContain('offer ends: 第 3 轮')
    expect(out).toContain('#4')
    expect(out).not.toContain('#5')
    expect(out).not.toContain('2026-03-12')
    expect(page()).toContain('>2026-03-19<')
    expect(page()).not.toContain('<th scope="row">2026-03-12</th>')
  })
})

test('the rate of check-ins is of the members, whom the teacher is not one of', async () => {
  const { out } = await rehearse(rehearsalProject(), 'short', '--members', '1', '--buyers', '0')
  const days = [...out.matchAll(/ #\d .* (\d+) +(\d+) %/g)]
  expect(days).toHaveLength(4)
  for (const [, checkIns] of days) expect(Number(checkIns)).toBeLessThanOrEqual(1)
})

describe('what it finds ends with 1', () => {
  async function finds(plan: string, more: Readonly<Record<string, string>> = {}, args: readonly string[] = []) {
    const { exitCode, out } = await rehearse(rehearsalProject(files(plan, more)), 'short', ...FEW, ...args)
    return { exitCode, lines: out.split('\n').filter(line => /^(?:error|warning) /.test(line)) }
  }

  test('a closing without an order source, and the group that never ends because of it', async () => {
    const { exitCode, lines } = await finds(SHORT_PLAN.replace('orders: shop', 'orders: none'))
    expect(lines[0]).toMatch(
      /^error plans\/short.yml:13: The group is to be closed, and nothing tells of orders.*\[no-order-source\]$/,
    )
    expect(lines[1]).toMatch(/^error plans\/short.yml:13: .*it waited for: no-source\. \[no-ending\]$/)
    expect(exitCode).toBe(1)
  })

  test('a dead day, which keeps the plan from starting', async () => {
    const { exitCode, lines } = await finds(SHORT_PLAN.replace('days: 4', 'days: 8'))
    expect(lines[0]).toMatch(/^error plans\/short.yml: .*\[dead-days\]$/)
    expect(lines.at(-1)).toMatch(/\[not-started\]$/)
    expect(exitCode).toBe(1)
  })

  test('a round that does not fit the cap', async () => {
    const { exitCode, lines } = await finds(
      SHORT_PLAN.replace('rules: r', 'rules: r\nmarketing: { maxShare: 0.1, windowDays: 7 }'),
    )
    expect(lines.join('\n')).toMatch(/\[(?:marketing-share|cannot-fit|round-not-sent)\]/)
    expect(exitCode).toBe(1)
  })

  test('a draw whose notice misses its round', async () => {
    const draw = (closes: number) =>
      `---\ntitle: 抽奖\nday: 3\ncloses: { day: ${closes}, at: "12:00" }\nprizes: [{ name: 书签, count: 1 }]\n---\n来抽奖\n`
    const late = await finds(SHORT_PLAN, { 'content-library/draws/short/one.md': draw(5) })
    expect(late.lines).toEqual([
      'error draws/short/one.md: Entries of the draw close on day 5, and the plan has 4: nobody is there for its notice. [draw-misses]',
    ])
    expect(late.exitCode).toBe(1)
    const early = await finds(SHORT_PLAN, { 'content-library/draws/short/one.md': draw(2) })
    // One that closes before it is announced is a file with a mistake: with it the plan does not start at all.
    expect(early.lines[0]).toContain('The plan was not started.')
    // The control.
    expect((await finds(SHORT_PLAN, { 'content-library/draws/short/one.md': draw(4) })).lines).toEqual([])
  })
})

test('more people than fit into a group of the platform are found as well', async () => {
  const plan = SHORT_PLAN.replace(/^(conversion|closing):.*\n/gm, '').replace('days: 4', 'days: 1')
  const project = rehearsalProject(onlyPosts(plan), ['check-in', 'topics'])
  const many = await rehearse(project, 'short', '--platform', 'wechat', '--members', '498')
  expect(many.out).toContain('501 people do not fit into one group: on wechat it holds 500.')
  expect(many.exitCode).toBe(1)
  // The control.
  const fewer = await rehearse(project, 'short', '--platform', 'wechat', '--members', '497')
  expect(fewer.out).toContain('Nothing found that should be otherwise.')
})

describe('the command line', () => {
  test.each([
    [['shrot'], 'There is no plan "shrot". Did you mean "short"? There is: short.'],
    [['short', '--seed', 'x'], 'Use a whole number below 2147483648, e.g. 7.'],
    [['short', '--buyers', '1.5'], 'Use a number from 0 to 1, e.g. 0.035 for 3.5 %.'],
    [['short', '--members', '0'], 'Use a whole number from 1 on.'],
    [['short', '--platform', 'telegran'], 'Did you mean "telegram"?'],
    [['short', '--sede', '7'], "unknown option '--sede'"],
  ])('%j is not understood', async (args, says) => {
    const { exitCode, err } = await rehearse(rehearsalProject(), ...args)
    expect(err).toContain(says)
    expect(exitCode).toBe(2)
  })

  test('a library that is not there is said, and not taken for one without plans', async () => {
    const { exitCode, err } = await rehearse(rehearsalProject(), 'short', '--library', '/nope')
    expect(err).toBe(
      '/nope: there is no such folder.\n→ Name the library with --library FOLDER, or as `content` in bonfire.config.ts.\n',
    )
    expect(exitCode).toBe(2)
  })

  test('a folder that cannot be written is said', async () => {
    const project = rehearsalProject(shortLibrary(), ['check-in', 'points', 'topics'])
    rmSync(project.at('content-library/plans/short.yml'))
    project.write({
      'content-library/plans/short.yml': SHORT_PLAN.replace(/^(conversion|closing):.*\n/gm, ''),
      file: '',
    })
    const args = ['short', '--members', '2', '--report', project.at('file', 'r.html')]
    const { exitCode, err } = await rehearse(project, ...args)
    expect(err).toContain('cannot be written')
    expect(exitCode).toBe(1)
  })
})

describe('the report', () => {
  test('is one page that needs nothing else, with every name escaped', async () => {
    const { page } = await rehearse(rehearsalProject(), 'short', ...FEW, '--buyers', '0')
    const html = page()
    expect(html).toContain('「四天&lt;小群&gt;」的彩排')
    expect(html).not.toContain('<小群>')
    expect(html).not.toMatch(/<script|<link|src=|href=|@import|url\(/)
    expect(html.match(/<svg /g)).toHaveLength(5)
    expect(html).toContain('结局：关群')
    expect(html).toContain('人（关群）')
    expect(html).toContain('订单来源：商店')
  })
})
