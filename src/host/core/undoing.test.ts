import { describe, expect, test } from 'vitest'
import { LocalDay } from '../../events/ids.ts'
import { confirms, leaves, member, playOn, type Stimulus, says, specFor } from '../../testing/index.ts'
import { createStage } from '../../testing/stage.ts'
import { operate } from '../decision.ts'
import { type Fact, parts } from '../slice.ts'
import { membership } from './membership.ts'
import { admin, after, amy, bob, box, boxPlugin, MINUTE, owner, SECOND, takes } from './operations.fixtures.ts'
import { operations } from './operations.ts'
import { plans } from './plans.ts'
import { posts } from './posts.ts'
import { days } from './time.ts'

const { given, say, undo } = specFor(boxPlugin)
const NOTHING = '10 分钟内没有可以撤销的操作。发「操作记录」看看做过什么。'
const undoes = (ms: number, who = amy) => says(who, '撤销', after(ms), admin)

describe('an operation', () => {
  test('is acknowledged, and says how to take it back', () =>
    given()
      .when(takes())
      .then(
        box.facts.taken({ amount: 5 }),
        operate(say.took({ amount: 5 }), { log: say.tookLog({ amount: 5 }), undo: undo.take({ amount: 5 }) }),
      ))

  test.each([SECOND, 10 * MINUTE])('is taken back after %d ms, by any admin', ms => {
    given(takes())
      .when(undoes(ms))
      .then(box.facts.put({ amount: 5 }), sayUndone())
    given(takes()).when(undoes(ms, bob)).thenSays('已撤销 amy 的操作：box.tookLog')
  })

  test('is not taken back a millisecond later', () =>
    given(takes())
      .when(undoes(10 * MINUTE + 1))
      .thenSays(NOTHING))

  test('is taken back once, then the one before it', () => {
    given(takes(0, 3), takes(SECOND, 5), undoes(2 * SECOND))
      .when(undoes(32 * SECOND))
      .then(box.facts.put({ amount: 3 }), sayUndone())
    given(takes(), undoes(SECOND))
      .when(undoes(31 * SECOND))
      .thenSays(NOTHING)
  })

  test('is not taken back by a second tap, or by another admin who meant the same one', () => {
    const twice = given(takes(0, 3), takes(SECOND, 5), undoes(2 * SECOND))
    twice.when(undoes(12 * SECOND)).thenSays('刚刚撤销过了：box.tookLog。要再收回更早的一步，20 秒后再发一次「撤销」。')
    twice.when(undoes(12 * SECOND, bob)).thenSays(/^刚刚由 amy 撤销过了：box\.tookLog。/)
  })

  test('on somebody who has been erased stays, and the log says so', () => {
    const gone = { operation: 2, plugin: 'points', key: 'given', at: after(SECOND) }
    const undo = { action: 'award', data: { member: 'erased:00ff', points: 20 } }
    const emptied = operations.facts.done({ ...gone, params: {}, undo, by: amy })
    const named = operations.facts.done({ ...gone, operation: 3, params: { member: 'erased:00ff' }, undo, by: amy })
    const log = given(takes(), emptied, named).when(says(amy, '/log', after(MINUTE), admin))
    log.thenSays(/^#3 .* amy：points\.given（这位成员的数据已删除）\n#2 .* amy：一项操作（这位成员的数据已删除）\n#1 /)
    given(takes(), emptied, named)
      .when(undoes(MINUTE))
      .then(box.facts.put({ amount: 5 }), sayUndone())
    // Nothing of these is what somebody wrote: erasing who did it must not empty the log, or the group's plan.
    expect(operations[parts].facts.get('operations/done')!.personal).toEqual([])
    expect(plans[parts].facts.get('plan/used')!.personal).toEqual([])
  })

  test('that cannot be taken back says why, and stays in the log as it is', () => {
    const locked = says(amy, '/lock', after(SECOND), admin)
    given(takes(), locked)
      .when(undoes(2 * SECOND))
      .thenSays('最近一步撤不回来：box.locked')
    given(takes(), box.facts.locked({}))
      .when(undoes(2 * SECOND))
      .thenSays('已经锁上了，放不回去')
    given(takes(), box.facts.locked({}), undoes(2 * SECOND))
      .when(says(amy, '操作记录', after(MINUTE), admin))
      .thenSays('#1 11-23 12:00 amy：box.tookLog')
  })

  test('is for admins to take back', () =>
    given(takes())
      .when(says(bob, '/undo', after(SECOND)))
      .thenSays('这个指令只有管理员能用。'))

  test('by somebody who speaks as the group is nobody’s in particular', () => {
    const stage = createStage({ plugins: [boxPlugin] })
    const who = { member: bob, role: 'admin', anonymous: true } as const
    stage.handle({ kind: 'said', who, message: '1' as never, text: '/take 5' }, after(0))
    const { facts } = JSON.parse(stage.lines.at(-1)!) as { facts: [string, object][] }
    const done = facts.find(([type]) => type === 'operations/done')
    expect(done?.[1]).toMatchObject({ operation: 1, key: 'tookLog' })
    expect(done?.[1]).not.toHaveProperty('by')
  })
})

test('the log shows the newest ten, newest first, with what was taken back', () => {
  const history = Array.from({ length: 11 }, (_, index) => takes(index * SECOND, index + 1))
  const log = given(...history, undoes(MINUTE)).when(says(amy, '/log', after(2 * MINUTE), admin))
  log.thenSays(/^#11 11-23 12:00 amy：box\.tookLog（已撤销）\n#10 .*\n(?:.*\n){7}#2 11-23 12:00 amy：box\.tookLog$/)
  given()
    .when(says(amy, '/log', after(0), admin))
    .thenSays('还没有操作记录。')
})

test('a pause that is taken back takes back the excuse of a day that had begun, unless the bot was away on it', () => {
  const definition = { id: 'reading', kind: 'community', days: null, restDays: [], marketing: null, posts: [] }
  const at = after(-MINUTE)
  const startDay = LocalDay.parse('2026-11-23')
  const count = { posts: 1, marketing: 0 }
  const life = [
    plans.facts.used({ plan: 'reading', hash: 'h', definition, startDay, isNew: true, on: startDay, at }),
    posts.facts.left({
      ...{ delivery: 'd', attempt: 1, post: 'p', marketing: false, at, window: count, campaign: count, maxShare: null },
    }),
  ]
  const excusedAfter = (...said: readonly (Fact | Stimulus)[]) => {
    const stage = createStage({ plugins: [boxPlugin] })
    for (const item of [...life, ...said]) 'kind' in item ? stage.record([item]) : playOn(stage, item)
    return stage.read(days).days.of(startDay).excused
  }
  const [pause, undo] = [says(amy, '/pause', after(0), admin), undoes(SECOND)]
  expect(excusedAfter(pause)).toBe('pause')
  expect(excusedAfter(pause, undo)).toBe(null)
  expect(excusedAfter(pause, days.facts.away({ day: startDay, minutes: 31 }), undo)).toBe('outage')
})

describe('a role', () => {
  const role = (typed: string, ms = 0, who = owner) => says(amy, typed, after(ms), { ...who, mentions: [bob] })
  const isHere = [membership.facts.imported({ member: bob }), membership.facts.named({ member: bob, name: '小波' })]
  const made = [...isHere, role('/teacher @小波'), confirms(amy, after(SECOND), owner)]
  const given_ = (to: 'member' | 'teacher' | 'admin') => membership.facts.roleGiven({ member: bob, role: to, by: amy })
  const roleOf = (...history: readonly (Fact | Stimulus)[]) => {
    const stage = createStage({ plugins: [boxPlugin] })
    for (const item of history) 'kind' in item ? stage.record([item]) : playOn(stage, item)
    return stage.read(membership).members.of(bob).role
  }

  test('is given by the owner, who is asked first', () => {
    given(...isHere)
      .when(role('/teacher @小波'))
      .thenSays(/^要让 小波（ID …bob，我来之前就在群里）当老师吗/)
    expect(roleOf(...made)).toBe('teacher')
    expect(roleOf(...isHere, role('/teacher @小波'))).toBe('member')
  })

  test('is not for an admin to give', () =>
    given(...isHere)
      .when(role('/teacher @小波', 0, admin))
      .thenSays('这个指令只有群主能用。'))

  test('is taken away, in either language', () => {
    for (const typed of ['/teacher @小波 取消', '/teacher @小波 remove'])
      given(...made, role(typed, 2 * SECOND))
        .when(confirms(amy, after(3 * SECOND), owner))
        .thenSays(/^小波 现在是群成员。/)
  })

  test('is taken back by the owner, and by no admin', () => {
    const undo = (who: typeof owner) => says(who === owner ? amy : member('carol'), '/undo', after(MINUTE), who)
    given(...made)
      .when(undo(admin))
      .thenSays('这个指令只有群主（amy）能用。')
    expect(roleOf(...made, undo(admin))).toBe('teacher')
    expect(roleOf(...made, undo(owner))).toBe('member')
  })

  test('that is another by now is not taken back', () =>
    given(...made, given_('admin'))
      .when(says(amy, '/undo', after(MINUTE), owner))
      .thenSays('那一步没有撤销：这之后情况变了。'))

  test('is not given to somebody who has gone, before the question or after it', () => {
    const gone = leaves(bob, after(SECOND))
    given(...isHere, role('/teacher @小波'), gone)
      .when(confirms(amy, after(2 * SECOND), owner))
      .thenSays(/^TA 现在不在这个群里/)
    given(...made, leaves(bob, after(2 * SECOND)))
      .when(says(amy, '/undo', after(MINUTE), owner))
      .thenSays(/^TA 现在不在这个群里/)
  })

  test('of the owner stays', () =>
    given(...isHere, membership.facts.roleGiven({ member: bob, role: 'owner' }))
      .when(role('/admin @小波'))
      .thenSays('小波 是群主，身份不变。'))
})

/** What the core says of an operation that was taken back. */
function sayUndone() {
  const says = { plugin: 'box', key: 'tookLog', params: { amount: expect.any(Number) } }
  return { kind: 'saying', plugin: 'operations', key: 'undone', params: { says, by: null } } as const
}
