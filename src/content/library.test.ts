import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Files, markdown, PNG, plan, post, tempLibrary, writeFiles } from './check/check.fixtures.ts'
import { type GoodVersions, openGoodVersions } from './good-versions.ts'
import { createLibraryReader, type LoadedLibrary, readLibrary, type SectionCheck } from './library.ts'

const said = ({ problems }: LoadedLibrary) =>
  problems.map(({ file, line, column, severity, code }) => `${file}:${line}:${column} ${severity} ${code}`)
const ids = ({ posts }: LoadedLibrary) => posts.map(({ id }) => id)
const titles = ({ posts }: LoadedLibrary) => posts.map(({ title, isOlder }) => (isOlder ? `${title} (older)` : title))
const GOOD = { 'posts/demo/good.md': post('你好') }

test('everything that ops write is read', async () => {
  const folder = tempLibrary({
    'plans/demo.yml': plan(),
    'posts/demo/b.md': post('b'),
    'posts/demo/a.md': post('a', { id: 'mine' }),
    'rounds/demo/one.md': markdown(
      {
        title: 'r',
        round: 1,
        day: 19,
        offer: 'coupon',
        for: 'x',
        exclusive: 'y',
        choices: '[{ label: a, command: a }, { label: b, command: b }]',
      },
      'r',
    ),
    'welcome/new.md': markdown({ title: 'w' }, 'w'),
    'icebreakers/one.md': markdown({ title: 'i', kind: 'game' }, 'i'),
    'shop.yml': 'items: [{ id: book, name: 书, points: 60 }]',
    'phrases.yml': 'phrases: [{ phrase: 秒杀, reason: 催人 }]',
    'assets/demo/a.png': PNG,
    'assets/demo/a.psd': PNG,
    'README.md': 'About',
    'posts/demo/.draft.md.swp': 'x',
  })
  const loaded = await readLibrary(folder)
  expect(said(loaded)).toEqual([])
  expect(ids(loaded)).toEqual(['mine', 'posts/demo/b', 'rounds/demo/one'])
  expect(loaded.others.map(({ id, kind }) => [id, kind])).toEqual([
    ['icebreakers/one', 'icebreaker'],
    ['welcome/new', 'welcome'],
  ])
  expect(loaded.plans[0]?.definition.posts.map(({ id }) => id)).toEqual(['mine', 'posts/demo/b', 'rounds/demo/one'])
  expect([loaded.shop?.items[0]?.id, loaded.phrases?.phrases[0]?.phrase, loaded.images]).toEqual([
    'book',
    '秒杀',
    ['demo/a.png'],
  ])
})

test('a folder that is not there is an empty library with one warning', async () => {
  const loaded = await readLibrary(path.join(tempLibrary({}), 'none'))
  expect([said(loaded), loaded.posts]).toEqual([['.:1:1 warning no-library'], []])
})

describe('a file that cannot be read leaves the others as they are', () => {
  const outside = (text = 'secret') => {
    const folder = mkdtempSync(path.join(tmpdir(), 'bonfire-outside-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(path.join(folder, 'a.md'), text)
    return folder
  }
  const sparseFile = (file: string, bytes: number) => {
    writeFileSync(file, '')
    truncateSync(file, bytes)
  }
  const cases: Record<string, readonly [(bad: string, folder: string) => void, string]> = {
    'not UTF-8': [
      bad => writeFileSync(bad, Buffer.from('---\ntitle: \xc4\xe3\n---\n', 'latin1')),
      '2:8 error not-utf8',
    ],
    'UTF-16': [bad => writeFileSync(bad, Buffer.from('\uFEFF---\n', 'utf16le')), '1:1 error not-utf8'],
    'a NUL byte': [bad => writeFileSync(bad, '---\ntitle: a\n---\nx\0'), '4:2 error not-utf8'],
    '50 MB': [bad => sparseFile(bad, 50e6), '1:1 error too-large'],
    'an alias bomb': [
      bad => writeFileSync(bad, `---\na: &a [x,x,x,x,x]\nb: &b [${'*a,'.repeat(9)}]\nc: [${'*b,'.repeat(9)}]\n---\n`),
      '3:8 error yaml',
    ],
    'JavaScript front matter': [bad => writeFileSync(bad, '---js\n{}\n---\n'), '1:1 error front-matter'],
    'a template that is none': [bad => writeFileSync(bad, post('a\n{{#each x}}')), '7:1 error template'],
    'a link out of the library': [bad => symlinkSync(path.join(outside(post('x')), 'a.md'), bad), '1:1 error outside'],
    'a link to a folder': [(bad, folder) => symlinkSync(path.join(folder, 'posts'), bad), '1:1 error outside'],
    'a link to nothing': [bad => symlinkSync('nowhere.md', bad), '1:1 error unreadable'],
    'a pipe': [bad => execFileSync('mkfifo', [bad]), '1:1 error unreadable'],
    'a device': [bad => symlinkSync('/dev/zero', bad), '1:1 error outside'],
  }

  test.each(Object.keys(cases))('%s', async name => {
    const [make, problem] = cases[name]!
    const folder = tempLibrary(GOOD)
    make(path.join(folder, 'posts/demo/bad.md'), folder)
    const loaded = await readLibrary(folder)
    expect([ids(loaded), said(loaded)]).toEqual([['posts/demo/good'], [`posts/demo/bad.md:${problem}`]])
    expect(loaded.broken).toMatchObject([{ file: 'posts/demo/bad.md', isReplaced: false }])
  })

  test('control: a link to a file of the library is read', async () => {
    const folder = tempLibrary(GOOD)
    symlinkSync('good.md', path.join(folder, 'posts/demo/linked.md'))
    expect(said(await readLibrary(folder))).toEqual([])
  })

  test('a folder that is a link is not walked into, so that no loop can be', async () => {
    const folder = tempLibrary(GOOD)
    symlinkSync('..', path.join(folder, 'posts/loop'))
    const loaded = await readLibrary(folder)
    expect([ids(loaded), said(loaded)]).toEqual([['posts/demo/good'], ['posts/loop:1:1 warning unknown-file']])
  })
})

test('what nothing reads is said, with what was probably meant', async () => {
  const files = { 'post/a.md': 'x', 'shopp.yml': 'x', 'posts/a.txt': 'x', 'plans/a.yaml': 'x', 'plans/b/c.yml': 'x' }
  const { problems } = await readLibrary(tempLibrary(files))
  expect(problems.map(({ file, severity, message }) => `${file} ${severity}: ${message}`)).toEqual([
    'plans/a.yaml error: is not read: did you mean plans/a.yml?',
    'plans/b/c.yml warning: is not read: plans are files "plans/<id>.yml".',
    'post warning: nothing in this folder is read. Did you mean "posts"?',
    'posts/a.txt warning: is not read: here are files that end in ".md". Pictures stand in assets/.',
    'shopp.yml warning: is not read. Did you mean "shop.yml"?',
  ])
})

describe('an id that two files claim', () => {
  const twice: Files = {
    'posts/a.md': post('a', { title: 'a', id: 'x' }),
    'posts/b.md': post('b', { title: 'b', id: 'x' }),
  }

  test('belongs to the first by name', async () => {
    const loaded = await readLibrary(tempLibrary(twice))
    expect([titles(loaded), said(loaded)]).toEqual([['a'], ['posts/b.md:5:1 error same-id']])
  })

  test('belongs to the one that had it', async () => {
    const { folder, reader } = await remembering({ 'posts/b.md': twice['posts/b.md']! })
    await reader.read()
    writeFiles(folder, twice)
    const loaded = await reader.read()
    expect([titles(loaded), said(loaded)]).toEqual([['b'], ['posts/a.md:5:1 error same-id']])
  })

  test('leaves the other in the version that had another', async () => {
    const { folder, reader } = await remembering({
      'posts/a.md': twice['posts/a.md']!,
      'posts/b.md': post('b', { title: 'b' }),
    })
    await reader.read()
    writeFiles(folder, twice)
    expect(titles(await reader.read())).toEqual(['a', 'b (older)'])
  })
})

async function remembering(files: Files, sections?: SectionCheck) {
  const folder = tempLibrary(files)
  const data = tempLibrary({})
  const open = async () => {
    const good: GoodVersions = await openGoodVersions(path.join(data, 'content'))
    return createLibraryReader(folder, { good, ...(sections && { sections }) })
  }
  return { folder, data, reader: await open(), restart: open }
}

describe('a file that breaks', () => {
  const files = { ...GOOD, 'posts/demo/day.md': post('第一版', { title: '第一版' }), 'plans/demo.yml': plan() }
  const BROKEN = { 'posts/demo/day.md': post('第二版', { titel: '第二版' }) }

  test('is replaced by its last good version, and stays a problem', async () => {
    const { folder, reader } = await remembering(files)
    const { hash } = (await reader.read()).plans[0]!
    writeFiles(folder, BROKEN)
    const loaded = await reader.read()
    expect([titles(loaded), said(loaded)]).toEqual([
      ['第一版 (older)', '一篇'],
      ['posts/demo/day.md:5:1 error unknown-field'],
    ])
    expect(loaded.broken).toMatchObject([{ file: 'posts/demo/day.md', isReplaced: true }])
    expect(loaded.plans[0]?.hash).toBe(hash)
  })

  test('is so after a restart as well', async () => {
    const { folder, reader, restart } = await remembering(files)
    await reader.read()
    writeFiles(folder, BROKEN)
    await reader.read()
    expect(titles(await (await restart()).read())).toEqual(['第一版 (older)', '一篇'])
  })

  test('control: without what was remembered it is left out', async () => {
    const { folder, data, reader, restart } = await remembering(files)
    await reader.read()
    writeFiles(folder, BROKEN)
    rmSync(path.join(data, 'content'), { recursive: true })
    expect(titles(await (await restart()).read())).toEqual(['一篇'])
  })

  test('is used in its new version as soon as it is good', async () => {
    const { folder, reader } = await remembering(files)
    for (const next of [BROKEN, { 'posts/demo/day.md': post('第三版', { title: '第三版' }) }]) {
      await reader.read()
      writeFiles(folder, next)
    }
    const loaded = await reader.read()
    expect([titles(loaded), loaded.broken]).toEqual([['第三版', '一篇'], []])
  })

  test('and is then deleted is gone for good', async () => {
    const { folder, reader } = await remembering(files)
    await reader.read()
    writeFiles(folder, { 'posts/demo/day.md': null })
    expect(titles(await reader.read())).toEqual(['一篇'])
    writeFiles(folder, BROKEN)
    expect(titles(await reader.read())).toEqual(['一篇'])
  })

  test('a plan that breaks goes on as it was, with the posts that there are now', async () => {
    const { folder, reader } = await remembering(files)
    await reader.read()
    writeFiles(folder, { 'plans/demo.yml': plan({ kind: 'comunity' }), 'posts/demo/new.md': post('新') })
    const { plans } = await reader.read()
    expect(plans).toMatchObject([{ isOlder: true, definition: { kind: 'community', posts: { length: 3 } } }])
  })

  test('a library that is away for a moment is not forgotten', async () => {
    const { folder, reader, restart } = await remembering(files)
    await reader.read()
    rmSync(folder, { recursive: true })
    expect((await reader.read()).posts).toEqual([])
    writeFiles(folder, BROKEN)
    expect(titles(await (await restart()).read())).toEqual(['第一版 (older)'])
  })
})

test('what has not changed is not parsed again', async () => {
  const { folder, reader } = await remembering({ 'posts/a.md': post('a'), 'posts/b.md': post('b') })
  const [first] = [(await reader.read()).posts, await reader.read()]
  writeFiles(folder, { 'posts/b.md': post('c') })
  const { posts } = await reader.read()
  expect([posts[0] === first[0], posts[1] === first[1], posts[1]?.body]).toEqual([true, false, 'c\n'])
})

test('a file that is written again at once, to the same length and time, is read again', async () => {
  const { folder, reader } = await remembering({ 'posts/a.md': post('a') })
  const file = path.join(folder, 'posts/a.md')
  const { atime, mtime } = statSync(file)
  await reader.read()
  writeFiles(folder, { 'posts/a.md': post('b') })
  utimesSync(file, atime, mtime)
  expect((await reader.read()).posts[0]?.body).toBe('b\n')
})
