import type { CallFault, UpdateFault } from '../../../src/simulation/simulated-platform.ts'

/** One thing that people do or that goes wrong, and when: milliseconds since the campaign's start. */
export type CampaignEvent = { readonly at: number } & (
  | ({ readonly is: 'says'; readonly who: number; readonly text: string; readonly private: boolean } & SaysMore)
  /** Answers the question that they were asked last, or somebody else was. */
  | { readonly is: 'confirms'; readonly who: number; readonly how: Confirming }
  | { readonly is: 'joins' | 'leaves'; readonly who: number }
  /** The process ends at the n-th step from then on: a line becoming durable, a call. `power`: so does the disk. */
  | {
      readonly is: 'crashes'
      readonly step: number
      readonly downMs: number
      readonly power: boolean
      /** The next process ends at this step of its own: it may still be starting. Absent: it goes on. */
      readonly nextStep?: number
    }
  /** The machine's clock is wrong for a while. */
  | { readonly is: 'clock'; readonly byMs: number; readonly forMs: number }
  | { readonly is: 'full disk'; readonly forMs: number }
  /** The next write of the journal fails, and the process ends as it must. */
  | { readonly is: 'broken disk'; readonly downMs: number }
  | { readonly is: 'disconnects'; readonly forMs: number }
  /** The next calls go wrong. */
  | { readonly is: 'calls'; readonly fault: CallFault; readonly count: number }
  /** The next updates go wrong. */
  | { readonly is: 'updates'; readonly fault: UpdateFault; readonly count: number }
  | { readonly is: 'kicked'; readonly room: number; readonly forMs: number }
  | { readonly is: 'migrates'; readonly room: number }
  /** The pages are written. */
  | { readonly is: 'checkpoint' }
  /** The state is compared with what the journal says. */
  | { readonly is: 'compares' }
)

interface SaysMore {
  readonly photo?: true
  /** It is a reply to the last thing that this person said in the group, or to the last of the bot there. */
  readonly replyTo?: number | 'bot'
}
/** With the code of their own question, of somebody else's, with none that ever was, by a button, or not at all. */
export type Confirming = 'own' | 'pressed' | "another's" | "another's button" | 'wrong' | 'no'

/** The fault that an event is, for counting. Null: none. */
export function faultOf(event: CampaignEvent): string | null {
  switch (event.is) {
    case 'says':
    case 'confirms':
    case 'joins':
    case 'leaves':
    case 'checkpoint':
    case 'compares':
      return null
    case 'crashes':
      return event.power ? 'power cut' : 'crash'
    case 'calls':
      return `call ${event.fault.is}`
    case 'updates':
      return `update ${event.fault.is}`
    case 'clock':
      return event.byMs > 0 ? 'clock forward' : 'clock back'
    default:
      return event.is
  }
}

/** An event as a person reads it: `day 3 08:10:00 (from the start)  p7 says "打卡"`. */
export function describeEvent(event: CampaignEvent): string {
  const { at, is, ...rest } = event
  const days = Math.floor(at / 86_400_000)
  const time = new Date(at % 86_400_000).toISOString().slice(11, 19)
  const details = Object.entries(rest).map(([key, value]) => `${key} ${JSON.stringify(value)}`)
  return `+${days}d ${time}  ${is}${details.length > 0 ? `: ${details.join(', ')}` : ''}`
}
