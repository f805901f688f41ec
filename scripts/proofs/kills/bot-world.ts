import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { machineTime } from '../../../src/scheduler/clock.ts'
import type { FakeBotApi } from '../../../src/testing/telegram/fake-bot-api.ts'
import { ALL_RIGHTS, type FakeGroup, type FakePerson } from '../../../src/testing/telegram/fake-people.ts'
import type { Chance } from '../seeded.ts'
import { accountFolderIn } from './bot-folder.ts'
import { deliveriesIn, deliveriesWrong, ofType, recordedIn } from './recorded.ts'

/** People on a Telegram who talk to a bot that comes and goes. */
export interface BotWorld {
  readonly api: FakeBotApi
  readonly group: FakeGroup
  /** Who has checked in, and with which message. */
  readonly checkedIn: ReadonlyMap<FakePerson, number>
  /** The numbers of the broadcasts that were asked for. */
  readonly asked: readonly number[]
  /** So many members check in, and now and then somebody has something broadcast. */
  talk(members: number): void
  /** Whether everything that was said has been dealt with. */
  isQuiet(data: string): Promise<boolean>
}

/** How long the bot may take to answer while it is set up, in milliseconds. */
const ANSWER_MS_MAX = 60_000
/** How long it may take until nothing is owed any more, in milliseconds: a group takes 20 messages a minute. */
const QUIET_MS_MAX = 120_000
const LOOK_MS = 200
const HERALD_SHARE = 0.3
const POINTS_PER_CHECK_IN = 10

/** Makes a group and sets it up, with the bot at work. */
export async function makeWorld(api: FakeBotApi, chance: Chance, kills: number): Promise<BotWorld> {
  const owner = api.person({ firstName: 'Olga', languageCode: 'zh-hans' })
  // The owner can be told in private what the bot does not know.
  api.privately(owner).start()
  const members = Array.from({ length: kills * 6 + 20 }, (_, index) => api.person({ firstName: `M${index}` }))
  const group = api.createGroup({ title: '共读', owner, members })
  group.addBot({ by: owner, rights: ALL_RIGHTS })
  const hears = (words: string) =>
    api.waitFor(() => api.messages(group.id).find(({ text }) => text.includes(words)), { timeoutMs: ANSWER_MS_MAX })
  group.says(owner, '/setup')
  group.press(owner, (await hears('哪种语言')).id, '中文')
  group.press(owner, (await hears('哪里的时间')).id, 'Asia/Shanghai')
  group.press(owner, (await hears('哪个计划')).id, '21 天共读')
  await hears('设置好了')
  const checkedIn = new Map<FakePerson, number>()
  const asked: number[] = []
  const silent = [...members]
  return {
    ...{ api, group, checkedIn, asked },
    talk(count) {
      for (const member of silent.splice(0, count)) checkedIn.set(member, group.says(member, '打卡'))
      if (!chance.happens(HERALD_SHARE)) return
      asked.push(asked.length)
      group.says(owner, `/herald ${asked.length - 1} 1`)
    },
    async isQuiet(data) {
      if (api.pending.length > 0) return false
      return deliveriesIn(await recordedIn(path.join(accountFolderIn(data), 'journal'))).open.length === 0
    },
  }
}

/** Waits until nothing is owed any more. What is left then is told by `botWrong`. */
export async function untilQuiet(world: BotWorld, data: string): Promise<void> {
  const until = machineTime.elapsedMs() + QUIET_MS_MAX
  while (machineTime.elapsedMs() < until && !(await world.isQuiet(data))) await wait(LOOK_MS)
}

/** Compares what people said with what is recorded and what stands in the chat. */
export async function botWrong(
  { api, group, checkedIn, asked }: BotWorld,
  data: string,
): Promise<{ readonly wrong: readonly string[]; readonly unknown: number }> {
  const facts = await recordedIn(path.join(accountFolderIn(data), 'journal'))
  const wrong = [...deliveriesWrong(facts)]
  if (api.pending.length > 0) wrong.push(`${api.pending.length} updates were not confirmed`)
  // 1. Members
  const checkIns = Map.groupBy(ofType(facts, 'check-in/checkedIn'), ({ data }) => data.member)
  const points = Map.groupBy(ofType(facts, 'points/awarded'), ({ data }) => data.member)
  for (const [{ id }, message] of checkedIn) {
    const member = `telegram:${id}`
    const times = checkIns.get(member)?.length ?? 0
    if (times !== 1) wrong.push(`${member} has checked in ${times} times`)
    const paid = (points.get(member) ?? []).reduce((sum, { data }) => sum + (data.points as number), 0)
    if (paid !== POINTS_PER_CHECK_IN) wrong.push(`${member} was paid ${paid}, not ${POINTS_PER_CHECK_IN}`)
    if (api.reactions(group.id, message).length === 0) wrong.push(`${member} was not acknowledged`)
  }
  if (checkIns.size !== checkedIn.size)
    wrong.push(`${checkIns.size} have checked in, and ${checkedIn.size} have said so`)
  // 2. Broadcasts
  const unknown = deliveriesIn(facts).unknown.filter(({ data }) => data.class === 'broadcast')
  const texts = api.messages(group.id).map(({ text }) => text)
  let missing = 0
  for (const number of asked) {
    const times = texts.filter(text => text === `第 ${number} 号通知`).length
    if (times > 1) wrong.push(`broadcast ${number} stands there ${times} times`)
    if (times === 0) missing += 1
  }
  if (missing > unknown.length) wrong.push(`${missing} broadcasts are missing, of which ${unknown.length} are unknown`)
  return { wrong, unknown: unknown.length }
}
