import { defineMessages, definePlugin, defineSlice } from 'bonfire'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { aPlan, libraryOf } from './a-plan.ts'
import { HERE, type Lab, MINUTE, startLab } from './lab.ts'

/** A plugin that removes people where the plan says so, and says how the group stands. */
const broom = definePlugin({
  slice: defineSlice({ name: 'broom', facts: {} }),
  messages: defineMessages({ waits: () => '扫帚在等' }, { waits: () => 'The broom waits' }),
  config: z.object({ sweeps: z.boolean().default(false) }),
  canRemove: ({ sweeps }) => sweeps,
  standing: ({ say }) => [say.waits()],
})

async function withPlans(...sections: readonly object[]) {
  const library = libraryOf(...sections.map((broom, index) => aPlan({ id: `plan-${index}`, sections: { broom } })))
  const lab = await startLab({ content: () => library })
  lab.plugins = [...lab.plugins, broom]
  await lab.restart()
  await lab.joins('olga', 'owner')
  return lab
}
async function ask(lab: Lab, text: string): Promise<string> {
  const before = lab.texts.length
  await lab.says('olga', text)
  await lab.pass(MINUTE)
  return lab.texts.slice(before).join('\n')
}
const used = (lab: Lab) => lab.facts('plan/used', HERE).length

test('a plan that can remove members begins after its code and the name of the group', async () => {
  const lab = await withPlans({ sweeps: true })
  const asked = await ask(lab, '/plan use plan-0')
  expect(asked).toContain('I remove members from it')
  expect(used(lab)).toBe(0)
  const [, code] = /confirm (\d{4}) here/.exec(asked)!
  expect(await ask(lab, `/confirm ${code}`)).toContain('not the name of this group')
  expect(used(lab)).toBe(0)
  expect(await ask(lab, `/confirm ${code} here`)).toContain('starts on 2026-11-24')
  expect(used(lab)).toBe(1)
})

test('one that cannot begins at once', async () => {
  const lab = await withPlans({ sweeps: false })
  expect(await ask(lab, '/plan use plan-0')).toContain('starts on')
  expect(used(lab)).toBe(1)
})

test('a plan that is refused is refused before anything is asked', async () => {
  const lab = await withPlans({ sweeps: true })
  expect(await ask(lab, '/plan use plan-0 2020-01-01')).toContain('has passed')
})

test('/plan says how the group stands, by every plugin', async () => {
  const lab = await withPlans({ sweeps: false })
  await ask(lab, '/plan use plan-0')
  expect(await ask(lab, '/plan')).toMatch(/The broom waits$/)
})
