import type { Role } from '../events/event.ts'
import type { Instant } from '../events/ids.ts'
import { may } from './access.ts'
import type { Asker } from './context.ts'
import { deliveries } from './core/deliveries.ts'
import { membership } from './core/membership.ts'
import { type Listed, lastToUndo, operations, takenBackAt, UNDO_AGAIN_MS } from './core/operations.ts'
import type { operationsMessages } from './core/operations-messages.ts'
import { operationsPlugin } from './core/operations-plugin.ts'
import { type Deciding, titleOf } from './deciding.ts'
import type { Saying } from './messages.ts'
import { sayOf } from './messages.ts'

const say = sayOf(operations.name, operationsPlugin.messages as typeof operationsMessages)

/** For so long after its time a question is still what a code speaks of, in milliseconds. */
const ASKED_LATELY_MS_MAX = 10 * 60_000

/** Whether they have an open question, or had one until lately. */
export function wasAsked({ live, event }: Deciding, { member }: Asker): boolean {
  const { questions } = live.read(operations)
  return questions.has(member) && event.at <= questions.of(member).until + ASKED_LATELY_MS_MAX
}

/** The same person has sent the code of their question: what was meant runs, and looks again whether it still can. */
export function decideConfirmed(deciding: Deciding, asker: Asker, { code, name = '' }: Confirmation): void {
  const { live, event, plugins, record } = deciding
  const { questions } = live.read(operations)
  const open = questions.of(asker.member)
  const isOpen = questions.has(asker.member) && event.at <= open.until
  if (!isOpen || (code !== open.code && !DECLINES.has(code))) return tell(deciding, asker, say.notConfirmed())
  const title = titleOf(live)
  // A slip in the name must not cost the code.
  if (open.isGrave && !DECLINES.has(code) && plain(name) !== plain(title))
    return tell(deciding, asker, say.notTheName({ code, title }))
  record(operations.facts.settled({ member: asker.member }))
  if (DECLINES.has(code)) return tell(deciding, asker, say.declined())
  const index = plugins.byName.get(open.plugin)
  const part = index === undefined ? undefined : plugins.all[index]!.confirmed[open.action]
  if (index === undefined || !part) return tell(deciding, asker, say.notConfirmed())
  const least = part.who ?? 'member'
  if (!may(asker.role, least)) return void tellDenied(deciding, asker, least)
  const data = part.data.safeParse(open.data)
  if (!data.success) return tell(deciding, asker, say.notConfirmed())
  const decide = () => part.decide(deciding.contextOf(index, asker) as never, data.data as never)
  deciding.run(index, `confirmed.${open.action}`, decide, asker)
}
/** What follows `/confirm`. `name`: of the group, for what cannot be taken back. */
interface Confirmation {
  readonly code: string
  readonly name?: string
}
/** Names as people type them: in any width and case, with any spaces, and without quotes around. */
const plain = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s「」“”"']/gu, '')
const DECLINES: ReadonlySet<string> = new Set(['no', '不了'])

/** Takes back the last operation. The part that knows how decides whether it still can. */
export function decideUndone(deciding: Deciding, asker: Asker): void {
  const { live, event, plugins, record, draft } = deciding
  const before = takenBackAt(live.read(operations), event.at)
  if (before) return tell(deciding, asker, undoneBefore(before, asker, event.at))
  const last = lastToUndo(live.read(operations), event.at)
  if (!last) return tell(deciding, asker, say.nothingToUndo())
  const [operation, { plugin, undo, by }] = last
  const theirs = { says: saidOf(last), by: by === asker.member && !asker.anonymous ? null : by }
  const index = plugins.byName.get(plugin)
  const part = undo === null || index === undefined ? undefined : plugins.all[index]!.undone[undo.action]
  if (undo === null || index === undefined || !part) return tell(deciding, asker, say.notUndoable(theirs))
  const { who: least = 'admin' } = part
  if (!may(asker.role, least)) return void tellDenied(deciding, asker, least)
  const data = part.data.safeParse(undo.data)
  if (!data.success) return tell(deciding, asker, say.notUndoable(theirs))
  const rowsBefore = draft.rows.length
  const decide = () => part.decide(deciding.contextOf(index, asker) as never, data.data as never)
  deciding.run(index, `undone.${undo.action}`, decide, asker)
  // Saying why not, to whomever, takes nothing back.
  if (draft.rows.slice(rowsBefore).every(([type]) => type === deliveries.facts.owed.type)) return
  record(operations.facts.undone({ operation, at: event.at, ...(!asker.anonymous && { by: asker.member }) }))
  tell(deciding, asker, say.undone(theirs))
}

const saidOf = ([, { plugin, key, params }]: Listed) => ({ plugin, key, params })

/** Two admins, or two taps: the second has not seen what the first has taken back. */
function undoneBefore(listed: Listed, asker: Asker, now: Instant): Saying {
  const { undoneAt, undoneBy } = listed[1]
  const by = undoneBy === asker.member && !asker.anonymous ? null : undoneBy
  const seconds = Math.ceil((undoneAt! + UNDO_AGAIN_MS - now) / 1000)
  return say.undoneBefore({ says: saidOf(listed), by, seconds })
}

/** Who may, by name where that is one person. */
export function tellDenied({ live, run }: Deciding, asker: Asker, least: Role): boolean {
  const { owner } = live.read(membership).group
  return run(0, 'denied', () => [live.say.denied({ least, owner })], asker)
}

function tell(deciding: Deciding, asker: Asker, saying: Saying): void {
  deciding.run(deciding.plugins.byName.get(operations.name)!, 'says', () => [saying], asker)
}
