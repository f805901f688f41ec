import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ROLES, type Role } from '../events/event.ts'
import { day, edits, member, playOn, presses, says, specFor } from '../testing/index.ts'
import { createStage } from '../testing/stage.ts'
import { higherRole, may } from './access.ts'
import { membership } from './core/membership.ts'
import { defineMessages } from './messages.ts'
import { definePlugin } from './plugin.ts'
import { defineSlice } from './slice.ts'

const amy = member('amy')
const monday = day('2026-11-23')
const messages = defineMessages({ yes: () => '好', heard: () => '听见了' }, { yes: () => 'yes', heard: () => 'heard' })

/** A plugin with one command for each least role. */
const commandFor = (who: Role) => ({ words: [`for_${who}`] as const, who, decide: ({ say }: Said) => [say.yes()] })
type Said = { readonly say: { readonly yes: () => ReturnType<typeof say.yes> } }
const plugin = definePlugin({
  slice: defineSlice({ name: 'doors', facts: {} }),
  messages,
  config: z.object({}),
  commands: {
    member: commandFor('member'),
    teacher: commandFor('teacher'),
    admin: commandFor('admin'),
    owner: commandFor('owner'),
    open: { words: ['for_anybody'], decide: ({ say }) => [say.yes()] },
  },
  on: {
    said: ({ say }, { text }) => [text === 'hear me' && say.heard()],
    pressed: ({ say }, { button }) => [button === 'hear me' && say.heard()],
    edited: (_, { text }) => (text === 'hear me' ? [membership.facts.roleGiven({ member: amy, role: 'owner' })] : []),
  },
  uses: [membership],
})
const { given, say } = specFor(plugin)
const denied = (least: Role) =>
  ({ 'zh-CN': { member: '群成员', teacher: '老师和管理员', admin: '管理员', owner: '群主' } })['zh-CN'][least]

describe.each(ROLES)('a %s', role => {
  const rank = ROLES.indexOf(role)

  test.each(ROLES)('may do what %s may, or is told who may', least => {
    const asked = given().when(says(amy, `/for_${least}`, monday, { role }))
    if (rank >= ROLES.indexOf(least)) asked.then(say.yes())
    else asked.thenSays(`这个指令只有${denied(least)}能用。`)
  })

  test.each(ROLES)('hears nothing of a command for %s that is used without a slash and denied', least => {
    const asked = given().when(says(amy, `for_${least}`, monday, { role }))
    if (rank >= ROLES.indexOf(least)) asked.then(say.yes())
    else asked.thenNothing()
  })

  test('may be it by what the platform says or by what was given, whichever is more', () => {
    for (const recorded of ROLES) {
      const [more, less] = ROLES.indexOf(recorded) > rank ? [recorded, role] : [role, recorded]
      expect(higherRole(role, recorded)).toBe(more)
      given(membership.facts.imported({ member: amy }), membership.facts.roleGiven({ member: amy, role: less }))
        .when(says(amy, `/for_${more}`, monday, { role: more }))
        .then(say.yes())
      given(membership.facts.imported({ member: amy }), membership.facts.roleGiven({ member: amy, role: more }))
        .when(presses(amy, `/for_${more}`, monday, { role: less }))
        .then(say.yes())
    }
  })
})

describe('a stranger', () => {
  const stranger = { private: true, stranger: true, role: 'owner' } as const

  test.each(['/for_member', '/for_anybody', '/help', '/zzz', 'hear me'])(
    'who says %s in private gets nothing',
    text => {
      given()
        .when(says(amy, text, monday, stranger))
        .thenNothing()
    },
  )
  test.each(['/for_anybody', 'hear me'])('who presses %s in private gets nothing', button =>
    given()
      .when(presses(amy, button, monday, stranger))
      .thenNothing(),
  )

  test('is not taken for a member after any of it', () => {
    const stage = createStage({ plugins: [plugin] })
    for (const stimulus of [
      says(amy, '/for_anybody', monday, stranger),
      presses(amy, '/for_anybody', monday, stranger),
      edits(amy, 'hear me', monday, stranger),
    ]) {
      expect(playOn(stage, stimulus)).toMatchObject({ is: 'nothing', answers: [] })
      expect(stage.read(membership).members.has(amy)).toBe(false)
    }
  })

  test('who speaks in the group is there', () =>
    given()
      .when(says(amy, '/for_anybody', monday, { stranger: true }))
      .then(membership.facts.seen({ member: amy }), say.yes()))

  test('who has left is one in private', () =>
    given(membership.facts.imported({ member: amy }), membership.facts.left({ member: amy, at: 0 as never }))
      .when(says(amy, '/for_anybody', monday, { private: true }))
      .thenNothing())

  test('control: a member in private is answered, in private', () => {
    const handled = playOn(createStage({ plugins: [plugin] }), says(amy, '/for_anybody', monday, { private: true }))
    expect(handled).toMatchObject({ answers: [{ target: { member: amy } }] })
    const pressed = playOn(createStage({ plugins: [plugin] }), presses(amy, '/for_anybody', monday, { private: true }))
    expect(pressed).toMatchObject({ answers: [{ target: { member: amy } }] })
  })
})

test('a role that nobody has heard of may nothing, and nobody may what needs it', () => {
  for (const odd of ['', 'root', 'constructor', '__proto__'] as unknown as Role[]) {
    for (const role of ROLES) {
      expect(may(odd, role)).toBe(false)
      expect(may(role, odd)).toBe(false)
      expect(higherRole(odd, role)).toBe(role)
    }
  }
  expect(may(null, 'member')).toBe(false)
})

test('help shows what a role may use', () => {
  const helpful = definePlugin({
    slice: defineSlice({ name: 'shop', facts: {} }),
    messages: defineMessages({}, {}),
    config: z.object({}),
    commands: {
      buy: { words: ['buy', '买'], about: { 'zh-CN': '兑换', 'en-US': 'redeem' }, decide: () => [] },
      close: { words: ['close'], who: 'owner', about: { 'zh-CN': '关店', 'en-US': 'close' }, decide: () => [] },
    },
  })
  const helpOf =
    (role?: 'owner', locale: 'zh-CN' | 'en-US' = 'zh-CN') =>
    (text: RegExp) =>
      specFor(helpful, { locale })
        .given()
        .when(says(amy, '/help', monday, role && { role }))
        .thenSays(text)
  helpOf()(
    /^我能帮你：\n\/help（帮助） 看看我能做什么\n(?:[^\n]+\n)*\/rules（群规） 这个群的规矩\n(?:[^\n]+\n)*\/buy（买） 兑换\n发送「\/help 指令」看某个指令怎么用。$/,
  )
  helpOf()(/^(?!.*(?:\/close|\/plan|\/unknown))/s)
  helpOf('owner')(
    /\/buy（买） 兑换\n(?:[^\n]+\n)*【管理员】\n\/unknown（待确认） [^\n]+\n(?:[^\n]+\n)*\/plan（计划） [^\n]+\n(?:[^\n]+\n)*【群主】\n(?:[^\n]+\n)*\/close 关店\n[^\n]+$/,
  )
  helpOf(
    undefined,
    'en-US',
  )(/^I can help with:\n\/help what I can do\n(?:[^\n]+\n)*\/buy redeem\nSend "\/help COMMAND" [^\n]+$/)

  // One of them, with or without its slash; and talk stays talk.
  const asks = (typed: string, role?: 'owner') =>
    specFor(helpful)
      .given()
      .when(says(amy, typed, monday, role && { role }))
  const quiet = '/quiet、/免打扰\n别再 @ 我\n这样用：/quiet on 不要 @ 我，/quiet off 可以 @ 我'
  for (const typed of ['/help quiet', '/help /免打扰', '帮助 quiet']) asks(typed).thenSays(quiet)
  asks('/help close').thenSays('这个指令只有群主能用。')
  asks('/help close', 'owner').thenSays(/^\/close\n关店\n这样用：/)
  asks('/help nothing').thenSays(/^这样用：\/help，/)
  asks('help me, please').then()
})
