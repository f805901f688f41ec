import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { definePlugin } from 'bonfire'
import { describe, expect, test } from 'vitest'
// The plugins of the guide are type-checked and tested as they stand: their tests are among these.
import '../examples/sign-up/sign-up.test.ts'
import '../examples/thanks/thanks.test.ts'
import { newPlugin } from '../scripts/new-plugin.ts'
import { loadPlugins } from '../src/plugins.ts'
import { REPOSITORY, tempProject } from './temp-project.ts'

/** `BONFIRE_UPDATE=1 npm test -- test/plugin-guide.test.ts` writes whole files anew into the guide. */
const isUpdate = process.env.BONFIRE_UPDATE === '1'
const GUIDE = path.join(REPOSITORY, 'docs/plugins.md')
const guide = readFileSync(GUIDE, 'utf8')
const WHOLE = /<!-- file: (\S+) -->\n```ts\n([\s\S]*?)```/g
const PIECE = /<!-- piece of: (\S+) -->\n```\w+\n([\s\S]*?)```/g

const source = (file: string): string => readFileSync(path.join(REPOSITORY, file), 'utf8')
/** Without the indentation that a piece loses when it stands alone. */
const flush = (text: string): string => text.replace(/^[ \t]+/gm, '')
const isPiece = (file: string, text: string): boolean => flush(source(file)).includes(flush(text).trim())

describe('the code in docs/plugins.md', () => {
  test('is a whole file where it says so', () => {
    if (isUpdate)
      writeFileSync(
        GUIDE,
        guide.replace(WHOLE, (_, file) => `<!-- file: ${file} -->\n\`\`\`ts\n${source(file)}\`\`\``),
      )
    const wholes = [...guide.matchAll(WHOLE)]
    expect(wholes.length).toBeGreaterThan(3)
    for (const [, file = '', text] of wholes)
      expect(text, `${file} has changed: BONFIRE_UPDATE=1 npm test -- test/plugin-guide.test.ts`).toBe(source(file))
  })

  test('is a piece of a file where it says so', () => {
    const pieces = [...guide.matchAll(PIECE)]
    expect(pieces.length).toBeGreaterThan(10)
    for (const [, file = '', text = ''] of pieces)
      expect(isPiece(file, text), `${file} has no such lines:\n${text}`).toBe(true)
  })

  test('control: a piece with another word is none', () => {
    const [, file = '', text = ''] = [...guide.matchAll(PIECE)].find(([, , piece]) => piece?.includes('return'))!
    expect(isPiece(file, text.replace('return', 'retrun'))).toBe(false)
  })

  test('is all of it from a file that is tested', () => {
    const all = guide.match(/^```(?:ts|text)\n/gm) ?? []
    expect(all).toHaveLength([...guide.matchAll(WHOLE), ...guide.matchAll(PIECE)].length)
  })
})

test('whoever follows the ten minutes has a plugin that loads', async () => {
  const project = tempProject()
  expect(await newPlugin(project.root, 'thanks')).toBeUndefined()
  const folder = 'examples/thanks/'
  const files = [...guide.matchAll(WHOLE)].filter(([, file]) => file?.startsWith(folder))
  project.write(
    Object.fromEntries(files.map(([, file = '', text = '']) => [file.replace('examples', 'plugins'), text])),
  )
  const loaded = await loadPlugins(['thanks'], { root: project.root, folder: project.folder })
  expect(loaded.map(({ plugin }) => [plugin.name, Object.keys(plugin.commands), Object.keys(plugin.figures)])).toEqual([
    ['thanks', ['mine'], ['most']],
  ])
})

// Does not compile when the type gains or loses a part.
type Definition = Parameters<typeof definePlugin>[0]
const PARTS: Readonly<Record<keyof Definition, true>> = {
  ...{ slice: true, messages: true, config: true, uses: true, hears: true, commands: true, on: true, schedules: true },
  ...{ timers: true, reactions: true, due: true, outcomes: true, providers: true, mail: true, variables: true },
  ...{ confirmed: true, undone: true, profile: true, stats: true, standing: true, canRemove: true, why: true },
  ...{ files: true, pictures: true, views: true, figures: true },
}
const HAPPENINGS: Readonly<Record<keyof NonNullable<Definition['on']>, true>> = {
  ...{ joined: true, left: true, said: true, listen: true, pressed: true, edited: true, outage: true, migrated: true },
  ...{ order: true, contentBroken: true },
}

/** The first column of the tables below a heading. */
function listed(page: string): readonly (readonly string[])[] {
  const [, below = ''] = page.split('\n## All parts of a plugin\n')
  const tables = below.split('\n## ')[0]!.split('\nIn `on`:\n')
  return tables.map(table => [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, part = '']) => part))
}

test('all parts of a plugin are listed, and no other', () => {
  expect(listed(guide)).toEqual([Object.keys(PARTS), Object.keys(HAPPENINGS)])
})

test('control: a part that is not listed is missed', () => {
  expect(listed(guide.replace('| `timers` |', '| timers |'))).not.toEqual(listed(guide))
})
