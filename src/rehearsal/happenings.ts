import type { Instant, MemberId } from '../events/ids.ts'
import type { Locale } from '../host/messages.ts'
import { DRAW_TELLS } from './draw-texts.ts'
import type { Happening } from './record.ts'

/** What is needed to tell of something. */
export interface Telling {
  readonly locale: Locale
  readonly nameOf: (member: MemberId) => string
  readonly titleOf: (text: string) => string
  /** `03-22 12:00`. */
  readonly timeOf: (at: Instant) => string
}

type Data = Happening['data']
type Tell = (data: Data, telling: Telling) => readonly [zh: string, en: string]

const ZH_PHASES: Readonly<Record<string, string>> = {
  ...{ preparing: '准备', 'warming-up': '预热', running: '进行中', over: '走完' },
  ...{ 'round-1': '第一轮', 'round-2': '第二轮', 'round-3': '第三轮' },
  ...{ closing: '收尾', closed: '已关群', graduated: '已结业', 'handed-over': '已交接' },
}
/** What a phase is called. Null: no plugin tells. */
export function phaseText(phase: string | null, locale: Locale): string {
  if (phase === null) return ''
  return locale === 'zh-CN' ? (ZH_PHASES[phase] ?? phase) : phase
}

const HOW_IT_ENDED: Readonly<Record<string, readonly [string, string]>> = {
  closed: ['关群', 'closed'],
  graduated: ['结业', 'graduated'],
  'handed-over': ['交接给群主', 'handed over to its owner'],
}
export function endingText(ending: string, locale: Locale): string {
  return HOW_IT_ENDED[ending]?.[locale === 'zh-CN' ? 0 : 1] ?? ending
}

const ZH_WORDS: Readonly<Record<string, string>> = {
  ...{ close: '关群', graduate: '结业', disband: '解散' },
  ...{ none: '没有登记', shop: '商店', manual: '管理员手动记' },
}
/** Why a closing waits, stops, or does not begin, as `closing` records it. */
const ZH_REASONS: Readonly<Record<string, string>> = {
  ...{ policy: '计划写明留下大家', nobody: '没有要移出的人', 'no-source': '没有订单来源', 'no-shop': '商店没有接上' },
  ...{
    unmatched: '有订单不知道是谁的',
    'no-next': '还没有定下一站',
    'not-here': '机器人不在群里',
    'too-many': '人太多',
    'no-orders': '还没有人记过一笔订单',
    paused: '计划暂停着',
    platform: '平台暂时做不了',
  },
  ...{
    veto: '管理员叫停',
    order: '有人下单',
    migrated: '群换了编号',
    'not-admin': '机器人不是管理员',
    changed: '计划换了',
  },
}
const zhOf = (words: Readonly<Record<string, string>>, value: unknown) => words[text(value)] ?? text(value)
const text = (value: unknown) => String(value ?? '')
const instant = (value: unknown) => value as Instant
const countOf = (value: unknown) => (Array.isArray(value) ? value.length : 0)
const roundText = (round: unknown, zh: boolean) => {
  if (round === null || round === undefined) return zh ? '一次优惠' : 'an offer'
  return zh ? `第 ${round} 轮` : `round ${round}`
}

const TELLS: Readonly<Record<string, Tell>> = {
  ...DRAW_TELLS,
  'plan/used': ({ plan, startDay }) => [
    `启用计划 ${plan}，从 ${startDay} 开始`,
    `the plan ${plan} is used, from ${startDay}`,
  ],
  'plan/paused': () => ['计划暂停', 'the plan is paused'],
  'plan/resumed': () => ['计划恢复', 'the plan goes on'],
  'conversion/sourceDeclared': ({ source }) => [`订单来源：${zhOf(ZH_WORDS, source)}`, `orders come from: ${source}`],
  'conversion/offerOpened': ({ round, offer, until }, { titleOf, timeOf }) => [
    `${roundText(round, true)}发出：${titleOf(text(offer))}，到 ${timeOf(instant(until))}`,
    `${roundText(round, false)} opens: ${titleOf(text(offer))}, until ${timeOf(instant(until))}`,
  ],
  'conversion/offerClosed': ({ offer }, { titleOf }) => [
    `优惠结束：${titleOf(text(offer))}`,
    `offer ends: ${titleOf(text(offer))}`,
  ],
  'conversion/unmatched': ({ order }) => [`订单 ${order} 不知道是谁的`, `order ${order}: nobody knows whose it is`],
  'passport/bound': ({ title }) => [`下一站：${title}`, `members go on to: ${title}`],
  'closing/held': ({ reason }) => [`收尾等着：${zhOf(ZH_REASONS, reason)}`, `the closing waits: ${reason}`],
  'closing/kept': ({ reason }) => [`不收尾：${zhOf(ZH_REASONS, reason)}`, `nobody is removed: ${reason}`],
  'closing/frozen': ({ size, mode, members }) => [
    `定下名单：${size ?? countOf(members)} 人（${zhOf(ZH_WORDS, mode)}）`,
    `the list is fixed: ${size ?? countOf(members)} people (${mode})`,
  ],
  'closing/announced': ({ until }, { timeOf }) => [
    `通知已在群里，${timeOf(instant(until))} 之前不动`,
    `the notice stands in the group; nothing before ${timeOf(instant(until))}`,
  ],
  'closing/extended': ({ until }, { timeOf }) => [
    `延长到 ${timeOf(instant(until))}`,
    `extended until ${timeOf(instant(until))}`,
  ],
  'closing/stopped': ({ reason }) => [`收尾停下：${zhOf(ZH_REASONS, reason)}`, `the closing is stopped: ${reason}`],
  'closing/madeReadOnly': () => ['群里只读', 'the group is read-only'],
  'closing/ended': ({ as }) => [`结局：${endingText(text(as), 'zh-CN')}`, `the end: ${endingText(text(as), 'en-US')}`],
}

/** In a few words. Null: it is not for the timeline. */
export function happeningText({ is, data }: Happening, telling: Telling): string | null {
  const told = TELLS[is]?.(data, telling)
  return told ? told[telling.locale === 'zh-CN' ? 0 : 1] : null
}
