import type { z } from 'zod'
import { didYouMean } from '../did-you-mean.ts'
import type { LocalDay } from '../events/ids.ts'
import type { Content, ContentPlatform, Hindrance, PlanVersion, ShopItem, Welcome } from '../host/content.ts'
import { drawFilesOf, isDrawOf } from './draw-files.ts'
import type { LoadedLibrary } from './library.ts'
import { isOfPlan } from './read-others.ts'
import type { icebreakerSchema, welcomeSchema } from './schemas/others.ts'
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
  const { welcomes, icebreakers } = readyOthers(loaded)
  const draws = drawFilesOf(loaded.others).sort((a, b) => (a.id < b.id ? -1 : 1))

  return {
    post: id => posts.get(id),
    text: id => texts.get(id),
    welcomes: plan => ofPlan(welcomes, plan),
    icebreakers: plan => ofPlan(icebreakers, plan),
    offer: id => posts.get(id)?.offer ?? undefined,
    draws: plan => ofPlan(draws, plan),
    shop: shopOf(loaded),
    plan: id => plans.get(id),
    brokenOf: id =>
      loaded.broken
        .filter(({ file }) => isTaken(file, id, plans.get(id)))
        .map(({ file, problem: { line }, isReplaced }) => ({ file, line, isReplaced })),
    plans: [...loaded.plans].sort((a, b) => (a.definition.id < b.definition.id ? -1 : 1)),
    hindrances(id, startDay, platform) {
      const plan = plans.get(id)
      if (!plan) return [whyNoPlan(id, loaded)]
      return [
        ...loaded.broken.flatMap(broken => {
          // Whoever uses a plan wants it as it is written now.
          if (broken.file === plan.file) return [brokenFile(broken.problem)]
          const isNeeded = plan.takes(broken.file) || isDrawOf(broken.file, id)
          return isNeeded ? whyNot(broken) : []
        }),
        ...hindrances(plan, startDay, platform),
      ]
    },
  }
}

/** Whether a plan takes a file, broken or not: its own, its posts and offers, and what is for every plan. */
function isTaken(file: string, id: string, plan: LoadedLibrary['plans'][number] | undefined): boolean {
  if (file.startsWith('plans/')) return file === `plans/${id}.yml`
  if (file.startsWith('posts/') || file.startsWith('rounds/')) return plan?.takes(file) === true
  return isOfPlan(file, id)
}

// What has its own folder and is no post

type Fields<Schema extends z.ZodType> = z.output<Schema>

function readyOthers({ others }: LoadedLibrary) {
  const ready = [...others].filter(({ fields }) => fields.status === 'ready').sort((a, b) => (a.id < b.id ? -1 : 1))
  const welcomes = ready
    .filter(({ kind }) => kind === 'welcome')
    .map(({ id, file, fields }) => {
      const { title, platforms, for: whom, image = null, buttons } = fields as Fields<typeof welcomeSchema>
      return { id, file, title, platforms, for: whom, image, buttons: buttons as Welcome['buttons'] }
    })
  const icebreakers = ready
    .filter(({ kind }) => kind === 'icebreaker')
    .map(({ id, file, fields }) => {
      const { title, platforms, kind } = fields as Fields<typeof icebreakerSchema>
      return { id, file, title, platforms, kind }
    })
  return { welcomes, icebreakers }
}

function ofPlan<T extends { readonly file: string }>(files: readonly T[], plan: string | null): readonly T[] {
  return files.filter(({ file }) => isOfPlan(file, plan))
}

const shopOf = ({ shop }: LoadedLibrary): readonly ShopItem[] =>
  (shop?.items ?? []).map(({ id, name, points, stock = null, perMember = null, about = null }) => ({
    ...{ id, name, points, stock, perMember, about },
  }))

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
