import { type Count, type LocalDay, percent } from 'bonfire'
import type { Failure, Reason } from './facts.ts'
import { type Language, type Named, named, quoted, shortDay, sum, type When } from './wording.ts'

/** The facts behind one post. */
export interface Why {
  readonly post: Named
  /** What is for those who write: where its text is (null: nowhere any more), and of which version. Null: not told. */
  readonly file: { readonly name: string | null; readonly version: string | null } | null
  readonly why: Reason
  readonly from: LocalDay | null
  readonly state: 'chosen' | 'sent' | 'unknown'
  readonly at: When
  /** Null: nothing to say about it. */
  readonly lateMs: number | null
  readonly window: Count | null
  readonly campaign: Count | null
  readonly windowDays: number
  readonly maxShare: number | null
  readonly marketing: boolean
}
export function whyIn(language: Language, why: Why): string {
  const { post, file, marketing } = why
  const isChinese = language === 'zh-CN'
  const mark = isChinese ? '（推广）' : ' (marketing)'
  return [
    `${isChinese ? named(post) : quoted(post)}${marketing ? mark : ''}`,
    ...(file === null ? [] : [fileIn(isChinese, file)]),
    `${isChinese ? '为什么排在这里：' : 'Why here: '}${WHY[language][why.why](why.from)}`,
    sentIn(language, why),
    ...arithmeticIn(language, why),
  ].join('\n')
}

function fileIn(isChinese: boolean, { name, version }: NonNullable<Why['file']>): string {
  const place = name ?? (isChinese ? '已经不在内容库里' : 'not in the library any more')
  const versionText = version === null ? '' : isChinese ? `，版本 ${version}` : `, version ${version}`
  return `${isChinese ? '文件：' : 'File: '}${place}${versionText}`
}

const WHY: Readonly<Record<Language, Readonly<Record<Reason, (from: LocalDay | null) => string>>>> = {
  'zh-CN': {
    pinned: () => '计划里指定的这一天',
    dated: () => '指定了这个日期',
    offer: () => '这一轮的优惠',
    pool: () => '从备选里挑的：等得最久、和前后不重样的优先',
    postponed: from => `推广占比已满，从${from === null ? '前面' : ` ${shortDay(from)} `}顺延过来`,
    'held-back': () => '原定的推广放不下，先发这一篇',
    gap: () => '没有可发的内容',
    asked: () => '管理员用 /post 发的',
  },
  'en-US': {
    pinned: () => 'the plan names this day for it',
    dated: () => 'it names this date',
    offer: () => 'an offer of this round',
    pool: () => 'from the pool: what has waited longest, and differs from its neighbours, goes first',
    postponed: from => `marketing had reached its share; put off${from === null ? '' : ` from ${shortDay(from)}`}`,
    'held-back': () => 'it stands in for marketing that does not fit',
    gap: () => 'there was nothing to post',
    asked: () => 'an admin posted it with /post',
  },
}

export const FAILED: Readonly<Record<Language, Readonly<Record<Failure, string>>>> = {
  'zh-CN': {
    'marketing-share': '推广占比到上限了',
    gone: '文件不在了',
    'not-ready': '它不是 ready 状态',
    'other-platform': '它不是给这个平台写的',
    past: '过了有效期',
    over: '错过了发送时间',
    skipped: '被跳过了',
    paused: '计划暂停了',
    refused: '没能发出去，原因在日志里',
    withdrawn: '被撤回了',
  },
  'en-US': {
    'marketing-share': 'marketing has reached its share',
    gone: 'its file is not there',
    'not-ready': 'it is not ready',
    'other-platform': 'it is not written for this platform',
    past: 'its last day has passed',
    over: 'it was too late',
    skipped: 'it was left out',
    paused: 'the plan is paused',
    refused: 'it could not be sent; the log says why',
    withdrawn: 'it was taken back',
  },
}

function sentIn(language: Language, { state, at, lateMs }: Why): string {
  const isChinese = language === 'zh-CN'
  if (state === 'chosen') return isChinese ? `定在 ${at}，还没有发出。` : `Due ${at}; it has not left yet.`
  if (state === 'unknown')
    return isChinese ? `${at} 发的，不确定有没有发出去。` : `Sent ${at}; nobody knows whether it arrived.`
  if (lateMs === null) return isChinese ? `${at} 发出。` : `Sent ${at}.`
  const seconds = Math.round(lateMs / 1000)
  if (seconds <= 0) return isChinese ? `${at} 准点发出。` : `Sent ${at}, on the dot.`
  const late = inWords(seconds, UNITS[language])
  return isChinese ? `${at} 发出，晚了 ${late}。` : `Sent ${at}, ${late} late.`
}

const UNITS: Readonly<Record<Language, readonly [hours: string, minutes: string, seconds: string]>> = {
  'zh-CN': ['小时', '分', '秒'],
  'en-US': ['h', 'min', 's'],
}
/** `1 小时 1 分`, `2 s`. Seconds only where there is not a minute. */
function inWords(seconds: number, [h, min, s]: (typeof UNITS)[Language]): string {
  if (seconds < 60) return `${seconds} ${s}`
  const minutes = Math.round(seconds / 60)
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return [hours > 0 && `${hours} ${h}`, rest > 0 && `${rest} ${min}`].filter(Boolean).join(' ')
}

function arithmeticIn(language: Language, { window, campaign, windowDays, maxShare }: Why): readonly string[] {
  if (window === null || campaign === null) return []
  if (language === 'zh-CN') {
    const counts = `近 ${windowDays} 天 ${window.posts} 条里 ${window.marketing} 条推广（${sum(window)}），这一期 ${campaign.posts} 条里 ${campaign.marketing} 条（${sum(campaign)}）`
    return [`发出时${counts}，${maxShare === null ? '这是闪群，没有上限。' : `上限 ${percent(maxShare)}。`}`]
  }
  const counts = `${window.marketing} of ${window.posts} posts in ${windowDays} days were marketing (${sum(window)}), ${campaign.marketing} of ${campaign.posts} in the campaign (${sum(campaign)})`
  return [
    `When it left, ${counts}; ${maxShare === null ? 'a flash plan has no cap.' : `the cap is ${percent(maxShare)}.`}`,
  ]
}
