import { defineMessages, definePlugin, defineSlice, post } from 'bonfire'
import { z } from 'zod'

/** `/herald 40 3` owes the group three broadcasts, numbered from 40: what must never come twice. */
export default definePlugin({
  slice: defineSlice({ name: 'herald', facts: {} }),
  messages: defineMessages(
    { news: (p: { number: number }) => `第 ${p.number} 号通知` },
    { news: p => `notice number ${p.number}` },
  ),
  config: z.object({}),
  commands: {
    herald: {
      words: ['herald'],
      args: z.object({ from: z.int(), count: z.int() }),
      decide: ({ say }, { from, count }) =>
        Array.from({ length: count }, (_, index) => post(say.news({ number: from + index }))),
    },
  },
})
