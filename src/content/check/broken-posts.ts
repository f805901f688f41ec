import { LocalDay } from '../../events/ids.ts'
import type { PostWhen } from '../../host/content.ts'
import type { LoadedLibrary } from '../library.ts'
import { readLibraryBytes } from '../read-file.ts'
import type { BrokenPost } from './checked.ts'

/** When posts would go out that could not be read: so that a typo in one is not reported as a dead day as well. */
export async function readBrokenPosts({ folder, problems, posts }: LoadedLibrary): Promise<readonly BrokenPost[]> {
  const read = new Set(posts.map(({ file }) => file))
  const broken = problems.filter(({ file, severity }) => {
    return severity === 'error' && !read.has(file) && /^(?:posts|rounds)\//u.test(file)
  })
  const files = [...new Set(broken.map(({ file }) => file))]
  return Promise.all(files.map(async file => ({ file, ...seenIn(await sourceOf(folder, file), file) })))
}

/** Of what is no text in UTF-8, the fields are seen all the same. */
async function sourceOf(folder: string, file: string): Promise<string> {
  const bytes = await readLibraryBytes(folder, file).catch(() => new Uint8Array())
  return new TextDecoder().decode(bytes)
}

/** Fields on lines of their own, whatever is wrong with the others. */
function seenIn(source: string, file: string): Omit<BrokenPost, 'file'> {
  const field = (name: string) => new RegExp(`^${name}:[ \\t]*["']?([^"'\\s#]+)`, 'mu').exec(source)?.[1]
  return {
    isMarketing: file.startsWith('rounds/') || field('kind') === 'marketing' || field('marketing') === 'true',
    when: whenOf(field('day'), field('date'), field('pool')),
    at: field('at') ?? null,
  }
}

function whenOf(day: string | undefined, date: string | undefined, pool: string | undefined): PostWhen | null {
  if (day !== undefined && /^\d{1,3}$/u.test(day)) return { day: Number(day) }
  // Which day that is depends on the plan.
  if (day?.startsWith('end')) return null
  const parsed = LocalDay.safeParse(date).data
  if (parsed !== undefined) return { date: parsed }
  return pool === 'true' ? { pool: true } : null
}
