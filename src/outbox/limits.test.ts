import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Call, HERE, type Lab, MINUTE, SECOND, START, startLab, THERE } from '../../test/lab.ts'
import type { Instant } from '../events/ids.ts'
import { createPacer, shareOf } from './pacing.ts'

const LIMITS = { chatGapMs: 1_000, chatMessagesPerMinute: 20, accountCallsPerSecond: 30, receiptGapMs: 10_000 }

/** Which chat a call goes to; a private one is the same for all groups. */
function chatOf({ outgoing }: Call): string {
  if (outgoing.kind === 'action') return outgoing.chat.group
  return outgoing.chat.member ?? outgoing.chat.group
}
const isMessage = ({ outgoing }: Call) => outgoing.kind === 'message'
const timesOf = (calls: readonly Call[]) => calls.map(({ at }) => at)

function mostIn(times: readonly number[], lengthMs: number): number {
  return Math.max(0, ...times.map((from, index) => times.slice(index).filter(at => at < from + lengthMs).length))
}
function leastGap(times: readonly number[]): number {
  return Math.min(Number.POSITIVE_INFINITY, ...times.slice(1).map((at, index) => at - times[index]!))
}

/** What a load of calls breaks. */
function broken(calls: readonly Call[]): readonly string[] {
  const found: string[] = []
  if (mostIn(timesOf(calls), SECOND) > 30) found.push('more than 30 calls in a second')
  for (const [chat, messages] of Map.groupBy(calls.filter(isMessage), chatOf)) {
    if (mostIn(timesOf(messages), MINUTE) > 20) found.push(`${chat}: more than 20 messages in a minute`)
    if (leastGap(timesOf(messages)) < SECOND) found.push(`${chat}: two messages within a second`)
  }
  return found
}

interface Step {
  readonly afterMs: number
  readonly who: number
  readonly what: string
  readonly where: 'here' | 'there' | 'private'
}
const step: fc.Arbitrary<Step> = fc.record({
  afterMs: fc.oneof(
    { weight: 12, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.nat(2_000) },
    { weight: 1, arbitrary: fc.nat(90_000) },
  ),
  who: fc.nat(5),
  what: fc.constantFrom('in', 'ask a', 'post a', 'notice a', 'remove', 'milestone', 'postme a', 'postlong 9000'),
  where: fc.constantFrom('here', 'here', 'here', 'there', 'private'),
})

async function play(lab: Lab, steps: readonly Step[]): Promise<void> {
  for (const group of [HERE, THERE]) {
    for (let who = 0; who <= 5; who += 1) await lab.platform.joins(group, lab.platform.person(`m${who}`))
  }
  for (const { afterMs, who, what, where } of steps) {
    await lab.pass(afterMs)
    await lab.says(
      `m${who}`,
      what,
      where === 'private' ? { private: true } : { group: where === 'here' ? HERE : THERE },
    )
  }
  await lab.pass(20 * MINUTE)
}

const runs = { numRuns: 20 }

describe('whatever is asked of the bot', () => {
  const loads = fc.array(step, { minLength: 30, maxLength: 150 })

  test('it keeps all limits of the platform', async () => {
    await fc.assert(
      fc.asyncProperty(loads, fc.boolean(), async (steps, reactions) => {
        const lab = await startLab({ capabilities: { reactions } })
        await play(lab, steps)
        expect(broken(lab.calls)).toEqual([])
        expect(lab.calls.length).toBeGreaterThan(10)
      }),
      runs,
    )
  })

  test('control: without pacing the same loads break them', async () => {
    const none = { chatGapMs: 0, chatMessagesPerMinute: Number.POSITIVE_INFINITY, receiptGapMs: 0 }
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(loads, async steps => {
        const lab = await startLab({ pacing: { ...none, accountCallsPerSecond: Number.POSITIVE_INFINITY } })
        await play(lab, steps)
        for (const what of broken(lab.calls)) seen.add(what.replace(/^.*: /, ''))
      }),
      { ...runs, numRuns: 10 },
    )
    expect([...seen].sort()).toContain('two messages within a second')
    expect([...seen].sort()).toContain('more than 20 messages in a minute')
  })

  test('it is silent while the platform wants silence, and goes on afterwards', async () => {
    const throttle = fc.record({
      atCall: fc.nat(40),
      forMs: fc.integer({ min: 1_000, max: 90_000 }),
      account: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(loads, fc.array(throttle, { maxLength: 4 }), async (steps, throttles) => {
        const lab = await startLab()
        const silences: { readonly chat: string | null; readonly from: number; readonly until: number }[] = []
        lab.fault = () => {
          const call = lab.calls.at(-1)!
          const found = throttles.find(({ atCall }) => atCall === lab.calls.length)
          if (!found) return null
          const { forMs, account } = found
          silences.push({ chat: account ? null : chatOf(call), from: call.at, until: call.at + forMs })
          return { is: 'throttled', forMs, account }
        }
        await play(lab, steps)
        const violations = silences.flatMap(({ chat, from, until }) =>
          lab.calls.filter(call => (chat === null || chatOf(call) === chat) && call.at > from && call.at < until),
        )
        expect(violations).toEqual([])
        // Everything that is recorded has left, or its time is over.
        expect([...lab.pending(HERE), ...lab.pending(THERE)]).toEqual([])
      }),
      runs,
    )
  })
})

describe('retry_after', () => {
  test.each([
    ['of one chat', false],
    ['of the account', true],
  ])('%s is obeyed after a crash', async (_, account) => {
    const lab = await startLab()
    lab.fault = () => ({ is: 'throttled', forMs: 10 * MINUTE, account })
    await lab.says('amy', 'notice now')
    await lab.pass(SECOND)
    lab.fault = () => null
    await lab.says('amy', 'ask why')
    await lab.restart(SECOND)
    await lab.says('amy', 'in')
    await lab.pass(20 * MINUTE)
    expect(lab.calls.map(({ at }) => at - START)[1]).toBe(10 * MINUTE)
    expect(lab.texts).toEqual(['done', 'now'])
  })

  test('control: one that was not durable is not known after a crash', async () => {
    const lab = await startLab()
    lab.fault = () => ({ is: 'throttled', forMs: 10 * MINUTE, account: true })
    await lab.says('amy', 'notice now')
    // What comes of the call is appended, and the process ends before it is flushed.
    for (let flushes = 0; flushes < 2; flushes += 1) {
      await lab.work()
      lab.journal.flush()
    }
    await lab.work()
    expect(lab.facts('outbox/throttled')).toHaveLength(1)
    lab.fault = () => null
    await lab.restart(6 * SECOND)
    await lab.pass(MINUTE)
    expect(lab.texts).toEqual(['now'])
  })

  test('of one chat says nothing about the others', async () => {
    const lab = await startLab()
    for (const group of [HERE, THERE]) await lab.platform.joins(group, lab.platform.person('amy'))
    lab.fault = ({ kind, ...rest }) =>
      kind === 'message' && 'chat' in rest && rest.chat.group === HERE && !rest.chat.member && lab.calls.length === 1
        ? { is: 'throttled', forMs: MINUTE, account: false }
        : null
    await lab.says('amy', 'post here')
    await lab.pass(0)
    await lab.says('amy', 'post there', { group: THERE })
    await lab.says('amy', 'postme alone')
    await lab.pass(30 * SECOND)
    expect(lab.texts).toEqual(['there', '(to amy) alone'])
    await lab.pass(MINUTE)
    expect(lab.texts).toContain('here')
  })

  test('of a private chat holds in all groups, and says nothing about them', async () => {
    const lab = await startLab()
    for (const group of [HERE, THERE]) await lab.platform.joins(group, lab.platform.person('amy'))
    lab.fault = () => (lab.calls.length === 1 ? { is: 'throttled', forMs: MINUTE, account: false } : null)
    await lab.says('amy', 'postme one')
    await lab.pass(0)
    await lab.restart()
    await lab.says('amy', 'postme two', { group: THERE })
    await lab.says('amy', 'post here')
    await lab.pass(59 * SECOND)
    expect(lab.texts).toEqual(['here'])
    await lab.pass(MINUTE)
    expect(lab.texts.slice(1).sort()).toEqual(['(to amy) one', '(to amy) two'])
  })

  test('of no time at all is not taken for leave to go on at once', async () => {
    const lab = await startLab()
    lab.fault = () => ({ is: 'throttled', forMs: 0, account: false })
    await lab.says('amy', 'notice now')
    await lab.pass(10 * SECOND)
    expect(lab.calls.length).toBeLessThanOrEqual(11)
  })
})

describe('what waits in one chat', () => {
  test('leaves in the order of its class', async () => {
    const lab = await startLab()
    lab.fault = () => (lab.calls.length === 1 ? { is: 'throttled', forMs: MINUTE, account: false } : null)
    await lab.says('zoe', 'ask first')
    await lab.pass(0)
    for (const what of ['post broadcast', 'notice notice', 'in', 'ask answer']) await lab.says('amy', what)
    await lab.pass(5 * MINUTE)
    expect(lab.texts).toEqual(['pong first', 'pong answer', 'done', 'notice', 'broadcast'])
  })

  test('does not wait behind answers for ever', async () => {
    const lab = await startLab()
    await lab.says('amy', 'post at last')
    await lab.says('amy', 'in')
    for (let i = 0; i < 60; i += 1) {
      await lab.says('bob', `ask ${i}`)
      await lab.says('bob', `ask ${i} again`)
      await lab.pass(SECOND)
    }
    await lab.pass(5 * SECOND)
    const times = new Map(lab.sent.map(line => [line.slice(line.indexOf(' ') + 1), Number.parseInt(line, 10)]))
    expect(times.get('done')).toBeLessThanOrEqual(15)
    expect(times.get('at last')).toBeLessThanOrEqual(60)
  })

  test('is no matter to other chats: 600 posts at nine do not hold up a receipt', async () => {
    const lab = await startLab({ capabilities: { reactions: true } })
    const groups = Array.from({ length: 600 }, (_, i) => `g${i}` as typeof HERE)
    for (const group of groups) await lab.says('amy', 'post now', { group })
    await lab.says('bob', 'in')
    const at = lab.world.clock.now()
    await lab.pass(40 * SECOND)
    const reacted = lab.lines.find(({ is }) => is === 'reacted')!
    expect(reacted.at - at).toBeLessThanOrEqual(SECOND)
    expect(lab.texts).toHaveLength(600)
    expect(broken(lab.calls)).toEqual([])
  })
})

describe('the pacer', () => {
  test('keeps most of the calls of a second for neither replies nor posts', () => {
    const pacer = createPacer(LIMITS)
    const now = START
    const fill = (kind: 'reaction' | 'post') => {
      let count = 0
      while (pacer.accountFreeAt(shareOf(kind), 'a') <= now) pacer.spend(`chat ${kind} ${count++}`, kind, now)
      return count
    }
    expect([fill('post'), fill('reaction')]).toEqual([20, 10])
  })

  test('never makes anything wait for ever, however small the limits', () => {
    const pacer = createPacer({ ...LIMITS, chatMessagesPerMinute: 1, accountCallsPerSecond: 1 })
    for (const kind of ['answer', 'receipts', 'post', 'reaction', 'action'] as const) {
      expect(Math.max(pacer.chatFreeAt('chat', kind), pacer.accountFreeAt(shareOf(kind), 'a'))).toBeLessThanOrEqual(
        START,
      )
    }
    pacer.spend('chat', 'post', START)
    expect(pacer.chatFreeAt('chat', 'answer')).toBe(START + MINUTE)
    expect(pacer.accountFreeAt('replies', 'a')).toBe(START + SECOND)
  })

  test('has no limits where the platform has none', () => {
    const unlimited = Number.POSITIVE_INFINITY
    const pacer = createPacer({
      chatGapMs: 0,
      receiptGapMs: 0,
      chatMessagesPerMinute: unlimited,
      accountCallsPerSecond: unlimited,
    })
    for (let i = 0; i < 1_000; i += 1) pacer.spend('chat', 'answer', START)
    expect(pacer.chatFreeAt('chat', 'answer')).toBeLessThanOrEqual(START)
    expect(pacer.accountFreeAt('replies', 'a')).toBeLessThanOrEqual(START)
  })
})

describe('where changing the chat takes time', () => {
  test('one lively chat does not keep the others from being served', () => {
    const never = Number.POSITIVE_INFINITY
    const pacer = createPacer({
      ...{ chatGapMs: 1_000, chatMessagesPerMinute: never, accountCallsPerSecond: 2, receiptGapMs: 10_000 },
      ...{ accountMessagesPerMinute: 40, chatSwitchMs: { min: 3_000, max: 5_000 } },
    })
    // Something waits in the quiet chat from the first second on; the lively one always has something.
    let servedAt: number | null = null
    pacer.spend('lively', 'answer', START)
    for (let at: number = START; at < START + 60_000 && servedAt === null; at += 100) {
      const now = at as Instant
      const isFree = (chat: string) =>
        Math.max(pacer.chatFreeAt(chat, 'answer'), pacer.accountFreeAt('replies', chat)) <= now
      if (isFree('quiet')) servedAt = at
      else if (isFree('lively')) pacer.spend('lively', 'answer', now)
    }
    expect(servedAt).not.toBeNull()
    expect(servedAt! - START).toBeLessThanOrEqual(20_000)
  })
})
