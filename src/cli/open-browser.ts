import { spawn } from 'node:child_process'

/** How pages are opened: by what each system has for it. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [command: string, ...before: string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
}
const OTHERWISE = ['xdg-open'] as const

/** Opens a page in the browser. Where that cannot be done it is said, and nothing else happens. */
export async function openBrowser(url: string, say: (sentence: string) => void): Promise<void> {
  const [command, ...before] = OPENERS[process.platform] ?? OTHERWISE
  const { promise, resolve } = Promise.withResolvers<string | null>()
  const child = spawn(command, [...before, url], { stdio: 'ignore', detached: true })
  child.once('error', ({ message }) => resolve(message))
  child.once('spawn', () => resolve(null))
  child.once('exit', code => {
    if (code) say(`The browser did not open (${command} ended with ${code}). Open it yourself: ${url}`)
  })
  const problem = await promise
  child.unref()
  if (problem !== null) say(`The browser could not be opened (${problem}). Open it yourself: ${url}`)
}
