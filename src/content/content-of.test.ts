import path from 'node:path'
import { expect, test } from 'vitest'
import type { LocalDay } from '../events/ids.ts'
import { type Files, markdown, plan, post, tempLibrary, writeFiles } from './check/check.fixtures.ts'
import { contentOf } from './content-of.ts'
import { openGoodVersions } from './good-versions.ts'
import { createLibraryReader, readLibrary } from './library.ts'

const MONDAY = '2026-11-23' as LocalDay
const HINDRANCE = { code: 'dead-days', message: 'Nothing on day 2.' }
const options = { hindrances: () => [HINDRANCE] }
const contentIn = async (files: Files) => contentOf(await readLibrary(tempLibrary(files)), options)
const files = {
  'plans/demo.yml': plan(),
  'posts/demo/a.md': post('**早**，{{group.name}}'),
  'welcome/new.md': markdown({ title: '你好' }, '欢迎'),
}

test('posts and plans are found by their ids, texts of every kind too', async () => {
  const content = await contentIn(files)
  expect(content.post('posts/demo/a')?.file).toBe('posts/demo/a.md')
  expect(content.plan('demo')?.definition.name).toBe('共读')
  expect(content.plans.map(({ definition }) => definition.id)).toEqual(['demo'])
  const write = (id: string) => content.text(id)?.for('telegram').render('telegram', { 'group.name': '共读群' }).text
  expect([write('posts/demo/a'), write('welcome/new'), write('posts/demo/b')]).toEqual([
    '早，共读群',
    '欢迎',
    undefined,
  ])
})

test('an offer has its terms, also one that is in no plan', async () => {
  const choices = '[{ label: 想要, command: /points }, { label: 不了, command: /rules }]'
  const gift = markdown({ title: '新朋友', offer: 'coupon', for: '新来的', exclusive: '只给你', choices }, '要吗？')
  const content = await contentIn({ ...files, 'rounds/demo/gift.md': gift })
  expect(content.offer('rounds/demo/gift')).toMatchObject({ title: '新朋友', kind: 'coupon', round: null, hours: 48 })
  expect([content.offer('posts/demo/a'), content.offer('rounds/demo/none')]).toEqual([undefined, undefined])
})

test('what the planner finds keeps a plan from starting, and a file with mistakes that it names', async () => {
  const broken = { 'posts/demo/b.md': post('b', { knd: 'x' }), 'posts/other/c.md': post('c', { knd: 'x' }) }
  expect((await contentIn(files)).hindrances('demo', MONDAY, 'telegram')).toEqual([HINDRANCE])
  expect((await contentIn({ ...files, ...broken })).hindrances('demo', MONDAY, 'telegram')).toEqual([
    {
      code: 'broken-file',
      message: 'posts/demo/b.md:5:1: unknown field "knd" — did you mean "kind"?',
      where: 'posts/demo/b.md',
    },
    HINDRANCE,
  ])
})

test('a file whose last good version is in use keeps nothing from starting', async () => {
  const folder = tempLibrary(files)
  const good = await openGoodVersions(path.join(tempLibrary({}), 'content'))
  const reader = createLibraryReader(folder, { good })
  await reader.read()
  writeFiles(folder, { 'posts/demo/a.md': 'broken' })
  const content = contentOf(await reader.read(), options)
  expect(content.hindrances('demo', MONDAY, 'telegram')).toEqual([HINDRANCE])
  expect(content.text('posts/demo/a')).toBeDefined()
})

test('a plan that is not there is said, with what was probably meant, or what is wrong with its file', async () => {
  const content = await contentIn({ ...files, 'plans/other.yml': plan({ kind: 'x' }) })
  const said = (id: string) =>
    content.hindrances(id, MONDAY, 'telegram').map(({ code, message }) => `${code}: ${message}`)
  expect(said('dmeo')).toEqual(['no-plan: There is no plan "dmeo". Did you mean "demo"?'])
  expect(said('reading')).toEqual(['no-plan: There is no plan "reading". There are: demo.'])
  expect(said('other')).toEqual([expect.stringMatching(/^broken-file: plans\/other\.yml:2:1: kind: "x" is not/)])
})
