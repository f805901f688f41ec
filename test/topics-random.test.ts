import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallFault } from '../src/simulation/simulated-platform.ts'
import { openWeek } from './topics-stage.ts'

// A week of a group whose admin, messenger, files and machine do whatever they like. `RUNS=500 npx vitest run
// test/topics-random` takes a few minutes; fast-check prints the seed of what it finds.

const RUNS = Number(process.env.RUNS ?? 15)
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

const NAMES = ['day-01', 'day-03', 'day-06', 'offer-2', 'offer-3', 'pool-0', 'pool-1', 'pool-15'] as const
const name = fc.constantFrom(...NAMES)
const fault: fc.Arbitrary<CallFault> = fc.oneof(
  fc.constant({ is: 'request-lost' } as const),
  fc.constant({ is: 'answer-lost' } as const),
  fc.constant({ is: 'never-answered' } as const),
  fc.record({ is: fc.constant('refused' as const), reason: fc.constant('no'), again: fc.boolean() }),
  fc.record({ is: fc.constant('throttled' as const), forMs: fc.nat(150 * MINUTE_MS), account: fc.boolean() }),
)
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('post' as const, 'skip' as const), name }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const, 'unknown again' as const) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), name }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('down' as const), minutes: fc.nat(300) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('goes wrong' as const), fault, calls: fc.integer({ min: 1, max: 3 }) }),
  },
)
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never
/** So many minutes later; often at a slot, and a little before and after it. */
const step = fc.record({ afterMinutes: fc.oneof(fc.constantFrom(59, 60, 61, 240, 480), fc.nat(1_000)), act })

type Week = Awaited<ReturnType<typeof openWeek>>

async function perform(week: Week, act: Act): Promise<void> {
  switch (act.do) {
    // In private, so that an answer that shows a post is no message in the group.
    case 'post':
    case 'skip':
      return week.says(`/${act.do} ${act.name}`, true)
    case 'pause':
    case 'resume':
    case 'unknown again':
      return week.says(`/${act.do}`, true)
    case 'delete':
      await week.library.remove(`posts/reading/${act.name}.md`)
      return week.reload()
    case 'down':
      week.world.kill()
      await week.world.advanceBy(act.minutes * MINUTE_MS)
      return week.world.boot()
    case 'goes wrong': {
      let left = act.calls
      week.setFault(({ kind, chat }) => {
        if (kind !== 'message' || chat.member !== undefined || left === 0) return null
        left -= 1
        return act.fault
      })
    }
  }
}

interface Left {
  readonly delivery: string
  readonly attempt: number
  readonly post: string
  readonly marketing: boolean
  readonly at: number
}

/** Counted again from the journal: whenever marketing left, it was at most a fifth, in seven days and in all. */
function expectShareKept(week: Week): void {
  const returned = new Set(week.facts('posts/returned').map(({ delivery, attempt }) => `${delivery}#${attempt}`))
  const left = (week.facts('posts/left') as unknown as Left[]).filter(
    ({ delivery, attempt }) => !returned.has(`${delivery}#${attempt}`),
  )
  for (const [index, post] of left.entries()) {
    if (!post.marketing) continue
    const all = left.slice(0, index + 1)
    const window = all.filter(({ at }) => at > post.at - 7 * DAY_MS)
    for (const counted of [all, window]) {
      expect(counted.filter(({ marketing }) => marketing).length * 5, post.post).toBeLessThanOrEqual(counted.length)
    }
  }
}

/**
 * What is for one day went out once, and what is for any day not within a week, unless a person said "again"; nothing
 * went out that was not counted.
 */
function expectOnce(week: Week, again: boolean): void {
  const posted = week.posted()
  const counted = week.facts('posts/left').map(({ post }) => post as string)
  for (const [index, { post, at }] of posted.entries()) {
    const times = posted.filter(other => other.post === post).length
    const counts = counted.filter(id => id.endsWith(`/${post}`)).length
    expect(counts, post).toBeGreaterThan(0)
    // Sent once more because a person said so, it still counts once.
    if (again) continue
    expect(times, post).toBeLessThanOrEqual(counts)
    const before = posted.slice(0, index).findLast(other => other.post === post)
    if (!before) continue
    expect(post).toMatch(/^pool-/)
    expect(Date.parse(at.slice(0, 10)) - Date.parse(before.at.slice(0, 10)), post).toBeGreaterThanOrEqual(7 * DAY_MS)
  }
}

test('whatever happens, marketing keeps its share, and what went out does not go out again', async () => {
  let marketing = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async steps => {
      const week = await openWeek()
      await week.says('/plan use reading 2026-12-01')
      for (const { afterMinutes, act } of steps) {
        await week.world.advanceBy(afterMinutes * MINUTE_MS)
        await perform(week, act).catch(ignoreMissing)
      }
      week.setFault(() => null)
      await week.says('/resume', true)
      await week.world.advanceBy(16 * DAY_MS)
      expect(week.troubles).toEqual([])
      expectShareKept(week)
      expectOnce(
        week,
        steps.some(({ act }) => act.do === 'unknown again'),
      )
      marketing += week.facts('posts/left').filter(({ marketing }) => marketing).length
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
  // The control: there was marketing to hold back.
  expect(marketing).toBeGreaterThan(0)
}, 600_000)

/** A file that is deleted already. */
function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
}
