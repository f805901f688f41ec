/** For the tests. The scripts themselves are plain JavaScript, because they run before TypeScript can. */
import type { NodePackage } from './setup.mjs'

export type Npm = (args: readonly string[]) => Promise<{ code: number | string; output: string }>

export function setUp(root: string, pkg?: NodePackage, npm?: Npm): Promise<void>
export function installPackages(root: string, npm: Npm): Promise<void>
export function installNode(root: string, pkg: NodePackage, npm: Npm): Promise<void>
export function isStale(
  lock: { owner: string; touchedMs: number },
  now: { nowMs: number; host: string; isAlive: (pid: number) => boolean },
): boolean
export function npmCommand(options: { execpath?: string; node: string; platform: string }): {
  command: string
  args: string[]
  shell: boolean
}
