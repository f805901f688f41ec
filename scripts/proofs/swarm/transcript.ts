import type { Outcome } from '../../../src/events/event.ts'
import { type CampaignEvent, describeEvent } from './events.ts'
import type { Setting } from './setting.ts'
import type { Call, Oracle, Times } from './watching.ts'

/** Finds nothing wrong: it tells what happens, line by line. */
export function transcriptOracle(
  { start }: Setting,
  events: readonly CampaignEvent[],
  show: (line: string) => void,
): Oracle {
  let shown = 0
  const tell = (what: string, { now, botNow }: Times) => {
    for (; shown < events.length && events[shown]!.at <= now - start; shown += 1)
      show(`▸ ${describeEvent(events[shown]!)}`)
    const skew = now === botNow ? '' : ` (by the bot's clock ${timeOf(botNow)})`
    show(`  ${timeOf(now)}${skew} ${what}`)
    return undefined
  }
  return {
    name: 'transcript',
    taken: (lsn, { group, cause, facts }, times) =>
      tell(
        `line ${lsn} ${group} ${cause}${facts.map(([type, data]) => `\n      ${type} ${JSON.stringify(data)}`).join('')}`,
        times,
      ),
    called: (call, times) => tell(`call ${call.number}: ${textOf(call)}`, times),
    answered: ({ number }, outcome, times) => tell(`answer to call ${number}: ${answerOf(outcome)}`, times),
    updates: (fate, updates, times) => tell(`${fate}: ${updates.map(({ cause }) => cause).join(', ')}`, times),
    turned: (turn, times) => tell(`the bot is ${turn}`, times),
  }
}

const timeOf = (instant: number) => new Date(instant).toISOString().replace('T', ' ').slice(0, 23)
const answerOf = (outcome: Outcome | null) => (outcome === null ? 'lost' : JSON.stringify(outcome))

function textOf({ outgoing }: Call): string {
  const to = outgoing.chat.member ?? outgoing.chat.id
  if (outgoing.kind === 'message') return `${to} ← ${JSON.stringify(outgoing.text)}`
  return outgoing.kind === 'reaction' ? `${to} ← ${outgoing.emoji} on ${outgoing.message}` : `${to}: ${outgoing.action}`
}
