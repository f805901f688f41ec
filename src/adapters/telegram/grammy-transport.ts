import type { Api, Bot } from 'grammy'
import { connectionsTo } from './connections.ts'
import { createHostBot } from './host-bot.ts'
import { createTransport, type Request, type TelegramTransport } from './transport.ts'

export interface TransportOptions {
  readonly token: string
  /** A Bot API server. Default: `https://api.telegram.org`. */
  readonly apiRoot?: string
}

/** Telegram's own Bot API server. */
export const TELEGRAM = 'https://api.telegram.org'

/** The Bot API over grammY. */
export async function grammyTransport({ token, apiRoot }: TransportOptions): Promise<TelegramTransport> {
  const grammy = await import('grammy')
  const root = withoutSlash(apiRoot ?? TELEGRAM)
  const api = new grammy.Api(token, {
    apiRoot: root,
    baseFetchConfig: { compress: true, agent: connectionsTo(root) },
  })
  return createTransport({ library: 'grammy', token, request: requestOver(grammy, api) })
}

/**
 * Stands in a grammY bot that somebody already has: from the call on, what the bot receives comes to us first, and
 * its other middleware runs when that is durable. Call it before the middleware that is to come after.
 */
export async function mountInGrammy(bot: Bot): Promise<TelegramTransport> {
  const grammy = await import('grammy')
  // Not `bot.api`: a retrier that its owner has installed there would send things twice.
  const api = new grammy.Api(bot.token, bot.api.options)
  const host = createHostBot([])
  bot.use((context, next) => host.pass(context.update, next))
  return createTransport({ library: 'grammy', token: bot.token, request: requestOver(grammy, api), host })
}

type Raw = Readonly<Record<string, (payload: unknown, signal?: unknown) => Promise<unknown>>>

/** Called with a signal only: given a payload, these take it for the signal. grammY 1.46, core/client.ts. */
const WITHOUT_PAYLOAD = new Set(['getMe', 'getWebhookInfo', 'logOut', 'close'])

function requestOver({ InputFile }: typeof import('grammy'), api: Api): Request {
  const raw = api.raw as unknown as Raw
  return (method, payload, files, signal) => {
    if (WITHOUT_PAYLOAD.has(method)) return raw[method]!(signal)
    const uploads = Object.entries(files).map(([name, file]) => [name, new InputFile(file.bytes, file.name)])
    return raw[method]!({ ...payload, ...Object.fromEntries(uploads) }, signal)
  }
}

/** grammY refuses one at the end. */
const withoutSlash = (root: string) => root.replace(/\/+$/, '')
