import { addDays, type LocalDay, plans } from 'bonfire'
import { at, day, specFor } from 'bonfire/testing'
import { expect, test } from 'vitest'
import { campaign } from './facts.ts'
import campaignPlugin from './index.ts'

const { given } = specFor(campaignPlugin)
const first = day('2026-11-10')
const on = (n: number): LocalDay => addDays(first, n - 1)
const definition = {
  ...{ id: 'reading', name: '共读', kind: 'checkin', days: 7, dayStartsAt: '00:00', restDays: [], slots: [] },
  ...{ posts: [{ id: 'r1', when: { day: 5 }, round: 1 }], marketing: null, sections: {} },
}
const used = plans.facts.used({
  ...{ plan: 'reading', hash: 'v1', definition, startDay: first, isNew: true, at: at(on(-8)) },
})
const running = campaign.facts.entered({ phase: 'running', at: at(on(1)), reason: 'day-began', day: 1 })
const rowOf = (figure: unknown, locale: string) =>
  (figure as { rows: readonly (readonly unknown[])[] }).rows[0]!.map(
    cell => (cell as Record<string, string> | null)?.[locale] ?? cell,
  )

test('the phase is that of /plan, with what comes next', () => {
  const { phase } = given(used, running).figures(on(3))
  expect(phase).toMatchObject({ is: 'table', n: null })
  expect(rowOf(phase, 'zh-CN')).toEqual(['进行中', '第 3 天，共 7 天', on(1), '到了日子', '第 5 天，第一轮优惠。'])
  expect(rowOf(phase, 'en-US')).toEqual([
    ...['under way', 'day 3 of 7', on(1), 'its day had come', 'round 1 of offers, on day 5.'],
  ])
})

test('while the plan is paused its days stand still, and nothing comes next', () => {
  const paused = plans.facts.paused({ day: on(3), at: at(on(3)) })
  expect(rowOf(given(used, running, paused).figures(on(3)).phase, 'en-US')).toEqual([
    ...['under way (paused)', null, on(1), 'its day had come', null],
  ])
})

test('where no plan has been used there is none', () => expect(given().figures(on(1))).toEqual({}))
