import { describe, expect, test } from 'vitest'
import { CONVERSATIONS } from './conversations.ts'
import { liveConversation, wrongWith } from './live-conversation.ts'

// The same and more is tried where the proof follows.
describe.skipIf(process.env.BONFIRE_PROOF_FOLLOWS)('wherever the process ends', () => {
  test.each(CONVERSATIONS)('$name: everybody is told what they would have been told', async conversation => {
    const usual = await liveConversation(conversation, [])
    expect(wrongWith(usual, usual)).toEqual([])
    expect(usual.steps).toBeGreaterThan(30)
    const wrong: string[] = []
    // Some of the points: all of them are for `npm run prove`.
    for (let point = usual.steps % STRIDE; point < usual.steps; point += STRIDE) {
      const lived = await liveConversation(conversation, [point])
      expect(lived.where).toHaveLength(1)
      wrong.push(...wrongWith(usual, lived).map(what => `crashed ${lived.where[0]}: ${what}`))
    }
    expect(wrong).toEqual([])
  })
})

const STRIDE = 5
