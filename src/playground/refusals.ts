import type { Both } from '../host/figure.ts'
import type { PlaygroundAnswer } from './wire.ts'

/** Why something that whoever plays wants cannot be done: what is wrong, then what would be right. */
const REFUSALS = {
  'not-json': () => ['请求不是 JSON 格式的操作。', 'The request is no act in JSON.'],
  'unknown-act': (what: string) => [`看不懂这个操作：${what}。`, `This is no act that the playground knows: ${what}.`],
  making: () => [
    '还在生成前面几天的记录，请稍等几秒再试。',
    'The first days are still being made. Wait a few seconds, then try again.',
  ],
  broken: () => [
    '试玩台出了问题，停在这里了。请点「重来」；终端里写着出了什么事。',
    'The playground has stopped on a mistake of its own. Start over; the terminal says what happened.',
  ],
  'no-such-member': () => [
    '没有这个人。请从成员列表里选一位。',
    'There is nobody of that name. Choose somebody from the list of members.',
  ],
  'not-in-group': (name: string) => [
    `${name} 不在群里，没法在群里说话。请换一位在群里的成员，或者让一位新人进群。`,
    `${name} is not in the group. Choose somebody who is, or let a newcomer join.`,
  ],
  'read-only': (name: string) => [
    `现在只有群主和管理员能发言，${name} 不能。请换成群主，或者私聊机器人。`,
    `Only the owner and admins may speak now, and ${name} is neither. Speak as the owner, or to the bot in private.`,
  ],
  'empty-text': () => ['请先写点什么再发送。', 'Write something first.'],
  'long-text': (max: number) => [`太长了：最多 ${max} 个字符。`, `This is too long: at most ${max} characters.`],
  'no-such-line': () => [
    '这条消息不在了。请刷新页面再试。',
    'That message is not there any more. Load the page again.',
  ],
  'no-reply': () => [
    '这条消息不能回复。请回复群里的一条消息。',
    'That cannot be replied to. Reply to a message of the group.',
  ],
  'no-such-button': () => ['这个按钮已经不在了。请看最新的消息。', 'That button is gone. Look at the latest message.'],
  'not-pressable': () => ['这个按钮是一个链接，请直接打开它。', 'That button is a link: open it instead.'],
  'no-reactions': () => [
    '微信群里没有表情回应。换到 Telegram 就可以。',
    'WeChat has no reactions. Switch to Telegram for them.',
  ],
  'not-an-emoji': () => ['请选一个表情，例如 👍。', 'Choose an emoji, e.g. 👍.'],
  'no-such-reaction': () => ['没有变化：这个表情已经是这样了。', 'Nothing changed: the emoji is like that already.'],
  'bad-name': (max: number) => [
    `名字要有 1 到 ${max} 个字，不能有换行和看不见的字符。例如：小新。`,
    `A name has 1 to ${max} characters on one line, all of them visible, e.g. Robin.`,
  ],
  'name-taken': (name: string) => [
    `群里已经有人叫「${name}」了。请换一个名字。`,
    `Somebody is called "${name}" already. Choose another name.`,
  ],
  over: () => [
    '这场活动已经走完了。可以重来，或者换一个计划。',
    'The campaign is over. Start over, or choose another plan.',
  ],
  'no-such-plan': (known: string) => [
    `没有这个计划。现在有：${known}。`,
    `There is no such plan. There are: ${known}.`,
  ],
  'plan-has-errors': (problem: string) => [
    `这个计划现在用不了：${problem}`,
    `That plan cannot be used as it is: ${problem}`,
  ],
  'bad-members': (max: number) => [`成员人数要在 1 到 ${max} 之间。`, `A group has 1 to ${max} members here.`],
  'bad-seed': (max: number) => [
    `种子要是 0 到 ${max} 之间的整数，例如 7。`,
    `A seed is a whole number from 0 to ${max}, e.g. 7.`,
  ],
  'bad-day': (last: number) => [`这个计划只有第 0 到 ${last} 天。`, `This plan has the days 0 to ${last}.`],
  'not-a-day': () => ['天数要是从 0 开始的整数，例如 12。', 'A day is a whole number from 0 on, e.g. 12.'],
  'bad-platform': () => ['平台只有 telegram 和 wechat。', 'The platforms are telegram and wechat.'],
  'too-many-acts': (max: number) => [
    `已经玩了 ${max} 步，再多就记不住了。请点「重来」。`,
    `That makes ${max} acts, and more are not kept. Start over.`,
  ],
} as const satisfies Record<string, (value: never) => readonly [zh: string, en: string]>

export type RefusalCode = keyof typeof REFUSALS
type Value<Code extends RefusalCode> = Parameters<(typeof REFUSALS)[Code]>

export type Refusal = PlaygroundAnswer & { readonly ok: false }

export function refusal<Code extends RefusalCode>(code: Code, ...value: Value<Code>): Refusal {
  const words = REFUSALS[code] as (...value: Value<Code>) => readonly [zh: string, en: string]
  const [zh, en] = words(...value)
  const problem: Both = { 'zh-CN': zh, 'en-US': en }
  return { ok: false, code, problem }
}
