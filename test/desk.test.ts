import { act, defineMessages, definePlugin, defineSlice, post } from 'bonfire'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { attendance } from '../plugins/check-in/facts.ts'
import checkIn from '../plugins/check-in/index.ts'
import type { GroupId } from '../src/events/ids.ts'
import { deliveries } from '../src/host/core/deliveries.ts'
import { membership } from '../src/host/core/membership.ts'
import { setup } from '../src/host/core/setup.ts'
import { type DeskLab, deskLab, OFFICE } from './desk-lab.ts'

const daysOf = (lab: DeskLab, group: GroupId, name: string) =>
  lab.host.read(group, attendance).members.of(lab.idOf(name)).totalDays

const caller = definePlugin({
  slice: defineSlice({ name: 'caller', facts: {} }),
  messages: defineMessages(
    {
      forOwner: () => '给群主',
      ask: () => '选一个',
      chose: (p: { what: string }) => `选了 ${p.what}`,
      post: () => '帖子',
    },
    { forOwner: () => 'owner', ask: () => 'choose', chose: p => `chose ${p.what}`, post: () => 'post' },
  ),
  config: z.unknown(),
  commands: {
    call: { words: ['call'], decide: ({ say }) => [post(say.forOwner(), { to: 'owner', class: 'notice' })] },
    ask: {
      words: ['ask'],
      decide: ({ say }) => [
        post(say.ask(), {
          buttons: [
            { label: '茶', says: '/pick tea' },
            { label: '更多', url: 'https://example.org' },
            { label: '水', says: '/pick water' },
          ],
        }),
      ],
    },
    pick: {
      words: ['pick'],
      args: z.object({ what: z.string() }),
      decide: ({ say }, { what }) => [say.chose({ what })],
    },
    post: { words: ['post'], decide: ({ say }) => [post(say.post())] },
    quieten: { words: ['quieten'], decide: () => [act.readOnly(true)] },
  },
})

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

  test('does not answer in its new chat what was said in the old one: numbers of messages mean others there', async () => {
    const lab = await deskLab([caller], { reactions: true })
    await lab.setsUp('c1')
    lab.account.disconnected()
    await lab.says('c1', 'amy', '/pick tea')
    await lab.pass(1_000)
    await lab.migrates('c1', 's1')
    lab.account.connected()
    lab.account.caughtUp()
    await lab.settle()
    expect(lab.sent).toMatchObject([{ kind: 'message', chat: { id: 's1' }, text: '选了 tea' }])
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

describe('a private chat', () => {
  test('counts for the only group its member is in', async () => {
    const lab = await deskLab([checkIn])
    const group = await lab.setsUp('c1')
    await lab.says('c1', 'amy', '大家好')
    await lab.says('amy', 'amy', '打卡 读了三十页')
    expect(daysOf(lab, group, 'amy')).toBe(1)
    expect(lab.news()[0]).toMatch(/^t:amy: /)
  })

  test('of somebody whom the bot has seen nowhere is answered, and nothing is recorded but that it is open', async () => {
    const lab = await deskLab([checkIn])
    await lab.says('eve', 'eve', '打卡')
    expect(lab.news()).toEqual([expect.stringContaining('我还没在哪个群里见过你')])
    expect(lab.journal.lines.join()).not.toContain('"eve"')
  })

  test('asks which of several groups is meant, and keeps to the answer', async () => {
    const lab = await deskLab([checkIn])
    const groups = [await lab.setsUp('c1'), await lab.setsUp('c2')] as const
    for (const chat of ['c1', 'c2']) await lab.says(chat, 'amy', '大家好')
    await lab.says('amy', 'amy', '打卡')
    expect(lab.sent.at(-1)).toMatchObject({
      buttons: [
        { label: 'c1', says: '/group main:1' },
        { label: 'c2', says: '/group main:2' },
      ],
    })
    await lab.says('amy', 'amy', `/group ${groups[1]}`)
    await lab.pass(1_000)
    await lab.says('amy', 'amy', '打卡')
    expect(groups.map(group => daysOf(lab, group, 'amy'))).toEqual([0, 1])
  })

  test('takes a number for the answer where there are no buttons', async () => {
    const lab = await deskLab([checkIn], { buttons: false, writesFirst: true })
    const groups = [await lab.setsUp('c1'), await lab.setsUp('c2')] as const
    for (const chat of ['c1', 'c2']) await lab.says(chat, 'amy', '大家好')
    await lab.says('amy', 'amy', '/start')
    expect(lab.news().at(-1)).toContain('回复数字：1 c1 / 2 c2')
    await lab.says('amy', 'amy', '2')
    await lab.pass(1_000)
    await lab.says('amy', 'amy', '打卡')
    expect(groups.map(group => daysOf(lab, group, 'amy'))).toEqual([0, 1])
  })

  test('sends a message that comes again where it went before, although another group was chosen since', async () => {
    const lab = await deskLab([checkIn])
    const groups = [await lab.setsUp('c1'), await lab.setsUp('c2')] as const
    for (const chat of ['c1', 'c2']) await lab.says(chat, 'amy', '大家好')
    await lab.says('amy', 'amy', `/group ${groups[0]}`)
    await lab.pass(1_000)
    await lab.says('amy', 'amy', '打卡', { id: 700 })
    await lab.pass(1_000)
    await lab.says('amy', 'amy', `/group ${groups[1]}`)
    await lab.pass(1_000)
    await lab.says('amy', 'amy', '打卡', { id: 700, ageMs: 2_000 })
    expect(groups.map(group => daysOf(lab, group, 'amy'))).toEqual([1, 0])
  })

  test('asks once its member is in a second group, and never decides for them', async () => {
    const lab = await deskLab([checkIn])
    const groups = [await lab.setsUp('c1'), await lab.setsUp('c2')] as const
    await lab.says('c1', 'amy', '大家好')
    await lab.says('amy', 'amy', '打卡', { id: 900 })
    await lab.says('c2', 'amy', '大家好')
    lab.news()
    await lab.says('amy', 'amy', '我的打卡')
    expect(lab.news()).toEqual([expect.stringContaining('你在好几个群里')])
    // What comes again goes where it went, and is not asked about.
    await lab.says('amy', 'amy', '打卡', { id: 900 })
    expect([lab.news(), groups.map(group => daysOf(lab, group, 'amy'))]).toEqual([[], [1, 0]])
  })

  test('follows the order in which things come: what is said right after a choice is for the chosen group', async () => {
    const lab = await deskLab([checkIn])
    const groups = [await lab.setsUp('c1'), await lab.setsUp('c2')] as const
    for (const chat of ['c1', 'c2']) await lab.says(chat, 'amy', '大家好')
    await lab.says('amy', 'amy', `/group ${groups[1]}`)
    await lab.says('amy', 'amy', '打卡')
    expect(groups.map(group => daysOf(lab, group, 'amy'))).toEqual([0, 1])
  })

  test('can be pointed at another group by number again and again, and by its name', async () => {
    const lab = await deskLab([checkIn], { buttons: false, writesFirst: true })
    const groups = [await lab.setsUp('c1'), await lab.setsUp('c2')] as const
    for (const chat of ['c1', 'c2']) await lab.says(chat, 'amy', '大家好')
    for (const answer of ['1', '2']) {
      await lab.says('amy', 'amy', '/group')
      await lab.says('amy', 'amy', answer)
    }
    await lab.says('amy', 'amy', '打卡')
    expect(groups.map(group => daysOf(lab, group, 'amy'))).toEqual([0, 1])
    // Once answered, a number is only a number.
    lab.news()
    await lab.says('amy', 'amy', '1')
    expect(lab.news()).toEqual([])
    await lab.says('amy', 'amy', '/group c1')
    expect(lab.news()).toEqual([expect.stringContaining('「c1」')])
  })

  test('is not for a group from which the bot was removed', async () => {
    const lab = await deskLab([checkIn])
    const group = await lab.setsUp('c1')
    await lab.says('c1', 'amy', '大家好')
    await lab.standing('c1', 'gone')
    await lab.says('amy', 'amy', '打卡')
    expect(daysOf(lab, group, 'amy')).toBe(0)
    expect(lab.news()).toEqual([expect.stringContaining('我还没在哪个群里见过你')])
  })

  test('of the owner gets what waited for it, once it is open', async () => {
    const lab = await deskLab([caller])
    await lab.setsUp('c1', 'ann')
    await lab.says('c1', 'amy', '/call')
    expect(lab.news()).toEqual([])
    await lab.says('ann', 'ann', '/start')
    await lab.settle()
    expect(lab.news()).toEqual([expect.stringContaining('你好'), 't:ann: 给群主'])
    await lab.restart()
    await lab.says('c1', 'amy', '/call')
    expect(lab.news()).toEqual(['t:ann: 给群主'])
  })
})

describe('where there are no buttons', () => {
  test('a menu is written below the text, and a number within five minutes answers it', async () => {
    const lab = await deskLab([caller], { buttons: false, replies: false })
    await lab.setsUp('c1')
    await lab.says('c1', 'amy', '/ask')
    expect(lab.news()).toEqual(['c1: 选一个\n更多：https://example.org\n回复数字：1 茶 / 2 水'])
    await lab.says('c1', 'bob', '2')
    expect(lab.news()).toEqual(['c1: @bob 选了 water'])
    await lab.says('c1', 'bob', '22')
    await lab.says('c1', 'bob', '3')
    expect(lab.news()).toEqual([])
    await lab.pass(5 * 60_000 + 1)
    await lab.says('c1', 'bob', '2')
    expect(lab.news()).toEqual([])
  })

  test('the control: with buttons a number is talk, and nothing is written below', async () => {
    const lab = await deskLab([caller])
    await lab.setsUp('c1')
    await lab.says('c1', 'amy', '/ask')
    expect(lab.sent.at(-1)).toMatchObject({
      text: '选一个',
      buttons: [{ label: '茶' }, { label: '更多' }, { label: '水' }],
    })
    lab.news()
    await lab.says('c1', 'bob', '2')
    expect(lab.news()).toEqual([])
  })
})

describe('a delivery that a person has on their list', () => {
  const relaying = async () => {
    const lab = await deskLab([caller])
    const group = await lab.setsUp('c1')
    lab.answers(() => ({ is: 'handed' }))
    await lab.says('c1', 'amy', '/post')
    const handed = () => [...lab.host.read(group, deliveries).pending.each()].map(([id, { state }]) => ({ id, state }))
    return { lab, group, handed }
  }

  test('stays there over a restart, and is not unknown', async () => {
    const { lab, handed } = await relaying()
    expect(handed().map(({ state }) => state)).toEqual(['handed'])
    await lab.restart()
    expect(handed().map(({ state }) => state)).toEqual(['handed'])
    expect(lab.sent).toHaveLength(1)
  })

  test('does not keep the next from being handed over', async () => {
    const { lab, handed } = await relaying()
    await lab.says('c1', 'amy', '/post')
    expect(handed()).toHaveLength(2)
  })

  test('leaves it when its time is over', async () => {
    const { lab, handed } = await relaying()
    await lab.restart()
    await lab.pass(2 * 3_600_000 + 1)
    expect(handed()).toEqual([])
  })
})

test('what the platform will not do, the owner is told', async () => {
  const lab = await deskLab([caller])
  await lab.setsUp('c1', 'ann')
  await lab.says('ann', 'ann', '/start')
  lab.answers(outgoing =>
    outgoing.kind === 'action'
      ? { is: 'failed', reason: 'not enough rights', again: false }
      : { is: 'sent', at: lab.clock.now() },
  )
  await lab.says('c1', 'amy', '/quieten')
  await lab.settle()
  expect(lab.news().at(-1)).toMatch(/^t:ann: 有件事平台没让我做：全员禁言/)
})

describe('where nothing comes again', () => {
  const lossy = async () => {
    const lab = await deskLab([checkIn], { redelivers: false, buttons: false, writesFirst: true })
    await lab.setsUp('c1')
    await lab.says('c1', 'amy', '大家好')
    lab.news()
    return lab
  }
  const away = async (lab: DeskLab, ms: number) => {
    lab.account.disconnected()
    await lab.pass(ms)
    lab.account.connected()
    lab.account.caughtUp()
    await lab.settle()
  }

  test('members are told when what they said was not heard', async () => {
    const lab = await lossy()
    await away(lab, 20_000)
    await lab.pass(60_000)
    expect(lab.news()).toEqual([expect.stringMatching(/^c1: 09:0\d 前后我掉线了/)])
  })

  test('a connection that comes and goes is one line', async () => {
    const lab = await lossy()
    for (let i = 0; i < 4; i += 1) await away(lab, 5_000)
    await lab.pass(60_000)
    expect(lab.news()).toHaveLength(1)
  })

  test('nobody is told where nobody speaks, nor of a moment', async () => {
    const lab = await lossy()
    await away(lab, 1_000)
    await lab.pass(60_000)
    expect(lab.news()).toEqual([])
    await lab.pass(72 * 3_600_000)
    lab.news()
    await away(lab, 20_000)
    await lab.pass(60_000)
    expect(lab.news()).toEqual([])
  })

  test('the control: where everything comes again, nobody is told', async () => {
    const lab = await deskLab([checkIn])
    await lab.setsUp('c1')
    await lab.says('c1', 'amy', '大家好')
    lab.news()
    await away(lab, 600_000)
    await lab.pass(60_000)
    expect(lab.news()).toEqual([])
  })
})

test('the office keeps no schedule and answers nobody but in private', async () => {
  const lab = await deskLab([checkIn])
  await lab.setsUp('c1')
  await lab.pass(48 * 3_600_000)
  expect(lab.host.read(OFFICE, deliveries).pending.size).toBe(0)
})
