import { describe, expect, test } from 'vitest'
import checkIn from '../plugins/check-in/index.ts'
import { membership } from '../src/host/core/membership.ts'
import { operations } from '../src/host/core/operations.ts'
import { caller, daysOf, deskLab } from './desk-lab.ts'

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

  test('of somebody who has left is for what is kept of them, and for having it erased', async () => {
    const lab = await deskLab([checkIn])
    const group = await lab.setsUp('c1')
    await lab.says('c1', 'amy', '打卡 读了三十页')
    await lab.leaves('c1', 'amy')
    await lab.pass(60_000)
    lab.news()
    const answers = async (text: string) => {
      await lab.says('amy', 'amy', text)
      await lab.pass(60_000)
      return lab.news()
    }
    const presence = () => lab.host.read(group, membership).members.of(lab.idOf('amy')).presence
    // The control: anything else is for members.
    expect(await answers('/streak')).toEqual([expect.stringContaining('我还没在哪个群里见过你')])
    expect(await answers('/mydata')).toEqual([expect.stringMatching(/^t:amy: 关于你，我这里记着/)])
    expect(await answers('/forgetme')).toEqual([expect.stringMatching(/^t:amy: 要删除我这里关于你的全部数据吗/)])
    const { code } = lab.host.read(group, operations).questions.of(lab.idOf('amy'))
    expect(await answers(`确认 ${code}`)).toContainEqual(expect.stringMatching(/^t:amy: 好，这就安排/))
    expect([...lab.host.read(group, membership).erasures.each()].map(([member]) => member)).toEqual([lab.idOf('amy')])
    expect(presence()).toBe('left')
    expect(daysOf(lab, group, 'amy')).toBe(1)
  })

  test('of somebody who has left confirms nothing else', async () => {
    const lab = await deskLab([checkIn])
    const group = await lab.setsUp('c1')
    await lab.says('c1', 'amy', '大家好')
    await lab.leaves('c1', 'amy')
    await lab.pass(60_000)
    lab.news()
    await lab.says('amy', 'amy', '确认 1234')
    await lab.pass(60_000)
    expect(lab.host.read(group, membership).erasures.size).toBe(0)
    expect(lab.news().filter(text => !text.includes('我还没在哪个群里见过你'))).toEqual([])
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
