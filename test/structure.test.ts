import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import * as byName from 'bonfire'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as byPath from '../src/index.ts'
import { findAny, findEnvironmentReads, findTimeAndChance, findUsing } from './structure/code-rules.ts'
import { type ProjectFile, readProject } from './structure/files.ts'
import { ALLOWED, FORBIDDEN, writeControls } from './structure/import-controls.ts'
import { describeImport, type ForbiddenImport, findForbiddenImports, ruleNames } from './structure/import-rules.ts'
import {
  findEmptyNames,
  findLongFiles,
  findMachinePaths,
  findRegistryAddresses,
  findUnexplainedDependencies,
} from './structure/tree-rules.ts'

const root = resolve(import.meta.dirname, '..')
const project = readProject(root)
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const one = (path: string, text: string): readonly ProjectFile[] => [{ path, text }]

/** Every file is read and parsed: on a busy machine that takes its time, in milliseconds. */
const IMPORTS_MS_MAX = 120_000

describe('who imports whom', () => {
  test(
    'no import crosses a wall',
    async () => {
      expect((await findForbiddenImports(root)).map(describeImport)).toEqual([])
    },
    IMPORTS_MS_MAX,
  )

  describe('control', () => {
    const made = mkdtempSync(join(tmpdir(), 'bonfire-structure-'))
    let found: readonly ForbiddenImport[] = []

    beforeAll(async () => {
      writeControls(made)
      found = await findForbiddenImports(made)
    })
    afterAll(() => rmSync(made, { recursive: true }))

    test.each(FORBIDDEN)('$rule: $from may not import $imports', ({ rule, from, to }) => {
      expect(found).toContainEqual({
        rule,
        from,
        to: expect.stringContaining(to),
        remedy: expect.stringMatching(/\w{3}/),
      })
    })

    test.each(ALLOWED)('$from may import $imports', ({ from }) => {
      expect(found.filter(violation => violation.from === from)).toEqual([])
    })

    test('every rule has a control', async () => {
      expect([...new Set(FORBIDDEN.map(({ rule }) => rule))].sort()).toEqual([...(await ruleNames())].sort())
    })

    test('the message says from where, to where, which rule, and what to do instead', () => {
      const violation = found.find(({ rule }) => rule === 'lowdb-in-one-place')
      expect(violation && describeImport(violation)).toBe(
        'src/outbox/pages.ts → lowdb (lowdb-in-one-place): Only src/(journal|simulation)/ imports this library. ' +
          'Put what must last into a fact; pages are the cache of the journal.',
      )
    })
  })
})

describe('the name `bonfire`', () => {
  test('is src/index.ts, in vitest', () => {
    expect(byName).toBe(byPath)
  })

  test('is src/index.ts, in Node', () => {
    const script = `import * as a from 'bonfire'; import * as b from './src/index.ts'; console.log(a === b)`
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' })
    expect(out.trim()).toBe('true')
  })
})

describe('what code reads', () => {
  test('the environment is read in src/config.ts only', () => {
    expect(findEnvironmentReads(project)).toEqual([])
  })

  test.each(['process.env.HOME', 'const { env } = process', "import { env } from 'node:process'"])(
    'control: %s',
    text => {
      expect(findEnvironmentReads(one('src/web/server.ts', text))).toEqual([
        'src/web/server.ts:1: process.env. Only src/config.ts reads it: take the setting as a parameter.',
      ])
      expect(findEnvironmentReads(one('src/config.ts', text))).toEqual([])
    },
  )

  test('time and chance come from the clock only', () => {
    expect(findTimeAndChance(project)).toEqual([])
  })

  test.each([
    'Date.now()',
    'Math.random()',
    'new Date()',
    'Date()',
    'performance.now()',
    'globalThis.Date.now()',
    'const { now } = Date',
    'process.hrtime.bigint()',
    'Temporal.Now.instant()',
  ])('control: %s', text => {
    expect(findTimeAndChance(one('plugins/points/index.ts', text))).toHaveLength(1)
    expect(findTimeAndChance(one('plugins/points/points.test.ts', text))).toEqual([])
  })

  test('a date made from an instant is no reading of time, nor is a comment', () => {
    expect(findTimeAndChance(one('src/a.ts', 'new Date(5) // not Date.now()'))).toEqual([])
  })

  test('the oldest Node we promise can read it', () => {
    expect(findUsing(project)).toEqual([])
  })

  test.each(['using a = b()', 'await using a = b()', 'for (using a of b) c()'])('control: %s', text => {
    expect(findUsing(one('src/a.ts', text))).toHaveLength(1)
    expect(findUsing(one('src/a.test.ts', text))).toEqual([])
    expect(findUsing(one('src/a.ts', 'const using = 1, a = using'))).toEqual([])
  })

  test('nothing is typed `any` without a reason', () => {
    expect(findAny(project)).toEqual([])
  })

  test.each(['let a: any', 'f(a as any)', 'new Map<string, any>()', '// biome-ignore lint/x:\nlet a: any'])(
    'control: %s',
    text => {
      expect(findAny(one('src/a.ts', text))).toHaveLength(1)
    },
  )

  test('`any` with a reason stands', () => {
    expect(findAny(one('src/a.ts', '// biome-ignore lint/x: a library asks for it.\nlet a: any'))).toEqual([])
  })
})

describe('the tree', () => {
  test('no file is too long', () => {
    expect(findLongFiles(project)).toEqual([])
  })

  test('control: a long file', () => {
    expect(findLongFiles(one('src/a.ts', '\n'.repeat(400)))).toEqual([])
    expect(findLongFiles(one('src/a.ts', '\n'.repeat(401)))).toEqual([
      'src/a.ts: 401 lines, more than 400. Move the walls: two rooms read better.',
    ])
  })

  test('every name says something', () => {
    expect(findEmptyNames(project)).toEqual([])
  })

  test.each(['src/utils/a.ts', 'src/helper.ts', 'test/test-helpers.ts', 'src/date.utils.ts'])('control: %s', path => {
    expect(findEmptyNames(one(path, ''))).toHaveLength(1)
  })

  test('no file names a folder of one machine', () => {
    expect(findMachinePaths(project)).toEqual([])
  })

  test.each(['home', 'root', 'work', 'Users'])('control: a path in /%s', folder => {
    const path = `/${folder}/amy/a.ts`
    expect(findMachinePaths(one('docs/a.md', `\nsee ${path}`))).toHaveLength(1)
    expect(findMachinePaths(one('docs/a.md', `file://${path}`))).toHaveLength(1)
    expect(findMachinePaths(one('docs/a.md', `https://example.org${path} ./src${path}`))).toEqual([])
  })

  test('the lock file installs from whichever registry is configured', () => {
    expect(findRegistryAddresses(read('package-lock.json'))).toEqual([])
  })

  test('control: a lock file with an address', () => {
    expect(findRegistryAddresses('"resolved": "https://example.org/a.tgz"')).toHaveLength(1)
  })

  test('every dependency has its reason', () => {
    expect(findUnexplainedDependencies(read('package.json'), read('docs/dependencies.md'))).toEqual([])
  })

  test('control: a dependency without its reason, a reason without its dependency, an order that is none', () => {
    const manifest = JSON.stringify({ dependencies: { a: '1' }, devDependencies: { b: '1' } })
    const reason = 'years of work on something hard.'
    expect(findUnexplainedDependencies(manifest, `- \`a\`: ${reason}\n- \`b\`: ${reason}`)).toEqual([])
    expect(findUnexplainedDependencies(manifest, `- \`a\`: ${reason}`)).toHaveLength(1)
    expect(findUnexplainedDependencies(manifest, `- \`a\`: ${reason}\n- \`b\`: good.`)).toHaveLength(1)
    expect(
      findUnexplainedDependencies(manifest, `- \`a\`: ${reason}\n- \`b\`: ${reason}\n- \`c\`: ${reason}`),
    ).toHaveLength(1)
    expect(findUnexplainedDependencies(manifest, `- \`b\`: ${reason}\n- \`a\`: ${reason}`)).toHaveLength(1)
  })
})
