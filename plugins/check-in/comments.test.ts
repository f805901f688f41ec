import {
  acknowledge,
  addDays,
  type Instant,
  type LocalDay,
  type MemberId,
  membership,
  post,
  send,
  withdraw,
} from 'bonfire'
import { at, createStage, day, due, member, message, playOn, says, specFor, tells } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { amy, bare, bob, campaign, checkedIn, counts, done, given, monday, say, tuesday } from './check-in.fixtures.ts'
import { wordingOn } from './context.ts'
import { attendance, COMMENT_DAYS } from './facts.ts'
import checkIn from './index.ts'

const tom = member('tom')
const [ofAmy, ofBob, ours] = [message('of-amy'), message('of-bob'), message('ours')]
const teacher = { role: 'teacher' } as const
const commented = (who = amy, message = ofAmy, day: LocalDay = monday) =>
  attendance.facts.commented({ message, member: who, day, by: tom })
/** The comment, and what is said of it. */
const comments = (left = 1, ...facts: readonly ReturnType<typeof commented>[]) => [
  ...(facts.length === 0 ? [commented()] : facts),
  acknowledge(say.commented({ comments: Math.max(1, facts.length), left }), { reaction: '👌' }),
]
const sent = (who: MemberId, message: typeof ofAmy, time = '2026-11-23 08:00', more: object = {}) =>
  checkedIn(who, monday, 1, { message, at: at(time), ...more })
const both = [sent(amy, ofAmy), sent(bob, ofBob, '2026-11-23 08:01')]
const receipted = (who: MemberId, message: typeof ofAmy) =>
  attendance.facts.receipted({ receipt: ours, message, member: who })
const waits = { day: monday, note: null, photo: false, left: 0 }
const shows = (who: MemberId, more: object = {}) =>
  ({ ...say.toComment({ ...waits, member: who, ...more }), quotes: true }) as const
const queueShown = (who: MemberId, message: typeof ofAmy, time: string) =>
  attendance.facts.queueShown({ by: tom, message, member: who, at: at(time) })

describe('a comment', () => {
  test('is a reply to a check-in by a teacher', () =>
    given(...both)
      .when(says(tom, '写得真好', monday, { ...teacher, replyTo: ofAmy }))
      .then(...comments()))

  test('is none by a member', () =>
    given(...both)
      .when(says(tom, '写得真好', monday, { replyTo: ofAmy }))
      .thenNothing())

  test('is none in private', () =>
    given(...both)
      .when(says(tom, '写得真好', monday, { ...teacher, replyTo: ofAmy, private: true }))
      .thenNothing())

  test('counts once', () =>
    given(...both, commented())
      .when(says(tom, '再说一句', monday, { ...teacher, replyTo: ofAmy }))
      .thenNothing())

  test('is none on a check-in of a teacher, or one in private', () =>
    given(
      sent(amy, ofAmy, '2026-11-23 08:00', { role: 'teacher' }),
      sent(bob, ofBob, '2026-11-23 08:00', { where: 'private' }),
    )
      .when(says(tom, '好', monday, { ...teacher, mentions: [amy, bob], replyTo: ofAmy }))
      .thenNothing())

  test('is none on any other message', () =>
    given(...both)
      .when(says(tom, '写得真好', monday, { ...teacher, replyTo: message('else') }))
      .thenNothing())

  test('is none that is a command', () =>
    given(...both)
      .when(says(tom, '/streak', monday, { ...teacher, replyTo: ofAmy }))
      .thenSays(/^现在没有/))

  test('may come for seven days', () => {
    const last = addDays(monday, COMMENT_DAYS - 1)
    given(...both)
      .when(says(tom, '好', last, { ...teacher, replyTo: ofAmy }))
      .then(...comments())
    given(...both)
      .when(says(tom, '好', addDays(last, 1), { ...teacher, replyTo: ofAmy }))
      .thenNothing()
  })

  test('may be on a check-in that was raised', () =>
    given(
      sent(amy, ofAmy, '2026-11-23 08:00', { where: 'private' }),
      attendance.facts.raised({ member: amy, day: monday, message: message('again'), at: at(monday) }),
    )
      .when(says(tom, '好', monday, { ...teacher, replyTo: message('again') }))
      .then(...comments(0, commented(amy, message('again')))))
})

describe('a reply to our receipt', () => {
  test('comments the check-in that it acknowledged', () =>
    given(...both, receipted(amy, ofAmy))
      .when(says(tom, '好', monday, { ...teacher, replyTo: ours }))
      .then(...comments()))

  test('comments those mentioned where it acknowledged several', () => {
    const history = [...both, receipted(amy, ofAmy), receipted(bob, ofBob)]
    given(...history)
      .when(says(tom, '好', monday, { ...teacher, replyTo: ours }))
      .thenNothing()
    given(...history)
      .when(says(tom, '@Bob 好', monday, { ...teacher, replyTo: ours, mentions: [bob] }))
      .then(...comments(1, commented(bob, ofBob)))
  })

  test('is known by the message that the platform tells of', () => {
    const receipt = done(amy, monday, 1, 1, ofAmy)
    given(...both)
      .when(tells(receipt, { is: 'sent', message: ours, at: at(monday) }, monday))
      .then(receipted(amy, ofAmy))
    given(...both)
      .when(tells(receipt, { is: 'sent', at: at(monday) }, monday))
      .thenNothing()
  })
})

describe('a mention, where nobody says what a message replies to', () => {
  const near = [sent(amy, ofAmy, '2026-11-23 11:55')]

  test('comments a check-in of the last ten minutes', () => {
    given(...near)
      .when(says(tom, '@Amy 真好', monday, { ...teacher, mentions: [amy] }))
      .then(...comments(0))
    given(sent(amy, ofAmy, '2026-11-23 11:49'))
      .when(says(tom, '@Amy 真好', monday, { ...teacher, mentions: [amy] }))
      .thenNothing()
  })

  test('comments several at once', () =>
    given(...near, sent(bob, ofBob, '2026-11-23 11:59'))
      .when(says(tom, '@Amy @Bob 都很好', monday, { ...teacher, mentions: [amy, bob] }))
      .then(...comments(0, commented(), commented(bob, ofBob))))

  test('without a word is none', () =>
    given(...near)
      .when(says(tom, '@Amy', monday, { ...teacher, mentions: [amy] }))
      .thenNothing())

  test('comments what the queue has shown, for ten minutes', () => {
    const old = [sent(amy, ofAmy, '2026-11-23 08:00'), queueShown(amy, ofAmy, '2026-11-23 11:50')]
    given(...old)
      .when(says(tom, '@Amy 真好', monday, { ...teacher, mentions: [amy] }))
      .then(...comments(0))
    given(...old)
      .when(says(tom, '@Amy 真好', (at(monday) + 1) as Instant, { ...teacher, mentions: [amy] }))
      .thenNothing()
  })

  test('is of the newest check-in, once what the queue has shown has a comment', () => {
    const [old, fresh] = [message('old'), message('fresh')]
    given(
      checkedIn(amy, addDays(monday, -1), 1, { message: old, at: at('2026-11-22 08:00') }),
      queueShown(amy, old, '2026-11-23 11:50'),
      attendance.facts.commented({ message: old, member: amy, day: addDays(monday, -1), by: tom }),
      checkedIn(amy, monday, 2, { message: fresh, at: at('2026-11-23 11:55') }),
    )
      .when(says(tom, '@Amy 今天的也好', monday, { ...teacher, mentions: [amy] }))
      .then(...comments(0, commented(amy, fresh)))
  })

  test('in a reply to something else is none', () =>
    given(...near)
      .when(says(tom, '@Amy 你看', monday, { ...teacher, mentions: [amy], replyTo: message('else') }))
      .thenNothing())
})

describe('the comment queue', () => {
  test('shows the oldest check-in without a comment, with its note', () =>
    given(sent(amy, ofAmy, '2026-11-23 08:00', { note: '读了三十页' }), sent(bob, ofBob))
      .when(says(tom, '/comment', monday, teacher))
      .then(queueShown(amy, ofAmy, '2026-11-23 12:00'), shows(amy, { note: '读了三十页', left: 1 })))

  test('is answered by a reply to what it shows', () => {
    const asked = [sent(amy, ofAmy), queueShown(amy, ofAmy, '2026-11-23 11:51')]
    given(...asked)
      .when(says(tom, '写得真好', monday, { ...teacher, replyTo: message('the-queue') }))
      .then(...comments(0))
    given(...asked)
      .when(says(tom, '写得真好', monday, { ...teacher, replyTo: message('else'), repliesTo: bob }))
      .thenNothing()
    given(...asked)
      .when(says(tom, '写得真好', '2026-11-23 12:02', { ...teacher, replyTo: message('the-queue') }))
      .thenNothing()
  })

  test('goes on to the next', () =>
    given(...both, commented())
      .when(says(tom, '点评', monday, teacher))
      .then(queueShown(bob, ofBob, '2026-11-23 12:00'), shows(bob)))

  test('says what to do, and records nothing that anybody typed', () => {
    const stage = createStage({ plugins: [checkIn] })
    stage.record([sent(amy, ofAmy, '2026-11-23 08:00', { note: '读了三十页' })])
    const before = stage.lines.length
    playOn(stage, says(tom, '/comment', monday, teacher))
    expect(stage.lines.slice(before).join()).toContain('queueShown')
    expect(stage.lines.slice(before).join()).not.toContain('三十页')
  })

  test('reads like this', () =>
    given(
      membership.facts.named({ member: amy, name: '小艾' }),
      sent(amy, ofAmy, '2026-11-23 08:00', { note: '读了三十页', photo: true }),
    )
      .when(says(tom, '/comment', monday, teacher))
      .thenSays(
        '小艾，11 月 23 日的打卡（有照片）：「读了三十页」\n在群里回复那条打卡或这条消息，或 10 分钟内 @ 一下写两句，就算点评。这是最后一条。',
      ))

  test('is empty once all are commented, or too old', () => {
    given(...both, commented(), commented(bob, ofBob))
      .when(says(tom, '/comment', monday, teacher))
      .then(say.allCommented({ days: COMMENT_DAYS }))
    given(...both)
      .when(says(tom, '/comment', addDays(monday, COMMENT_DAYS), teacher))
      .then(say.allCommented({ days: COMMENT_DAYS }))
  })

  test('is for teachers', () =>
    given(...both)
      .when(says(tom, '点评', monday))
      .thenNothing())

  test('moves on within the ten seconds that what was found is kept', () => {
    const stage = createStage({ plugins: [checkIn] })
    stage.record(both)
    const told = (text: string, second: number, more: object = {}) =>
      playOn(stage, says(tom, text, (at(monday) + second * 1_000) as Instant, { ...teacher, ...more }))
    const first = told('/comment', 0)
    told('好', 2, { replyTo: ofAmy })
    const second = told('/comment', 4)
    const names = [first, second].map(handled => JSON.stringify(handled).match(/telegram:(amy|bob)/)?.[1])
    expect(names).toEqual(['amy', 'bob'])
  })
})

describe('the leader', () => {
  const led = (who: MemberId, on: LocalDay) => attendance.facts.led({ day: on, member: who })

  const opened = (on: LocalDay, dayNumber: number | null = null) =>
    post(say.led({ day: on, member: tom, dayNumber, wording: wordingOn(on) }))

  test('opens the day with the first check-in of a teacher', () =>
    given()
      .when(says(tom, '打卡', monday, teacher))
      .then(...counts(tom, monday, 1, { role: 'teacher' }), led(tom, monday), opened(monday)))

  test('opens it on the day of the plan', () =>
    given(campaign(addDays(monday, -4), 21))
      .when(says(tom, '打卡', monday, teacher))
      .then(...counts(tom, monday, 1, { role: 'teacher' }), led(tom, monday), opened(monday, 5)))

  test('opens nothing that could not leave before the day was over', () => {
    given()
      .when(due(opened(monday), '2026-11-23 23:59'))
      .thenDue(send())
    given()
      .when(due(opened(monday), '2026-11-24 00:00', { owedAt: '2026-11-23 23:59' }))
      .thenDue(withdraw('day-over'))
  })

  test('opens nothing where the plan says so', () =>
    specFor(checkIn, { config: { ...bare, leaderOpens: false } })
      .given()
      .when(says(tom, '打卡', monday, teacher))
      .then(...counts(tom, monday, 1, { role: 'teacher' })))

  test('is named, with what to do', () =>
    given()
      .when(says(tom, '打卡', monday, { ...teacher, name: '汤姆老师' }))
      .thenSays(/汤姆老师/))

  test('opens no day on which somebody else was first', () =>
    given(checkedIn(amy, monday, 1))
      .when(says(tom, '打卡', monday, teacher))
      .then(...counts(tom, monday, 1, { role: 'teacher', place: 2 })))

  test('opens it once', () =>
    given(led(amy, monday))
      .when(says(tom, '打卡', monday, teacher))
      .then(...counts(tom, monday, 1, { role: 'teacher' })))

  test('is no member, and nobody in private', () => {
    given()
      .when(says(amy, '打卡', monday))
      .then(...counts(amy, monday, 1))
    given()
      .when(says(tom, '打卡', monday, { ...teacher, private: true }))
      .then(...counts(tom, monday, 1, { role: 'teacher', where: 'private' }))
  })

  test('opens no day that is over when it is read', () =>
    given(checkedIn(amy, tuesday, 1))
      .when(says(tom, '打卡', monday, teacher))
      .then(...counts(tom, monday, 1, { role: 'teacher', place: null })))
})

test('a text about a check-in keeps to what it acknowledges', () =>
  given()
    .when(says(amy, '打卡', day('2026-11-23'), { message: ofAmy }))
    .then(
      checkedIn(amy, monday, 1, { message: ofAmy, at: at(monday) }),
      acknowledge(done(amy, monday, 1, 1, ofAmy).saying, { reaction: '🔥' }),
    ))
