import type { Both, Figure, FigureCell } from 'bonfire'
import { type DrawContext, datedAt } from './context.ts'
import { roundTold } from './drawing.ts'
import { type DrawRecord, liveDraws } from './facts.ts'
import type { Phase } from './records.ts'
import { lineOf } from './telling.ts'

/** How many draws the table has, the latest first. */
const DRAWS_SHOWN = 20

/** Every draw with its number, how far it is, who took part, and who has had a prize. Null: there has never been one. */
export function draws(context: DrawContext): Figure | null {
  const { state } = context
  const last = state.group.draws
  if (last === 0) return null
  const shown = Array.from({ length: Math.min(last, DRAWS_SHOWN) }, (_, index) => last - index)
  return {
    title: { 'zh-CN': '抽奖', 'en-US': 'Draws' },
    formula: {
      'zh-CN': `最近 ${DRAWS_SHOWN} 场抽奖，新的在前：参加的人（名单定下以后就是名单上的人数）、奖品几份、抽出来的中奖人、已经领的。还没抽是「—」。`,
      'en-US': `The last ${DRAWS_SHOWN} draws, the latest first: who takes part (once the list is fixed, who is on it), how many prizes there are, who has won one, and who has claimed it. "—": not drawn yet.`,
    },
    n: last,
    ...{ is: 'table', columns: COLUMNS, rows: shown.map(draw => rowOf(context, draw)) },
  }
}

function rowOf(context: DrawContext, draw: number): readonly FigureCell[] {
  const record = context.state.draws.of(draw)
  const { title, entries, slots, unassigned, claimed } = lineOf(context, draw)
  const prizes = record.rules!.prizes.reduce((sum, { count }) => sum + count, 0)
  const isDrawn = record.drawnAt !== null
  return [
    ...[`#${draw}`, title, datedAt(context, record.closesAt), stateOf(record)],
    ...[entries, prizes, isDrawn ? slots - unassigned : null, isDrawn ? claimed : null],
  ]
}

const COLUMNS: readonly Both[] = [
  { 'zh-CN': '编号', 'en-US': 'Number' },
  { 'zh-CN': '抽奖', 'en-US': 'Draw' },
  { 'zh-CN': '截止', 'en-US': 'Closes' },
  { 'zh-CN': '状态', 'en-US': 'State' },
  { 'zh-CN': '参加', 'en-US': 'Entrants' },
  { 'zh-CN': '奖品', 'en-US': 'Prizes' },
  { 'zh-CN': '中奖', 'en-US': 'Winners' },
  { 'zh-CN': '已领', 'en-US': 'Claimed' },
]

const STATES: Readonly<Record<Phase, Both>> = {
  announced: { 'zh-CN': '可以参加', 'en-US': 'open' },
  open: { 'zh-CN': '可以参加', 'en-US': 'open' },
  sealed: { 'zh-CN': '名单已定', 'en-US': 'list fixed' },
  posted: { 'zh-CN': '等公开的随机数', 'en-US': 'waits for its round' },
  drawn: { 'zh-CN': '抽完了，正在公布', 'en-US': 'drawn, being announced' },
  published: { 'zh-CN': '正在领奖', 'en-US': 'prizes being claimed' },
  finished: { 'zh-CN': '结束了', 'en-US': 'over' },
  void: { 'zh-CN': '作废', 'en-US': 'void' },
}
function stateOf({ phase, again }: DrawRecord): Both {
  if (again === null) return STATES[phase]
  return { 'zh-CN': `换成了 #${again}`, 'en-US': `goes on as #${again}` }
}

/** Draws whose round of the beacon has not come for long. */
export function awaiting(context: DrawContext): Figure | null {
  const waiting = liveDraws(context.state).flatMap(([draw, { phase, isAwaited }]) =>
    phase === 'posted' && isAwaited ? [draw] : [],
  )
  if (waiting.length === 0) return null
  const first = roundTold(context, waiting[0]!)
  return {
    title: { 'zh-CN': '等不到随机数的抽奖', 'en-US': 'Draws whose round has not come' },
    formula: {
      'zh-CN': '名单已定，公开的随机数早该到了却没有拿到的抽奖。会一直等：换一个来源就不公平了。',
      'en-US':
        'Draws whose list is fixed, and whose round of the public beacon should have come long ago. They wait for it: another source of chance could be chosen.',
    },
    n: waiting.length,
    ...{ is: 'attention', level: 'bad', count: waiting.length, examples: waiting.map(draw => titleOf(context, draw)) },
    remedy: remedyFor(first),
  }
}

function remedyFor({ draw, url }: ReturnType<typeof roundTold>): Both {
  if (url === null) return { 'zh-CN': '我会一直再试。', 'en-US': 'I go on trying.' }
  return {
    'zh-CN': `看看服务器连不连得上网。连不上的话，管理员在能上网的地方打开 ${url} ，把 signature 后面的 96 位发给我：/draw_open ${draw} <96 位签名>`,
    'en-US': `See whether the server is connected. Where it is not, an admin opens ${url} elsewhere, and sends me the 96 digits of its signature: /draw_open ${draw} <96 digits>`,
  }
}

/** Draws whose result does not get through to the group. */
export function untold(context: DrawContext): Figure | null {
  const stuck = liveDraws(context.state).flatMap(([draw, { phase, isUntold }]) =>
    phase === 'drawn' && isUntold ? [draw] : [],
  )
  if (stuck.length === 0) return null
  return {
    title: { 'zh-CN': '公布不出去的抽奖结果', 'en-US': 'Results that the group has not seen' },
    formula: {
      'zh-CN': '已经抽完，结果一直发不到群里的抽奖。公布以前，领奖的时间不算。',
      'en-US':
        'Draws that are done, whose result does not get through to the group. Until it does nobody’s time to claim runs.',
    },
    n: stuck.length,
    ...{ is: 'attention', level: 'bad', count: stuck.length, examples: stuck.map(draw => titleOf(context, draw)) },
    remedy: {
      'zh-CN': '看看我还在不在群里、能不能发言；能发了我会自己再发。结果私聊发过群主。',
      'en-US':
        'See whether I am in the group and may speak; I try again by myself. The owner has been told the result in private.',
    },
  }
}

const titleOf = ({ state }: DrawContext, draw: number): string => `#${draw} ${state.draws.of(draw).rules!.title}`
