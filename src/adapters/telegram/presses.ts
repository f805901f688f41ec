import type { CallbackQuery } from 'grammy/types'
import { type Clock, machineTime } from '../../scheduler/clock.ts'
import type { CallbackData, Press } from './callback-data.ts'
import type { LogOnce } from './log-once.ts'
import type { TelegramTransport } from './transport.ts'

/** Presses of our buttons. Each is answered, or the button would go on showing that it waits. */
export interface Presses {
  /** What a press says. Undefined: it does not count. */
  read(query: CallbackQuery): string | undefined
  /** Answers a press once what it led to is durable. Nobody waits for it: late answers are refused, and no harm is done. */
  answer(query: CallbackQuery): void
  /** Resolves when no answer is on its way. Those that wait for their turn are not given any more. */
  whenAnswered(): Promise<void>
}

const WORDS = {
  late: { zh: '这个按钮已经过期了。', en: 'This button has expired.' },
  'not-yours': { zh: '这个按钮不是给你的。', en: 'This button is for somebody else.' },
} as const

/** Longest that an answer may take, in milliseconds. The end of the adapter waits for it. */
const ANSWER_MS_MAX = 3_000
/** Most answers on their way at once: a thousand people may press within a second. */
const ANSWERS_AT_ONCE_MAX = 20
/** Older ones are not given, in milliseconds: whoever pressed looks elsewhere, and Telegram refuses them soon. */
const ANSWER_AGE_MS_MAX = 10_000

export function createPresses(options: {
  readonly transport: TelegramTransport
  readonly data: CallbackData
  readonly clock: Clock
  readonly once: LogOnce
  /** Milliseconds since some moment. Default: the machine's. */
  readonly elapsedMs?: () => number
}): Presses {
  const { transport, data, clock, once, elapsedMs = machineTime.elapsedMs } = options
  const waiting: { readonly query: CallbackQuery; readonly since: number }[] = []
  const answering = new Set<Promise<unknown>>()

  /** What was said of a press: it may expire before it is answered, and is not to be told so then. */
  const seen = new WeakMap<CallbackQuery, Press>()

  function lookAt(query: CallbackQuery): Press {
    const { data: given = '', message, from } = query
    const press =
      seen.get(query) ?? data.read(given, { chatId: message?.chat.id ?? 0, userId: from.id, now: clock.now() })
    seen.set(query, press)
    return press
  }

  function read(query: CallbackQuery): string | undefined {
    const press = lookAt(query)
    if (press.is === 'forged') {
      once.warn('forged-press', 'A button was pressed that is not ours, or was changed: it is ignored', {
        chat: String(query.message?.chat.id),
      })
    }
    return press.is === 'good' ? press.says : undefined
  }

  function answer(query: CallbackQuery): void {
    if (lookAt(query).is === 'forged') return
    waiting.push({ query, since: elapsedMs() })
    if (answering.size < ANSWERS_AT_ONCE_MAX) answerNext()
  }

  function answerNext(): void {
    const since = elapsedMs() - ANSWER_AGE_MS_MAX
    const next = waiting.findIndex(turn => turn.since >= since)
    const turn = waiting.splice(0, next < 0 ? waiting.length : next + 1).at(-1)
    if (!turn || next < 0) return
    const call = callFor(turn.query)
    answering.add(call)
    void call.finally(() => {
      answering.delete(call)
      answerNext()
    })
  }

  function callFor(query: CallbackQuery): Promise<unknown> {
    const press = lookAt(query)
    const language = query.from.language_code?.startsWith('zh') ? 'zh' : 'en'
    const alert =
      press.is === 'good' || press.is === 'forged' ? {} : { text: WORDS[press.is][language], show_alert: true }
    const payload = { callback_query_id: query.id, ...alert }
    return transport.call('answerCallbackQuery', payload, { timeoutMs: ANSWER_MS_MAX }).catch(() => {})
  }

  async function whenAnswered(): Promise<void> {
    waiting.splice(0)
    await Promise.all(answering)
  }

  return { read, answer, whenAnswered }
}
