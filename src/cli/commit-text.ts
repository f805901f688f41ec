import { deliveries, type Owed } from '../host/core/deliveries.ts'
import { deliveryStateAfter } from '../host/core/delivery-state.ts'
import type { FactRow } from '../host/group.ts'
import type { RecordedCommit } from './commits.ts'
import { visible } from './terminal.ts'

type TimeText = (at: number) => string

/** A commit for people: time, group and cause, then each fact with its data. */
export function commitLines({ lsn, commit }: RecordedCommit, timeText: TimeText): readonly string[] {
  const { at, group, cause, facts } = commit
  const width = Math.max(...facts.map(([type]) => type.length))
  return [
    `${timeText(at)}  ${visible(group)}  ${visible(cause)}  #${lsn}`,
    ...facts.map(row => `    ${row[0].padEnd(width)}  ${dataText(row, timeText)}`.trimEnd()),
  ]
}

const { facts } = deliveries

function dataText([type, data]: FactRow, timeText: TimeText): string {
  if (type === facts.owed.type) return owedText(data as Owed, timeText)
  const pairs = Object.entries(data).filter(([, value]) => value !== undefined && value !== null)
  return pairs.map(([key, value]) => `${key}=${valueText(value, timeText)}`).join(' ')
}

/** `12.1 receipt to group: check-in/done {"streakDays":3}` */
function owedText({ delivery, class: promise, target, says, action, plugin }: Owed, timeText: TimeText): string {
  const to = typeof target === 'string' ? target : target.member
  const said = says.map(({ plugin, key, params }) => `${plugin}/${key} ${valueText(params, timeText)}`)
  const what = action ? `${plugin}/${action.name} ${valueText(action.data, timeText)}` : said.join(', ')
  return `${delivery} ${promise} to ${to}: ${what}`
}

/** The years 2001 to 2096: what an id or a count will hardly be. */
const INSTANT_MIN = 1e12
const INSTANT_MAX = 4e12

/** A whole plan is 20,000 characters: `journal export` has all of them. */
const VALUE_CHARS_MAX = 300

function valueText(value: unknown, timeText: TimeText): string {
  const text = wholeText(value, timeText)
  return text.length <= VALUE_CHARS_MAX ? text : `${text.slice(0, VALUE_CHARS_MAX)}… (${text.length} characters)`
}
function wholeText(value: unknown, timeText: TimeText): string {
  if (typeof value === 'number' && value >= INSTANT_MIN && value < INSTANT_MAX) return timeText(value)
  if (typeof value !== 'string') return visible(JSON.stringify(value))
  return /^[^\s"]+$/u.test(value) ? visible(value) : visible(JSON.stringify(value))
}

/** What became of each delivery: only those that are not over are remembered. */
export interface DeliveryStates {
  readonly fold: (recorded: RecordedCommit) => void
  /** `31 sent, 1 unknown, 2 queued`, or nothing. */
  text(): string
}

export function deliveryStates(): DeliveryStates {
  const open = new Map<string, string>()
  const over = new Map<string, number>()
  function fold({ commit }: RecordedCommit): void {
    for (const [type, data] of commit.facts) {
      const state = deliveryStateAfter([type, data])
      if (state === undefined) continue
      const key = `${commit.group} ${(data as { readonly delivery: string }).delivery}`
      if (OPEN_STATES.has(state)) open.set(key, state)
      else if (open.delete(key)) over.set(state, (over.get(state) ?? 0) + 1)
    }
  }
  function text(): string {
    const counts = new Map(over)
    for (const state of open.values()) counts.set(state, (counts.get(state) ?? 0) + 1)
    return [...counts].map(([state, count]) => `${count} ${state}`).join(', ')
  }
  return { fold, text }
}
const OPEN_STATES: ReadonlySet<string> = new Set(['queued', 'sending', 'unknown'])
