import { expect, test } from 'vitest'
import type { MemberId } from '../src/events/ids.ts'
import type { PlaygroundAct, PlaygroundRecord } from '../src/playground/wire.ts'
import { FEW, type PlayedPage, playedPage } from './played-page.ts'
import { rehearsalProject } from './rehearsal-project.ts'

const nobody = 'sim:nobody' as MemberId
/** Somebody made by whoever plays. */
async function newcomer(page: PlayedPage, name = '小新'): Promise<MemberId> {
  const answer = await page.act({ act: 'join', name })
  if (!answer.ok) throw new Error(answer.problem['en-US'])
  return answer.member!
}
const idOf = async (page: PlayedPage, is: 'owner' | 'member') =>
  (await page.state()).people.find(person => person.is === is && person.isIn)!.member
const code = async (page: PlayedPage, act: PlaygroundAct) => {
  const answer = await page.act(act)
  return answer.ok ? 'ok' : answer.code
}

test('a newcomer joins and checks in, and what was recorded for it is told with why', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  const you = await newcomer(page)
  const said = await page.act({ act: 'say', as: you, text: '打卡 十页' })
  expect(said).toEqual({ ok: true, line: expect.any(Number) })
  const lines = await page.lines()
  const line = lines[(said as { line: number }).line]!
  expect(line).toMatchObject({ is: 'said', member: you, text: '打卡 十页', reactions: [{ emoji: '🔥', isBot: true }] })
  expect(lines.map(({ number }) => number)).toEqual(lines.map((_, index) => index))
  const record = await page.record(line.number)
  expect(record.is).toBe('recorded')
  expect(record.commits[0]!.why).toEqual({ 'zh-CN': '小新 说了「打卡 十页」', 'en-US': '小新 said "打卡 十页"' })
  expect(record.commits[0]!.facts.map(({ type }) => type)).toContain('check-in/checkedIn')
  expect(record.deliveries).toContainEqual(
    expect.objectContaining({ plugin: 'check-in', class: 'receipt', state: 'sent' }),
  )
  expect((await page.state()).people.find(({ member }) => member === you)).toMatchObject({ is: 'you', isIn: true })
})

test('a post tells which commit owed it, and that it was sent; ordinary talk tells of nothing', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  const posted = (await page.lines()).find(({ is, text }) => is === 'sent' && text.includes('正文'))!
  const { commits, deliveries } = await page.record(posted.number)
  expect(commits[0]!.cause).toMatch(/^schedule:topics\/slots:/)
  expect(commits[0]!.why['en-US']).toMatch(
    /^a time that is set for each day has come: \d\d:\d\d \(topics\/slots\); its post is posts\/short\//,
  )
  expect(deliveries).toEqual([expect.objectContaining({ plugin: 'topics', class: 'broadcast', state: 'sent' })])
  const you = await newcomer(page)
  await page.act({ act: 'say', as: you, text: '早' })
  const { line } = (await page.act({ act: 'say', as: you, text: '大家好' })) as { line: number }
  expect(await page.record(line)).toEqual({ line, commits: [], deliveries: [], is: 'nothing' })
})

test('somebody speaks to the bot in private, and only they see it as theirs', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  const you = await newcomer(page)
  await page.act({ act: 'say', as: you, text: '/help', private: true })
  const said = (await page.lines()).filter(line => line.private !== null).slice(-2)
  expect(said.map(({ is, private: whose }) => [is, whose])).toEqual([
    ['said', you],
    ['sent', you],
  ])
})

test('what cannot be done is refused in both languages, and says what would be right', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  const you = await newcomer(page)
  const before = (await page.state()).lines
  const wrong: readonly (readonly [act: object, code: string])[] = [
    [{ act: 'say', as: nobody, text: 'x' }, 'no-such-member'],
    [{ act: 'say', as: '', text: 'x' }, 'no-such-member'],
    [{ act: 'say', as: 'sim:constructor', text: 'x' }, 'no-such-member'],
    [{ act: 'say', as: you, text: '  ' }, 'empty-text'],
    [{ act: 'say', as: you, text: 'x'.repeat(4_097) }, 'long-text'],
    [{ act: 'say', as: you, text: 'x', replyTo: 99_999 }, 'no-such-line'],
    [{ act: 'say', as: you, text: 'x', replyTo: 0.5 }, 'no-such-line'],
    [{ act: 'say', as: you, text: 'x', extra: 1 }, 'unknown-act'],
    [{ act: 'press', as: you, line: 0, button: '/help' }, 'no-such-line'],
    [{ act: 'press', as: you, line: 99_999, button: '/help' }, 'no-such-line'],
    [{ act: 'react', as: you, line: before - 1, emoji: '<b>', on: true }, 'not-an-emoji'],
    [{ act: 'join', name: '' }, 'bad-name'],
    [{ act: 'join', name: 'a\nb' }, 'bad-name'],
    [{ act: 'join', name: 'x'.repeat(31) }, 'bad-name'],
    [{ act: 'join', name: '小新' }, 'name-taken'],
    [{ act: 'join', name: (await page.state()).bot }, 'name-taken'],
    [{ act: 'join', name: 'a\u202eb' }, 'bad-name'],
    [{ act: 'join', name: '\u200d' }, 'bad-name'],
    [{ act: 'leave', as: nobody }, 'no-such-member'],
    [{ act: 'run', to: 'week' }, 'unknown-act'],
    [{ act: 'start', plan: 'nope' }, 'no-such-plan'],
    [{ act: 'start', members: 0 }, 'bad-members'],
    [{ act: 'start', members: 501 }, 'bad-members'],
    [{ act: 'start', seed: -1 }, 'bad-seed'],
    [{ act: 'start', toDay: 5 }, 'bad-day'],
    [{ act: 'start', toDay: 1.5 }, 'not-a-day'],
    [{ act: 'start', toDay: 'x' }, 'not-a-day'],
    [{ act: 'start', platform: 'irc' }, 'bad-platform'],
    [{ act: 'dance' }, 'unknown-act'],
    [[], 'unknown-act'],
  ]
  for (const [act, expected] of wrong) {
    const response = await page.sends(JSON.stringify(act))
    const answer = (await response.json()) as { code: string; problem: Record<string, string> }
    expect([act, response.status, answer.code]).toEqual([act, 400, expected])
    expect(answer.problem['zh-CN']).toMatch(/[\u4e00-\u9fff]/)
    expect(answer.problem['en-US']).toMatch(/^[\x20-\x7e]+/)
  }
  expect((await page.sends('{')).status).toBe(400)
  expect((await page.state()).lines).toBe(before)
})

test('names are written as people write them: families, flags, Persian', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  for (const name of ['👨\u200d👩\u200d👧', '🏳️\u200d🌈 Robin', 'می\u200cخواهم']) {
    const member = await newcomer(page, name)
    expect((await page.state()).people).toContainEqual(expect.objectContaining({ member, name }))
  }
})

test('a reply to the bot quotes it by the name that it has in the chat', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  const you = await newcomer(page)
  const posted = (await page.lines()).find(({ is, text }) => is === 'sent' && text.includes('正文'))!
  const { line } = (await page.act({ act: 'say', as: you, text: '好', replyTo: posted.number })) as { line: number }
  const { bot } = await page.state()
  expect(bot).not.toBe('Bonfire')
  expect((await page.lines())[line]!.replyTo).toMatchObject({ number: posted.number, name: bot })
})

test('an answer for which nothing was recorded says so; what a timer brought begins with what had set it', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  const you = await newcomer(page)
  await page.act({ act: 'say', as: you, text: '/streak', private: true })
  await page.act({ act: 'say', as: you, text: '/streak', private: true })
  const answer = (await page.lines()).findLast(line => line.is === 'sent' && line.private === you)!
  expect(await page.record(answer.number)).toMatchObject({ is: 'answer', commits: [], deliveries: [] })
  const rung: PlaygroundRecord[] = []
  for (const { is, number } of await page.lines()) {
    const record = is === 'sent' ? await page.record(number) : null
    if (record?.commits.some(({ cause }) => cause.startsWith('wake:'))) rung.push(record)
  }
  expect(rung.length, 'messages that a timer brought').toBeGreaterThan(0)
  const setFirst = rung.map(({ commits }) => commits[0]!.facts.some(({ type }) => type === 'timers/set'))
  expect(setFirst).toEqual(rung.map(() => true))
})

test('who has left cannot speak in the group, and may come back', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  const you = await newcomer(page)
  expect(await code(page, { act: 'leave', as: you })).toBe('ok')
  expect(await code(page, { act: 'leave', as: you })).toBe('not-in-group')
  expect(await code(page, { act: 'say', as: you, text: 'x' })).toBe('not-in-group')
  expect(await code(page, { act: 'join', name: '小新' })).toBe('ok')
  expect(await code(page, { act: 'say', as: you, text: 'x' })).toBe('ok')
})

test('somebody reacts and takes it back; a second time changes nothing, and WeChat has none', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  const you = await newcomer(page)
  const { line } = (await page.act({ act: 'say', as: await idOf(page, 'member'), text: '大家好' })) as { line: number }
  const react = { act: 'react', as: you, line, emoji: '❤️' } as const
  expect(await code(page, { ...react, on: true })).toBe('ok')
  expect((await page.lines())[line]!.reactions).toEqual([{ emoji: '❤️', count: 1, isBot: false, by: [you] }])
  expect(await code(page, { ...react, on: true })).toBe('no-such-reaction')
  expect(await code(page, { ...react, on: false })).toBe('ok')
  expect((await page.lines())[line]!.reactions).toBeUndefined()
  await page.act({ act: 'start', platform: 'wechat' })
  await page.still()
  const here = await idOf(page, 'member')
  expect(await code(page, { ...react, as: here, on: true })).toBe('no-reactions')
})

test('a button is pressed by what it says; one that is not there is refused', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  const you = await newcomer(page)
  await page.act({ act: 'run', to: 'hour' })
  await page.still()
  const { line } = (await page.act({ act: 'say', as: you, text: '/help', private: true })) as { line: number }
  const withButtons = (await page.lines()).find(({ buttons }) => buttons?.some(({ url, opens }) => !url && !opens))
  expect(withButtons, 'a message with buttons').toBeDefined()
  const button = withButtons!.buttons!.find(({ url, opens }) => !url && !opens)!
  const as = withButtons!.private ?? you
  expect(await code(page, { act: 'press', as, line: withButtons!.number, button: button.says ?? button.label })).toBe(
    'ok',
  )
  expect(await code(page, { act: 'press', as, line: withButtons!.number, button: 'gone' })).toBe('no-such-button')
  expect(await code(page, { act: 'press', as: you, line, button: 'x' })).toBe('no-such-button')
})
