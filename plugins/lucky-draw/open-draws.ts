import type { Button, Instant } from 'bonfire'
import { type Asked, type DrawContext, shownAt } from './context.ts'
import type { OpenLine } from './entering-params.ts'
import { isOpen, liveDraws, numberIn } from './facts.ts'

/** Draws that can be entered at this moment, oldest first. */
export const openNow = (context: DrawContext): readonly number[] =>
  liveDraws(context.state).flatMap(([draw]) => (isOpenNow(context, draw) ? [draw] : []))

/** One that takes over entries takes in no others. */
export function isOpenNow({ state, now }: Pick<DrawContext, 'state' | 'now'>, draw: number): boolean {
  const record = state.draws.of(draw)
  return state.draws.has(draw) && isOpen(record) && record.entriesOf === draw && now <= record.closesAt
}

/** Each as one member sees it. */
export const openLines = (context: Asked, draws: readonly number[]): readonly OpenLine[] =>
  draws.map(draw => openLine(context, draw))

function openLine(context: Asked, draw: number): OpenLine {
  const { state, member, anonymous } = context
  const { rules, closesAt } = state.draws.of(draw)
  const { title, prizes, entry, cost } = rules!
  return {
    ...{ draw, title, entry, cost, closes: shownAt(context, closesAt) },
    prizes: prizes.map(({ name, count }) => ({ name, count })),
    entered: state.counts.of(draw).count,
    number: anonymous ? null : numberIn(state, draw, member),
  }
}

/** For those that a button can enter: a comment takes words. */
export function joinButtons(
  { state, locale }: Pick<DrawContext, 'state' | 'locale'>,
  draws: readonly number[],
): Button[] {
  const entered = draws.filter(draw => state.draws.of(draw).rules?.entry !== 'comment')
  return entered.map(draw => joinButton(locale, { draw, closesAt: state.draws.of(draw).closesAt }, draws.length > 1))
}

/** `isOneOf`: its number tells it from others. */
export function joinButton(
  locale: DrawContext['locale'],
  { draw, closesAt }: { readonly draw: number; readonly closesAt: Instant },
  isOneOf = false,
): Button {
  const label = locale === 'zh-CN' ? '参加' : 'Take part'
  return { label: isOneOf ? `${label} #${draw}` : label, says: `/join ${draw}`, until: closesAt }
}

/** Whether the platform says what a message replies to. */
export const canReply = ({ platform }: Pick<DrawContext, 'platform'>): boolean => platform === 'telegram'
