import { expect, test } from 'vitest'
import type { Intake, Outgoing, Update } from '../adapters/adapter.ts'
import type { ChatId, GroupId, Instant } from '../events/ids.ts'
import { createSimulatedPlatform, type UpdateFault } from './simulated-platform.ts'
import { createVirtualClock } from './virtual-clock.ts'

const OAK = 'oak' as GroupId
const START = 1_700_000_000_000 as Instant

/** A messenger, and a bot that takes all it is handed. */
async function messenger(fault: (update: Update) => UpdateFault | null = () => null, redelivers = true) {
  const clock = createVirtualClock(START)
  const heard: Update[] = []
  const fates: string[] = []
  const platform = createSimulatedPlatform({
    clock,
    capabilities: { redelivers },
    updateFault: fault,
    onUpdates: (fate, updates) => fates.push(...updates.map(({ cause }) => `${fate} ${cause}`)),
  })
  const intake: Intake = {
    async take(updates) {
      heard.push(...updates)
      // A disk takes its time.
      for (let i = 0; i < 10; i += 1) await undefined
    },
    ...{ caughtUp() {}, disconnected() {}, connected() {} },
  }
  await platform.start(intake)
  const amy = platform.person('amy')
  const pass = async (ms: number) => {
    clock.set((clock.now() + ms) as Instant)
    platform.pump(clock.now())
    platform.poll()
    for (let i = 0; i < 40; i += 1) await undefined
  }
  const send = (chat: string) =>
    platform.send({ kind: 'message', chat: { id: chat as ChatId, group: OAK }, text: 'hi', mentions: [] } as Outgoing)
  return { platform, heard, fates, amy, pass, send, kinds: () => heard.splice(0).map(({ kind }) => kind) }
}

test('where the bot was removed it hears nothing and can send nothing, until it is back', async () => {
  const { platform, amy, pass, send, kinds } = await messenger()
  await platform.stands(OAK, 'admin')
  await platform.stands(OAK, 'gone')
  await platform.says(OAK, amy, 'hello?')
  await pass(0)
  expect(kinds()).toEqual(['standing', 'standing'])
  expect(await send('oak')).toMatchObject({ is: 'failed', again: false })
  await platform.stands(OAK, 'admin')
  await platform.says(OAK, amy, 'hello!')
  await pass(0)
  expect(kinds()).toEqual(['standing', 'said'])
  expect(await send('oak')).toMatchObject({ is: 'sent' })
})

test('a chat that has another id is told of, and takes nothing under the old one', async () => {
  const { platform, heard, amy, pass, send } = await messenger()
  await platform.stands(OAK, 'admin')
  await platform.migrates(OAK)
  await platform.says(OAK, amy, 'here now')
  await pass(0)
  expect(heard).toMatchObject([{}, { kind: 'migrated', chat: 'oak', to: 'oak.1' }, { kind: 'said', chat: 'oak.1' }])
  expect(await send('oak')).toMatchObject({ is: 'failed', again: true })
  expect(await send('oak.1')).toMatchObject({ is: 'sent' })
})

test('an update may be overtaken, or come twice', async () => {
  const faults: (UpdateFault | null)[] = [
    { is: 'late', byMs: 5_000 },
    { is: 'again', afterMs: 60_000 },
  ]
  const { platform, heard, amy, pass } = await messenger(() => faults.shift() ?? null)
  await platform.says(OAK, amy, 'one')
  await platform.says(OAK, amy, 'two')
  await pass(0)
  const texts = () => heard.map(update => (update.kind === 'said' ? update.text : update.kind))
  expect(texts()).toEqual(['two'])
  await pass(5_000)
  expect(texts()).toEqual(['two', 'one'])
  await pass(55_000)
  expect(texts()).toEqual(['two', 'one', 'two'])
})

test('what was on its way when the connection broke is lost where nothing comes again, and what comes later is not', async () => {
  const { platform, fates, amy, pass } = await messenger(undefined, false)
  await platform.says(OAK, amy, 'one')
  platform.disconnect()
  platform.connect()
  await platform.says(OAK, amy, 'two')
  await pass(0)
  await pass(0)
  expect(fates.filter(fate => /^(?:lost|confirmed)/.test(fate))).toEqual(['lost msg:oak:1', 'confirmed msg:oak:2'])
})
