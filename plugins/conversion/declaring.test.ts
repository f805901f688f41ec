import { LocalTime, type PlanDefinition, Zone } from 'bonfire'
import { createStage, playOn, says } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { ann, anOffer, monday, offering } from './conversion.fixtures.ts'
import { conversion } from './facts.ts'
import plugin from './index.ts'

const planWith = (id: string, section?: object): PlanDefinition => ({
  ...{ id, name: id, kind: 'community', days: null, locale: 'zh-CN', value: '读书', audience: '读者', rules: '友善' },
  ...{ timezone: Zone.parse('Asia/Shanghai'), dayStartsAt: LocalTime.parse('00:00'), restDays: [], posts: [] },
  persona: { name: '阿灯', voice: '温和' },
  slots: [{ name: 'morning', at: LocalTime.parse('08:00') }],
  marketing: { maxShare: 0.2, windowDays: 7 },
  next: null,
  sections: section ? { conversion: section } : {},
})
const gift = anOffer('gift', { round: null })
const plans = [
  planWith('silent'),
  planWith('selling', { orders: 'shop', firstOrder: { offer: gift.id } }),
  planWith('noting', { orders: 'manual' }),
].map(definition => ({ definition, hash: definition.id }))

/** A group that uses these plans one after the other, and what is said of each. */
function using(...ids: readonly string[]) {
  const content = { ...offering(gift).content(), plans, plan: (id: string) => plans.find(({ hash }) => hash === id) }
  const stage = createStage({ plugins: [plugin], content: () => content })
  const rows = ids.flatMap(id => {
    const handled = playOn(stage, says(ann, `/plan use ${id} 2026-11-23`, monday, { role: 'owner' }))
    return handled.is === 'committed' ? handled.commit.facts : []
  })
  const letters = rows.flatMap(([type, data]) => (type === 'mail/posted' ? [data] : [])) as {
    box: string
    data: object
  }[]
  return { source: stage.read(conversion).group.source, rows, letters: letters.map(({ box, data }) => [box, data]) }
}
const declared = ({ rows }: ReturnType<typeof using>) =>
  rows
    .filter(([type]) => type === conversion.facts.sourceDeclared.type)
    .map(([, data]) => (data as { source: string }).source)

describe('a plan', () => {
  test('declares how the group hears of orders, each time that it is used for a new campaign', () => {
    expect(declared(using('selling'))).toEqual(['shop'])
    expect(declared(using('selling', 'noting', 'silent'))).toEqual(['shop', 'manual', 'none'])
    expect(using('silent').source).toBe('none')
    expect(using('silent', 'noting').source).toBe('manual')
  })

  test('makes the group known to the office, and the offer that its newcomers get', () => {
    expect(using('silent').letters).toEqual([['group', { source: 'none' }]])
    expect(using('selling').letters).toEqual([
      ['group', { source: 'shop' }],
      ['offer', { offer: gift.id }],
    ])
  })
})
