/** For the tests. The scripts themselves are plain JavaScript, because they run before TypeScript can. */
export interface NodePackage {
  readonly name: string
  readonly version: string
  readonly binary: string
}
export type NodeChoice =
  | { readonly use: 'running' }
  | { readonly use: 'path'; readonly path: string }
  | { readonly use: 'npm'; readonly version?: string }

export class SetupError extends Error {}
export function runsTypeScript(version: string): boolean
export function chooseNode(options: { wanted?: string; running: string; execPath: string }): NodeChoice
export function nodePackage(options: { platform: string; arch: string; version?: string }): NodePackage
export function nodeFolder(root: string, pkg: NodePackage): { folder: string; binary: string; ready: string }
export function nodeReady(root: string, pkg: NodePackage): boolean
export function fingerprint(options: { manifest: string; lock: string; platform: string }): string
export function agrees(options: { lock: string; installed: string }): boolean
export function packagesReady(root: string): boolean
export function linkSelf(root: string): void
