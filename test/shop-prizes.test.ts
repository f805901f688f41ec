import { expect, test } from 'vitest'
import { openPlayground } from './chat-run.ts'

test('a prize that was drawn and claimed is on the list of what is to be sent, and costs nobody points', async () => {
  await using playground = await openPlayground()
  const drawn = [
    ...['/as owner owner', '/draw_new 明信片×1, 10m', '/as amy', '/join 1', '/wait 11m', '/wait 16m'],
    ...['领奖', '兑换 我的', '/as owner owner', '发货'],
  ]
  const shown = await playground.chat(drawn)
  expect(shown).toContain('「明信片」记成了订单 1，发出时告诉你。')
  expect(shown).toMatch(/订单 1 · 明信片 · 抽奖 #1 · \d\d-\d\d · 等着发出/)
  expect(shown).toContain('下一个：订单 1，amy 抽中的「明信片」（抽奖 #1 的奖品')
  // It is remembered by the next run of the program.
  const cancelled = await playground.chat(['/as owner owner', '发货 1 取消', '/yes', '/facts', '发货'])
  expect(cancelled).toContain('奖品没有用积分换，没有积分要退')
  expect(cancelled).toContain('抽中的「明信片」发不了了，很抱歉')
  expect(cancelled).toContain('没有等着发出的订单')
  expect(cancelled).toContain('shop/prizeCancelled')
  expect(cancelled).not.toContain('points/returned')
})
