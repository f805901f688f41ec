import { didYouMean } from '../did-you-mean.ts'
import type { LocalDay } from '../events/ids.ts'
import type { Content, ContentPlatform, Hindrance, PlanVersion } from '../host/content.ts'
import type { LoadedLibrary } from './library.ts'
import type { CompiledText } from './template.ts'

/** The texts of what ops have written, by id: posts, offers, welcomes and the like. */
export interface ContentTexts {
  /** In its last good version. Undefined: there is no such file, or none that was ever good. */
  text(id: string): CompiledText | undefined
}
export type ContentWithTexts = Content & ContentTexts

export interface ContentOptions {
  /** What keeps a plan from starting on that day, by the planner. */
  readonly hindrances: (plan: PlanVersion, startDay: LocalDay, platform: ContentPlatform) => readonly Hindrance[]
}

/** A library as plugins and the outbox see it. It does not change: a library that is read again gives another. */
export function contentOf(loaded: LoadedLibrary, { hindrances }: ContentOptions): ContentWithTexts {
  const posts = new Map(loaded.posts.map(post => [post.id, post]))
  const texts = new Map([...loaded.others, ...loaded.posts].map(({ id, text }) => [id, text]))
  const plans = new Map(loaded.plans.map(plan => [plan.definition.id, plan]))

  return {
    post: id => posts.get(id),
    text: id => texts.get(id),
    plan: id => plans.get(id),
    plans: [...loaded.plans].sort((a, b) => (a.definition.id < b.definition.id ? -1 : 1)),
    hindrances(id, startDay, platform) {
      const plan = plans.get(id)
      if (!plan) return [whyNoPlan(id, loaded)]
      return [
        ...loaded.broken.flatMap(broken => {
          // Whoever uses a plan wants it as it is written now.
          if (broken.file === plan.file) return [brokenFile(broken.problem)]
          return plan.takes(broken.file) ? whyNot(broken) : []
        }),
        ...hindrances(plan, startDay, platform),
      ]
    },
  }
}

type Broken = LoadedLibrary['broken'][number]

/** A file whose last good version is in use keeps nothing from starting. */
const whyNot = ({ problem, isReplaced }: Broken): readonly Hindrance[] => (isReplaced ? [] : [brokenFile(problem)])

function whyNoPlan(id: string, { broken, plans }: LoadedLibrary): Hindrance {
  const file = broken.find(({ file }) => file === `plans/${id}.yml`)
  if (file) return brokenFile(file.problem)
  const ids = plans.map(({ definition }) => definition.id)
  const others = didYouMean(id, ids) || (ids.length > 0 ? ` There are: ${ids.join(', ')}.` : '')
  return { code: 'no-plan', message: `There is no plan "${id}".${others}` }
}

const brokenFile = ({ file, line, column, message }: Broken['problem']): Hindrance => ({
  code: 'broken-file',
  message: `${file}:${line}:${column}: ${message}`,
  where: file,
})
