import { nearest } from '../../did-you-mean.ts'
import { globMatcher } from '../glob.ts'
import type { LoadedPlan } from '../library.ts'
import type { Checked, CheckedText } from './checked.ts'

/** The plans whose members come to read a text: those that name the post, else the one whose folder it is in. */
export function plansReading({ library }: Pick<Checked, 'library'>): (text: CheckedText) => readonly LoadedPlan[] {
  const byPost = new Map<string, LoadedPlan[]>()
  for (const plan of library.plans) {
    for (const { id } of plan.definition.posts) byPost.set(id, [...(byPost.get(id) ?? []), plan])
  }
  const byId = new Map(library.plans.map(plan => [plan.definition.id, plan]))
  return text => {
    const folder = byId.get(text.file.split('/')[1] ?? '')
    return byPost.get(text.id) ?? (folder ? [folder] : [])
  }
}

/** Whether a plan could not be read, or names files that are not there: then nobody knows what belongs to it. */
export const hasBrokenPlan = ({ library, broken }: Pick<Checked, 'library' | 'broken'>): boolean =>
  library.problems.some(({ file, severity }) => severity === 'error' && file.startsWith('plans/')) ||
  library.plans.some(plan => unmatchedIn(plan, { library, broken }).length > 0)

/** Which entries of a plan's `posts` name no file, by their index. */
export function unmatchedIn({ globs }: LoadedPlan, { library, broken }: Pick<Checked, 'library' | 'broken'>) {
  const files = [...library.posts, ...broken].map(({ file }) => file)
  return globs.flatMap((glob, index) =>
    glob.startsWith('!') || files.some(globMatcher([glob])) ? [] : [{ glob, index }],
  )
}

/**
 * Folders that no plan names, and whose name comes near that of a plan that has none: all of its posts are in it, as far
 * as anybody can see. By the folder, `posts/mien`, with the id of the plan.
 */
export function misspeltFolders(checked: Pick<Checked, 'library' | 'broken'>): ReadonlyMap<string, string> {
  const { library, broken } = checked
  if (hasBrokenPlan(checked)) return new Map()
  const folders = new Set([...library.posts, ...broken].map(folderOf).filter(folder => folder.startsWith('posts/')))
  const without = library.plans.filter(({ globs, definition }) => {
    return globs.length === 0 && !folders.has(`posts/${definition.id}`)
  })
  const ids = without.map(({ definition }) => definition.id)
  const named = library.posts.filter(({ file }) => library.plans.some(plan => plan.takes(file))).map(folderOf)
  const ready = library.posts.filter(({ status }) => status === 'ready').map(folderOf)
  const strays = [...folders].filter(folder => ready.includes(folder) && !named.includes(folder))
  return new Map(
    strays.flatMap(folder => {
      const id = nearest(folder.slice('posts/'.length), ids)
      return id === undefined ? [] : [[folder, id] as const]
    }),
  )
}

/** `posts/reading-21d` of what stands in it, and below it. */
export const folderOf = ({ file }: { readonly file: string }): string =>
  file.split('/').slice(0, -1).slice(0, 2).join('/')
