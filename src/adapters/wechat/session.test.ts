import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { log as puppetLog } from 'wechaty-puppet'
import { PuppetService } from 'wechaty-puppet-service'
import { listeningIntake } from '../adapter.fixtures.ts'
import { TOKEN } from './fake-gateway.fixtures.ts'
import { ROOM, TEST_TIMING, type WeChatDriver, wechatDriver } from './wechat-driver.fixtures.ts'
import type { WeChatOptions } from './wechat-options.ts'

const opened: WeChatDriver[] = []
afterEach(async () => {
  for (const driver of opened.splice(0)) await driver[Symbol.asyncDispose]()
})

async function prepare(options: Partial<WeChatOptions> & { tls?: boolean } = {}) {
  const driver = await wechatDriver(options)
  opened.push(driver)
  const intake = listeningIntake()
  const sentences = () => driver.log.entries.map(({ sentence }) => sentence)
  const isUp = () => expect.poll(() => intake.isCaughtUp, { timeout: 15_000 }).toBe(true)
  const ups = () => intake.told.filter(told => told === 'connected').length
  return { driver, fake: driver.fake, intake, sentences, isUp, ups }
}

test('it is connected when WeChat is logged in, and not when the gateway is there', async () => {
  const { driver, fake, intake, isUp } = await prepare()
  fake.logsIn = false
  await driver.adapter.start(intake)
  const hasStarted = () => fake.state.active() === true
  await expect.poll(hasStarted, { timeout: 10_000 }).toBe(true)
  expect(intake.told).toEqual([])
  fake.login('wxid_bot')
  await isUp()
  expect(intake.told).toEqual(['connected', 'caught up'])
})

test('starting does not wait for a gateway that is not there, and the connection comes when it is', async () => {
  const { driver, intake, sentences, isUp } = await prepare()
  await driver.gateway.stop()
  await driver.adapter.start(intake)
  await expect.poll(sentences, { timeout: 10_000 }).toContain('WeChat cannot be reached')
  expect(intake.told).toEqual([])
  await driver.gateway.start()
  await isUp()
})

test('a wrong token is no connection', async () => {
  const { driver, intake, sentences } = await prepare()
  const { endpoint } = driver.gateway
  const puppet = { kind: 'service', token: 'insecure_another', endpoint, tls: false } as const
  await driver.make({ puppet }).start(intake)
  await expect.poll(sentences, { timeout: 10_000 }).toContain('WeChat cannot be reached')
  expect(intake.told).toEqual([])
})

test('a token without its prefix is refused at the start', async () => {
  const { driver, intake } = await prepare()
  const puppet = { kind: 'service', token: 'secret', endpoint: driver.gateway.endpoint, tls: false } as const
  await expect(driver.make({ puppet }).start(intake)).rejects.toThrow(
    expect.objectContaining({ code: 'WECHAT_TOKEN_INVALID' }),
  )
})

test('a puppet that is not installed is refused at the start', async () => {
  const { driver, intake } = await prepare()
  const puppet = { kind: 'package', name: 'wechaty-puppet-nobody-has-made' } as const
  await expect(driver.make({ puppet }).start(intake)).rejects.toThrow(
    expect.objectContaining({ code: 'WECHAT_PUPPET_MISSING' }),
  )
})

test('any puppet can be named, and runs in this process', async () => {
  const { driver, intake, sentences } = await prepare()
  const puppet = { kind: 'package', name: 'wechaty-puppet-mock' } as const
  const adapter = driver.make({ puppet, provider: 'custom', timing: { ...TEST_TIMING, loginMsMax: 300 } })
  await adapter.start(intake)
  // Nobody logs in to a mock: that it is asked for shows that it was started.
  await expect
    .poll(() => driver.log.entries, { timeout: 10_000 })
    .toContainEqual(
      expect.objectContaining({
        sentence: 'WeChat cannot be reached',
        fields: expect.objectContaining({
          error: expect.objectContaining({ message: expect.stringMatching(/No login/) }),
        }),
      }),
    )
  expect(sentences()).not.toContain('The WeChat puppet did not end')
})

test('over TLS as without', async () => {
  const { driver, intake, isUp } = await prepare({ tls: true })
  await driver.adapter.start(intake)
  await isUp()
})

test('after a logout there is a new session', async () => {
  const { driver, fake, intake, isUp, ups } = await prepare()
  await driver.adapter.start(intake)
  await isUp()
  await fake.logout('the phone said so')
  await expect.poll(() => intake.told.includes('disconnected'), { timeout: 10_000 }).toBe(true)
  fake.login('wxid_bot')
  await expect.poll(ups, { timeout: 15_000 }).toBe(2)
})

test('a gateway that falls silent is left for a new session; one that answers is not', async () => {
  const { driver, fake, intake, isUp, ups } = await prepare({ timing: { ...TEST_TIMING, silenceMsMax: 300 } })
  await driver.adapter.start(intake)
  await isUp()
  const dings = new Promise(resolve => fake.once('dong', resolve))
  await dings
  expect(intake.told).not.toContain('disconnected')
  fake.answersDings = false
  await expect.poll(() => intake.told.includes('disconnected'), { timeout: 10_000 }).toBe(true)
  fake.answersDings = true
  await expect.poll(ups, { timeout: 15_000 }).toBeGreaterThan(1)
})

test('a client that hung is put out of its place at the gateway', async () => {
  const { driver, intake, isUp } = await prepare({ timing: { ...TEST_TIMING, loginMsMax: 400 } })
  const stuck = new PuppetService({ token: TOKEN, endpoint: driver.gateway.endpoint, tls: { disable: true } })
  stuck.on('error', () => {})
  await stuck.start()
  // The gateway has one stream, and takes no second client: no login comes, and the gateway is reset.
  await driver.adapter.start(intake)
  await isUp()
  expect(driver.log.entries.map(({ sentence }) => sentence)).toContain('WeChat cannot be reached')
  await stuck.stop().catch(() => {})
})

test('a code to be scanned is one line in the log, with its link, and is waited for longer', async () => {
  const { driver, fake, intake, sentences, isUp } = await prepare({ timing: { ...TEST_TIMING, loginMsMax: 1_500 } })
  fake.logsIn = false
  await driver.adapter.start(intake)
  await expect.poll(() => fake.state.active() === true, { timeout: 10_000 }).toBe(true)
  for (let turn = 0; turn < 3; turn += 1) fake.mocker.scan('https://login.weixin.qq.com/l/abc==')
  const link = 'https://wechaty.js.org/qrcode/https%3A%2F%2Flogin.weixin.qq.com%2Fl%2Fabc%3D%3D'
  const lines = () => sentences().filter(sentence => sentence.includes(link))
  await expect.poll(lines, { timeout: 10_000 }).toHaveLength(1)
  fake.login('wxid_bot')
  await isUp()
  expect(lines()).toHaveLength(1)
})

test('a gateway that goes away while the library asks it something by itself ends nobody', async () => {
  const { driver, fake, intake, isUp, ups } = await prepare()
  await driver.adapter.start(intake)
  await isUp()
  // The library answers each joining by asking for the room anew, and waits for no answer. An unhandled rejection fails the run.
  for (let turn = 0; turn < 5; turn += 1) fake.joins(ROOM, ['wxid_owner'], 'wxid_owner')
  const heard = () => intake.heard.some(({ kind }) => kind === 'joined')
  await expect.poll(heard, { timeout: 10_000, interval: 1 }).toBe(true)
  await driver.adapter[Symbol.asyncDispose]()
  await driver.make().start(intake)
  await expect.poll(ups, { timeout: 10_000 }).toBe(2)
})

test('the end leaves the gateway logged in, and frees it for the next client', async () => {
  const { driver, fake, intake, isUp } = await prepare()
  await driver.adapter.start(intake)
  await isUp()
  await driver.adapter[Symbol.asyncDispose]()
  expect([fake.isLoggedIn, fake.state.active()]).toEqual([true, true])
  const next = listeningIntake()
  await driver.make().start(next)
  await expect.poll(() => next.isCaughtUp, { timeout: 5_000 }).toBe(true)
})

test('the end does not wait for a gateway that is not there', async () => {
  const { driver, intake, sentences } = await prepare()
  await driver.gateway.stop()
  await driver.adapter.start(intake)
  await expect.poll(sentences, { timeout: 10_000 }).toContain('WeChat cannot be reached')
  await driver.adapter[Symbol.asyncDispose]()
})

test('what is ended while it starts does not connect', async () => {
  const { driver, intake } = await prepare()
  const starting = driver.adapter.start(intake)
  await driver.adapter[Symbol.asyncDispose]()
  await starting
  // The gateway has one place, and this one gets it.
  const next = listeningIntake()
  await driver.make().start(next)
  await expect.poll(() => next.isCaughtUp, { timeout: 10_000 }).toBe(true)
  expect(intake.told).toEqual([])
})

test('neither the end nor a new session waits for a list of rooms that does not come', async () => {
  const { driver, fake, intake, isUp } = await prepare({ timing: { ...TEST_TIMING, callMsMax: 60_000 } })
  let asked = 0
  const { roomList } = fake
  const hang = (): Promise<never> => {
    asked += 1
    return new Promise(() => {})
  }
  fake.roomList = hang
  await driver.adapter.start(intake)
  await expect.poll(() => asked, { timeout: 10_000 }).toBe(1)
  fake.roomList = roomList
  await driver.gateway.stop()
  await driver.gateway.start()
  await isUp()
  await driver.adapter[Symbol.asyncDispose]()
  fake.roomList = hang
  const next = driver.make()
  await next.start(listeningIntake())
  await expect.poll(() => asked, { timeout: 10_000 }).toBe(2)
  await next[Symbol.asyncDispose]()
})

test('what the library writes goes to our log, and what members write does not', async () => {
  const { driver, fake, intake, isUp } = await prepare()
  await driver.adapter.start(intake)
  await isUp()
  puppetLog.warn('Puppet', 'something is %s', 'odd')
  puppetLog.info('Puppet', 'of no interest')
  fake.says('wxid_owner', ROOM, 'a-secret-diary')
  await expect.poll(() => intake.heard.some(({ kind }) => kind === 'said'), { timeout: 10_000 }).toBe(true)
  const written = JSON.stringify(driver.log.entries)
  expect(written).toContain('Puppet something is odd')
  expect(written).not.toContain('of no interest')
  expect(written).not.toContain('a-secret-diary')
  expect(written).not.toContain(TOKEN)
})

test('nothing is written below the home folder', async () => {
  const home = mkdtempSync(join(tmpdir(), 'bonfire-home-'))
  const before = process.env.HOME
  process.env.HOME = home
  try {
    const { driver, intake, isUp } = await prepare()
    await driver.adapter.start(intake)
    await isUp()
    expect(readdirSync(home)).toEqual([])
  } finally {
    process.env.HOME = before
    rmSync(home, { recursive: true })
  }
})
