import { defineMessages, type LocalDay, type MemberId, type Naming } from 'bonfire'

/** What a passport carries. */
interface Carried {
  points: number
  bestDays: number
  totalDays: number
}
interface OnItsWay extends Carried {
  /** The group that it is for. Null: another one is next by now. */
  title: string | null
  until: LocalDay
}
interface Yours extends OnItsWay {
  link: string | null
  /** Points above what a passport may hold. */
  staysHere: number
  passport: string
  code: string
}
interface Titled {
  title: string
}
/** A group whose members come here. */
interface Source extends Titled {
  n: number
  is: 'asked' | 'bound'
}
interface Bound extends Titled {
  link: string | null
}

export const messages = defineMessages(
  {
    // Binding
    code: (p: { code: string; hours: number }) =>
      `这是交接码，在要收的那个群里由群主发这一行：\n/handover ${p.code}\n${p.hours} 小时内有效，只能用一次。那个群也是你的，就直接登记；是别人的，我会先来问你。`,
    codeInPrivate: () => '交接码私聊发给你。要是没收到，先私聊我说一句话，再在这里发一次「/handover 码」。',
    codeLog: () => '要了一串交接码',
    codeNeedsName: () => '交接码只私聊发给群主本人。请用自己的账号（不匿名）再发一次。',
    tooManySources: (p: { most: number }) =>
      `已经有 ${p.most} 个群登记来这里了。先发「/handover」看看，用「/handover 撤销 编号」撤掉不再需要的。`,
    sourceAsks: (p: Titled & { n: number }) =>
      `「${p.title}」想把这里登记为它的下一站：收群时，那边的成员会带着积分和打卡记录过来。同意请在群里发「/handover 同意 ${p.n}」，不同意发「/handover 拒绝 ${p.n}」。你不回复，就什么都不会发生。`,
    sureAllow: (p: Titled & { pointsMax: number }) =>
      `同意「${p.title}」的成员带着积分和打卡记录来这个群吗？每人最多带 ${p.pointsMax} 积分。以后可以用「/handover 撤销」收回。`,
    allowed: (p: Titled) => `好，「${p.title}」的下一站就是这里了。`,
    allowLog: (p: Titled) => `同意「${p.title}」的成员带积分来这里`,
    boundHere: (p: Titled) =>
      `已用你的交接码登记：「${p.title}」的下一站是这个群。发「/handover」可以看到，也可以撤销。`,
    sourceEnded: (p: Titled) => `好，不再接收「${p.title}」的护照。还没用上的会退回那个群。`,
    endLog: (p: Titled) => `不再接收「${p.title}」的护照`,
    noSuchSource: (p: { n: number | null }) =>
      `没有${p.n === null ? '写' : ` ${p.n} 号这个`}编号。发「/handover」看看有哪些群。`,
    notWaiting: () => '这个群现在没有在等你同意。发「/handover」看看。',
    source: (p: Source) =>
      p.is === 'asked'
        ? `${p.n}. 「${p.title}」想来这里，等群主同意：/handover 同意 ${p.n}，或者 /handover 拒绝 ${p.n}`
        : `${p.n}. 「${p.title}」的下一站是这里（撤销：/handover 撤销 ${p.n}）`,
    notACode: () => '这串交接码不对，可能少了或多了几个字。请从对方群里整行复制，再发一次。',
    codeOfThis: () => '这串交接码就是这个群自己的。请把它发到成员要离开的那个群里。',
    tooManyAsks: (p: { most: number }) => `今天已经查过 ${p.most} 次交接码了，明天再来。`,
    asking: () => '正在向对方的群核对，有结果就告诉你。',
    found: (p: Titled) =>
      `对上了：这是「${p.title}」的交接码。要把它登记为下一个群，请发「/handover 继续」，我会再问你一次。`,
    goOn: () => '继续',
    nothingAsked: () => '还没有核对过的交接码。先在下一个群里发「交接 码」，再把拿到的那一行发到这里。',
    sureBind: (p: Bound & { before: string | null; pointsMax: number }) =>
      `要把「${p.title}」${p.link === null ? '（还没有入群链接）' : `（入群链接 ${p.link} ）`}登记为这个群的下一站吗？${p.before === null || p.before === p.title ? '' : `现在登记的「${p.before}」会被换掉。`}收群时，成员会收到去「${p.title}」的邀请，他们的积分（每人最多 ${p.pointsMax}）和打卡记录会从这里转到那边。现在什么都还不会动。`,
    binding: (p: Titled) => `好，正在和「${p.title}」登记，成了告诉你。`,
    bindLog: (p: Titled) => `请「${p.title}」做下一个群`,
    waiting: (p: Titled) => `「${p.title}」的群主还要点头，我已经去问了，有结果就告诉你。`,
    endedThere: (p: Titled) =>
      `「${p.title}」的群主撤销了登记，它不再是这个群的下一站。没用上的护照会退回来。要换一个群，发「/handover」看步骤。`,
    bound: (p: Bound) =>
      `登记好了：这个群的下一站是「${p.title}」。${p.link !== null ? `入群链接是 ${p.link} 。` : '那边还没有入群链接，收群时请你把大家拉过去；想补上链接，在那边发「交接 码 链接」重新登记。'}`,
    refused: () =>
      '对方的群不认这串交接码，或者那边的群主没有同意。码只能用一次，24 小时内有效。请在那边重新发「交接 码」要一串。',
    notBound: () => '这个群还没有登记下一站。步骤：在下一个群里发「交接 码」，再把拿到的那一行发到这里。',
    boundTo: (p: Bound & { underWay: number }) =>
      `下一个群：「${p.title}」${p.link === null ? '（还没有入群链接）' : `，${p.link}`}${p.underWay > 0 ? `；还有 ${p.underWay} 本护照在路上` : ''}`,
    sureUnbind: (p: Titled) => `要取消登记「${p.title}」吗？之后收群会先等你登记新的下一站。已经发出的护照不受影响。`,
    unbound: (p: Titled) => `已取消：「${p.title}」不再是这个群的下一站。`,
    unbindLog: (p: Titled) => `取消下一个群「${p.title}」`,
    ownerOnly: () => '交接的事要群主来做。管理员可以发「/handover」看看登记了哪里。',

    // For members
    yours: (p: Yours) =>
      `你的护照：${carriedInChinese(p).trimStart()}，带去${p.title === null ? '下一个群' : `「${p.title}」`}。\n用现在这个账号进群，就自动到账；换了账号或平台，在那边发「/护照 ${p.code}」。${p.link === null ? '' : `\n入群链接：${p.link}`}\n口令只能用一次，请别给别人。${shortDay(p.until)}前有效，没用上的积分会回到这里。${p.staysHere > 0 ? `一本护照装不下的 ${p.staysHere} 积分还在这里。` : ''}`,
    underWay: (p: OnItsWay) =>
      `你的护照在路上：${carriedInChinese(p).trimStart()}，带去${p.title === null ? '下一个群' : `「${p.title}」`}，${shortDay(p.until)}前有效。用现在这个账号进群就自动到账；换账号要用口令，私聊我发「/护照」就能看到。`,
    usedThere: (p: { title: string | null; points: number }) =>
      `你的护照已经用上了：${p.points > 0 ? `${p.points} 积分` : '打卡记录'}在${p.title === null ? '那边的群' : `「${p.title}」`}里。`,
    backHere: (p: { points: number }) =>
      `你的护照没有用上，${p.points > 0 ? `${p.points} 积分已经回到这里` : '已经收回'}。`,
    calledBack: (p: { points: number }) =>
      `你的护照正在收回${p.points > 0 ? `，${p.points} 积分确认没有用掉就回到这里` : ''}。`,
    broughtBefore: (p: { points: number }) =>
      p.points > 0 ? `你从别的群一共带来 ${p.points} 积分。` : '你从别的群带来了打卡记录。',
    none: () => '你现在没有护照。去下一个群的时候，我会给你一本，积分和打卡记录都在里面。',
    followed: (p: { member: MemberId }, { mention }: Naming) =>
      `${mention(p.member)} 在上一个群的积分和打卡记录都跟过来了，发「积分」看看。`,
    brought: (p: Carried) => `你从上一个群带来了${carriedInChinese(p)}，都记上了。`,
    accepted: (p: Carried) => `收到护照：${carriedInChinese(p).trimStart()}，都记在这里了。`,
    acceptedBefore: () => '这本护照你已经用过了，都记在这里。发「积分」看看。',
    usedUp: () => '这个口令已经用过了。如果不是你用的，请找管理员。',
    revoked: () => '这本护照已经收回，积分回到了原来的群。',
    useThere: () => '这是你自己的护照口令，请到下一个群里发。用现在这个账号进群的话，不发也会自动到账。',
    wrongCode: (p: { left: number }) =>
      `没有认出这个口令。请对照原来的消息再发一次；刚发出的可能还在路上，过一会儿再试。${p.left === 0 ? '今天不能再试了，明天再来。' : `今天还可以试 ${p.left} 次。`}`,
    tooManyTries: (p: { most: number }) => `今天口令已经试错 ${p.most} 次了，明天再来，或者请管理员帮忙看看。`,
    cameBack: (p: { points: number }) => `你的护照没有用上，里面的 ${p.points} 积分已经回到这里。`,
  },
  {
    code: p =>
      `This is a handover code, for the owner of the group that is to be closed to send there, as this line:\n/handover ${p.code}\nIt is good for ${p.hours} hours, and once. If that group is yours too, it is bound at once; if it is somebody else's, I will ask you first.`,
    codeInPrivate: () =>
      'The handover code comes to you in private. If it does not, write me a word there first, and send "/handover code" here once more.',
    codeLog: () => 'a handover code was made',
    codeNeedsName: () =>
      'A handover code is sent to the owner alone, in private. Please send this once more as yourself, not anonymously.',
    tooManySources: p =>
      `${p.most} groups are bound to this one already. Send "/handover" to see them, and "/handover revoke <number>" to end one.`,
    sourceAsks: p =>
      `"${p.title}" wants this group to be its next: when it is closed, its members bring their points and check-in record here. To agree, send "/handover allow ${p.n}" in the group; if not, "/handover refuse ${p.n}". Without an answer nothing happens.`,
    sureAllow: p =>
      `May members of "${p.title}" bring their points and check-in record to this group? Each brings ${p.pointsMax} points at most. You can end it later with "/handover revoke".`,
    allowed: p => `Done: members of "${p.title}" come here next.`,
    allowLog: p => `members of "${p.title}" may bring points here`,
    boundHere: p =>
      `Your handover code was used: members of "${p.title}" come to this group next. "/handover" shows it, and how to end it.`,
    sourceEnded: p =>
      `Done: passports of "${p.title}" are no longer accepted here. Those that have not been used go back to that group.`,
    endLog: p => `passports of "${p.title}" are no longer accepted`,
    noSuchSource: p =>
      `${p.n === null ? 'Please add the number of a group' : `There is no group number ${p.n}`}. Send "/handover" to see which there are.`,
    notWaiting: () => 'That group is not waiting for you. Send "/handover" to see how things stand.',
    source: p =>
      p.is === 'asked'
        ? `${p.n}. "${p.title}" wants to come here, and waits for the owner: /handover allow ${p.n}, or /handover refuse ${p.n}`
        : `${p.n}. "${p.title}" comes here next (to end it: /handover revoke ${p.n})`,
    notACode: () =>
      'This is not a whole handover code. Copy the line from the other group as it is, and send it once more.',
    codeOfThis: () => 'This is the code of this very group. Send it in the group that members are to leave.',
    tooManyAsks: p => `${p.most} handover codes have been looked up today. Please come again tomorrow.`,
    asking: () => 'I am asking the other group, and will tell you what it says.',
    found: p =>
      `It is the code of "${p.title}". To make that the next group, send "/handover next"; I will ask you once more.`,
    goOn: () => 'Go on',
    nothingAsked: () =>
      'No handover code has been looked up. Send "/handover code" in the next group, and the line that you get here.',
    sureBind: p =>
      `Make "${p.title}" (${p.link === null ? 'no link to join it yet' : `link to join it: ${p.link} `}) the group where members go next?${p.before === null || p.before === p.title ? '' : ` It takes the place of "${p.before}".`} When this group is closed they are invited to "${p.title}", and their points (${p.pointsMax} each at most) and their check-in record move there. Nothing moves now.`,
    binding: p => `I am arranging it with "${p.title}", and will tell you once it is done.`,
    bindLog: p => `"${p.title}" asked to be the next group`,
    waiting: p => `The owner of "${p.title}" has to agree. I have asked, and will tell you the answer.`,
    endedThere: p =>
      `The owner of "${p.title}" has ended it: it is no longer the next group. Passports that were not used come back. To name another, "/handover" shows how.`,
    bound: p =>
      `Done: from here members go to "${p.title}". ${p.link !== null ? `The link to join it is ${p.link} .` : 'There is no link to join it yet, so you would have to bring people over yourself; to add one, send "/handover code <link>" there and bind it again.'}`,
    refused: () =>
      'The other group does not know this code, or its owner has not agreed. A code is good once, for 24 hours. Send "/handover code" there for a new one.',
    notBound: () =>
      'No next group has been named. Send "/handover code" in the next group, and the line that you get here.',
    boundTo: p =>
      `Next group: "${p.title}"${p.link === null ? ' (no link to join it yet)' : `, ${p.link}`}${p.underWay > 0 ? `; passports on their way: ${p.underWay}` : ''}`,
    sureUnbind: p =>
      `Is "${p.title}" no longer to be the next group? Closing then waits until you name another. Passports that have been given out stay good.`,
    unbound: p => `Done: "${p.title}" is no longer the next group.`,
    unbindLog: p => `"${p.title}" is no longer the next group`,
    ownerOnly: () => 'This is for the owner of the group. Admins can send "/handover" to see where members go next.',

    yours: p =>
      `Your passport: ${carriedInEnglish(p)}, to take to ${p.title === null ? 'the next group' : `"${p.title}"`}.\nJoin with this account, and it is yours there by itself; with another account, or on another platform, send "/passport ${p.code}" there.${p.link === null ? '' : `\nLink to join: ${p.link}`}\nThe code works once, so keep it to yourself. It is good until ${p.until}; what is not used comes back here.${p.staysHere > 0 ? ` ${pointsOf(p.staysHere)} above what a passport may hold stay here.` : ''}`,
    underWay: p =>
      `Your passport is on its way: ${carriedInEnglish(p)}, to take to ${p.title === null ? 'the next group' : `"${p.title}"`} until ${p.until}. Join with this account, and it is yours there by itself; for another account there is a code, send me /passport in private.`,
    usedThere: p =>
      `Your passport has been used: ${p.points > 0 ? `${pointsOf(p.points)} are` : 'your record is'} in ${p.title === null ? 'the other group' : `"${p.title}"`}.`,
    backHere: p =>
      `Your passport was not used, and ${p.points > 0 ? `${pointsOf(p.points)} are back here` : 'has been taken back'}.`,
    calledBack: p =>
      p.points > 0
        ? `Your passport is being taken back: ${pointsOf(p.points)} return here once it is certain that they were not used.`
        : 'Your passport is being taken back.',
    broughtBefore: p => `You have brought ${p.points > 0 ? pointsOf(p.points) : 'your record'} from other groups.`,
    none: () =>
      'You have no passport now. When you go on to the next group you get one, with your points and your check-in record.',
    followed: (p, { mention }) =>
      `${mention(p.member)}: your points and check-in record from the last group have come along. /points shows them.`,
    brought: p => `From the last group you bring ${carriedInEnglish(p)}. All of it is recorded here.`,
    accepted: p => `Your passport is accepted: ${carriedInEnglish(p)}. All of it is recorded here.`,
    acceptedBefore: () => 'You have used this passport already, and all of it is recorded here. See /points.',
    usedUp: () => 'This code has been used. If it was not by you, please tell an admin.',
    revoked: () => 'This passport has been taken back, and its points are in the group that it came from.',
    useThere: () =>
      'This is the code of your own passport: send it in the next group. If you join with this account you need no code.',
    wrongCode: p =>
      `I do not know this code. Please compare it with the message that it came in; one that is very new may still be on its way. ${p.left === 0 ? 'That was the last try for today.' : `Tries left today: ${p.left}.`}`,
    tooManyTries: p =>
      `That makes ${p.most} wrong codes today. Please come again tomorrow, or ask an admin to have a look.`,
    cameBack: p => `Your passport was not used, and the ${pointsOf(p.points)} in it are back here.`,
  },
)

function carriedInChinese({ points, bestDays, totalDays }: Carried): string {
  const record = totalDays > 0 ? `打卡 ${totalDays} 天、最长连续 ${bestDays} 天的记录` : ''
  return [points > 0 ? ` ${points} 积分` : '', record].filter(part => part !== '').join('和')
}
function carriedInEnglish({ points, bestDays, totalDays }: Carried): string {
  const record = `a record of ${daysOf(totalDays)}, ${bestDays} in a row at best`
  return [points > 0 && pointsOf(points), totalDays > 0 && record].filter(part => part !== false).join(' and ')
}
const pointsOf = (points: number): string => `${points} ${points === 1 ? 'point' : 'points'}`
const daysOf = (days: number): string => `${days} ${days === 1 ? 'day' : 'days'}`
const shortDay = (day: LocalDay): string => `${Number(day.slice(5, 7))} 月 ${Number(day.slice(8))} 日`
