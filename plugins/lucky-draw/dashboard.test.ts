import { at, says, specFor } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { amy, announced, bob, entered, opened } from './entering.fixtures.ts'
import { luckyDraw } from './facts.ts'
import luckyDrawPlugin from './index.ts'

const { given } = specFor(luckyDrawPlugin)
const { facts } = luckyDraw
const NOW = '2026-12-01 21:00'
const closed = at('2026-12-01 20:00')
const result = at('2026-12-01 20:15')

const sealed = facts.sealed({
  ...{ draw: 1, N: 2, W: 2, root: 'cd'.repeat(32), round: 34_404_123, commit: 'ef'.repeat(32) },
  ...{ frozenAt: closed, codeVersion: 'test', at: closed },
})
const posted = facts.posted({ draw: 1, at: closed })
const drawn = facts.drawn({ draw: 1, signature: 'ab'.repeat(48), picks: [2, 1], at: result })
const won = (n: number, number: number, member = bob) =>
  facts.won({ draw: 1, slot: `1.${n}`, n, prize: 0, pick: n, number, member, at: result })
const passed = facts.passed({
  ...{ draw: 1, slot: '1.1', n: 1, from: 1, to: null, number: null, member: null },
  ...{ reason: 'unclaimed', at: result },
})
const published = facts.published({ draw: 1, at: result, until: at('2026-12-03 20:15') })
const claimed = facts.claimed({
  ...{ draw: 1, slot: '1.0', n: 0, prize: 0, member: bob, what: '书', at: result },
  day: '2026-12-01' as never,
})
const open = [announced(), opened(), entered(amy), entered(bob, 2)]
const over = [...open, sealed, posted, drawn, won(0, 2), won(1, 1, amy), published]

const rowsOf = (figure: unknown) =>
  (figure as { rows: readonly (readonly unknown[])[] }).rows.map(row =>
    row.map(cell => (cell as { 'en-US'?: string } | null)?.['en-US'] ?? cell),
  )

describe('the table of draws', () => {
  test('shows who takes part while nothing is drawn', () => {
    const { draws } = given(...open).figures(NOW)
    expect(draws).toMatchObject({ is: 'table', n: 1 })
    expect(rowsOf(draws)).toEqual([['#1', '周末小抽奖', '12-01 20:00', 'open', 2, 3, null, null]])
  })

  test('shows winners and what they claimed once it is, the latest draw first', () => {
    const next = announced(2, { title: '第二场' })
    expect(rowsOf(given(...over, claimed, passed, next).figures(NOW).draws)).toEqual([
      ['#2', '第二场', '12-01 20:00', 'open', 0, 3, null, null],
      ['#1', '周末小抽奖', '12-01 20:00', 'prizes being claimed', 2, 3, 1, 1],
    ])
    given(...over, claimed, passed, next)
      .when(says(amy, '/stats 7d', NOW, { role: 'owner' }))
      .thenSays(/抽奖：发起 2 次，参加 2 人次，领走奖品 1 份/)
  })

  test('says which number goes on where a draw came to nothing', () => {
    const voided = facts.voided({ draw: 1, reason: 'not-posted', at: closed, again: 2 })
    const rows = rowsOf(given(...open, sealed, voided).figures(NOW).draws)
    expect(rows[0]).toContain('goes on as #2')
  })

  test('is not there where there has never been a draw', () => expect(given().figures(NOW)).toEqual({}))
})

describe('a draw needs attention', () => {
  test('when its round has not come for long, until it has', () => {
    const awaited = facts.awaited({ draw: 1, at: result })
    expect(given(...open, sealed, posted, awaited).figures(NOW).awaiting).toMatchObject({
      ...{ is: 'attention', level: 'bad', count: 1, examples: ['#1 周末小抽奖'] },
    })
    expect(given(...open, sealed, posted).figures(NOW).awaiting).toBeUndefined()
    expect(given(...open, sealed, posted, awaited, drawn).figures(NOW).awaiting).toBeUndefined()
  })

  test('when its result does not get through, until it has', () => {
    const untold = facts.untold({ draw: 1, at: result })
    const stuck = [...open, sealed, posted, drawn, won(0, 2), untold]
    expect(given(...stuck).figures(NOW).untold).toMatchObject({ is: 'attention', level: 'bad', count: 1 })
    expect(given(...stuck, published).figures(NOW).untold).toBeUndefined()
  })

  test('and tells where to look its round up, where it is a public one', () => {
    const awaited = facts.awaited({ draw: 1, at: result })
    const real = announced(1, {}, { chain: 'quicknet' })
    const { awaiting } = given(real, opened(), entered(amy), entered(bob, 2), sealed, posted, awaited).figures(NOW)
    expect(awaiting?.is === 'attention' && awaiting.remedy['en-US']).toMatch(/https:\S+34404123\S*.*\/draw_open 1/)
  })
})
