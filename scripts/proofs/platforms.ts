import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Proof } from './proof.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const TESTS = ['test/telegram-trouble.test.ts', 'test/wechat-conversation.test.ts']
/** What these tests read to have their full size. */
const FULL = { TELEGRAM_FULL: '1', BONFIRE_WECHAT_OUTAGES_S: '3,20,100' }
/** The end of what the tests say, kept for when they fail, in characters. */
const OUTPUT_CHARS_MAX = 20_000

/** The tests of platforms in their full size. */
export const platforms: Proof = {
  name: 'platforms',
  shows:
    'With 30 % of the answers lost, in storms of 429, with a backlog of 25,000 updates and through outages, no broadcast ' +
    'comes twice, receipts arrive, each group keeps its order, and every unknown is listed.',
  async run({ scale, onProgress }) {
    if (scale < 1)
      return { tried: 'nothing', figures: [], wrong: [], skipped: '`npm test` runs a tenth of it each time' }
    onProgress(0, 1)
    const { status, output } = await vitest(FULL)
    onProgress(1, 1)
    return {
      tried: 'the tests of Telegram and WeChat in trouble: 2,000 posts, 25,000 updates, outages of 3, 20 and 100 s',
      figures: [...output.matchAll(/^\s*Tests\s+(.*)$/gm)].map(([, counts]) => ['tests', counts as string]),
      wrong: status === 0 ? [] : [`${output.slice(-OUTPUT_CHARS_MAX)}\n→ npm run prove -- --only platforms`],
    }
  },
}

async function vitest(sizes: NodeJS.ProcessEnv): Promise<{ readonly status: number; readonly output: string }> {
  const child = spawn(process.execPath, [path.join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...TESTS], {
    ...{ cwd: ROOT, env: { ...process.env, ...sizes, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] },
  })
  const end = () => void child.kill('SIGTERM')
  process.once('exit', end)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const [status] = (await once(child, 'close')) as [number | null]
  process.off('exit', end)
  return { status: status ?? 1, output }
}
