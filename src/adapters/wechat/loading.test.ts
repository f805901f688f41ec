import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url))
const PLATFORM = /\/node_modules\/(wechaty|grammy|telegraf|file-box|brolog)(?=[/-])/

/** Prints the address of everything that is loaded for a module. */
const LOAD = `
  import { registerHooks } from 'node:module'
  const loaded = []
  registerHooks({
    load(url, context, next) {
      loaded.push(url)
      return next(url, context)
    },
  })
  await import(process.argv[1])
  process.stdout.write(JSON.stringify(loaded), () => process.exit())
`
async function loadedFor(module: string): Promise<readonly string[]> {
  const parameters = ['--input-type=module', '--eval', LOAD, module]
  const printed = Promise.withResolvers<string>()
  execFile(process.execPath, parameters, { cwd: REPOSITORY, maxBuffer: 2 ** 24 }, (error, stdout) =>
    error ? printed.reject(error) : printed.resolve(String(stdout)),
  )
  return JSON.parse(await printed.promise)
}

test('no library of a platform is loaded where no account of it is started', { timeout: 30_000 }, async () => {
  const loaded = await loadedFor('./src/serve.ts')
  expect(loaded.some(url => url.endsWith('/src/serve.ts'))).toBe(true)
  expect(loaded.filter(url => PLATFORM.test(url))).toEqual([])
})

test.each(['wechaty', 'grammy', 'telegraf'])(
  'control: %s is seen when it is loaded',
  { timeout: 30_000 },
  async name => {
    const loaded = await loadedFor(name)
    expect(loaded.some(url => PLATFORM.exec(url)?.[1] === name)).toBe(true)
  },
)
