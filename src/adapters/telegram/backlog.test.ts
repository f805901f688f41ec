import { describe, expect, test } from 'vitest'
import { memoryLog } from '../../log.ts'
import { listeningIntake } from '../adapter.fixtures.ts'
import { watchBacklog } from './backlog.ts'
import { TelegramFailure } from './failure.ts'
import type { Inlet } from './inlet.ts'
import { type Link, troubleWith } from './link.ts'
import { createLogOnce } from './log-once.ts'
import { QUICK } from './telegram.fixtures.ts'
import type { TelegramTransport } from './transport.ts'

/** At one look: how many wait (or that Telegram does not answer), and how many have been taken since the one before. */
type Look = readonly [waiting: number | 'away', taken?: number]

/** Watches for as long as there are looks, and says what the intake was told at which. */
async function watch(looks: readonly Look[]) {
  const intake = listeningIntake()
  const log = memoryLog()
  const once = createLogOnce(log)
  const ending = new AbortController()
  const inlet = { takenCount: 0 }
  const told: string[] = []
  let [at, toldBefore] = [0, 0]
  async function getWebhookInfo() {
    told.push(intake.told.slice(toldBefore).join(', '))
    toldBefore = intake.told.length
    const [waiting, taken = 0] = looks[at] ?? [0]
    if (at === looks.length) ending.abort()
    at += 1
    inlet.takenCount += taken
    if (waiting === 'away') throw new TelegramFailure({ method: 'getWebhookInfo', kind: 'lost', reason: 'no answer' })
    return { pending_update_count: waiting }
  }
  const link: Link = {
    transport: { call: getWebhookInfo } as unknown as TelegramTransport,
    intake,
    inlet: inlet as Inlet,
    log,
    once,
    timing: { ...QUICK, backOffMsMin: 1, backOffMsMax: 1, backlogLookMs: 1, outageLookMs: 1 },
    signal: ending.signal,
    async introduce() {
      if (looks[at]?.[0] === 'away') await getWebhookInfo()
      return { names: [] }
    },
    ...troubleWith(once),
  }
  await watchBacklog(link, async () => {})
  return { told, warnings: log.entries.map(({ sentence }) => sentence) }
}

describe('what waits where updates are brought to us', () => {
  test('is read when nothing waits any more', async () => {
    expect((await watch([[3], [2, 1], [0, 2]])).told).toEqual(['connected', '', '', 'caught up'])
  })

  test('is read in a bot that is never idle when as many have come as waited at first', async () => {
    const { told } = await watch([[3], [3, 1], [4, 1], [3, 1], [2, 1]])
    expect(told).toEqual(['connected', '', '', '', 'caught up', ''])
  })

  test('is not read as long as fewer have come', async () => {
    expect((await watch([[3], [3, 1], [4, 1], [3], [3]])).told).toEqual(['connected', '', '', '', '', ''])
  })

  test('and does not come is an outage, until it has come', async () => {
    const { told, warnings } = await watch([[0], [1], [1], [1], [2], [0, 2], [0]])
    expect(told).toEqual(['connected', 'caught up', '', 'disconnected', '', '', 'connected, caught up', ''])
    expect(warnings).toEqual([expect.stringContaining('do not arrive here')])
  })

  test('and comes meanwhile, or a moment later, is none', async () => {
    const { told, warnings } = await watch([[0], [5, 1], [1], [1, 1], [1], [0], [1, 1]])
    expect([told.join(), warnings]).toEqual(['connected,caught up,,,,,,', []])
  })

  test('cannot be known when Telegram does not answer: each outage is told once', async () => {
    const outage: readonly Look[] = [['away'], ['away'], [0], [0]]
    const { told, warnings } = await watch([[0], ...outage, ...outage])
    expect(told.join().match(/disconnected/g)).toHaveLength(2)
    expect(told.at(-1)).toBe('')
    expect(warnings.filter(sentence => sentence.includes('cannot be reached'))).toHaveLength(2)
  })
})
