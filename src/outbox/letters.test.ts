import { describe, expect, test } from 'vitest'
import { HERE, MINUTE, SECOND, startLab } from '../../test/lab.ts'
import type { EventOf } from '../events/event.ts'
import { createLetters } from './letters.ts'

/** Letters that go to another account, which answers as the script says. */
async function withForwarding(...script: readonly (boolean | Error)[]) {
  const lab = await startLab()
  const arrived: EventOf<'mail'>[] = []
  const answers = [...script]
  const { account } = lab.world
  const letters = createLetters({
    host: account.host,
    clock: lab.world.clock,
    receive: () => Promise.reject(new Error('there is nobody here')),
    forward: async letter => {
      const answer = answers.shift() ?? true
      if (answer instanceof Error) throw answer
      if (answer) arrived.push(letter)
      return answer
    },
    record: event => void account.decide(event),
  })
  // Written while nobody carries letters: the account's own are not told of it.
  account.host.handle({
    ...{ kind: 'said', cause: 'msg:1', group: HERE, at: lab.world.clock.now(), message: '1' as never },
    who: { member: lab.platform.person('amy') },
    text: 'write elsewhere hello',
  })
  const pass = async (ms: number) => {
    for (let left = ms; left >= 0; left -= SECOND) {
      letters.pump(lab.world.clock.now())
      await lab.work()
      lab.world.clock.set((lab.world.clock.now() + SECOND) as never)
    }
  }
  return { lab, letters, arrived, pass }
}

describe('a letter to another account', () => {
  test('is carried there once', async () => {
    const { lab, letters, arrived, pass } = await withForwarding()
    letters.load(HERE)
    await pass(MINUTE)
    expect(arrived).toMatchObject([{ group: 'elsewhere', from: HERE, plugin: 'lab', data: { text: 'hello' } }])
    expect(lab.facts('mail/delivered')).toHaveLength(1)
    expect(letters.nextAt()).toBe(null)
  })

  test('is carried again when there is no such group yet, and when it is lost on the way', async () => {
    const { lab, letters, arrived, pass } = await withForwarding(false, new Error('lost'), false, true)
    letters.load(HERE)
    await pass(2 * MINUTE)
    expect(arrived).toHaveLength(1)
    expect(lab.facts('mail/delivered')).toHaveLength(1)
  })
})
