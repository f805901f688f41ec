import { defineMessages } from 'bonfire'

/** Chinese first: it says which messages there are and what goes into them. */
export const messages = defineMessages(
  {
    hello: (p: { times: number }) => (p.times === 1 ? '你好呀！' : `又见面啦，今天第 ${p.times} 次。`),
    enough: () => '今天打过好几次招呼啦，明天再聊。',
  },
  {
    hello: p => (p.times === 1 ? 'Hello!' : `Hello again, number ${p.times} today.`),
    enough: () => 'We have said hello a few times today. See you tomorrow.',
  },
)
