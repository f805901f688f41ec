import { type AdapterDriver, adapterContract } from '../adapters/adapter.contract.ts'
import type { SentMessage } from '../adapters/adapter.fixtures.ts'
import type { ChatId, GroupId, Instant } from '../events/ids.ts'
import { type CallFault, createSimulatedPlatform, type SimulatedPlatform } from './simulated-platform.ts'
import { createVirtualClock } from './virtual-clock.ts'

adapterContract('the simulated platform', openDriver)

async function openDriver(): Promise<AdapterDriver> {
  const clock = createVirtualClock(1_700_000_000_000 as Instant)
  const group = 'g-lab' as GroupId
  const sent: SentMessage[] = []
  let fault: CallFault | null = null
  let calls = 0
  const open = (state?: SimulatedPlatform['state']) =>
    createSimulatedPlatform({
      clock,
      ...(state && { state }),
      fault() {
        calls += 1
        const now = fault
        fault = null
        return now
      },
      onLine(line) {
        if (line.is !== 'sent') return
        const { text, to, replyTo, file } = line
        const more = { ...(replyTo !== null && { replyTo }), ...(file && { file }) }
        sent.push({ text, ...(to !== null && { to }), ...more })
      },
    })
  const platforms = [open()]
  const latest = () => platforms.at(-1)!

  return {
    adapter: latest(),
    chat: { id: group as string as ChatId, group },
    async member(name) {
      const member = latest().person(name)
      await latest().joins(group, member)
      return member
    },
    stranger: async name => latest().person(name),
    // Typed letter by letter.
    says: (member, text) => latest().says(group, member, text, { mentions: [] }),
    mentions: (member, whom, rest) => latest().says(group, member, `@${latest().state.people[whom]!.name} ${rest}`),
    replies: (member, replyTo, text) => latest().says(group, member, text, { replyTo }),
    saysPrivately: async (member, text) => void (await latest().says(group, member, text, { private: true })),
    joins: member => latest().joins(group, member),
    leaves: member => latest().leaves(group, member),
    sent: () => sent,
    calls: () => calls,
    loseNextAnswer() {
      fault = { is: 'answer-lost' }
    },
    refuseNext() {
      fault = { is: 'refused', reason: 'the test says so', again: false }
    },
    disconnects: async () => latest().disconnect(),
    reconnects: async () => latest().connect(),
    async another() {
      platforms.push(open(latest().state))
      return latest()
    },
    async pass() {
      clock.set((clock.now() + 1_000) as Instant)
      latest().pump(clock.now())
      latest().poll()
    },
    async [Symbol.asyncDispose]() {
      for (const platform of platforms) await platform[Symbol.asyncDispose]()
    },
  }
}
