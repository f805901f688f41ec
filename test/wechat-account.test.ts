import { expect, onTestFinished, test } from 'vitest'
import { readAccounts } from '../src/account-config.ts'
import { listeningIntake } from '../src/adapters/adapter.fixtures.ts'
import { TOKEN } from '../src/adapters/wechat/fake-gateway.fixtures.ts'
import { wechatDriver } from '../src/adapters/wechat/wechat-driver.fixtures.ts'
import { makeAdapter } from '../src/make-adapter.ts'
import { createRelayList } from '../src/relay-list.ts'
import { systemClock } from '../src/scheduler/clock.ts'

const NEW_ROOM = '3000@chatroom'

/** A bot as the configuration makes it, which somebody invites to a room. */
async function invited(more: object) {
  const driver = await wechatDriver()
  onTestFinished(() => driver[Symbol.asyncDispose]())
  driver.fake.addContact('wxid_ann', '安')
  driver.fake.addRoom(NEW_ROOM, '新群', 'wxid_ann', ['wxid_ann'])
  const file = [{ id: 'wechat', platform: 'wechat', endpoint: driver.gateway.endpoint, tls: false, ...more }]
  const { accounts } = readAccounts(file, { WECHATY_PUPPET_SERVICE_TOKEN: TOKEN })
  const { log } = driver
  const adapter = await makeAdapter(accounts[0]!, { clock: systemClock(), log, assets: '/', relay: createRelayList() })
  onTestFinished(() => adapter[Symbol.asyncDispose]())
  const intake = listeningIntake()
  await adapter.start(intake)
  await expect.poll(() => intake.isCaughtUp, { timeout: 10_000 }).toBe(true)
  driver.fake.invites('i1', NEW_ROOM, 'wxid_ann')
  return { intake, sentences: () => log.entries.map(({ sentence }) => sentence) }
}

test('an account accepts invitations', async () => {
  const { intake } = await invited({})
  await expect.poll(() => intake.heard.map(({ chat }) => chat), { timeout: 10_000 }).toContain(NEW_ROOM)
})

test('an account leaves invitations unanswered when its configuration says so', async () => {
  const { sentences } = await invited({ acceptInvitations: false })
  const left = 'An invitation to a WeChat room was left unanswered, as configured'
  await expect.poll(sentences, { timeout: 10_000 }).toContain(left)
  expect(sentences()).not.toContain('Accepted an invitation to a WeChat room')
})
