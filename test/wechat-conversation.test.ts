import { expect, test } from 'vitest'
import { BEN, CHECK_IN, OLGA, ROOM, wechatStage } from './wechat-stage.ts'

const DORA = 'wxid_dora'
const MONDAY_EVENING = Date.parse('2026-11-23T11:00Z')
const MINUTE = 60_000

test('from the first day to the reminder of the second', async () => {
  const stage = await wechatStage({ startsAt: MONDAY_EVENING, speed: 20, heartbeatMs: 10 * MINUTE })
  const { gateway, says, hears } = stage
  await stage.setUp()
  await gateway.run('addContact', DORA, 'Dora')
  await gateway.run('joins', ROOM, [DORA], OLGA)
  await says(DORA, CHECK_IN)
  await hears('Dora')
  await says(DORA, '积分')
  await hears('你有 10 积分')
  await says(BEN, CHECK_IN)
  await hears('@Ben')
  await stage.passUntil(Date.parse('2026-11-24T11:59:58Z'))
  await hears('今天还没有人打卡')
  await says(BEN, CHECK_IN)
  await hears('@Ben')
  expect(gateway.sent.map(({ text }) => text)).toMatchInlineSnapshot(`
    [
      "你好，我是 Bonfire。用哪种语言和大家说话？
    Hello, I am Bonfire. Which language shall I speak here?
    回复数字：1 中文 / 2 English",
      "这个群按哪里的时间过日子？打卡和早晚的消息都按它算。不在下面的话，发送「/setup zone 地区/城市」，例如 /setup zone Asia/Shanghai
    回复数字：1 Asia/Shanghai / 2 Asia/Singapore / 3 Europe/London / 4 America/New_York",
      "这个群要用哪个计划？
    回复数字：1 21 天共读",
      "设置好了：中文，Asia/Shanghai 时间，计划「21 天共读」。从现在起大家可以打卡了，发送 /help（帮助）看看我能做什么。
    最后一步：群主请加我为好友，跟我打个招呼，这样有事我才能找到你。",
      "@Dora 记下了，从今天数起，第 1 天。今天第 1 位。
    +10 积分，共 10。",
      "@Dora 你有 10 积分（攒过 10，用过 0）。发「积分 明细」看每一笔。",
      "@Ben 打卡成功，第 1 天，开了个好头。今天第 2 位。
    +10 积分，共 10。",
      "欢迎 Dora，很高兴认识你。慢慢来，不着急。
    两件小事，先做哪件都行。说一句「我是……」，就算自我介绍。
    回复数字：1 介绍自己 / 2 第一次打卡",
      "今天还没有人打卡。@Dora、@Ben，忙完了来一笔就好，00:00 前都来得及。",
      "@Ben 看到你啦，连着 2 天了。今天第 1 位。
    +10 积分，共 20。",
    ]
  `)
  expect(stage.warnings()).toEqual([
    expect.objectContaining({ fields: expect.objectContaining({ what: expect.stringContaining('TLS: disabled') }) }),
  ])
})

/**
 * How long the gateway is gone, in seconds. BONFIRE_WECHAT_OUTAGES_S=3,20,100 runs all that were promised; the ordinary
 * run has the shortest, since nothing but the wait is different.
 */
const OUTAGES_S = (process.env.BONFIRE_WECHAT_OUTAGES_S ?? '3').split(',').map(Number)

test.each(OUTAGES_S)(
  'a gateway that is killed and comes back after %i s: nothing is doubled, what was owed is said',
  async outageS => {
    const stage = await wechatStage({ startsAt: MONDAY_EVENING, speed: 20, heartbeatMs: 10 * MINUTE })
    const { gateway, clock, says, hears } = stage
    await stage.setUp()
    await stage.passUntil(clock.now() + MINUTE)
    // From here in real time: acknowledgements of Ben's check-in wait for 10 s after those of Dora's.
    clock.speed = 1
    await gateway.run('addContact', DORA, 'Dora')
    await gateway.run('joins', ROOM, [DORA], OLGA)
    await says(DORA, CHECK_IN)
    await hears('@Dora')
    await says(BEN, CHECK_IN)
    await says(BEN, '积分')
    await hears('你有 10 积分')
    const before = gateway.sent.length
    await gateway.kill()
    await expect.poll(stage.sentences).toContain('Account wechat has lost its connection')
    await new Promise(resolve => setTimeout(resolve, outageS * 1_000))
    const connects = () => stage.sentences().filter(sentence => sentence === 'Account wechat is connected').length
    expect(connects()).toBe(1)
    await gateway.start()
    const backAt = performance.now()
    await expect.poll(connects, { timeout: 40_000, interval: 20 }).toBe(2)
    const recoveredMs = performance.now() - backAt
    clock.speed = 20
    await hears('@Ben 打卡成功')
    await says(BEN, CHECK_IN)
    await hears('@Ben 今天已经打过卡啦')
    // What was said meanwhile nobody has heard, and members are told so.
    await hears('我掉线了')
    // What was said last is there: whatever should not be there twice would be by now.
    const sent = gateway.sent.slice(before).filter(({ text }) => !text.startsWith('欢迎'))
    const after = sent.map(({ text }) => text.split(/[，（]/u, 1)[0]!)
    expect(after.toSorted()).toEqual([
      expect.stringMatching(/^\d\d:\d\d.*我掉线了$/),
      '@Ben 今天已经打过卡啦',
      '@Ben 打卡成功',
    ])
    console.info(
      `Gone for ${outageS} s: connected again ${(recoveredMs / 1_000).toFixed(1)} s after the gateway was back.`,
    )
  },
  200_000,
)
