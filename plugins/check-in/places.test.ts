import { acknowledge, type Instant } from 'bonfire'
import { at, createStage, member, message, says, specFor, theMessage } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { amy, bob, checkedIn, counts, monday, say, sunday } from './check-in.fixtures.ts'
import { attendance } from './facts.ts'
import checkIn from './index.ts'
import { isTalk } from './recognise.ts'

const { given } = specFor(checkIn)
const TEXT = '今天读了三十页书，很安静'
const tom = member('tom')
const teacher = { role: 'teacher' } as const
const begun = (on = monday, time = '2026-11-23 12:00', where: 'group' | 'private' = 'group') =>
  attendance.facts.begun({
    member: amy,
    day: on,
    where,
    message: message('word'),
    at: at(time),
    lacks: 'text-or-photo',
  })
const shown = (more: object = {}) =>
  attendance.facts.shown({ member: amy, what: 'text', at: at('2026-11-23 12:01'), message: theMessage, ...more })

describe('what is said in private', () => {
  test('completes nothing that was begun in the group, and the other way round', () => {
    given(begun())
      .when(says(amy, TEXT, '2026-11-23 12:01', { private: true }))
      .then(shown({ where: 'private' }))
    given(begun(monday, '2026-11-23 12:00', 'private'))
      .when(says(amy, TEXT, '2026-11-23 12:01'))
      .then(shown())
  })

  test('before the word is nothing that was said in the group', () =>
    given(says(amy, TEXT, '2026-11-23 11:55', { private: true }))
      .when(says(amy, '打卡', monday))
      .thenSays(/还差一点/))

  test('has ids of its own: they stand for no message in the group', () => {
    const inGroup = checkedIn(amy, monday, 1, { message: message('500'), at: at(monday) })
    const alone = checkedIn(bob, monday, 1, { message: message('500'), at: at(monday), where: 'private' })
    const commented = attendance.facts.commented({ message: message('500'), member: amy, day: monday, by: tom })
    given(inGroup, alone)
      .when(says(tom, '写得真好', monday, { ...teacher, replyTo: message('500') }))
      .then(commented, acknowledge(say.commented({ comments: 1, left: 0 }), { reaction: '👌' }))
    given(alone)
      .when(says(tom, '写得真好', monday, { ...teacher, replyTo: message('500') }))
      .thenNothing()
  })

  test('is acknowledged by nothing that a reply in the group could mean', () =>
    given()
      .when(says(bob, `打卡 ${TEXT}`, monday, { private: true, message: message('500') }))
      .then(...counts(bob, monday, 1, { note: TEXT, where: 'private', message: message('500') })))
})

test('an id that comes again is another check-in, which has no comment yet', () => {
  const stage = createStage({ plugins: [checkIn] })
  stage.record([
    checkedIn(amy, sunday, 1, { message: message('5'), at: at(sunday) }),
    attendance.facts.commented({ message: message('5'), member: amy, day: sunday, by: tom }),
    checkedIn(bob, monday, 1, { message: message('5'), at: at(monday) }),
  ])
  expect(stage.read(attendance).comments.of(message('5'))).toMatchObject({ member: bob, isCommented: false })
})

describe('what completes a check-in', () => {
  const none = [
    '不打了，算了，今天不想画画',
    '打卡了吗？打卡了吗？打卡了吗？',
    'does this count as one?',
    'how do I check in here today',
    '这什么破机器人，我不打了',
    '请问怎么打卡才算数呢？',
    '我今天忘了打卡，算了算了吧',
    '。。。。。。。。。。。。',
    '😀😀😀😀😀😀😀😀😀😀',
  ]
  test.each(none)('is not %j', text => {
    given(begun())
      .when(says(amy, text, '2026-11-23 12:01'))
      .thenNothing()
    given(says(amy, text, '2026-11-23 11:59'))
      .when(says(amy, '打卡', monday))
      .thenSays(/还差一点/)
  })

  test('is not a picture with a question below it', () =>
    given(begun())
      .when(says(amy, '这样算打卡吗？', '2026-11-23 12:01', { photo: true }))
      .thenNothing())

  test.each([TEXT, '今天打了一小时球，后来下雨就回家了', 'read thirty pages, then slept', '我打卡了，今天读了三十页'])(
    'is %j',
    text => {
      expect(isTalk(text)).toBe(false)
      given(begun())
        .when(says(amy, text, '2026-11-23 12:01'))
        .thenSays(/^.+第 1 天/)
    },
  )

  test('may come after the check-in of the next day', () => {
    const yesterday = begun(sunday, '2026-11-22 23:58')
    given(yesterday, says(amy, `打卡 ${TEXT}`, '2026-11-23 00:01', { message: message('next') }))
      .when(says(amy, '昨天读的是第三章，讲的是坚持', '2026-11-23 00:03'))
      .thenSays(/^收到啦，11 月 22 日的打卡补记好了，连起来是 2 天/)
  })
})

describe('what is shown before the word', () => {
  test('is remembered once a minute', () => {
    const first = says(amy, TEXT, '2026-11-23 12:00', { message: message('first') })
    given(first)
      .when(says(amy, TEXT, (at(monday) + 59_999) as Instant))
      .thenNothing()
    given(first)
      .when(says(amy, TEXT, (at(monday) + 60_000) as Instant))
      .then(shown())
  })

  test('can be replied to: that is a comment', () =>
    given(
      says(amy, '', '2026-11-23 12:00', { photo: true, message: message('photo') }),
      says(amy, '打卡', '2026-11-23 12:03', { message: message('word') }),
    )
      .when(says(tom, '拍得真好', '2026-11-23 12:05', { ...teacher, replyTo: message('photo'), repliesTo: amy }))
      .thenSays(/点评收到，都点评完了/))
})
