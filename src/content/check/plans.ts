import { nearest } from '../../did-you-mean.ts'
import type { Problem } from '../problem.ts'
import { atField, type Checked } from './checked.ts'
import { problem } from './codes.ts'
import { folderOf, hasBrokenPlan, misspeltFolders, unmatchedIn } from './membership.ts'

/** `next` leads to a plan of the library. */
export function* unknownNextPlans(checked: Checked): Generator<Problem> {
  const { plans, problems } = checked.library
  const ids = plans.map(({ definition }) => definition.id)
  for (const plan of plans) {
    const { next } = plan.definition
    if (next === null || ids.includes(next)) continue
    // One that cannot be read is there all the same, and has its own message.
    if (problems.some(({ file }) => /^plans\/(.+)\.ya?ml$/u.exec(file)?.[1] === next)) continue
    const meant = nearest(next, ids)
    const hint = meant === undefined ? `there are: ${ids.join(', ')}` : `did you mean "${meant}"?`
    yield problem('unknown-plan', atField(plan, ['next']), `there is no plan "${next}" — ${hint}`)
  }
}

/** Somebody should greet who comes. Welcomes right below `welcome/` are for all plans. */
export function* plansWithoutWelcome({ library }: Checked): Generator<Problem> {
  const isBroken = library.problems.some(({ file }) => file.startsWith('welcome/'))
  for (const plan of library.plans) {
    const { id } = plan.definition
    const greets = library.others.some(({ kind, file, fields }) => {
      const folders = file.split('/').slice(1, -1)
      return kind === 'welcome' && fields.status === 'ready' && (folders.length === 0 || folders[0] === id)
    })
    if (greets || isBroken) continue
    const message = `nothing greets its newcomers — write welcome/${id}/newcomer.md`
    yield problem('no-welcome', atField(plan, ['name']), message)
  }
}

const ROUNDS = [1, 2, 3]

/** A check-in plan ends in three rounds of offers. */
export function* missingRounds({ library, broken }: Checked): Generator<Problem> {
  for (const plan of library.plans) {
    const { id, kind, posts } = plan.definition
    if (unmatchedIn(plan, { library, broken }).length > 0) continue
    if (kind !== 'checkin' || broken.some(({ file }) => file.startsWith(`rounds/${id}/`))) continue
    const missing = ROUNDS.filter(round => !posts.some(post => post.round === round))
    if (missing.length === 0) continue
    const which = missing.length === 1 ? `round ${missing[0]} is` : `rounds ${missing.join(', ')} are`
    yield problem(
      'missing-round',
      atField(plan, ['kind']),
      `${which} missing — a check-in plan ends in three, see rounds/${id}/`,
    )
  }
}

/** What is ready and no plan names is never sent. */
export function* unusedPosts(checked: Checked): Generator<Problem> {
  if (hasBrokenPlan(checked)) return
  const { posts, plans } = checked.library
  const planned = new Set(plans.flatMap(({ definition }) => definition.posts.map(({ id }) => id)))
  const ready = posts.filter(({ status, isPlanned }) => status === 'ready' && isPlanned)
  const misspelt = misspeltFolders(checked)
  const ids = plans.map(({ definition }) => definition.id)
  for (const [folder, inFolder] of Map.groupBy(ready, folderOf)) {
    const unused = inFolder.filter(({ id }) => !planned.has(id))
    const meant = nearest(folder.split('/')[1] ?? '', ids)
    const hint = meant === undefined ? '' : ` — did you mean ${folder.split('/')[0]}/${meant}/?`
    if (misspelt.has(folder) || (unused.length > 1 && unused.length === inFolder.length)) {
      const files = unused.length === 1 ? 'the only file' : `the ${unused.length} files`
      const message = `no plan names ${files} of ${folder}/, so nothing of it is ever sent${hint}`
      const found = problem('unused-post', atField(unused[0]!, ['title']), message)
      // Its days are not judged then: this is what is wrong with them.
      yield misspelt.has(folder) ? { ...found, severity: 'error' } : found
    } else {
      for (const post of unused)
        yield problem('unused-post', atField(post, ['title']), `no plan names this file, so it is never sent${hint}`)
    }
  }
}

/** A typo in `posts` of a plan: it would have none. */
export function* unmatchedPosts(checked: Checked): Generator<Problem> {
  const { posts, plans } = checked.library
  const folders = [...new Set(posts.map(post => `${folderOf(post)}/**`))]
  for (const plan of plans) {
    for (const { glob, index } of unmatchedIn(plan, checked)) {
      const meant = nearest(glob, folders)
      const hint =
        meant === undefined ? 'write it as seen from the library, e.g. posts/mine/**' : `did you mean "${meant}"?`
      yield problem('unmatched-posts', atField(plan, ['posts', index]), `"${glob}" matches no file — ${hint}`)
    }
  }
}
