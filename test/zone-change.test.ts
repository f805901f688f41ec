import { expect, test } from 'vitest'
import { attendance } from '../plugins/check-in/facts.ts'
import checkIn from '../plugins/check-in/index.ts'
import { deskLab } from './desk-lab.ts'

const HOUR_MS = 3_600_000

/** A group that lives by the time of Shanghai, with what amy's check-ins there come to. */
async function inShanghai() {
  const lab = await deskLab([checkIn])
  const group = await lab.setsUp('c1')
  await lab.says('c1', 'ann', '/setup zone Asia/Shanghai', { role: 'owner' })
  const checksIn = () => lab.says('c1', 'amy', '打卡 读了三十页，很有收获')
  const record = () => lab.host.read(group, attendance).members.of(lab.idOf('amy'))
  const moves = (zone: string) => lab.says('c1', 'ann', `/setup zone ${zone}`, { role: 'owner' })
  /** To that hour on the clock of the group. */
  async function passTo(hour: number): Promise<void> {
    const { calendar } = lab.host.settingsOf(group)
    const now = Number(calendar.timeOf(lab.clock.now()).slice(0, 2))
    await lab.pass(((hour - now + 24) % 24 || 24) * HOUR_MS)
  }
  return { checksIn, record, moves, passTo }
}

test('a group that moves west in mid-campaign lives the same days again, and nobody checks in twice on them', async () => {
  const { checksIn, record, moves, passTo } = await inShanghai()
  for (const _ of [1, 2]) {
    await passTo(8)
    await checksIn()
  }
  expect(record()).toMatchObject({ streakDays: 2, totalDays: 2 })
  // It is yesterday evening there: that day has its check-in, and so has the one after it.
  await moves('America/New_York')
  await checksIn()
  await passTo(18)
  await checksIn()
  expect(record()).toMatchObject({ streakDays: 2, totalDays: 2 })
  await passTo(18)
  await checksIn()
  expect(record()).toMatchObject({ streakDays: 3, totalDays: 3 })
})

test('a group that moves east in mid-campaign comes to the next day sooner, and no streak ends', async () => {
  const { checksIn, record, moves, passTo } = await inShanghai()
  for (const _ of [1, 2]) {
    await passTo(20)
    await checksIn()
  }
  // Tomorrow has begun there.
  await moves('Pacific/Kiritimati')
  await checksIn()
  await passTo(20)
  await checksIn()
  await passTo(20)
  await checksIn()
  expect(record()).toMatchObject({ streakDays: 4, totalDays: 4 })
})
