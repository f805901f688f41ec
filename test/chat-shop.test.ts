import { expect, test } from 'vitest'
import { openPlayground } from './chat-run.ts'

test('a shop beside the chat says that somebody has paid, and in the next run that they got it back', async () => {
  await using playground = await openPlayground()
  const paid = await playground.chat(['/as bob', '/buys bob 9.9', '/facts'])
  expect(paid).toContain('商店：bob 付了 9.90 元（订单 play-')
  expect(paid).toMatch(/orders\/heard \{"order":"play-\d+","type":"paid"[,}]/)
  const refunded = await playground.chat(['/refunds amy', '/refunds bob', '/facts'])
  expect(refunded).toContain('amy 还没有可以退的订单')
  expect(refunded).toContain('商店：退给 bob 9.90 元')
  expect(refunded).toMatch(/orders\/heard \{"order":"play-\d+","type":"refunded"[,}]/)
})

test('a group whose chat gets another id goes on as before', async () => {
  await using playground = await openPlayground()
  const shown = await playground.chat(['/as bob', '/migrate', '打卡 今天读完了第一章，记了三页笔记', '/streak'])
  expect(shown).toContain('这个群换了编号')
  expect(shown).toContain('已连续 1 天')
})
