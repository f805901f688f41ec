import type { Capabilities, Pacing } from '../adapter.ts'

/** Who is behind the puppet. Wechaty's interface is the same for all of them; what becomes of a call is not. */
export const PROVIDERS = ['workpro', 'padlocal', 'wechat4u', 'xp', 'custom'] as const
export type Provider = (typeof PROVIDERS)[number]

/**
 * Longest text of one message, in UTF-16 code units. WeCom cuts a text off after 2048 bytes without saying so
 * (developer.work.weixin.qq.com/document/path/90236, read 2026-11-22), and a Chinese character is 3 bytes. For personal
 * accounts no figure is published: 2000 is caution.
 */
const WECOM_TEXT_MAX = 680
const PERSONAL_TEXT_MAX = 2_000

/** What no WeChat account can do through wechaty 1.20.2, and what all of them can. */
const COMMON: Capabilities = {
  reactions: false,
  buttons: false,
  // The payload of a message has no field for what it quotes, and `say` takes none.
  replies: false,
  mentions: true,
  images: true,
  files: true,
  formats: false,
  content: 'wechat',
  polls: false,
  linkCards: true,
  pin: false,
  edit: false,
  ephemeral: false,
  inviteLinks: false,
  removal: true,
  mute: false,
  announce: true,
  writesFirst: true,
  textLengthMax: PERSONAL_TEXT_MAX,
  // A picture and its text are two messages, always.
  captionLengthMax: 0,
  redelivers: false,
}

/**
 * What each provider does with a call, as of November 2026: docs/wechat.md has the table. A call that a provider takes
 * and does nothing about counts as missing. Those of wechat4u 1.14.14 throw, which its source shows.
 */
const CAPABILITIES: Readonly<Record<Provider, Capabilities>> = {
  workpro: { ...COMMON, textLengthMax: WECOM_TEXT_MAX },
  padlocal: COMMON,
  // Its ids are others at each login: whom a list names today may be somebody else tomorrow.
  wechat4u: { ...COMMON, linkCards: false, announce: false, removal: false },
  // Of several mentions xp notifies the first alone: half a promise is none. Files it takes only by their address.
  xp: { ...COMMON, mentions: false, files: false, linkCards: false, announce: false, removal: false },
  custom: {
    ...COMMON,
    mentions: false,
    images: false,
    files: false,
    linkCards: false,
    removal: false,
    announce: false,
  },
}

/** @param corrections What the operator knows better: a puppet changes, and a custom one is not in the table. */
export function capabilitiesOf(provider: Provider, corrections: Partial<Capabilities> = {}): Capabilities {
  const capabilities = { ...CAPABILITIES[provider], ...corrections }
  // No correction makes it safe to remove people whose ids do not last.
  return hasLastingIds(provider) ? capabilities : { ...capabilities, removal: false }
}

/** Where the bot can leave a room: wechat4u throws, xp does nothing and says that it did. */
export function canLeave(provider: Provider): boolean {
  return provider !== 'wechat4u' && provider !== 'xp'
}

/** Contact ids that are others at each login: who somebody is cannot be known for longer than that. */
export function hasLastingIds(provider: Provider): boolean {
  return provider !== 'wechat4u'
}

/**
 * Nothing about this is published. These figures are what people who run many rooms have found to last: 1 message a
 * second in a room, 3–5 s between rooms, 40 a minute in all. Over 100 rooms in a row earn 发送消息过于频繁.
 */
export const PACING: Pacing = {
  chatGapMs: 1_000,
  chatMessagesPerMinute: Number.POSITIVE_INFINITY,
  accountCallsPerSecond: 2,
  accountMessagesPerMinute: 40,
  chatSwitchMs: { min: 3_000, max: 5_000 },
  receiptGapMs: 10_000,
}
