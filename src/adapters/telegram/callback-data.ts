import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Instant, MemberId } from '../../events/ids.ts'
import type { Button } from '../../host/decision.ts'
import { userOf } from './identity.ts'

/** What came of a press. `forged`: we have not made this button, or not for this chat. */
export type Press = { readonly is: 'good'; readonly says: string } | { readonly is: 'late' | 'not-yours' | 'forged' }

/** Writes what a button says into what Telegram keeps for it, so that nobody else can, and reads it again. */
export interface CallbackData {
  /** @throws RangeError when it says more than Telegram keeps. */
  write(button: Pick<Button, 'says' | 'by' | 'until'>, chatId: number): string
  read(data: string, press: { readonly chatId: number; readonly userId: number; readonly now: Instant }): Press
}

/** core.telegram.org/bots/api#inlinekeyboardbutton, read 2026-11-21. */
export const CALLBACK_DATA_BYTES_MAX = 64
/** 48 bits: one guess in a day's worth of presses does not come near it. */
const TAG_CHARS = 8
const TAG_BYTES = 6

/**
 * `TTTTTTTT<until>.<user>.<says>`: a tag over the rest and the chat, until when in seconds, and who alone may press
 * it, both in base 36 and empty where there is no limit. At most 64 bytes with 36 bytes of words.
 */
export function createCallbackData(key: Uint8Array): CallbackData {
  const tagOf = (chatId: number, rest: string): Buffer =>
    createHmac('sha256', key).update(`${chatId}\n${rest}`).digest().subarray(0, TAG_BYTES)

  function write({ says = '', by, until }: Pick<Button, 'says' | 'by' | 'until'>, chatId: number): string {
    const seconds = until === undefined ? '' : Math.floor(until / 1000).toString(36)
    const rest = `${seconds}.${by === undefined ? '' : presser(by)}.${says}`
    const data = tagOf(chatId, rest).toString('base64url') + rest
    if (Buffer.byteLength(data) > CALLBACK_DATA_BYTES_MAX) throw new RangeError('a button says more than 36 bytes')
    return data
  }

  function read(data: string, { chatId, userId, now }: Parameters<CallbackData['read']>[1]): Press {
    const rest = data.slice(TAG_CHARS)
    const parts = /^([0-9a-z]*)\.([0-9a-z]*)\.(.*)$/su.exec(rest)
    const given = Buffer.from(data.slice(0, TAG_CHARS), 'base64url')
    const tag = tagOf(chatId, rest)
    if (!parts || given.length !== tag.length || !timingSafeEqual(given, tag)) return { is: 'forged' }
    const [, seconds = '', user = '', says = ''] = parts
    if (user !== '' && Number.parseInt(user, 36) !== userId) return { is: 'not-yours' }
    if (seconds !== '' && (Number.parseInt(seconds, 36) + 1) * 1000 <= now) return { is: 'late' }
    return { is: 'good', says }
  }

  return { write, read }
}

function presser(by: MemberId): string {
  const userId = userOf(by)
  if (userId === undefined) throw new RangeError('a button is for somebody who is not on Telegram')
  return userId.toString(36)
}
