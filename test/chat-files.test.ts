import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../src/cli/program.ts'
import { rejectionOf } from '../src/rehearsal/draw-proofs.ts'
import { openPlayground } from './chat-run.ts'
import { memoryTerminal } from './recorded-data.ts'

const DRAWN = ['/as olive owner', '/draw_new 书×1 20:00', '/yes', '/as bob', '参加', '/as cy', '参加', '/wait 14h']

test('what the bot sends as a file in the playground can be opened, and a proof verified', async () => {
  await using playground = await openPlayground()
  const shown = await playground.chat(DRAWN)
  const [, file = 'none'] = /文件在 (\S+draw-1-rehearsal\.json)/.exec(shown) ?? []
  expect(path.dirname(file)).toBe(path.join(playground.data, 'playground', 'files'))
  const text = await readFile(file, 'utf8')
  expect([rejectionOf(text, true), rejectionOf(text, false)]).toEqual([null, 'chain: rehearsal'])
})

test('what is sent again does not replace what was sent before', async () => {
  await using playground = await openPlayground()
  const shown = await playground.chat([...DRAWN, '/draw 1 proof'])
  const files = [...shown.matchAll(/文件在 (\S+)/g)].map(([, file = '']) => path.basename(file))
  expect(new Set(files).size).toBe(2)
  expect((await readdir(path.join(playground.data, 'playground', 'files'))).sort()).toEqual(files.sort())
})

test('a draw by comments is entered by a reply, also when the bot has said something since', async () => {
  await using playground = await openPlayground()
  const draw = ['/as olive owner', '/draw_new 书×1 20:00 评论', '/yes']
  const shown = await playground.chat([...draw, '/as bob', '/help', '/reply bot-2 想读完它', '/draw 1'])
  expect(shown).toMatch(/bob \(↩ 🔥\): 想读完它\n.*🔥.*1 号/)
  // The control: its last message is no announcement.
  await using other = await openPlayground()
  expect(await other.chat([...draw, '/as bob', '/help', '/reply bot 想读完它'])).not.toMatch(/想读完它\n.*🔥.*1 号/)
})

test('where it cannot be kept, that is said, and the chat goes on', async () => {
  await using playground = await openPlayground()
  await playground.chat(['hello'])
  await writeFile(path.join(playground.data, 'playground', 'files'), 'in the way')
  const shown = await playground.chat([...DRAWN, '/as dan'])
  expect(shown).toMatch(/文件没有存下来：\S+draw-1-rehearsal\.json: /)
  expect(shown).toContain('+ dan')
})

test.each(['in the chat', 'by npm run journal'])(
  'they go when somebody is erased %s: anybody may be in them',
  async how => {
    await using playground = await openPlayground()
    const folder = path.join(playground.data, 'playground', 'files')
    await playground.chat([...DRAWN, '/as bob'])
    expect(await readdir(folder)).toHaveLength(1)
    if (how === 'in the chat') await playground.chat(['/dm /forgetme', '/dm /yes'])
    else {
      const args = ['journal', 'erase', 'sim:bob', '--data', playground.data, '--playground', '--yes']
      expect(await run(args, memoryTerminal())).toBe(0)
    }
    await expect(readdir(folder)).rejects.toThrow('ENOENT')
  },
)
