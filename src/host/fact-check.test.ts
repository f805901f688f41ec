import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Instant, LocalDay, LocalTime, MemberId, MessageId } from '../events/ids.ts'
import { CORE_SLICES } from './core/bonfire-plugin.ts'
import { Owed } from './core/deliveries.ts'
import { Slug } from './core/fields.ts'
import { quickCheckOf } from './fact-check.ts'
import { personal } from './fact-schema.ts'
import { parts } from './slice.ts'

/** Every kind of field that our facts have, and some that they have not yet. */
const FIELDS = {
  member: MemberId,
  message: MessageId,
  day: LocalDay,
  time: LocalTime,
  at: Instant,
  slug: Slug,
  note: personal(z.string().max(5)).optional(),
  short: z.string().min(2).max(3),
  points: z.int().positive(),
  share: z.number().min(0).max(1),
  below: z.number().lt(10),
  where: z.enum(['group', 'private']),
  flag: z.boolean(),
  nothing: z.null(),
  three: z.literal(3),
  maybe: LocalDay.nullable(),
  list: z.array(z.int()),
  few: z.array(z.enum(['a', 'b'])).max(2),
  either: z.union([z.literal('group'), z.strictObject({ member: MemberId })]),
  deep: z.strictObject({ says: z.array(z.strictObject({ key: Slug, params: z.record(Slug, z.int()) })).max(2) }),
  loose: z.object({ key: Slug }),
  refined: z.string().refine(text => text !== 'no'),
  link: z.url().optional(),
  padded: z.string().trim(),
  withDefault: z.int().default(1),
  defaultInside: z.int().default(5).optional(),
  prefault: z.string().prefault('a').optional(),
  exact: z.exactOptional(z.int()),
  base64: z.base64(),
  xor: z.xor([z.int(), z.literal(1)]),
  trimsFirst: z.union([z.string().trim(), z.string()]),
  halfLeft: z.union([z.strictObject({ key: z.string().trim() }), z.strictObject({ key: z.string() })]),
  literals: z.literal([1, undefined]),
  anything: z.custom<object>(() => true),
  nested: z.array(z.array(z.int())).optional(),
}

/** Values of which each is right for some fields, and wrong for most. */
const value = fc.oneof(
  fc.constantFrom<unknown>(
    ...['telegram:8123', '42', '2026-02-29', '2028-02-29', '20:00', '25:00', 'group', 'private', 'done', 'no', ' a '],
    ...['今天读了三十页', '', '\ud800', 'https://example.org', 0, 1, 3, -1, 0.5, 1.5, 2 ** 53, Number.NaN],
    ...[Number.POSITIVE_INFINITY, null, undefined, true, false, [], [1, 2], ['a'], ['a', 'b', 'a'], [undefined]],
    ...[{}, { member: 'telegram:8123' }, { member: 'x' }, { key: 'done' }, { key: 'done', more: 1 }, new Date(0)],
    ...[Object.assign([], { 3: 7 }), [[1], Object.assign([], { 2: 7 })], { key: ' a ' }, 'QQ==', 'A'],
    ...[{ says: [{ key: 'done', params: {} }] }, { says: [] }, new Map(), Object.create({ key: 'done' })],
  ),
  fc.string({ maxLength: 6 }),
  fc.double(),
  fc.jsonValue({ maxDepth: 2 }),
)

/** Where the quick check says yes, zod does, and leaves the data as it is. */
function agree(schema: z.ZodType, data: unknown): boolean {
  if (!quickCheckOf(schema)(data)) return false
  const parsed = schema.safeParse(data)
  expect(parsed.success, JSON.stringify(data)).toBe(true)
  expect(parsed.data).toStrictEqual(data)
  return true
}

describe('the quick check of a fact', () => {
  test.each(Object.entries(FIELDS))('never says yes where zod says no: %s', (_, field) => {
    const schema = z.object({ field }).strict()
    fc.assert(
      fc.property(value, fc.boolean(), fc.boolean(), (given, isThere, hasMore) => {
        agree(schema, { ...(isThere && { field: given }), ...(hasMore && { more: 1 }) })
      }),
      { numRuns: 500 },
    )
  })

  test('never says yes to a delivery that zod refuses, whatever is wrong with it', () => {
    const right = {
      ...{ delivery: '4abq.0', plugin: 'check-in', class: 'receipt', target: 'group', about: 'sim:amy' },
      ...{ says: [{ plugin: 'check-in', key: 'done', params: { streakDays: 6 } }], replyTo: '17', reaction: '🔥' },
      ...{ at: 1, notBefore: 1, deadline: 2 },
    }
    const schema = Owed.strict()
    expect(agree(schema, right)).toBe(true)
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(right), 'more', 'buttons'), value, (key, given) => {
        agree(schema, { ...right, [key]: given })
      }),
      { numRuns: 2_000 },
    )
  })

  test('leaves a schema that contains itself to zod', () => {
    interface Tree {
      readonly children: readonly Tree[]
    }
    const tree: z.ZodType<Tree> = z.strictObject({
      get children() {
        return z.array(tree)
      },
    })
    expect(quickCheckOf(tree)({ children: [] })).toBe(false)
  })

  test('knows every fact of the core but those that hold what only zod can judge', () => {
    const left = CORE_SLICES.flatMap(slice => [...slice[parts].facts.values()])
      .filter(({ schema }) => Object.values(schema.shape).some(field => !isKnown(field as z.ZodType)))
      .map(({ type }) => type)
    expect(left).toMatchInlineSnapshot(`[]`)
  })

  test('is what facts of plugins are recorded by', () => {
    const schema = z.strictObject({ member: MemberId, points: z.int().positive(), reason: Slug, day: LocalDay })
    const right = { member: 'sim:amy', points: 10, reason: 'check-in', day: '2026-11-23' }
    expect(agree(schema, right)).toBe(true)
  })
})

/** Whether the quick check can ever say yes to a value of that field. */
function isKnown(field: z.ZodType): boolean {
  const check = quickCheckOf(z.strictObject({ field }))
  const samples = [
    'a.1',
    'sim:amy',
    '2026-11-23',
    '20:00',
    '4821',
    '🔥',
    1,
    true,
    null,
    undefined,
    [],
    {},
    'group',
    'sent',
    { posts: 5, marketing: 1 },
  ]
  const options = (field._zod.def as { entries?: Record<string, unknown> }).entries ?? {}
  return [...samples, ...Object.values(options)].some(sample => check({ field: sample }))
}
