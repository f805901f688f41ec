import { describe, expect, test } from 'vitest'
import { HERE, MINUTE, SECOND, START, startLab } from '../../test/lab.ts'
import type { Instant } from '../events/ids.ts'
import { postpone, withdraw } from '../host/decision.ts'

const toldOf = (lab: Awaited<ReturnType<typeof startLab>>) => lab.facts('lab/told').map(({ key, is }) => `${key} ${is}`)
const doneIn = (lab: Awaited<ReturnType<typeof startLab>>) =>
  lab.lines.filter(({ is }) => is === 'sent' || is === 'did')

describe.each([
  ['a broadcast', 'post'],
  ['a notice', 'notice'],
  ['an action', 'remove'],
])('%s', (_, command) => {
  test('is sent when it is due', async () => {
    const lab = await startLab()
    const asked: string[] = []
    lab.controls.due = ({ key, attempt }) => {
      asked.push(`${key} ${attempt}`)
      return { due: 'send' }
    }
    await lab.says('amy', command)
    await lab.pass(MINUTE)
    expect(doneIn(lab)).toHaveLength(1)
    expect(asked).toEqual([`${command === 'remove' ? 'act:remove' : command} 0`])
  })

  test('waits while it is put off, and is asked about again', async () => {
    const lab = await startLab()
    let asked = 0
    lab.controls.due = (_, { now }) => {
      asked += 1
      return now < START + 30 * MINUTE ? postpone((now + 10 * MINUTE) as Instant) : { due: 'send' }
    }
    await lab.says('amy', command)
    await lab.pass(29 * MINUTE)
    expect(doneIn(lab)).toEqual([])
    await lab.pass(MINUTE)
    expect(doneIn(lab)).toHaveLength(1)
    expect(asked).toBe(4)
  })

  test('put off until now or before does not go round in a circle', async () => {
    const lab = await startLab()
    let asked = 0
    lab.controls.due = (_, { now }) => {
      asked += 1
      return postpone((now - MINUTE) as Instant)
    }
    await lab.says('amy', command)
    await lab.pass(10 * SECOND)
    expect(asked).toBe(11)
  })

  test('never leaves once it is withdrawn', async () => {
    const lab = await startLab()
    lab.controls.due = () => withdraw('marketing-share')
    await lab.says('amy', command)
    await lab.pass(24 * 60 * MINUTE)
    expect(doneIn(lab)).toEqual([])
    expect(lab.facts('outbox/withdrawn').map(({ reason }) => reason)).toEqual(['marketing-share'])
    expect(lab.pending()).toEqual([])
  })

  test('is withdrawn when the question throws, and its letter can be decided again', async () => {
    const lab = await startLab()
    lab.controls.due = () => {
      throw new Error('a bug')
    }
    await lab.says('amy', command)
    await lab.pass(MINUTE)
    expect(doneIn(lab)).toEqual([])
    expect(lab.facts('outbox/withdrawn').map(({ reason }) => reason)).toEqual(['due-failed'])
    expect(lab.facts('dead-letters/stopped').map(({ error }) => error)).toEqual(['a bug'])

    lab.controls.due = () => ({ due: 'send' })
    const [letter] = lab.facts('dead-letters/stopped')
    lab.world.account.retry(HERE, letter!.letter as string)
    await lab.pass(MINUTE)
    expect(doneIn(lab)).toHaveLength(1)
  })

  test('is recorded as sent although the plugin cannot cope with that', async () => {
    const lab = await startLab()
    lab.controls.outcome = () => {
      throw new Error('a bug')
    }
    await lab.says('amy', command)
    await lab.pass(MINUTE)
    expect(doneIn(lab)).toHaveLength(1)
    expect(lab.facts('outbox/sent')).toHaveLength(1)
    expect(lab.pending()).toEqual([])
    expect(toldOf(lab)).toEqual([])
    expect(lab.facts('dead-letters/stopped')).toHaveLength(1)
  })

  test('leaves only once its mark is durable', async () => {
    const lab = await startLab()
    lab.isHeld = true
    await lab.says('amy', command)
    await lab.work()
    lab.journal.flush() // what is owed
    await lab.work()
    expect(lab.facts('outbox/sending')).toHaveLength(1)
    expect(lab.calls).toEqual([])
    lab.journal.flush() // that it leaves
    await lab.work()
    expect(lab.calls).toHaveLength(1)
  })

  test('is asked about and marked once by two questions at one time', async () => {
    const lab = await startLab()
    lab.controls.due = () => postpone((START + MINUTE) as Instant)
    await lab.says('amy', command)
    await lab.pass(0)
    let asked = 0
    lab.controls.due = () => {
      asked += 1
      return { due: 'send' }
    }
    const { account } = lab.world
    const [owed] = lab.facts('outbox/owed')
    const question = {
      kind: 'due',
      group: HERE,
      at: lab.world.clock.now(),
      delivery: owed!.delivery as string,
    } as const
    const first = account.decide({ ...question, cause: 'delivery:first' })
    const second = account.decide({ ...question, cause: 'delivery:second' })
    expect([first.is, second.is, asked]).toEqual(['committed', 'nothing', 1])
    await lab.pass(5 * MINUTE)
    expect(lab.facts('outbox/sending')).toHaveLength(1)
  })
})

test.each([
  ['a receipt', 'in', 'done'],
  ['an answer', 'ask a', 'pong a'],
])('%s leaves without being asked about', async (_, command, text) => {
  const lab = await startLab()
  lab.controls.due = () => withdraw('no')
  await lab.says('amy', command)
  await lab.pass(MINUTE)
  expect(lab.texts).toEqual([text])
})

test('what is marked waits where the platform asked for silence while the mark became durable', async () => {
  const lab = await startLab({ capabilities: { reactions: true } })
  lab.fault = ({ kind }) => (kind === 'reaction' ? { is: 'throttled', forMs: 10 * MINUTE, account: false } : null)
  lab.isHeld = true
  await lab.says('bob', 'inandpost')
  await lab.work()
  lab.journal.flush() // what is owed: the mark is made while the reaction leaves
  await lab.work()
  expect(lab.calls.map(({ outgoing }) => outgoing.kind)).toEqual(['reaction'])
  expect(lab.facts('outbox/sending')).toHaveLength(1)
  expect(lab.facts('outbox/throttled')).toHaveLength(1)
  lab.journal.flush()
  lab.isHeld = false
  await lab.work()
  expect(lab.calls).toHaveLength(1)
  lab.fault = () => null
  await lab.pass(9 * MINUTE)
  expect(lab.calls).toHaveLength(1)
  await lab.pass(2 * MINUTE)
  expect(doneIn(lab)).toHaveLength(1)
})
