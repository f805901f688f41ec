import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const CONFIG = `import { defineConfig } from 'bonfire'

export default defineConfig({
  data: 'data',
  plugins: ['check-in', 'points', 'herald'],
  plan: {
    name: '21 天共读',
    timezone: 'Asia/Shanghai',
    locale: 'zh-CN',
    'check-in': { remindAt: '20:00', noteCharsMin: 0 },
    points: { perCheckIn: 10 },
    herald: {},
  },
})
`

/** A project of its own in an empty folder, with this repository's plugins and one that broadcasts. */
export function makeBotFolder(folder: string, env: Readonly<Record<string, string>>): void {
  const at = (...names: string[]) => path.join(folder, ...names)
  mkdirSync(at('node_modules'))
  mkdirSync(at('plugins'))
  symlinkSync(ROOT, at('node_modules', 'bonfire'))
  symlinkSync(path.join(ROOT, 'node_modules', 'zod'), at('node_modules', 'zod'))
  for (const plugin of ['check-in', 'points']) symlinkSync(path.join(ROOT, 'plugins', plugin), at('plugins', plugin))
  symlinkSync(path.join(import.meta.dirname, 'herald'), at('plugins', 'herald'))
  writeFileSync(at('package.json'), '{ "name": "a-project", "type": "module" }')
  writeFileSync(at('bonfire.config.ts'), CONFIG)
  writeFileSync(
    at('.env'),
    Object.entries(env)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  )
}

/** The folder of its account on Telegram. */
export function accountFolderIn(data: string): string {
  return path.join(data, 'live', 'telegram')
}
