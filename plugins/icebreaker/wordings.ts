import type { ContentPlatform, MemberId, Naming } from 'bonfire'
import { EXCHANGES_WANTED, type Newcomer, type Newcomers } from './records.ts'

/** Whom a greeting is for. */
export interface Greeted {
  readonly members: readonly MemberId[]
  /** How many it does not name. */
  readonly others: number
}
export interface Welcoming extends Greeted {
  /** Its number: each has another wording than the one before. */
  readonly welcome: number
  /** A text of the library; null: one of ours. */
  readonly text: string | null
  readonly greeter: MemberId | null
  readonly gift: string | null
  /** The text has buttons of its own, and says itself what to do first. */
  readonly hasButtons: boolean
  /** There is no plan yet, and so no rules to read. */
  readonly noRules?: true
  readonly platform: ContentPlatform
}
export interface Guide {
  readonly text: string | null
  readonly nickname: string | null
  readonly platform: ContentPlatform
  /** What introducing oneself earns. 0: nothing. */
  readonly points: number
  /** They have introduced themselves before. */
  readonly isAgain: boolean
}

/** The one of several wordings whose turn it is. */
export function inTurn(wordings: readonly [string, ...string[]], turn: number): string {
  return wordings[turn % wordings.length]!
}
const lines = (...all: readonly (string | null)[]): string => all.filter(line => line !== null).join('\n')

// 中文

export function namesInChinese({ members, others }: Greeted, { name }: Pick<Naming, 'name'>): string {
  if (members.length === 0) return `${others} 位新朋友`
  return `${members.map(name).join('、')}${others > 0 ? ` 和另外 ${others} 位` : ''}`
}

export function welcomeInChinese(p: Welcoming, naming: Naming): string {
  const names = namesInChinese(p, naming)
  const you = p.members.length + p.others > 1 ? '你们' : '你'
  const ours = inTurn(
    [
      `${names}，欢迎来到群里。先随便看看，想说话的时候就说。`,
      `欢迎 ${names}，很高兴认识${you}。慢慢来，不着急。`,
      `${names}，欢迎。给${you}留好位置了，先坐。`,
    ],
    p.welcome,
  )
  const how = p.platform === 'wechat' ? '说一句「我是……」' : '直接回复这条消息'
  return lines(
    p.text === null ? ours : naming.content(p.text, { 'member.name': names }),
    p.gift === null ? null : `进群礼：${p.gift}`,
    p.hasButtons ? null : `${p.noRules ? '两' : '三'}件小事，先做哪件都行。${how}，就算自我介绍。`,
    p.greeter === null ? null : `${naming.mention(p.greeter)}，来打个招呼吧？十分钟内说一句就算。`,
  )
}

export function guideInChinese(p: Guide, { content }: Naming): string {
  const three = '介绍自己，三句话就够：\n1. 怎么称呼你，在哪座城市\n2. 平时在做什么，喜欢什么\n3. 想从这里带走什么'
  const nickname =
    p.platform === 'wechat'
      ? `顺便改个马甲：点右上角「…」→「我在本群的昵称」，改成「${p.nickname}」，大家更好认。`
      : `大家在这里按「${p.nickname}」称呼，把它写在介绍开头，更好认。`
  return lines(
    p.isAgain ? '你介绍过自己啦。想换一份，重新发一次就好。' : null,
    p.text === null ? three : content(p.text),
    `写好后发「/intro 你的介绍」，200 字以内。${p.points > 0 ? `第一次介绍 +${p.points} 积分。` : ''}`,
    p.nickname === null ? null : nickname,
  )
}

export function newcomersInChinese({ listed, below, count }: Newcomers, { name }: Pick<Naming, 'name'>): string {
  if (count === 0) return '最近 7 天没有新人。'
  if (below === 0) return `最近 7 天的 ${count} 位新人，都和大家聊过 ${EXCHANGES_WANTED} 次以上了。`
  const line = ({ member, days, exchanges }: Newcomer) =>
    `${name(member)}：聊过 ${exchanges} 次，${days === 0 ? '今天来的' : `来了 ${days} 天`}`
  return lines(
    `最近 7 天有 ${count} 位新人，其中 ${below} 位聊过不到 ${EXCHANGES_WANTED} 次：`,
    ...listed.map(line),
    below > listed.length ? `还有 ${below - listed.length} 位。` : null,
  )
}

// English

/** `1 point`, `20 points`. */
export const pointsInEnglish = (count: number): string => `${count} ${count === 1 ? 'point' : 'points'}`

export function namesInEnglish({ members, others }: Greeted, { name }: Pick<Naming, 'name'>): string {
  if (members.length === 0) return others === 1 ? 'one newcomer' : `${others} newcomers`
  const all = [...members.map(name), ...(others > 0 ? [`${others} more`] : [])]
  return all.length === 1 ? all[0]! : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}

export function welcomeInEnglish(p: Welcoming, naming: Naming): string {
  const names = namesInEnglish(p, naming)
  const ours = inTurn(
    [
      `Welcome, ${names}. Have a look around, and speak when you feel like it.`,
      `Good to have you here, ${names}. There is no hurry.`,
      `Welcome, ${names}. We kept a seat for you.`,
    ],
    p.welcome,
  )
  const how = p.platform === 'wechat' ? 'say "I am …"' : 'reply to this message'
  return lines(
    p.text === null ? ours : naming.content(p.text, { 'member.name': names }),
    p.gift === null ? null : `For joining: ${p.gift}`,
    p.hasButtons ? null : `${p.noRules ? 'Two' : 'Three'} small things, in any order. To introduce yourself, ${how}.`,
    p.greeter === null
      ? null
      : `${naming.mention(p.greeter)}, would you say hello? Whatever you say in the next ten minutes counts.`,
  )
}

export function guideInEnglish(p: Guide, { content }: Naming): string {
  const three =
    'Three lines about yourself will do:\n1. What to call you, and where you live\n2. What you do, and what you like\n3. What you would like to take from here'
  const nickname =
    p.platform === 'wechat'
      ? `Please set your name in this group to "${p.nickname}" ("…" at the top right, then "My Alias in Group").`
      : `We call each other by "${p.nickname}" here: begin your introduction with it.`
  return lines(
    p.isAgain ? 'You have introduced yourself. Send it again to replace it.' : null,
    p.text === null ? three : content(p.text),
    `Then send /intro and your text, 200 characters at most.${p.points > 0 ? ` The first one earns ${pointsInEnglish(p.points)}.` : ''}`,
    p.nickname === null ? null : nickname,
  )
}

export function newcomersInEnglish({ listed, below, count }: Newcomers, { name }: Pick<Naming, 'name'>): string {
  if (count === 0) return 'Nobody has joined in the last 7 days.'
  if (below === 0) {
    const all =
      count === 1 ? 'The one who joined in the last 7 days has' : `All ${count} who joined in the last 7 days have`
    return `${all} had ${EXCHANGES_WANTED} exchanges or more.`
  }
  const line = ({ member, days, exchanges }: Newcomer) =>
    `${name(member)}: ${exchanges} ${exchanges === 1 ? 'exchange' : 'exchanges'}, ${days === 0 ? 'joined today' : `here for ${days} ${days === 1 ? 'day' : 'days'}`}`
  return lines(
    `${count} joined in the last 7 days; ${below} of them ${below === 1 ? 'has' : 'have'} had fewer than ${EXCHANGES_WANTED} exchanges:`,
    ...listed.map(line),
    below > listed.length ? `And ${below - listed.length} more.` : null,
  )
}
