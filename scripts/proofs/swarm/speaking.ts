import type { MemberId, MessageId } from '../../../src/events/ids.ts'
import type { Commit } from '../../../src/host/commit.ts'
import type { ChatLine, SaysMore, SimulatedPlatform } from '../../../src/simulation/simulated-platform.ts'
import type { CampaignEvent } from './events.ts'
import { factsOf } from './oracles/facts.ts'
import type { Setting } from './setting.ts'

type Says = CampaignEvent & { is: 'says' }
type Confirms = CampaignEvent & { is: 'confirms' }
/** Nobody is ever given it, or only by chance. */
const WRONG_CODE = '0000'

export interface Speaking {
  says(event: Says): Promise<void>
  confirms(event: Confirms): Promise<void>
  /** Something has appeared in a chat. */
  saw(line: ChatLine): void
}

/** How what people mean to say becomes messages: which one they reply to, which code they have read. */
export function createSpeaking(
  { people, platform: kind }: Setting,
  platform: () => SimulatedPlatform,
  ids: readonly MemberId[],
  commits: () => readonly Commit[],
): Speaking {
  const lastOf = new Map<string, MessageId>()
  /** The newest codes, each with who was asked. */
  const codes = new Map<string, string>()
  let read = 0

  function readCodes(): void {
    const all = commits()
    for (; read < all.length; read += 1) {
      for (const { member, code } of factsOf(all[read]!, 'operations/asked')) {
        codes.delete(String(member))
        codes.set(String(member), String(code))
      }
    }
  }
  function codeFor(who: MemberId, how: Confirms['how']): string | undefined {
    if (how === 'no') return 'no'
    if (how === 'wrong') return WRONG_CODE
    if (how === 'own' || how === 'pressed') return codes.get(who)
    return [...codes].findLast(([member]) => member !== who)?.[1]
  }
  const isPress = (how: Confirms['how']) => kind === 'telegram' && (how === 'pressed' || how === "another's button")

  return {
    async says({ who, text, private: isPrivate, photo, replyTo }) {
      const { room } = people[who]!
      const replied =
        replyTo === undefined ? undefined : lastOf.get(`${room} ${replyTo === 'bot' ? 'bot' : ids[replyTo]}`)
      const more: SaysMore = {
        ...(isPrivate && { private: true }),
        ...(photo && { photo }),
        ...(replied !== undefined && kind === 'telegram' && { replyTo: replied }),
      }
      await platform().says(room, ids[who]!, text, more)
    },
    async confirms({ who, how }) {
      readCodes()
      const { room } = people[who]!
      const code = codeFor(ids[who]!, how)
      if (code === undefined) return
      const below = lastOf.get(`${room} bot`)
      if (isPress(how) && below !== undefined) await platform().presses(room, ids[who]!, below, `/confirm ${code}`)
      else await platform().says(room, ids[who]!, `/confirm ${code}`)
    },
    saw(line) {
      if (line.is === 'sent' && line.to === null) lastOf.set(`${line.group} bot`, line.message)
      if (line.is === 'said' && !line.private) lastOf.set(`${line.group} ${line.member}`, line.message)
    },
  }
}
