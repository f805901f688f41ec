import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type LocalDay, type Plugin, post } from 'bonfire'
import { day, specFor, tells, ticks } from 'bonfire/testing'
import { expect, test } from 'vitest'
import { aLibrary, aPost, planUsed } from '../plugins/topics/library.fixtures.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const NOON = '2026-12-01 12:00'
type Tips = Plugin<{ tip: (p: { id: string; day: LocalDay }) => string }>

test('the example of a plugin that posts does what its text says', async () => {
  const readme = await readFile(path.join(ROOT, 'plugins/topics/README.md'), 'utf8')
  const code = /```ts\n([\s\S]*?)```/.exec(readme)![1]!
  const folder = await mkdtemp(path.join(tmpdir(), 'bonfire-example-'))
  try {
    await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'))
    await writeFile(path.join(folder, 'index.ts'), code)
    const { default: tips } = (await import(path.join(folder, 'index.ts'))) as { default: Tips }
    const library = aLibrary([aPost('tip', { id: 'posts/tip', marketing: true })])
    const { given, say } = specFor(tips, { content: library.content })
    const first = day('2026-12-01')
    const owed = post(say.tip({ id: 'posts/tip', day: first }), { post: { id: 'posts/tip', marketing: true } })
    const used = planUsed(library.definition, first)
    given(used).when(ticks('noon', NOON)).then(owed)
    given().when(ticks('noon', NOON)).thenNothing()
    given(used)
      .when(tells(owed, { is: 'failed', reason: 'marketing-share' }, NOON))
      .then({ kind: 'fact', type: 'tips/heldBack', data: { day: first } } as never)
    expect(Object.keys(tips.variables)).toEqual(['tips.count'])
  } finally {
    await rm(folder, { recursive: true })
  }
})
