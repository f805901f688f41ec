import { type Instant, operate, post as owe, posts } from 'bonfire'
import { at, day, member, says, theMessage } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { topics } from './facts.ts'
import { aLibrary, aPlan, aPost } from './library.fixtures.ts'
import { chosen, first, HOUR_MS, second, specWith, third } from './topics.fixtures.ts'

const amy = member('amy')
const admin = { role: 'admin' } as const
const dayOne = aPost('day-01', { when: { day: 1 }, at: 'morning' })
const dayTwo = aPost('day-02', { when: { day: 2 }, at: 'morning', buttons: [{ label: '打卡', command: '打卡' }] })
const pool = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n'].map(name => aPost(`pool-${name}`))
const offer = aPost('offer', { marketing: true, when: { day: 3 }, at: 'evening' })
const draft = aPost('draft', { status: 'draft' })
const library = aLibrary([dayOne, dayTwo, offer, draft, ...pool])
const { given, say } = specWith(library)

const noon = `${first} 12:00`
const published = (post: string, on = first) =>
  topics.facts.published({ occasion: `${on}T08:00`, post, sentAt: (at(`${on} 08:00`) + 400) as Instant, lateMs: 400 })
const sent = [chosen(first, '08:00', 'day-01', { why: 'pinned' }), published(dayOne.id)]
/** Posts that left earlier, an hour apart, the first so many of them marketing. */
const earlier = (count: number, marketing = 0, from = '2026-11-28 08:00') =>
  Array.from({ length: count }, (_, n) =>
    posts.facts.left({
      ...{
        delivery: `d${n}`,
        attempt: 1,
        post: `p${n}`,
        marketing: n < marketing,
        at: (at(from) + n * HOUR_MS) as Instant,
      },
      ...{ window: { posts: 1, marketing: 0 }, campaign: { posts: 1, marketing: 0 }, maxShare: 0.2 },
    }),
  )

describe('/topic', () => {
  const again = (id: string, number: number) =>
    owe(say.again({ post: id, values: { day: number } }), { class: 'answer', to: 'group' })

  test('says again what went out last today, and counts for nothing', () =>
    given(...sent)
      .when(says(amy, '话题', noon))
      .then(again(dayOne.id, 1)))

  test('leaves marketing out: it goes out once', () =>
    given(
      ...sent,
      chosen(first, '11:00', 'offer', { marketing: true }),
      topics.facts.published({ occasion: `${first}T11:00`, post: offer.id, sentAt: at(`${first} 11:00`), lateMs: 0 }),
    )
      .when(says(amy, '今日话题', noon))
      .then(again(dayOne.id, 1)))

  test('says when the next one comes, where there was none today', () =>
    given(...sent)
      .when(says(amy, '/topic', `${second} 07:00`))
      .thenSays('今天的话题还没到，08:00 见。'))

  test('says so when nothing is left today', () =>
    given()
      .when(says(amy, '/topic', `${first} 23:00`))
      .thenSays('今天没有话题了，明天见。'))

  test('is no command in talk', () =>
    given(...sent)
      .when(says(amy, '话题 聊点什么好呢', noon))
      .thenNothing())
})

describe('/calendar', () => {
  test('shows days, times, titles and marks', () =>
    given(...sent)
      .when(says(amy, '日历 3', noon, admin))
      .thenSays(
        [
          '12-01 周二 第 1 天',
          '  08:00 day-01 标题 day-01 ✓',
          '  17:30 pool-a 标题 pool-a',
          '12-02 周三 第 2 天',
          '  08:00 day-02 标题 day-02',
          '  17:30 pool-b 标题 pool-b',
          '12-03 周四 第 3 天',
          '  08:00 pool-c 标题 pool-c',
          '  17:30 offer 标题 offer【推广】',
          '推广占比最高 20%，上限 20%。',
        ].join('\n'),
      ))

  test('of a plan that is yet to begin starts with its first day', () =>
    given()
      .when(says(amy, '/calendar 1', '2026-11-20 12:00', admin))
      .thenSays(/^12-01 周二 第 1 天\n {2}08:00 day-01 标题 day-01\n {2}17:30 pool-a 标题 pool-a$/))

  test('warns when fewer than seven days are covered', () => {
    const short = aLibrary([dayOne, dayTwo])
    specWith(short)
      .given()
      .when(says(amy, '/calendar 1', `${first} 07:00`, admin))
      .thenSays(/往后只排好了 2 天，不到 7 天/)
  })

  test('of many days goes without titles, and is as long as one message', () => {
    const { given } = specWith(library, { platform: 'wechat' })
    given(...sent)
      .when(says(amy, '/calendar 31', noon, admin))
      .thenSays(
        new RegExp(
          [
            '^12-01 周二 第 1 天\u300008:00 day-01 ✓\u300017:30 pool-a',
            '12-02 周三 第 2 天\u300008:00 day-02\u300017:30 pool-b',
            '[\\s\\S]{300,520}',
            '…还有 \\d+ 天，一条消息放不下。[\\s\\S]*$',
          ].join('\n'),
        ),
      )
  })

  test('is for admins', () =>
    given()
      .when(says(amy, '/calendar', noon))
      .thenSays('这个指令只有管理员能用。'))

  test('says that there is no plan', () =>
    specWith(library, { locale: 'en-US' })
      .withoutPlan.when(says(amy, '/calendar', noon, admin))
      .thenSays('This group has no plan yet. Choose one with /plan, and posts will come on time.'))
})

describe('/preview', () => {
  const ready = { status: 'ready', elsewhere: null } as const

  test('shows a post as it would look, by how its id ends', () =>
    given()
      .when(says(amy, '/预览 day-02', noon, admin))
      .then(
        owe(say.preview({ post: dayTwo.id, values: { day: 2 }, ...ready }), {
          ...{ class: 'answer', to: 'group', buttons: [{ label: '打卡', says: '打卡' }] },
        }),
      ))

  test('goes to whoever asks in private', () =>
    given()
      .when(says(amy, '/preview offer', noon, { ...admin, private: true }))
      .then(
        owe(say.preview({ post: offer.id, values: { day: 3 }, ...ready }), { class: 'answer', to: { member: amy } }),
      ))

  test('shows no marketing in the group: nobody would count it', () =>
    given()
      .when(says(amy, '/preview offer', noon, admin))
      .thenSays('推广内容请私聊我预览，在群里看一次就等于发了一次。'))

  test('says what a draft is', () =>
    given()
      .when(says(amy, '/preview draft', noon, admin))
      .thenSays(/（草稿，还不会发出）/))

  test('asks which, and whether it was meant otherwise', () => {
    const two = aLibrary([dayOne, aPost('x', { id: 'rounds/reading/day-01' })])
    specWith(two)
      .given()
      .when(says(amy, '/preview day-01', noon, admin))
      .thenSays('有好几篇，是哪一篇？\nposts/reading/day-01\nrounds/reading/day-01')
    given()
      .when(says(amy, '/preview dya-02', noon, admin))
      .thenSays('没有找到这篇内容，你想找的是 day-02 吗？')
    given()
      .when(says(amy, '/preview constructor', noon, admin))
      .thenSays('没有找到这篇内容。发送 /calendar（日历）看看最近的。')
  })
})

describe('/post', () => {
  const occasion = `asked:${theMessage}`
  const asked = (post: string, marketing: boolean, now: string, number: number) =>
    [
      topics.facts.chosen({
        ...{
          occasion,
          day: day(now.slice(0, 10)),
          at: at(now),
          post,
          version: 'abc123',
          marketing,
          why: 'asked',
          campaign: 'reading@2026-12-01',
          by: amy,
        },
      }),
      owe(say.post({ post, occasion, values: { day: number } }), {
        post: { id: post, marketing },
        deadline: (at(now) + 2 * HOUR_MS) as Instant,
      }),
    ] as const
  const posting = (id: string) =>
    operate(say.posting({ post: { id }, elsewhere: null }), { log: say.postingLog({ post: id }), reaction: '👌' })

  test('owes the post now, and it counts', () =>
    given()
      .when(says(amy, '/post pool-a', noon, admin))
      .then(...asked(pool[0]!.id, false, noon, 1), posting('pool-a')))

  test('takes marketing where it fits', () =>
    given(...earlier(4))
      .when(says(amy, '/发布 offer', noon, admin))
      .then(...asked(offer.id, true, noon, 1), posting('offer')))

  test('refuses marketing that does not fit, with the arithmetic and when it will', () =>
    given(...earlier(12, 2))
      .when(says(amy, '/post offer', noon, admin))
      .thenSays(
        '近 7 天 12 条里已有 2 条推广，再发就是 3/13 = 23.1%，超过 20%；按现在的安排，等到 12-02 17:30 就可以。',
      ))

  test('counts the whole campaign as well', () =>
    given(...earlier(9, 2, '2026-11-20 08:00'))
      .when(says(amy, '/post offer', noon, admin))
      .thenSays(/^近 7 天 0 条里已有 0 条推广|^这一期 9 条里已有 2 条推广，再发就是 3\/10 = 30%/))

  test('answers a second time in one message, and posts nothing', () => {
    const before = { name: { id: 'day-01', title: '标题 day-01' }, at: '12-01 08:00' }
    given(...sent)
      .when(says(amy, '/post day-01', noon, admin))
      .then(owe(say.postedBefore({ ...before, post: dayOne.id, values: { day: 1 } }), { class: 'answer', to: 'group' }))
  })

  test('repeats no marketing in the group', () =>
    given(chosen(first, '08:00', 'offer', { marketing: true }), published(offer.id))
      .when(says(amy, '/post offer', noon, admin))
      .thenSays('offer「标题 offer」在 12-01 08:00 发过了，推广内容不重复发。'))

  test('does not send twice what is on its way', () =>
    given(chosen(first, '08:00', 'day-01'))
      .when(says(amy, '/post day-01', noon, admin))
      .thenSays('day-01「标题 day-01」正在发出，不用再发。'))

  test('does not send again what may have been sent', () =>
    given(chosen(first, '08:00', 'day-01'), topics.facts.uncertain({ occasion: `${first}T08:00`, post: dayOne.id }))
      .when(says(amy, '/post day-01', noon, admin))
      .thenSays(/发过了/))

  test('sends no draft', () =>
    given()
      .when(says(amy, '/post draft', noon, admin))
      .thenSays('draft「标题 draft」现在是草稿，把 status 改成 ready 才能发。'))

  test('takes back that it was skipped', () =>
    given(topics.facts.skipped({ post: pool[0]!.id, campaign: 'reading@2026-12-01' }))
      .when(says(amy, '/post pool-a', noon, admin))
      .then(...asked(pool[0]!.id, false, noon, 1), posting('pool-a')))

  test('is for admins', () =>
    given()
      .when(says(amy, '/post day-01', noon))
      .thenSays('这个指令只有管理员能用。'))

  test('is no command without a slash', () =>
    given()
      .when(says(amy, '发布 day-01', noon, admin))
      .thenNothing())
})

describe('/skip', () => {
  const skipped = (post: string) => topics.facts.skipped({ post, campaign: 'reading@2026-12-01', by: amy })
  const names = (id: string, when: string | null, instead: string | null) =>
    operate(say.skipped({ post: { id }, at: when, instead: instead === null ? null : { id: instead } }), {
      log: say.skippedLog({ post: id }),
    })

  test('leaves out the next post, and says what comes instead', () =>
    given(...sent)
      .when(says(amy, '/跳过', noon, admin))
      .then(skipped(pool[0]!.id), names('pool-a', '12-01 17:30', 'pool-b')))

  test('leaves out the one that is named', () =>
    given()
      .when(says(amy, '/skip day-02', noon, admin))
      .then(skipped(dayTwo.id), names('day-02', '12-02 08:00', 'pool-a')))

  test('says so when it was left out already', () =>
    given(skipped(dayTwo.id))
      .when(says(amy, '/skip day-02', noon, admin))
      .thenSays('day-02 已经跳过了。想发的话：/post day-02'))

  test('of a post that went out says so', () =>
    given(...sent)
      .when(says(amy, '/skip day-01', noon, admin))
      .thenSays('day-01「标题 day-01」在 12-01 08:00 已经发过了。'))

  test('is undone by another campaign', () => {
    const later = aPlan([dayOne, dayTwo, ...pool], { days: 22 })
    const { given, say } = specWith(aLibrary([dayOne, dayTwo, ...pool], later), {}, second)
    given(skipped(dayTwo.id))
      .when(says(amy, '/skip day-02', `${second} 12:00`, admin))
      .then(
        topics.facts.skipped({ post: dayTwo.id, campaign: 'reading@2026-12-02', by: amy }),
        operate(say.skipped({ post: { id: 'day-02' }, at: '12-03 08:00', instead: { id: 'pool-a' } }), {
          log: say.skippedLog({ post: 'day-02' }),
        }),
      )
  })
})

describe('/why post', () => {
  const left = topics.facts.left({
    ...{ post: offer.id, at: at(`${third} 17:30`), maxShare: 0.2, version: 'def456' },
    ...{ window: { posts: 6, marketing: 1 }, campaign: { posts: 6, marketing: 1 } },
  })
  const postponed = { why: 'postponed', marketing: true, from: second } as const

  test('tells file, version, why this slot, how late, and the arithmetic of the cap', () =>
    given(
      chosen(third, '17:30', 'offer', postponed),
      left,
      topics.facts.published({
        ...{
          occasion: `${third}T17:30`,
          post: offer.id,
          sentAt: (at(`${third} 17:30`) + 2_000) as Instant,
          lateMs: 2_000,
        },
      }),
    )
      .when(says(amy, '/why post', `${third} 20:00`, admin))
      .thenSays(
        [
          'offer「标题 offer」（推广）',
          '文件：posts/reading/offer.md，版本 def456',
          '为什么排在这里：推广占比已满，从 12-02 顺延过来',
          '12-03 17:30 发出，晚了 2 秒。',
          '发出时近 7 天 6 条里 1 条推广（1/6 = 16.7%），这一期 6 条里 1 条（1/6 = 16.7%），上限 20%。',
        ].join('\n'),
      ))

  test('says what is not known', () =>
    given(
      chosen(third, '17:30', 'offer', postponed),
      left,
      topics.facts.uncertain({ occasion: `${third}T17:30`, post: offer.id }),
    )
      .when(says(amy, '/why post offer', `${third} 20:00`))
      .thenSays(/12-03 17:30 发的，不确定有没有发出去。/))

  test('says that a post has not been here', () =>
    given()
      .when(says(amy, '/why post day-02', noon, admin))
      .thenSays(/day-02「标题 day-02」还没有在这个群发过/))

  test('says that nothing has been here', () =>
    given()
      .when(says(amy, '/为什么 post', noon))
      .thenSays('这个群还没有发过内容。'))
})
