import { expect, test } from 'vitest'
import { GroupId } from '../events/ids.ts'
import { openLab, SECOND_MS } from './outbox.fixtures.ts'

/** As where changing the chat takes time: about fifteen chats a minute. */
const pacing = { chatSwitchMs: { min: 3_000, max: 5_000 }, accountMessagesPerMinute: 40 }
const POSTS = 40

test('posts to many chats do not keep a check-in waiting, nor the other way round', async () => {
  const lab = await openLab({ pacing })
  for (let number = 1; number <= POSTS; number += 1)
    await lab.platform.says(GroupId.parse(`t${number}`), lab.amy, `/post ${number}`)
  await lab.world.advanceBy(2 * SECOND_MS)
  await lab.says('/same')
  await lab.world.advanceBy(15 * SECOND_MS)
  expect(lab.sent()).toContain('记下了')
  const posts = lab.sent().filter(text => text.startsWith('今日话题'))
  expect(posts.length).toBeGreaterThan(1)
  // The control: most of them were still waiting when it went.
  expect(posts.length).toBeLessThan(POSTS / 2)
})
