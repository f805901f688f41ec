import { describe, expect, test } from 'vitest'
import { HERE, type Lab, MINUTE, SECOND, START, startLab } from '../../test/lab.ts'
import type { MemberId } from '../events/ids.ts'
import type { ChatLine } from '../simulation/simulated-platform.ts'

type Sent = ChatLine & { readonly is: 'sent' }
const sentBy = (lab: Lab) => lab.lines.filter((line): line is Sent => line.is === 'sent')

/** So many check-ins spread over a minute, with so many questions between them. */
async function rush(lab: Lab, checkIns: number, questions = 0): Promise<void> {
  const total = checkIns + questions
  for (let i = 0; i < total; i += 1) {
    await lab.world.advanceTo((START + Math.floor((i * MINUTE) / total)) as typeof START)
    const isQuestion = Math.floor(((i + 1) * questions) / total) > Math.floor((i * questions) / total)
    await lab.says(`m${i}`, isQuestion ? `ask ${i}` : 'in')
  }
}

/** When each owed receipt was out: the time of the message that settled it. */
function waits(lab: Lab): readonly number[] {
  const owedAt = new Map(lab.facts('outbox/owed').map(({ delivery, at }) => [delivery, at as number]))
  return lab.facts('outbox/sent').map(({ delivery, at }) => (at as number) - owedAt.get(delivery)!)
}

function mostIn(times: readonly number[], lengthMs: number): number {
  return Math.max(0, ...times.map(from => times.filter(at => at >= from && at < from + lengthMs).length))
}

describe('reactions', () => {
  const sentCommits = (lab: Lab) => lab.journal.lines.filter(line => line.includes('"outbox/sent"')).length

  test('of one moment in one group are recorded by one commit', async () => {
    const lab = await startLab({ capabilities: { reactions: true } })
    for (let i = 0; i < 40; i += 1) await lab.says(`m${i}`, 'in')
    await lab.pass(0)
    expect(lab.lines.filter(({ is }) => is === 'reacted').length).toBeGreaterThan(10)
    expect(sentCommits(lab)).toBe(0)
    await lab.pass(10 * SECOND)
    expect(lab.facts('outbox/sent')).toHaveLength(40)
    expect(sentCommits(lab)).toBeLessThanOrEqual(4)
    expect(lab.pending()).toEqual([])
  })

  test('are shown once more by a process that starts before they were recorded, and then recorded', async () => {
    const lab = await startLab({ capabilities: { reactions: true } })
    await lab.says('amy', 'in')
    await lab.pass(0)
    await lab.restart()
    await lab.pass(2 * SECOND)
    const reacted = lab.lines.filter(line => line.is === 'reacted')
    expect(reacted.map(({ message }) => message)).toEqual([reacted[0]!.message, reacted[0]!.message])
    expect(lab.facts('outbox/sent')).toHaveLength(1)
    // The control: once recorded, never again.
    await lab.restart()
    await lab.pass(MINUTE)
    expect(lab.lines.filter(({ is }) => is === 'reacted')).toHaveLength(2)
  })

  test('are recorded each with the time at which it was shown', async () => {
    const lab = await startLab({ capabilities: { reactions: true } })
    await lab.says('amy', 'in')
    await lab.pass(100)
    await lab.says('bob', 'in')
    await lab.pass(MINUTE)
    expect(sentCommits(lab)).toBe(1)
    expect(lab.facts('outbox/sent').map(({ at }) => (at as number) - START)).toEqual([0, 100])
    expect(lab.facts('lab/told').map(({ at }) => (at as number) - START)).toEqual([0, 100])
  })

  test('are recorded at once by a process that ends', async () => {
    const lab = await startLab({ capabilities: { reactions: true } })
    await lab.says('amy', 'in')
    await lab.pass(0)
    await lab.world.account.stopSending()
    lab.journal.flush()
    expect(lab.facts('outbox/sent')).toHaveLength(1)
  })
})

describe('300 check-ins in a minute', () => {
  test('without reactions are all acknowledged within 15 s, in 6 messages a minute', async () => {
    const lab = await startLab()
    await rush(lab, 300)
    await lab.pass(MINUTE)
    expect(waits(lab)).toHaveLength(300)
    expect(Math.max(...waits(lab))).toBeLessThanOrEqual(15 * SECOND)
    const times = sentBy(lab).map(({ at }) => at)
    expect(mostIn(times, MINUTE)).toBeLessThanOrEqual(6)
    expect(lab.pending()).toEqual([])
  })

  test('name at most 20 members in a message, and count the rest', async () => {
    const lab = await startLab()
    await rush(lab, 300)
    await lab.pass(MINUTE)
    const named = lab.calls.map(({ outgoing }) => (outgoing.kind === 'message' ? outgoing.mentions.length : 0))
    expect(Math.max(...named)).toBe(20)
    const told = sentBy(lab).map(({ text }, index) => named[index]! + Number(/and (\d+) more: /.exec(text)?.[1] ?? 0))
    // The first went alone and needs no name.
    expect(told.reduce((sum, count) => sum + count, 1)).toBe(300)
  })

  test('with reactions get one reaction each and no message', async () => {
    const lab = await startLab({ capabilities: { reactions: true } })
    await rush(lab, 300)
    await lab.pass(MINUTE)
    const reactions = lab.lines.filter(line => line.is === 'reacted')
    expect(new Set(reactions.map(({ message }) => message)).size).toBe(300)
    expect(reactions).toHaveLength(300)
    expect(sentBy(lab)).toEqual([])
    expect(Math.max(...waits(lab))).toBeLessThanOrEqual(SECOND)
  })

  test('with reactions are fast although each takes the platform half a second', async () => {
    const lab = await startLab({ capabilities: { reactions: true } })
    lab.fault = () => ({ is: 'slow', byMs: 500 })
    await rush(lab, 300)
    await lab.pass(MINUTE)
    expect(Math.max(...waits(lab))).toBeLessThanOrEqual(2 * SECOND)
  })

  test('between 100 questions are still acknowledged within 15 s, and a post is not starved', async () => {
    const lab = await startLab()
    await lab.says('amy', 'post at last')
    await rush(lab, 300, 100)
    await lab.says('amy', 'post later')
    await lab.pass(3 * MINUTE)
    const receipts = waits(lab).filter((_, index) => index > 0)
    expect(receipts.length).toBeGreaterThanOrEqual(300)
    const sent = sentBy(lab)
    expect(
      mostIn(
        sent.map(({ at }) => at),
        MINUTE,
      ),
    ).toBeLessThanOrEqual(20)
    const acknowledged = lab.facts('lab/told').filter(({ key }) => key === 'done')
    expect(acknowledged).toHaveLength(300)
    const later = sent.find(({ text }) => text === 'later')!
    expect(later.at - (START + MINUTE)).toBeLessThanOrEqual(MINUTE)
  })
})

test('a lone receipt is immediate and replies to its message', async () => {
  const lab = await startLab()
  const message = await lab.says('amy', 'in')
  await lab.pass(0)
  expect(sentBy(lab)).toMatchObject([{ at: START, replyTo: message, text: 'done' }])
})

test('what several are told alike is one line', async () => {
  const lab = await startLab()
  await lab.says('zoe', 'in')
  await lab.pass(0)
  await lab.says('amy', 'in')
  await lab.says('bob', 'in early')
  await lab.says('cat', 'in')
  await lab.says('dan', 'milestone')
  await lab.says('amy', 'in again')
  await lab.pass(15 * SECOND)
  expect(lab.texts[1]).toBe(['@amy @cat done', '@bob done early', '@dan a hundred days', '@amy done again'].join('\n'))
})

test('mentions are where the text says so, in UTF-16 code units', async () => {
  const lab = await startLab()
  await lab.says('zoe', 'in')
  await lab.pass(0)
  for (const name of ['小明', '🦊 fox', '👨‍👩‍👧', 'bob']) await lab.says(name, name === 'bob' ? 'hello' : 'in 🎉')
  await lab.pass(15 * SECOND)
  const { outgoing } = lab.calls.at(-1)!
  if (outgoing.kind !== 'message') throw new Error('no message')
  const shown = outgoing.mentions.map(({ offset, length }) => outgoing.text.slice(offset, offset + length))
  expect(shown).toEqual(['@小明', '@🦊 fox', '@👨👩👧', '@bob'])
  expect(outgoing.mentions.map(({ member }) => member)).toEqual(
    ['小明', '🦊 fox', '👨‍👩‍👧', 'bob'].map(name => lab.platform.idOf(name)),
  )
  // Who is mentioned in the text is not mentioned twice.
  expect(outgoing.text.split('\n')).toEqual(['@小明 @🦊 fox @👨👩👧 done 🎉', 'welcome @bob!'])
})

test('two people of one name are both told', async () => {
  const lab = await startLab()
  await lab.says('zoe', 'in')
  await lab.pass(0)
  for (const name of ['小明', '小明 ']) await lab.says(name, 'hello')
  await lab.pass(15 * SECOND)
  const { outgoing } = lab.calls.at(-1)!
  const mentioned: readonly MemberId[] =
    outgoing.kind === 'message' ? outgoing.mentions.map(({ member }) => member) : []
  expect(new Set(mentioned).size).toBe(2)
})

test('receipts with long texts go on in further messages rather than be cut off', async () => {
  const lab = await startLab({ capabilities: { textLengthMax: 400 } })
  await lab.says('zoe', 'in')
  await lab.pass(0)
  for (let i = 0; i < 20; i += 1) await lab.says(`m${i}`, `in ${i} ${'x'.repeat(60)}`)
  await lab.pass(15 * SECOND)
  await lab.pass(MINUTE)
  const texts = lab.texts.slice(1)
  expect(texts.length).toBeGreaterThan(4)
  expect(Math.max(...texts.map(({ length }) => length))).toBeLessThanOrEqual(400)
  const lines = texts.join('\n').split('\n')
  expect(lines).toEqual(Array.from({ length: 20 }, (_, i) => `@m${i} done ${i} ${'x'.repeat(60)}`))
  expect(lab.pending()).toEqual([])
})

describe('many receipts of one moment', () => {
  async function saidAtOnce(...said: readonly (readonly [name: string, text: string])[]): Promise<Lab> {
    const lab = await startLab()
    await lab.says('zoe', 'in')
    await lab.pass(0)
    for (const [name, text] of said) await lab.says(name, text)
    await lab.pass(MINUTE)
    return lab
  }
  const people = (count: number, text: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => [`m${i}`, text(i)] as const)
  const names = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `@m${from + i}`).join(' ')

  test('of one text count in it whoever is not named', async () => {
    const lab = await saidAtOnce(...people(60, () => 'lack a line'))
    expect(lab.texts.slice(1)).toEqual([`${names(0, 20)} and 40 more: pong a line`])
    // Nobody is told that anything was recorded for them.
    expect(lab.texts.slice(1).join()).not.toMatch(/done|recorded/)
  })

  test('of two texts count each in its own', async () => {
    const lab = await saidAtOnce(...people(60, i => (i < 30 ? 'milestone' : 'lack a line')))
    expect(lab.texts.slice(1)).toEqual([
      [`${names(0, 19)} and 11 more: a hundred days`, '@m30 and 29 more: pong a line'].join('\n'),
    ])
  })

  test('of texts of their own are each said, in further messages', async () => {
    const lab = await saidAtOnce(...people(45, i => `in ${i}`))
    const messages = lab.texts.slice(1)
    expect(messages.map(text => text.split('\n').length)).toEqual([20, 20, 5])
    expect(messages.join('\n').split('\n')).toEqual(people(45, i => `${i}`).map(([name, i]) => `@${name} done ${i}`))
    expect(lab.facts('lab/told')).toHaveLength(46)
  })

  test('leave room for answers between their messages', async () => {
    const lab = await startLab()
    await lab.says('zoe', 'in')
    await lab.pass(0)
    for (const [name, text] of people(50, i => `in ${i}`)) await lab.says(name, text)
    await lab.pass(12 * SECOND)
    await lab.says('amy', 'ask why')
    await lab.pass(SECOND)
    expect(lab.texts.at(-1)).toBe('pong why')
    expect(lab.pending().length).toBeGreaterThan(0)
  })

  test('tell everybody at once, in a rush, that what they did is recorded', async () => {
    const lab = await startLab()
    await lab.says('zoe', 'in')
    await lab.pass(0)
    for (const [name, text] of people(300, i => `in ${i}`)) await lab.says(name, text)
    await lab.pass(15 * SECOND)
    expect(lab.texts.at(-1)).toMatch(/\nAnd 280 more: all recorded\.$/)
    expect(lab.pending()).toEqual([])
  })
})

test('receipts do not hold up answers', async () => {
  const lab = await startLab()
  await lab.says('zoe', 'in')
  await lab.pass(0)
  for (let i = 0; i < 50; i += 1) await lab.says(`m${i}`, 'in')
  await lab.says('amy', 'ask why')
  await lab.pass(SECOND)
  expect(lab.texts).toEqual(['done', 'pong why'])
})

test('receipts of a private chat are not gathered with those of the group, nor named', async () => {
  const lab = await startLab()
  await lab.joins('amy')
  await lab.says('zoe', 'in')
  await lab.says('amy', 'in 1', { private: true })
  await lab.pass(0)
  await lab.says('amy', 'in 2', { private: true })
  await lab.says('amy', 'in 3', { private: true })
  await lab.says('bob', 'in')
  await lab.pass(15 * SECOND)
  expect(lab.texts).toEqual(['done', '(to amy) done 1', '(to amy) done 2\ndone 3', 'done'])
})

test('a receipt whose words fail is given in plain words, and the others as they are', async () => {
  const lab = await startLab()
  await lab.says('zoe', 'in')
  await lab.pass(0)
  await lab.says('amy', 'broken')
  await lab.says('bob', 'in')
  await lab.pass(15 * SECOND)
  expect(lab.texts[1]).toBe('@amy Got it, recorded.\n@bob done')
})

test('repeated receipts go together with new ones', async () => {
  const lab = await startLab()
  let isLost = true
  lab.fault = () => (isLost ? { is: 'request-lost' } : null)
  await lab.says('amy', 'in')
  await lab.pass(SECOND)
  isLost = false
  await lab.says('bob', 'in')
  await lab.pass(MINUTE)
  expect(lab.sent).toEqual(['10 @bob @amy done'])
  expect(lab.pending(HERE)).toEqual([])
})

test('hundreds of receipts at once are all told of to their plugin', async () => {
  const lab = await startLab()
  await lab.says('zoe', 'in')
  await lab.pass(0)
  for (let i = 0; i < 400; i += 1) await lab.says(`m${i}`, 'in')
  await lab.pass(MINUTE)
  expect(lab.texts).toHaveLength(2)
  expect(lab.facts('lab/told')).toHaveLength(401)
  expect(lab.facts('dead-letters/stopped')).toEqual([])
})

test('a late receipt for nothing that was done is said as it is, and not counted as recorded', async () => {
  const lab = await startLab()
  lab.platform.disconnect()
  for (const name of ['amy', 'bob', 'dan']) await lab.says(name, 'lack a line')
  await lab.says('cat', 'in')
  await lab.pass(30 * MINUTE)
  lab.platform.connect()
  await lab.pass(MINUTE)
  const late = '(This is a late answer to what you said at 09:00. If its time is over, please send that again.)'
  expect([...lab.texts].sort()).toEqual([
    `@bob @dan pong a line\n${late}`,
    'I was away 09:00–09:30. One message from then is recorded and counts for its own time.',
    `pong a line\n${late}`,
  ])
  expect(lab.pending()).toEqual([])
})

test('hundreds of receipts that are late are one line, and all told of to their plugin', async () => {
  const lab = await startLab()
  lab.platform.disconnect()
  for (let i = 0; i < 400; i += 1) await lab.says(`m${i}`, 'in')
  await lab.pass(30 * MINUTE)
  lab.platform.connect()
  await lab.pass(MINUTE)
  expect(lab.texts).toEqual([
    'I was away 09:00–09:30. 400 messages from then are recorded and count for their own time.',
  ])
  expect(lab.facts('lab/told')).toHaveLength(400)
  expect(lab.facts('dead-letters/stopped')).toEqual([])
})
