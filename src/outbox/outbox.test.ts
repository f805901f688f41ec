import { describe, expect, test } from 'vitest'
import { HERE, HOUR, type Lab, MINUTE, SECOND, startLab } from '../../test/lab.ts'
import { GroupId } from '../events/ids.ts'

const COMMANDS = ['in', 'ask a', 'post', 'notice', 'remove', 'milestone', 'postme', 'postlong 9000', 'broken']

describe('when everything is over', () => {
  test('nothing is left to wait for', async () => {
    const lab = await startLab({ capabilities: { reactions: true } })
    await lab.joins('amy')
    for (const what of COMMANDS) await lab.says('amy', what)
    await lab.pass(MINUTE)
    expect(lab.world.account.nextAt()).toBe(null)
    expect(lab.world.account.inFlight).toBe(0)
    // Control: what is owed is waited for.
    lab.fault = () => ({ is: 'throttled', forMs: MINUTE, account: false })
    await lab.says('amy', 'post')
    await lab.pass(0)
    expect(lab.world.account.nextAt()).not.toBe(null)
  })

  test('nothing is left either when it was withdrawn, expired, failed or settled by a person', async () => {
    const lab = await startLab()
    await lab.joins('ann', 'admin')
    lab.controls.due = ({ key }) => (key === 'notice' ? { due: 'withdraw', reason: 'no' } : { due: 'send' })
    lab.fault = ({ kind }) =>
      kind === 'action' ? { is: 'refused', reason: 'no', again: false } : { is: 'request-lost' }
    for (const what of ['notice', 'remove', 'post', 'in']) await lab.says('ann', what)
    await lab.pass(HOUR)
    lab.fault = () => null
    await lab.says('ann', '/unknown drop 1')
    await lab.pass(HOUR)
    expect(lab.pending()).toEqual([])
    expect(lab.world.account.nextAt()).toBe(null)
  })
})

describe('many groups', () => {
  test('of which each says something now and then are all served', async () => {
    const lab = await startLab()
    for (let i = 0; i < 1_200; i += 1) await lab.says('amy', 'in', { group: GroupId.parse(`g${i}`) })
    await lab.pass(5 * MINUTE)
    expect(lab.texts).toHaveLength(1_200)
    for (let i = 0; i < 1_200; i += 300) await lab.says('amy', 'ask a', { group: GroupId.parse(`g${i}`) })
    await lab.pass(MINUTE)
    expect(lab.texts).toHaveLength(1_204)
    expect(lab.world.account.nextAt()).toBe(null)
  })
})

describe('a process that is asked to end', () => {
  /** Ends it and starts the next one. Returns what had been sent in between. */
  async function end(lab: Lab): Promise<readonly string[]> {
    const ended = lab.world.account[Symbol.asyncDispose]()
    // The answers that are under way come while it waits.
    lab.world.clock.set((lab.world.clock.now() + 10 * SECOND) as never)
    lab.platform.pump(lab.world.clock.now())
    await lab.work()
    lab.journal.flush()
    await ended
    const sent = lab.texts
    lab.world.kill()
    await lab.world.boot()
    return sent
  }

  test('waits for the answers to its calls, so that nothing is unknown that need not be', async () => {
    const lab = await startLab()
    lab.fault = () => ({ is: 'slow', byMs: 5 * SECOND })
    await lab.says('amy', 'post')
    await lab.pass(0)
    lab.fault = () => null
    await end(lab)
    await lab.pass(HOUR)
    expect(lab.texts).toEqual(['post'])
    expect(lab.pending()).toEqual([])
  })

  test('control: one that is killed does not know', async () => {
    const lab = await startLab()
    lab.fault = () => ({ is: 'slow', byMs: 5 * SECOND })
    await lab.says('amy', 'post')
    await lab.pass(0)
    await lab.restart()
    await lab.pass(HOUR)
    expect(lab.pending().map(({ state }) => state)).toEqual(['unknown'])
  })

  test('begins nothing, and leaves the rest of a long text to the next one', async () => {
    const lab = await startLab()
    await lab.says('amy', 'postlong 9000')
    await lab.pass(0)
    expect(await end(lab)).toHaveLength(1)
    await lab.pass(MINUTE)
    expect(new Set(lab.texts).size).toBe(3)
    expect(lab.pending(HERE)).toEqual([])
  })
})

describe('the owner', () => {
  test('who changes while something waits for the owner is the one who gets it', async () => {
    const lab = await startLab()
    await lab.says('bob', 'own')
    lab.fault = () => (lab.calls.length === 1 ? { is: 'throttled', forMs: MINUTE, account: true } : null)
    await lab.says('bob', 'tellowner first')
    await lab.pass(SECOND)
    await lab.says('amy', 'tellowner second')
    await lab.says('cat', 'own')
    await lab.pass(2 * MINUTE)
    expect(lab.texts.toSorted()).toEqual(['(to cat) first', '(to cat) second'])
  })

  test('who is unknown keeps nothing else waiting, and what is for them expires', async () => {
    const lab = await startLab()
    await lab.says('amy', 'tellowner psst')
    await lab.says('amy', 'post')
    await lab.pass(MINUTE)
    expect(lab.texts).toEqual(['post'])
    expect(lab.pending().map(({ state }) => state)).toEqual(['queued'])
  })
})
