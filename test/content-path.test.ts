import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../src/cli/program.ts'
import { memoryTerminal } from './recorded-data.ts'
import { REPOSITORY, tempProject } from './temp-project.ts'

const page = readFileSync(path.join(REPOSITORY, 'docs/content.md'), 'utf8')
/** The block after a marker in the path, without the indentation of its list. */
function exampleOf(name: string): string {
  const [, block] = new RegExp(`<!-- example: ${name} -->\\s+\`\`\`\\w+\\n([\\s\\S]*?) *\`\`\``).exec(page) ?? []
  if (block === undefined) throw new Error(`docs/content.md has no example "${name}".`)
  return block.replace(/^ {3}/gm, '')
}
const numbered = (name: string, count: number, change: (text: string, number: number) => string) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `library/posts/morning-walk/${name}-${index + 1}.md`,
      `${change(exampleOf(name), index + 1)}\n第 ${index + 1} 步。\n`,
    ]),
  )

/** What the check says of the library, and how it ends. */
async function check(folder: string) {
  const terminal = memoryTerminal()
  const code = await run(['content:check', folder], terminal)
  return { code, said: terminal.outText() + terminal.errText() }
}

test('the month of docs/content.md starts with ten posts for certain days and twenty for any day', async () => {
  const project = tempProject({ 'library/plans/morning-walk.yml': exampleOf('plan') })
  const library = project.at('library')
  const empty = await check(library)
  expect([empty.code, empty.said]).toEqual([1, expect.stringContaining('days 1–30: no post')])
  project.write(numbered('day', 10, (text, number) => text.replace('day: 1', `day: ${number}`)))
  const begun = await check(library)
  expect([begun.code, begun.said]).toEqual([1, expect.stringContaining('days 11–30: no post')])
  project.write(numbered('pool', 20, text => text))
  const { code, said } = await check(library)
  expect(code, said).toBe(0)
  // What is left is what the path comes to in its next steps.
  expect(said.match(/\[[\w-]+\]/g)).toEqual(['[no-welcome]', '[missing-round]'])
})
