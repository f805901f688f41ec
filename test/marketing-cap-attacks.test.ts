import { defineMessages, definePlugin, defineSlice, deliveries, post } from 'bonfire'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { compileText } from '../src/content/template.ts'
import type { PlanDefinition } from '../src/host/content.ts'
import { posts } from '../src/host/core/posts.ts'
import { aPlan, libraryOf } from './a-plan.ts'
import { deskLab } from './desk-lab.ts'
import { DAY, HERE, HOUR, type Lab, MINUTE, SECOND, startLab } from './lab.ts'

// Ways to have more than a fifth of marketing that do not lead there.
const PACE = 5 * MINUTE
async function say(lab: Lab, ...words: readonly string[]): Promise<void> {
  for (const word of words) {
    await lab.says('amy', word)
    await lab.pass(PACE)
  }
}
const talks = (count: number) => Array.from({ length: count }, () => 'talk')
const countedIn = (lab: Lab) => lab.world.account.host.read(HERE, posts).group.campaign
const adverts = (lab: Lab) => lab.texts.filter(text => text === 'advert').length

async function withPlan(...plans: readonly PlanDefinition[]) {
  const box = { library: libraryOf(...plans) }
  const lab = await startLab({ content: () => box.library })
  await lab.joins('olga', 'owner')
  const use = async (text: string) => {
    await lab.says('olga', text)
    await lab.pass(MINUTE)
    return lab.texts.at(-1)!
  }
  return { lab, box, use }
}

describe('one post is one post', () => {
  /** Part 2 is refused for now, so often. */
  function refuseSecondPart(lab: Lab, times: number): void {
    let calls = 0
    lab.fault = ({ kind }) => {
      if (kind !== 'message') return null
      calls += 1
      return calls >= 2 && calls < 2 + times ? { is: 'throttled', forMs: 10 * SECOND, account: false } : null
    }
  }

  test('also when what follows of a long text has to be tried again', async () => {
    const lab = await startLab()
    refuseSecondPart(lab, 4)
    await say(lab, 'longtalk')
    await lab.pass(10 * MINUTE)
    expect(lab.texts.filter(text => text.length > 100)).toHaveLength(3)
    expect(countedIn(lab)).toEqual({ posts: 1, marketing: 0 })
  })

  test('and a long one that was let go is not stopped in the middle', async () => {
    const lab = await startLab()
    await say(lab, ...talks(4))
    refuseSecondPart(lab, 1)
    await say(lab, 'longadvert')
    await lab.pass(10 * MINUTE)
    expect(lab.texts.filter(text => text.length > 100)).toHaveLength(3)
    expect(countedIn(lab)).toEqual({ posts: 5, marketing: 1 })
  })

  test('it stays counted when its beginning has been read and the rest was refused', async () => {
    const lab = await startLab()
    await say(lab, ...talks(4))
    let calls = 0
    lab.fault = ({ kind }) =>
      kind === 'message' && ++calls === 2 ? { is: 'refused', reason: 'no', again: false } : null
    await say(lab, 'longadvert')
    expect(countedIn(lab)).toEqual({ posts: 5, marketing: 1 })
  })

  test('however often it is sent again because nobody knows', async () => {
    const lab = await startLab()
    await lab.joins('olga', 'owner')
    lab.fault = () => ({ is: 'request-lost' })
    await say(lab, 'talk')
    await lab.pass(HOUR)
    for (let time = 0; time < 4; time += 1) {
      if (time === 3) lab.fault = () => null
      await lab.says('olga', '/unknown again')
      await lab.pass(10 * MINUTE)
    }
    expect(countedIn(lab)).toEqual({ posts: 1, marketing: 0 })
    await say(lab, 'advert')
    expect(adverts(lab)).toBe(0)
  })

  test('marketing that is sent again because nobody knows is asked about again', async () => {
    const lab = await startLab()
    await lab.joins('olga', 'owner')
    await say(lab, ...talks(4))
    lab.fault = () => ({ is: 'request-lost' })
    await say(lab, 'advert')
    await lab.pass(HOUR)
    lab.fault = () => null
    await lab.says('olga', '/unknown again')
    await lab.pass(10 * MINUTE)
    expect(adverts(lab)).toBe(0)
  })
})

test('what a person has on their list makes no room before they have sent it', async () => {
  const poster = definePlugin({
    slice: defineSlice({ name: 'poster', facts: {} }),
    messages: defineMessages({ post: (p: { text: string }) => p.text }, { post: p => p.text }),
    config: z.unknown(),
    commands: {
      talk: {
        words: ['talk'],
        decide: ({ say }) => [post(say.post({ text: 'talk' }), { post: { id: 'talk', marketing: false } })],
      },
    },
  })
  const lab = await deskLab([poster], { buttons: false, replies: false })
  const group = await lab.setsUp('c1')
  lab.answers(() => ({ is: 'handed' }))
  await lab.says('c1', 'amy', '/talk')
  const { campaign } = lab.account.host.read(group, posts).group
  expect(campaign).toEqual({ posts: 0, marketing: 0 })
  expect([...lab.account.host.read(group, deliveries).pending.each()].map(([, { state }]) => state)).toContain('handed')
})

describe('only a broadcast to the group is a post', () => {
  test.each(['receipt', 'answer', 'notice', 'private', 'owner'])(
    'a %s that is marked as one stops its plugin',
    async how => {
      const lab = await startLab()
      await lab.joins('olga', 'owner')
      await say(lab, `stray ${how}`)
      expect(lab.facts('dead-letters/stopped', HERE)).toHaveLength(1)
      expect(lab.texts.join()).not.toContain('advert')
    },
  )

  test('and no plugin counts for itself', async () => {
    const lab = await startLab()
    await say(lab, 'forge')
    expect(lab.facts('posts/began', HERE)).toEqual([])
    expect(lab.facts('dead-letters/stopped', HERE)).toHaveLength(1)
  })
})

test.each([
  [true, []],
  [false, ['Buy it.']],
])(
  'a text of the library that is marketing (%s) is not printed by a message that is no post',
  async (marketing, printed) => {
    const content = () => ({ ...libraryOf(), post: () => ({ id: 'offer', marketing }) as never })
    const lab = await startLab({ content, textOf: () => compileText('Buy it.') })
    await say(lab, 'print')
    expect(lab.texts).toEqual(printed)
  },
)

test('what the plan had as marketing when it was used is marketing', async () => {
  const offer = {
    ...({ id: 'talk', kind: 'marketing', marketing: true, when: { day: 2 }, at: null } as const),
    ...({ platforms: ['telegram'], expires: null, round: 1 } as const),
  }
  const { lab, use } = await withPlan(aPlan({ posts: [offer] }))
  await use('/plan use reading today')
  await say(lab, 'talk')
  expect(countedIn(lab)).toEqual({ posts: 0, marketing: 0 })
})

describe('a flash plan', () => {
  const flash = aPlan({ id: 'flash', kind: 'flash', days: 3, marketing: null })

  test.each([
    ['is over', 'today', 20 * DAY],
    ['has not begun', '2027-11-01', 0],
  ])('that %s frees nobody', async (_, start, afterMs) => {
    const { lab, use } = await withPlan(flash)
    await use(`/plan use flash ${start}`)
    await lab.pass(afterMs)
    await say(lab, 'advert', 'advert')
    expect(adverts(lab)).toBe(0)
  })

  test('that is paused lasts no longer', async () => {
    const { lab, use } = await withPlan(flash)
    await use('/plan use flash today')
    await use('/pause')
    await lab.pass(30 * DAY)
    await say(lab, 'advert')
    expect(adverts(lab)).toBe(0)
  })

  test('is followed by no other', async () => {
    const { lab, use } = await withPlan(flash)
    await use('/plan use flash today')
    await say(lab, 'advert')
    expect(adverts(lab)).toBe(1)
    await lab.pass(4 * DAY)
    expect(await use('/plan use flash today')).toMatch(/has been a flash group once/)
  })
})

describe('in mid-campaign', () => {
  test('the window cannot be made shorter', async () => {
    const { box, use } = await withPlan(aPlan({ marketing: { maxShare: 0.2, windowDays: 31 } }))
    await use('/plan use reading today')
    box.library = libraryOf(aPlan({ marketing: { maxShare: 0.2, windowDays: 7 } }))
    expect(await use('/plan use reading')).toMatch(/cannot be made shorter/)
  })

  test('a community that uses its plan again goes on, and is held to what it promised', async () => {
    const community = aPlan({ kind: 'community', days: null, marketing: { maxShare: 0.05, windowDays: 7 } })
    const { lab, box, use } = await withPlan(community)
    await use('/plan use reading today')
    await lab.pass(3 * DAY)
    box.library = libraryOf({ ...community, marketing: { maxShare: 0.2, windowDays: 7 } })
    expect(await use('/plan use reading')).toMatch(/can only be made less/)
    box.library = libraryOf({ ...community, rules: 'Be very kind.' })
    expect(await use('/plan use reading')).toMatch(/Changed: .*rules/)
    expect(lab.facts('plan/used', HERE).map(({ startDay, isNew }) => [startDay, isNew])).toEqual([
      ['2026-11-23', true],
      ['2026-11-23', false],
    ])
  })
})

test('a pause on a day on which something has gone out does not bring that day again', async () => {
  const { lab, use } = await withPlan(aPlan())
  await use('/plan use reading today')
  await say(lab, 'talk')
  await use('/pause')
  await lab.pass(2 * DAY)
  await use('/resume')
  const { dayNumber } = lab.world.account.host.planOf(HERE)!
  const numbers = ['2026-11-23', '2026-11-24', '2026-11-25'].map(day => dayNumber(day as never))
  expect(numbers).toEqual([1, null, 2])
})
