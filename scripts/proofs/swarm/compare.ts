import type { Commit } from '../../../src/host/commit.ts'
import type { Group } from '../../../src/host/group.ts'
import type { Host } from '../../../src/host/host.ts'
import type { TableState } from '../../../src/host/table.ts'

/** What is different between a live host and one that knows only the journal. Undefined: nothing. */
export type CompareWithJournal = (live: Host, commits: readonly Commit[]) => string | undefined

/** Reads each line once: the next comparison goes on where this one ended. `fresh` has folded nothing yet. */
export function createComparison(fresh: Host): CompareWithJournal {
  let read = 0
  return (live, commits) => {
    for (; read < commits.length; read += 1) fresh.replay(commits[read]!, read + 1)
    return differenceBetween(live, fresh)
  }
}

export function differenceBetween(live: Host, fresh: Host): string | undefined {
  for (const id of new Set([...live.groups.keys(), ...fresh.groups.keys()])) {
    const [a, b] = [partsOf(live.groupOf(id)), partsOf(fresh.groupOf(id))]
    for (const [name, value] of a) {
      if (value !== b.get(name)) return `In ${id}, ${name} is ${excerpt(value, b.get(name) ?? 'absent')}`
    }
  }
  return undefined
}

/** Each table and record of a group, as text. */
function partsOf({ schema, slices, causes }: Group): ReadonlyMap<string, string> {
  const parts = new Map<string, string>([['causes', textOf(causes)]])
  slices.forEach((slice, index) => {
    const { name } = schema.slices[index]!
    parts.set(name, JSON.stringify(slice.record))
    for (const table of slice.tables) parts.set(`${name}.${table.parts.name}`, textOf(table))
  })
  return parts
}

/** Rows in the order of their keys: what was put where on its page is nobody's business. */
function textOf({ pages, pageRows, places }: TableState): string {
  const rows: string[] = []
  for (const [key, place] of places) {
    const record = pages.get(Math.floor(place / pageRows))?.records[place % pageRows] ?? null
    if (record !== null) rows.push(`${key} ${JSON.stringify(record)}`)
  }
  return rows.sort().join('\n')
}

/** Where two texts part. */
function excerpt(a: string, b: string): string {
  let from = 0
  while (from < a.length && a[from] === b[from]) from += 1
  const near = (text: string) => text.slice(Math.max(0, from - 60), from + 100)
  return `…${near(a)}…, and by the journal …${near(b)}…`
}
