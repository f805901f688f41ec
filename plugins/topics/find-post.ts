import { type Content, nearest, type Post, type RunningPlan } from 'bonfire'

/** Most posts that somebody is asked to choose from. */
const CHOICES_MAX = 6

/** What somebody may have meant: a post, several of them, or none, and what is near. */
export type Found =
  /** `elsewhere`: the plan that has it, when it is not the group's own. */
  | { readonly is: 'one'; readonly post: Post; readonly elsewhere: string | null }
  | { readonly is: 'several'; readonly ids: readonly string[] }
  /** The group's plan has it, the library has it no more. */
  | { readonly is: 'gone'; readonly id: string }
  /** Other plans have posts whose ids end so: theirs have to be named in full. */
  | { readonly is: 'elsewhere'; readonly posts: readonly { readonly id: string; readonly plan: string }[] }
  | { readonly is: 'none'; readonly near: string | null }

/**
 * Finds a post by its id, or by how its id ends: `day-03`. In a group with a plan the end is enough for posts of that
 * plan only: those of another are found by their whole id.
 */
export function findPost(content: Content, plan: RunningPlan | null, typed: string): Found {
  const wanted = folded(typed).replace(/\.md$/, '')
  const own = plan?.definition.posts.map(({ id }) => id) ?? []
  const planOf = plansById(content)
  const others = [...planOf.keys()].filter(id => plan === null || !own.includes(id))
  const ofOwn = among(content, plan === null ? others : own, wanted)
  if (ofOwn) return ofOwn
  const matches = matching(others, wanted).flatMap(id => content.post(id) ?? [])
  const exact = matches.find(({ id }) => folded(id) === wanted)
  if (exact) return { is: 'one', post: exact, elsewhere: planOf.get(exact.id)! }
  if (matches.length > 0)
    return { is: 'elsewhere', posts: matches.slice(0, CHOICES_MAX).map(({ id }) => ({ id, plan: planOf.get(id)! })) }
  const known = (plan === null ? others : own).filter(id => content.post(id))
  return { is: 'none', near: nearest(wanted, [...new Set(known.map(shortId))]) ?? nearest(wanted, known) ?? null }
}

/** Undefined: none of these ids was meant. */
function among(content: Content, ids: readonly string[], wanted: string): Found | undefined {
  const matches = matching(ids, wanted)
  const posts = matches.flatMap(id => content.post(id) ?? [])
  if (posts.length === 1) return { is: 'one', post: posts[0]!, elsewhere: null }
  if (posts.length > 1) return { is: 'several', ids: posts.slice(0, CHOICES_MAX).map(({ id }) => id) }
  return matches.length > 0 ? { is: 'gone', id: matches[0]! } : undefined
}

/** The posts of all plans, each with the name of the first plan that has it. */
function plansById({ plans }: Content): ReadonlyMap<string, string> {
  const planOf = new Map<string, string>()
  for (const { definition } of plans)
    for (const { id } of definition.posts) if (!planOf.has(id)) planOf.set(id, definition.name)
  return planOf
}

function matching(ids: readonly string[], wanted: string): readonly string[] {
  const exact = ids.filter(id => folded(id) === wanted)
  return exact.length > 0 ? exact : ids.filter(id => folded(id).endsWith(`/${wanted}`))
}

const folded = (id: string): string => id.normalize('NFKC').toLowerCase()

/** `day-03` of `posts/reading-21d/day-03`: how people speak of it. */
export const shortId = (id: string): string => id.slice(id.lastIndexOf('/') + 1)
