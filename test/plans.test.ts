import { describe, expect, test } from 'vitest'
import { LocalDay, LocalTime } from '../src/events/ids.ts'
import type { Content, PlanDefinition } from '../src/host/content.ts'
import type { RunningPlan } from '../src/host/core/plans.ts'
import { aPlan, libraryOf } from './a-plan.ts'
import { DAY, HERE, type Lab, MINUTE, startLab } from './lab.ts'

// The lab begins on Monday, 2026-11-23, 09:00 in Shanghai.
interface PlanLab {
  readonly lab: Lab
  library: Content
  /** What the owner is answered. */
  ask(text: string): Promise<string>
}

async function withPlans(...plans: readonly PlanDefinition[]): Promise<PlanLab> {
  const box = { library: libraryOf(...plans) }
  const lab = await startLab({ content: () => box.library })
  await lab.joins('olga', 'owner')
  return {
    lab,
    get library() {
      return box.library
    },
    set library(next) {
      box.library = next
    },
    async ask(text) {
      const before = lab.texts.length
      await lab.says('olga', text)
      await lab.pass(MINUTE)
      return lab.texts.slice(before).join('\n')
    },
  }
}
const running = (lab: Lab) => lab.world.account.host.planOf(HERE)!
const numbers = (lab: Lab, ...days: readonly string[]) =>
  days.map(day => running(lab).dayNumber(LocalDay.parse(`2026-${day}`)))
const used = (lab: Lab) => lab.facts('plan/used', HERE)

describe('/plan', () => {
  test('lists what there is, and starts one tomorrow', async () => {
    const { lab, ask } = await withPlans(aPlan())
    expect(await ask('/plan')).toMatchInlineSnapshot(`
      "No plan has been started here. There are:
      · reading　Reading
      Send "/plan use ID" to start tomorrow, or name a day: /plan use reading 2026-12-01"
    `)
    expect(await ask('/plan use reading')).toMatchInlineSnapshot(`
      ""Reading" (check-in) starts on 2026-11-24 and ends on 2026-12-14.
      Posts go out at 08:00.
      Send /calendar to see them; until it starts you can change the day or the plan."
    `)
    expect(await ask('/plan show')).toMatchInlineSnapshot(`
      ""Reading" (check-in)
      starts on 2026-11-24
      Dates: 2026-11-24 to 2026-12-14
      Slots: 08:00
      Marketing: 0 of 0 posts in the last 7 days, at most 20%"
    `)
    expect(numbers(lab, '11-23', '11-24', '12-14', '12-15')).toEqual([null, 1, 21, null])
  })

  test('starts on the day that is named', async () => {
    const { lab, ask } = await withPlans(aPlan())
    await ask('/plan use reading 2026-12-01')
    expect(numbers(lab, '11-30', '12-01')).toEqual([null, 1])
  })

  test('today says that its day stays, and what stops it', async () => {
    const { ask } = await withPlans(aPlan())
    const answer = await ask('/plan use reading today')
    expect(answer).toContain('today is its first day, so the day cannot be changed any more, nor taken back. /pause')
    expect(answer).not.toContain('you can change the day')
    expect(await ask('/undo')).toContain('cannot be taken back: the plan "Reading" from 2026-11-23')
  })

  test('today says which of its slots have passed', async () => {
    const slots = ['08:00', '12:30'].map(at => ({ name: at.replace(':', ''), at: LocalTime.parse(at) }))
    const [early, late] = [aPlan({ slots }), aPlan({ id: 'late', name: 'Late' })]
    expect(await (await withPlans(early)).ask('/plan use reading today')).toContain(
      'Posts go out at 08:00, 12:30. Today 08:00 has passed: the first day has the later slots only.',
    )
    expect(await (await withPlans(late)).ask('/plan use late today')).toContain(
      "Today's slots have all passed: what is for the first day does not go out.",
    )
    // Control: tomorrow all of them are to come.
    expect(await (await withPlans(early)).ask('/plan use reading')).not.toContain('passed')
  })

  test('says what is wrong, and changes nothing', async () => {
    const { lab, ask } = await withPlans(aPlan(), aPlan({ id: 'empty', name: 'Empty' }))
    expect(await ask('/plan use raeding')).toMatchInlineSnapshot(`
      "There is no plan "raeding", or its file has mistakes (npm run content:check shows them). There are:
      · reading　Reading
      · empty　Empty"
    `)
    expect(await ask('/plan use reading someday')).toMatchInlineSnapshot(
      `""someday" is not a day. Write 2026-12-01, today or tomorrow."`,
    )
    expect(await ask('/plan use reading 2026-11-22')).toMatchInlineSnapshot(
      `"2026-11-22 has passed. Choose today or a later day."`,
    )
    expect(await ask('/plan use empty')).toMatchInlineSnapshot(`
      ""Empty" cannot start yet:
      · Days 3–5 have no posts.
      Mend it, then run npm run content:check."
    `)
    expect(used(lab)).toEqual([])
  })

  test('is for admins', async () => {
    const { lab } = await withPlans(aPlan())
    await lab.says('amy', '/plan use reading')
    await lab.pass(MINUTE)
    expect(used(lab)).toEqual([])
  })
})

describe('in mid-campaign', () => {
  test('the library changes nothing until the plan is used again, which shows the difference', async () => {
    const plans = await withPlans(aPlan())
    const { lab, ask } = plans
    await ask('/plan use reading today')
    plans.library = libraryOf(aPlan({ rules: 'Be very kind.', days: 28 }))
    expect(running(lab).definition.days).toBe(21)
    expect(await ask('/rules')).toBe('Be kind.')
    expect(await ask('/plan')).toContain('another version')
    expect(await ask('/plan use reading')).toMatchInlineSnapshot(
      `"The new version of "Reading" is in use; its first day stays. Changed: days, rules. What has been sent stays as it is."`,
    )
    expect(running(lab).definition.days).toBe(28)
    expect(numbers(lab, '11-23')).toEqual([1])
    expect(await ask('/plan use reading')).toMatchInlineSnapshot(`""Reading" has not changed."`)
    expect(used(lab)).toHaveLength(2)
  })

  test.each([
    ['fewer days', aPlan({ days: 14 })],
    ['a higher share', aPlan({ marketing: { maxShare: 0.15, windowDays: 7 } })],
    ['another kind', aPlan({ kind: 'community', days: null })],
    ['no cap at all', aPlan({ kind: 'flash', days: 7, marketing: null })],
  ])('%s is refused', async (_, next) => {
    const plans = await withPlans(aPlan({ marketing: { maxShare: 0.1, windowDays: 7 } }))
    const { lab, ask } = plans
    await ask('/plan use reading today')
    plans.library = libraryOf({
      ...next,
      marketing: next.marketing?.maxShare === 0.2 ? { maxShare: 0.1, windowDays: 7 } : next.marketing,
    })
    expect(await ask('/plan use reading')).toMatch(/under way|flash group/)
    expect(used(lab)).toHaveLength(1)
  })

  test('its first day stays', async () => {
    const { lab, ask } = await withPlans(aPlan())
    await ask('/plan use reading today')
    await lab.pass(2 * DAY)
    expect(await ask('/plan use reading 2026-12-01')).toMatchInlineSnapshot(
      `""Reading" began on 2026-11-23; its first day stays. Leave the day out to use the new version."`,
    )
  })

  test('before its first day everything can change', async () => {
    const plans = await withPlans(aPlan(), aPlan({ id: 'short', name: 'Short', days: 7 }))
    await plans.ask('/plan use reading 2026-12-01')
    await plans.ask('/plan use short 2026-12-02')
    expect(numbers(plans.lab, '12-01', '12-02')).toEqual([null, 1])
  })
})

test('a group that has had a plan with a cap can never run a flash plan', async () => {
  const { lab, ask } = await withPlans(
    aPlan({ days: 1 }),
    aPlan({ id: 'flash', kind: 'flash', days: 3, marketing: null }),
  )
  await ask('/plan use reading today')
  await lab.pass(3 * DAY)
  expect(await ask('/plan use flash today')).toMatch(/never become a flash group/)
  expect(used(lab)).toHaveLength(1)
})

describe('/pause', () => {
  test('stops the calendar, and nobody is expected to check in', async () => {
    const { lab, ask } = await withPlans(aPlan())
    await ask('/plan use reading today')
    await lab.pass(2 * DAY) // Wednesday, day 3
    expect(await ask('/pause')).toMatchInlineSnapshot(
      `
      "The calendar stands still: no posts, no check-ins needed, no streak is lost. /resume goes on from today.
      Send /undo within 10 minutes to take it back."
    `,
    )
    expect(await ask('/pause')).toMatchInlineSnapshot(`"It is paused already. /resume goes on."`)
    await lab.pass(3 * DAY)
    expect(numbers(lab, '11-24', '11-25', '11-28')).toEqual([2, null, null])
    expect(await ask('/resume')).toMatchInlineSnapshot(
      `
      "It goes on. The rest moves back by 3 days. The last day is now 2026-12-16.
      Send /undo within 10 minutes to take it back."
    `,
    )
    expect(numbers(lab, '11-24', '11-25', '11-27', '11-28', '11-29')).toEqual([2, null, null, 3, 4])
    expect(await ask('/resume')).toMatchInlineSnapshot(`"It is not paused."`)
    await lab.says('amy', 'in')
    await lab.pass(MINUTE)
    expect(running(lab).lastDay).toBe('2026-12-16')
  })

  test('of an hour changes no day', async () => {
    const { lab, ask } = await withPlans(aPlan())
    await ask('/plan use reading today')
    await ask('/pause')
    await ask('/resume')
    expect(numbers(lab, '11-23', '11-24')).toEqual([1, 2])
  })

  test('has nothing to stop without a plan', async () => {
    const { ask } = await withPlans(aPlan())
    expect(await ask('/pause')).toMatchInlineSnapshot(`"No plan is running. /plan shows which there are."`)
    expect(await ask('/rules')).toMatchInlineSnapshot(`"No rules have been written for this group."`)
  })
})

describe('days between campaigns', () => {
  const between = (lab: Lab, ...days: readonly string[]) =>
    days.filter(day => running(lab).isBetween(LocalDay.parse(`2026-${day}`)))

  test('are those from the end of one to the first day of the next, and nobody is expected to check in', async () => {
    const { lab, ask } = await withPlans(aPlan({ days: 3 }))
    await ask('/plan use reading 2026-11-25')
    // From the day on which it was chosen
    expect(between(lab, '11-22', '11-23', '11-24', '11-25', '11-27', '11-28', '12-20')).toEqual([
      '11-23',
      '11-24',
      '11-28',
      '12-20',
    ])
    await lab.pass(7 * DAY) // Monday, 11-30
    await ask('/plan use reading 2026-12-02')
    const known = ['11-23', '11-24', '11-28', '11-30', '12-01']
    expect(between(lab, ...known, '11-22', '11-25', '11-27', '12-02', '12-04')).toEqual(known)
  })

  test('end where the next begins after all, when another day has been chosen for it', async () => {
    const { lab, ask } = await withPlans(aPlan({ days: 3 }))
    await ask('/plan use reading 2026-12-20')
    await ask('/plan use reading 2026-11-25')
    expect(between(lab, '11-23', '11-24', '11-25', '11-27', '12-19')).toEqual(['11-23', '11-24', '12-19'])
    expect(running(lab).lastDay).toBe('2026-11-27')
    await ask('/plan use reading 2026-12-20')
    expect(between(lab, '11-23', '11-25', '12-19', '12-20')).toEqual(['11-23', '11-25', '12-19'])
  })

  test('are none in a community', async () => {
    const { lab, ask } = await withPlans(aPlan({ kind: 'community', days: null }))
    await ask('/plan use reading 2026-11-25')
    expect(between(lab, '11-23', '11-24', '12-30')).toEqual([])
  })
})

describe('days on which nobody had to check in', () => {
  const wasFree = ({ isPausedOn, isBetween, wasRestDay }: RunningPlan, day: LocalDay) =>
    isPausedOn(day) || isBetween(day) || wasRestDay(day) === true
  const free = (lab: Lab, ...days: readonly string[]) =>
    days.filter(day => wasFree(running(lab), LocalDay.parse(`2026-${day}`)))

  test('stay so under the next campaign: pauses, and rest days by name and by number', async () => {
    const community = { kind: 'community', days: null } as const
    const first = aPlan({ ...community, restDays: ['wednesday', 2] })
    const { lab, ask } = await withPlans(first, aPlan({ ...community, id: 'next', restDays: ['monday'] }))
    await ask('/plan use reading today') // Monday, 11-23
    await lab.pass(4 * DAY)
    await ask('/pause')
    await lab.pass(2 * DAY)
    await ask('/resume')
    const known = ['11-24', '11-25', '11-27', '11-28']
    const others = ['11-23', '11-26', '11-29']
    await lab.pass(DAY)
    await ask('/plan use next today')
    expect(free(lab, ...known, ...others)).toEqual(known)
    // From now on the plan of now tells.
    expect(running(lab).wasRestDay(LocalDay.parse('2026-12-02'))).toBe(null)
  })
})

test('plans, pauses and counts survive a restart', async () => {
  const { lab, ask } = await withPlans(aPlan())
  await ask('/plan use reading today')
  await ask('/pause')
  await lab.pass(DAY)
  await ask('/resume')
  const before = [running(lab).hash, running(lab).lastDay, numbers(lab, '11-24')]
  await lab.restart()
  expect([running(lab).hash, running(lab).lastDay, numbers(lab, '11-24')]).toEqual(before)
})
