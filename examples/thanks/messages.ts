import { defineMessages, type MemberId, type Naming } from 'bonfire'

export const messages = defineMessages(
  {
    noted: (p: { to: MemberId; times: number }, { name }: Naming) =>
      `替你记下了：${name(p.to)} 收到的第 ${p.times} 次感谢。`,
    enough: (p: { most: number }) => `今天已经记了 ${p.most} 次感谢，心意都收到啦，明天再来。`,
    mine: (p: { times: number }) =>
      p.times === 0 ? '还没有人谢过你，不过你可以先谢谢别人。' : `大家谢过你 ${p.times} 次。`,
  },
  {
    noted: (p, { name }) => `Noted: thanks number ${p.times} for ${name(p.to)}.`,
    enough: p => `That makes ${p.most} thanks today, all of them kept. More tomorrow.`,
    mine: p => (p.times === 0 ? 'Nobody has thanked you yet. You could begin.' : `Thanks for you so far: ${p.times}.`),
  },
)
