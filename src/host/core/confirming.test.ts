import { describe, expect, test } from 'vitest'
import { confirms, playOn, presses, type Stimulus, says, specFor } from '../../testing/index.ts'
import { createStage } from '../../testing/stage.ts'
import { question } from '../decision.ts'
import { createHost } from '../host.ts'
import { admin, after, amy, asks, bob, box, boxPlugin, MINUTE, owner, SECOND } from './operations.fixtures.ts'
import { operations } from './operations.ts'

const { given, say, confirm } = specFor(boxPlugin)
const WRONG = '确认码不对，或者已经过期。请把刚才的指令重新发一次。'
const put = (amount: number) => box.facts.put({ amount })

/** The code of a question, without saying it. */
function codeOf(...history: readonly Stimulus[]): string {
  const stage = createStage({ plugins: [boxPlugin] })
  for (const stimulus of history) playOn(stage, stimulus)
  return stage.read(operations).questions.of(amy).code
}

describe('a question', () => {
  test('asks, and does nothing yet', () =>
    given()
      .when(asks())
      .then(question(say.sure({ amount: 5 }), confirm.put({ amount: 5 }))))

  test('is pressed by whoever asked only, and two minutes long', () => {
    const stage = createStage({ plugins: [boxPlugin] })
    const handled = playOn(stage, asks())
    const [answer] = handled.is === 'committed' ? handled.answers : []
    const code = stage.read(operations).questions.of(amy).code
    expect(code).toMatch(/^\d{4}$/)
    const rest = { by: amy, until: after(2 * MINUTE) }
    expect(answer?.buttons).toEqual([
      { label: '确认', says: `/confirm ${code}`, ...rest },
      { label: '不了', says: '/confirm no', ...rest },
    ])
  })

  test.each([0, SECOND, 2 * MINUTE - 1, 2 * MINUTE])('is confirmed after %d ms', ms =>
    given(asks())
      .when(confirms(amy, after(ms), admin))
      .then(put(5)),
  )

  test('is over a millisecond later', () =>
    given(asks())
      .when(confirms(amy, after(2 * MINUTE + 1), admin))
      .thenSays(WRONG))

  test('is confirmed once', () =>
    given(asks(), confirms(amy, after(SECOND), admin))
      .when(says(amy, `/confirm ${codeOf(asks())}`, after(2 * SECOND), admin))
      .thenSays(WRONG))

  test('is confirmed by words, in full width too', () => {
    const code = codeOf(asks())
    const wide = [...code].map(digit => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('')
    for (const typed of [`确认 ${code}`, `确认 ${wide}`, `confirm ${code}`])
      given(asks())
        .when(says(amy, typed, after(SECOND), admin))
        .then(put(5))
  })

  test('is confirmed in private too', () =>
    given(asks())
      .when(confirms(amy, after(SECOND), { ...admin, private: true }))
      .then(put(5)))

  test('is not confirmed by another code', () => {
    const other = String((Number(codeOf(asks())) + 1) % 10_000).padStart(4, '0')
    given(asks())
      .when(says(amy, `/confirm ${other}`, after(SECOND), admin))
      .thenSays(WRONG)
    // The control: a wrong code does not end it.
    given(asks(), says(amy, `/confirm ${other}`, after(SECOND), admin))
      .when(confirms(amy, after(2 * SECOND), admin))
      .then(put(5))
  })

  test('that nobody asked is talk, without a slash', () => {
    given()
      .when(says(amy, '确认 2026', after(0), admin))
      .thenNothing()
    given(asks(), confirms(amy, after(SECOND), admin))
      .when(says(amy, '确认 2026', after(2 * SECOND), admin))
      .thenNothing()
    // The controls: a slash, and a question that was open until lately.
    given()
      .when(says(amy, '/confirm 2026', after(0), admin))
      .thenSays(WRONG)
    given(asks())
      .when(says(amy, '确认 2026', after(3 * MINUTE), admin))
      .thenSays(WRONG)
    given(asks())
      .when(says(amy, '确认 2026', after(13 * MINUTE), admin))
      .thenNothing()
  })

  test('is nobody else’s, by its code or its button', () => {
    const typed = `/confirm ${codeOf(asks())}`
    given(asks())
      .when(says(bob, typed, after(SECOND), owner))
      .thenSays(WRONG)
    given(asks())
      .when(presses(bob, typed, after(SECOND), owner))
      .thenSays(WRONG)
    given(asks(), presses(bob, '/confirm no', after(SECOND), owner))
      .when(confirms(amy, after(2 * SECOND), admin))
      .then(put(5))
  })

  test('is replaced by the next one', () => {
    given(asks(), asks(SECOND, 7))
      .when(confirms(amy, after(2 * SECOND), admin))
      .then(put(7))
    const first = codeOf(asks())
    expect(codeOf(asks(), asks(SECOND, 7))).not.toBe(first)
    given(asks(), asks(SECOND, 7))
      .when(says(amy, `/confirm ${first}`, after(2 * SECOND), admin))
      .thenSays(WRONG)
  })

  test('is declined', () => {
    for (const typed of ['/confirm no', '确认 不了'])
      given(asks())
        .when(says(amy, typed, after(SECOND), admin))
        .thenSays('好，没有办。')
    given(asks(), says(amy, '/confirm no', after(SECOND), admin))
      .when(says(amy, `/confirm ${codeOf(asks())}`, after(2 * SECOND), admin))
      .thenSays(WRONG)
  })

  test('needs the role that it needs when it is confirmed', () =>
    given(asks())
      .when(confirms(amy, after(SECOND)))
      .thenSays('这个指令只有管理员能用。'))

  test('is not put to somebody who speaks as the group: nobody could tell that it is the same person', () => {
    const stage = createStage({ plugins: [boxPlugin] })
    const who = { member: bob, role: 'admin', anonymous: true } as const
    const said = { kind: 'said', who, message: '1' as never } as const
    const handled = stage.handle({ ...said, text: '/put 5' }, after(0))
    expect(handled).toMatchObject({ answers: [{ says: [{ key: 'unmask' }] }] })
    expect(stage.read(operations).questions.size).toBe(0)
  })

  test('outlives a restart', () => {
    const stage = createStage({ plugins: [boxPlugin] })
    playOn(stage, asks())
    const { code } = stage.read(operations).questions.of(amy)
    const said = { kind: 'said', who: { member: amy, role: 'admin' }, message: '2' } as const
    const event = { ...said, cause: 'msg:2', group: stage.group, at: after(SECOND), text: `/confirm ${code}` }
    const lines: string[] = []
    const again = hostAfter(stage.lines, [boxPlugin], lines)
    expect(again.handle(event as never)).toMatchObject({ is: 'committed' })
    expect(lines.join()).toContain('box/put')
  })

  test('of a plugin that is gone is answered, and over', () => {
    const stage = createStage({ plugins: [boxPlugin] })
    playOn(stage, asks())
    const { code } = stage.read(operations).questions.of(amy)
    const said = { kind: 'said', who: { member: amy, role: 'admin' }, message: '2' } as const
    const event = { ...said, cause: 'msg:2', group: stage.group, at: after(SECOND), text: `/confirm ${code}` }
    const again = hostAfter(stage.lines, [], [])
    expect(again.handle(event as never)).toMatchObject({ answers: [{ says: [{ key: 'notConfirmed' }] }] })
    expect(again.read(stage.group, operations).questions.size).toBe(0)
  })
})

/** The bot started again on what its journal holds, with these plugins. */
function hostAfter(
  before: readonly string[],
  plugins: readonly never[] | readonly [typeof boxPlugin],
  lines: string[],
) {
  const settings = createStage({ plugins: [boxPlugin] }).host.settingsOf('here' as never)
  const log = { next: before.length + 1, append: (text: string) => before.length + lines.push(text) }
  const host = createHost({ plugins, log, settings: () => settings })
  for (const [index, line] of before.entries()) host.replay(JSON.parse(line), index + 1)
  return host
}
