import { describe, expect, test } from 'vitest'
import { readYaml } from './front-matter.ts'
import { readFields } from './read-fields.ts'
import { readPlan } from './read-plan.ts'
import { roundSchema } from './schemas/others.ts'
import { planFileSchema } from './schemas/plan.ts'
import { postSchema } from './schemas/post.ts'

const mistakesIn = (schema: Parameters<typeof readFields>[0], yaml: string) =>
  readFields(schema, yaml).mistakes.map(({ message }) => message)

describe('what YAML makes of a slip is answered with what to write instead', () => {
  test.each([
    [planFileSchema, 'marketing: { maxShare: 20% }', 'marketing.maxShare: "20%" is not a number. Use 0.2.'],
    [postSchema, 'pin: yes', 'pin: "yes" is not true or false. Use true, without quotes.'],
    [postSchema, 'pin: 否', 'pin: "否" is not true or false. Use false, without quotes.'],
    [postSchema, 'title: #读书', 'title: is empty. Give it a value, or leave it out. "#" begins a comment'],
    [
      planFileSchema,
      'restDays: [周日]',
      'restDays[0]: "周日" is no day of the week and no day of the plan. Use sunday, monday',
    ],
  ])('%#: %s', (schema, yaml, says) => {
    expect(mistakesIn(schema, yaml)).toContainEqual(expect.stringContaining(says))
  })

  test('a list is named by its place and not printed', () => {
    const choices = mistakesIn(roundSchema, 'choices: [{ label: 想要, command: /points }]')
    expect(choices).toContainEqual('choices: needs at least two choices')
    const slots = mistakesIn(planFileSchema, 'slots: [{ name: a, at: "08:00" }, { name: a, at: "09:00" }]')
    expect(slots).toContainEqual('slots: names a slot or a time twice')
    expect(mistakesIn(postSchema, 'buttons: { label: 看, command: /points }')).toContainEqual(
      expect.stringMatching(/^buttons: is not a list\./),
    )
  })
})

test.each([
  ['a: 1\npersona: { name: 阿灯， voice: 温和 }', 2, 20, 'there is a "，" of a Chinese keyboard.'],
  ['slots: [{ name: a, at: "08:00" }， { name: b }]', 1, 33, 'there is a "，" of a Chinese keyboard.'],
  ['title: "你好" 世界', 1, 13, 'there is text behind a text in quotes. Put all of it in quotes.'],
  ['title: "你好"，世界', 1, 12, 'there is text behind a text in quotes.'],
])('%j is explained in plain words', (yaml, line, column, says) => {
  const [first] = readYaml(yaml).mistakes
  expect(first).toMatchObject({ line, column, message: expect.stringContaining(says) })
})

test('a section of a plugin that is not loaded is called that, and a misspelt one is asked about', () => {
  const check = Object.assign(() => [], { plugins: ['check-in', 'closing'] })
  const said = (source: string) => {
    const file = { file: 'plans/a.yml', hash: '', bytes: new Uint8Array(), source }
    const read = readPlan(file, check)
    return Array.isArray(read) ? read.filter(({ code }) => code === 'unknown-field').map(({ message }) => message) : []
  }
  expect(said('lucky-draw: { prizes: 3 }')).toEqual([
    'no plugin of the name "lucky-draw" is in bonfire.config.ts. Add it to `plugins` there, or leave this section out.',
  ])
  expect(said('check-im: { remindAt: "20:00" }')).toEqual(['unknown field "check-im" — did you mean "check-in"?'])
  expect(said('check-in: { remindAt: "20:00" }')).toEqual([])
})
