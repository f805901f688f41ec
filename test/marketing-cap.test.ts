import { describe, expect, test } from 'vitest'
import type { Content, PlanDefinition } from '../src/host/content.ts'
import { posts } from '../src/host/core/posts.ts'
import { aPlan, libraryOf } from './a-plan.ts'
import { DAY, HERE, HOUR, type Lab, MINUTE, SECOND, startLab } from './lab.ts'

const PACE = 5 * MINUTE

async function say(lab: Lab, ...words: readonly string[]): Promise<void> {
  for (const word of words) {
    await lab.says('amy', word)
    await lab.pass(PACE)
  }
}
const talks = (count: number) => Array.from({ length: count }, () => 'talk')
const left = (lab: Lab) => lab.facts('posts/left', HERE).map(({ post }) => post)
const held = (lab: Lab) => lab.facts('outbox/withdrawn', HERE).map(({ reason }) => reason)

async function withPlan(...plans: readonly PlanDefinition[]): Promise<Lab & { library: Content }> {
  const box = { library: libraryOf(...plans) }
  const lab = await startLab({ content: () => box.library })
  await lab.joins('olga', 'owner')
  return Object.defineProperty(lab, 'library', {
    get: () => box.library,
    set(next: Content) {
      box.library = next
    },
  }) as Lab & { library: Content }
}
const use = async (lab: Lab, text: string) => {
  await lab.says('olga', text)
  await lab.pass(MINUTE)
}

describe('a marketing post leaves', () => {
  test('only after four others', async () => {
    const lab = await startLab()
    await say(lab, 'advert', ...talks(3), 'advert')
    expect(left(lab)).toEqual(talks(3))
    expect(held(lab)).toEqual(['marketing-share', 'marketing-share'])
    expect(lab.texts).not.toContain('advert')
    await say(lab, 'talk', 'advert')
    expect(left(lab)).toEqual([...talks(4), 'advert'])
    expect(lab.facts('posts/left', HERE).at(-1)).toMatchObject({ window: { posts: 5, marketing: 1 }, maxShare: 0.2 })
  })

  test('as seldom when its plugin hears that it was held back', async () => {
    const lab = await startLab()
    await say(lab, 'advert')
    expect(lab.facts('lab/told', HERE)).toEqual([expect.objectContaining({ key: 'post', is: 'failed' })])
  })

  test('as if the ones of which nobody knows had been sent', async () => {
    const lab = await startLab()
    await say(lab, ...talks(4))
    lab.fault = () => ({ is: 'answer-lost' })
    await say(lab, 'advert')
    lab.fault = () => null
    await say(lab, ...talks(3), 'advert')
    expect(left(lab)).toEqual([...talks(4), 'advert', ...talks(3)])
    expect(held(lab)).toEqual(['marketing-share'])
    // Control: the next one has its four others.
    await say(lab, 'talk', 'advert')
    expect(left(lab).filter(post => post === 'advert')).toHaveLength(2)
  })

  test('without being counted while it was certainly not sent', async () => {
    const lab = await startLab()
    await say(lab, ...talks(4))
    lab.fault = () => ({ is: 'refused', reason: 'no', again: false })
    await say(lab, 'advert')
    lab.fault = () => null
    await say(lab, 'advert')
    expect(lab.facts('posts/returned', HERE)).toHaveLength(1)
    expect(lab.texts.at(-1)).toBe('advert')
  })
})

describe('nothing resets the share', () => {
  test('not a restart', async () => {
    const lab = await startLab()
    await say(lab, ...talks(4), 'advert')
    await lab.restart(MINUTE)
    await say(lab, ...talks(3), 'advert')
    expect(held(lab)).toEqual(['marketing-share'])
  })

  test('not another plan', async () => {
    const lab = await withPlan(aPlan(), aPlan({ id: 'other', name: 'Other' }))
    await use(lab, '/plan use reading today')
    await say(lab, ...talks(4), 'advert')
    await use(lab, '/plan use other')
    expect(lab.texts.at(-1)).toMatch(/"Reading" had not ended\. "Other" runs instead/)
    await say(lab, ...talks(3), 'advert')
    expect(held(lab)).toEqual(['marketing-share'])
  })

  test('not a pause', async () => {
    const lab = await withPlan(aPlan())
    await use(lab, '/plan use reading today')
    await say(lab, ...talks(4), 'advert')
    await use(lab, '/pause')
    await lab.pass(DAY)
    await use(lab, '/resume')
    await say(lab, ...talks(3), 'advert')
    expect(held(lab)).toEqual(['marketing-share'])
  })
})

test('posts that have grown old are no reason for another marketing post', async () => {
  const lab = await withPlan(aPlan())
  await use(lab, '/plan use reading today')
  await say(lab, ...talks(8), 'advert')
  await lab.pass(7 * DAY + HOUR)
  await say(lab, 'advert')
  // 2 of 10 in the campaign, 1 of 1 in the window.
  expect(held(lab)).toEqual(['marketing-share'])
})

test('a new campaign begins with other posts, whatever the one before it had', async () => {
  const lab = await withPlan(aPlan({ days: 1 }), aPlan({ id: 'next', name: 'Next' }))
  await use(lab, '/plan use reading today')
  await say(lab, ...talks(8))
  await lab.pass(DAY)
  await use(lab, '/plan use next today')
  await say(lab, 'advert', ...talks(4), 'advert')
  expect(held(lab)).toEqual(['marketing-share'])
  expect(left(lab).at(-1)).toBe('advert')
})

test('a post of an earlier campaign that is refused only now lowers no count of the new one', async () => {
  const community = { kind: 'community', days: null } as const
  const lab = await withPlan(aPlan(community), aPlan({ ...community, id: 'next', name: 'Next' }))
  const inCampaign = () => lab.world.account.host.read(HERE, posts).group.campaign
  await use(lab, '/plan use reading today')
  await say(lab, ...talks(4))
  lab.fault = call => (call.kind === 'message' ? { is: 'slow', byMs: 30 * SECOND, refused: 'no' } : null)
  await lab.says('amy', 'advert')
  await lab.pass(SECOND)
  lab.fault = () => null
  // Control: it counts while nobody has answered.
  expect(inCampaign()).toEqual({ posts: 5, marketing: 1 })
  await lab.says('olga', '/plan use next today')
  await lab.pass(SECOND)
  expect(lab.facts('posts/returned', HERE)).toEqual([])
  await lab.pass(MINUTE)
  expect(lab.facts('posts/returned', HERE)).toHaveLength(1)
  expect(inCampaign()).toEqual({ posts: 0, marketing: 0 })
  // Neither does it count in the window any more.
  await say(lab, ...talks(4), 'advert')
  expect(inCampaign()).toEqual({ posts: 5, marketing: 1 })
})

test('a plan may allow less', async () => {
  const lab = await withPlan(aPlan({ marketing: { maxShare: 0.1, windowDays: 7 } }))
  await use(lab, '/plan use reading today')
  await say(lab, ...talks(8), 'advert', 'talk', 'advert')
  expect(left(lab).filter(post => post === 'advert')).toHaveLength(1)
})

test('a flash plan has no cap', async () => {
  const lab = await withPlan(aPlan({ id: 'flash', kind: 'flash', days: 3, marketing: null }))
  await use(lab, '/plan use flash today')
  await say(lab, 'advert', 'advert')
  expect(left(lab)).toEqual(['advert', 'advert'])
  expect(lab.facts('posts/left', HERE)[0]).toMatchObject({ maxShare: null })
})
