import { describe, expect, test } from 'vitest'
import checkIn from '../plugins/check-in/index.ts'
import { deliveries } from '../src/host/core/deliveries.ts'
import { caller, type DeskLab, deskLab, OFFICE } from './desk-lab.ts'

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

test('the owner is told once that it is not known whether posts were sent', async () => {
  const lab = await deskLab([caller])
  await lab.setsUp('c1', 'ann')
  await lab.says('ann', 'ann', '/start')
  lab.news()
  lab.answers(outgoing =>
    outgoing.chat.member ? { is: 'sent', at: lab.clock.now() } : { is: 'unknown', reason: 'no answer' },
  )
  for (let i = 0; i < 3; i += 1) await lab.says('c1', 'amy', '/post')
  await lab.settle()
  const told = lab.news().filter(line => line.startsWith('t:ann'))
  expect(told).toEqual([expect.stringContaining('不确定有没有发出去')])
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
