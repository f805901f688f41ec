import { nearest } from '../../did-you-mean.ts'
import type { Problem } from '../problem.ts'
import { atField, type Checked } from './checked.ts'
import { problem } from './codes.ts'
import { hasBrokenPlan } from './membership.ts'

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
  for (const post of posts) {
    if (post.status !== 'ready' || planned.has(post.id)) continue
    yield problem('unused-post', atField(post, ['title']), 'no plan names this file, so it is never sent')
  }
}
