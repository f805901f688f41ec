import { existsSync } from 'node:fs'
import path from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { describe } from 'vitest'

/** Where browsers usually are. The first that is there is taken. */
const PLACES = [
  ...(process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : []),
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap(inPath),
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ...[process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].flatMap(folder =>
    folder ? [path.join(folder, 'Google/Chrome/Application/chrome.exe')] : [],
  ),
]

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const MISSING =
  'There is no Chromium: the tests of pages cannot run. Install it (Debian: apt-get install chromium fonts-noto-cjk ' +
  'fonts-noto-color-emoji), or say where it is with CHROMIUM_PATH.'

/** The browser for tests of pages. Null: there is none. */
export const chromiumPath: string | null = PLACES.find(place => existsSync(place)) ?? null

/** Starts it. Close it when done. `flags` go in addition. */
export async function launch(flags: readonly string[] = []): Promise<Browser> {
  if (chromiumPath === null) throw new Error(MISSING)
  return chromium.launch({ executablePath: chromiumPath, headless: true, args: [...FLAGS, ...flags] })
}

/** Tests that need a browser. Without one they are skipped, and loudly so; where `CI` is set they fail. */
export function describeInBrowser(name: string, tests: () => void): void {
  const isSkipped = chromiumPath === null && !process.env.CI
  if (isSkipped) console.warn(`\n${'!'.repeat(80)}\n${MISSING}\n${'!'.repeat(80)}\n`)
  describe.skipIf(isSkipped)(name, tests)
}

function inPath(name: string): readonly string[] {
  return (process.env.PATH ?? '').split(path.delimiter).map(folder => path.join(folder, name))
}
