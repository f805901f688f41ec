import type { Context } from '../context.ts'
import type { Both, Figure } from '../figure.ts'
import { deliveries } from './deliveries.ts'
import { deadLetters } from './exchange.ts'
import { heldDeliveries } from './held.ts'
import { setup } from './setup.ts'

type Uses = typeof deliveries | typeof deadLetters | typeof setup
type Looking = Pick<Context<unknown, unknown, never, Uses>, 'read' | 'calendar' | 'plan' | 'content'>

/** So many of them are named. */
const EXAMPLES_MAX = 5

const RIGHTS: Readonly<Record<string, Both>> = {
  hear: { 'zh-CN': '听不到普通发言，只听得到指令', 'en-US': 'it hears commands only, not what people say' },
  pin: { 'zh-CN': '不能置顶消息', 'en-US': 'it cannot pin messages' },
  remove: { 'zh-CN': '不能移出成员', 'en-US': 'it cannot remove members' },
  restrict: { 'zh-CN': '不能禁言', 'en-US': 'it cannot silence members' },
  invite: { 'zh-CN': '不能建邀请链接', 'en-US': 'it cannot make invite links' },
}

/** What of Bonfire itself somebody should look at. */
export const attentionFigures = {
  unknown: ({ read, calendar }: Looking): Figure | null => {
    const held = heldDeliveries(read(deliveries), calendar)
    if (held.length === 0) return null
    return {
      title: { 'zh-CN': '不确定有没有发出去的消息', 'en-US': 'Messages that may not have been sent' },
      formula: {
        'zh-CN': '发送时断了线，平台没说发没发成。不会自己再发，等一个人来决定。',
        'en-US': 'The connection broke while they were sent. They are not sent again until a person decides.',
      },
      n: null,
      is: 'attention',
      level: 'bad',
      count: held.length,
      remedy: {
        'zh-CN': '到群里看一眼，再私聊或在群里发送 /unknown',
        'en-US': 'Look in the group, then send /unknown to the bot',
      },
      examples: held.slice(0, EXAMPLES_MAX).map(({ line: { number, when } }) => `#${number} · ${when}`),
    }
  },

  deadLetters: ({ read }: Looking): Figure | null => {
    const { open } = read(deadLetters)
    if (open.size === 0) return null
    const places = new Set([...open.each()].map(([letter, { where }]) => `${letter} · ${where}`))
    return {
      title: { 'zh-CN': '没处理成的消息', 'en-US': 'Events that could not be decided' },
      formula: {
        'zh-CN': '插件出错，这些事被完整地收了起来，什么都没有记。修好后可以按原来的时间重新处理。',
        'en-US':
          'A plugin threw. They are kept whole, and nothing of them was recorded: mended code can decide them again, with their own time.',
      },
      n: null,
      is: 'attention',
      level: 'bad',
      count: open.size,
      remedy: {
        'zh-CN': '在服务器上：npm run journal -- retry --list',
        'en-US': 'On the server: npm run journal -- retry --list',
      },
      examples: [...places].slice(0, EXAMPLES_MAX),
    }
  },

  gone: ({ read }: Looking): Figure | null => {
    const { standing, hasParted } = read(setup).group
    if (standing !== 'gone' || hasParted) return null
    return {
      title: { 'zh-CN': '机器人不在群里了', 'en-US': 'The bot is not in the group any more' },
      formula: {
        'zh-CN': '平台说机器人被移出了这个群。它回来之前，什么都发不出去，也什么都听不到。',
        'en-US': 'The platform says that it was removed. Until it is back it sends nothing and hears nothing.',
      },
      n: null,
      is: 'attention',
      level: 'bad',
      count: 1,
      remedy: {
        'zh-CN': '把它重新拉进群，原来的记录都还在',
        'en-US': 'Add it again: all that was recorded is still there',
      },
    }
  },

  brokenFiles: ({ plan, content }: Looking): Figure | null => {
    const broken = plan === null ? [] : (content.brokenOf?.(plan.definition.id) ?? [])
    if (broken.length === 0) return null
    return {
      title: { 'zh-CN': '内容库里读不了的文件', 'en-US': 'Files of the library that cannot be read' },
      formula: {
        'zh-CN': '这个群的计划要用到、但现在有错的文件。以前好过的，先用上一个好的版本；从没好过的，不会发出去。',
        'en-US':
          'Files that the plan of this group takes and that have mistakes now. The last good version of each stays in use; one that never was good does not go out.',
      },
      n: null,
      is: 'attention',
      level: broken.some(({ isReplaced }) => !isReplaced) ? 'bad' : 'warning',
      count: broken.length,
      remedy: {
        'zh-CN': '改好文件；npm run content:check 会说错在哪里',
        'en-US': 'Mend the file: npm run content:check says what is wrong',
      },
      examples: broken.slice(0, EXAMPLES_MAX).map(({ file, line }) => `${file}:${line}`),
    }
  },

  rights: ({ read }: Looking): Figure | null => {
    const { standing, lacks } = read(setup).group
    if (standing === 'gone' || lacks.length === 0) return null
    return {
      title: { 'zh-CN': '机器人缺少权限', 'en-US': 'Rights that the bot lacks' },
      formula: {
        'zh-CN': '平台最近一次告诉我们的，机器人在这个群里用得上、但没有的权限。',
        'en-US': 'What it could make use of in this group and may not do, as the platform last told.',
      },
      n: null,
      is: 'attention',
      level: 'warning',
      count: lacks.length,
      remedy: {
        'zh-CN': '在群设置里把它设为管理员，打开这些权限',
        'en-US': 'Make it an admin in the settings of the group, with these rights',
      },
      examples: lacks.map(lack => RIGHTS[lack] ?? lack),
    }
  },
}
