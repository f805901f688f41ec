import { describe, expect, test } from 'vitest'
import { type Lab, MINUTE, SECOND, startLab } from '../../test/lab.ts'
import type { CallFault } from '../simulation/simulated-platform.ts'

const REFUSED = { is: 'refused', reason: 'busy', again: true } as const
const KICKED = { is: 'refused', reason: 'kicked', again: false } as const

/** The next calls go wrong like this, one after the other; then all goes well. */
function goWrong(lab: Lab, ...faults: readonly (CallFault | null)[]): void {
  const left = [...faults]
  lab.fault = () => left.shift() ?? null
}
const isOver = (lab: Lab) => lab.pending().length === 0
const toldOf = (lab: Lab) => lab.facts('lab/told').map(({ key, is }) => `${key} ${is}`)

describe('an answer', () => {
  test('is given at once and recorded nowhere', async () => {
    const lab = await startLab()
    await lab.joins('amy')
    await lab.says('amy', 'ask why')
    await lab.pass(0)
    expect(lab.sent).toEqual(['0 pong why'])
    expect(lab.facts('outbox/owed')).toEqual([])
    // Control: a receipt is.
    await lab.says('amy', 'in')
    expect(lab.facts('outbox/owed')).toHaveLength(1)
  })

  test('is not given before what it was decided on is durable', async () => {
    const lab = await startLab()
    await lab.says('amy', 'hi')
    await lab.pass(0)
    lab.isHeld = true
    // In one batch, as a platform hands it in: the second is decided on what the first has changed.
    lab.platform.disconnect()
    await lab.says('amy', 'enter')
    await lab.says('amy', 'ask why')
    lab.platform.connect()
    await lab.work()
    expect(lab.facts('lab/entered')).toHaveLength(1)
    expect(lab.texts).toEqual([])
    lab.journal.flush()
    await lab.work()
    expect(lab.texts).toEqual(['pong why'])
  })

  test('that may have been sent is not given again', async () => {
    const lab = await startLab()
    goWrong(lab, { is: 'request-lost' })
    await lab.says('amy', 'ask why')
    await lab.pass(5 * MINUTE)
    expect(lab.texts).toEqual([])
    expect(lab.calls).toHaveLength(1)
  })

  test('that was certainly not sent is given later', async () => {
    const lab = await startLab()
    goWrong(lab, REFUSED, { is: 'throttled', forMs: 20 * SECOND, account: false })
    await lab.says('amy', 'ask why')
    await lab.pass(5 * MINUTE)
    expect(lab.sent).toEqual(['25 pong why'])
  })

  test.each([
    ['is dropped after 2 minutes', 121, []],
    ['control: but not before', 119, ['119 pong why']],
  ])('%s', async (_, seconds, sent) => {
    const lab = await startLab()
    goWrong(lab, { is: 'throttled', forMs: seconds * SECOND, account: false })
    await lab.says('amy', 'ask why')
    await lab.pass(5 * MINUTE)
    expect(lab.sent).toEqual(sent)
  })

  test('that nobody can write is said to be in trouble', async () => {
    const lab = await startLab()
    await lab.says('amy', 'broken')
    await lab.pass(MINUTE)
    expect(lab.texts).toEqual(['Got it, recorded.'])
    expect(lab.troubles).toEqual(['message lab.broken: no words'])
  })
})

describe('a receipt', () => {
  test.each([
    ['its answer was lost', { is: 'answer-lost' }, ['0 done', '10 done']],
    ['its request was lost', { is: 'request-lost' }, ['10 done']],
    ['it was refused for now', REFUSED, ['10 done']],
    ['control: it is sent once when all goes well', null, ['0 done']],
  ] as const)('is repeated when %s', async (_, fault, sent) => {
    const lab = await startLab()
    goWrong(lab, fault)
    await lab.says('amy', 'in')
    await lab.pass(30 * MINUTE)
    expect(lab.sent).toEqual(sent)
    expect(isOver(lab)).toBe(true)
  })

  test('waits longer after each attempt', async () => {
    const lab = await startLab()
    lab.fault = () => REFUSED
    await lab.says('amy', 'in')
    await lab.pass(14 * MINUTE)
    const seconds = lab.calls.map(({ at }) => (at - lab.calls[0]!.at) / SECOND)
    expect(seconds).toEqual([0, 10, 20, 40, 80, 160, 320, 640])
  })

  test('is over when the platform refuses it for good, and its plugin is told', async () => {
    const lab = await startLab()
    goWrong(lab, KICKED)
    await lab.says('amy', 'in')
    await lab.pass(30 * MINUTE)
    expect(lab.texts).toEqual([])
    expect(toldOf(lab)).toEqual(['done failed'])
    expect(isOver(lab)).toBe(true)
  })

  test('past its deadline becomes one line for the group, with the right count', async () => {
    const lab = await startLab()
    let isDown = true
    lab.fault = () => (isDown ? REFUSED : null)
    for (const name of ['amy', 'bob', 'cat']) await lab.says(name, 'in')
    await lab.pass(5 * MINUTE)
    await lab.says('dan', 'in')
    await lab.pass(35 * MINUTE)
    isDown = false
    await lab.pass(30 * MINUTE)
    expect(lab.texts).toEqual([
      'I was away 09:00–09:20. 4 messages from then are recorded and count for their own time.',
    ])
    expect(isOver(lab)).toBe(true)
  })

  test.each([true, false])('is never both acknowledged and in that line (reactions: %s)', async reactions => {
    const lab = await startLab({ capabilities: { reactions } })
    // It leaves before its deadline, and the answer comes after.
    goWrong(lab, { is: 'throttled', forMs: 890 * SECOND, account: false }, { is: 'slow', byMs: 100 * SECOND })
    await lab.says('amy', 'in')
    await lab.pass(30 * MINUTE)
    expect(lab.texts).toEqual(reactions ? [] : ['done'])
    expect(lab.lines.filter(({ is }) => is === 'reacted')).toHaveLength(Number(reactions))
  })

  test('counts from the event, not from when it was read', async () => {
    const lab = await startLab()
    lab.platform.disconnect()
    await lab.says('amy', 'in')
    await lab.pass(14 * MINUTE)
    await lab.says('bob', 'in')
    await lab.pass(2 * MINUTE)
    lab.platform.connect()
    await lab.pass(5 * MINUTE)
    expect(lab.texts).toEqual([
      'done',
      'I was away 09:00–09:16. One message from then is recorded and counts for its own time.',
    ])
  })

  test('in private that is late is told of in private', async () => {
    const lab = await startLab()
    lab.fault = () => (lab.world.clock.now() - lab.calls[0]!.at < 16 * MINUTE ? REFUSED : null)
    await lab.joins('amy')
    await lab.says('amy', 'in', { private: true })
    await lab.pass(30 * MINUTE)
    expect(lab.texts).toEqual([
      '(to amy) I was away 09:00–09:15. One message from then is recorded and counts for its own time.',
    ])
  })

  test('shows as a reaction where the platform has them, and in words where the group forbids them', async () => {
    const lab = await startLab({ capabilities: { reactions: true } })
    await lab.says('amy', 'in')
    await lab.pass(0)
    lab.fault = ({ kind }) => (kind === 'reaction' ? { is: 'refused', reason: 'REACTION_INVALID', again: false } : null)
    await lab.says('bob', 'in')
    await lab.pass(30 * MINUTE)
    expect(lab.lines.filter(({ is }) => is === 'reacted')).toHaveLength(1)
    expect(lab.texts).toEqual(['done'])
    expect(isOver(lab)).toBe(true)
  })
})

describe('a notice', () => {
  test.each([
    ['its answer was lost', { is: 'answer-lost' }, ['0 now', '5 now']],
    ['its request was lost', { is: 'request-lost' }, ['5 now']],
    ['it was refused for now', REFUSED, ['5 now']],
    ['control: it is sent once when all goes well', null, ['0 now']],
  ] as const)('is repeated when %s', async (_, fault, sent) => {
    const lab = await startLab()
    goWrong(lab, fault)
    await lab.says('amy', 'notice now')
    await lab.pass(30 * MINUTE)
    expect(lab.sent).toEqual(sent)
    expect(toldOf(lab)).toEqual(['notice sent'])
  })

  test('is repeated for as long as it takes, at most every 10 minutes', async () => {
    const lab = await startLab()
    lab.fault = () => ({ is: 'request-lost' })
    await lab.says('amy', 'notice now')
    await lab.pass(24 * 60 * MINUTE)
    const gaps = lab.calls.map(({ at }, index) => (at - (lab.calls[index - 1]?.at ?? at)) / SECOND)
    expect(gaps.slice(0, 10)).toEqual([0, 5, 10, 20, 40, 80, 160, 320, 600, 600])
    expect(Math.max(...gaps)).toBe(600)
    goWrong(lab)
    await lab.pass(10 * MINUTE)
    expect(lab.texts).toEqual(['now'])
  })

  test("tells its plugin the platform's time", async () => {
    const lab = await startLab()
    goWrong(lab, { is: 'slow', byMs: 30 * SECOND })
    await lab.says('amy', 'notice now')
    const at = lab.world.clock.now()
    await lab.pass(MINUTE)
    expect(lab.facts('lab/told')).toEqual([{ key: 'notice', is: 'sent', at }])
  })

  test('for the owner waits until there is one', async () => {
    const lab = await startLab()
    await lab.says('amy', 'tellowner psst')
    await lab.pass(60 * MINUTE)
    expect(lab.calls).toEqual([])
    await lab.says('bob', 'own')
    await lab.pass(0)
    expect(lab.sent).toEqual(['3600 (to bob) psst'])
  })
})

describe('a broadcast', () => {
  test.each([
    ['its answer was lost', { is: 'answer-lost' }, ['post']],
    ['its request was lost', { is: 'request-lost' }, []],
  ] as const)('is held when %s', async (_, fault, texts) => {
    const lab = await startLab()
    goWrong(lab, fault)
    await lab.says('amy', 'post')
    await lab.pass(24 * 60 * MINUTE)
    expect(lab.texts).toEqual(texts)
    expect(lab.pending().map(({ state }) => state)).toEqual(['unknown'])
    expect(lab.facts('outbox/held').map(({ number }) => number)).toEqual([1])
    expect(toldOf(lab)).toEqual(['post unknown'])
  })

  test('that was leaving when the process ended is held, not sent again', async () => {
    const lab = await startLab()
    goWrong(lab, { is: 'never-answered' })
    await lab.says('amy', 'post')
    await lab.pass(0)
    expect(lab.pending().map(({ state }) => state)).toEqual(['sending'])
    await lab.restart()
    await lab.pass(24 * 60 * MINUTE)
    expect(lab.texts).toEqual(['post'])
    expect(lab.pending().map(({ state }) => state)).toEqual(['unknown'])
  })

  test('that had not begun to leave when the process ended is sent', async () => {
    const lab = await startLab()
    lab.fault = () => REFUSED
    await lab.says('amy', 'post')
    await lab.pass(SECOND)
    goWrong(lab)
    await lab.restart()
    await lab.pass(MINUTE)
    expect(lab.texts).toEqual(['post'])
    expect(toldOf(lab)).toEqual(['post sent'])
  })

  test.each([
    ['is over after its deadline', 121, [], 'post failed'],
    ['control: but not before', 119, ['7140 post'], 'post sent'],
  ])('%s', async (_, minutes, sent, told) => {
    const lab = await startLab()
    goWrong(lab, { is: 'throttled', forMs: minutes * MINUTE, account: false })
    await lab.says('amy', 'post')
    await lab.pass(3 * 60 * MINUTE)
    expect(lab.sent).toEqual(sent)
    expect(toldOf(lab)).toEqual([told])
    expect(isOver(lab)).toBe(true)
  })

  test('refused for good is over, and its plugin is told', async () => {
    const lab = await startLab()
    goWrong(lab, KICKED)
    await lab.says('amy', 'post')
    await lab.pass(30 * MINUTE)
    expect(lab.calls).toHaveLength(1)
    expect(toldOf(lab)).toEqual(['post failed'])
    expect(isOver(lab)).toBe(true)
  })

  test('that nobody can write has failed, and holds nothing up', async () => {
    const lab = await startLab()
    await lab.says('amy', 'postbroken')
    await lab.says('amy', 'post')
    await lab.pass(MINUTE)
    expect(lab.texts).toEqual(['post'])
    expect(toldOf(lab)).toEqual(['broken failed', 'post sent'])
  })
})

describe('an action', () => {
  test.each([
    ['its answer was lost', { is: 'answer-lost' }, 2],
    ['its request was lost', { is: 'request-lost' }, 1],
    ['it was refused for now', REFUSED, 1],
    ['control: it is done once when all goes well', null, 1],
  ] as const)('is repeated when %s', async (_, fault, times) => {
    const lab = await startLab()
    goWrong(lab, fault)
    await lab.says('amy', 'remove')
    await lab.pass(30 * MINUTE)
    expect(lab.lines.filter(({ is }) => is === 'did')).toHaveLength(times)
    expect(toldOf(lab)).toEqual(['act:remove sent'])
    expect(isOver(lab)).toBe(true)
  })

  test('has no deadline', async () => {
    const lab = await startLab()
    lab.fault = () => REFUSED
    await lab.says('amy', 'remove')
    await lab.pass(48 * 60 * MINUTE)
    goWrong(lab)
    await lab.pass(10 * MINUTE)
    expect(toldOf(lab)).toEqual(['act:remove sent'])
  })
})

describe('a call', () => {
  test('that is never answered does not stop its chat for ever', async () => {
    const lab = await startLab()
    goWrong(lab, { is: 'never-answered' })
    await lab.says('amy', 'post first')
    await lab.pass(0)
    await lab.says('amy', 'post second')
    await lab.pass(119 * SECOND)
    expect(lab.texts).toEqual(['first'])
    await lab.pass(SECOND)
    expect(lab.texts).toEqual(['first', 'second'])
    expect(lab.pending().map(({ state }) => state)).toEqual(['unknown'])
  })

  test('that an adapter throws at once is unknown like any other', async () => {
    const lab = await startLab()
    lab.platform.send = () => {
      throw new Error('a bug')
    }
    await lab.says('amy', 'post')
    await lab.pass(MINUTE)
    expect(lab.pending().map(({ state }) => state)).toEqual(['unknown'])
  })
})
