import type { CallbackQuery } from 'grammy/types'
import type { Clock } from '../../scheduler/clock.ts'
import type { CallbackData, Press } from './callback-data.ts'
import type { LogOnce } from './log-once.ts'
import type { TelegramTransport } from './transport.ts'

/** Presses of our buttons. Each is answered, or the button would go on showing that it waits. */
export interface Presses {
  /** What a press says. Undefined: it does not count. */
  read(query: CallbackQuery): string | undefined
  /** Answers a press once what it led to is durable. Nobody waits for it: late answers are refused, and no harm is done. */
  answer(query: CallbackQuery): void
  /** Resolves when no answer is on its way. */
  whenAnswered(): Promise<unknown>
}

const WORDS = {
  late: { zh: '这个按钮已经过期了。', en: 'This button has expired.' },
  'not-yours': { zh: '这个按钮不是给你的。', en: 'This button is for somebody else.' },
} as const

/** Longest that an answer may take, in milliseconds. The end of the adapter waits for it. */
const ANSWER_MS_MAX = 3_000

export function createPresses(options: {
  readonly transport: TelegramTransport
  readonly data: CallbackData
  readonly clock: Clock
  readonly once: LogOnce
}): Presses {
  const { transport, data, clock, once } = options
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
    const press = lookAt(query)
    if (press.is === 'forged') return
    const language = query.from.language_code?.startsWith('zh') ? 'zh' : 'en'
    const alert = press.is === 'good' ? {} : { text: WORDS[press.is][language], show_alert: true }
    const payload = { callback_query_id: query.id, ...alert }
    const call = transport.call('answerCallbackQuery', payload, { timeoutMs: ANSWER_MS_MAX }).catch(() => {})
    answering.add(call)
    void call.finally(() => answering.delete(call))
  }

  return { read, answer, whenAnswered: () => Promise.all(answering) }
}
