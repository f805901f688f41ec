import { registerHooks } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Patch, patchSource } from './mutant.ts'

/** The project's folder. */
export const ROOT = path.resolve(import.meta.dirname, '../../..')

export interface PatchingHook {
  /** The files that were loaded with their patches. */
  readonly loaded: ReadonlySet<string>
  /** The files that were asked for before: their patches would not count. */
  end(): void
}

/**
 * From now on this process loads the files that are named with patches. What it has loaded already stays as it is, so
 * this comes first in a process that is meant for one mutant only.
 */
export function patchOnLoad(patches: readonly Patch[]): PatchingHook {
  const byUrl = new Map<string, { readonly file: string; readonly patches: readonly Patch[] }>()
  for (const [file, own] of Map.groupBy(patches, patch => patch.file)) {
    byUrl.set(pathToFileURL(path.join(ROOT, file)).href, { file, patches: own })
  }
  const loaded = new Set<string>()
  const hook = registerHooks({
    load(url, context, nextLoad) {
      const result = nextLoad(url, context)
      const found = byUrl.get(url)
      if (!found) return result
      loaded.add(found.file)
      // The types are stripped after this: the source is TypeScript on both sides.
      return { ...result, source: patchSource(String(result.source), found.patches) }
    },
  })
  return { loaded, end: () => hook.deregister() }
}
