/** Makes a plugin with a passing test: `npm run new:plugin -- good-night`. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Command, CommanderError } from 'commander'
import { CORE, CORE_SLICES } from '../src/host/core/bonfire-plugin.ts'
import { PLAN_KEYS } from '../src/plan.ts'

/** What the template is called; wherever this stands, the new plugin's name will. */
const TEMPLATE = 'plugin-template'
const NAME = /^[a-z][a-z0-9-]{1,30}$/
const RESERVED: ReadonlySet<string> = new Set([
  'constructor',
  CORE,
  'help',
  ...CORE_SLICES.map(({ name }) => name),
  ...PLAN_KEYS,
])

/** Copies the template to `plugins/<name>`. Returns what went wrong, or undefined. */
export async function newPlugin(root: string, name: string): Promise<string | undefined> {
  const problem = problemWith(root, name)
  if (problem !== undefined) return problem
  const template = path.join(import.meta.dirname, TEMPLATE)
  const folder = path.join(root, 'plugins', name)
  await mkdir(folder, { recursive: true })
  for (const file of await readdir(template)) {
    const text = await readFile(path.join(template, file), 'utf8')
    await writeFile(path.join(folder, renamed(file, name)), renamed(text, name), { flag: 'wx' })
  }
  return undefined
}

function problemWith(root: string, name: string): string | undefined {
  if (!NAME.test(name))
    return `"${name}" is not a name for a plugin. Use 2–31 lower-case letters, digits and hyphens, beginning with a letter, e.g. "good-night".`
  if (RESERVED.has(name)) return `The name "${name}" is Bonfire's own. Choose another one, e.g. "my-${name}".`
  if (existsSync(path.join(root, 'plugins', name)))
    return `plugins/${name} exists already. Choose another name, or delete that folder first.`
  return undefined
}

/** In commands a hyphen is not allowed (Telegram): `good_night`. */
function renamed(text: string, name: string): string {
  return text.replaceAll(TEMPLATE, name).replaceAll(wordOf(TEMPLATE), wordOf(name))
}
const wordOf = (name: string): string => name.replaceAll('-', '_')

const nextSteps = (name: string): string => `Made plugins/${name}.
1. Add '${name}' to "plugins" in bonfire.config.ts:   plugins: [..., '${name}'],
2. Run its test:   npm test -- plugins/${name}
3. Talk to it:   npm start, then /${wordOf(name)}
`

interface Output {
  readonly write: (text: string) => void
  readonly writeError: (text: string) => void
}

/** Runs a command line. Returns the exit code. */
export async function run(args: readonly string[], root: string, { write, writeError }: Output): Promise<number> {
  let problem: string | undefined
  const program = new Command('npm run new:plugin --')
    .description('Makes a plugin with a passing test, in plugins/.')
    .argument('<name>', 'what it is called, e.g. good-night')
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: writeError })
    .showHelpAfterError('→ Use: npm run new:plugin -- good-night')
    .action(async (name: string) => {
      problem = await newPlugin(root, name)
      if (problem === undefined) write(nextSteps(name))
    })
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode
    throw error
  }
  if (problem === undefined) return 0
  writeError(`${problem}\n`)
  return 1
}

if (import.meta.main) {
  const root = path.dirname(import.meta.dirname)
  process.exitCode = await run(process.argv.slice(2), root, {
    write: text => process.stdout.write(text),
    writeError: text => process.stderr.write(text),
  })
}
