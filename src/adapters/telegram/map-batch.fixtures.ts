import type { ChatMember, Message, Update as TelegramUpdate, User } from 'grammy/types'
import type { Instant } from '../../events/ids.ts'
import type { Update } from '../adapter.ts'
import { createBatchMapper } from './map-batch.ts'
import type { MapContext } from './map-context.ts'

export const GROUP = { id: -1001234567890, type: 'supergroup', title: '晨跑' } as const
export const AMY: User = { id: 8123, is_bot: false, first_name: 'Amy', last_name: 'Lin', username: 'amy_lin' }
export const BEN: User = { id: 8124, is_bot: false, first_name: 'Ben' }
export const ROBOT: User = { id: 99, is_bot: true, first_name: 'Robot' }
export const STAND_IN: User = { id: 1087968824, is_bot: true, first_name: 'Group' }
export const SECONDS = 1_700_000_000

type Fields = Partial<Message> & { readonly [field: string]: unknown }
let updateId = 1
export const wrote = (fields: Fields): TelegramUpdate =>
  ({ update_id: updateId++, message: { message_id: 5, date: SECONDS, chat: GROUP, from: AMY, ...fields } }) as never
export const edited = (fields: Fields): TelegramUpdate =>
  ({
    update_id: updateId++,
    edited_message: { message_id: 5, date: SECONDS, chat: GROUP, from: AMY, ...fields },
  }) as never
export const changed = (before: Partial<ChatMember>, after: Partial<ChatMember>, more: object = {}): TelegramUpdate =>
  ({
    update_id: 700,
    chat_member: {
      chat: GROUP,
      from: AMY,
      date: SECONDS,
      old_chat_member: { user: AMY, ...before },
      new_chat_member: { user: AMY, ...after },
      ...more,
    },
  }) as never
export const stood = (after: Partial<ChatMember>, more: object = {}): TelegramUpdate =>
  ({
    update_id: 701,
    my_chat_member: {
      chat: GROUP,
      from: BEN,
      date: SECONDS,
      old_chat_member: { status: 'left', user: ROBOT },
      new_chat_member: { user: ROBOT, ...after },
      ...more,
    },
  }) as never

const NOTHING: MapContext = {
  roleOf: () => undefined,
  readPress: () => undefined,
  hearsAll: () => true,
  now: () => 1 as Instant,
}

export function mapper(context: Partial<MapContext> = {}) {
  const skipped: string[] = []
  const made = createBatchMapper({
    context: { ...NOTHING, ...context },
    onUpdate: () => {},
    onSkipped: kind => void skipped.push(kind),
  })
  return { ...made, skipped }
}
export const map = (updates: TelegramUpdate | TelegramUpdate[], context: Partial<MapContext> = {}): readonly Update[] =>
  mapper(context).map([updates].flat()).updates
