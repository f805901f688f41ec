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

/** Whether a plan could not be read: then nobody knows what belongs to it. */
export const hasBrokenPlan = ({ library }: Pick<Checked, 'library'>): boolean =>
  library.problems.some(({ file, severity }) => severity === 'error' && file.startsWith('plans/'))
