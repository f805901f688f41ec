import { acknowledge, definePlugin } from 'bonfire'
import { z } from 'zod'
import { greetings } from './facts.ts'
import { messages } from './messages.ts'

export default definePlugin({
  slice: greetings,
  messages,
  config: z.object({
    timesMax: z.int().positive().default(3).describe('How often a day somebody is greeted.'),
  }),
  commands: {
    greet: {
      words: ['plugin_template'],
      about: { 'zh-CN': '打个招呼', 'en-US': 'say hello' },
      // A pure function: what it returns is recorded and sent, together or not at all.
      decide({ state, config, say, member, today }) {
        const { day, times } = state.members.of(member)
        const timesToday = day === today ? times : 0
        if (timesToday >= config.timesMax) return [say.enough()]
        return [greetings.facts.greeted({ member, day: today }), acknowledge(say.hello({ times: timesToday + 1 }))]
      },
    },
  },
})
