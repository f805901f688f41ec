import type { CallbackQuery } from 'grammy/types'
import type { Role } from '../../events/event.ts'
import type { Instant } from '../../events/ids.ts'

/** What mapping has to know besides the update. */
export interface MapContext {
  /** The role that Telegram knows. Undefined: an ordinary member, or not known. */
  roleOf(chatId: number, userId: number): Role | undefined
  /** What a press says. Undefined: it does not count, and the presser has been told or need not be. */
  readPress(query: CallbackQuery): string | undefined
  /** Privacy mode is off: the bot hears what is said in groups where it is no admin, too. */
  hearsAll(): boolean
  /** Updates of presses carry no time. */
  now(): Instant
}
