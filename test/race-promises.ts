import { ledger } from '../plugins/points/facts.ts'
import type { Update } from '../src/adapters/adapter.ts'
import type { GroupId } from '../src/events/ids.ts'
import { pictureOf } from '../src/testing/stage.ts'
import { type Bench, HERE, THERE } from './race-bench.ts'

/** What is left of a race when nothing is on its way any more. */
export interface Raced {
  readonly bench: Bench
  readonly updates: readonly Update[]
  /** Messages in the order in which each process first heard them. */
  readonly heard: ReadonlyMap<number, readonly string[]>
  readonly broken: readonly string[]
}

const textOf = (update: Update) => ('text' in update ? update.text : '')
export const leavesSomething = (update: Update) => /^(note|post|work|wake|write)/.test(textOf(update))

/** Which promises were broken. */
export function brokenPromises({ bench, updates, heard, broken }: Raced): readonly string[] {
  const rows = bench.commits().flatMap(({ group, facts }) => facts.map(([type, data]) => ({ type, group, ...data })))
  const all = (type: string) => rows.filter(row => row.type === type) as readonly Record<string, unknown>[]
  const found = [...broken]
  const once = (
    what: string,
    type: string,
    key: (fact: Record<string, unknown>) => unknown,
    expected: readonly unknown[],
  ) => {
    const keys = all(type).map(key)
    const [is, be] = [keys.map(String).sort(), expected.map(String).sort()]
    if (is.join() !== be.join()) found.push(`${what}: ${is} and not ${be}`)
  }
  const saidAs = (what: string) => updates.filter(update => textOf(update).startsWith(what))
  const namesOf = (what: string) => saidAs(what).map(update => textOf(update).split(' ')[1])
  const people = saidAs('打卡').map(update => `${update.chat}|${'who' in update && update.who!.member}`)

  const nameOf = ({ name }: Record<string, unknown>) => name

  once('check-ins', 'check-in/checkedIn', ({ group, member }) => `${group}|${member}`, [...new Set(people)])
  for (const key of new Set(people)) {
    const [group, member] = key.split('|') as [GroupId, never]
    const { balance } = bench.host.read(group, ledger).accounts.of(member)
    if (balance !== 10) found.push(`${key} has ${balance} points`)
  }
  once('notes', 'race/noted', nameOf, namesOf('note'))
  once('work', 'race/worked', nameOf, namesOf('work'))
  once('timers', 'race/rang', nameOf, namesOf('wake'))
  once('letters', 'race/received', nameOf, [...namesOf('write'), 'far0', 'far1', 'far2'])

  const late = new Set(all('outbox/expired').map(({ delivery }) => delivery))
  for (const { delivery, says } of all('outbox/owed')) {
    const [first] = says as { key: string; params: { name?: string } }[]
    if (!first?.params.name) continue
    const times = bench.shown.filter(({ text }) => new RegExp(`${first.key} ${first.params.name}\\.`).test(text)).length
    if (first.key === 'posted' && times > 1) found.push(`${first.params.name} was posted ${times} times`)
    if (first.key === 'noted' && times === 0 && !late.has(delivery)) found.push(`${first.params.name} got no receipt`)
  }
  for (const group of [HERE, THERE]) {
    const [now, replayed] = [bench.host, bench.replayed()].map(host => JSON.stringify(pictureOf(host.groupOf(group))))
    if (now !== replayed) found.push(`${group}: a replay gives another state`)
  }
  return [...found, ...answersOutOfOrder(bench, heard)]
}

/** Each process gives the answers of one chat in the order in which it heard the questions, and each once. */
export function answersOutOfOrder({ shown }: Pick<Bench, 'shown'>, heard: Raced['heard']): readonly string[] {
  return [...heard].flatMap(([life, order]) =>
    [HERE, THERE].flatMap(group => {
      const answers = shown.filter(line => line.life === life && line.text.includes('heard ')).map(line => line.replyTo)
      const causes = answers.map(message => `msg:${group}:${message}`).filter(cause => order.includes(cause))
      const places = causes.map(cause => order.indexOf(cause))
      const isInOrder = places.every((place, index) => index === 0 || place > places[index - 1]!)
      return isInOrder ? [] : [`answers of process ${life} in ${group}: ${causes}, heard ${order}`]
    }),
  )
}
