import type { Naming } from 'bonfire'
import type {
  Announcement,
  Details,
  Draws,
  Entered,
  Holder,
  Lacking,
  LeftOut,
  OpenLine,
  OtherLine,
  Prize,
  Terms,
} from './entering-params.ts'
import { lines, type Titled } from './lifecycle-params.ts'
import type { Lack, VoidFor } from './records.ts'
import { mistakeInChinese } from './typed-in-chinese.ts'
import type { Mistake } from './typed-mistakes.ts'

const OPENINGS = [
  '准备了一点小东西，送给想要的人。',
  '来抽个小奖，想要就参加，不想要就看看。',
  '又到抽奖的时候，图个开心。',
]
const OPENINGS_HOURLY = ['整点小抽奖。', '这个点的小抽奖来了。', '路过的朋友，顺手抽一个。']
const LEFT_OUT: Readonly<Record<LeftOut, string>> = {
  gone: '库里找不到它，或者它的时间在计划里没有',
  'not-ready': '它还没有标成可以发（status 不是 ready）',
  'other-platform': '它不是给这个平台的',
  late: '我来晚了，剩下的时间不够大家参加',
  'too-many': '同时开着的抽奖已经太多',
}
const REHEARSED = '这是彩排，开奖用的数字谁都算得出来，不是真的抽奖'
const VOIDED: Readonly<Record<VoidFor, string>> = {
  nobody: '没有人参加',
  'not-posted': '公告没能按时发出',
  cancelled: '管理员取消',
  owner: '群主作废',
  gone: '我当时不在群里',
}

export const enteringInChinese = {
  announcement: (p: Announcement, { content }: Naming) =>
    lines(
      p.text === null
        ? `🎁 抽奖 #${p.draw}：${p.title}\n${of(p.isHourly ? OPENINGS_HOURLY : OPENINGS, p.draw)}`
        : `${content(p.text)}\n\n🎁 抽奖 #${p.draw}`,
      ...termsOf(p),
      `${p.closes} 截止，大约 15 分钟后开奖。`,
      `每人一次，机会一样。${p.isRehearsal ? REHEARSED : '结果按公开的随机数算，人人可以验'}；想留凭证，私聊我发「抽奖 ${p.draw}」。`,
      fingerprint(p),
    ),
  leftOut: (p: { title: string; why: LeftOut; at: string }) =>
    `${p.at} 的抽奖「${p.title}」没有发起：${LEFT_OUT[p.why]}。要补一个的话，发「发起抽奖」。`,
  notAnnounced: (p: Titled) =>
    `抽奖 #${p.draw}「${p.title}」的公告没能发到群里，这个抽奖就作废了，没有人参加过。可以发「发起抽奖」重来。`,
  entered: (p: Entered) => `抽奖 #${p.draw} 参加好了，你是 ${p.number} 号。${paid(p)}`,
  enteredPrivately: (p: Entered & { receipt: string }) =>
    lines(
      `抽奖 #${p.draw} 参加好了，你是 ${p.number} 号。${paid(p)}${p.closes} 截止。`,
      '这一行是你的凭证，只给你看，请留着：',
      p.receipt,
      `开奖后用它可以自己查：发「抽奖 ${p.draw}」看怎么查。`,
    ),
  already: (p: { draw: number; number: number; isOpen: boolean }) =>
    p.isOpen
      ? `你已经参加了抽奖 #${p.draw}，是 ${p.number} 号，不用再发。`
      : `你参加了抽奖 #${p.draw}，是 ${p.number} 号。发「抽奖 ${p.draw}」看到哪一步了。`,
  joinClosed: (p: { draw: number; closes: string }) => `抽奖 #${p.draw} 已于 ${p.closes} 截止，发送「抽奖」看下一轮。`,
  joinVoid: (p: { draw: number; again: number | null }) =>
    p.again === null
      ? `抽奖 #${p.draw} 已经作废了，发送「抽奖」看下一轮。`
      : `抽奖 #${p.draw} 换成了 #${p.again}，名单已经定下，发送「抽奖」看下一轮。`,
  readLate: (p: { draw: number; closes: string }) =>
    `你在 ${p.closes} 截止前就发了，可是我读到得太晚，抽奖 #${p.draw} 的名单已经定下，没能算进去，很抱歉。积分没有动。`,
  lacks: (p: Lacking) =>
    p.isHidden
      ? `抽奖 #${p.draw} 有参加条件，私聊我发「参加 ${p.draw}」，告诉你差在哪里。`
      : `抽奖 #${p.draw} ${p.lacks.map(lackInChinese).join('；')}。`,
  commentNeeded: (p: { draw: number; byReply: boolean; charsMin: number }) =>
    p.byReply
      ? `抽奖 #${p.draw} 要说句话：在群里回复那条抽奖公告，写 ${p.charsMin} 个字以上就参加了。`
      : `抽奖 #${p.draw} 要说句话：在群里发「参加 ${p.draw} 」加上想说的，${p.charsMin} 个字以上就参加了。`,
  full: (p: { draw: number; entrantsMax: number }) =>
    `抽奖 #${p.draw} 已经有 ${p.entrantsMax} 人参加，满了。发送「抽奖」看看别的。`,
  tooFewToJoin: (p: { draw: number; needs: number; has: number }) =>
    `参加抽奖 #${p.draw} 要 ${p.needs} 积分，你有 ${p.has}，还差 ${p.needs - p.has}。`,
  noneOpen: () => '现在没有可以参加的抽奖。发送「抽奖」看看最近的。',
  whichDraw: (p: { draws: readonly OpenLine[] }) =>
    lines('现在不止一个抽奖，参加哪个？', ...p.draws.map(shortly), `发「参加 ${p.draws[0]!.draw}」这样就好。`),

  // What there is
  draws: (p: Draws) =>
    p.open.length + p.waiting.length + p.past.length === 0
      ? '这里还没有过抽奖。有了会在群里说。'
      : lines(
          p.open.length === 0 ? '现在没有可以参加的抽奖。' : '可以参加：',
          ...p.open.map(line => openInChinese(line, p.byReply)),
          p.waiting.length > 0 && '等结果或领奖：',
          ...p.waiting.map(otherInChinese),
          p.past.length > 0 && '最近的：',
          ...p.past.map(otherInChinese),
          `发「抽奖 ${(p.open[0] ?? p.waiting[0] ?? p.past[0])!.draw}」看全部细节。`,
        ),
  drawDetails: (p: Details, { name }: Naming) =>
    lines(
      `🎁 抽奖 #${p.line.draw}：${p.line.title}`,
      ...termsOf(p),
      p.takesOver !== null && `参加的人来自 #${p.takesOver}，那一号作废了。`,
      ...progress(p),
      ...held(p.holders, name),
      fingerprint(p),
      p.line.isRehearsal && `${REHEARSED}。`,
      p.number !== null && `你是 ${p.number} 号。`,
      ...receiptOf(p),
      p.hasProof && `证明文件：发「抽奖 ${p.line.draw} 证明」。`,
    ),
  noProof: (p: { draw: number; isVoid: boolean }) =>
    p.isVoid
      ? `抽奖 #${p.draw} 作废了，没有抽过，所以没有证明文件。`
      : `抽奖 #${p.draw} 现在没有证明文件：开奖以后才有，保留半年。`,

  proofAbove: (p: { draw: number }) =>
    `抽奖 #${p.draw} 的证明文件刚在群里发过，往上翻就有。也可以私聊我发「抽奖 ${p.draw} 证明」。`,

  // For those who begin one
  drawHelp: () =>
    lines(
      '写上奖品和截止时间就能发起，比如：',
      '发起抽奖 书×3, 书签×5, 20:00, 20积分, 连续3天',
      '截止可以写 20:00、明天 20:00、12-20 20:00、30分钟；还可以加：标题、入群7天、买过、评论、备选3、领奖48小时。',
    ),
  mistakes: (p: { mistakes: readonly Mistake[] }) =>
    lines(
      '抽奖还没有发起，这里要改一下：',
      ...p.mistakes.map(mistake => `· ${mistakeInChinese(mistake)}`),
      '比如：发起抽奖 书×3, 书签×5, 20:00, 20积分, 连续3天',
    ),
  drawGone: () => '我现在不在群里，抽奖发不出去。把我请回来以后再发起。',
  tooManyOpen: (p: { openMax: number }) => `同时最多开 ${p.openMax} 个抽奖，现在已经满了。等一个截止，或者取消一个。`,
  begun: (p: { draw: number; closes: string; hasCost: boolean }) =>
    `抽奖 #${p.draw} 发起了，${p.closes} 截止。撤销就是取消它${p.hasCost ? '，用掉的积分会退回' : ''}。`,
  begunLog: (p: { draw: number }) => `发起抽奖 #${p.draw}`,
  unbegun: (p: { draw: number; entered: number; hasCost: boolean }) =>
    `抽奖 #${p.draw} 取消了。${p.entered === 0 ? '还没有人参加。' : `已经参加的有 ${p.entered} 人${p.hasCost ? '，积分会退给他们' : ''}。`}`,
  cannotUnbegin: (p: { draw: number; isVoid: boolean }) =>
    p.isVoid
      ? `抽奖 #${p.draw} 已经取消了。`
      : `抽奖 #${p.draw} 的名单已经定下，不能取消了。群主可以发「/draw_void ${p.draw}」公开作废。`,
}

const of = (wordings: readonly string[], n: number): string => wordings[n % wordings.length]!
const paid = ({ cost, left }: Entered): string => (cost === null ? '' : `用了 ${cost} 积分，还剩 ${left}。`)
const prizesOf = (prizes: readonly Prize[]): string => prizes.map(({ name, count }) => `${name} ×${count}`).join('、')

function termsOf(p: Terms): readonly string[] {
  return [`奖品：${prizesOf(p.prizes)}`, `参加：${howTo(p)}`, `谁能参加：${whoMay(p)}`, claimIn(p)]
}
function howTo({ entry, cost, byReply }: Pick<Terms, 'entry' | 'cost' | 'byReply'>): string {
  if (entry === 'points') return `发「参加」，用 ${cost} 积分；要是没抽成，积分退回`
  if (entry === 'word') return '发「参加」就行'
  return byReply ? '回复抽奖公告，说上一句' : '发「参加」加上想说的话，比如「参加 想读完它」'
}
function whoMay({ eligible }: Pick<Terms, 'eligible'>): string {
  const needs = [
    eligible.streakDays !== null && `连续打卡满 ${eligible.streakDays} 天`,
    eligible.memberDays !== null && `进群满 ${eligible.memberDays} 天`,
    eligible.buyer && '下过单',
  ].filter(need => need !== false)
  const who = needs.length === 0 ? '群里每一位' : `${needs.join('、')}的成员`
  return `${who}（群主、管理员和老师${eligible.staff ? '也可以' : '不参加'}）`
}
const claimIn = ({ claimHours, alternates }: Terms): string =>
  `领奖：中了以后 ${claimHours} 小时内发「领奖」，${alternates > 0 ? `没领的按抽出的顺序给候补，候补 ${alternates} 位` : '没有候补'}。`
const fingerprint = ({ fingerprint: digits }: Terms): string => `指纹 ${digits}`

function lackInChinese(lack: Lack): string {
  switch (lack.is) {
    case 'streak':
      return `要连续打卡满 ${lack.needs} 天，你现在是 ${lack.has} 天`
    case 'member':
      return `要进群满 ${lack.needs} 天，你现在是 ${lack.has} 天`
    case 'buyer':
      return '是给下过单的成员的，我这里还没有你的订单'
    case 'staff':
      return '不让群主、管理员和老师参加，这样谁也不用猜。谢谢你来捧场'
  }
}

const shortly = ({ draw, title, closes, cost, number }: OpenLine): string =>
  [`#${draw} ${title}`, cost !== null && `${cost} 积分`, `${closes} 截止`, number !== null && `你是 ${number} 号`]
    .filter(part => part !== false)
    .join(' · ')

function openInChinese(line: OpenLine, byReply: boolean): string {
  const { prizes, entered, number, entry, cost } = line
  const count = prizes.reduce((sum, prize) => sum + prize.count, 0)
  return [
    `#${line.draw} ${line.title}：${prizesOf(prizes)}`,
    `   ${line.closes} 截止，到现在 ${entered} 人参加，奖品 ${count} 份。${number === null ? `${howTo({ entry, cost, byReply })}。` : `你是 ${number} 号。`}`,
  ].join('\n')
}

function otherInChinese(line: OtherLine): string {
  const outcome = {
    frozen: line.at === null ? '名单已定，等着公布' : `名单已定，${line.at} 开奖`,
    drawn: `已开奖，${line.winners} 份奖品在领`,
    finished: `已结束，领走 ${line.winners} 份`,
    void: line.again === null ? `作废：${VOIDED[line.reason ?? 'owner']}` : `换成了 #${line.again}`,
  }[line.is]
  return `#${line.draw} ${line.title} · ${outcome}${line.number === null ? '' : ` · 你是 ${line.number} 号`}`
}

/** How far it is, and what comes next. */
function progress({ line, isOpen }: Details): readonly string[] {
  const { commit, round, roundAt } = line
  if (isOpen) return [`到现在 ${line.entries} 人参加，${line.closes} 截止，大约 15 分钟后开奖。`]
  if (line.phase === 'void') {
    const why = line.again === null ? VOIDED[line.voidedFor ?? 'owner'] : `换成了 #${line.again}`
    return [`作废：${why}。`, ...(commit === null ? [] : [`承诺值 C：${commit}`])]
  }
  if (commit === null) return [`${line.entries} 人参加，${line.closes} 截止，名单正在定下。`]
  const next = line.drawnAt === null ? `第 ${round} 轮随机数在 ${roundAt} 公布，到时开奖。` : drawnIn(line)
  return [`${line.entries} 人参加，名单已定。`, `承诺值 C：${commit}`, `随机数：第 ${round} 轮（${roundAt}）`, next]
}
const drawnIn = ({ drawnAt, until, phase, claimed, slots, unassigned }: Details['line']): string =>
  phase === 'finished'
    ? `${drawnAt} 开奖，领走 ${claimed} 份${unassigned > 0 ? `，${unassigned} 份没人领` : ''}。`
    : `${drawnAt} 开奖，已领 ${claimed}/${slots} 份${until === null ? '' : `，第一批领到 ${until}`}。`

const STATES: Readonly<Record<Holder['state'], string>> = { held: '待领', claimed: '已领', unassigned: '' }
function held(holders: readonly Holder[], name: Naming['name']): readonly string[] {
  if (holders.length === 0) return []
  const who = ({ member, state }: Holder) =>
    state === 'unassigned'
      ? '没有人领'
      : member === null
        ? '一位已删除数据的成员'
        : `${name(member)}（${STATES[state]}）`
  return ['中奖：', ...holders.map(holder => `· ${holder.what}：${who(holder)}`)]
}

function receiptOf({ receipt, number, isPrivate, line, url }: Details): readonly string[] {
  if (number === null) return []
  if (line.again !== null) return [`你的凭证也换成了 #${line.again} 的：私聊我发「抽奖 ${line.again}」。`]
  if (!isPrivate || receipt === null) return [`你的凭证私下给你：私聊我发「抽奖 ${line.draw}」。`]
  return [
    '你的凭证（只给你看，请留着）：',
    receipt,
    `开奖后把证明文件和这一行放进核对页面${url === null ? '' : `（${url} ）`}，就能查到自己在不在名单里、抽没抽中。`,
  ]
}
