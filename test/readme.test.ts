import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../src/config.ts'
import { isBonfireError } from '../src/errors.ts'
import { openPlayground } from './chat-run.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const READMES = ['README.md', 'README.zh-CN.md']
/** `BONFIRE_UPDATE=1 npm test -- test/readme.test.ts` writes what the program prints into both READMEs. */
const isUpdate = process.env.BONFIRE_UPDATE === '1'

const CONVERSATIONS = ['examples/first-days.txt', 'examples/first-posts.txt']

test.each(READMES.flatMap(readme => CONVERSATIONS.map(script => [readme, script] as const)))(
  'in %s, %s is what the program prints',
  async (readme, script) => {
    await using playground = await openPlayground()
    const lines = await readFile(path.join(ROOT, script), 'utf8')
    const shown = await playground.chat(lines.trimEnd().split('\n'))
    await expectBlock(readme, `<!-- conversation: ${script} -->`, shown)
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

test.each(READMES)('the mistakes in %s are what the program prints', async readme => {
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
      readme,
      '<!-- five mistakes -->',
      `${error.message.replaceAll(`${folder}/`, '')}\n→ ${error.remedy}\n`,
    )
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('both READMEs name the same commands', async () => {
  const [english, chinese] = await Promise.all(READMES.map(async readme => commandsIn(await read(readme))))
  expect(chinese).toEqual(english)
  expect(english!.length).toBeGreaterThan(5)
})

test('every npm script that a README names exists', async () => {
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> }
  const named = commandsIn(await read('README.md')).map(command => command.split(' '))
  for (const [, first, second] of named) expect(Object.keys(scripts)).toContain(first === 'run' ? second : first)
})

const read = (file: string) => readFile(path.join(ROOT, file), 'utf8')
const commandsIn = (text: string) => text.match(/^npm [^#\n]*[^#\s]/gm) ?? []

/** Holds the block after a marker to what it should be. */
async function expectBlock(readme: string, marker: string, text: string): Promise<void> {
  const content = await read(readme)
  const block = new RegExp(`(${marker.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\n\`\`\`text\n)([\\s\\S]*?)(\`\`\`)`)
  const [, , found] = block.exec(content) ?? []
  expect(found, `${readme}: no block after ${marker}`).toBeDefined()
  if (isUpdate)
    await writeFile(
      path.join(ROOT, readme),
      content.replace(block, (_, before, __, after) => before + text + after),
    )
  else expect(found, 'BONFIRE_UPDATE=1 npm test -- test/readme.test.ts writes it anew').toBe(text)
}
