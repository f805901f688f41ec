import { acknowledge, definePlugin, membership } from 'bonfire'
import { z } from 'zod'
import { gratitude } from './facts.ts'
import { mostThanked } from './figures.ts'
import { messages } from './messages.ts'

/** 「谢谢」 or "thanks" at the beginning; not 「谢谢惠顾」, which is an advertisement. */
const THANKS = /^(?:谢谢(?!惠顾)|感谢|多谢|thanks|thank you)/iu

export default definePlugin({
  slice: gratitude,
  messages,
  uses: [membership],
  config: z.object({
    timesMax: z.int().positive().default(5).describe('How many thanks of one member count on one day.'),
  }),
  commands: {
    mine: {
      words: ['thanks', '收到的感谢'],
      about: { 'zh-CN': '大家谢过我几次', 'en-US': 'how often I was thanked' },
      decide: ({ state, say, member }) => [say.mine({ times: state.received.of(member).times })],
    },
  },
  on: {
    listen({ state, config, read, say, member, today }, { text, repliesTo, mentions = [] }) {
      const to = repliesTo ?? mentions[0]
      if (to === undefined || to === member || !THANKS.test(text.trim())) return []
      if (read(membership).members.of(to).presence !== 'present') return []
      const { day, times } = state.said.of(member)
      if (day === today && times >= config.timesMax) return [say.enough({ most: config.timesMax })]
      const received = state.received.of(to).times + 1
      return [
        gratitude.facts.thanked({ member, to, day: today }),
        acknowledge(say.noted({ to, times: received }), { reaction: '❤' }),
      ]
    },
  },
  figures: { most: mostThanked },
})
