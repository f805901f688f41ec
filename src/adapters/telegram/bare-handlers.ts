import { mountInGrammy } from './grammy-transport.ts'
import type { TelegramTransport } from './transport.ts'

/** Bots without a network, for measuring: what their library itself costs, and what ours costs in it. */
export interface BareHandler {
  /** What the library does with one update, as it came from Telegram. Resolves when its handlers are done. */
  handleUpdate(update: object): Promise<void>
}

/** What every call of a bot without a network is answered with, by its method. */
export type Answer = (method: string) => unknown

const TOKEN = '1:bench'
/** Who the bots are. */
export const BOT = { id: 1, is_bot: true, first_name: 'Bench', username: 'bench_bot' } as const

type Bot = import('grammy').Bot
type Handled = Parameters<Bot['handleUpdate']>[0]
type BotInfo = Exclude<ConstructorParameters<typeof import('grammy').Bot>[1], undefined>['botInfo'] & object
type Transformer = Parameters<Bot['api']['config']['use']>[0]
type Client = Exclude<Exclude<ConstructorParameters<typeof import('grammy').Bot>[1], undefined>['client'], undefined>

/** Answers each message. Nothing of the call is made but its arguments. */
export async function bareGrammyHandler(reply: string, answer: Answer): Promise<BareHandler> {
  const { Bot } = await import('grammy')
  const bot = new Bot(TOKEN, { botInfo: BOT as unknown as BotInfo })
  bot.api.config.use((async (_, method) => ({ ok: true, result: answer(method) })) as Transformer)
  bot.on('message', context => context.reply(reply, { reply_parameters: { message_id: context.msg.message_id } }))
  return handlerOf(bot)
}

/** One that another bot stands in: for `updates: 'mounted'`. Its calls end where the network would begin. */
export async function mountableGrammy(
  answer: Answer,
): Promise<BareHandler & { readonly transport: TelegramTransport }> {
  const { Bot } = await import('grammy')
  const fetch = async (address: unknown) => {
    const body = { ok: true, result: answer(String(address).slice(String(address).lastIndexOf('/') + 1)) }
    return { ok: true, status: 200, json: async () => body }
  }
  const bot = new Bot(TOKEN, {
    botInfo: BOT as unknown as BotInfo,
    client: { fetch: fetch as unknown as Client['fetch'] } as Client,
  })
  const transport = await mountInGrammy(bot)
  return { ...handlerOf(bot), transport }
}

function handlerOf(bot: Bot): BareHandler {
  return { handleUpdate: update => bot.handleUpdate(update as Handled) }
}
