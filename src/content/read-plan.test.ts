import { describe, expect, test } from 'vitest'
import { type Files, plan, post, tempLibrary } from './check/check.fixtures.ts'
import { readLibrary, type SectionCheck } from './library.ts'

const sections: SectionCheck = Object.assign(
  (plugin: string, raw: unknown) =>
    plugin === 'check-in' && (raw as { remindAt?: string }).remindAt === '8pm'
      ? [{ path: ['remindAt'], message: '"8pm" is not a time.' }]
      : [],
  { plugins: ['check-in', 'points'] },
)
async function read(lines: Parameters<typeof plan>[0] = {}, files: Files = {}, options = {}) {
  const { plans, problems } = await readLibrary(tempLibrary({ 'plans/demo.yml': plan(lines), ...files }), options)
  return { plan: plans[0], said: problems.map(({ line, column, message }) => `${line}:${column} ${message}`) }
}
const postsOf = async (lines: Parameters<typeof plan>[0], files: Files) =>
  (await read(lines, files)).plan?.definition.posts.map(({ id }) => id)

describe('the posts of a plan', () => {
  const files = {
    'posts/demo/b.md': post('b'),
    'posts/demo/deep/a.md': post('a'),
    'posts/demo/draft.md': post('c', { status: 'draft' }),
    'posts/demo/broken.md': post('d', { knd: 'x' }),
    'posts/shared/s.md': post('s'),
  }

  test('are those in its folder that are ready and have no mistakes, by the names of their files', async () => {
    expect(await postsOf({}, files)).toEqual(['posts/demo/b', 'posts/demo/deep/a'])
  })

  test('are those that it names, less those with "!"', async () => {
    const posts = '["posts/demo/**", "./posts/shared/*", "!**/deep/**"]'
    expect(await postsOf({ posts }, files)).toEqual(['posts/demo/b', 'posts/shared/s'])
  })
})

test('an offer that is counted from the end has its day in each plan; one for newcomers is in none', async () => {
  const offer = (more: string) =>
    `---\ntitle: a\n${more}offer: coupon\nfor: b\nexclusive: c\nchoices: [{ label: d, command: /a }, { label: e, command: /b }]\n---\nx\n`
  const files = {
    'rounds/demo/early.md': offer('round: 1\nday: end-2\n'),
    'rounds/demo/gift.md': offer(''),
    'rounds/demo/last.md': offer('round: 3\nday: end\n'),
  }
  const days = async (days: number) =>
    (await read({ kind: 'checkin', days }, files)).plan?.definition.posts.map(({ id, when }) => [id, when])
  expect(await days(21)).toEqual([
    ['rounds/demo/early', { day: 19 }],
    ['rounds/demo/last', { day: 21 }],
  ])
  expect(await days(7)).toEqual([
    ['rounds/demo/early', { day: 5 }],
    ['rounds/demo/last', { day: 7 }],
  ])
})

describe('the hash of a plan', () => {
  const hashOf = async (lines: Parameters<typeof plan>[0], files: Files = {}) => (await read(lines, files)).plan?.hash

  test('is that of what it means, not of how it is written', async () => {
    const hash = await hashOf({ 'check-in': '{ a: 1, b: 2 }' })
    expect(hash).toMatch(/^[0-9a-f]{12}$/)
    expect(await hashOf({ 'check-in': '{ b: 2, a: 1 }', days: null, dayStartsAt: '"00:00" # midnight' })).toBe(hash)
  })

  test('is another when anything but a text is', async () => {
    const file = 'posts/demo/a.md'
    const hash = await hashOf({}, { [file]: post('a', { day: 1 }) })
    expect(await hashOf({}, { [file]: post('another text', { day: 1 }) })).toBe(hash)
    expect(await hashOf({}, { [file]: post('a', { day: 2 }) })).not.toBe(hash)
    expect(await hashOf({ name: '另一个' }, { [file]: post('a', { day: 1 }) })).not.toBe(hash)
  })
})

describe('how long it is', () => {
  test.each([
    [{ kind: 'checkin' }, '1:1 days: is missing. Say how many days the checkin lasts.'],
    [{ kind: 'community', days: 5 }, /^\d+:1 days: a community has no end/],
    [{ kind: 'flash', days: 8 }, '9:1 days: 8 is too many. A flash plan lasts at most 7 days.'],
  ])('%j is refused', async (lines, message) => {
    expect((await read(lines)).said).toEqual([typeof message === 'string' ? message : expect.stringMatching(message)])
  })

  test('control: a flash plan of 7 days has no cap', async () => {
    const { plan, said } = await read({ kind: 'flash', days: 7 })
    expect([said, plan?.definition.marketing, plan?.definition.days]).toEqual([[], null, 7])
  })
})

describe('sections', () => {
  test('are those of plugins, as written', async () => {
    const { plan, said } = await read({ 'check-in': '{ remindAt: "21:30" }', points: null }, {}, { sections })
    expect([said, plan?.definition.sections]).toEqual([[], { 'check-in': { remindAt: '21:30' } }])
  })

  test('are checked by their plugins, at their place', async () => {
    expect((await read({ 'check-in': '\n  remindAt: 8pm' }, {}, { sections })).said).toEqual([
      '10:3 check-in.remindAt: "8pm" is not a time.',
    ])
  })

  test('of no plugin are said with what was probably meant, one message for each', async () => {
    const { said } = await read({ 'chek-in': '{}', slots: null, slotz: '[]' }, {}, { sections })
    expect(said).toEqual([
      '8:1 unknown field "chek-in" — did you mean "check-in"?',
      '9:1 unknown field "slotz" — did you mean "slots"?',
    ])
  })

  test('are taken for those of plugins where nobody knows which there are, unless they cannot be', async () => {
    expect((await read({ anything: '{ a: 1 }' })).said).toEqual([])
    expect((await read({ restDay: '[sunday]' })).said).toEqual([
      '9:1 unknown field "restDay" — did you mean "restDays"?',
    ])
  })
})

test('the name of the file is the id of the plan, and has to be a name', async () => {
  const { problems } = await readLibrary(tempLibrary({ 'plans/Reading 21.yml': plan() }))
  expect(problems).toMatchObject([{ line: 1, code: 'wrong-value', message: expect.stringContaining('"Reading 21"') }])
})

test('a persona, a time and a zone that are none are all said at once', async () => {
  const lines = { timezone: 'Shanghai', dayStartsAt: '4:00', persona: '{ nam: x, voice: y }', restDays: '[funday]' }
  const { said } = await read(lines)
  expect(said.map(line => line.split(' ', 2).join(' '))).toEqual([
    '3:1 timezone:',
    '7:12 unknown',
    '9:1 dayStartsAt:',
    '10:12 restDays[0]:',
  ])
})
