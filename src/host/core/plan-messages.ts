import type { LocalTime } from '../../events/ids.ts'
import type { Hindrance } from '../content.ts'
import { type Count, percent } from '../marketing-cap.ts'
import { defineMessages, type Locale } from '../messages.ts'

/** A plan in a list. */
interface Listed {
  readonly id: string
  readonly name: string
}
interface Shown {
  readonly name: string
  readonly kind: 'community' | 'checkin' | 'flash'
  readonly days: number | null
  readonly from: string
  readonly to: string | null
}
/** A plan that begins: `passed` are those of its slots for which its first day comes too late. */
interface Begun {
  readonly slots: readonly LocalTime[]
  readonly passed: readonly LocalTime[]
  /** Its first day is the day on which it was used. */
  readonly isToday: boolean
}
type Standing = 'soon' | 'running' | 'paused' | 'over'

const KINDS: Readonly<Record<Locale, Readonly<Record<Shown['kind'], string>>>> = {
  'zh-CN': { community: '长期群', checkin: '打卡群', flash: '闪群，推广不设上限' },
  'en-US': { community: 'community', checkin: 'check-in', flash: 'flash, marketing uncapped' },
}
const span = ({ from, to }: Shown, until: string) => (to === null ? from : `${from}${until}${to}`)

/** What a hindrance is, in a line. Its own sentence is English and stands in for codes that are not known here. */
export function hindranceLine({ code, message, where }: Hindrance): string {
  const known = HINDRANCES[code]
  return known ? `${known}${where === undefined ? '' : `：${where}`}` : message
}
const HINDRANCES: Readonly<Record<string, string>> = {
  'no-plan': '没有这个计划',
  'broken-file': '文件里有错，用 npm run content:check 查看',
  'dead-days': '没有内容的日子（全是推广也算）',
  'outside-plan': '排在计划天数之外的内容',
  'no-room': '一天里排的内容多于时段',
  'marketing-share': '推广超过上限',
  'cannot-fit': '结束前排不进去的推广',
  expired: '轮到时已经过期的内容',
  'flash-days': '闪群最多 7 天',
}

/** What of a plan changes. */
export type Changed = 'name' | 'slots' | 'posts' | 'draws' | 'days' | 'rules' | 'marketing' | 'sections' | 'other'
const CHANGED: Readonly<Record<Changed, string>> = {
  name: '名称',
  slots: '时段',
  posts: '排期',
  draws: '抽奖',
  days: '天数',
  rules: '群规',
  marketing: '推广上限',
  sections: '打卡、积分等设置',
  other: '其他说明',
}
const listed = (plans: readonly Listed[]) => plans.map(({ id, name }) => `· ${id}　${name}`).join('\n')

/** What of the first day does not go out as written, for it is today and under way. */
function passedIn(locale: Locale, { slots, passed }: Begun): string {
  if (passed.length === 0) return ''
  const isAll = passed.length === slots.length
  if (locale === 'zh-CN')
    return isAll
      ? '今天的时段都已经过了，第一天的内容不会再发。'
      : `今天 ${passed.join('、')} 已经过了，第一天的内容只用后面的时段。`
  return isAll
    ? " Today's slots have all passed: what is for the first day does not go out."
    : ` Today ${passed.join(', ')} ${passed.length === 1 ? 'has' : 'have'} passed: the first day has the later slots only.`
}

export const planMessages = defineMessages(
  {
    none: (p: { plans: readonly Listed[] }) =>
      p.plans.length === 0
        ? '内容库里还没有可用的计划。把计划放进 content-library/plans/，再用 npm run content:check 看看。'
        : `这个群还没有开始计划。可以用的有：\n${listed(p.plans)}\n发送「/plan use 计划名」就从明天开始，也可以写上日期：/plan use ${p.plans[0]!.id} 2026-12-01`,
    shown: (
      p: Shown & {
        standing: Standing
        day: number | null
        id: string
        slots: readonly LocalTime[]
        /** The posts of the days that the cap looks back. */
        recent: Count
        windowDays: number
        maxShare: number | null
        hasNewer: boolean
      },
    ) =>
      [
        `「${p.name}」（${KINDS['zh-CN'][p.kind]}）`,
        {
          soon: `将于 ${p.from} 开始`,
          running: `今天是第 ${p.day} 天${p.days === null ? '' : `，共 ${p.days} 天`}`,
          paused: '已暂停，发送 /resume（恢复）继续',
          over: '已经结束',
        }[p.standing],
        `日期：${span(p, ' 至 ')}`,
        `时段：${p.slots.join('、')}`,
        p.maxShare === null
          ? '推广：闪群不设上限'
          : `推广：近 ${p.windowDays} 天 ${p.recent.posts} 条里有 ${p.recent.marketing} 条，上限 ${percent(p.maxShare)}`,
        p.hasNewer && `内容库里的这个计划改过了。发送「/plan use ${p.id}」，看看有什么不同并用上它。`,
      ]
        .filter(Boolean)
        .join('\n'),
    used: (p: Shown & Begun) =>
      `好，「${p.name}」（${KINDS['zh-CN'][p.kind]}）从 ${p.from} 开始${p.to === null ? '，没有结束日' : `，到 ${p.to} 结束`}。\n每天 ${p.slots.join('、')} 发内容。${passedIn('zh-CN', p)}\n发送 /calendar（日历）看排期；${p.isToday ? '今天就是第一天，日期不能再改，也撤销不了。要停下来，发送 /pause（暂停）。' : '在开始之前都可以换日期或换计划。'}`,
    changed: (p: { name: string; changes: readonly Changed[]; added: number; removed: number }) =>
      p.changes.length === 0
        ? `「${p.name}」没有变化。`
        : `已用上「${p.name}」的新版本，开始日期不变。改了：${p.changes.map(change => CHANGED[change]).join('、')}${p.added + p.removed === 0 ? '' : `（内容增加 ${p.added} 篇，减少 ${p.removed} 篇）`}。已经发出的不受影响。`,
    replaced: (p: { before: string; name: string; from: string }) =>
      `「${p.before}」还没结束，已换成「${p.name}」，仍从 ${p.from} 起算天数。发送 /calendar（日历）看接下来的排期；想换回去，再用一次原来的计划。`,
    usedLog: (p: { name: string; from: string }) => `开始「${p.name}」（从 ${p.from} 起）`,
    changedLog: (p: { name: string }) => `用上「${p.name}」的新版本`,
    replacedLog: (p: { before: string; name: string }) => `把「${p.before}」换成「${p.name}」`,
    pausedLog: () => '暂停发内容',
    resumedLog: () => '恢复发内容',
    noPlan: (p: { id: string; plans: readonly Listed[] }) =>
      p.plans.length === 0
        ? `没有「${p.id}」这个计划，内容库里还没有可用的计划。`
        : `没有「${p.id}」这个计划，或者它的文件有错（用 npm run content:check 查看）。可以用的有：\n${listed(p.plans)}`,
    hindered: (p: { name: string; hindrances: readonly Hindrance[]; more: number }) =>
      `「${p.name}」还不能开始：\n${p.hindrances.map(one => `· ${hindranceLine(one)}`).join('\n')}${p.more > 0 ? `\n还有 ${p.more} 处` : ''}\n改好后用 npm run content:check 再查一遍。`,
    noDay: (p: { typed: string }) =>
      `「${p.typed}」不是日期。请写成 2026-12-01，或者 today（今天）、tomorrow（明天）。`,
    past: (p: { day: string }) => `${p.day} 已经过去了，请选今天或以后的日期。`,
    begun: (p: { name: string; from: string }) =>
      `「${p.name}」已于 ${p.from} 开始，开始日期不能再改。不写日期就是用上新版本。`,
    kindFixed: (p: { name: string }) => `「${p.name}」正在进行，中途不能换成另一种群。等它结束后再换。`,
    fewerDays: (p: { days: number }) => `计划正在进行，共 ${p.days} 天，中途不能缩短。`,
    higherShare: (p: { maxShare: number }) => `计划正在进行，推广上限是 ${percent(p.maxShare)}，中途只能调低。`,
    noFlash: () => '这个群用过有推广上限的计划，不能再变成闪群。请另建一个群。',
    oneFlash: () => '这个群已经做过一次闪群了，最多 7 天，只有一次。请另建一个群，或者换一个有推广上限的计划。',
    shorterWindow: (p: { days: number }) => `计划正在进行，推广上限按近 ${p.days} 天算，中途不能改短。`,
    paused: () =>
      '内容暂停了：不发内容，也不用打卡，连续天数不会断。想继续时发送 /resume（恢复），从停下的那一天接着发。',
    alreadyPaused: () => '已经是暂停了。发送 /resume（恢复）继续。',
    resumed: (p: { days: number; to: string | null }) =>
      `接着来。${p.days === 0 ? '' : `停了 ${p.days} 天，后面的内容顺延。`}${p.to === null ? '' : `新的结束日是 ${p.to}。`}`,
    notPaused: () => '现在没有暂停。',
    nothingToPause: () => '还没有进行中的计划。发送 /plan（计划）看看有哪些。',
    sureUse: (p: { name: string }) =>
      `「${p.name}」的计划里写了怎么收尾：结束以后，我会按计划里的规则把成员移出这个群。移出之前至少提前 24 小时在群里通知，任何管理员都能叫停。`,
    changedMeanwhile: () => '这份计划刚才改过了，没有启用。请重新发送 /plan use。',
    rules: (p: { text: string }) => p.text,
    noRules: () => '这个群还没有写群规。',
  },
  {
    none: p =>
      p.plans.length === 0
        ? 'There is no plan in the library yet. Put one into content-library/plans/ and run npm run content:check.'
        : `No plan has been started here. There are:\n${listed(p.plans)}\nSend "/plan use ID" to start tomorrow, or name a day: /plan use ${p.plans[0]!.id} 2026-12-01`,
    shown: p =>
      [
        `"${p.name}" (${KINDS['en-US'][p.kind]})`,
        {
          soon: `starts on ${p.from}`,
          running: `today is day ${p.day}${p.days === null ? '' : ` of ${p.days}`}`,
          paused: 'paused; send /resume to go on',
          over: 'has ended',
        }[p.standing],
        `Dates: ${span(p, ' to ')}`,
        `Slots: ${p.slots.join(', ')}`,
        p.maxShare === null
          ? 'Marketing: a flash group has no cap'
          : `Marketing: ${p.recent.marketing} of ${p.recent.posts} posts in the last ${p.windowDays} days, at most ${percent(p.maxShare)}`,
        p.hasNewer && `The library has another version of this plan. Send "/plan use ${p.id}" to use it.`,
      ]
        .filter(Boolean)
        .join('\n'),
    used: p =>
      `"${p.name}" (${KINDS['en-US'][p.kind]}) starts on ${p.from}${p.to === null ? ' and has no end' : ` and ends on ${p.to}`}.\nPosts go out at ${p.slots.join(', ')}.${passedIn('en-US', p)}\nSend /calendar to see them; ${p.isToday ? 'today is its first day, so the day cannot be changed any more, nor taken back. /pause stops it.' : 'until it starts you can change the day or the plan.'}`,
    changed: p =>
      p.changes.length === 0
        ? `"${p.name}" has not changed.`
        : `The new version of "${p.name}" is in use; its first day stays. Changed: ${p.changes.join(', ')}${p.added + p.removed === 0 ? '' : ` (${p.added} ${p.added === 1 ? 'post' : 'posts'} added, ${p.removed} removed)`}. What has been sent stays as it is.`,
    replaced: p =>
      `"${p.before}" had not ended. "${p.name}" runs instead, and its days are counted from ${p.from} as before. /calendar shows what comes; to go back, use the other plan again.`,
    usedLog: p => `the plan "${p.name}" from ${p.from}`,
    changedLog: p => `the new version of "${p.name}"`,
    replacedLog: p => `"${p.name}" instead of "${p.before}"`,
    pausedLog: () => 'the pause of the calendar',
    resumedLog: () => 'the calendar going on',
    noPlan: p =>
      p.plans.length === 0
        ? `There is no plan "${p.id}"; the library has none that can be used.`
        : `There is no plan "${p.id}", or its file has mistakes (npm run content:check shows them). There are:\n${listed(p.plans)}`,
    hindered: p =>
      `"${p.name}" cannot start yet:\n${p.hindrances.map(({ message }) => `· ${message}`).join('\n')}${p.more > 0 ? `\nand ${p.more} more` : ''}\nMend it, then run npm run content:check.`,
    noDay: p => `"${p.typed}" is not a day. Write 2026-12-01, today or tomorrow.`,
    past: p => `${p.day} has passed. Choose today or a later day.`,
    begun: p => `"${p.name}" began on ${p.from}; its first day stays. Leave the day out to use the new version.`,
    kindFixed: p => `"${p.name}" is under way and cannot become another kind of group before it has ended.`,
    fewerDays: p => `The plan is under way and lasts ${p.days} days. It cannot be made shorter now.`,
    higherShare: p =>
      `The plan is under way with marketing at ${percent(p.maxShare)} at most. It can only be made less.`,
    noFlash: () => 'This group has had a plan with a cap on marketing, so it can never become a flash group.',
    oneFlash: () =>
      'This group has been a flash group once, for at most 7 days, and that is all. Open another group, or use a plan with a cap.',
    shorterWindow: p =>
      `The plan is under way, and its cap looks at the last ${p.days} days. That cannot be made shorter now.`,
    paused: () =>
      'The calendar stands still: no posts, no check-ins needed, no streak is lost. /resume goes on from today.',
    alreadyPaused: () => 'It is paused already. /resume goes on.',
    resumed: p =>
      `It goes on.${p.days === 0 ? '' : ` The rest moves back by ${p.days} ${p.days === 1 ? 'day' : 'days'}.`}${p.to === null ? '' : ` The last day is now ${p.to}.`}`,
    notPaused: () => 'It is not paused.',
    nothingToPause: () => 'No plan is running. /plan shows which there are.',
    sureUse: p =>
      `The plan "${p.name}" says how the group ends: afterwards I remove members from it, by the rules in the plan. A notice stands in the group at least 24 hours before, and any admin can stop it.`,
    changedMeanwhile: () => 'The plan has just been changed, and was not started. Please send /plan use again.',
    rules: p => p.text,
    noRules: () => 'No rules have been written for this group.',
  },
)
