/** A bot that does nothing but answer each message, as its library's documentation writes it. What ours is measured against. */
export interface BareLoop {
  stop(): Promise<void>
}

export interface BareLoopOptions {
  readonly token: string
  readonly apiRoot: string
  /** What each message is answered with. */
  readonly reply: string
}

/** One message after the other, as `bot.start()` does it. */
export async function bareGrammy({ token, apiRoot, reply }: BareLoopOptions): Promise<BareLoop> {
  const { Bot } = await import('grammy')
  const bot = new Bot(token, { client: { apiRoot } })
  bot.on('message:text', context => context.reply(reply, { reply_parameters: { message_id: context.msg.message_id } }))
  const { promise: started, resolve } = Promise.withResolvers<void>()
  const running = bot.start({ onStart: () => resolve() })
  await started
  return {
    async stop() {
      await bot.stop()
      await running
    },
  }
}

/** The messages of a batch at the same time, as `bot.launch()` does it. */
export async function bareTelegraf({ token, apiRoot, reply }: BareLoopOptions): Promise<BareLoop> {
  const { Telegraf } = await import('telegraf')
  const bot = new Telegraf(token, { telegram: { apiRoot } })
  bot.on('text', context => context.reply(reply, { reply_parameters: { message_id: context.message.message_id } }))
  const { promise: started, resolve } = Promise.withResolvers<void>()
  const running = bot.launch(() => resolve())
  await started
  return {
    async stop() {
      bot.stop()
      await running
    },
  }
}
