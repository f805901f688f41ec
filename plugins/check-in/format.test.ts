import { acknowledge, type Instant, type MemberId } from 'bonfire'
import { at, edits, message, says, specFor, theMessage } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { amy, bob, checkedIn, counts, done, monday, say, sunday, tuesday } from './check-in.fixtures.ts'
import { attendance, NOTE_LENGTH_MAX } from './facts.ts'
import { hasText } from './format.ts'
import checkIn from './index.ts'

const { given } = specFor(checkIn)
const TEXT = '今天读了三十页书，很安静'
const begun = (member: MemberId, at: string, more: object = {}) =>
  attendance.facts.begun({ ...opened(member, at), ...more })
const opened = (member: MemberId, time: string) =>
  ({ member, day: monday, where: 'group', message: message('word'), at: at(time), lacks: 'text-or-photo' }) as const
const lacks = (more: object = {}) => say.lacks({ charsMin: 10, photo: true, minutes: 10, isRaise: false, ...more })
const shown = (member: MemberId, what: 'photo' | 'text', time: string, laterMs = 0) =>
  attendance.facts.shown({ member, what, at: (at(time) + laterMs) as Instant, message: theMessage })
const word = { message: message('word') }
/** What was begun at noon with the word, complete. */
const completed = (more: { where?: 'private'; note?: string; photo?: true; at?: Instant } = {}) => {
  const [fact] = counts(amy, monday, 1, { message: message('word'), ...more })
  return [
    fact,
    done(amy, monday, 1, 1, more.where ? null : message('word')),
    ...(more.where ? [] : [answered]),
  ] as const
}
/** The check-in that the word makes of what was shown before it. */
const after = (more: { photo?: true } = {}) => {
  const [fact, receipt] = counts(amy, monday, 1, { message: message('word'), ...more })
  return [
    fact,
    attendance.facts.receipted({ receipt: message('shown'), message: message('word'), member: amy }),
    receipt,
  ] as const
}
/** Who answers what completed it answers the check-in. */
const answered = attendance.facts.receipted({ receipt: theMessage, message: message('word'), member: amy })

describe('a check-in says something', () => {
  test('a text of ten characters is enough', () =>
    given()
      .when(says(amy, `打卡 ${TEXT}`, monday))
      .then(...counts(amy, monday, 1, { note: TEXT })))

  test('a photo is enough', () =>
    given()
      .when(says(amy, '打卡', monday, { photo: true }))
      .then(...counts(amy, monday, 1, { photo: true })))

  test('a photo below the command is enough', () =>
    given()
      .when(says(amy, '/checkin', monday, { photo: true }))
      .then(...counts(amy, monday, 1, { photo: true })))

  test('the word alone is told what it lacks, and counts for nothing yet', () =>
    given()
      .when(says(amy, '打卡', monday, word))
      .then(begun(amy, monday), lacks()))

  test('nine characters are not ten, and spaces are none', () =>
    given()
      .when(says(amy, '打卡 一 二 三 四 五 六 七 八 九', monday, word))
      .then(begun(amy, monday), lacks()))

  test('names what is missing', () =>
    given()
      .when(says(amy, '打卡', monday))
      .thenSays('看到你来啦，还差一点：说说今天做了什么（10 个字以上），或发一张照片，10 分钟内发来就算上。'))

  test('where photos do not count, only a text does', () => {
    const { given } = specFor(checkIn, { config: { photo: false } })
    given()
      .when(says(amy, '打卡', monday, { photo: true, ...word }))
      .then(begun(amy, monday, { lacks: 'text' }), lacks({ photo: false }))
    given(begun(amy, '2026-11-23 12:00'))
      .when(says(amy, '', '2026-11-23 12:01', { photo: true }))
      .thenNothing()
  })

  test('where nothing is asked for, the word alone is enough', () =>
    specFor(checkIn, { config: { noteCharsMin: 0 } })
      .given()
      .when(says(amy, '打卡', monday))
      .then(...counts(amy, monday, 1)))

  test('a long note is kept as far as there is room for it', () =>
    given()
      .when(says(amy, `打卡 ${'字'.repeat(9_000)}`, monday))
      .then(...counts(amy, monday, 1, { note: '字'.repeat(NOTE_LENGTH_MAX) })))

  test('what nobody sees makes no text longer', () => {
    const rule = { noteCharsMin: 10, photo: true, completeWithinMinutes: 10 }
    expect(hasText(rule, '\u200b'.repeat(50))).toBe(false)
    expect(hasText(rule, '字'.repeat(9))).toBe(false)
    expect(hasText(rule, `${'😀'.repeat(9)}字`)).toBe(true)
    expect(hasText(rule, '😀'.repeat(10))).toBe(false)
    expect(hasText(rule, '。'.repeat(12))).toBe(false)
  })
})

describe('what follows a check-in that lacked something', () => {
  const first = begun(amy, '2026-11-23 12:00')

  test('completes it: a text is its note, and it counts with its own message', () =>
    given(first)
      .when(says(amy, TEXT, '2026-11-23 12:10'))
      .then(...completed({ note: TEXT })))

  test('completes it: a photo without a word', () =>
    given(first)
      .when(says(amy, '', '2026-11-23 12:04', { photo: true }))
      .then(...completed({ photo: true })))

  test('does so within ten minutes, to the millisecond', () => {
    given(first)
      .when(says(amy, TEXT, (at('2026-11-23 12:10') + 1) as never))
      .then(shown(amy, 'text', '2026-11-23 12:10', 1))
    given(first)
      .when(says(amy, TEXT, at('2026-11-23 12:10')))
      .then(...completed({ note: TEXT }))
  })

  test('completes it when it is read late, though it was sent before', () =>
    given(first)
      .when(says(amy, '', '2026-11-23 11:51', { photo: true }))
      .then(...completed({ photo: true })))

  test('of somebody else does not', () =>
    given(first)
      .when(says(bob, TEXT, '2026-11-23 12:01'))
      .then(shown(bob, 'text', '2026-11-23 12:01')))

  test('and is too short does not', () =>
    given(first)
      .when(says(amy, '好的', '2026-11-23 12:01'))
      .thenNothing())

  test('and is a command does not', () =>
    given(first)
      .when(says(amy, '/nosuch 今天读了三十页书，很安静', '2026-11-23 12:01'))
      .thenSays(/^没有这个指令/))

  test('and is an edit does not', () =>
    given(first)
      .when(edits(amy, `打卡 ${TEXT}`, '2026-11-23 12:01'))
      .thenNothing())

  test('counts for the day on which it was begun, over midnight too', () =>
    given(begun(amy, '2026-11-23 23:55'))
      .when(says(amy, TEXT, '2026-11-24 00:04'))
      .then(...completed({ note: TEXT, at: at('2026-11-23 23:55') })))

  test('pays by the place where it was begun', () =>
    given(begun(amy, '2026-11-23 12:00', { where: 'private' }))
      .when(says(amy, TEXT, '2026-11-23 12:01', { private: true }))
      .then(...completed({ note: TEXT, where: 'private' })))

  test('completes it once', () =>
    given(first, says(amy, TEXT, '2026-11-23 12:01'))
      .when(says(amy, TEXT, '2026-11-23 12:02'))
      .thenNothing())

  test('can take longer when it is asked for again, and keeps the first message', () =>
    given(first, says(amy, '打卡', '2026-11-23 12:09', { message: message('again') }))
      .when(says(amy, TEXT, '2026-11-23 12:18'))
      .then(...completed({ note: TEXT, at: at('2026-11-23 12:09') })))
})

describe('what comes before the word', () => {
  test('a photo, then the word: as people do where one message cannot hold both', () =>
    given(says(amy, '', '2026-11-23 11:52', { photo: true, message: message('shown') }))
      .when(says(amy, '打卡', monday, word))
      .then(...after({ photo: true })))

  test('a long text, then the word: the text is not kept', () =>
    given(says(amy, TEXT, '2026-11-23 11:52', { message: message('shown') }))
      .when(says(amy, '打卡', monday, word))
      .then(...after()))

  test('is remembered by its time and its message alone', () =>
    given()
      .when(says(amy, TEXT, '2026-11-23 11:52'))
      .then(shown(amy, 'text', '2026-11-23 11:52')))

  test('is forgotten after ten minutes', () =>
    given(says(amy, '', '2026-11-23 11:49', { photo: true }))
      .when(says(amy, '打卡', monday, word))
      .then(begun(amy, monday), lacks()))

  test('is not remembered of those who have checked in', () =>
    given(checkedIn(amy, monday, 1))
      .when(says(amy, '', monday, { photo: true }))
      .thenNothing())

  test('is used once', () =>
    given(says(amy, '', '2026-11-23 23:57', { photo: true }), says(amy, '打卡', '2026-11-23 23:58'))
      .when(says(amy, '打卡', '2026-11-24 00:01', { message: message('word') }))
      .then(begun(amy, '2026-11-24 00:01', { day: tuesday }), lacks()))
})

describe('a check-in in private, and then one in the group', () => {
  const inPrivate = checkedIn(amy, monday, 3, { where: 'private' })
  const raised = (more: object = {}) =>
    attendance.facts.raised({ member: amy, day: monday, message: message('word'), at: at(monday), ...more })
  const told = acknowledge(say.raised({ message: message('word') }))

  test('counts as one in the group', () =>
    given(inPrivate)
      .when(says(amy, `打卡 ${TEXT}`, monday, word))
      .then(raised({ note: TEXT }), told))

  test('does so once', () =>
    given(inPrivate, raised())
      .when(says(amy, `打卡 ${TEXT}`, monday))
      .thenSays(/^今天已经打过卡啦/))

  test('has to say something as well', () =>
    given(inPrivate)
      .when(says(amy, '打卡', monday, word))
      .then(begun(amy, monday), lacks({ isRaise: true })))

  test('may be completed', () =>
    given(inPrivate, begun(amy, '2026-11-23 12:00'))
      .when(says(amy, '', '2026-11-23 12:05', { photo: true }))
      .then(raised({ photo: true }), told, answered))

  test('the other way round changes nothing', () =>
    given(checkedIn(amy, monday, 3))
      .when(says(amy, `打卡 ${TEXT}`, monday, { private: true }))
      .thenSays(/^今天已经打过卡啦/))

  test('on the next day is a check-in of its own', () =>
    given(checkedIn(amy, sunday, 3, { where: 'private' }))
      .when(says(amy, `打卡 ${TEXT}`, monday))
      .then(...counts(amy, monday, 4, { note: TEXT })))
})
