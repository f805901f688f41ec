import { type Button, type Instant, type MemberId, post } from 'bonfire'
import { buyersIn, conversion } from '../conversion/facts.ts'
import { nextGroup, passports } from '../passport/facts.ts'
import { type Answer, type ClosingContext, shownAt } from './context.ts'
import { closing, LIST_PART_MAX } from './facts.ts'
import type { Mode } from './records.ts'
import { canActHere, partsOf } from './safety.ts'

/** Parts of a list in one commit: it has to be whole, and with what others add, a commit holds 100 facts. */
const LIST_PARTS_MAX = 60
/** The longest list. */
export const LIST_MAX = LIST_PARTS_MAX * LIST_PART_MAX
/** How much of the hash people are shown, in digits. */
const HASH_SHOWN = 8

export interface Beginning {
  readonly mode: Mode
  /** Sorted. */
  readonly list: readonly MemberId[]
  /** Who wants it. Null: the plan. */
  readonly by: MemberId | null
  readonly notBefore: Instant | null
}

const CANCEL = { 'zh-CN': '先别解散（管理员）', 'en-US': 'Stop this (admins)' } as const

/** Fixes the list, and says it in the group. The clock starts when the notice stands there. */
export function begin(context: ClosingContext, { mode, list, by, notBefore }: Beginning): Answer {
  const { state, say, now, read, plan, digest, locale, config } = context
  const number = state.group.closing + 1
  const hash = digest(list.join('\n'))
  const buyers = buyersIn(read(conversion))
  const whole = { hash, size: list.length, buyers, wasAdmin: canActHere(context), campaign: plan?.startDay ?? null }
  const more = { ...(notBefore !== null && { notBefore }), ...(by !== null && { by }) }
  const parts = partsOf(list)
  const notice = {
    ...{ closing: number, mode, members: list.length, hours: config.noticeHours, hash: hash.slice(0, HASH_SHOWN) },
    ...{ notBefore: notBefore === null ? null : shownAt(context, notBefore), text: textOf(context, 'notice') },
    ...{ hasBuyers: buyers > 0, ...whereNext(context) },
  }
  return [
    ...parts.map((members, part) =>
      closing.facts.frozen({ closing: number, mode, ...whole, members: [...members], part, at: now, ...more }),
    ),
    post(say.notice(notice), { class: 'notice', announce: true, pin: true, buttons: [cancelButton(locale)] }),
    by === null && post(say.begun({ ...notice, buyers }), { class: 'notice', to: 'owner' }),
  ]
}

/** It stands for days, and everybody sees it: a number that somebody says meanwhile is no veto. */
const cancelButton = (locale: ClosingContext['locale']): Button => ({
  label: CANCEL[locale],
  says: '/disband cancel',
  unnumbered: true,
})

/** Where members go on, for texts. */
export function whereNext({ read }: Pick<ClosingContext, 'read'>) {
  const next = nextGroup(read(passports))
  return { next: next === null ? null : { title: next.title, link: next.link } }
}

/** A text of the plan, as long as there is one of that id. */
export function textOf({ config, content }: ClosingContext, which: 'notice' | 'farewell'): string | null {
  const id = config.texts[which]
  return id !== null && content.post(id) !== undefined ? id : null
}
