import { describe, expect, test } from 'vitest'
import { postFile, SLOTS_OF_WEEK, WEEK } from './topics-library.ts'
import { isMarketing, MINUTE_MS, openWeek } from './topics-stage.ts'

const END = '2026-12-08 12:00'
const DAY_MS = 86_400_000

async function begin() {
  const week = await openWeek()
  await week.says('/plan use reading 2026-12-01')
  return week
}

/** Counted again, from what the group saw: no window of seven days that ends with marketing has more than a fifth. */
function shareIsKept(posted: readonly { readonly at: string; readonly post: string }[]): boolean {
  return posted.every((post, index) => {
    if (!isMarketing(post)) return true
    const before = posted.slice(0, index + 1)
    const window = before.filter(({ at }) => Date.parse(`${at}Z`) > Date.parse(`${post.at}Z`) - 7 * DAY_MS)
    return window.filter(isMarketing).length * 5 <= window.length
  })
}

describe('a week of posts', () => {
  test('goes out slot by slot, on the dot, each post once, and marketing waits until it fits', async () => {
    const week = await begin()
    await week.world.advanceTo(week.at(END))
    const posted = week.posted()
    expect(week.troubles).toEqual([])
    expect(posted.map(({ at }) => at)).toEqual(SLOTS_OF_WEEK)
    expect(new Set(posted.map(({ post }) => post)).size).toBe(SLOTS_OF_WEEK.length)
    expect(posted.filter(({ at }) => at.endsWith('08:00')).map(({ post }) => post)).toEqual(
      WEEK.map((_, n) => `day-0${n + 1}`),
    )
    // Four others before the first, nine before the second: that is the noon of the day after its own.
    expect(posted.filter(isMarketing)).toMatchObject([
      { at: '2026-12-02 12:00', post: 'offer-2' },
      { at: '2026-12-04 12:00', post: 'offer-3' },
    ])
    expect(shareIsKept(posted)).toBe(true)
    expect(week.notices()).toEqual([
      '推广占比到上限了，1 条顺延：offer-3（改到 12-04 12:00）。空出来的时段先发别的内容。',
    ])
    expect(posted[0]).toMatchObject({ text: 'posts/reading/day-01 第 1 天', isBold: true })
    const late = week.facts('topics/published').map(({ lateMs }) => lateMs as number)
    expect(Math.max(...late)).toBeLessThanOrEqual(1_000)
  })

  test('is the same however often the bot is restarted: a minute before, at, and a minute after every slot', async () => {
    const [calm, restless] = [await begin(), await begin()]
    await calm.world.advanceTo(calm.at(END))
    for (const slot of SLOTS_OF_WEEK) {
      for (const minutes of [-1, 0, 1]) {
        await restless.world.advanceTo((restless.at(slot) + minutes * MINUTE_MS) as never)
        restless.world.kill()
        await restless.world.boot()
      }
    }
    await restless.world.advanceTo(restless.at(END))
    expect(restless.posted()).toEqual(calm.posted())
    expect(restless.facts('topics/chosen')).toHaveLength(SLOTS_OF_WEEK.length)
  })

  test('goes on after the bot was down at every slot: late, once, and in the same order', async () => {
    const [calm, late] = [await begin(), await begin()]
    await calm.world.advanceTo(calm.at(END))
    for (const slot of SLOTS_OF_WEEK) {
      await late.world.advanceTo((late.at(slot) - MINUTE_MS) as never)
      late.world.kill()
      await late.world.advanceTo((late.at(slot) + 4 * MINUTE_MS) as never)
      await late.world.boot()
    }
    await late.world.advanceTo(late.at(END))
    expect(late.posted().map(({ post }) => post)).toEqual(calm.posted().map(({ post }) => post))
    const lateMs = late.facts('topics/published').map(({ lateMs }) => lateMs as number)
    expect(Math.min(...lateMs)).toBeGreaterThanOrEqual(4 * MINUTE_MS)
    expect(Math.max(...lateMs)).toBeLessThan(5 * MINUTE_MS)
  })
})

test('whenever the process ends, a post goes out at most once, and what nobody knows is held', async () => {
  const ends = new Set<string>()
  for (let end = 0; end < 12; end += 1) {
    const week = await begin()
    await week.crashAt('2026-12-01 08:00', Math.floor(end / 2), end % 2 === 0)
    await week.world.advanceTo(week.at('2026-12-01 11:00'))
    const [posted, uncertain] = [week.posted(), week.facts('topics/uncertain')]
    expect(posted.length).toBeLessThanOrEqual(1)
    expect(posted.length + uncertain.length).toBeGreaterThanOrEqual(1)
    expect(week.facts('topics/chosen')).toHaveLength(1)
    expect(week.counted().campaign.posts).toBe(1)
    ends.add(`posted ${posted.length}, unknown ${uncertain.length}`)
  }
  // The process ended on every side of the mark and of the answer, or the loop shows nothing.
  expect([...ends].sort()).toEqual(['posted 0, unknown 1', 'posted 1, unknown 0', 'posted 1, unknown 1'])
})

describe('an outage', () => {
  test('over two slots is made up for by the later one, if it is not two hours past', async () => {
    const week = await begin()
    await week.world.advanceTo(week.at('2026-12-01 07:50'))
    week.world.kill()
    await week.world.advanceTo(week.at('2026-12-01 13:10'))
    await week.world.boot()
    await week.world.advanceTo(week.at('2026-12-01 23:00'))
    expect(week.posted().map(({ at, post }) => `${at} ${post}`)).toEqual([
      // What was for the morning: it takes the next slot of its day.
      '2026-12-01 13:10 day-01',
      expect.stringMatching(/^2026-12-01 17:30 pool-/),
    ])
  })

  test('that ends more than two hours after a slot is not made up for', async () => {
    const week = await begin()
    await week.world.advanceTo(week.at('2026-12-01 07:50'))
    week.world.kill()
    await week.world.advanceTo(week.at('2026-12-01 14:10'))
    await week.world.boot()
    await week.world.advanceTo(week.at('2026-12-01 17:00'))
    expect(week.posted()).toEqual([])
  })

  test('between leaving and the answer: nobody knows, it counts as sent, and it never goes again by itself', async () => {
    const week = await begin()
    week.setFault(({ kind }) => (kind === 'message' ? { is: 'never-answered' } : null))
    await week.world.advanceTo(week.at('2026-12-01 08:00'))
    week.world.kill()
    week.setFault(() => null)
    await week.world.boot()
    expect(week.facts('topics/uncertain')).toEqual([{ occasion: '2026-12-01T08:00', post: 'posts/reading/day-01' }])
    expect(week.counted()).toMatchObject({ campaign: { posts: 1, marketing: 0 } })
    await week.world.advanceTo(week.at(END))
    expect(week.posted().filter(({ post }) => post === 'day-01')).toHaveLength(1)
    expect(week.counted().campaign.posts).toBe(SLOTS_OF_WEEK.length)
  })
})

describe('what an admin does meanwhile', () => {
  test('a pause over slots: nothing goes out, and the days that follow are a day later', async () => {
    const week = await begin()
    await week.world.advanceTo(week.at('2026-12-02 07:00'))
    await week.says('/pause')
    await week.world.advanceTo(week.at('2026-12-03 07:00'))
    await week.says('/resume')
    await week.world.advanceTo(week.at('2026-12-09 12:00'))
    const posted = week.posted()
    expect(posted.filter(({ at }) => at.startsWith('2026-12-02'))).toEqual([])
    expect(posted.find(({ post }) => post === 'day-02')).toMatchObject({ at: '2026-12-03 08:00' })
    expect(posted.find(({ post }) => post === 'day-07')).toMatchObject({ at: '2026-12-08 08:00' })
    expect(shareIsKept(posted)).toBe(true)
  })

  test('a pause while a post waits to leave: it is withdrawn', async () => {
    const week = await begin()
    week.setFault(({ kind }) =>
      kind === 'message' ? { is: 'throttled', forMs: 10 * MINUTE_MS, account: false } : null,
    )
    await week.world.advanceTo(week.at('2026-12-01 08:01'))
    week.setFault(() => null)
    await week.says('/pause')
    await week.world.advanceTo(week.at('2026-12-01 23:00'))
    expect(week.posted()).toEqual([])
    expect(week.facts('topics/fellThrough')).toMatchObject([{ reason: 'paused' }])
    // It would have to go out today, and today has no slot left: its owner may send it.
    await week.says('/resume')
    expect(week.notices().at(-1)).toBe('有 1 篇指定了日子的内容错过了时间，没有发出：day-01。还想发的话：/post day-01')
  })

  test('posts by hand count, are refused when they do not fit, and go out once', async () => {
    const week = await begin()
    await week.world.advanceTo(week.at('2026-12-01 09:00'))
    await week.says('/post offer-2')
    expect(week.answers().at(-1)).toMatch(
      /1 条里已有 0 条推广，再发就是 1\/2 = 50%，超过 20%；按现在的安排，等到 12-02 12:00/,
    )
    await week.says('/post pool-15')
    await week.says('/post pool-15')
    await week.world.advanceTo(week.at(END))
    const posted = week.posted()
    expect(posted.filter(({ post, at }) => post === 'pool-15' && at.startsWith('2026-12-01 09'))).toHaveLength(1)
    // The second time it was an answer, and nothing counted it.
    expect(
      week.answers().filter(text => /^pool-15.*在 12-01 09:00 发过了.*\n\nposts\/reading\/pool-15/s.test(text)),
    ).toHaveLength(1)
    expect(week.counted().campaign.posts).toBe(SLOTS_OF_WEEK.length + 1)
    expect(shareIsKept(posted)).toBe(true)
  })

  test('a post that is skipped stays away, and another one takes its slot', async () => {
    const week = await begin()
    await week.says('/skip day-03')
    await week.world.advanceTo(week.at(END))
    expect(week.posted().map(({ at }) => at)).toEqual(SLOTS_OF_WEEK)
    expect(week.posted().some(({ post }) => post === 'day-03')).toBe(false)
  })
})

describe('a file', () => {
  test('that breaks goes out in its last good version, also over a restart, and the owner hears of it once', async () => {
    const week = await begin()
    await week.world.advanceTo(week.at('2026-12-03 20:00'))
    await week.library.write('posts/reading/day-04.md', '---\ntitle: 标题\nknd: topic\nday: 4\n---\n写坏了\n')
    await week.reload()
    await week.reload()
    await week.restart()
    await week.world.advanceTo(week.at('2026-12-04 09:00'))
    expect(week.posted().at(-1)).toMatchObject({
      ...{ at: '2026-12-04 08:00', text: 'posts/reading/day-04 第 4 天' },
    })
    const notices = week.notices().filter(text => text.includes('day-04.md'))
    expect(notices).toEqual([
      expect.stringMatching(/^内容文件有问题，先用上一个没问题的版本：\nposts\/reading\/day-04.md:3 .*knd/),
    ])
  })

  test('that is mended goes out as it is then: texts that have not been sent follow the library', async () => {
    const week = await begin()
    await week.world.advanceTo(week.at('2026-12-03 20:00'))
    const text = postFile('day-04', 'topic', 'day: 4\nat: morning').replace('第', '改过的第')
    await week.library.write('posts/reading/day-04.md', text)
    await week.reload()
    await week.world.advanceTo(week.at('2026-12-04 09:00'))
    expect(week.posted().at(-1)?.text).toBe('posts/reading/day-04 改过的第 4 天')
  })

  test('that is deleted while its post waits to leave is replaced at once, and the owner is told', async () => {
    const week = await begin()
    week.setFault(({ kind }) =>
      kind === 'message' ? { is: 'throttled', forMs: 10 * MINUTE_MS, account: false } : null,
    )
    await week.world.advanceTo(week.at('2026-12-01 08:01'))
    week.setFault(() => null)
    await week.library.remove('posts/reading/day-01.md')
    await week.reload()
    await week.world.advanceTo(week.at('2026-12-01 09:00'))
    expect(week.posted()).toMatchObject([{ at: '2026-12-01 08:10', post: expect.stringMatching(/^pool-/) }])
    expect(week.notices()).toEqual([expect.stringMatching(/^day-01 没有发出：文件不在了。换成了 pool-\d+。$/)])
  })
})
