import type { Capabilities, Pacing } from '../adapters/adapter.ts'
import { capabilitiesOf, type Provider, PACING as WECHAT_PACING } from '../adapters/wechat/providers.ts'
import type { ContentPlatform } from '../host/content.ts'

/** What a platform of the rehearsal can do, how fast, and how many people fit into a group. */
export interface RehearsedPlatform {
  readonly name: ContentPlatform
  readonly capabilities: Partial<Capabilities>
  readonly pacing: Partial<Pacing>
  readonly membersMax: number
}

/** Of a supergroup. */
const TELEGRAM_MEMBERS_MAX = 200_000
/** Of a room. */
const WECHAT_MEMBERS_MAX = 500
/** What differs from a plain messenger with Telegram's limits. */
const TELEGRAM: Partial<Capabilities> = { reactions: true, buttons: true, inviteLinks: true, writesFirst: false }

/** @param provider Who is behind the puppet on WeChat. Of one that nobody has named nothing is promised. */
export function rehearsedPlatform(name: ContentPlatform, provider: Provider = 'custom'): RehearsedPlatform {
  if (name === 'telegram') return { name, capabilities: TELEGRAM, pacing: {}, membersMax: TELEGRAM_MEMBERS_MAX }
  return { name, capabilities: capabilitiesOf(provider), pacing: WECHAT_PACING, membersMax: WECHAT_MEMBERS_MAX }
}
