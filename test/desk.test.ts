import { describe, expect, test } from 'vitest'
import checkIn from '../plugins/check-in/index.ts'
import { deliveries } from '../src/host/core/deliveries.ts'
import { membership } from '../src/host/core/membership.ts'
import { setup } from '../src/host/core/setup.ts'
import { caller, type DeskLab, daysOf, deskLab } from './desk-lab.ts'

describe('a chat', () => {
  test('is no group before somebody brings the bot in or asks it in, and talk there leaves no trace', async () => {
    const lab = await deskLab([checkIn])
    const before = lab.journal.lines.length
    await lab.says('c1', 'amy', '打卡')
    await lab.says('c1', 'amy', '/help')
    expect([lab.journal.lines.length, lab.news(), lab.desk.known()]).toEqual([before, [], []])
    await lab.says('c1', 'ann', '/setup', { role: 'owner' })
    expect(lab.desk.known().map(({ id }) => id)).toEqual(['c1'])
    expect(lab.news()).toHaveLength(1)
  })

  test.each(['/Setup', '／setup', '/设置'])('is opened by %s as well', async text => {
    const lab = await deskLab([checkIn])
    await lab.says('c1', 'ann', text, { role: 'owner' })
    expect(lab.desk.known()).toHaveLength(1)
  })

  test.each(['/setupfoo', 'setup the tent', '/help'])('is not opened by %s', async text => {
    const lab = await deskLab([checkIn])
    await lab.says('c1', 'ann', text, { role: 'owner' })
    expect(lab.desk.known()).toHaveLength(0)
  })

  test('gets another code when its owner has gone and the platform names none', async () => {
    const lab = await deskLab([checkIn])
    const group = await lab.setsUp('c1', 'ann')
    await lab.leaves('c1', 'ann')
    await lab.says('c1', 'amy', '早')
    expect(lab.host.read(group, setup).group.code).toBe('CODE-2345')
  })

  test('becomes one group, however often the bot is brought in', async () => {
    const lab = await deskLab([checkIn])
    const group = await lab.setsUp('c1')
    await lab.standing('c1', 'gone')
    await lab.standing('c1', 'member', 'Another title')
    expect(lab.desk.known()).toEqual([{ group, id: 'c1', title: 'Another title' }])
    expect(lab.desk.chatOf(group)).toBe('c1')
  })

  test('keeps its group, streaks and all, when the platform gives it another id', async () => {
    const lab = await deskLab([checkIn])
    const group = await lab.setsUp('c1')
    await lab.says('c1', 'amy', '打卡 读了三十页', { id: 500 })
    await lab.migrates('c1', 's1')
    await lab.pass(24 * 3_600_000)
    await lab.says('s1', 'amy', '打卡 又读了三十页')
    expect(daysOf(lab, group, 'amy')).toBe(2)
    expect(lab.sent.at(-1)!.chat.id).toBe('s1')
    // What comes again under the old id is known.
    const before = lab.journal.lines.length
    await lab.says('c1', 'amy', '打卡 读了三十页', { id: 500, ageMs: 24 * 3_600_000 })
    expect(lab.journal.lines.length).toBe(before)
  })

  test('acknowledges by name in its new chat what could not be acknowledged in the old one', async () => {
    const lab = await deskLab([checkIn], { reactions: true })
    await lab.setsUp('c1')
    lab.answers(() => ({ is: 'failed', reason: 'busy', again: true }))
    await lab.says('c1', 'amy', '打卡 读了三十页')
    await lab.pass(1_000)
    await lab.migrates('c1', 's1')
    lab.answers(() => ({ is: 'sent', at: lab.clock.now() }))
    lab.news()
    await lab.pass(60_000)
    expect(lab.news()).toEqual([expect.stringMatching(/^s1: @amy /)])
  })

  test('keeps its own language and zone over a restart', async () => {
    const lab = await deskLab([checkIn])
    const group = await lab.setsUp('c1')
    await lab.says('c1', 'ann', '/setup zone Europe/Berlin', { role: 'owner' })
    await lab.restart()
    expect(lab.host.settingsOf(group).calendar.timeOf(lab.clock.now())).toBe('02:00')
  })

  test('is found again although the platform told of the new chat before it told of the move', async () => {
    const lab = await deskLab([checkIn])
    const group = await lab.setsUp('c1')
    await lab.says('c1', 'amy', '打卡')
    await lab.standing('s1', 'member')
    await lab.migrates('c1', 's1')
    expect(lab.desk.known()).toEqual([{ group, id: 's1', title: 'c1' }])
    await lab.pass(24 * 3_600_000)
    await lab.says('s1', 'amy', '打卡')
    expect(daysOf(lab, group, 'amy')).toBe(2)
    // The old chat is closed by the platform, which is no matter to the group.
    await lab.standing('c1', 'gone')
    expect(lab.host.read(group, setup).group.standing).toBe('admin')
  })

  test('names whom it answers in its new chat when the message is in the old one: its number means another there', async () => {
    const lab = await deskLab([caller], { reactions: true })
    await lab.setsUp('c1')
    lab.account.disconnected()
    await lab.says('c1', 'amy', '/pick tea')
    await lab.pass(1_000)
    await lab.migrates('c1', 's1')
    lab.account.connected()
    lab.account.caughtUp()
    await lab.settle()
    expect(lab.sent).toMatchObject([{ kind: 'message', chat: { id: 's1' }, text: '@amy 选了 tea' }])
    expect(lab.sent[0]).not.toHaveProperty('replyTo')
    // The control: what is said in the new chat is answered there.
    lab.news()
    await lab.pass(1_000)
    await lab.says('s1', 'amy', '/pick water')
    expect(lab.sent[0]).toHaveProperty('replyTo')
  })

  test('is answered in the topic of the question, and spoken to in the topic where it was set up', async () => {
    const lab = await deskLab([caller])
    await lab.standing('c1', 'admin')
    for (const what of ['language zh-CN', 'zone Asia/Shanghai', 'plan main'])
      await lab.says('c1', 'ann', `/setup ${what}`, { role: 'owner', topic: '5' })
    lab.news()
    await lab.says('c1', 'amy', '/pick tea', { topic: '7' })
    await lab.says('c1', 'amy', '/post', { topic: '7' })
    expect(lab.sent.map(({ chat }) => chat.topic)).toEqual(['7', '5'])
  })

  test('can be claimed although the process ended before there was a code', async () => {
    const lab = await deskLab([checkIn])
    const { update } = standingOf('c1', lab)
    const [bound] = lab.desk.route(update)
    lab.account.decide(bound!)
    await lab.take(update)
    const group = lab.desk.known()[0]!.group
    expect(lab.host.read(group, setup).group.code).toBe('CODE-2345')
  })

  test('gets nothing more once the bot was removed: what was owed is withdrawn', async () => {
    const lab = await deskLab([caller])
    const group = await lab.setsUp('c1')
    await lab.says('c1', 'amy', '/post')
    expect(lab.news()).toEqual(['c1: 帖子'])
    await lab.standing('c1', 'gone')
    await lab.says('c1', 'amy', '/post')
    expect(lab.news()).toEqual([])
    const targets = [...lab.host.read(group, deliveries).pending.each()].map(([, { target }]) => target)
    expect(targets).toEqual(['owner'])
  })
})

test('the owner is told in private when the bot is no longer an admin, and when it was removed', async () => {
  const lab = await deskLab([caller])
  await lab.setsUp('c1', 'ann')
  await lab.says('ann', 'ann', '/start')
  lab.news()
  await lab.standing('c1', 'member')
  expect(lab.news()).toEqual([expect.stringMatching(/^t:ann: 我在「c1」不再是管理员了/)])
  await lab.standing('c1', 'member')
  await lab.standing('c1', 'admin')
  expect(lab.news()).toEqual([])
  await lab.standing('c1', 'gone')
  expect(lab.news()).toEqual([expect.stringMatching(/^t:ann: 我被移出了「c1」/)])
})

function standingOf(chat: string, lab: DeskLab) {
  const base = { cause: `standing:${chat}`, at: lab.clock.now(), chat: chat as never }
  return { update: { ...base, kind: 'standing', standing: { is: 'member' }, title: chat } as const }
}

describe('who is in a chat', () => {
  test('is learned from the first list, without taking anybody for a newcomer', async () => {
    const lab = await deskLab([checkIn])
    const group = await lab.setsUp('c1')
    await lab.roster(
      'c1',
      Array.from({ length: 120 }, (_, i) => `m${i}`),
    )
    expect(lab.host.read(group, membership).members.of(lab.idOf('m119'))).toMatchObject({
      presence: 'present',
      joins: 0,
    })
  })

  test('is learned to the end, although the process ended in the middle of the list', async () => {
    const lab = await deskLab([checkIn])
    const group = await lab.setsUp('c1')
    const names = Array.from({ length: 120 }, (_, i) => `m${i}`)
    const people = names.map(name => ({ member: lab.idOf(name) }))
    const base = { cause: 'roster:torn', at: lab.clock.now(), chat: 'c1' as never }
    const [first] = lab.desk.route({ ...base, kind: 'roster', people })
    lab.account.decide(first!)
    await lab.settle()
    await lab.restart()
    await lab.pass(10 * 60_000)
    await lab.roster('c1', names)
    expect(lab.host.read(group, membership).members.of(lab.idOf('m119'))).toMatchObject({
      presence: 'present',
      joins: 0,
    })
  })

  test('tells, where it names the bot’s own group, that the bot was brought back', async () => {
    const lab = await deskLab([checkIn])
    const group = await lab.setsUp('c1')
    await lab.standing('c1', 'gone')
    await lab.roster('c1', ['ann'])
    expect(lab.host.read(group, setup).group.standing).toBe('member')
  })

  test('is not taken from a list that is older than what was heard since', async () => {
    const lab = await deskLab([checkIn])
    const group = await lab.setsUp('c1')
    await lab.roster('c1', ['ann', 'amy'])
    await lab.pass(10 * 60_000)
    await lab.joins('c1', 'bob')
    await lab.leaves('c1', 'amy')
    await lab.roster('c1', ['ann', 'amy'])
    const presence = () =>
      ['amy', 'bob'].map(name => lab.host.read(group, membership).members.of(lab.idOf(name)).presence)
    expect(presence()).toEqual(['left', 'present'])
    // The control: a list that comes later is believed.
    await lab.pass(10 * 60_000)
    await lab.roster('c1', ['ann', 'amy'])
    expect(presence()).toEqual(['present', 'left'])
  })

  test('is compared with every later list: who came and who went while nobody told', async () => {
    const lab = await deskLab([checkIn])
    const group = await lab.setsUp('c1')
    await lab.roster('c1', ['ann', 'amy', 'bob'])
    await lab.pass(10 * 60_000)
    await lab.roster('c1', ['ann', 'bob', 'cat'])
    const { members } = lab.host.read(group, membership)
    const presence = ['amy', 'bob', 'cat'].map(name => members.of(lab.idOf(name)).presence)
    expect([presence, members.of(lab.idOf('cat')).joins]).toEqual([['left', 'present', 'present'], 1])
  })
})
