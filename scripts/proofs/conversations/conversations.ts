import type { CallFault } from '../../../src/simulation/simulated-platform.ts'
import { factsOf } from '../swarm/oracles/facts.ts'
import { PLAIN_RULES } from '../swarm/rules.ts'
import type { Setting } from '../swarm/setting.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../swarm/setting.ts'
import { HERE, type Stage, setUp } from './stage.ts'

/** Something that happens between a group and the bot, short enough to crash at each of its steps. */
export interface Conversation {
  readonly name: string
  /** What is special about its group. */
  readonly setting?: Partial<Setting>
  /** What comes before the first crash. Default: nothing. */
  readonly before?: (stage: Stage) => Promise<void>
  readonly live: (stage: Stage) => Promise<void>
}

const firstDays: Conversation = {
  name: 'a first day',
  async before(stage) {
    await setUp(stage)
    // Amy is on her way to seven days in a row.
    await stage.joins('amy')
    await stage.pass(MINUTE_MS)
    // Read at once when the bot comes back, and each for its own day.
    stage.crash(6 * DAY_MS)
    for (let day = 1; day <= 6; day += 1) {
      await stage.says('amy', '打卡')
      await stage.pass(DAY_MS)
    }
    await stage.pass(HOUR_MS)
  },
  async live(stage) {
    for (const name of ['bob', 'cat']) await stage.joins(name)
    await stage.pass(MINUTE_MS)
    await stage.says('amy', '打卡 读了三十页')
    await stage.says('bob', '打卡！')
    await stage.pass(SECOND_MS)
    await stage.says('cat', '打卡', { private: true })
    await stage.says('amy', '打卡')
    await stage.says('bob', '几点之前打卡算今天的？')
    await stage.pass(MINUTE_MS)
    await stage.says('amy', '/points')
    await stage.says('cat', '我的积分', { private: true })
    // By then everybody has been welcomed.
    await stage.pass(10 * MINUTE_MS)
    await stage.leaves('cat')
    await stage.says('bob', '/streak')
    await stage.joins('cat')
    await stage.says('cat', '签到')
    await stage.pass(MINUTE_MS)
  },
}

const lateBacklog: Conversation = {
  name: 'a late backlog',
  async before(stage) {
    await setUp(stage)
    for (const name of ['amy', 'bob', 'cat', 'dan']) await stage.joins(name)
    for (const name of ['amy', 'bob', 'cat', 'dan']) await stage.says(name, '打卡')
    await stage.pass(MINUTE_MS)
    // Nobody listens from the first evening to the second.
    stage.crash(40 * HOUR_MS)
    await stage.pass(35 * HOUR_MS)
    await stage.says('amy', '打卡')
    await stage.pass(4 * HOUR_MS)
    await stage.says('bob', '签到 早起')
    await stage.says('cat', '打卡', { private: true })
    await stage.pass(HOUR_MS - SECOND_MS)
  },
  async live(stage) {
    // The platform hands some of it over twice, and the last one late.
    const again = stage.platform.state.unconfirmed[0]
    if (again) stage.platform.state.unconfirmed.push(again)
    await stage.pass(MINUTE_MS)
    stage.faults.update = () => ({ is: 'again', afterMs: 5 * MINUTE_MS })
    await stage.says('dan', '打卡')
    stage.faults.update = () => ({ is: 'late', byMs: 3 * MINUTE_MS })
    await stage.says('amy', '签到')
    stage.faults.update = () => null
    await stage.pass(10 * MINUTE_MS)
    await stage.says('bob', '/streak')
    await stage.pass(MINUTE_MS)
  },
}

const posts: Conversation = {
  name: 'posts',
  async before(stage) {
    await setUp(stage)
    await stage.joins('amy')
    await stage.pass(MINUTE_MS)
  },
  async live(stage) {
    await stage.says('ann', 'post t1')
    await stage.pass(SECOND_MS)
    await stage.says('amy', '打卡')
    stage.faults.call = once('sentence 20.', { is: 'throttled', forMs: 5 * SECOND_MS, account: false })
    await stage.says('ann', 'long t2')
    await stage.pass(MINUTE_MS)
    stage.faults.call = once('〔t3〕a post', { is: 'answer-lost' })
    await stage.says('ann', 'post t3')
    await stage.says('ann', 'never t4')
    await stage.pass(MINUTE_MS)
    await stage.says('ann', '/unknown')
    await stage.pass(SECOND_MS)
    await stage.says('ann', '/unknown again 1')
    await stage.says('ann', 'later t5')
    await stage.pass(MINUTE_MS)
    await stage.says('amy', 'wonder t6')
    await stage.pass(HOUR_MS)
  },
}

const closing: Conversation = {
  name: 'a closing',
  async before(stage) {
    await setUp(stage)
    for (const name of ['amy', 'bob', 'cat']) await stage.joins(name)
    await stage.pass(MINUTE_MS)
  },
  async live(stage) {
    await stage.says('ann', 'draw t1 1')
    await stage.pass(SECOND_MS)
    for (const name of ['bob', 'cat', 'bob']) await stage.says(name, 'enter t1')
    await stage.says('amy', 'close t2')
    await stage.says('bob', 'close t3')
    await stage.pass(HOUR_MS + MINUTE_MS)
    // The veto comes in the last minutes, while nobody listens.
    stage.crash(23 * HOUR_MS)
    await stage.pass(22 * HOUR_MS + 50 * MINUTE_MS)
    await stage.says('amy', 'veto t2')
    await stage.pass(30 * MINUTE_MS)
    await stage.says('cat', 'write t4 main:1')
    await stage.pass(MINUTE_MS)
  },
}

const settingUp: Conversation = {
  name: 'setting up',
  async live(stage) {
    const { platform } = stage
    await platform.stands(HERE, 'member')
    await stage.pass(MINUTE_MS)
    // The platform does not tell who owns the group: the code does.
    await stage.says('amy', '/setup')
    await stage.says('ann', '/setup CODE-2345')
    await stage.pass(MINUTE_MS)
    await stage.says('ann', '/setup language en-US')
    await stage.pass(SECOND_MS)
    await stage.says('ann', '/setup zone Asia/Shanghai')
    await stage.pass(SECOND_MS)
    await stage.presses('ann', 'setup plan main')
    await stage.pass(MINUTE_MS)
    await stage.says('ann', '/start', { private: true })
    await platform.stands(HERE, 'admin')
    await stage.says('amy', '打卡')
    await stage.pass(MINUTE_MS)
    await platform.stands(HERE, 'gone')
    await stage.pass(HOUR_MS)
    await platform.stands(HERE, 'admin')
    await stage.says('amy', '打卡 读了三十页')
    await stage.pass(MINUTE_MS)
    await platform.migrates(HERE)
    await stage.says('bob', '打卡！')
    await stage.pass(MINUTE_MS)
    await stage.says('amy', '/points')
    await stage.pass(HOUR_MS)
  },
}

const pen = { id: 'pen', name: 'A pen', points: 10, stock: 1, perMember: null, about: null }
const shopping: Conversation = {
  name: 'the last pen',
  setting: { rules: { ...PLAIN_RULES, shop: [pen] } },
  async before(stage) {
    await setUp(stage)
    for (const name of ['amy', 'bob']) await stage.joins(name)
    await stage.pass(15 * MINUTE_MS)
    for (const name of ['amy', 'bob']) await stage.says(name, '打卡')
    await stage.pass(MINUTE_MS)
  },
  async live(stage) {
    // A newcomer, who is welcomed while two want the same thing.
    await stage.joins('dan')
    await stage.pass(2 * MINUTE_MS)
    for (const name of ['amy', 'bob']) await stage.says(name, '/redeem pen')
    await stage.pass(MINUTE_MS)
    for (const name of ['amy', 'bob']) await stage.presses(name, `/confirm ${codeOf(stage, name)}`)
    await stage.pass(MINUTE_MS)
    await stage.presses('amy', `/confirm ${codeOf(stage, 'amy')}`)
    await stage.says('dan', '/intro 大家好，我是丹丹，平时爱徒步')
    await stage.pass(MINUTE_MS)
    await stage.says('ann', '/fulfil 1')
    await stage.pass(MINUTE_MS)
    await stage.says('ann', '/undo')
    await stage.pass(10 * MINUTE_MS)
  },
}

export const CONVERSATIONS: readonly Conversation[] = [firstDays, lateBacklog, posts, closing, settingUp, shopping]

/** The code by which somebody confirms what they were asked last. */
function codeOf({ commits }: Stage, name: string): string {
  const asked = commits.flatMap(commit => factsOf(commit, 'operations/asked'))
  return String(asked.findLast(({ member }) => member === `sim:${name}`)?.code)
}

/** What goes wrong with the first call that says this. */
function once(words: string, fault: CallFault): Stage['faults']['call'] {
  let isOver = false
  return outgoing => {
    if (isOver || outgoing.kind !== 'message' || !outgoing.text.includes(words)) return null
    isOver = true
    return fault
  }
}
