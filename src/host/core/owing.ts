import type { Instant, MemberId, MessageId } from '../../events/ids.ts'
import type { Action, Button, DeliveryClass, Posting, Target } from '../decision.ts'
import type { Saying } from '../messages.ts'
import type { Owed } from './deliveries.ts'

/** How long after its event each class may still be sent, in milliseconds. Null: no limit of its own. */
export const DEADLINE_MS: Readonly<Record<DeliveryClass, number | null>> = {
  answer: 2 * 60_000,
  receipt: 15 * 60_000,
  broadcast: 2 * 3_600_000,
  notice: null,
  action: null,
}

/** Whoever an answer goes to. */
export interface AskedBy {
  readonly member: MemberId
  readonly message: MessageId
  readonly private: boolean
  /** Nobody knows who it was. */
  readonly anonymous?: true
  /** The topic in which they asked, where there are topics. */
  readonly topic?: string
}

/** One thing said to whoever asked, by one plugin. */
export interface Reply {
  readonly plugin: string
  readonly saying: Saying
  readonly reaction?: string
  /** It must not be lost, whatever else the decision holds. */
  readonly isReceipt: boolean
  readonly buttons?: readonly Button[]
}

/** What was said to whoever asked, as one message: a group takes only 20 a minute (Telegram). */
export function owedReply(
  replies: readonly Reply[],
  asker: AskedBy,
  at: Instant,
  id: string,
  cls: 'answer' | 'receipt',
): Owed {
  const reaction = replies.every(reply => reply.reaction !== undefined) ? replies[0]!.reaction : undefined
  const buttons = replies.flatMap(reply => reply.buttons ?? [])
  return {
    delivery: id,
    plugin: replies[0]!.plugin,
    class: cls,
    target: asker.private ? { member: asker.member } : 'group',
    says: replies.map(({ saying }) => ({ plugin: saying.plugin, key: saying.key, params: saying.params })),
    about: asker.member,
    replyTo: asker.message,
    ...(asker.topic !== undefined && !asker.private && { topic: asker.topic }),
    ...(reaction !== undefined && { reaction }),
    ...(buttons.length > 0 && { buttons: buttons.map(button => ({ ...button })) }),
    at,
    notBefore: at,
    deadline: deadlineOf(cls, at),
  }
}

export function owedPosting(plugin: string, { saying, class: cls, options }: Posting, at: Instant, id: string): Owed {
  const { to, buttons, image, file, picture, pin, announce, post, deadline, notBefore } = options
  return {
    delivery: id,
    plugin,
    class: cls,
    target: (to ?? 'group') as Exclude<Target, never>,
    says: [{ plugin: saying.plugin, key: saying.key, params: saying.params }],
    ...(buttons && { buttons: buttons.map(button => ({ ...button })) }),
    ...(image !== undefined && { image }),
    ...(file !== undefined && { file }),
    ...(picture !== undefined && { picture }),
    ...(pin !== undefined && { pin }),
    ...(announce !== undefined && { announce }),
    ...(post && { post: { ...post } }),
    at,
    notBefore: notBefore ?? at,
    deadline: deadline ?? deadlineOf(cls, notBefore ?? at),
  }
}

export function owedAction(plugin: string, { action, data }: Action, at: Instant, id: string): Owed {
  const none = { says: [], notBefore: at, deadline: null }
  return { delivery: id, plugin, class: 'action', target: 'group', action: { name: action, data }, at, ...none }
}

function deadlineOf(cls: DeliveryClass, from: Instant): Instant | null {
  const limitMs = DEADLINE_MS[cls]
  return limitMs === null ? null : ((from + limitMs) as Instant)
}
