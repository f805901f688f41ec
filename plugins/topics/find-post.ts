import { type Content, nearest, type Post, type RunningPlan } from 'bonfire'

/** Most posts that somebody is asked to choose from. */
const CHOICES_MAX = 6

/** What somebody may have meant: a post, several of them, or none, and what is near. */
export type Found =
  | { readonly is: 'one'; readonly post: Post }
  | { readonly is: 'several'; readonly ids: readonly string[] }
  | { readonly is: 'none'; readonly near: string | null }

/** Finds a post by its id, or by how its id ends: `day-03`. The group's own plan goes before all others. */
export function findPost(content: Content, plan: RunningPlan | null, typed: string): Found {
  const wanted = folded(typed).replace(/\.md$/, '')
  const own = plan?.definition.posts.map(({ id }) => id) ?? []
  const others = content.plans.flatMap(({ definition }) => definition.posts.map(({ id }) => id))
  for (const ids of [own, [...new Set(others)]]) {
    const posts = matching(ids, wanted).flatMap(id => content.post(id) ?? [])
    if (posts.length === 1) return { is: 'one', post: posts[0]! }
    if (posts.length > 1) return { is: 'several', ids: posts.slice(0, CHOICES_MAX).map(({ id }) => id) }
  }
  const known = [...new Set([...own, ...others])].filter(id => content.post(id))
  const near = nearest(wanted, [...new Set(known.map(shortId))]) ?? nearest(wanted, known)
  return { is: 'none', near: near ?? null }
}

function matching(ids: readonly string[], wanted: string): readonly string[] {
  const exact = ids.filter(id => folded(id) === wanted)
  return exact.length > 0 ? exact : ids.filter(id => folded(id).endsWith(`/${wanted}`))
}

const folded = (id: string): string => id.normalize('NFKC').toLowerCase()

/** `day-03` of `posts/reading-21d/day-03`: how people speak of it. */
export const shortId = (id: string): string => id.slice(id.lastIndexOf('/') + 1)
