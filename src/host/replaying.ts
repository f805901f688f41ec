import { BonfireError } from '../errors.ts'
import { type FactRow, type Group, refold } from './group.ts'

/**
 * Folds one fact of the journal, and returns it as it is defined now. `skipped`: facts that no loaded plugin knows are
 * counted there by slice.
 *
 * @throws REPLAY_FAILED naming the fact when its reducer or upcast throws.
 */
export function replayFact(row: FactRow, group: Group, lsn: number, skipped: Map<string, number>): FactRow {
  try {
    const now = upcast(row, group, skipped)
    refold(group, now[0], now[1], lsn)
    return now
  } catch (error) {
    throw replayFailure(row, lsn, error)
  }
}

/** Reads a fact as it is defined now. */
function upcast(row: FactRow, group: Group, skipped: Map<string, number>): FactRow {
  const [type, data, version = 1] = row
  const fact = group.schema.facts.get(type)?.fact
  if (!fact) {
    const slice = type.slice(0, type.indexOf('/'))
    skipped.set(slice, (skipped.get(slice) ?? 0) + 1)
    return row
  }
  if (version > fact.version)
    throw new Error(`${type}: recorded in version ${version}; this plugin knows up to ${fact.version}.`)
  let now = data
  for (let from = version; from < fact.version; from += 1) now = fact.upcast[from]!(now as Record<string, unknown>)
  return [type, now, fact.version]
}

function replayFailure([type]: FactRow, lsn: number, error: unknown): BonfireError {
  const [plugin = '', fact = ''] = type.split('/')
  const reason = error instanceof Error ? error.message : String(error)
  return new BonfireError('REPLAY_FAILED', { plugin, fact, lsn, reason }, { cause: error })
}
