import type { Outcome } from '../../events/event.ts'
import type { Instant } from '../../events/ids.ts'
import { FileUnansweredError } from './puppet.ts'
import { TimeoutError } from './within.ts'

/** The connection broke before the answer came. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError'
}

/** How long WeChat is left alone after it said that there were too many messages, in milliseconds. Nothing is published. */
const TOO_MANY_WAIT_MS = 60_000
/** 发送消息过于频繁 and its kin. */
const TOO_MANY = /频繁|too (?:many|fast|often)|frequen|rate.?limit/i
/** The call never left: there was no connection to send it on, or WeChat is not logged in behind the gateway. */
const NOT_SENT = /No connection established|ECONNREFUSED|ENOTFOUND|not logged in|NO CLIENT/i
/** CANCELLED, DEADLINE_EXCEEDED, ABORTED, UNAVAILABLE: gRPC says them on its own account and not on the puppet's. */
const TRANSPORT_CODES: ReadonlySet<unknown> = new Set([1, 4, 10, 14])
/** Silence and breaks, of any layer behind the gateway as well: these words weigh more than those of a refusal. */
const BROKEN = /time[d-]? ?out|ECONN|EPIPE|socket|stream|disconnect|network|gateway|fetch failed|cancell?ed|abort/i
/** INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED, UNIMPLEMENTED: whoever says so has not done it. */
const REFUSAL_CODES: ReadonlySet<unknown> = new Set([3, 5, 7, 12])
/** What puppets say when they, or WeChat behind them, have looked at a call and not done it. */
const REFUSALS: readonly RegExp[] = [
  // Who we are in the room. 不在群里, 已被移出群聊, 仅群主或管理员
  /\bnot (?:in|(?:an? |the )?(?:\w+ ){0,2}(?:member|owner|admin|friend))/i,
  /不在(?:该|此|本)?群|不是(?:该|此|本)?群(?:的)?成员|移出(?:了)?群|(?:只有|仅)?群主.{0,6}(?:才|可|能)|不是(?:对方|你的|您的)?(?:好友|朋友)|朋友验证|已?拒收/,
  // What we may.
  /permission|not (?:allowed|permitted|authori[sz]ed)|forbidden|access denied|没有权限|无权限?|权限不足|被(?:限制|封禁|禁止)/i,
  // Whom it was for.
  /(?:room|group|chat|contact|member|user|friend|conversation|receiver|talker)\b(?: \S{1,64})?(?: is| was| has been| does| could| can)? ?(?:(?:not|n't) (?:be )?(?:found|exist)|dissolved|dismissed)/i,
  /(?:no such|unknown|can ?not find|can't find|not found) (?:an? |the )?(?:room|group|chat|contact|member|user|friend|conversation|receiver|talker)/i,
  /(?:群|联系人|好友|用户|成员)(?:聊)?(?:不存在|已解散|未找到)|找不到(?:该|此)?(?:群|联系人|好友|用户|成员)/,
  // What was asked. `Unsupported API Error` is wechaty-puppet's own.
  /invalid (?:argument|param|room|group|chat|contact|member|user|receiver|talker)|参数(?:错误|不正确|无效)/i,
  /unimplemented|not (?:been )?implemented|unsupported|not supported|does(?: not|n't) support|暂?不支持/i,
]

/** Certainly not sent, and not to be tried again. */
export function refused(reason: string): Outcome {
  return { is: 'failed', reason, again: false }
}

/**
 * What is known after an error. Only what is known as a refusal was certainly not sent: everything else, in words that
 * nobody has met yet, leaves it open, since a message that is called failed and was sent is doubled, or denied.
 */
export function outcomeOfError(error: unknown, now: Instant): Outcome {
  const { message = String(error), code } = (error ?? {}) as { message?: string; code?: unknown }
  // A gateway sends its stack along, whose names of files and functions say nothing about the message.
  const words = message.split(/\n\s+at /, 1)[0] ?? ''
  const reason = words.split('\n', 1)[0]?.slice(0, 200) ?? ''
  if (error instanceof TimeoutError || error instanceof ConnectionLostError || error instanceof FileUnansweredError) {
    return { is: 'unknown', reason }
  }
  if (TOO_MANY.test(words)) return { is: 'throttled', until: (now + TOO_MANY_WAIT_MS) as Instant, account: true }
  if (NOT_SENT.test(words)) return { is: 'failed', reason, again: true }
  if (TRANSPORT_CODES.has(code) || BROKEN.test(words)) return { is: 'unknown', reason }
  const isRefusal = REFUSAL_CODES.has(code) || REFUSALS.some(refusal => refusal.test(words))
  return isRefusal ? refused(reason) : { is: 'unknown', reason }
}
