import { describe, expect, test } from 'vitest'
import { ALL_RIGHTS } from '../src/testing/telegram/fake-people.ts'
import { CHECK_IN, readable, telegramStage } from './telegram-stage.ts'

describe.each(['grammy', 'telegraf'] as const)('over %s', client => {
  test('from the first day to the reminder of the second', async () => {
    const stage = await telegramStage({ client })
    const { api, hears } = stage
    const olga = api.person({ firstName: 'Olga', languageCode: 'zh-hans' })
    const ben = api.person({ firstName: 'Ben', languageCode: 'zh-hans' })
    const dora = api.person({ firstName: 'Dora', lastName: 'Li', languageCode: 'zh-hans' })
    const group = api.createGroup({ title: '共读', owner: olga, members: [ben] })

    // 1. The bot is added, and says nothing until it is set up
    group.addBot({ by: olga, rights: ALL_RIGHTS })
    const tooEarly = group.says(ben, '打卡')
    await stage.allTaken()
    expect([api.messages(group.id), api.reactions(group.id, tooEarly)]).toEqual([[], []])

    // 2. Only the owner sets it up
    group.says(ben, '/setup')
    await hears(group.id, '只有群主可以设置')
    group.says(olga, '/setup')
    const question = await hears(group.id, '哪种语言')
    const stolen = group.press(ben, question.id, '中文')
    expect(await api.waitFor(() => api.pressAnswer(stolen))).toMatchObject({ isAlert: true })
    const own = group.press(olga, question.id, '中文')
    expect(await api.waitFor(() => api.pressAnswer(own))).toMatchObject({ text: '', isAlert: false })
    group.press(olga, (await hears(group.id, '哪里的时间')).id, 'Asia/Shanghai')
    group.press(olga, (await hears(group.id, '哪个计划')).id, '21 天共读')
    const done = await hears(group.id, '设置好了')
    expect(done.keyboard.flat()[0]?.url).toBe('https://t.me/bonfire_bot?start=hello')
    api.privately(olga).start('hello')
    await hears(olga.id, '共读')

    // 3. Somebody joins and checks in
    group.add(dora, { by: olga })
    const checkIn = group.says(dora, CHECK_IN)
    await api.waitFor(() => api.reactions(group.id, checkIn).length > 0)
    group.says(dora, '积分')
    await hears(group.id, '你有 10 积分')

    // 4. The next evening, those are reminded who have a streak to lose
    await stage.passUntil(Date.parse('2026-11-24T11:59:58Z'))
    await hears(group.id, '今天还没有人打卡')
    const second = group.says(dora, CHECK_IN)
    await api.waitFor(() => api.reactions(group.id, second).length > 0)
    group.says(dora, '/streak@bonfire_bot')
    await hears(group.id, '已连续 2 天')

    expect(readable(api, group.id)).toMatchInlineSnapshot(`
      "Ben: 打卡
      Ben: /setup
      Bonfire: 只有群主可以设置。如果我认错了，请部署我的人从日志里取认领码，群主再发送「/setup 认领码」。
      Olga: /setup
      Bonfire: 你好，我是 Bonfire。用哪种语言和大家说话？
          Hello, I am Bonfire. Which language shall I speak here? [中文] [English]
      Bonfire: 这个群按哪里的时间过日子？打卡和早晚的消息都按它算。不在下面的话，发送「/setup zone 地区/城市」，例如 /setup zone Asia/Shanghai [Asia/Shanghai] [Asia/Singapore] [Europe/London] [America/New_York]
      Bonfire: 这个群要用哪个计划？ [21 天共读]
      Bonfire: 设置好了：中文，Asia/Shanghai 时间，计划「21 天共读」。从现在起大家可以打卡了，发送 /help（帮助）看看我能做什么。
          最后一步：群主请打开和我的私聊，按一下「Start / 开始」，这样有事我才能找到你。 [打开私聊]
      Dora: 打卡 今天读完了第一章，记了三页笔记 🔥
      Dora: 积分
      Bonfire: 你有 10 积分（攒过 10，用过 0）。发「积分 明细」看每一笔。
      Bonfire: 欢迎 Dora Li，很高兴认识你。慢慢来，不着急。
          两件小事，先做哪件都行。直接回复这条消息，就算自我介绍。 [介绍自己] [第一次打卡]
      Bonfire: 今天还没有人打卡。@Dora Li，忙完了来一笔就好，00:00 前都来得及。
      Dora: 打卡 今天读完了第一章，记了三页笔记 🔥
      Dora: /streak@bonfire_bot
      Bonfire: 已连续 2 天，最长 2 天，一共 2 天。今天打过啦。再 5 天就满 7 天。"
    `)
    expect(api.unknownMethods).toEqual([])
    expect(api.calls.filter(({ became }) => became !== 'ok' && became !== 'pending')).toEqual([])
    expect(stage.log.filter(({ level }) => level !== 'info')).toEqual([])
    // Without the redaction that the real log adds.
    expect(stage.logged).not.toContain(api.token)
  })
})

test('questions asked at one moment are all answered, each a second after the other', async () => {
  const stage = await telegramStage()
  const { api } = stage
  const people = ['Amy', 'Ben', 'Cem'].map(firstName => api.person({ firstName }))
  const group = await stage.readyGroup(api.person({ firstName: 'Olga' }), people)
  await stage.pass(60_000)
  stage.inEarnest()
  const askedAt = stage.clock.now()
  for (const person of people) group.says(person, '积分')
  await api.waitFor(() => api.messages(group.id).filter(({ text }) => text.includes('积分')).length >= 3)
  expect(stage.clock.now() - askedAt).toBeLessThan(4_000)
})
