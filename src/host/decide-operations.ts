import { may } from './access.ts'
import { deliveries } from './core/deliveries.ts'
import { lastToUndo, operations } from './core/operations.ts'
import type { operationsMessages } from './core/operations-messages.ts'
import { operationsPlugin } from './core/operations-plugin.ts'
import type { Deciding } from './deciding.ts'
import type { Saying } from './messages.ts'
import { sayOf } from './messages.ts'
import type { Asker } from './plugin.ts'

const say = sayOf(operations.name, operationsPlugin.messages as typeof operationsMessages)

/** The same person has sent the code of their question: what was meant runs, and looks again whether it still can. */
export function decideConfirmed(deciding: Deciding, asker: Asker, code: string): void {
  const { live, event, plugins, record } = deciding
  const { questions } = live.read(operations)
  const open = questions.of(asker.member)
  const isOpen = questions.has(asker.member) && event.at <= open.until
  if (!isOpen || (code !== open.code && !DECLINES.has(code))) return tell(deciding, asker, say.notConfirmed())
  record(operations.facts.settled({ member: asker.member }))
  if (DECLINES.has(code)) return tell(deciding, asker, say.declined())
  const index = plugins.byName.get(open.plugin)
  const part = index === undefined ? undefined : plugins.all[index]!.confirmed[open.action]
  if (index === undefined || !part) return tell(deciding, asker, say.notConfirmed())
  const least = part.who ?? 'member'
  if (!may(asker.role, least)) return void deciding.run(0, 'denied', () => [live.say.denied({ least })], asker)
  const data = part.data.safeParse(open.data)
  if (!data.success) return tell(deciding, asker, say.notConfirmed())
  const decide = () => part.decide(deciding.contextOf(index, asker) as never, data.data as never)
  deciding.run(index, `confirmed.${open.action}`, decide, asker)
}
const DECLINES: ReadonlySet<string> = new Set(['no', '不了'])

/** Takes back the last operation. The part that knows how decides whether it still can. */
export function decideUndone(deciding: Deciding, asker: Asker): void {
  const { live, event, plugins, record, draft } = deciding
  const last = lastToUndo(live.read(operations), event.at)
  if (!last) return tell(deciding, asker, say.nothingToUndo())
  const [operation, { plugin, key, params, undo }] = last
  const says = { plugin, key, params }
  const index = plugins.byName.get(plugin)
  const part = undo === null || index === undefined ? undefined : plugins.all[index]!.undone[undo.action]
  if (undo === null || index === undefined || !part) return tell(deciding, asker, say.notUndoable({ says }))
  const { who: least = 'admin' } = part
  if (!may(asker.role, least)) return void deciding.run(0, 'denied', () => [live.say.denied({ least })], asker)
  const data = part.data.safeParse(undo.data)
  if (!data.success) return tell(deciding, asker, say.notUndoable({ says }))
  const before = draft.rows.length
  const decide = () => part.decide(deciding.contextOf(index, asker) as never, data.data as never)
  deciding.run(index, `undone.${undo.action}`, decide, asker)
  // Saying why not, to whomever, takes nothing back.
  if (draft.rows.slice(before).every(([type]) => type === deliveries.facts.owed.type)) return
  record(operations.facts.undone({ operation, at: event.at, ...(!asker.anonymous && { by: asker.member }) }))
  tell(deciding, asker, say.undone({ says }))
}

function tell(deciding: Deciding, asker: Asker, saying: Saying): void {
  deciding.run(deciding.plugins.byName.get(operations.name)!, 'says', () => [saying], asker)
}
