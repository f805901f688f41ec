import { type Count, defineMessages, type LocalDay, type LocalTime, type Naming, percent } from 'bonfire'
import { type Calendar, calendarIn } from './calendar-text.ts'
import type { Failure } from './facts.ts'
import { shortId } from './find-post.ts'
import { FAILED, type Why, whyIn } from './why-text.ts'
import { type Named, named, quoted, sum, type When } from './wording.ts'

interface Text {
  readonly post: string
  /** What the text says that depends on the day it was planned for. */
  readonly values: Readonly<Record<string, string | number>>
}
interface Post extends Text {
  /** What it goes out for. */
  readonly occasion: string
}
interface Preview extends Text {
  readonly status: 'ready' | 'draft' | 'paused'
  /** The plan that it is of, when that is not the group's own. */
  readonly elsewhere: string | null
}
interface PostedBefore extends Text {
  readonly name: Named
  readonly at: When
}
interface NoTopics {
  readonly is: 'no-plan' | 'soon' | 'paused' | 'over'
  /** The day on which they begin. */
  readonly from?: LocalDay
}
interface Elsewhere {
  readonly posts: readonly { readonly id: string; readonly plan: string }[]
}
interface AboveCap {
  /** With this one. Of the trailing window, or of the whole campaign. */
  readonly count: Count
  readonly windowDays: number | null
  readonly maxShare: number
  /** When it fits as planned. Null: not within the days that are looked at. */
  readonly fitsAt: When | null
}
interface Skipped {
  readonly post: Named
  readonly at: When | null
  readonly instead: Named | null
}
interface HeldBack {
  readonly posts: readonly { readonly id: string; readonly until: When | null }[]
}
interface NotSent {
  readonly id: string
  readonly reason: Failure
  readonly instead: string | null
}
interface Lost {
  readonly ids: readonly string[]
  /** Also of those that are not named. */
  readonly count: number
}
interface Broken {
  readonly file: string
  readonly line: number
  readonly problem: string
  /** Its last good version is used. False: it never was good. */
  readonly isReplaced: boolean
}

export const messages = defineMessages(
  {
    post: (p: Post, { content }: Naming) => content(p.post, p.values),
    again: (p: Text, { content }: Naming) => content(p.post, p.values),
    nothingYet: (p: { next: LocalTime | null }) =>
      p.next === null ? '今天没有话题了，明天见。' : `今天的话题还没到，${p.next} 见。`,
    noTopics: (p: NoTopics): string =>
      ({
        'no-plan': '这个群还没有开始，暂时没有话题。',
        soon: `话题从 ${p.from?.slice(5)} 开始，到时候见。`,
        paused: '话题先暂停一阵，恢复以后接着来。',
        over: '这一期的话题都发完了，没有新的了。',
      })[p.is],
    calendar: (p: Calendar) => calendarIn('zh-CN', p),
    noPlan: () => '这个群还没有计划。发送 /plan 选一个，内容就会按时出现。',
    paused: () => '计划暂停中，这段时间不发内容。发送 /resume（恢复）就接着来。',
    over: () => '这一期已经结束，没有要发的内容了。',

    preview: (p: Preview, { content }: Naming) =>
      `预览（${{ ready: '不算正式发布', draft: '草稿，还不会发出', paused: '已停用，不会发出' }[p.status]}${p.elsewhere === null ? '' : `，不在这个计划里，属于「${p.elsewhere}」`}）\n\n${content(p.post, p.values)}`,
    privately: () => '推广内容请私聊我预览，在群里看一次就等于发了一次。',
    whichPost: (p: { ids: readonly string[] }) => `有好几篇，是哪一篇？\n${p.ids.join('\n')}`,
    noPost: (p: { near: string | null }) =>
      p.near === null
        ? '没有找到这篇内容。发送 /calendar（日历）看看最近的。'
        : `没有找到这篇内容，你想找的是 ${p.near} 吗？`,
    topicGone: () => '今天这篇话题的文件不在了，没法再看一遍。',
    fileGone: (p: { post: Named }) => `${named(p.post)}的文件不在了。把它放回内容库，就能用了。`,
    elsewhere: ({ posts }: Elsewhere) =>
      `「${shortId(posts[0]!.id)}」不在这个计划里，属于别的计划。要用的话写完整编号：\n${posts.map(({ id, plan }) => `${id}（属于「${plan}」）`).join('\n')}`,
    notReady: (p: { post: Named; status: 'draft' | 'paused' }) =>
      `${named(p.post)}现在是${p.status === 'draft' ? '草稿' : '停用状态'}，把 status 改成 ready 才能发。`,
    pastItsDay: (p: { post: Named }) => `${named(p.post)}的有效期已过，不再发了。`,
    otherPlatform: (p: { post: Named }) => `${named(p.post)}不是给这个平台写的。`,

    posting: (p: { post: Named; elsewhere: string | null }) =>
      `好的，${named(p.post)}马上发出，算一条内容。${p.elsewhere === null ? '' : `它不在这个计划里，属于「${p.elsewhere}」。`}`,
    postingLog: (p: { post: string }) => `发出 ${p.post}`,
    onItsWay: (p: { post: Named }) => `${named(p.post)}正在发出，不用再发。`,
    postedBefore: (p: PostedBefore, { content }: Naming) =>
      `${named(p.name)}在 ${p.at} 发过了，一篇只发一次。再看一眼：\n\n${content(p.post, p.values)}`,
    postedBeforeOnly: (p: { post: Named; at: When }) => `${named(p.post)}在 ${p.at} 发过了，推广内容不重复发。`,
    aboveCap: (p: AboveCap) =>
      `${p.windowDays === null ? '这一期' : `近 ${p.windowDays} 天`} ${p.count.posts - 1} 条里已有 ${p.count.marketing - 1} 条推广，再发就是 ${sum(p.count)}，超过 ${percent(p.maxShare)}；${p.fitsAt === null ? '多发些别的内容，就排得进去了。' : `按现在的安排，等到 ${p.fitsAt} 就可以。`}`,

    skipped: (p: Skipped) =>
      `好的，${named(p.post)}这一期不发了${p.at === null ? '。' : `（原定 ${p.at}），${p.instead ? `换成 ${p.instead.id}。` : '这个时段空着。'}`}想发的话：/post ${p.post.id}`,
    skippedLog: (p: { post: string }) => `这一期不发 ${p.post}`,
    skippedAlready: (p: { post: Named }) => `${named(p.post)}已经跳过了。想发的话：/post ${p.post.id}`,
    postedAlready: (p: { post: Named; at: When }) => `${named(p.post)}在 ${p.at} 已经发过了。`,
    nothingToSkip: () => '接下来几天没有安排内容，不用跳过。',

    why: (p: Why) => whyIn('zh-CN', p),
    nothingPosted: () => '这个群还没有发过内容。',
    notPostedHere: () => '这个群没有发过这篇内容。',
    notPosted: (p: { post: Named }) => `${named(p.post)}还没有在这个群发过。发送 /calendar（日历）看看它排在哪天。`,

    heldBack: ({ posts }: HeldBack) =>
      `推广占比到上限了，${posts.length} 条顺延：${posts.map(({ id, until }) => `${id}${until === null ? '（还没排上）' : `（改到 ${until}）`}`).join('、')}。空出来的时段先发别的内容。`,
    notSent: (p: NotSent) =>
      `${p.id} 没有发出：${FAILED['zh-CN'][p.reason]}。${p.instead === null ? '这个时段空着。' : `换成了 ${p.instead}。`}`,
    lost: ({ ids, count }: Lost) =>
      `有 ${count} 篇指定了日子的内容错过了时间，没有发出：${ids.join('、')}${count > ids.length ? ' 等' : ''}。还想发的话：/post ${ids[0]}`,
    broken: (p: Broken) =>
      `内容文件有问题，${p.isReplaced ? '先用上一个没问题的版本' : '改好之前用不上'}：\n${p.file}:${p.line} ${p.problem}`,
  },
  {
    post: (p, { content }) => content(p.post, p.values),
    again: (p, { content }) => content(p.post, p.values),
    nothingYet: p => (p.next === null ? 'Nothing more today. See you tomorrow.' : `Today's topic comes at ${p.next}.`),
    noTopics: p =>
      ({
        'no-plan': 'Nothing has begun in this group yet, so there is no topic.',
        soon: `Topics begin on ${p.from?.slice(5)}.`,
        paused: 'Topics are paused for a while, and go on where they stopped.',
        over: 'This campaign is over: there are no more topics.',
      })[p.is],
    calendar: p => calendarIn('en-US', p),
    noPlan: () => 'This group has no plan yet. Choose one with /plan, and posts will come on time.',
    paused: () => 'The plan is paused, so nothing is posted. /resume goes on.',
    over: () => 'This campaign is over: there is nothing left to post.',

    preview: (p, { content }) =>
      `Preview (${{ ready: 'not posted by this', draft: 'a draft: it is not posted', paused: 'paused: it is not posted' }[p.status]}${p.elsewhere === null ? '' : `; not of this plan, but of "${p.elsewhere}"`})\n\n${content(p.post, p.values)}`,
    privately: () => 'Please ask me for marketing in private: shown in the group, it would be posted once more.',
    whichPost: p => `Several posts end in that. Which one?\n${p.ids.join('\n')}`,
    noPost: p =>
      p.near === null
        ? 'There is no such post. /calendar shows the next ones.'
        : `There is no such post. Did you mean ${p.near}?`,
    topicGone: () => "The file of today's topic is gone, so it cannot be shown again.",
    fileGone: p => `The file of ${quoted(p.post)} is gone. Put it back into the library to use it.`,
    elsewhere: ({ posts }) =>
      `"${shortId(posts[0]!.id)}" is not of this plan, but of another. To use it, give its whole id:\n${posts.map(({ id, plan }) => `${id} (of "${plan}")`).join('\n')}`,
    notReady: p =>
      `${quoted(p.post)} is ${p.status === 'draft' ? 'a draft' : 'paused'}. Set its status to ready first.`,
    pastItsDay: p => `The last day of ${quoted(p.post)} has passed.`,
    otherPlatform: p => `${quoted(p.post)} is not written for this platform.`,

    posting: p =>
      `${quoted(p.post)} goes out now, and counts as a post.${p.elsewhere === null ? '' : ` It is not of this plan, but of "${p.elsewhere}".`}`,
    postingLog: p => `the post ${p.post}`,
    onItsWay: p => `${quoted(p.post)} is on its way already.`,
    postedBefore: (p, { content }) =>
      `${quoted(p.name)} was posted ${p.at}, and a post goes out once. Here it is again:\n\n${content(p.post, p.values)}`,
    postedBeforeOnly: p => `${quoted(p.post)} was posted ${p.at}, and marketing is not repeated.`,
    aboveCap: p =>
      `${p.count.marketing - 1} of the ${p.count.posts - 1} posts ${p.windowDays === null ? 'of this campaign' : `of the last ${p.windowDays} days`} are marketing. With this one it would be ${sum(p.count)}, above ${percent(p.maxShare)}. ${p.fitsAt === null ? 'It will fit once more other posts have gone out.' : `As planned, it fits at ${p.fitsAt}.`}`,

    skipped: p =>
      `${quoted(p.post)} is left out of this campaign${p.at === null ? '.' : ` (it was planned for ${p.at}); ${p.instead ? `${quoted(p.instead)} comes instead.` : 'that slot stays empty.'}`} To post it after all: /post ${p.post.id}`,
    skippedLog: p => `${p.post} left out of this campaign`,
    skippedAlready: p => `${quoted(p.post)} is left out already. To post it after all: /post ${p.post.id}`,
    postedAlready: p => `${quoted(p.post)} was posted ${p.at} already.`,
    nothingToSkip: () => 'Nothing is planned for the next days.',

    why: p => whyIn('en-US', p),
    nothingPosted: () => 'Nothing has been posted in this group yet.',
    notPostedHere: () => 'No such post has been sent here.',
    notPosted: p => `${quoted(p.post)} has not been posted here. /calendar shows when it is planned.`,

    heldBack: ({ posts }) =>
      `Marketing has reached its share. Put off: ${posts.map(({ id, until }) => `${id} (${until === null ? 'no room yet' : `now ${until}`})`).join(', ')}. Other posts take their slots.`,
    notSent: p =>
      `${p.id} was not posted: ${FAILED['en-US'][p.reason]}. ${p.instead === null ? 'Its slot stays empty.' : `${p.instead} took its slot.`}`,
    lost: ({ ids, count }) =>
      `${count === 1 ? 'A post missed its day and was' : `${count} posts missed their day and were`} not sent: ${ids.join(', ')}${count > ids.length ? ', …' : ''}. To send ${count === 1 ? 'it' : 'one'} after all: /post ${ids[0]}`,
    broken: p =>
      `A content file has a mistake. ${p.isReplaced ? 'Its last good version stays in use' : 'It is not used until it is mended'}:\n${p.file}:${p.line} ${p.problem}`,
  },
)
