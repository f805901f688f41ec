import type { Update as TelegramUpdate } from 'grammy/types'
import { z } from 'zod'
import { ALLOWED_UPDATES, kindOf } from './map-update.ts'

/** An update was left out: nobody knows its kind, or it is not built as its kind is. */
export type OnSkipped = (kind: string, error?: unknown) => void

// Only what the adapter would stumble over. Whatever else is there may change with any version of the Bot API.
const User = z.looseObject({ id: z.int(), is_bot: z.boolean(), first_name: z.string() })
const Chat = z.looseObject({ id: z.int(), type: z.string() })
const Message = z.looseObject({
  message_id: z.int(),
  date: z.int(),
  chat: Chat,
  from: User.optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
})
const MemberChange = z.looseObject({
  chat: Chat,
  from: User,
  date: z.int(),
  old_chat_member: z.looseObject({ status: z.string(), user: User }),
  new_chat_member: z.looseObject({ status: z.string(), user: User }),
})
const KINDS: Readonly<Record<(typeof ALLOWED_UPDATES)[number], z.ZodType>> = {
  message: Message,
  edited_message: Message,
  callback_query: z.looseObject({ id: z.string(), from: User, message: Message.optional() }),
  my_chat_member: MemberChange,
  chat_member: MemberChange,
  message_reaction: z.looseObject({
    chat: Chat,
    message_id: z.int(),
    user: User.optional(),
    date: z.int(),
    old_reaction: z.array(z.unknown()),
    new_reaction: z.array(z.unknown()),
  }),
}

/** Whether an update is of a kind we know and built like it. What is not must not stop those that are. */
export function isReadable(update: TelegramUpdate, onSkipped: OnSkipped): boolean {
  const kind = ALLOWED_UPDATES.find(known => (update as Partial<TelegramUpdate> | null)?.[known] !== undefined)
  if (!kind) {
    onSkipped(kindOf(update ?? {}))
    return false
  }
  const { error } = KINDS[kind].safeParse(update[kind])
  // Only where it is wrong: what it says there may be what a member wrote.
  if (error) onSkipped(kind, error.issues.map(({ path }) => path.join('.')).join(', '))
  return !error
}
