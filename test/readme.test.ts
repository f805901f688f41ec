import { globSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../src/config.ts'
import { isBonfireError } from '../src/errors.ts'
import { openPlayground } from './chat-run.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const READMES = ['README.md', 'README.zh-CN.md'] as const
const GUIDES = ['docs/owners-guide.md', 'docs/owners-guide.zh-CN.md'] as const
/** A front door is read to its end. */
const README_LINES_MAX = 200
const PICTURE_BYTES_MAX = 300_000
/** `BONFIRE_UPDATE=1 npm test -- test/readme.test.ts` writes what the program prints into both guides. */
const isUpdate = process.env.BONFIRE_UPDATE === '1'

const CONVERSATIONS = ['examples/first-days.txt', 'examples/first-posts.txt']

test.each(GUIDES.flatMap(guide => CONVERSATIONS.map(script => [guide, script] as const)))(
  'in %s, %s is what the program prints',
  async (guide, script) => {
    await using playground = await openPlayground()
    const lines = await readFile(path.join(ROOT, script), 'utf8')
    const shown = await playground.chat(lines.trimEnd().split('\n'))
    await expectBlock(guide, `<!-- conversation: ${script} -->`, shown)
  },
)

const FIVE_MISTAKES = `export default {
  plugins: ['check-in', 'pionts'],
  plan: {
    name: 'Twenty-one days of reading',
    timezone: 'Asia/Shangai',
    restDay: ['sunday'],
    dayStartsAt: '4am',
    'check-in': { remindAt: '8pm' },
  },
}
`

test.each(GUIDES)('the mistakes in %s are what the program prints', async guide => {
  const folder = await mkdtemp(path.join(tmpdir(), 'bonfire-mistakes-'))
  try {
    await symlink(path.join(ROOT, 'plugins'), path.join(folder, 'plugins'))
    await writeFile(path.join(folder, 'bonfire.config.ts'), FIVE_MISTAKES)
    const error: unknown = await loadConfig({ file: path.join(folder, 'bonfire.config.ts'), env: {} }).catch(
      error => error,
    )
    if (!isBonfireError(error)) throw new Error('The configuration was accepted.', { cause: error })
    expect(error.message.match(/^ {2}- /gm)).toHaveLength(5)
    await expectBlock(
      guide,
      '<!-- five mistakes -->',
      `${error.message.replaceAll(`${folder}/`, '')}\n→ ${error.remedy}\n`,
    )
  } finally {
    await rm(folder, { recursive: true })
  }
})

describe.each([
  ['README', READMES],
  ['guide for owners', GUIDES],
] as const)('both languages of the %s', (_, pages) => {
  test('name the same commands', async () => {
    const [english, chinese] = await Promise.all(pages.map(async page => commandsIn(await read(page))))
    expect(chinese).toEqual(english)
    expect(english!.length).toBeGreaterThan(3)
  })

  test('say the same things in the same order', async () => {
    const [english, chinese] = await Promise.all(pages.map(async page => outlineOf(await read(page))))
    expect(chinese).toEqual(english)
  })

  test('name npm scripts that exist', async () => {
    const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> }
    for (const page of pages)
      for (const script of scriptsIn(await read(page))) expect(Object.keys(scripts), page).toContain(script)
  })
})

test('control: a row, a point or a script that one language lacks is noticed', async () => {
  const page = await read('README.md')
  const without = (line: RegExp) => page.replace(line, '')
  for (const line of [/^\| By hand.*\n/m, /^- Moderation.*\n/m, /^### You own a group\n/m])
    expect(outlineOf(without(line))).not.toEqual(outlineOf(page))
  expect(scriptsIn('say `npm run reherse -- reading-21d`')).toEqual(['reherse'])
})

test.each([
  ['docs/owners-guide.md', 'en-US'],
  ['docs/owners-guide.zh-CN.md', 'zh-CN'],
] as const)('%s calls the cards of the dashboard what they are called', async (guide, locale) => {
  const sources = await Promise.all(globSync('{src/dashboard,src/host/core,plugins/*}/*.ts', { cwd: ROOT }).map(read))
  const titles = new Set(
    sources
      .flatMap(source => [...source.matchAll(/\btitle: (\{[^}]*\})/g)])
      .flatMap(([, both = '']) => {
        const [, title] = new RegExp(`'${locale}': '([^']+)'`).exec(both) ?? []
        return title ?? []
      }),
  )
  const cards = cardsIn(await read(guide))
  expect(cards.length).toBeGreaterThan(6)
  expect(cards.filter(card => !titles.has(card))).toEqual([])
  expect(titles.has('Members with a hat'), 'control').toBe(false)
})

test.each(READMES)('%s is short enough to be read, and its picture small enough to be loaded', async page => {
  const text = await read(page)
  expect(text.split('\n').length).toBeLessThanOrEqual(README_LINES_MAX)
  const [, picture = ''] = /!\[[^\]]+\]\(([^)]+)\)/.exec(text) ?? []
  expect((await stat(path.join(ROOT, picture))).size).toBeLessThanOrEqual(PICTURE_BYTES_MAX)
})

const read = (file: string) => readFile(path.join(ROOT, file), 'utf8')
const commandsIn = (text: string) => text.match(/^npm [^#\n]*[^#\s]/gm) ?? []
/** The scripts that a text names, in blocks and in sentences. */
const scriptsIn = (text: string) =>
  [...text.matchAll(/\bnpm (?:run ([\w:]+)|(start|test)\b)/g)].map(([, run, short]) => run ?? short)
/** What stands in the first column of the table below the only heading of the third level. */
const cardsIn = (guide: string) => {
  const [, table = ''] = /^### [\s\S]*?\n\|---\|---\|\n((?:\|.*\n)+)/m.exec(guide) ?? []
  return [...table.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) => cell.split(' · '))
}
/** Headings, points, rows and blocks in their order, by their kind. Lines of running text may break as they like. */
const outlineOf = (text: string) =>
  text
    .replace(/^```[\s\S]*?^```$/gm, '```')
    .split('\n')
    .map(line => /^(#+ |\d+\. |- |!\[|\||```|<!--|$)/.exec(line)?.[1] ?? 'text')
    .filter((kind, index, all) => kind !== 'text' || all[index - 1] !== 'text')

/** Holds the block after a marker to what it should be. */
async function expectBlock(page: string, marker: string, text: string): Promise<void> {
  const content = await read(page)
  const block = new RegExp(`(${marker.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\n\`\`\`text\n)([\\s\\S]*?)(\`\`\`)`)
  const [, , found] = block.exec(content) ?? []
  expect(found, `${page}: no block after ${marker}`).toBeDefined()
  if (isUpdate)
    await writeFile(
      path.join(ROOT, page),
      content.replace(block, (_, before, __, after) => before + text + after),
    )
  else expect(found, 'BONFIRE_UPDATE=1 npm test -- test/readme.test.ts writes it anew').toBe(text)
}
