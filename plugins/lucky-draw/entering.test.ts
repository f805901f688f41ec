import { acknowledge, membership } from 'bonfire'
import { at, leaves, message, presses, says, specFor } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { attendance } from '../check-in/facts.ts'
import { ledger } from '../points/facts.ts'
import { amy, ann, announced, bob, entered, opened, tuesday } from './entering.fixtures.ts'
import { luckyDraw, ticketOf } from './facts.ts'
import luckyDrawPlugin from './index.ts'

const { given, say } = specFor(luckyDrawPlugin)
const onWeChat = specFor(luckyDrawPlugin, { platform: 'wechat' })
type SaysOptions = Parameters<typeof says>[3]
const SIX = '2026-12-01 18:30'
const CLOSED = '2026-12-01 20:01'
const here = { message: message('m-9') }
const joins = (text = '参加', when = SIX, options: SaysOptions = {}) => says(amy, text, when, { ...here, ...options })

const isIn = (number = 1, draw = 1, cost: number | null = null, when = SIX) =>
  luckyDraw.facts.entered({
    ...{ draw, member: amy, ticket: ticketOf(draw, number), number, at: at(when), day: tuesday, cost, ...here },
  })
const told = (number = 1, draw = 1, closes = '20:00') => ({ draw, number, cost: null, left: null, closes })

describe('by the word', () => {
  test.each(['参加', '参加！', ' 参加 ', '我要参加', '参加抽奖', '参加 1', '参加 #1', '参加１', 'Join', 'join 1'])(
    '%s',
    word => {
      given(announced(), opened())
        .when(joins(word))
        .then(isIn(), acknowledge(say.entered(told())))
    },
  )

  test.each([
    '参加吗',
    '谁参加',
    '我想参加比赛',
    '不参加',
    '参加 会议的人多吗',
    'join us',
    '参加 1 2',
    '报名',
    '我要报名',
  ])('%s is talk', word => {
    given(announced(), opened()).when(joins(word)).thenNothing()
  })

  test('without a draw the word is talk, and with a slash it is answered', () => {
    given().when(joins()).thenNothing()
    given().when(joins('/join')).then(say.noneOpen())
    given()
      .when(joins('/join 7'))
      .then(say.noSuchDraw({ draw: 7 }))
  })

  test('the button says it', () => {
    given(announced(), opened())
      .when(presses(amy, '/join 1', SIX, here))
      .then(isIn(), acknowledge(say.entered(told())))
  })

  test('people are numbered as they come, and nobody twice', () => {
    given(announced(), opened(), entered(bob, 1))
      .when(joins())
      .then(isIn(2), acknowledge(say.entered(told(2))))
    given(announced(), opened(), entered(amy, 1))
      .when(joins())
      .then(say.already({ draw: 1, number: 1, isOpen: true }))
  })

  test('it can be entered before it is known that the announcement stands', () => {
    given(announced())
      .when(joins())
      .then(isIn(), acknowledge(say.entered(told())))
  })

  test('with two draws nothing is guessed', () => {
    given(announced(), announced(2), opened(), opened(2))
      .when(joins('参加 2'))
      .then(isIn(1, 2), acknowledge(say.entered(told(1, 2))))
    given(announced(), announced(2), opened(), opened(2))
      .when(joins())
      .thenSays(/现在不止一个抽奖，参加哪个/)
  })
})

describe('in time is what was sent in time', () => {
  test('at the very end, and not after it', () => {
    given(announced(), opened())
      .when(joins('参加', '2026-12-01 20:00'))
      .then(isIn(1, 1, null, '2026-12-01 20:00'), acknowledge(say.entered(told())))
    given(announced(), opened()).when(joins('参加', CLOSED)).thenSays('抽奖 #1 已于 20:00 截止，发送「抽奖」看下一轮。')
  })

  test('after a day it is talk again', () => {
    given(announced(), opened()).when(joins('参加', '2026-12-02 21:00')).thenNothing()
  })

  test('what was sent in time and read when the list was fixed is said so', () => {
    given(announced(), opened(), entered(bob), sealed())
      .when(joins('参加', '2026-12-01 19:59'))
      .then(say.readLate({ draw: 1, closes: '20:00' }))
    given(announced(), opened(), entered(bob), sealed())
      .when(joins('参加', CLOSED))
      .then(say.joinClosed({ draw: 1, closes: '20:00' }))
  })

  test('a draw that was extended takes people in for longer', () => {
    given(announced(), opened(), luckyDraw.facts.extended({ draw: 1, closesAt: at('2026-12-01 20:30') }))
      .when(joins('参加', CLOSED))
      .then(isIn(1, 1, null, CLOSED), acknowledge(say.entered(told(1, 1, '20:30'))))
  })

  test('a void draw takes nobody in', () => {
    given(announced(), opened(), voided())
      .when(joins())
      .then(say.joinVoid({ draw: 1, again: null }))
  })
})

const sealed = () =>
  luckyDraw.facts.sealed({
    ...{ draw: 1, N: 1, W: 1, root: 'cd'.repeat(32), round: 1000, commit: 'ef'.repeat(32) },
    ...{ frozenAt: at('2026-12-01 20:00'), codeVersion: 'test', at: at('2026-12-01 20:00') },
  })
const voided = () => luckyDraw.facts.voided({ draw: 1, reason: 'cancelled', at: at('2026-12-01 18:10') })

describe('by a comment', () => {
  const comments = [announced(1, { entry: 'comment' }), opened()]
  const reply = { replyTo: message('m-1') }

  test('a reply to the announcement', () => {
    given(...comments)
      .when(joins('我想读完它', SIX, reply))
      .then(isIn(), acknowledge(say.entered(told())))
  })

  test('a reply that says nothing is asked for words', () => {
    const asks = say.commentNeeded({ draw: 1, byReply: true, charsMin: 2 })
    given(...comments)
      .when(joins('。', SIX, reply))
      .then(asks)
    given(...comments)
      .when(joins('参加'))
      .then(asks)
  })

  test('whoever is in says as many things as they like, and below a closed one people talk', () => {
    given(...comments, entered())
      .when(joins('再说一句', SIX, reply))
      .thenNothing()
    given(...comments)
      .when(joins('恭喜大家', CLOSED, reply))
      .thenNothing()
  })

  test('a message that replies to something else is talk', () => {
    given(...comments)
      .when(joins('我想读完它', SIX, { replyTo: message('m-5') }))
      .thenNothing()
  })

  test('below the announcement of a draw by word only the word counts', () => {
    given(announced(), opened())
      .when(joins('真好', SIX, reply))
      .thenNothing()
    given(announced(), opened())
      .when(joins('参加', SIX, reply))
      .then(isIn(), acknowledge(say.entered(told())))
  })

  test('where people can, words behind the word enter nobody: whoever names the draw is told to reply', () => {
    given(...comments)
      .when(joins('参加 1 我想读完它'))
      .then(say.commentNeeded({ draw: 1, byReply: true, charsMin: 2 }))
    given(...comments)
      .when(joins('参加 我想读完它'))
      .thenNothing()
    given(announced(), opened()).when(joins('参加 1 我想读完它')).thenNothing()
  })

  test('where nobody can reply, words behind the word', () => {
    onWeChat
      .given(...comments)
      .when(joins('参加 我想读完它'))
      .then(isIn(), acknowledge(say.entered(told())))
    onWeChat
      .given(...comments)
      .when(joins('参加 1 我想读完它'))
      .then(isIn(), acknowledge(say.entered(told())))
    onWeChat
      .given(...comments)
      .when(joins('参加'))
      .then(say.commentNeeded({ draw: 1, byReply: false, charsMin: 2 }))
    onWeChat.given(announced(), opened()).when(joins('参加 我想读完它')).thenNothing()
  })
})

describe('for points', () => {
  const paid = [announced(1, { entry: 'points', cost: 20 }), opened()]
  const has = (points: number) => ledger.facts.awarded({ member: amy, points, reason: 'check-in', day: tuesday })
  const spent = ledger.facts.spent({ member: amy, points: 20, reason: 'draw', day: tuesday })

  test('the price is paid in the same commit, and said', () => {
    given(...paid, has(50))
      .when(joins())
      .then(isIn(1, 1, 20), spent, acknowledge(say.entered({ ...told(), cost: 20, left: 30 })))
  })

  test('with too few nothing is taken, and what is missing is said', () => {
    given(...paid, has(8))
      .when(joins())
      .thenSays('参加抽奖 #1 要 20 积分，你有 8，还差 12。')
  })

  test('whoever leaves before the list is fixed gets them back', () => {
    given(...paid, has(50), entered(amy, 1, 1, 20), spent)
      .when(leaves(amy, SIX))
      .then(
        luckyDraw.facts.withdrew({ draw: 1, member: amy, ticket: '1.1', number: 1, reason: 'left', at: at(SIX) }),
        ledger.facts.returned({ member: amy, points: 20, reason: 'draw', day: tuesday }),
      )
  })

  test('afterwards nothing comes back: they are on the list', () => {
    given(...paid, has(50), entered(amy, 1, 1, 20), spent, sealed())
      .when(leaves(amy, SIX))
      .thenNothing()
  })

  test('whoever comes back enters under a new number', () => {
    const left = luckyDraw.facts.withdrew({
      draw: 1,
      member: amy,
      ticket: '1.1',
      number: 1,
      reason: 'left',
      at: at(SIX),
    })
    given(announced(), opened(), entered(), left)
      .when(joins())
      .then(isIn(2), acknowledge(say.entered(told(2))))
  })
})

describe('who may', () => {
  const withRule = (eligible: object) =>
    announced(1, { eligible: { streakDays: null, memberDays: null, buyer: false, staff: false, ...eligible } })

  test.each(['teacher', 'admin', 'owner'] as const)('not the %s, unless the rules say so', role => {
    given(announced(), opened())
      .when(joins('参加', SIX, { role }))
      .then(say.lacks({ draw: 1, lacks: [{ is: 'staff' }], isHidden: false }))
    given(withRule({ staff: true }), opened())
      .when(joins('参加', SIX, { role }))
      .then(isIn(), acknowledge(say.entered(told())))
  })

  test('not whoever has a role by command', () => {
    given(
      announced(),
      opened(),
      membership.facts.imported({ member: amy }),
      membership.facts.roleGiven({ member: amy, role: 'teacher' }),
    )
      .when(joins())
      .then(say.lacks({ draw: 1, lacks: [{ is: 'staff' }], isHidden: false }))
  })

  test('those with the streak', () => {
    const streak = (streakDays: number) =>
      attendance.facts.checkedIn({ member: amy, day: tuesday, streakDays, where: 'group', message: here.message })
    given(withRule({ streakDays: 3 }), opened(), streak(3))
      .when(joins())
      .then(isIn(), acknowledge(say.entered(told())))
    given(withRule({ streakDays: 3 }), opened())
      .when(joins())
      .thenSays('抽奖 #1 要连续打卡满 3 天，你现在是 0 天。')
  })

  test('those who have been here for so long; of whom nobody saw come, it is taken as so', () => {
    const cameOn = (when: string) => membership.facts.joined({ member: amy, at: at(when) })
    given(withRule({ memberDays: 7 }), opened(), cameOn('2026-11-28 10:00'))
      .when(joins())
      .then(say.lacks({ draw: 1, lacks: [{ is: 'member', needs: 7, has: 3 }], isHidden: false }))
    given(withRule({ memberDays: 7 }), opened(), cameOn('2026-11-20 10:00'))
      .when(joins())
      .then(isIn(), acknowledge(say.entered(told())))
    given(withRule({ memberDays: 7 }), opened())
      .when(joins())
      .then(isIn(), acknowledge(say.entered(told())))
  })

  test('that somebody has bought nothing is said in private only', () => {
    given(withRule({ buyer: true }), opened())
      .when(joins())
      .then(say.lacks({ draw: 1, lacks: [], isHidden: true }))
    given(withRule({ buyer: true }), opened())
      .when(joins('参加', SIX, { private: true }))
      .then(say.lacks({ draw: 1, lacks: [{ is: 'buyer' }], isHidden: false }))
  })

  test('a stranger, and an admin who speaks as the group, are nobody', () => {
    given(announced(), opened())
      .when(joins('参加', SIX, { private: true, stranger: true }))
      .thenNothing()
    given(announced(), opened())
      .when(says(ann, '参加', SIX, { ...here, private: true }))
      .thenSays(/参加好了/)
  })
})

describe('in private', () => {
  test('the receipt comes with the number, and can be checked', () => {
    given(announced(), opened())
      .when(joins('参加', SIX, { private: true }))
      .thenSays(/抽奖 #1 参加好了，你是 1 号。20:00 截止。\n.*\nhere#1 telegram:amy 1 [0-9a-f]{64}\n/)
  })

  test('in the group nobody sees a salt', () => {
    given(announced(), opened(), entered())
      .when(joins('抽奖 1'))
      .thenSays(/^(?![\s\S]*[0-9a-f]{64})[\s\S]*你是 1 号。\n你的凭证私下给你/)
    given(announced(), opened(), entered())
      .when(joins('抽奖 1', SIX, { private: true }))
      .thenSays(/here#1 telegram:amy 1 [0-9a-f]{64}/)
  })
})
