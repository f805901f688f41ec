import { afterEach, expect, test } from 'vitest'
import type { ChatId } from '../../events/ids.ts'
import { listeningIntake } from '../adapter.fixtures.ts'
import { ROOM, type WeChatDriver, wechatDriver } from './wechat-driver.fixtures.ts'

const opened: WeChatDriver[] = []
afterEach(async () => {
  for (const driver of opened.splice(0)) await driver[Symbol.asyncDispose]()
})
async function prepare(...options: Parameters<typeof wechatDriver>): Promise<WeChatDriver> {
  const driver = await wechatDriver(...options)
  opened.push(driver)
  return driver
}
const chat = (id: string, title: string) => ({ id: id as ChatId, title })

test('who is logged in, and what the bot may not do in its rooms', async () => {
  const { adapter, fake } = await prepare({ tls: true })
  const chats = [chat(ROOM, '晨跑群'), chat('9999@chatroom', '夜跑群')]
  expect(await adapter.examine?.(chats)).toEqual([
    { is: 'good', what: 'WeChat is logged in as 小火' },
    expect.objectContaining({ is: 'warning', what: expect.stringMatching(/^晨跑群: the bot can neither remove/) }),
    expect.objectContaining({ is: 'warning', what: expect.stringMatching(/^夜跑群: the bot is not in the room/) }),
  ])
  expect(fake.calls).toEqual([])
})

test('an examination frees the gateway for the bot, and leaves it logged in', async () => {
  const driver = await prepare()
  await driver.adapter.examine?.([])
  const intake = listeningIntake()
  await driver.make().start(intake)
  await expect.poll(() => intake.isCaughtUp, { timeout: 5_000 }).toBe(true)
  expect(driver.fake.state.active()).toBe(true)
})

test('a gateway that is not there is bad, with what to do', async () => {
  const { adapter, gateway } = await prepare()
  await gateway.stop()
  const [finding] = (await adapter.examine?.([])) ?? []
  expect(finding).toMatchObject({ is: 'bad', remedy: expect.stringContaining('gateway') })
  expect(finding?.what).toMatch(/^WeChat is not logged in: .*ECONNREFUSED/)
})

test('a puppet that runs in this process is loaded and not logged in', async () => {
  const driver = await prepare()
  const about = async (name: string) => {
    const adapter = driver.make({ puppet: { kind: 'package', name }, provider: 'custom' })
    return (await adapter.examine?.([chat(ROOM, '晨跑群')])) ?? []
  }
  expect(await about('wechaty-puppet-mock')).toEqual([
    expect.objectContaining({ is: 'warning', what: expect.stringContaining('wechaty-puppet-mock is there') }),
  ])
  expect(await about('wechaty-puppet-nobody-has-made')).toEqual([
    expect.objectContaining({ is: 'bad', remedy: expect.stringContaining('npm install wechaty-puppet-nobody') }),
  ])
})

test('a connection without encryption is a warning', async () => {
  const { adapter } = await prepare()
  expect(await adapter.examine?.([])).toContainEqual(
    expect.objectContaining({ is: 'warning', what: 'The connection to the WeChat gateway is not encrypted' }),
  )
})

test('ids that do not last are a warning, where they do not', async () => {
  const about = async (provider: 'wechat4u' | 'padlocal') => {
    const { adapter } = await prepare({ provider })
    return (await adapter.examine?.([]))?.map(({ what }) => what).join('\n')
  }
  expect(await about('wechat4u')).toContain('another id at each login')
  expect(await about('padlocal')).not.toContain('another id at each login')
})
