import { readJournal } from '../../../src/journal/read-journal.ts'

/** A fact as it stands in the journal. */
export interface Recorded {
  readonly type: string
  readonly group: string
  readonly data: Readonly<Record<string, unknown>>
}

/** All facts, the archive included: pages that were written let segments move there. */
export async function recordedIn(journalFolder: string): Promise<readonly Recorded[]> {
  const all: Recorded[] = []
  for await (const { text } of readJournal(journalFolder)) {
    const { group, facts } = JSON.parse(text) as { group: string; facts: [string, Recorded['data']][] }
    all.push(...facts.map(([type, data]) => ({ type, group, data })))
  }
  return all
}

export function ofType(facts: readonly Recorded[], type: string): readonly Recorded[] {
  return facts.filter(fact => fact.type === type)
}

/** What is owed, by what became of it. */
export function deliveriesIn(facts: readonly Recorded[]) {
  const keyOf = ({ group, data }: Recorded) => `${group} ${data.delivery}`
  const ended = new Set(facts.filter(({ type }) => ENDED.has(type)).map(keyOf))
  const unknown = new Set(ofType(facts, 'outbox/unknown').map(keyOf))
  const owed = ofType(facts, 'outbox/owed').map(fact => ({ key: keyOf(fact), ...fact }))
  return {
    owed,
    /** Not ended, and nobody has been told that it is not known. */
    open: owed.filter(({ key }) => !ended.has(key) && !unknown.has(key)),
    unknown: owed.filter(({ key }) => unknown.has(key)),
  }
}
const ENDED = new Set(['sent', 'withdrawn', 'expired', 'failed', 'settled'].map(name => `outbox/${name}`))

/** Nothing that is owed was forgotten, and no broadcast was begun again, unless it was certainly not sent. */
export function deliveriesWrong(facts: readonly Recorded[]): readonly string[] {
  const { owed, open } = deliveriesIn(facts)
  const leftAgain = new Map<string, number>()
  for (const { type, group, data } of facts) {
    const key = `${group} ${data.delivery}`
    const counts = type === 'outbox/sending' ? 1 : type === 'outbox/refused' ? -1 : 0
    if (counts !== 0) leftAgain.set(key, (leftAgain.get(key) ?? 0) + counts)
  }
  const twice = owed.filter(({ key, data }) => data.class === 'broadcast' && (leftAgain.get(key) ?? 0) > 1)
  return [
    ...open.map(({ key, data }) => `delivery ${key} (${data.class}) was forgotten`),
    ...twice.map(({ key }) => `broadcast ${key} left ${leftAgain.get(key)} times`),
  ]
}
