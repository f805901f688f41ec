import { membership } from 'bonfire'
import { at, createStage, joins, member, playOn, rings, says } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import checkInPlugin from '../plugins/check-in/index.ts'
import { icebreaker } from '../plugins/icebreaker/facts.ts'
import icebreakerPlugin from '../plugins/icebreaker/index.ts'
import pointsPlugin from '../plugins/points/index.ts'
import shopPlugin from '../plugins/shop/index.ts'

const noon = at('2026-12-01 12:00')
const MINUTE = 60_000
const [ann, bob] = [member('ann'), member('bob')]

/** What an admin of the crew says to a newcomer in a WeChat group, where whatever is said then is a greeting. */
function hears(text: string): readonly string[] {
  const stage = createStage({
    plugins: [icebreakerPlugin, checkInPlugin, pointsPlugin, shopPlugin],
    platform: 'wechat',
  })
  stage.record([membership.facts.imported({ member: ann })])
  const play = (stimulus: Parameters<typeof playOn>[1]) => playOn(stage, stimulus)
  play(says(ann, '迎新 加入', noon, { role: 'admin' }))
  play(joins(bob, noon, { name: '小林' }))
  play(rings('welcome', {}, (noon + 3 * MINUTE) as typeof noon))
  stage.record([icebreaker.facts.welcomed({ welcome: 1, message: null, at: noon })])
  play(says(bob, '谢谢', (noon + 4 * MINUTE) as typeof noon))
  const said = says(ann, text, (noon + 5 * MINUTE) as typeof noon, { role: 'admin' })
  const mentions = text.includes('@') ? { mentions: [bob] } : {}
  const handled = play({ ...said, event: (...stage) => ({ ...said.event(...stage), ...mentions }) })
  const facts = handled.is === 'committed' ? handled.commit.facts.map(([type]) => type as string) : []
  return facts.filter(type => type === 'icebreaker/greeted' || type === 'icebreaker/exchanged')
}

describe('among all plugins', () => {
  test.each(['打卡 三十页', '【早起打卡】读了三十页', '加分 @小林 20', '补卡 昨天', '积分', '排行榜', '迎新'])(
    '%s is no talk',
    text => expect(hears(text)).toEqual([]),
  )

  test('what people say to each other is', () =>
    expect(hears('欢迎呀')).toEqual(['icebreaker/exchanged', 'icebreaker/greeted']))
})
