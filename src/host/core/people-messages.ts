import type { Role } from '../../events/event.ts'
import type { LocalDay, MemberId } from '../../events/ids.ts'
import type { ProfileLine } from '../collecting.ts'
import { defineMessages, type Locale, type Naming } from '../messages.ts'

/** One thing that can be asked with `/why`. */
export interface WhyLine {
  readonly word: string
  readonly alias: string | null
  readonly about: Readonly<Record<Locale, string>>
}
/** What is known of a member, without what plugins add. */
export interface Known {
  readonly member: MemberId
  readonly handle: string | null
  /** Null: they were there before we could see it. */
  readonly joined: LocalDay | null
  readonly joins: number
  readonly inviter: MemberId | null
  readonly active: LocalDay | null
  readonly role: Role
  readonly isQuiet: boolean
}
/** The figures of the group itself. `average`: active members a day, over `averageDays`. */
export interface Figures {
  readonly from: LocalDay
  readonly to: LocalDay
  readonly present: number
  readonly joined: number
  readonly left: number
  readonly active: number
  readonly average: number
  readonly averageDays: number
}

const ROLES: Readonly<Record<Locale, Readonly<Record<Role, string>>>> = {
  'zh-CN': { member: '群成员', teacher: '老师', admin: '管理员', owner: '群主' },
  'en-US': { member: 'member', teacher: 'teacher', admin: 'admin', owner: 'owner' },
}
const shortDay = (day: LocalDay) => day.slice(5)
const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const share = (of: number, all: number) => (all === 0 ? '–' : `${Math.round((100 * of) / all)}%`)
const told = (lines: readonly ProfileLine[]) => lines.filter(({ value }) => value !== null)

function knownIn(
  { known, lines }: { readonly known: Known; readonly lines: readonly ProfileLine[] },
  { name }: Naming,
): string {
  const { member, handle, joined, joins, inviter, active, role, isQuiet } = known
  return [
    '关于你，我这里记着：',
    `名字：${name(member)}${handle === null ? '' : `（@${handle}）`}`,
    `进群：${joined ?? '我来之前就在，日子我不知道'}${joins > 1 ? `（第 ${joins} 次进群）` : ''}`,
    ...(inviter === null ? [] : [`邀请人：${name(inviter)}`]),
    ...(active === null ? [] : [`最近一次说话：${active}`]),
    `身份：${ROLES['zh-CN'][role]}`,
    `免打扰：${isQuiet ? '开着' : '没开'}`,
    ...told(lines).map(({ about, value }) => `${about['zh-CN']}：${value}`),
    '还有你交给我记的文字，比如打卡时写的话和自我介绍。平时的聊天我不存。',
    '想全部删掉，发「删除我的数据」。',
  ].join('\n')
}
function knownInEnglish({ known, lines }: Parameters<typeof knownIn>[0], { name }: Naming): string {
  const { member, handle, joined, joins, inviter, active, role, isQuiet } = known
  return [
    'This is what I keep about you:',
    `Name: ${name(member)}${handle === null ? '' : ` (@${handle})`}`,
    `Joined: ${joined ?? 'before I came, so I do not know when'}${joins > 1 ? ` (${joins} times in all)` : ''}`,
    ...(inviter === null ? [] : [`Invited by: ${name(inviter)}`]),
    ...(active === null ? [] : [`Last active: ${active}`]),
    `Role: ${ROLES['en-US'][role]}`,
    `Not to be mentioned: ${isQuiet ? 'yes' : 'no'}`,
    ...told(lines).map(({ about, value }) => `${capitalised(about['en-US'])}: ${value}`),
    'And what you gave me to keep, such as words in check-ins and your introduction. Ordinary talk is not stored.',
    'Send /forgetme to have all of it erased.',
  ].join('\n')
}

const span = ({ from, to }: Figures) => (from === to ? to : `${from} – ${to}`)
const change = ({ joined, left }: Figures) => `+${joined} −${left}`

/** What the core says about people: to themselves, and in figures. */
export const peopleMessages = defineMessages(
  {
    whyWhat: (p: { lines: readonly WhyLine[] }) =>
      p.lines.length === 0
        ? '现在没有可以解释的。'
        : `想知道哪一样的来由？\n${p.lines.map(({ word, alias, about }) => `/why ${alias ?? word}：${about['zh-CN']}`).join('\n')}`,
    quieted: (p: { on: boolean }): string => (p.on ? '好，以后不 @ 你了。' : '好，需要时会 @ 你。'),
    quietIs: (p: { on: boolean }): string =>
      p.on ? '免打扰开着：我不会 @ 你。想关掉，发「免打扰 off」。' : '免打扰没开。不想被我 @，发「免打扰 on」。',
    mydata: knownIn,
    privately: (p: { member: MemberId }, { name }: Naming) =>
      `${name(p.member)}，这些只给你自己看：打开和我的私聊，发「我的数据」。`,
    openPrivate: () => '打开私聊',
    sureErase: () =>
      [
        '要删除我这里关于你的全部数据吗？',
        '你在我管的每个群里的名字、打卡、积分和写过的话都会删掉，找不回来；抽中的、用积分换了还没给你的，也就领不到了，还没截止的抽奖里也不再有你。',
        '你不会因此退群。之后再说话，就像新来的一样从零开始：打卡、第一次介绍这些能得的，可以重新得。',
      ].join('\n'),
    erasing: () => '好，这就安排：快的话一分钟左右，最多十几分钟删完。删完以后你再说话，就当作第一次来。',
    ownerStays: () => '你是群主，删掉以后这个群就没有人能管我了。请先把群主转给别人，让 TA 发一次 /setup，你再来删。',
    someoneErased: () => '有一位成员要求删除自己的数据。TA 的名字、打卡和积分一会儿就查不到了，总数不变。',
    figures: (p: Figures) => {
      const isDay = p.from === p.to
      const active = `说过话的 ${p.active} 人，占 ${share(p.active, p.present)}（${p.active}/${p.present}）`
      return [
        `${span(p)} 的数据`,
        `群成员 ${p.present} 人（${change(p)}）`,
        isDay ? `今天${active}` : `今天${active}；${p.averageDays} 天平均每天 ${p.average} 人`,
      ].join('\n')
    },
    exporting: () => '名单会发到你和我的私聊里。没收到的话，先打开私聊跟我说句话，再发一次「导出」。',
    exported: (p: { day: LocalDay }) => `${shortDay(p.day)} 的成员名单，用表格软件打开。里面有名字，只给该看的人看。`,
    noFile: () => '这个平台上我发不了文件。请部署我的人用命令行导出。',
    noFileHere: () => '（附带的文件在这里发不了，想要的话请找部署我的人。）',
  },
  {
    whyWhat: p =>
      p.lines.length === 0
        ? 'There is nothing to explain yet.'
        : `The reasons for what?\n${p.lines.map(({ word, about }) => `/why ${word}: ${about['en-US']}`).join('\n')}`,
    quieted: p => (p.on ? 'All right, I will not mention you any more.' : 'All right, I will mention you when needed.'),
    quietIs: p =>
      p.on
        ? 'I do not mention you. Send /quiet off to change that.'
        : 'I may mention you. Send /quiet on if you would rather not.',
    mydata: knownInEnglish,
    privately: (p, { name }) =>
      `${name(p.member)}, that is for you alone: open our private chat and send /mydata there.`,
    openPrivate: () => 'Open private chat',
    sureErase: () =>
      [
        'Erase everything that I keep about you?',
        'In each group that I look after, your name, check-ins, points and words will be gone for good, and so will whatever you have won or redeemed and not yet received, and your place in draws that are still open.',
        'It does not remove you from any group. When you speak again you start from zero, as a newcomer: what check-ins and a first introduction earn can be earned again.',
      ].join('\n'),
    erasing: () =>
      'All right, it is on its way: in about a minute if all is quiet, in some fifteen minutes at most. When you speak after that, you are new to me.',
    ownerStays: () =>
      'You are the owner: without you nobody here could run me. Hand the group to somebody else first and let them send /setup, then ask again.',
    someoneErased: () =>
      'A member has asked for their data to be erased. Their name, check-ins and points will be gone soon; sums stay.',
    figures: p =>
      [
        `Figures for ${span(p)}`,
        `Members: ${p.present} (${change(p)})`,
        `Active today: ${p.active}, ${share(p.active, p.present)} (${p.active}/${p.present})${p.from === p.to ? '' : `; ${p.average} a day over ${p.averageDays} days`}`,
      ].join('\n'),
    exporting: () =>
      'The list comes to your private chat with me. If it does not, open that chat, say something, and send /export again.',
    exported: p => `The members as of ${shortDay(p.day)}, for a spreadsheet. It has names in it: pass it on with care.`,
    noFile: () => 'I cannot send files here. Whoever runs me can export it on the command line.',
    noFileHere: () => '(A file belongs to this, and I cannot send files here. Ask whoever runs me for it.)',
  },
)
