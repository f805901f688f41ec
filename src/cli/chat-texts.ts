import type { Locale } from '../host/messages.ts'

/** What the chat itself says, to whoever sits at the terminal. */
export interface ChatTexts {
  readonly welcome: (p: { data: string }) => string
  readonly controls: string
  readonly usage: (usage: string) => string
  readonly down: string
  readonly up: string
  readonly alreadyDown: string
  readonly alreadyUp: string
  readonly noFacts: string
  readonly kept: (file: string) => string
  readonly notKept: (problem: string) => string
  readonly past: string
  readonly notIn: (name: string) => string
  readonly nothingOf: (name: string) => string
  readonly nothingAsked: (name: string) => string
  readonly yes: (code: string) => string
  readonly paid: (p: { name: string; amount: string; order: string }) => string
  readonly refunded: (p: { name: string; amount: string; order: string }) => string
  readonly nothingBought: (name: string) => string
  readonly migrated: string
  readonly notOwner: string
  readonly next: string
  readonly onlyAdmins: (name: string) => string
  readonly unknown: (count: number) => string
  readonly notRecorded: (reason: string, remedy: string) => string
  readonly members: (names: readonly string[]) => string
  readonly status: (p: { day: string; time: string; name: string; isDown: boolean }) => string
}

const ZH: ChatTexts = {
  welcome: ({ data }) =>
    [
      'Bonfire 终端试玩：一个群、几位成员，时间由你来拨。',
      '先说一句「打卡 读了三十页」，再试试 /as bob、/wait 1d、/at 20:00、/facts。输入 /? 看全部。',
      `记录保存在 ${data}，下次接着来。`,
    ].join('\n'),
  controls: [
    '/as 名字 [角色]   换一个人说话（不在群里就入群；角色：member teacher admin owner）',
    '/wait 1d          让时间过去（s 秒、m 分、h 小时、d 天）',
    '/at 20:00         直接到下一个 20:00（也可以写 2026-03-05 08:00）',
    '/dm 文字          私下对机器人说',
    '/photo [文字]     发一张图片，可以带文字',
    '/reply 名字 文字  回复这位成员的上一条消息（回复机器人写 bot，它再上一条写 bot-2）',
    '/yes             答应机器人刚才问的事（私聊里是 /dm /yes）',
    '/join 名字…       入群，或者退群后回来；几个名字就是几个人同时进来',
    '/leave [名字]     退群（不写名字就是当前成员）',
    '/buys 名字 9.90   商店说这位成员付了款（后面可以写优惠的文件名）；/refunds 名字 是退款',
    '/facts            刚才那句话记下了什么',
    '/down 和 /up      机器人断线、重新连上',
    '/migrate          这个群换了一个编号（Telegram 的群升级时会这样）',
    '/next             开出第二个群，拿到它的接力码（要先 /as 名字 owner），试试结营以后去哪',
    '/who  /quit       谁在群里、结束',
    '其他都是在群里说的话，@名字 会提到那位成员。机器人会什么：发送 /help',
  ].join('\n'),
  usage: usage => `这样用：${usage}`,
  down: '机器人断线了。大家照样说话，/up 以后它会补上。',
  up: '机器人回来了。',
  alreadyDown: '机器人本来就断着。用 /up 连上。',
  alreadyUp: '机器人本来就在线。',
  noFacts: '刚才什么也没有记录。',
  kept: file => `文件在 ${file}`,
  notKept: problem => `文件没有存下来：${problem}`,
  past: '这个时间已经过去了，时钟没有动。',
  notIn: name => `${name} 不在群里。用 /as ${name} 入群。`,
  nothingOf: name => `${name} 还没有说过话，没有可以回复的消息。`,
  nothingAsked: name => `没有在等 ${name} 确认的事。`,
  yes: code => `确认 ${code}`,
  paid: ({ name, amount, order }) => `商店：${name} 付了 ${amount} 元（订单 ${order}）。`,
  refunded: ({ name, amount, order }) => `商店：退给 ${name} ${amount} 元（订单 ${order}）。`,
  nothingBought: name => `${name} 还没有可以退的订单。用 /buys ${name} 9.90 下一单。`,
  migrated: '这个群换了编号，成员和记录都还在。',
  notOwner: '只有群主能开下一个群。先用 /as 名字 owner，再 /next。',
  next: '第二个群开好了。照上面私聊里的那一句，在这里发 /handover 和接力码，再发 /handover next。',
  onlyAdmins: name => `现在只有管理员能发言，${name} 的话没有发出去。`,
  unknown: count => `有 ${count} 条消息不确定有没有发出去。群主或管理员发送 /unknown 查看。`,
  notRecorded: (reason, remedy) => `没有记下，稍后会再试：${reason}\n→ ${remedy}`,
  members: names => `群里有 ${names.length} 位：${names.join('、')}`,
  status: ({ day, time, name, isDown }) => `${day.slice(5)} ${time} · ${name}${isDown ? ' · 断线中' : ''}`,
}

const EN: ChatTexts = {
  welcome: ({ data }) =>
    [
      'Bonfire in the terminal: one group, a few members, and a clock that you turn.',
      'Say "checkin read thirty pages", then try /as bob, /wait 1d, /at 20:00, /facts. /? shows everything.',
      `What happens is kept in ${data}; next time it goes on.`,
    ].join('\n'),
  controls: [
    '/as NAME [ROLE]   speak as somebody else (who is not here joins; roles: member teacher admin owner)',
    '/wait 1d          let time pass (s, m, h, d)',
    '/at 20:00         go to the next 20:00 (or to 2026-03-05 08:00)',
    '/dm TEXT          say something to the bot in private',
    '/photo [TEXT]     send a photo, with words or without',
    '/reply NAME TEXT  answer the last message of somebody (of the bot: bot; its last but one: bot-2)',
    '/yes             agree to what the bot has just asked (in private: /dm /yes)',
    '/join NAME…       join, or come back; several names join together',
    '/leave [NAME]     leave (without a name: whoever speaks)',
    '/buys NAME 9.90   a shop says that they have paid (the offer may follow); /refunds NAME gives it back',
    '/facts            what was recorded for the last line',
    '/down and /up     the bot loses its connection, and is back',
    '/migrate          the chat gets another id, as when Telegram upgrades a group',
    '/next             a second group, and its code (first: /as NAME owner), to try where members go at the end',
    '/who  /quit       who is here, the end',
    'Everything else is said in the group; @NAME mentions somebody. What the bot can do: /help',
  ].join('\n'),
  usage: usage => `Use it like this: ${usage}`,
  down: 'The bot has lost its connection. People go on talking; after /up it catches up.',
  up: 'The bot is back.',
  alreadyDown: 'The bot is disconnected already. /up connects it.',
  alreadyUp: 'The bot is connected already.',
  noFacts: 'Nothing was recorded for the last line.',
  kept: file => `The file is ${file}`,
  notKept: problem => `A file could not be kept: ${problem}`,
  past: 'That time has passed; the clock has not moved.',
  notIn: name => `${name} is not in the group. /as ${name} joins.`,
  nothingOf: name => `${name} has said nothing yet that could be answered.`,
  nothingAsked: name => `Nothing waits for ${name} to confirm it.`,
  yes: code => `confirm ${code}`,
  paid: ({ name, amount, order }) => `The shop: ${name} has paid CNY ${amount} (order ${order}).`,
  refunded: ({ name, amount, order }) => `The shop: ${name} got CNY ${amount} back (order ${order}).`,
  nothingBought: name => `${name} has no order that could be refunded. /buys ${name} 9.90 makes one.`,
  migrated: 'The chat has another id now. Everybody is still there, and so is what was recorded.',
  notOwner: 'Only an owner opens the next group. First /as NAME owner, then /next.',
  next: 'The second group is open. Say here what stands above in private, /handover and the code; then /handover next.',
  onlyAdmins: name => `Only admins may speak now: what ${name} said did not get through.`,
  unknown: count => `Of ${count} messages nobody knows whether they were sent. An admin's /unknown lists them.`,
  notRecorded: (reason, remedy) => `Not recorded; it is tried again: ${reason}\n→ ${remedy}`,
  members: names => `${names.length} in the group: ${names.join(', ')}`,
  status: ({ day, time, name, isDown }) => `${day.slice(5)} ${time} · ${name}${isDown ? ' · bot is down' : ''}`,
}

export const chatTexts: Readonly<Record<Locale, ChatTexts>> = { 'zh-CN': ZH, 'en-US': EN }
