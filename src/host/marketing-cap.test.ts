import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CAP_DEFAULT, countInWindow, isWithin, mayAdvertise, percent, type SentPost } from './marketing-cap.ts'

const DAY_MS = 86_400_000
const NOW = 100 * DAY_MS
const sent = (daysAgo: number, marketing = false): SentPost => ({ at: NOW - daysAgo * DAY_MS, marketing })
const others = (count: number): SentPost[] => Array.from({ length: count }, (_, index) => sent((index + 1) / 100))
const countOf = (posts: readonly SentPost[]) => ({
  posts: posts.length,
  marketing: posts.filter(({ marketing }) => marketing).length,
})
const fits = (posts: readonly SentPost[], rule = CAP_DEFAULT) => mayAdvertise(rule, posts, countOf(posts), NOW).fits

describe('a marketing post fits', () => {
  test('after four others, and not after three', () => {
    expect(fits(others(4))).toBe(true)
    expect(fits(others(3))).toBe(false)
    expect(fits([])).toBe(false)
  })

  test('as the second of ten, and not of nine', () => {
    expect(fits([...others(8), sent(1, true)])).toBe(true)
    expect(fits([...others(7), sent(1, true)])).toBe(false)
  })

  test('never with a share of nothing, and after nine others with a tenth', () => {
    expect(fits(others(1000), { maxShare: 0, windowDays: 7 })).toBe(false)
    expect(fits(others(9), { maxShare: 0.1, windowDays: 7 })).toBe(true)
    expect(fits(others(8), { maxShare: 0.1, windowDays: 7 })).toBe(false)
  })

  test('only where both the window and the campaign have room', () => {
    const rich = { posts: 100, marketing: 0 }
    expect(mayAdvertise(CAP_DEFAULT, others(3), rich, NOW)).toEqual({
      ...{ fits: false, window: { posts: 4, marketing: 1 }, campaign: { posts: 101, marketing: 1 } },
    })
    expect(mayAdvertise(CAP_DEFAULT, others(50), { posts: 3, marketing: 0 }, NOW).fits).toBe(false)
    expect(mayAdvertise(CAP_DEFAULT, others(50), rich, NOW).fits).toBe(true)
  })
})

describe('the window', () => {
  test('leaves out what is exactly seven days old, and holds what is a millisecond younger', () => {
    const edge = NOW - 7 * DAY_MS
    expect(countInWindow([{ at: edge, marketing: true }], NOW, 7)).toEqual({ posts: 0, marketing: 0 })
    expect(countInWindow([{ at: edge + 1, marketing: true }], NOW, 7)).toEqual({ posts: 1, marketing: 1 })
  })

  test('holds what seems to be sent later than now: a clock was set back', () => {
    expect(countInWindow([sent(-1, true), sent(-400)], NOW, 7)).toEqual({ posts: 2, marketing: 1 })
  })

  test('is as long as the plan says, and its posts may come in any order', () => {
    const posts = [sent(30), sent(1, true), sent(9)]
    expect(countInWindow(posts, NOW, 7)).toEqual({ posts: 1, marketing: 1 })
    expect(countInWindow(posts, NOW, 31)).toEqual({ posts: 3, marketing: 1 })
  })
})

describe('shares', () => {
  test('are compared as whole numbers: a fifth is a fifth however large the count', () => {
    for (let fifth = 0; fifth <= 2_000; fifth += 1) {
      expect(isWithin({ posts: 5 * fifth, marketing: fifth }, 0.2)).toBe(true)
      expect(isWithin({ posts: 5 * fifth + 4, marketing: fifth + 1 }, 0.2)).toBe(false)
    }
  })

  test('a cap that is no round number of per cent is neither loosened nor tightened', () => {
    expect(isWithin({ posts: 7, marketing: 1 }, 0.142_857)).toBe(false)
    expect(isWithin({ posts: 7, marketing: 1 }, 0.142_858)).toBe(true)
    expect(isWithin({ posts: 10, marketing: 3 }, 0.3)).toBe(true)
  })

  test('nothing sent is within every cap', () => {
    expect(isWithin({ posts: 0, marketing: 0 }, 0)).toBe(true)
  })
})

test('a share is read with one decimal where it needs one: above a cap it does not look like the cap', () => {
  const shares = [0.2, 0.125, 9 / 44, 1 / 3, 0.07, 0, 1]
  expect(shares.map(percent)).toEqual(['20%', '12.5%', '20.5%', '33.3%', '7%', '0%', '100%'])
})

/** What a group would see: minutes between posts, and which of them want to be marketing. */
const anyWishes = fc.array(fc.record({ gapMinutes: fc.integer({ min: 0, max: 2_000 }), marketing: fc.boolean() }), {
  maxLength: 150,
  size: 'max',
})

describe('whatever is wished for, when only what fits is sent', () => {
  test('every window that ends with a marketing post has four others for each', () => {
    fc.assert(
      fc.property(anyWishes, wishes => {
        const posts: SentPost[] = []
        let at = NOW
        for (const { gapMinutes, marketing } of wishes) {
          at += gapMinutes * 60_000
          if (marketing && !mayAdvertise(CAP_DEFAULT, posts, countOf(posts), at).fits) continue
          posts.push({ at, marketing })
          if (!marketing) continue
          const window = posts.filter(post => post.at > at - 7 * DAY_MS)
          const advertising = window.filter(post => post.marketing).length
          expect(window.length - advertising).toBeGreaterThanOrEqual(4 * advertising)
        }
      }),
    )
  })

  test('and a new campaign, which counts anew, loosens nothing', () => {
    fc.assert(
      fc.property(anyWishes, fc.uniqueArray(fc.integer({ min: 0, max: 150 })), (wishes, begins) => {
        const posts: SentPost[] = []
        let campaign = { posts: 0, marketing: 0 }
        for (const [index, { gapMinutes, marketing }] of wishes.entries()) {
          const at = (posts.at(-1)?.at ?? NOW) + gapMinutes * 60_000
          if (begins.includes(index)) campaign = { posts: 0, marketing: 0 }
          if (marketing && !mayAdvertise(CAP_DEFAULT, posts, campaign, at).fits) continue
          posts.push({ at, marketing })
          campaign = { posts: campaign.posts + 1, marketing: campaign.marketing + (marketing ? 1 : 0) }
          const all = countOf(posts)
          expect(all.marketing * 5).toBeLessThanOrEqual(all.posts)
        }
      }),
    )
  })
})
