import { createHash, timingSafeEqual } from 'node:crypto'
import type { Update as TelegramUpdate } from 'grammy/types'
import type { Inlet } from './inlet.ts'
import type { LogOnce } from './log-once.ts'

/** Telegram's own updates are a few kilobytes. */
const BODY_BYTES_MAX = 1_048_576
const SECRET_HEADER = 'x-telegram-bot-api-secret-token'

/**
 * Answers the requests of a webhook: 200 only when the update is durable, since Telegram then sends it never again,
 * and 500 when it is not. Whoever does not know the secret learns nothing.
 */
export function createWebhook(options: {
  readonly secret: string
  readonly inlet: Pick<Inlet, 'hand'>
  readonly once: LogOnce
}): (request: Request) => Promise<Response> {
  const { secret, inlet, once } = options

  return async request => {
    if (request.method !== 'POST') return answer(405, { allow: 'POST' })
    if (!isSame(request.headers.get(SECRET_HEADER) ?? '', secret)) {
      once.warn('webhook-secret', 'A request to the webhook came without its secret: it is refused')
      return answer(401)
    }
    const body = await readBody(request)
    if (body === 'too-long') {
      once.warn('webhook-length', 'A request to the webhook was longer than 1 MiB: it is refused')
      return answer(413)
    }
    const update = updateIn(body)
    if (!update) {
      once.warn('webhook-json', 'A request to the webhook held no update: it is refused')
      return answer(400)
    }
    try {
      await inlet.hand([update])
      once.over('refused')
      return answer(200)
    } catch (error) {
      once.warn('refused', 'An update could not be recorded. Telegram is told so, and sends it again', { error })
      return answer(500)
    }
  }
}

const answer = (status: number, headers: Record<string, string> = {}) => new Response(null, { status, headers })

/** In the same time wherever they differ, and however long they are. */
function isSame(given: string, secret: string): boolean {
  const hashOf = (text: string) => createHash('sha256').update(text).digest()
  return secret !== '' && timingSafeEqual(hashOf(given), hashOf(secret))
}

async function readBody(request: Request): Promise<string | 'too-long'> {
  if (Number(request.headers.get('content-length') ?? 0) > BODY_BYTES_MAX) return 'too-long'
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.length
    if (length > BODY_BYTES_MAX) return 'too-long'
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function updateIn(body: string): TelegramUpdate | undefined {
  try {
    const update = JSON.parse(body)
    return Number.isInteger(update?.update_id) ? update : undefined
  } catch {
    return undefined
  }
}
