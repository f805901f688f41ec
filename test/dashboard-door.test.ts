import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ask, cookieOf, dashboardStage, groupsFor, signIn } from './dashboard-visitor.ts'

/** Everything that stands in a folder's files, as one text. */
const allOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

test('an admin asks in the group, gets a link in private, and is shown their groups and no others', async () => {
  const { stage, data, linkFor } = await dashboardStage()
  const { api } = stage
  const [olga, ben, cara] = ['Olga', 'Ben', 'Cara'].map(firstName => api.person({ firstName })) as [
    ReturnType<typeof api.person>,
    ReturnType<typeof api.person>,
    ReturnType<typeof api.person>,
  ]
  const group = await stage.readyGroup(olga, [ben], '共读一群')
  const other = await stage.readyGroup(cara, [olga], '别人的群')
  other.says(olga, '大家好')
  api.privately(olga).start()
  await stage.hears(olga.id, '你在好几个群里')

  // 1. The link
  const link = await linkFor(olga, group)
  await stage.hears(group.id, '链接只发在你和我的私聊里')
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/dashboard\/sign-in#[A-Z2-9]{30}$/)
  expect(link.startsWith(stage.url!)).toBe(true)
  const token = link.split('#')[1]!

  // 2. The page, which knows nothing of anybody
  const page = await ask(stage.url!, '/dashboard/sign-in')
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  expect(page.text).not.toContain('共读一群')
  expect((await ask(stage.url!, '/dashboard')).text).toContain('/pages/dashboard/main.js')
  expect((await ask(stage.url!, '/')).headers.location).toBe('/dashboard')
  expect((await ask(stage.url!, '/api/groups')).status).toBe(401)

  // 3. Signing in
  const signedIn = await signIn(stage, token)
  expect(signedIn.status).toBe(204)
  expect(signedIn.headers['set-cookie']).toEqual([
    expect.stringMatching(/^bonfire-session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/),
  ])
  const cookie = cookieOf(signedIn)

  // 4. What is shown
  const groups = await ask(stage.url!, '/api/groups', { cookie })
  expect([groups.headers['cache-control'], groups.headers['access-control-allow-origin']]).toEqual([
    'no-store',
    undefined,
  ])
  expect(JSON.parse(groups.text)).toMatchObject({ viewer: { name: 'Olga' }, groups: [{ title: '共读一群' }] })
  const [mine, theirs] = [stage.groupId(group), stage.groupId(other)]
  expect(JSON.parse((await ask(stage.url!, `/api/groups/${encodeURIComponent(mine)}`, { cookie })).text)).toMatchObject(
    {
      group: { id: mine },
      cards: expect.any(Array),
    },
  )
  const notMine = await ask(stage.url!, `/api/groups/${theirs}`, { cookie })
  const notThere = await ask(stage.url!, '/api/groups/telegram:999', { cookie })
  expect([notMine.status, notMine.text]).toEqual([404, notThere.text])

  // 5. What was kept of it: who, and until when
  await stage.stop()
  const kept = allOf(data)
  expect(kept).toContain('dashboard/linkGiven')
  expect(kept).not.toContain(token)
  expect(stage.logged).not.toContain(token)
})

test('a card comes as a file for spreadsheets, in the language that was asked for', async () => {
  const { stage, cookieFor } = await dashboardStage()
  const olga = stage.api.person({ firstName: 'Olga' })
  const group = stage.groupId(await stage.readyGroup(olga))
  const cookie = await cookieFor(olga)
  const { cards } = JSON.parse((await ask(stage.url!, `/api/groups/${group}`, { cookie })).text)
  const { id, title } = cards[0]
  const read = (file: string) => ask(stage.url!, `/api/groups/${group}/cards/${file}`, { cookie })
  const [chinese, english] = await Promise.all([read(`${id}.csv?lang=zh-CN`), read(`${id}.csv?lang=en-US`)])
  expect(chinese.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${id}.csv"`,
  })
  expect([chinese.text.includes(title['zh-CN']), english.text.includes(title['en-US'])]).toEqual([true, true])
  const missing = await Promise.all(['none.csv', id, `${id}.exe`, '..%2f..%2fx.csv', '%00.csv'].map(read))
  expect(missing.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
})

test('links and sessions die with the process', async () => {
  const { stage, tokenFor, cookieFor } = await dashboardStage()
  const olga = stage.api.person({ firstName: 'Olga' })
  await stage.readyGroup(olga)
  const cookie = await cookieFor(olga)
  const token = await tokenFor(olga)
  expect(await groupsFor(stage, cookie)).toEqual(['21 天共读'])
  await stage.stop()
  await stage.start()
  expect((await signIn(stage, token)).status).toBe(403)
  expect((await ask(stage.url!, '/api/groups', { cookie })).status).toBe(401)
})
