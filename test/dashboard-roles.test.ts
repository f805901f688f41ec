import { expect, test } from 'vitest'
import type { FakeGroup } from '../src/testing/telegram/fake-people.ts'
import { ask, dashboardStage, groupsFor, post } from './dashboard-visitor.ts'

/** Longer than what Telegram said of a role counts: where a group is opened, and in the list. */
const A_MOMENT_MS = 6_000
const A_MINUTE_MS = 61_000

/** A group of Olga's in which Ben is an admin for Telegram, who has been given a link. */
async function benAsked() {
  const { stage, tokenFor, cookieFor } = await dashboardStage()
  const [olga, ben] = [stage.api.person({ firstName: 'Olga' }), stage.api.person({ firstName: 'Ben' })]
  const group = await stage.readyGroup(olga, [ben], '共读')
  stage.api.privately(ben).start()
  group.promote(ben)
  return { stage, olga, ben, group, cookieFor, token: await tokenFor(ben, group) }
}

/** The same, signed in. */
async function benSignedIn() {
  const asked = await benAsked()
  const { stage, token } = asked
  const { headers } = await post(stage.url!, '/dashboard/sign-in', { token })
  const cookie = headers['set-cookie']![0]!.split(';')[0]!
  const statusOf = async (path = '/api/groups') => (await ask(stage.url!, path, { cookie })).status
  const pageOf = (of: FakeGroup) => statusOf(`/api/groups/${stage.groupId(of)}`)
  return { ...asked, cookie, statusOf, pageOf }
}

test('an admin whom Telegram names is let in, and out as soon as Telegram names them no more', async () => {
  const { stage, ben, group, cookie, statusOf, pageOf } = await benSignedIn()
  expect(await groupsFor(stage, cookie)).toEqual(['共读'])
  expect(await pageOf(group)).toBe(200)
  group.demote(ben)
  stage.clock.set(stage.clock.now() + A_MOMENT_MS)
  expect(await pageOf(group)).toBe(404)
  stage.clock.set(stage.clock.now() + A_MINUTE_MS)
  expect([await statusOf(), await pageOf(group)]).toEqual([401, 404])
  // The session is still there: it shows again what is theirs again.
  group.promote(ben)
  stage.clock.set(stage.clock.now() + A_MOMENT_MS)
  expect(await pageOf(group)).toBe(200)
})

test('whoever is no admin any more when they open their link is not signed in', async () => {
  const { stage, ben, group, token } = await benAsked()
  group.demote(ben)
  stage.clock.set(stage.clock.now() + A_MINUTE_MS)
  const { status, headers, text } = await post(stage.url!, '/dashboard/sign-in', { token })
  expect([status, headers['set-cookie']]).toEqual([409, undefined])
  expect(text).toContain('no group')
})

test('whoever loses one of two groups is answered there as anybody else is', async () => {
  const { stage, olga, ben, group, statusOf, pageOf } = await benSignedIn()
  const second = await stage.readyGroup(olga, [ben], '二群')
  second.promote(ben)
  second.says(ben, '大家好')
  await stage.allTaken()
  expect([await pageOf(group), await pageOf(second)]).toEqual([200, 200])
  second.demote(ben)
  stage.clock.set(stage.clock.now() + A_MOMENT_MS)
  expect([await pageOf(group), await pageOf(second), await statusOf('/api/groups/telegram:999')]).toEqual([
    200, 404, 404,
  ])
})

test('whoever leaves the group, and everybody when the bot is removed, sees nothing more', async () => {
  const { stage, olga, ben, group, statusOf, cookieFor } = await benSignedIn()
  stage.api.privately(olga).start()
  const olgas = await cookieFor(olga)
  expect((await ask(stage.url!, '/api/groups', { cookie: olgas })).status).toBe(200)
  expect(await statusOf()).toBe(200)
  group.remove(ben)
  await stage.allTaken()
  expect(await statusOf()).toBe(401)
  group.kickBot()
  await stage.allTaken()
  expect((await ask(stage.url!, '/api/groups', { cookie: olgas })).status).toBe(401)
})

test('whom Telegram cannot be asked about sees nothing until it can', async () => {
  const { stage, group, statusOf, pageOf } = await benSignedIn()
  expect(await statusOf()).toBe(200)
  stage.clock.set(stage.clock.now() + A_MINUTE_MS)
  stage.api.fault = ({ method }) =>
    method === 'getChatMember' ? { is: 'status', code: 500, description: 'Internal Server Error' } : null
  expect([await statusOf(), await pageOf(group)]).toEqual([503, 503])
  stage.api.fault = null
  stage.clock.set(stage.clock.now() + A_MOMENT_MS)
  expect(await statusOf()).toBe(200)
})
