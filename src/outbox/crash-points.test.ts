import { describe, expect, test } from 'vitest'
import { atEveryPair, atEveryPoint, type Scenario } from '../../test/crash-points.ts'
import { HOUR, type Lab, MINUTE, SECOND } from '../../test/lab.ts'

const PLATFORM = { capabilities: { reactions: false } }
const toldOf = (lab: Lab) => lab.facts('lab/told').map(({ key, is }) => `${key} ${is}`)
const factsOf = (lab: Lab, type: string) => lab.facts(type).length
const didOf = (lab: Lab) => lab.lines.filter(({ is }) => is === 'did').length
/** One thing is said, and time goes by. */
const saying =
  (text: string): Scenario =>
  async (lab, step) => {
    await lab.says('amy', text)
    await step(0)
    await step(MINUTE)
    await step(HOUR)
  }

describe('whenever the process ends', () => {
  test('a receipt is given at least once, and what it acknowledges is recorded once', async () => {
    const points = await atEveryPoint(PLATFORM, saying('in'), ({ lab }) => {
      expect(lab.texts.length).toBeGreaterThanOrEqual(1)
      expect(new Set(lab.texts)).toEqual(new Set(['done']))
      expect(factsOf(lab, 'lab/checkedIn')).toBe(1)
      expect(factsOf(lab, 'outbox/sent')).toBe(1)
      expect(toldOf(lab)).toEqual(['done sent'])
      expect(lab.pending()).toEqual([])
    })
    expect(new Set(points.map(point => point.replace(/ \d+/, '')))).toEqual(
      new Set(['before line', 'after line', 'before message', 'after sent']),
    )
  })

  test('receipts that cannot be given are said as away, with the right count', async () => {
    await atEveryPoint(
      PLATFORM,
      async (lab, step) => {
        let isSilent = true
        lab.fault = () => (isSilent ? { is: 'throttled', forMs: 20 * MINUTE, account: false } : null)
        await lab.says('amy', 'in')
        await lab.says('bob', 'in')
        await step(20 * MINUTE - SECOND)
        isSilent = false
        await step(HOUR)
      },
      ({ lab }) => {
        // A line of which nobody knows whether it was sent is said again, and says the same.
        const [said, ...others] = new Set(lab.texts)
        expect(others).toEqual([])
        expect(said).toMatch(/^I was away 09:00–09:\d\d\. 2 messages/)
        expect(factsOf(lab, 'outbox/expired')).toBe(2)
        expect(lab.pending()).toEqual([])
      },
    )
  })

  test('a reaction is given at least once', async () => {
    await atEveryPoint({ capabilities: { reactions: true } }, saying('in'), ({ lab }) => {
      expect(lab.lines.filter(({ is }) => is === 'reacted').length).toBeGreaterThanOrEqual(1)
      expect(lab.texts).toEqual([])
      expect(toldOf(lab)).toEqual(['done sent'])
      expect(lab.pending()).toEqual([])
    })
  })

  test('a broadcast is sent at most once, and is held when nobody knows', async () => {
    const points = await atEveryPoint(PLATFORM, saying('post'), ({ lab, crashes }) => {
      const isHeld = lab.pending().some(({ state }) => state === 'unknown')
      expect(lab.texts.length).toBeLessThanOrEqual(1)
      expect(toldOf(lab)).toEqual([isHeld ? 'post unknown' : 'post sent'])
      // Not sent and not held would be forgotten.
      if (!isHeld) expect(lab.texts).toEqual(['post'])
      if (/message|sent/.test(crashes[0] ?? '')) expect(isHeld).toBe(true)
      expect(factsOf(lab, 'outbox/held')).toBe(Number(isHeld))
      expect(factsOf(lab, 'outbox/sending')).toBe(1)
    })
    expect(points.length).toBeGreaterThanOrEqual(8)
  })

  test('a notice is sent at least once, and its plugin is told once', async () => {
    await atEveryPoint(PLATFORM, saying('notice'), ({ lab }) => {
      expect(lab.texts.length).toBeGreaterThanOrEqual(1)
      expect(lab.texts.length).toBeLessThanOrEqual(2)
      expect(toldOf(lab)).toEqual(['notice sent'])
      expect(lab.pending()).toEqual([])
    })
  })

  test('an action is done at least once, and its plugin is told once', async () => {
    await atEveryPoint(PLATFORM, saying('remove'), ({ lab }) => {
      expect(didOf(lab)).toBeGreaterThanOrEqual(1)
      expect(didOf(lab)).toBeLessThanOrEqual(2)
      expect(toldOf(lab)).toEqual(['act:remove sent'])
      expect(lab.pending()).toEqual([])
    })
  })

  test('an answer is given at most twice: once more when the question comes again', async () => {
    await atEveryPoint(PLATFORM, saying('ask why'), ({ lab }) => {
      expect(lab.texts.length).toBeLessThanOrEqual(2)
      expect(lab.pending()).toEqual([])
    })
  })

  test('a long text never has its parts twice', async () => {
    await atEveryPoint(PLATFORM, saying('postlong 9000'), ({ lab }) => {
      expect(new Set(lab.texts).size).toBe(lab.texts.length)
      const isHeld = lab.pending().some(({ state }) => state === 'unknown')
      expect(lab.texts.length).toBeLessThanOrEqual(3)
      if (!isHeld) expect(lab.texts).toHaveLength(3)
    })
  })

  test('a broadcast that a person wants sent again is sent once more at most', async () => {
    await atEveryPoint(
      PLATFORM,
      async (lab, step) => {
        await lab.joins('ann', 'admin')
        lab.fault = () => ({ is: 'request-lost' })
        await lab.says('ann', 'post')
        await step(SECOND)
        lab.fault = () => null
        await lab.says('ann', '/unknown again 1')
        await step(MINUTE)
        await step(HOUR)
      },
      ({ lab }) => {
        const isHeld = lab.pending().some(({ state }) => state === 'unknown')
        expect(lab.texts.filter(text => text === 'post').length).toBeLessThanOrEqual(1)
        if (!isHeld) expect(lab.texts).toContain('post')
      },
    )
  })

  test('a timer rings once, a provider is answered once, a letter arrives once', async () => {
    await atEveryPoint(
      PLATFORM,
      async (lab, step) => {
        await lab.says('amy', 'wake 1')
        await lab.says('amy', 'provide why')
        await lab.says('amy', 'write there hello')
        await step(0)
        await step(2 * MINUTE)
        await step(HOUR)
      },
      ({ lab }) => {
        expect(lab.facts('lab/rang')).toHaveLength(1)
        expect(lab.facts('lab/answered')).toEqual([{ question: 'why', answer: 're: why' }])
        expect(lab.facts('lab/received')).toEqual([{ from: 'here', text: 'hello' }])
        expect(factsOf(lab, 'mail/delivered')).toBe(1)
      },
    )
  })

  test('a schedule fires once', async () => {
    await atEveryPoint(
      { ...PLATFORM, config: { skipAt: ['09:10'], allAt: ['09:10'], latestAt: ['09:10'] } },
      async (lab, step) => {
        await lab.says('amy', 'hi')
        await step(0)
        await step(10 * MINUTE)
        await step(HOUR)
      },
      ({ lab }) => {
        expect(
          lab
            .facts('lab/fired')
            .map(({ schedule }) => schedule)
            .sort(),
        ).toEqual(['all', 'latest', 'skip'])
      },
    )
  })
})

describe('whenever the process ends, and the next one too', () => {
  test('a receipt is given, a broadcast is not given twice, and nothing is forgotten', async () => {
    const scenario: Scenario = async (lab, step) => {
      await lab.says('amy', 'in')
      await lab.says('amy', 'post')
      await step(0)
      await step(MINUTE)
      await step(HOUR)
    }
    const pairs = await atEveryPair(PLATFORM, scenario, ({ lab }) => {
      const isHeld = lab.pending().some(({ state }) => state === 'unknown')
      const posts = lab.texts.filter(text => text === 'post').length
      expect(lab.texts.filter(text => text === 'done').length).toBeGreaterThanOrEqual(1)
      expect(posts).toBeLessThanOrEqual(1)
      if (!isHeld) expect(posts).toBe(1)
      expect(lab.pending()).toHaveLength(Number(isHeld))
      expect(factsOf(lab, 'lab/checkedIn')).toBe(1)
      expect(toldOf(lab).sort()).toEqual(['done sent', isHeld ? 'post unknown' : 'post sent'].sort())
    })
    expect(pairs).toBeGreaterThan(100)
  })
})
