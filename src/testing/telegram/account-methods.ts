import type { Asked, Method } from './methods.ts'
import { isRecord } from './read-request.ts'
import { badRequest } from './refusal.ts'

/** Methods about the bot itself: who it is, how it gets updates, its command menus. */
export const ACCOUNT_METHODS: Readonly<Record<string, Method>> = {
  getMe: ({ world, options }) => ({
    ...world.bot,
    ...{ can_join_groups: true, can_read_all_group_messages: !options.privacyMode, supports_inline_queries: false },
    ...{ can_connect_to_business: false, has_main_web_app: false },
  }),
  getUpdates: ({ updates }, asked) => updates.getUpdates(asked, asked.gone),
  setWebhook: ({ updates }, asked) => updates.setWebhook(asked),
  deleteWebhook: ({ updates }, asked) => updates.deleteWebhook(asked),
  getWebhookInfo: ({ updates }) => updates.webhookInfo(),

  setMyCommands({ world }, asked) {
    const commands = asked.list('commands') ?? []
    if (commands.length > COMMANDS_MAX) throw badRequest('BOT_COMMANDS_TOO_MUCH')
    world.menus.set(menuOf(asked), commands.map(checkedCommand))
    return true
  },
  getMyCommands: ({ world }, asked) => world.menus.get(menuOf(asked)) ?? [],
  deleteMyCommands({ world }, asked) {
    world.menus.delete(menuOf(asked))
    return true
  },
}

const COMMANDS_MAX = 100
const DESCRIPTION_LENGTH_MAX = 256

/** `<scope>:<chat>:<user>:<language>`, of which the last three may be empty. */
function menuOf(asked: Asked): string {
  const { type = 'default', chat_id = '', user_id = '' } = asked.record('scope') ?? {}
  return [type, chat_id, user_id, asked.text('language_code')].join(':')
}

function checkedCommand(value: unknown): object {
  const { command, description } = isRecord(value) ? value : {}
  if (typeof command !== 'string' || !/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID')
  const length = typeof description === 'string' ? description.length : 0
  if (length < 1 || length > DESCRIPTION_LENGTH_MAX) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
  return { command, description }
}
