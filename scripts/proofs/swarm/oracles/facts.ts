import type { Commit } from '../../../../src/host/commit.ts'

/** The data of a fact, as the journal has it: whoever reads it knows what is in it. */
export type Data = Readonly<Record<string, unknown>>

/** What a commit says of one type, in its order. */
export function factsOf(commit: Commit, type: string): readonly Data[] {
  const found: Data[] = []
  for (const [name, data] of commit.facts) if (name === type) found.push(data as Data)
  return found
}

/** Facts in their order, but for freezes: they stand in before whatever goes on because of them is counted. */
export const freezesFirst = (facts: Commit['facts']): Commit['facts'] => {
  const isFreeze = ([type]: Commit['facts'][number]) => type === 'check-in/froze'
  return facts.some(isFreeze) ? [...facts.filter(isFreeze), ...facts.filter(row => !isFreeze(row))] : facts
}

const TAG = /〔(\w+)〕/

/** What a text of the trial plugin is about. Null: it is another plugin's. */
export const tagOf = (text: string): string | null => TAG.exec(text)?.[1] ?? null

/** What people call the room of a chat, whatever id it has by now. */
export const roomOf = (chat: string): string => chat.split('.')[0]!

export const getOrMake = <K, V>(map: Map<K, V>, key: K, make: () => V): V => {
  let value = map.get(key)
  if (value === undefined) {
    value = make()
    map.set(key, value)
  }
  return value
}
