type Words = Readonly<Record<'zh-CN' | 'en-US', string>>

/** What entries are for, in words. A plugin that is not here is shown by the name that it gave. */
const REASONS: ReadonlyMap<string, Words> = new Map([
  ['check-in', { 'zh-CN': '打卡', 'en-US': 'check-in' }],
  ['in-group', { 'zh-CN': '改在群里打卡', 'en-US': 'checked in in the group as well' }],
  ['streak', { 'zh-CN': '连续打卡奖励', 'en-US': 'streak reward' }],
  ['introduction', { 'zh-CN': '自我介绍', 'en-US': 'introduction' }],
  ['greeting', { 'zh-CN': '迎新', 'en-US': 'greeting a newcomer' }],
  ['shop', { 'zh-CN': '商城兑换', 'en-US': 'shop' }],
  ['make-up', { 'zh-CN': '补卡', 'en-US': 'make-up' }],
  ['draw', { 'zh-CN': '参加抽奖', 'en-US': 'draw' }],
  // Of an exchange that was cancelled, or a draw that came to nothing.
  ['returned', { 'zh-CN': '退回', 'en-US': 'returned' }],
  ['adjusted', { 'zh-CN': '管理员加减分', 'en-US': 'by an admin' }],
  ['reversed', { 'zh-CN': '管理员撤销', 'en-US': 'taken back by an admin' }],
  ['handed-over', { 'zh-CN': '带去下一个群', 'en-US': 'taken along to the next group' }],
  ['handed-back', { 'zh-CN': '没有带走，退回', 'en-US': 'returned: not taken along after all' }],
  ['brought-along', { 'zh-CN': '从上一个群带来', 'en-US': 'brought along from another group' }],
  ['expired', { 'zh-CN': '到期', 'en-US': 'expired' }],
  ['other', { 'zh-CN': '其他', 'en-US': 'other' }],
])

export const reasonIn = (locale: 'zh-CN' | 'en-US', reason: string): string => REASONS.get(reason)?.[locale] ?? reason

export const signed = (points: number): string => (points > 0 ? `+${points}` : `${points}`)
