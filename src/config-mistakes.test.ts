import { expect, test } from 'vitest'
import { z } from 'zod'
import { mistakesIn, pathText } from './config-mistakes.ts'
import { nearest } from './did-you-mean.ts'

test('each kind of mistake says what was found and what would be accepted', () => {
  const schema = z.object({
    whole: z.int(),
    yes: z.boolean(),
    list: z.array(z.string()).min(2),
    short: z.string().max(3),
    colour: z.enum(['red', 'green']),
    step: z.number().multipleOf(5),
    id: z.string().regex(/^[a-z]+$/),
    own: z.string().refine(() => false, 'is taken. Use another.'),
    said: z.number().min(1, 'Nobody comes for nothing.'),
    either: z.union([z.literal('never'), z.object({ at: z.string() })]),
    link: z.url(),
    deep: z.record(z.string(), z.object({ points: z.number() })),
    milestones: z.array(z.object({ days: z.number() })),
  })
  const value = {
    whole: 'x',
    yes: 'true',
    list: ['one'],
    short: 'long one',
    colour: 'gren',
    step: 3,
    id: 'A',
    own: 'x',
    said: 0,
    either: { at: 8 },
    link: 'x',
    deep: { a: { points: 1 }, 'b.c': { points: null, pionts: 2 } },
    milestones: [{ days: 7 }, { day: 14 }],
  }
  expect(mistakesIn(schema, value, ['plan', 'x'])).toMatchInlineSnapshot(`
    [
      "plan.x.whole: "x" is not a number. Use a number without quotes, e.g. 10.",
      "plan.x.yes: "true" is not true or false. Use true or false, without quotes.",
      "plan.x.list: ["one"] is too short. Use at least 2 entries.",
      "plan.x.short: "long one" is too long. Use at most 3 characters.",
      "plan.x.colour: "gren" is not accepted. Use "red" or "green". Did you mean "green"?",
      "plan.x.step: 3 is not a multiple of 5.",
      "plan.x.id: "A" does not have the form /^[a-z]+$/.",
      "plan.x.own: "x" is taken. Use another.",
      "plan.x.said: 0: Nobody comes for nothing.",
      "plan.x.either: {"at":8} fits none of the accepted forms: {"at":8} is not accepted. Use "never". Or: at: 8 is not a text. Use a text in quotes.",
      "plan.x.link: "x" does not have the form url.",
      "plan.x.deep["b.c"].points: null is not a number. Use a number without quotes, e.g. 10.",
      "plan.x.milestones[1].days: is missing. Use a number without quotes, e.g. 10.",
      "plan.x.deep["b.c"].pionts: unknown key. Did you mean "points"?",
      "plan.x.milestones[1].day: unknown key. Did you mean "days"?",
    ]
  `)
})

test('what a schema leaves open is no mistake', () => {
  const schema = z.object({ a: z.looseObject({ b: z.number() }), c: z.record(z.string(), z.number()), d: z.unknown() })
  expect(mistakesIn(schema, { a: { b: 1, more: 2 }, c: { x: 1 }, d: { e: 1 } })).toEqual([])
})

test('unknown keys are found behind optional, default and readonly objects', () => {
  const inner = z.object({ known: z.number().optional() })
  const schema = z.object({ a: inner.optional(), b: inner.default({}), c: inner.readonly(), d: inner.nullable() })
  const bad = { knwon: 1 }
  expect(mistakesIn(schema, { a: bad, b: bad, c: bad, d: bad })).toEqual(
    ['a', 'b', 'c', 'd'].map(key => `${key}.knwon: unknown key. Did you mean "known"?`),
  )
})

test('a key that every object inherits is unknown like any other', () => {
  expect(mistakesIn(z.object({ a: z.number() }), { a: 1, constructor: 2, toString: 3 })).toHaveLength(2)
})

test('a long value is cut', () => {
  const [mistake] = mistakesIn(z.object({ a: z.number() }), { a: 'x'.repeat(500) })
  expect(mistake!.length).toBeLessThan(150)
})

test('paths are written as in the file', () => {
  expect(pathText(['plan', 'check-in', 'at', 0, 'a b'])).toBe('plan.check-in.at[0]["a b"]')
})

test('a short word is not near to every other short word', () => {
  expect(nearest('remindat', ['remindAt', 'points'])).toBe('remindAt')
  expect(nearest('on', ['at', 'to'])).toBeUndefined()
  expect(nearest('', ['a'])).toBeUndefined()
})
