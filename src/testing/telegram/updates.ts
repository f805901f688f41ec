import type { Payload } from './payload.ts'
import { Refusal } from './refusal.ts'
import { pushUpdates } from './webhook.ts'
import type { WireUpdate } from './wire-update.ts'

/** Updates for the bot: kept until it confirms them, fetched by it or pushed to it. */
export interface Updates {
  /** An update comes into being. Dropped when the bot has not asked for its kind. */
  emit(kind: string, content: object): void
  /** An update as it is, whatever is in it. The id is ours unless it has one. */
  inject(update: Readonly<Record<string, unknown>>): void
  /** Not confirmed yet, oldest first. */
  readonly pending: readonly WireUpdate[]
  /** Has the method's effect. `gone`: the caller has hung up. */
  getUpdates(payload: Payload, gone: AbortSignal): Promise<readonly WireUpdate[]>
  setWebhook(payload: Payload): true
  deleteWebhook(payload: Payload): true
  webhookInfo(): object
  close(): void
}

export interface UpdatesOptions {
  /** The id of the first update. Default: 100,000,001. */
  readonly firstUpdateId?: number
  /** Before a refused webhook update is pushed again, in milliseconds. */
  readonly webhookRetryMs: number
  /** A webhook answered with a call, which the Bot API then makes. */
  readonly onReply: (method: string, payload: Readonly<Record<string, unknown>>) => void
  readonly onChange: () => void
  /** In milliseconds since 1970. */
  readonly now: () => number
}

/** Most updates that wait. The real one drops by age, after 24 h. */
const PENDING_MAX = 200_000
/** Kinds that come only when they are asked for. */
const ON_REQUEST = new Set(['chat_member', 'message_reaction', 'message_reaction_count'])
const UPDATES_PER_CALL_MAX = 100
const POLL_S_MAX = 50

export function createUpdates(options: UpdatesOptions): Updates {
  const { onChange, now } = options
  const pending: WireUpdate[] = []
  let nextId = options.firstUpdateId ?? 100_000_001
  /** Null: everything but what comes on request. Kept from one call to the next, as the real one does. */
  let allowed: ReadonlySet<string> | null = null
  let webhook: { readonly url: string; readonly secret: string; readonly end: () => void; wake: () => void } | null =
    null
  let lastError: { readonly date: number; readonly message: string } | null = null
  let waiting: { readonly wake: () => void; readonly end: (error: Error) => void } | null = null

  const isAllowed = (kind: string) => (allowed ? allowed.has(kind) : !ON_REQUEST.has(kind))
  function add(update: WireUpdate): void {
    if (pending.length >= PENDING_MAX) throw new Error(`more than ${PENDING_MAX} updates wait for the bot`)
    pending.push(update)
    waiting?.wake()
    webhook?.wake()
    onChange()
  }
  function takeAllowed(payload: Payload): void {
    const kinds = payload.list('allowed_updates')
    if (kinds) allowed = kinds.length === 0 ? null : new Set(kinds.map(String))
  }
  function confirmBelow(offset: number): void {
    const first = pending.findIndex(({ update_id }) => update_id >= offset)
    pending.splice(0, first < 0 ? pending.length : first)
    onChange()
  }

  /** Resolves when there is an update, when the time is up, or when the caller has hung up. */
  function wait(seconds: number, gone: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(resolve), seconds * 1_000)
      const onGone = () => settle(resolve)
      gone.addEventListener('abort', onGone)
      const mine = { wake: () => settle(resolve), end: (error: Error) => settle(() => reject(error)) }
      waiting = mine
      function settle(then: () => void): void {
        clearTimeout(timer)
        gone.removeEventListener('abort', onGone)
        if (waiting === mine) waiting = null
        then()
      }
    })
  }

  function endWebhook(): void {
    webhook?.end()
    webhook = null
  }

  return {
    pending,
    emit(kind, content) {
      if (!isAllowed(kind)) return
      add({ update_id: nextId, [kind]: content })
      nextId += 1
    },
    inject(update) {
      const id = typeof update.update_id === 'number' ? update.update_id : nextId
      nextId = Math.max(nextId, id + 1)
      add({ ...update, update_id: id })
    },
    async getUpdates(payload, gone) {
      if (webhook)
        throw conflict(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        )
      waiting?.end(conflict('terminated by other getUpdates request; make sure that only one bot instance is running'))
      takeAllowed(payload)
      const offset = payload.int('offset') ?? 0
      const limit = Math.min(Math.max(payload.int('limit') ?? UPDATES_PER_CALL_MAX, 1), UPDATES_PER_CALL_MAX)
      if (offset > 0) confirmBelow(offset)
      if (offset < 0) pending.splice(0, Math.max(0, pending.length + offset))
      const seconds = Math.min(payload.int('timeout') ?? 0, POLL_S_MAX)
      if (pending.length === 0 && seconds > 0) await wait(seconds, gone)
      return pending.slice(0, limit)
    },
    setWebhook(payload) {
      const url = payload.text('url')
      const secret = payload.text('secret_token')
      if (payload.flag('drop_pending_updates')) pending.splice(0)
      endWebhook()
      if (url === '') return true
      const isLocal = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(url)
      if (!isLocal && !url.startsWith('https://'))
        throw new Refusal(400, 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook')
      if (!/^[\w-]{0,256}$/.test(secret))
        throw new Refusal(400, 'Bad Request: secret token contains unallowed characters')
      takeAllowed(payload)
      lastError = null
      waiting?.end(conflict('terminated by setWebhook request'))
      const onFailed = (message: string) => {
        lastError = { date: Math.floor(now() / 1_000), message }
        onChange()
      }
      const { webhookRetryMs: retryMs, onReply } = options
      const taken = (update: WireUpdate) => confirmBelow(update.update_id + 1)
      const pushing = pushUpdates({ url, secret, retryMs, next: () => pending[0], taken, onFailed, onReply })
      webhook = { url, secret, ...pushing }
      return true
    },
    deleteWebhook(payload) {
      endWebhook()
      if (payload.flag('drop_pending_updates')) pending.splice(0)
      return true
    },
    webhookInfo: () => ({
      url: webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: pending.length,
      ...(lastError && { last_error_date: lastError.date, last_error_message: lastError.message }),
      ...(webhook && { max_connections: 40 }),
      ...(allowed && { allowed_updates: [...allowed] }),
    }),
    close() {
      endWebhook()
      waiting?.wake()
    },
  }
}

const conflict = (description: string): Refusal => new Refusal(409, `Conflict: ${description}`)
