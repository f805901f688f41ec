import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Instant, LocalDay, LocalTime, MemberId } from '../events/ids.ts'
import { checkedSchema, personal } from './fact-schema.ts'
import { defineSlice, parts } from './slice.ts'

const check = (field: z.ZodType) => checkedSchema('quiz/answered', z.object({ field }))
const REFUSED = 'quiz/answered: "field" is free text. Wrap it in personal(…), or say what it may hold'

describe('free text is refused', () => {
  const tree: z.ZodType = z.lazy(() => z.object({ text: z.string(), children: z.array(tree) }))
  test.each<[string, z.ZodType]>([
    ['alone', z.string()],
    ['of a limited length', z.string().min(1).max(20)],
    ['trimmed', z.string().trim()],
    ['in lower case', z.string().toLowerCase()],
    ['checked for its case only', z.string().lowercase()],
    ['checked for its beginning only', z.string().startsWith('a')],
    ['checked for its end only', z.string().endsWith('a')],
    ['checked for a part only', z.string().includes('a')],
    ['optional', z.string().optional()],
    ['with a default', z.string().default('')],
    ['in a list', z.array(z.string())],
    ['in an object', z.object({ deep: z.object({ text: z.string() }) })],
    ['in a tuple', z.tuple([z.int(), z.string()])],
    ['behind a tuple', z.tuple([z.int()], z.string())],
    ['as one of several', z.union([z.int(), z.string()])],
    ['as the keys of a record', z.record(z.string(), z.int())],
    ['as the values of a record', z.record(MemberId as z.ZodType<string>, z.string())],
    ['in an intersection', z.intersection(z.object({ a: z.int() }), z.object({ b: z.string() }))],
    ['in a pipe', z.pipe(z.string(), z.string())],
    ['in a tree', tree],
    ['as anything', z.any()],
    ['as something unknown', z.unknown()],
    ['in an object that takes more', z.looseObject({ a: z.int() })],
    ['in an object that takes more text', z.object({ a: z.int() }).catchall(z.string())],
  ])('%s, with what to do instead', (_, field) => expect(() => check(field)).toThrow(REFUSED))
})

describe('what is not free text is accepted', () => {
  test.each<[string, z.ZodType]>([
    ['an id', MemberId],
    ['a day', LocalDay],
    ['a time', LocalTime],
    ['an instant', Instant],
    ['a number', z.number()],
    ['a truth', z.boolean()],
    ['null', z.null()],
    ['one of a list', z.enum(['a', 'b'])],
    ['a literal', z.literal('a')],
    ['a pattern', z.string().regex(/^[a-z]{1,8}$/)],
    ['an address', z.url()],
    ['a date', z.iso.date()],
    ['hexadecimal', z.hex()],
    ['a list of ids', z.array(MemberId).min(1)],
    ['a record by ids', z.record(MemberId as z.ZodType<string>, z.int())],
    ['an object of all that', z.object({ a: z.int(), b: MemberId.nullable() })],
    ['a refinement', z.string().refine(text => text.length === 3)],
  ])('%s', (_, field) => expect(check(field).personal).toEqual([]))

  test.each<[string, z.ZodType]>([
    ['text', personal(z.string())],
    ['optional text', personal(z.string().max(500)).optional()],
    ['an optional list of texts', personal(z.array(z.string())).nullable().optional()],
  ])('%s that is personal, which is then known', (_, field) => expect(check(field).personal).toEqual(['field']))
})

test('a slice is checked when it is defined, and knows its personal fields', () => {
  expect(() => defineSlice({ name: 'quiz', facts: { answered: z.object({ text: z.string() }) } })).toThrow(
    'quiz/answered: "text" is free text.',
  )
  const quiz = defineSlice({
    name: 'quiz',
    facts: { answered: z.object({ member: MemberId, text: personal(z.string()) }) },
  })
  expect(quiz[parts].facts.get('quiz/answered')?.personal).toEqual(['text'])
})

test('a fact with a field that nobody has heard of is refused', () => {
  const { schema } = checkedSchema('quiz/answered', z.object({ member: MemberId }))
  expect(schema.safeParse({ member: 'telegram:amy', text: 'hello' }).success).toBe(false)
})
