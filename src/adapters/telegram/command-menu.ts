import type { BotCommand } from 'grammy/types'
import type { Log } from '../../log.ts'
import type { MenuCommand } from '../adapter.ts'
import type { TelegramTransport } from './transport.ts'

/** core.telegram.org/bots/api#setmycommands and #botcommand, read 2026-11-21. */
const COMMANDS_MAX = 100
const ABOUT_CHARS_MAX = 256
const COMMAND = /^[a-z0-9_]{1,32}$/

const SCOPES = ['all_private_chats', 'all_group_chats', 'all_chat_administrators'] as const
/** Everybody whose language is none of ours is shown English. */
const LANGUAGES = [
  { code: undefined, locale: 'en-US' },
  { code: 'zh', locale: 'zh-CN' },
] as const

/** Shows each the commands that are for them, in their language. What is as it should be is left alone. */
export async function showMenus(
  menu: readonly MenuCommand[],
  transport: TelegramTransport,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (const type of SCOPES) {
      for (const { code, locale } of LANGUAGES) await showMenu(commandsFor(menu, type, locale), type, code)
    }
  } catch (error) {
    if (!signal.aborted) log.warn('The menu of commands could not be set: the commands themselves work', { error })
  }

  async function showMenu(
    commands: BotCommand[],
    type: (typeof SCOPES)[number],
    code: 'zh' | undefined,
  ): Promise<void> {
    const place = { scope: { type }, ...(code !== undefined && { language_code: code }) }
    const shown = await transport.call('getMyCommands', place, { signal })
    if (JSON.stringify(shown.map(pairOf)) === JSON.stringify(commands.map(pairOf))) return
    if (commands.length === 0) await transport.call('deleteMyCommands', place, { signal })
    else await transport.call('setMyCommands', { ...place, commands }, { signal })
  }
}

const pairOf = ({ command, description }: BotCommand) => [command, description]

function commandsFor(
  menu: readonly MenuCommand[],
  type: (typeof SCOPES)[number],
  locale: 'zh-CN' | 'en-US',
): BotCommand[] {
  return (
    menu
      .filter(({ who }) => who === 'member' || type === 'all_chat_administrators')
      // One word that Telegram does not take would cost all of them.
      .filter(({ word }) => COMMAND.test(word))
      .slice(0, COMMANDS_MAX)
      .map(({ word, about }) => ({ command: word, description: [...about[locale]].slice(0, ABOUT_CHARS_MAX).join('') }))
  )
}
