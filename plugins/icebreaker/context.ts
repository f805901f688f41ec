import { type ContextOf, type EventOf, type MemberId, membership, type setup } from 'bonfire'
import type { ledger } from '../points/facts.ts'
import type { IcebreakerConfig } from './config.ts'
import type { icebreaker } from './facts.ts'
import type { messages } from './messages.ts'

/** What every part of this plugin is given. */
export type IcebreakerContext = ContextOf<
  typeof icebreaker,
  typeof messages,
  IcebreakerConfig,
  typeof membership | typeof ledger | typeof setup
>

export const MINUTE_MS = 60_000
export const DAY_MS = 86_400_000
/** Somebody is a newcomer for so long, in milliseconds. */
export const NEWCOMER_MS = 7 * DAY_MS

/** Who stands for somebody who has been erased is nobody to talk to. */
const ERASED = /^erased:/
export function isHere({ read }: Pick<IcebreakerContext, 'read'>, member: MemberId): boolean {
  return read(membership).members.of(member).presence === 'present' && !ERASED.test(member)
}

/** Whether that person came for the first time less than 7 days ago. */
export function isNewcomer({ state, now }: Pick<IcebreakerContext, 'state' | 'now'>, member: MemberId): boolean {
  const { at } = state.arrivals.of(member)
  return at !== null && Math.abs(now - at) < NEWCOMER_MS
}

/** Meant for another bot, or for a command that there is not. */
export const isForBots = (text: string): boolean => /^\s*[/／]/u.test(text)

/** A greeting, a question, a joke: nothing that a plugin has taken for something of its own, such as a check-in. */
export type Heard = EventOf<'said'> & { readonly isAnswered: boolean }
export const isTalk = ({ isAnswered, text }: Heard): boolean => !isAnswered && !isForBots(text)
