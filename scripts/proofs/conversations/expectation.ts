import type { Commit } from '../../../src/host/commit.ts'
import type { ChatLine } from '../../../src/simulation/simulated-platform.ts'

/** What a conversation came to: read from the journal and from what appeared in chats. */
export interface Course {
  /** What was decided, and what is owed for it, without times and numbers of messages: in no order. */
  readonly decided: ReadonlyMap<string, number>
  readonly deliveries: readonly Ended[]
  /** Each line of text that appeared, and how often. Names in front are left out. */
  readonly texts: ReadonlyMap<string, number>
}

/** One delivery and what became of it. */
interface Ended {
  readonly id: string
  readonly class: string
  /** What it says to whom, without times. */
  readonly what: string
  /** The facts that ended it. `held`: a person has to decide. */
  readonly ends: readonly string[]
  /** The lines of text by which it appeared, where the journal knows the message. */
  readonly texts: readonly string[]
  /** How often a person wanted it sent again. */
  readonly agains: number
}

/** What differs from one run to the next although the same has happened. */
const VOLATILE = new Set([
  'at',
  'code',
  'until',
  'from',
  'to',
  'message',
  'delivery',
  'letter',
  'request',
  'leftAt',
  'minutes',
])
/** The account's own affairs, and what plugins hear of them: a crash is there to change them. */
const OWN_AFFAIRS = /^(?:outbox|pulse)\/|^days\/(?:away|wasAway)$|^trial\/told$|^check-in\/receipted$/
const ENDS = new Set(['sent', 'failed', 'withdrawn', 'expired', 'settled', 'held'])
/** Lines that exist because of a crash. */
const ABOUT_OURSELVES = new Set(['away', 'missed', 'uncertain'])

type Data = Readonly<Record<string, unknown>>

export function courseOf(commits: readonly Commit[], lines: readonly ChatLine[]): Course {
  const facts = commits.flatMap(commit => commit.facts as readonly (readonly [string, Data])[])
  const decided = facts.filter(([type]) => !OWN_AFFAIRS.test(type)).map(([type, data]) => `${type} ${steady(data)}`)
  const owed = facts.filter(([type, data]) => type === 'outbox/owed' && !isAboutOurselves(data))
  const ends = facts.flatMap(([type, data]) => {
    const end = type.slice('outbox/'.length)
    return type.startsWith('outbox/') && ENDS.has(end) ? [{ end, id: data.delivery, message: data.message }] : []
  })
  const endsOf = Map.groupBy(ends, ({ id }) => id)
  const textOf = new Map(lines.flatMap(line => (line.is === 'sent' ? [[line.message, line.text] as const] : [])))
  const deliveries = owed.map(([, data]): Ended => {
    const own = endsOf.get(data.delivery) ?? []
    const texts = own.flatMap(({ message }) => linesOf(textOf.get(message as never) ?? '')).filter(text => text !== '')
    const agains = facts.filter(
      ([type, { delivery, as }]) => type === 'outbox/resolved' && delivery === data.delivery && as === 'again',
    ).length
    return {
      ...{ id: String(data.delivery), class: String(data.class), what: whatOf(data) },
      ...{ ends: own.map(({ end }) => end), texts, agains },
    }
  })
  const shown = lines.flatMap(line => (line.is === 'sent' ? linesOf(line.text) : []))
  return { decided: counted([...decided, ...owed.map(([, data]) => whatOf(data))]), deliveries, texts: counted(shown) }
}

/** What a crash has changed that it must not. */
export function differences(usual: Course, found: Course): readonly string[] {
  return [
    ...unequal(usual.decided, found.decided),
    ...found.deliveries.flatMap(unended),
    ...found.deliveries.flatMap(delivery => untold(usual, found, delivery)),
    ...repeated(usual, found),
  ]
}

function unequal(usual: Course['decided'], found: Course['decided']): readonly string[] {
  return [...new Set([...usual.keys(), ...found.keys()])].flatMap(what => {
    const [wanted = 0, times = 0] = [usual.get(what), found.get(what)]
    return wanted === times ? [] : [`${what}: ${times} times, and ${wanted} times without a crash`]
  })
}

function unended({ id, class: cls, what, ends }: Ended): readonly string[] {
  // What is held, and settled by a person, has two ends.
  const times = ends.filter(end => end !== 'held').length + Number(ends.at(-1) === 'held')
  const isHeldWrongly = ends.includes('held') && cls !== 'broadcast'
  if (times === 1 && !isHeldWrongly) return []
  return [`${cls} ${id} has ended ${ends.length} times (${ends.join()}): ${what}`]
}

/** Who was told without a crash was told with one, if only by the line for those who are late. */
function untold(usual: Course, found: Course, { class: cls, what, ends }: Ended): readonly string[] {
  const end = ends.at(-1)
  if (end === 'held' || (cls === 'receipt' && end === 'expired')) return []
  const told = usual.deliveries.find(delivery => delivery.what === what && delivery.ends.at(-1) === 'sent')
  if (!told) return []
  if (end !== 'sent') return [`${cls} has ended as ${end}, and was sent without a crash: ${what}`]
  return told.texts.filter(text => !found.texts.has(text)).map(text => `nobody was shown "${text}"`)
}

/** A broadcast appears at most once, and once more for each time that a person wanted it again. */
function repeated(usual: Course, found: Course): readonly string[] {
  return usual.deliveries
    .filter(({ class: cls }) => cls === 'broadcast')
    .flatMap(({ what, texts }) => {
      const agains = found.deliveries.find(delivery => delivery.what === what)?.agains ?? 0
      return (
        texts
          // Two welcomes have a line in common.
          .filter(text => (found.texts.get(text) ?? 0) > (usual.texts.get(text) ?? 1) + agains)
          .map(text => `"${text}" was posted ${found.texts.get(text)} times`)
      )
    })
}

const isAboutOurselves = ({ plugin, says }: Data) =>
  plugin === 'bonfire' && ABOUT_OURSELVES.has((says as readonly { readonly key: string }[])[0]?.key ?? '')
const whatOf = ({ class: cls, target, says, action, about }: Data) =>
  `${cls} ${steady({ target, says, action, about })}`
const steady = (data: unknown) => JSON.stringify(data, (key, value) => (VOLATILE.has(key) ? undefined : value))
/** Several receipts in one message name whom each is for. */
const linesOf = (text: string) => text.split('\n').map(line => line.replace(/^(?:@\S+ )+/, ''))

function counted(items: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}
