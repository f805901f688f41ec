import type { LocalDay, Naming } from 'bonfire'
import {
  type Already,
  type Broke,
  type CheckInStats,
  type DayKind,
  type Done,
  type Filled,
  type Froze,
  type Lacks,
  type Led,
  type Mine,
  type Remind,
  type Run,
  restOf,
  type Summary,
  type ToComment,
  type WhyStreak,
} from './sayings.ts'

const GOING_ON: readonly ((days: number) => string)[] = [
  days => `打卡成功，已连续 ${days} 天。`,
  days => `记下了，连续第 ${days} 天。`,
  days => `又添一天，连起来 ${days} 天了。`,
  days => `今天这一笔也在了，连续 ${days} 天。`,
  days => `看到你啦，连着 ${days} 天了。`,
  days => `收到，${days} 天了，一天一天攒起来的。`,
]
const FIRST: readonly string[] = [
  '打卡成功，第 1 天，开了个好头。',
  '记下了，从今天数起，第 1 天。',
  '收到，第 1 天，不着急，慢慢来。',
]
const MILESTONES: Readonly<Record<number, readonly string[]>> = {
  7: ['打卡成功，连续 7 天，第一个七天满了！', '连续 7 天，第一个七天走下来了。'],
  14: ['打卡成功，连续 14 天，满两周了！', '连续 14 天，第二个七天也走下来了。'],
  21: ['打卡成功，连续 21 天，已经成了习惯！', '连续 21 天，三个七天都走下来了。'],
}
/** The same once more: nothing is the first of anything. */
const MILESTONES_AGAIN: readonly ((days: number) => string)[] = [
  days => `打卡成功，又一次连满 ${days} 天。`,
  days => `连续 ${days} 天，又走到这里了。`,
]
const WAITING: readonly ((who: string, until: string) => string)[] = [
  (who, until) => `${who}的连续记录等着今天这一笔，${until} 前发「打卡」就接上。`,
  (who, until) => `${who}今天还没来，${until} 前打个卡，连续记录就不断。`,
  (who, until) => `给 ${who}留着位子，${until} 前打卡都算今天的。`,
  (who, until) => `${who.trimEnd()}，忙完了来一笔就好，${until} 前都来得及。`,
]
const WAITING_UNNAMED: readonly ((count: number, until: string) => string)[] = [
  (count, until) => `还有 ${count} 位的连续记录等着今天这一笔，${until} 前发「打卡」就接上。`,
  (count, until) => `有 ${count} 位今天还没来，${until} 前打个卡，连续记录就不断。`,
  (count, until) => `今天还有 ${count} 个位子留着，${until} 前打卡都算今天的。`,
  (count, until) => `还有 ${count} 位今天的还空着，忙完了来一笔就好，${until} 前都来得及。`,
]
const OPENED: readonly ((name: string) => string)[] = [
  name => `${name} 打卡啦，今天从这里开始。`,
  name => `${name} 已经先来一步，大家按自己的时间来。`,
  name => `${name} 开了个头，接着打就好。`,
  name => `今天由 ${name} 起头，一起把今天记上。`,
]

export const chinese = {
  done: ({ streakDays, place, isAgain, wording }: Done) =>
    `${cheer(streakDays, isAgain, wording)}${place === null ? '' : `今天第 ${place} 位。`}`,
  filled: ({ day, streakDays, freezeBack }: Filled) =>
    `收到啦，${shortDay(day)}的打卡补记好了，连起来是 ${streakDays} 天。${freezeBack ? '那天用掉的冻结卡也还给你了。' : ''}`,
  raised: (_: { message: string }) => '群里也看到啦，今天这次按群里的打卡算。',
  already: ({ streakDays, earlier, nextAt, isLaterToday }: Already) =>
    earlier === null
      ? `${isLaterToday ? '这一天' : '今天'}已经打过卡啦（连续 ${streakDays} 天），${isLaterToday ? '今天' : '明天'} ${nextAt} 后再来。`
      : `${shortDay(earlier)}那天已经打过卡啦（连续 ${streakDays} 天）。`,
  tooLate: (p: { day: LocalDay }) => `${shortDay(p.day)}太久以前了，补不上这一天。今天的照常打就好。`,
  lacks: ({ charsMin, photo, minutes, isRaise }: Lacks) =>
    [
      isRaise ? '私下那次已经算数了。想按群里的算，' : '看到你来啦，还差一点：',
      `说说今天做了什么（${charsMin} 个字以上）`,
      `${photo ? '，或发一张照片' : ''}，${minutes} 分钟内发来就算上。`,
    ].join(''),
  notBegun: (p: { day: LocalDay }) => `${shortDay(p.day)}开始打卡，到时候见。今天的先不记。`,
  over: (p: { day: LocalDay }) => `这一期已经在 ${shortDay(p.day)}结束了，今天的就不记啦。谢谢你还想着它。`,
  paused: () => '打卡这几天暂停，停着的日子不用打、不算断，谁也不会少什么。',
  froze: ({ days, left }: Froze) =>
    `${listOfDays(days)}没打卡，用了 ${days.length} 张冻结卡，连续记录还在（还剩 ${left} 张）。`,
  broke: ({ days, freezes, streakDays, mayMakeUp }: Broke) =>
    [
      `${listOfDays(days)}没打卡，${freezes > 0 ? `冻结卡只有 ${freezes} 张，不够顶` : '手上也没有冻结卡'}，连续记录从今天重新数。`,
      `之前的 ${streakDays} 天都还记着。`,
      mayMakeUp ? '想接上的话，发「补卡」看看还能不能补。' : '',
    ].join(''),
  amnesty: (p: { days: readonly LocalDay[] }) => `${listOfDays(p.days)}我掉线了，不算断。`,
  freezeEarned: (p: { freezes: number }) => `攒到 1 张冻结卡（现有 ${p.freezes} 张），哪天漏了它会自己顶上。`,
  completed: (p: Summary) => `🏅 ${p.days} 天全程走完！${summed(p, restOf(p))}这枚徽章是你的。`,
  summary: (p: Summary) => `${p.days} 天到今天收尾。${summed(p)}来过的每一天都算数，谢谢你一起走到这里。`,
  streak: (p: Mine) =>
    [
      p.streakDays > 0 ? `已连续 ${p.streakDays} 天` : '现在没有连续记录',
      p.totalDays > 0
        ? `，最长 ${p.bestStreakDays} 天，一共 ${p.totalDays} 天${p.broughtDays ? `（其中 ${p.broughtDays} 天是从以前的群带来的）` : ''}。`
        : '。',
      p.completed === null ? '' : `🏅 ${shortDay(p.completed)}开始的那一期，全程走完。`,
      todayOf(p),
      p.nextMilestoneDays !== null && p.streakDays > 0
        ? `再 ${p.nextMilestoneDays - p.streakDays} 天就满 ${p.nextMilestoneDays} 天。`
        : '',
      p.pendingFreezes > 0 && p.window.is !== 'over' ? `漏掉的 ${p.pendingFreezes} 天，下次打卡会用冻结卡顶上。` : '',
      p.freezes > 0 ? `冻结卡还有 ${p.freezes} 张。` : '',
    ].join(''),
  remind: ({ checkedIn, atRisk, until, members, wording }: Remind, { mention }: Naming) =>
    [
      checkedIn > 0 ? `今天已有 ${checkedIn} 位打卡。` : '今天还没有人打卡。',
      members.length === 0
        ? of(WAITING_UNNAMED, wording)(atRisk, until)
        : of(WAITING, wording)(waiting(members.map(mention), atRisk), until),
    ].join(''),
  led: ({ member, dayNumber, wording }: Led, { name }: Naming) =>
    `${dayNumber === null ? '' : `第 ${dayNumber} 天。`}${of(OPENED, wording)(name(member))}`,
  toComment: ({ member, day, note, photo, left }: ToComment, { name }: Naming) =>
    [
      `${name(member)}，${shortDay(day)}的打卡${photo ? '（有照片）' : ''}${note === null ? '。' : `：「${note}」`}`,
      `在群里回复那条打卡或这条消息，或 10 分钟内 @ 一下写两句，就算点评。${left > 0 ? `后面还有 ${left} 条。` : '这是最后一条。'}`,
    ].join('\n'),
  commented: ({ comments, left }: { comments: number; left: number }) =>
    `${comments > 1 ? `${comments} 条` : ''}点评收到，${left > 0 ? `还有 ${left} 条等着。` : '都点评完了。'}`,
  allCommented: (p: { days: number }) => `最近 ${p.days} 天的打卡都点评过了，辛苦啦。`,
  whyStreak: ({ streakDays, runs, isCut }: WhyStreak) =>
    [
      streakDays > 0 ? `连续 ${streakDays} 天，从近到远：` : '现在没有连续记录。',
      ...runs.map(run => `${span(run)}：${KINDS[run.kind](run.days)}`),
      ...(isCut ? ['再早的也算在内，这里先不列了。'] : []),
    ].join('\n'),
  checkInStats: ({ checkIns, days, present, madeUp }: CheckInStats) =>
    [
      `打卡 ${checkIns} 次，平均每天 ${perDay(checkIns, days)} 次（${days} 天）`,
      present > 0 ? `，现有成员 ${present} 位` : '',
      // More than everybody who is here could have made: many have left, and a share of those would say nothing.
      present > 0 && checkIns <= days * present ? `，约 ${rate(checkIns, days * present)}` : '',
      madeUp > 0 ? `；另补卡 ${madeUp} 次` : '',
    ].join(''),
  commentStats: (p: { commented: number; queued: number }) =>
    `点评 ${p.commented}/${p.queued} 次打卡（${rate(p.commented, p.queued)}）`,
}

const KINDS: Readonly<Record<DayKind, (days: number) => string>> = {
  in: days => `打卡 ${days} 天`,
  madeUp: days => `补卡 ${days} 天`,
  frozen: days => `冻结卡顶上 ${days} 天`,
  pending: days => `没打卡 ${days} 天，下次打卡会用冻结卡顶上`,
  outage: () => '我掉线了，不算断',
  pause: () => '暂停，不算断',
  rest: () => '休息日，不算断',
  missed: days => `没打卡 ${days} 天，断在这里`,
}

function todayOf({ window, isCheckedIn, streakDays }: Mine): string {
  if (window.is === 'over') return `这一期 ${shortDay(window.day)}已经结束，记录停在这里。`
  if (window.is === 'not-begun') return `新的一期 ${shortDay(window.day)}开始。`
  if (isCheckedIn) return '今天打过啦。'
  if (window.is === 'paused') return '这几天暂停，不用打卡。'
  return streakDays > 0 ? '今天还没打卡。' : '发「打卡」就开始。'
}

function cheer(streakDays: number, isAgain: boolean, wording: number): string {
  if (streakDays === 1) return of(FIRST, wording)
  const milestone = MILESTONES[streakDays]
  if (milestone) return isAgain ? of(MILESTONES_AGAIN, wording)(streakDays) : of(milestone, wording)
  if (streakDays % 10 === 0) return `打卡成功，连续 ${streakDays} 天，真不容易。`
  return of(GOING_ON, wording)(streakDays)
}

/** 「@甲、@乙 和另外 3 位」. */
function waiting(names: readonly string[], count: number): string {
  const others = count - names.length
  return others > 0 ? `${names.join('、')} 和另外 ${others} 位` : `${names.join('、')} `
}

function summed({ made, best, frozen, madeUp }: Summary, rest = 0): string {
  const others = [
    madeUp > 0 ? `其中补卡 ${madeUp} 天` : '',
    frozen > 0 ? `冻结卡顶了 ${frozen} 天` : '',
    rest > 0 ? `另有 ${rest} 天不用打` : '',
  ]
  const more = others.filter(text => text !== '').map(text => `，${text}`)
  return `这一期打卡 ${made} 天，最长连续 ${best} 天${more.join('')}。`
}

const of = <T>(wordings: readonly T[], n: number): T => wordings[n % wordings.length]!
const listOfDays = (days: readonly LocalDay[]): string =>
  days.length > 3 ? `${shortDay(days[0]!)}起的 ${days.length} 天` : days.map(shortDay).join('、')
const span = ({ from, to }: Run): string =>
  (from === to ? shortDay(from) : `${shortDay(from)}至 ${shortDay(to)}`).trim()
const perDay = (count: number, days: number): string => (Math.round((count / days) * 10) / 10).toString()
const rate = (part: number, whole: number): string => `${Math.round((part / whole) * 100)}%`

/** `11 月 3 日`. */
function shortDay(day: LocalDay): string {
  const [, month, date] = day.split('-').map(Number)
  return `${month} 月 ${date} 日`
}
