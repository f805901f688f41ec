import { describe, expect, test } from 'vitest'
import { at, member, playOn, says } from '../src/testing/index.ts'
import { createStage } from '../src/testing/stage.ts'
import { ask, dashboardStage, signIn } from './dashboard-visitor.ts'

describe('whoever asks for the dashboard', () => {
  test('and is no admin is refused, as by any command of admins', async () => {
    const { stage } = await dashboardStage()
    const { api } = stage
    const [olga, ben] = [api.person({ firstName: 'Olga' }), api.person({ firstName: 'Ben' })]
    const group = await stage.readyGroup(olga, [ben])
    api.privately(ben).start()
    group.says(ben, '/undo')
    const { text } = await stage.hears(group.id, '管理员')
    group.says(ben, '/dashboard')
    await stage.hears(group.id, text)
    expect(api.messages(ben.id).filter(message => message.text.includes('#'))).toEqual([])
  })

  test('and cannot be seen gets no link', async () => {
    const { stage } = await dashboardStage()
    const olga = stage.api.person({ firstName: 'Olga' })
    const group = await stage.readyGroup(olga)
    group.says(olga, '/dashboard', { anonymous: true })
    await stage.hears(group.id, '看不出你是谁')
    expect(stage.api.messages(olga.id)).toEqual([])
  })

  test('and has never written to the bot is shown the way, and gets the link afterwards', async () => {
    const { stage, linkFor } = await dashboardStage()
    const olga = stage.api.person({ firstName: 'Olga' })
    const group = await stage.readyGroup(olga)
    group.says(olga, '看板')
    const { keyboard } = await stage.hears(group.id, '链接只发在你和我的私聊里')
    expect(keyboard.flat().map(({ text }) => text)).toEqual(['打开私聊'])
    stage.api.privately(olga).says('你好')
    const link = await linkFor(olga, group)
    expect((await signIn(stage, link.split('#')[1]!)).status).toBe(204)
    expect((await stage.hears(group.id, '链接只发在你和我的私聊里')).keyboard).toEqual([])
  })

  test('in a rehearsal is told where its dashboard is', () => {
    const olga = member('olga')
    const stage = createStage({ plugins: [] })
    const handled = playOn(stage, says(olga, '/dashboard', at('2026-11-23 12:00'), { role: 'admin' }))
    expect(handled.is === 'committed' && handled.answers.flatMap(({ says }) => says)).toMatchObject([
      { key: 'rehearsed' },
    ])
  })
})

describe('the address', () => {
  test('of this machine is given as what it is', async () => {
    const { stage, linkFor } = await dashboardStage()
    const olga = stage.api.person({ firstName: 'Olga' })
    await stage.readyGroup(olga)
    await linkFor(olga)
    expect(stage.api.messages(olga.id).at(-1)?.text).toContain('只在我运行的那台机器上打得开')
    expect(stage.logged).toContain('on this machine only')
  })

  test('that people use stands in the link, is the only one that is answered, and makes the cookie strict', async () => {
    const url = 'https://bonfire.example.com'
    const { stage, linkFor } = await dashboardStage({ url })
    const olga = stage.api.person({ firstName: 'Olga' })
    await stage.readyGroup(olga)
    const link = await linkFor(olga)
    expect(link.startsWith(`${url}/dashboard/sign-in#`)).toBe(true)
    expect(stage.api.messages(olga.id).at(-1)?.text).not.toContain('打得开')
    const token = link.split('#')[1]!
    const local = await signIn(stage, token)
    expect([local.status, local.text]).toEqual([421, expect.stringContaining('Host header')])
    const host = 'bonfire.example.com'
    const signedIn = await signIn(stage, token, { host, headers: { origin: url } })
    expect([signedIn.status, signedIn.headers['set-cookie']?.[0]]).toEqual([
      204,
      expect.stringMatching(/^__Host-bonfire=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure$/),
    ])
    // What a machine asks is not for people.
    expect((await ask(stage.url!, '/health')).status).toBe(200)
  })

  test('that nobody has named is asked for, and no link is given', async () => {
    const { stage } = await dashboardStage({ host: '0.0.0.0' })
    const olga = stage.api.person({ firstName: 'Olga' })
    const group = await stage.readyGroup(olga)
    group.says(olga, '/dashboard')
    await stage.hears(group.id, 'web.url（BONFIRE_URL）')
    expect(stage.logged).toContain('its address is not known')
    expect(stage.api.messages(olga.id)).toEqual([])
  })
})
