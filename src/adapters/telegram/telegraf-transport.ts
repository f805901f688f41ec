import type { Telegraf, Telegram } from 'telegraf'
import { connectionsTo } from './connections.ts'
import { TELEGRAM, type TransportOptions } from './grammy-transport.ts'
import { createHostBot } from './host-bot.ts'
import { createTransport, type Request, type TelegramTransport } from './transport.ts'

/** The Bot API over telegraf. */
export async function telegrafTransport({ token, apiRoot }: TransportOptions): Promise<TelegramTransport> {
  const { Telegram } = await import('telegraf')
  const root = withSlash(apiRoot ?? TELEGRAM)
  const telegram = new Telegram(token, {
    apiRoot: root,
    // It would answer some calls in the response to a webhook, where nobody learns what became of them.
    webhookReply: false,
    // Over plain HTTP telegraf does not take it, and Node's own connections wait for 5 s only.
    agent: connectionsTo(root),
  })
  return createTransport({ library: 'telegraf', token, request: requestOver(telegram) })
}

/**
 * Stands in a telegraf bot that somebody already has: from the call on, what the bot receives comes to us first, and
 * its other middleware runs when that is durable. Call it before the middleware that is to come after.
 */
export async function mountInTelegraf(bot: Telegraf): Promise<TelegramTransport> {
  const { Telegram } = await import('telegraf')
  const { token, options } = bot.telegram
  const telegram = new Telegram(token, { ...options, webhookReply: false })
  const host = createHostBot(warningsAbout(bot))
  bot.use((context, next) => host.pass(context.update as Parameters<typeof host.pass>[0], next))
  return createTransport({ library: 'telegraf', token, request: requestOver(telegram), host })
}

/** telegraf gives up on a handler after 90 s, and then confirms the whole batch although it was not taken. */
function warningsAbout(bot: Telegraf): readonly string[] {
  const { options } = bot as unknown as { readonly options?: { readonly handlerTimeout?: number } }
  if (options?.handlerTimeout === Number.POSITIVE_INFINITY) return []
  return ['This telegraf bot gives up on updates after a while: make it with { handlerTimeout: Infinity }.']
}

type CallApi = (method: string, payload: object, options: { readonly signal: unknown }) => Promise<unknown>

function requestOver(telegram: Telegram): Request {
  const callApi = telegram.callApi.bind(telegram) as unknown as CallApi
  return (method, payload, files, signal) => {
    const uploads = Object.entries(files)
    if (uploads.length === 0) return callApi(method, payload, { signal })
    const sources = uploads.map(([name, { bytes, name: filename }]) => [name, { source: Buffer.from(bytes), filename }])
    return callApi(method, { ...withTextsOnly(payload), ...Object.fromEntries(sources) }, { signal })
  }
}

/** In multipart requests telegraf 4.16 leaves plain objects out without a word: `reply_parameters` is one. */
function withTextsOnly(payload: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const asText = (value: unknown) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value)
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, asText(value)]))
}

/** It resolves the method's path against the root, so that the last part of one without a slash would be lost. */
const withSlash = (root: string) => `${root.replace(/\/+$/, '')}/`
