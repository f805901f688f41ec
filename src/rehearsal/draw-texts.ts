import type { Happening } from './record.ts'

type Data = Happening['data']

/** Why a draw came to nothing, as `lucky-draw` records it. */
const ZH_VOID: Readonly<Record<string, string>> = {
  nobody: '没有人参加',
  'not-posted': '承诺没有及时发到群里',
  cancelled: '管理员取消',
  owner: '群主作废',
  gone: '机器人不在群里',
}
/** Why a prize went on. */
const ZH_PASSED: Readonly<Record<string, string>> = {
  ...{ left: '离开了群', unclaimed: '没有领', declined: '让给下一位', erased: '已删除资料' },
}
const titleIn = ({ rules }: Data) => (rules as { readonly title: string }).title
const wordOf = (words: Readonly<Record<string, string>>, value: unknown) => words[String(value)] ?? String(value)

/** How draws are told in the timeline: Chinese, then English. */
export const DRAW_TELLS: Readonly<Record<string, (data: Data) => readonly [zh: string, en: string]>> = {
  'lucky-draw/announced': data => [
    `抽奖 #${data.draw}：${titleIn(data)}`,
    `draw ${data.draw} is announced: ${titleIn(data)}`,
  ],
  'lucky-draw/sealed': ({ draw, N, round }) => [
    `抽奖 #${draw} 截止：${N} 人，等第 ${round} 轮`,
    `draw ${draw} is closed with ${N} entries, to be decided by round ${round}`,
  ],
  'lucky-draw/drawn': ({ draw }) => [`抽奖 #${draw} 开奖`, `draw ${draw} is drawn`],
  'lucky-draw/passed': ({ draw, reason, to }) =>
    to === null
      ? [
          `抽奖 #${draw}：一份奖品空着（${wordOf(ZH_PASSED, reason)}）`,
          `draw ${draw}: a prize is left over (${reason})`,
        ]
      : [
          `抽奖 #${draw}：一份奖品给下一位（${wordOf(ZH_PASSED, reason)}）`,
          `draw ${draw}: a prize goes to the next (${reason})`,
        ],
  'lucky-draw/voided': ({ draw, reason }) => [
    `抽奖 #${draw} 作废：${wordOf(ZH_VOID, reason)}`,
    `draw ${draw} is void: ${reason}`,
  ],
  'lucky-draw/finished': ({ draw }) => [`抽奖 #${draw} 结束`, `draw ${draw} is over`],
}
