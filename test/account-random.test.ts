import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallFault } from '../src/simulation/simulated-platform.ts'
import { DAY, HOUR, type Lab, MINUTE, SECOND, startLab } from './lab.ts'

/** What can happen to a bot in a bad week. */
type Act =
  | { readonly do: 'says'; readonly what: string; readonly who: number; readonly isPrivate: boolean }
  | { readonly do: 'passes'; readonly ms: number }
  | { readonly do: 'crashes'; readonly afterFlushes: number; readonly downMs: number }
  | { readonly do: 'disconnects'; readonly forMs: number }
  | { readonly do: 'refuses'; readonly forMs: number }
  | { readonly do: 'goes wrong'; readonly fault: CallFault; readonly calls: number }

const ms = fc.oneof(fc.constant(0), fc.nat(3 * SECOND), fc.nat(5 * MINUTE), fc.nat(3 * HOUR))
const fault: fc.Arbitrary<CallFault> = fc.oneof(
  fc.constant({ is: 'request-lost' } as const),
  fc.constant({ is: 'answer-lost' } as const),
  fc.constant({ is: 'never-answered' } as const),
  fc.record({ is: fc.constant('refused' as const), reason: fc.constant('busy'), again: fc.constant(true) }),
  fc.record({ is: fc.constant('throttled' as const), forMs: fc.nat(30 * MINUTE), account: fc.boolean() }),
  fc.record({ is: fc.constant('slow' as const), byMs: fc.nat(3 * MINUTE) }),
)
const COMMANDS = ['in', 'post', 'notice', 'remove', 'ask', 'postlong 9000', 'wake 30', 'close 20', 'provide why']
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('says' as const),
      what: fc.constantFrom(...COMMANDS),
      who: fc.nat(4),
      isPrivate: fc.boolean(),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('passes' as const), ms }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crashes' as const), afterFlushes: fc.nat(6), downMs: ms }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('disconnects' as const), forMs: ms }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('refuses' as const), forMs: ms }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('goes wrong' as const), fault, calls: fc.nat(5) }) },
)

const isHere = (lab: Lab, name: string) =>
  Object.values(lab.platform.state.people).some(person => person.name === name && person.groups.length > 0)

/** Lives through it; then nothing goes wrong for a day. */
async function live(lab: Lab, acts: readonly Act[]): Promise<void> {
  for (let who = 0; who <= 4; who += 1) await lab.joins(`m${who}`)
  await lab.pass(0)
  for (const [index, next] of acts.entries()) {
    switch (next.do) {
      case 'says': {
        // Each text is its own, so that what is sent twice can be told.
        const takesText = ['in', 'post', 'notice', 'ask'].includes(next.what)
        // Who has been removed comes back first: in private a stranger is no member.
        if (!isHere(lab, `m${next.who}`)) await lab.joins(`m${next.who}`)
        const text = takesText ? `${next.what} number ${index}.` : next.what
        await lab.says(`m${next.who}`, text, next.isPrivate ? { private: true } : {})
        break
      }
      case 'passes':
        await lab.pass(next.ms)
        break
      case 'crashes':
        for (let i = 0; i < next.afterFlushes; i += 1) {
          await lab.work()
          lab.journal.flush(1)
        }
        await lab.restart(next.downMs)
        break
      case 'disconnects':
        lab.platform.disconnect()
        await lab.pass(next.forMs)
        lab.platform.connect()
        break
      case 'refuses':
        lab.journal.refuse('full')
        await lab.pass(next.forMs)
        lab.journal.refuse(undefined)
        break
      case 'goes wrong': {
        let left = next.calls
        lab.fault = () => {
          left -= 1
          return left >= 0 ? next.fault : null
        }
      }
    }
  }
  lab.fault = () => null
  await lab.pass(DAY)
}

const ENDS = ['sent', 'failed', 'withdrawn', 'expired', 'settled']

/** What of all the promises was broken. */
function brokenPromises(lab: Lab): readonly string[] {
  const broken: string[] = []
  const owed = lab.facts('outbox/owed')
  const ends = ENDS.flatMap(end => lab.facts(`outbox/${end}`).map(({ delivery }) => ({ end, delivery })))
  const held = new Set(lab.facts('outbox/held').map(({ delivery }) => delivery))
  const endsOf = Map.groupBy(ends, ({ delivery }) => delivery)
  for (const { delivery, class: cls } of owed) {
    const found = endsOf.get(delivery) ?? []
    const isHeld = held.has(delivery)
    if (found.length + Number(isHeld) !== 1)
      broken.push(`${cls} ${delivery} ended ${found.length} times (${found.map(({ end }) => end)}), held: ${isHeld}`)
    if (isHeld && cls !== 'broadcast') broken.push(`${cls} ${delivery} is held`)
    if (cls === 'receipt' && found.some(({ end }) => end === 'failed')) broken.push(`receipt ${delivery} was given up`)
    if (cls === 'notice' && !isHeld && found.some(({ end }) => end === 'expired' || end === 'failed'))
      broken.push(`notice ${delivery} was given up`)
  }
  if (lab.pending().some(({ state }) => state !== 'unknown')) broken.push('something is still owed')
  // Posts at most once: in whole, and each part.
  const texts = lab.texts.map(text => text.replace(/^\(to m\d\) /, ''))
  for (const [text, times] of Map.groupBy(texts, text => text)) {
    if (/^number \d+\.$/.test(text) && isPost(lab, text) && times.length > 1) broken.push(`"${text}" was posted twice`)
  }
  // What came too late is in the lines that say so, with the right count.
  const receipts = new Set(owed.filter(({ class: cls }) => cls === 'receipt').map(({ delivery }) => delivery))
  const late = lab.facts('outbox/expired').filter(({ delivery }) => receipts.has(delivery)).length
  const together = new Set(
    lab
      .facts('outbox/withdrawn')
      .filter(({ reason }) => reason === 'said-together')
      .map(({ delivery }) => delivery),
  )
  const said = owed
    .filter(({ plugin, delivery }) => plugin === 'bonfire' && !together.has(delivery))
    .reduce((sum, { says }) => sum + ((says as { params: { count?: number } }[])[0]?.params.count ?? 0), 0)
  if (late !== said) broken.push(`${late} receipts were late, and ${said} said to be`)
  if (lab.troubles.some(trouble => !/^provider|^letter|^the journal has failed/.test(trouble)))
    broken.push(`trouble: ${lab.troubles}`)
  return broken
}
const isPost = (lab: Lab, text: string) =>
  lab.facts('outbox/owed').some(({ class: cls, says }) => {
    const [first] = says as { params: { text?: string } }[]
    return cls === 'broadcast' && first?.params.text === text
  })

test('whatever happens to the bot, it keeps its promises', async () => {
  let crashes = 0
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 60 }), fc.boolean(), async (acts, reactions) => {
      const lab = await startLab({ heartbeatMs: 10 * MINUTE, capabilities: { reactions } })
      await live(lab, acts)
      crashes += acts.filter(({ do: what }) => what === 'crashes').length
      const messages = lab.lines.filter(line => line.is === 'said' && line.text.startsWith('in ')).length
      expect(lab.facts('lab/checkedIn')).toHaveLength(messages)
      expect(brokenPromises(lab)).toEqual([])
    }),
    // `RUNS=2500 npx vitest run test/account-random` takes five minutes. fast-check prints the seed of what it finds.
    { numRuns: Number(process.env.RUNS ?? 25) },
  )
  expect(crashes).toBeGreaterThan(10)
}, 600_000)
