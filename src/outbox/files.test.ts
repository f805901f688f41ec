import { expect, test } from 'vitest'
import { settings } from '../../scripts/proofs/storage/lab-lives.ts'
import type { Capabilities, Outgoing } from '../adapters/adapter.ts'
import { GroupId } from '../events/ids.ts'
import { createSimulatedPlatform } from '../simulation/simulated-platform.ts'
import { createVirtualClock } from '../simulation/virtual-clock.ts'
import { bootInMemory, createWorld } from '../simulation/world.ts'
import { NOON } from './outbox.fixtures.ts'

const HERE = GroupId.parse('here')
type Sent = Extract<Outgoing, { readonly kind: 'message' }>

/** What leaves when the owner asks for the list of members. */
async function exported(capabilities: Partial<Capabilities>) {
  const clock = createVirtualClock(NOON)
  const sent: Sent[] = []
  const fault = (outgoing: Outgoing) => {
    if (outgoing.kind === 'message') sent.push(outgoing)
    return null
  }
  const platform = createSimulatedPlatform({ clock, capabilities, fault })
  const boot = bootInMemory({ plugins: [], settings: () => settings })
  const world = createWorld({ clock, platform, boot })
  await world.boot()
  const [olga, amy] = [platform.person('Olga', 'owner'), platform.person('Amaryllis')]
  for (const member of [olga, amy]) await platform.joins(HERE, member)
  await platform.says(HERE, olga, '/export csv')
  await world.advanceUntilQuiet(30_000)
  return { sent, olga, journal: boot.journal.lines.join('\n') }
}

test('a file is made when it is sent, goes to the owner alone, and stands nowhere', async () => {
  const { sent, olga, journal } = await exported({ files: true })
  const [file, ...others] = sent.filter(({ file }) => file !== undefined)
  expect(others).toEqual([])
  expect(file!.chat.member).toBe(olga)
  expect(file!.file!.name).toMatch(/^members-2026-03-\d\d\.csv$/)
  expect(file!.file!.text).toContain('Amaryllis')
  expect(journal).toContain('"file":"members"')
  const owed = journal.split('\n').filter(line => line.includes('"file":"members"'))
  expect(owed.join()).not.toMatch(/Amaryllis|sim:A/)
  // The control: it is recorded elsewhere, as what they are called.
  expect(journal).toContain('"name":"Amaryllis"')
})

test('where the platform takes no files, the words say so', async () => {
  const { sent } = await exported({ files: false })
  expect(sent.filter(({ file }) => file !== undefined)).toEqual([])
  expect(sent.map(({ text }) => text).join()).toMatch(/发不了文件|cannot send files/)
})
