import type { Card } from 'bonfire'
import type { DrawContext } from './context.ts'
import { slotsOf } from './passing.ts'

const WORDS = {
  'zh-CN': {
    subtitle: (draw: number, entries: number) => `抽奖 #${draw} · ${entries} 人参加`,
    nobody: '没有人了',
    entry: (number: number) => `${number} 号`,
    proof: (round: number) => `由公开随机信标 drand 第 ${round} 轮决定`,
    rehearsal: '彩排：不是真的开奖',
    commit: (commit: string) => `承诺 ${commit.slice(0, 16)}…`,
  },
  'en-US': {
    subtitle: (draw: number, entries: number) => `Draw #${draw} · ${entries} took part`,
    nobody: 'nobody left',
    entry: (number: number) => `No. ${number}`,
    proof: (round: number) => `Decided by round ${round} of the public drand beacon`,
    rehearsal: 'Rehearsal: not a real draw',
    commit: (commit: string) => `Commit ${commit.slice(0, 16)}…`,
  },
} as const

/** The result as a picture. It says what its message says. */
export function resultCard({ state, locale }: Pick<DrawContext, 'state' | 'locale'>, draw: number): Card {
  const words = WORDS[locale]
  const { rules, N, round, commit, chain } = state.draws.of(draw)
  const slots = slotsOf(state, draw)
  return {
    title: rules!.title,
    subtitle: words.subtitle(draw, N),
    sections: rules!.prizes.map(({ name, count }, prize) => {
      const held = slots.filter(slot => slot.prize === prize && slot.member !== null)
      const heading = count > 1 ? `${name} × ${count}` : name
      if (held.length === 0) return { heading, lines: [words.nobody] }
      const members = held.flatMap(({ member }) => member ?? [])
      // Of a name in emoji or in letters that our fonts lack, nothing is left: their number tells them who it is.
      return { heading, members, otherwise: held.map(({ number }) => words.entry(number)) }
    }),
    footer: [chain === 'rehearsal' ? words.rehearsal : words.proof(round), words.commit(commit!)],
  }
}
