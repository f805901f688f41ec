import { defineMessages, type LocalDay, type MemberId, type Naming } from 'bonfire'
import type { Entry } from './account.ts'
import { reasonIn, signed } from './reasons.ts'
import type { Balance, Earned, Expire, Expiring, History, Now, Rank, Stats, Told, Why } from './sayings.ts'

export const messages = defineMessages(
  {
    earned: ({ points, balance, milestoneDays, expiresAfter }: Earned) =>
      [
        `+${points} 积分${milestoneDays === null ? '' : `（含连续 ${milestoneDays} 天的奖励）`}，共 ${balance}。`,
        expiresAfter ? `早前攒的有一些能用到 ${dateOf(expiresAfter)}，发「积分」看是多少。` : '',
      ].join(''),
    balance: (p: Balance) =>
      p.earned === 0 && p.adjusted === 0 && !p.broughtAlong
        ? '你还没有积分，发「打卡」就能攒第一笔。'
        : [
            `你有 ${p.balance} 积分（攒过 ${p.earned}，用过 ${p.spent}`,
            p.broughtAlong ? `，从别的群带来 ${p.broughtAlong}` : '',
            p.handedOver ? `，带去下一个群 ${p.handedOver}` : '',
            p.adjusted === 0 ? '' : `，管理员加减 ${signed(p.adjusted)}`,
            p.expired === 0 ? '' : `，到期 ${p.expired}`,
            '）。',
            p.expiring ? expiringInChinese(p.expiring, p.hasShop) : '',
            '发「积分 明细」看每一笔。',
          ].join(''),
    history: ({ balance, entries }: History) =>
      entries.length === 0
        ? '你还没有积分，发「打卡」就能攒第一笔。'
        : [`最近 ${entries.length} 笔（现有 ${balance} 积分）：`, ...entries.map(entry => lineOf('zh-CN', entry))].join(
            '\n',
          ),
    why: ({ balance, sums, count, kept }: Why) =>
      sums.length === 0
        ? '你还没有积分，账上一笔都没有。发「打卡」就能攒第一笔。'
        : [
            `你的 ${balance} 积分是这样来的：`,
            ...sums.map(sum => `${reasonIn('zh-CN', sum.reason)} ${sum.count} 笔，${signed(sum.points)}`),
            count > kept
              ? `一共 ${count} 笔。我手边留着最近 ${kept} 笔，更早的在账本里，都算在上面了；要逐笔看，请找管理员查。`
              : `一共 ${count} 笔，加起来就是 ${balance}。发「积分 明细」看最近几笔。`,
          ].join('\n'),
    expiring: (p: Expire, naming: Naming) =>
      [
        EXPIRING['zh-CN'][wordingOf(p.day)]!(mentionsOf(p.members, naming), dateOf(p.first)),
        p.others > 0 ? `另外还有 ${p.others} 位也是。` : '',
        p.hasShop ? '想用的话，「商城」里有能换的东西。' : '',
      ].join(''),
    adjusted: (p: { member: MemberId; points: number }, { name }: Naming) =>
      p.points > 0 ? `已给 ${name(p.member)} 加 ${p.points} 分。` : `已给 ${name(p.member)} 减 ${-p.points} 分。`,
    /** Said where the member reads it, too. */
    adjustedHere: (p: Told, naming: Naming) =>
      `已给 ${called(p, naming)} ${p.points > 0 ? '加' : '减'} ${Math.abs(p.points)} 积分。`,
    adjustedLog: (p: { member: MemberId; points: number }, { name }: Naming) =>
      `给 ${name(p.member)} ${p.points > 0 ? '加' : '减'} ${Math.abs(p.points)} 分`,
    awardNote: (p: { member: MemberId; points: number; note: string }, { name }: Naming) =>
      `给 ${name(p.member)} ${p.points > 0 ? '加' : '减'}分的理由：${p.note}`,
    told: (p: Told & { hasNote: boolean }, naming: Naming) =>
      [
        p.points > 0
          ? `${called(p, naming)}，管理员给你加了 ${p.points} 积分。`
          : `${called(p, naming)}，管理员调整了你的积分：${signed(p.points)}。`,
        p.hasNote ? '理由写在「积分 明细」里。' : '',
      ].join(''),
    takenBack: (p: Told, naming: Naming) => `${called(p, naming)}，刚才那笔 ${signed(p.points)} 积分已经撤销。`,
    nowHas: (p: Now, naming: Naming) => `${called(p, naming)}，你现在有 ${p.balance} 积分。`,
    sureAward: (p: { member: MemberId; points: number; balance: number }, { name }: Naming) =>
      `要给 ${name(p.member)} ${p.points > 0 ? '加' : '减'} ${Math.abs(p.points)} 分吗？TA 现在有 ${p.balance}，之后是 ${p.balance + p.points}。`,
    awardNothing: () => '0 分不用记。写上加减多少，比如「加分 @小明 20」。',
    awardTooMuch: (p: { most: number }) => `一次最多 ${p.most} 分。请检查一下数字，或者分几次。`,
    awardSelf: () => '不能给自己加减分，请另一位管理员来。',
    undoSelf: () => '这一步加减的是你自己的积分，请另一位管理员来撤销。',
    awardAbsent: (p: { member: MemberId }, { name }: Naming) => `${name(p.member)} 现在不在群里，回来了再加吧。`,
    awardBelow: (p: { member: MemberId; points: number; balance: number }, { name }: Naming) =>
      p.balance === 0
        ? `${name(p.member)} 现在没有积分，减不了 ${p.points}。`
        : `${name(p.member)} 只有 ${p.balance} 分，减不了 ${p.points}。最多可以减 ${p.balance}。`,
    awardUsed: (p: { member: MemberId; points: number; balance: number }, { name }: Naming) =>
      `收不回来了：${name(p.member)} 只剩 ${p.balance} 分，那 ${p.points} 分已经用掉了一部分。要减的话，请用「扣分」。`,
    awardGone: () => '这一笔之前已经撤销过了。发「操作记录」可以看到。',
    rank: ({ what, rows, ranked, mine }: Rank, { name }: Naming) =>
      rows.length === 0
        ? '还没有人上榜。发「打卡」，你就是第一个。'
        : [
            what === 'points' ? '积分榜（现有积分）：' : '连续打卡榜：',
            ...rows.map(row => `${row.place}. ${name(row.member)} ${row.value}${what === 'points' ? ' 分' : ' 天'}`),
            mine === null
              ? what === 'points'
                ? '你还没有积分，打一次卡就上榜了。'
                : '你现在没有连续记录，打一次卡就上榜了。'
              : `你排第 ${mine.place}（共 ${ranked} 位）：${mine.value}${what === 'points' ? ' 分' : ' 天'}${mine.equals > 1 ? `，有 ${mine.equals} 位并列` : ''}。`,
          ].join('\n'),
    rankInvite: () => '邀请榜还没有开放。先看看「排行 打卡」或「排行 积分」吧。',
    stats: (p: Stats) =>
      [
        `近 ${p.days} 天积分：发出 ${p.issued}，用掉 ${p.spent}，到期 ${p.expired}`,
        p.broughtAlong ? `，从别的群带来 ${p.broughtAlong}` : '',
        movedInChinese(p.handedOver),
        p.adjusted === 0 ? '' : `，管理员加减 ${signed(p.adjusted)}`,
      ].join(''),
  },
  {
    earned: ({ points, balance, milestoneDays, expiresAfter }) =>
      [
        `+${points} points${milestoneDays === null ? '' : ` (with the reward for ${milestoneDays} days in a row)`}, ${balance} in all.`,
        expiresAfter ? ` Some of those from earlier count until ${expiresAfter}; /points says how many.` : '',
      ].join(''),
    balance: p =>
      p.earned === 0 && p.adjusted === 0 && !p.broughtAlong
        ? 'You have no points yet. Send /checkin for the first ones.'
        : [
            `You have ${p.balance} points (earned ${p.earned}, spent ${p.spent}`,
            p.broughtAlong ? `, brought along ${p.broughtAlong}` : '',
            p.handedOver ? `, taken to the next group ${p.handedOver}` : '',
            p.adjusted === 0 ? '' : `, by admins ${signed(p.adjusted)}`,
            p.expired === 0 ? '' : `, expired ${p.expired}`,
            '). ',
            p.expiring ? `${expiringInEnglish(p.expiring, p.hasShop)} ` : '',
            'Send /points history to see each.',
          ].join(''),
    history: ({ balance, entries }) =>
      entries.length === 0
        ? 'You have no points yet. Send /checkin for the first ones.'
        : [
            `The last ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'} (you have ${balance} points):`,
            ...entries.map(entry => lineOf('en-US', entry)),
          ].join('\n'),
    why: ({ balance, sums, count, kept }) =>
      sums.length === 0
        ? 'You have no points yet: there is no entry. Send /checkin for the first ones.'
        : [
            `This is how your ${balance} points come about:`,
            ...sums.map(
              sum =>
                `${reasonIn('en-US', sum.reason)}: ${sum.count === 1 ? '' : `${sum.count} times, `}${signed(sum.points)}`,
            ),
            count > kept
              ? `${count} entries in all. I have the last ${kept} at hand; older ones are in the journal and are in the sums above. To see each, ask an admin.`
              : `${count} ${count === 1 ? 'entry' : 'entries'} in all, which make ${balance}. /points history shows the latest.`,
          ].join('\n'),
    expiring: (p, naming) =>
      [
        EXPIRING['en-US'][wordingOf(p.day)]!(mentionsOf(p.members, naming), p.first),
        p.others > 0 ? ` The same goes for ${p.others} more.` : '',
        p.hasShop ? ' If you would like to use them, /shop shows what for.' : '',
      ].join(''),
    adjusted: (p, { name }) =>
      p.points > 0 ? `${p.points} points for ${name(p.member)}.` : `${-p.points} points taken from ${name(p.member)}.`,
    adjustedHere: (p, naming) =>
      p.points > 0
        ? `${counted(p.points)} for ${called(p, naming)}.`
        : `${counted(-p.points)} taken from ${called(p, naming)}.`,
    adjustedLog: (p, { name }) =>
      p.points > 0
        ? `${counted(p.points)} for ${name(p.member)}`
        : `${counted(-p.points)} taken from ${name(p.member)}`,
    awardNote: (p, { name }) =>
      `Why ${p.points > 0 ? 'points are given to' : 'points are taken from'} ${name(p.member)}: ${p.note}`,
    told: (p, naming) =>
      p.points > 0
        ? `${called(p, naming)}, an admin gave you ${counted(p.points)}.${seeNote(p)}`
        : `${called(p, naming)}, an admin changed your points by ${signed(p.points)}.${seeNote(p)}`,
    takenBack: (p, naming) => `${called(p, naming)}, the ${signed(p.points)} points of just now were taken back.`,
    nowHas: (p, naming) => `${called(p, naming)}, you have ${counted(p.balance)} now.`,
    sureAward: (p, { name }) =>
      `${p.points > 0 ? `Give ${p.points} points to` : `Take ${-p.points} points from`} ${name(p.member)}? They have ${p.balance} now, and ${p.balance + p.points} then.`,
    awardNothing: () => '0 points need no entry. Say how many, e.g. /award @Amy 20.',
    awardTooMuch: p => `${p.most} points at a time at most. Look at the number again, or do it in parts.`,
    awardSelf: () => 'You cannot award yourself. Please ask another admin.',
    undoSelf: () => 'Those are your own points, so another admin has to take it back.',
    awardAbsent: (p, { name }) => `${name(p.member)} is not in the group now. It can be done when they are back.`,
    awardBelow: (p, { name }) =>
      p.balance === 0
        ? `${name(p.member)} has no points, so ${p.points} cannot be taken.`
        : `${name(p.member)} has ${p.balance} points, so ${p.points} cannot be taken. ${p.balance} can.`,
    awardUsed: (p, { name }) =>
      `It cannot be taken back: ${name(p.member)} has ${p.balance} left, so part of those ${p.points} is spent. /award with a minus takes what is there.`,
    awardGone: () => 'It has been taken back before. See /log.',
    rank: ({ what, rows, ranked, mine }, { name }) =>
      rows.length === 0
        ? 'Nobody has a place yet. Send /checkin, and you are the first.'
        : [
            what === 'points' ? 'Points, as they are now:' : 'Days in a row:',
            ...rows.map(row => `${row.place}. ${name(row.member)} ${row.value}`),
            mine === null
              ? 'You have no place yet; one check-in gives you one.'
              : `You: number ${mine.place} of ${ranked}, with ${mine.value}${mine.equals > 1 ? `; ${mine.equals} share that place` : ''}.`,
          ].join('\n'),
    rankInvite: () => 'Invitations are not ranked yet. Try /rank streak or /rank points.',
    stats: p =>
      [
        `Points in ${p.days} ${p.days === 1 ? 'day' : 'days'}: ${p.issued} issued, ${p.spent} spent, ${p.expired} expired`,
        p.broughtAlong ? `, ${p.broughtAlong} brought along` : '',
        movedInEnglish(p.handedOver),
        p.adjusted === 0 ? '' : `, ${signed(p.adjusted)} by admins`,
      ].join(''),
  },
)

/** Less than none: more came back in these days than was taken along in them. */
const movedInChinese = (points = 0): string =>
  points === 0 ? '' : points > 0 ? `，带去下一个群 ${points}` : `，没带走退回 ${-points}`
const movedInEnglish = (points = 0): string =>
  points === 0 ? '' : points > 0 ? `, ${points} taken to the next group` : `, ${-points} back that were not taken along`

/** Told at most once a day, each day in other words. */
const EXPIRING = {
  'zh-CN': [
    (who: string, first: string) => `${who} 有些积分快到期了，最早的一笔能用到 ${first}。发「积分」看是多少。`,
    (who: string, first: string) => `提一句：${who} 有攒了一阵子的积分，最早的一笔能用到 ${first}。发「积分」看明细。`,
    (who: string, first: string) => `${who} 发「积分」看看吧，有几笔快到期了，最早的一笔能用到 ${first}。`,
    (who: string, first: string) =>
      `${who} 早前攒的积分要到期了，最早的一笔过了 ${first}就不算了，发「积分」就知道是多少。`,
  ],
  'en-US': [
    (who: string, first: string) =>
      `${who} Some of your points expire soon, the first after ${first}. /points says how many.`,
    (who: string, first: string) =>
      `A note for ${who}: points you collected a while ago last until ${first}, the first of them. See /points.`,
    (who: string, first: string) =>
      `${who} Have a look at /points: some of yours expire soon, the first after ${first}.`,
    (who: string, first: string) =>
      `${who} Points of yours from earlier expire soon: the first count until ${first}. /points says how many.`,
  ],
} as const
const wordingOf = (day: LocalDay): number => (Date.parse(day) / DAY_MS) % EXPIRING['zh-CN'].length
const DAY_MS = 86_400_000

const seeNote = ({ hasNote }: { readonly hasNote: boolean }): string => (hasNote ? ' /points history says why.' : '')
const counted = (points: number): string => `${points} ${points === 1 ? 'point' : 'points'}`
const mentionsOf = (members: readonly MemberId[], { mention }: Naming): string => members.map(mention).join(' ')
const called = ({ member, isQuiet }: Told, { name, mention }: Naming): string =>
  isQuiet ? name(member) : mention(member)

function expiringInChinese({ points, first, firstPoints, last }: Expiring, hasShop: boolean): string {
  const all = points === firstPoints ? '' : `，另外 ${points - firstPoints} 分最晚能用到 ${dateOf(last)}`
  return `其中 ${firstPoints} 分能用到 ${dateOf(first)}${all}${hasShop ? '，「商城」里可以换东西' : ''}。`
}
function expiringInEnglish({ points, first, firstPoints, last }: Expiring, hasShop: boolean): string {
  const all = points === firstPoints ? '' : `, and ${points} in all until ${last}`
  return `${firstPoints} of them count until ${first}${all}${hasShop ? '; /shop shows what they buy' : ''}.`
}

const dateOf = (day: LocalDay): string => `${Number(day.slice(5, 7))} 月 ${Number(day.slice(8))} 日`

function lineOf(locale: 'zh-CN' | 'en-US', { day, points, reason, note }: Readonly<Entry>): string {
  // Empty: whoever it names has been erased.
  const noted = !note ? '' : locale === 'zh-CN' ? `（${note}）` : ` (${note})`
  return `${day.slice(5)} ${signed(points)} ${reasonIn(locale, reason)}${noted}`
}
