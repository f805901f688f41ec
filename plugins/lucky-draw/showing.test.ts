import { linkOf, membership, NO_LINK, post, rulesHashOf } from 'bonfire'
import { at, says, specFor } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { amy, announced, bob, entered, opened, rules } from './entering.fixtures.ts'
import { luckyDraw } from './facts.ts'
import luckyDrawPlugin from './index.ts'

const { given, say } = specFor(luckyDrawPlugin)
const inEnglish = specFor(luckyDrawPlugin, { locale: 'en-US' })
const NOW = '2026-12-01 18:30'
const LATER = '2026-12-02 10:00'
const place = { drawId: 'here#1', seq: 1, group: 'here', prev: NO_LINK, rulesHash: rulesHashOf(rules()) }
const fingerprint = linkOf(place).slice(0, 32)
const COMMIT = 'ef'.repeat(32)

const sealed = (draw = 1) =>
  luckyDraw.facts.sealed({
    ...{ draw, N: 2, W: 2, root: 'cd'.repeat(32), round: 34_404_123, commit: COMMIT },
    ...{ frozenAt: at('2026-12-01 20:00'), codeVersion: 'test', at: at('2026-12-01 20:00') },
  })
const posted = luckyDraw.facts.posted({ draw: 1, at: at('2026-12-01 20:01') })
const drawn = [
  luckyDraw.facts.drawn({ draw: 1, signature: 'ab'.repeat(48), picks: [2, 1], at: at('2026-12-01 20:15') }),
  luckyDraw.facts.won({
    draw: 1,
    slot: '1.0',
    n: 0,
    prize: 0,
    pick: 0,
    number: 2,
    member: bob,
    at: at('2026-12-01 20:15'),
  }),
]
const list = luckyDraw.facts.frozen({
  ...{ draw: 1, part: '1.0', leaves: ['aa'.repeat(32), 'bb'.repeat(32)], numbers: [1, 2], at: at('2026-12-01 20:00') },
})
const voided = (draw: number) => luckyDraw.facts.voided({ draw, reason: 'nobody', at: at('2026-12-01 20:00') })

describe('/draw', () => {
  test('where there has been none says so', () => {
    given()
      .when(says(amy, '抽奖', NOW))
      .thenSays('这里还没有过抽奖。有了会在群里说。')
  })

  test('lists what can be entered, with how many are in it and where they stand', () => {
    given(announced(), opened(), entered(bob))
      .when(says(amy, '抽奖', NOW))
      .thenSays(
        [
          '可以参加：',
          '#1 周末小抽奖：书 ×3',
          '   20:00 截止，到现在 1 人参加，奖品 3 份。发「参加」就行。',
          '发「抽奖 1」看全部细节。',
        ].join('\n'),
      )
    given(announced(), opened(), entered(amy))
      .when(says(amy, '抽奖', NOW))
      .thenSays(/奖品 3 份。你是 1 号。/)
    inEnglish
      .given(announced(), opened())
      .when(says(amy, '/draw', NOW))
      .thenSays(/0 people so far for 3 prizes. To enter, send \/join/)
  })

  test('lists the last five that are over, void ones with their reason', () => {
    const past = [1, 2, 3, 4, 5, 6].flatMap(draw => [announced(draw), voided(draw)])
    given(...past, announced(7), opened(7))
      .when(says(amy, '抽奖', NOW))
      .thenSays(/最近的：\n#6 周末小抽奖 · 作废：没有人参加\n#5[^#]*#4[^#]*#3[^#]*#2[^#]*发「抽奖 7」/)
  })

  test.each(['抽奖吗', '抽奖 什么时候开', '抽奖 1 怎么样'])('%s is talk', text => {
    given(announced(), opened())
      .when(says(amy, text, NOW))
      .thenNothing()
  })
})

describe('/draw 1', () => {
  test('of one that is open', () => {
    given(announced(), opened(), entered(amy))
      .when(says(amy, '抽奖 1', NOW))
      .thenSays(
        /^🎁 抽奖 #1：周末小抽奖\n奖品：书 ×3\n[\s\S]*到现在 1 人参加，20:00 截止，大约 15 分钟后开奖。\n指纹 [0-9a-f]{32}\n这是彩排[^\n]*\n你是 1 号。/,
      )
    given(announced(), opened())
      .when(says(amy, '/draw #1', NOW))
      .thenSays(/^🎁 抽奖 #1/)
    given()
      .when(says(amy, '/draw 9', NOW))
      .then(say.noSuchDraw({ draw: 9 }))
  })

  test('of one whose list is fixed: what it is bound to, and what comes next', () => {
    given(announced(), opened(), entered(amy), entered(bob, 2), sealed(), posted)
      .when(says(amy, '抽奖 1', '2026-12-01 20:05'))
      .thenSays(
        new RegExp(
          `2 人参加，名单已定。\n承诺值 C：${COMMIT}\n随机数：第 34404123 轮（.*）\n第 34404123 轮随机数在 .* 公布，到时开奖。`,
        ),
      )
  })

  test('of one that is drawn: who won, and where the proof is', () => {
    const named = [membership.facts.imported({ member: bob }), membership.facts.named({ member: bob, name: '小博' })]
    given(...named, announced(), opened(), entered(amy), entered(bob, 2), sealed(), posted, ...drawn)
      .when(says(amy, '抽奖 1', LATER))
      .thenSays(/中奖：\n· 书：小博（待领）\n指纹 .*\n.*\n你是 1 号。/)
  })

  test('its fingerprint stands there for whoever compares it with the announcement', () => {
    given(announced(), opened())
      .when(says(amy, '抽奖 1', NOW))
      .thenSays(new RegExp(`\n指纹 ${fingerprint}`))
  })

  test('of one of a rehearsal that anybody can work out its number', () => {
    given(announced(), opened())
      .when(says(amy, '抽奖 1', NOW))
      .thenSays(/这是彩排/)
    given(announced(1, {}, { chain: 'quicknet' }), opened())
      .when(says(amy, '抽奖 1', NOW))
      .thenSays(/^(?![\s\S]*彩排)🎁/)
  })

  test('half a year later nobody is said to have won what nobody remembers', () => {
    // Its row is not there, as when rows of that age have been dropped.
    const won = luckyDraw.facts.won({
      ...{ draw: 1, slot: '1.9', n: 9, prize: 0, pick: 0, number: 2, member: bob, at: at('2026-12-01 20:15') },
    })
    given(announced(), opened(), entered(amy), entered(bob, 2), sealed(), posted, drawn[0]!, won)
      .when(says(amy, '抽奖 1', LATER))
      .thenSays(/^(?![\s\S]*中奖：)[\s\S]*已领 0\/1 份/)
  })

  test('the proof goes to the group once a minute, whoever asks; in private it is always there', () => {
    const history = [announced(), opened(), entered(amy), entered(bob, 2), list, sealed(), posted, ...drawn]
    const asked = luckyDraw.facts.proofAsked({ draw: 1, at: at(LATER) })
    const proof = say.proof({ draw: 1, isRehearsal: true, url: null })
    given(...history)
      .when(says(amy, '抽奖 1 证明', LATER))
      .then(post(proof, { class: 'answer', to: 'group', file: 'proof' }), asked)
    given(...history, asked)
      .when(says(bob, '/draw 1 proof', '2026-12-02 10:00'))
      .then(say.proofAbove({ draw: 1 }))
    given(...history, asked)
      .when(says(bob, '/draw 1 proof', '2026-12-02 10:01'))
      .thenSays(/证明在这个文件里/)
    given(...history, asked)
      .when(says(bob, '抽奖 1 证明', LATER, { private: true }))
      .then(post(proof, { class: 'answer', to: { member: bob }, file: 'proof' }))
  })

  test('there is no proof any more where entries of those drawn have been dropped: it would call them erased', () => {
    const of = (...entries: readonly ReturnType<typeof entered>[]) =>
      given(announced(), opened(), ...entries, list, sealed(), posted, ...drawn).when(says(amy, '抽奖 1 证明', LATER))
    of(entered(amy), entered(bob, 2)).thenSays(/证明在这个文件里/)
    of(entered(amy)).then(say.noProof({ draw: 1, isVoid: false }))
  })

  test.each(['draw 1', 'draw #1', 'Draw'])('in English %s needs no slash', text => {
    inEnglish
      .given(announced(), opened())
      .when(says(amy, text, NOW))
      .thenSays(/#1/)
  })

  test.each(['draw 1 picture', 'draw a card', 'draw us in'])('%s is talk', text => {
    inEnglish
      .given(announced(), opened())
      .when(says(amy, text, NOW))
      .thenNothing()
  })

  test('of one that another took over: where the receipt is, and where the entries came from', () => {
    const next = announced(2, { again: 1 }, { source: 'again', entriesOf: 1, entries: { last: 1, count: 1 } })
    const gone = luckyDraw.facts.voided({ draw: 1, reason: 'not-posted', at: at('2026-12-01 20:00'), again: 2 })
    const history = [announced(), opened(), entered(amy), gone, next]
    given(...history)
      .when(says(amy, '抽奖 1', LATER, { private: true }))
      .thenSays(/^(?![\s\S]*here#1 )[\s\S]*你的凭证也换成了 #2 的/)
    given(...history)
      .when(says(amy, '抽奖 2', LATER, { private: true }))
      .thenSays(/参加的人来自 #1，那一号作废了。[\s\S]*\nhere#2 telegram:amy 1 [0-9a-f]{64}\n/)
  })

  test('there is no proof of what has not been drawn', () => {
    given(announced(), opened())
      .when(says(amy, '抽奖 1 证明', NOW))
      .then(say.noProof({ draw: 1, isVoid: false }))
    given(announced(), voided(1))
      .when(says(amy, '/draw 1 proof', NOW))
      .then(say.noProof({ draw: 1, isVoid: true }))
  })
})

describe('every text there is', () => {
  test('can be written in both languages for whoever asks, wherever a draw stands', () => {
    const histories = [
      [announced(1, { entry: 'comment' }), opened()],
      [
        announced(1, {
          entry: 'points',
          cost: 20,
          eligible: { streakDays: 3, memberDays: 7, buyer: true, staff: true },
        }),
        opened(),
      ],
      [announced(), opened(), entered(amy), sealed()],
      [announced(), opened(), entered(amy), entered(bob, 2), sealed(), posted, ...drawn],
      [announced(), entered(amy), voided(1)],
    ]
    for (const history of histories) {
      for (const spec of [given, inEnglish.given, specFor(luckyDrawPlugin, { platform: 'wechat' }).given]) {
        for (const text of ['/draw', '/draw 1']) {
          for (const isPrivate of [true, false]) {
            expect(() =>
              spec(...history)
                .when(says(amy, text, LATER, { private: isPrivate }))
                .thenSays(/#1/),
            ).not.toThrow()
          }
        }
      }
    }
  })
})
