import type { ContentWithTexts } from '../../../src/content/content-of.ts'
import { type CompiledText, compileText } from '../../../src/content/template.ts'
import type { PlannedPost, PlanVersion, Post } from '../../../src/host/content.ts'
import type { Random } from '../swarm/random.ts'
import type { PlanSetting } from './content-setting.ts'

/** What somebody does to the files while the bot runs. */
export const CHANGES = ['added', 'removed', 'made marketing', 'put aside', 'emptied', 'shorter share'] as const
export type Change = (typeof CHANGES)[number]

/** A library that ops write in, as the bot sees it at each moment. Plans start whatever is wrong with them. */
export interface WrittenLibrary {
  readonly content: ContentWithTexts
  change(change: Change, random: Random): void
}

/** Posts that one change is about, at most. */
const CHANGED_MAX = 4

export function writtenLibrary(plans: readonly PlanSetting[]): WrittenLibrary {
  const posts = new Map(plans.map(({ definition, posts }) => [definition.id, [...posts]]))
  const definitions = new Map(plans.map(({ definition }) => [definition.id, definition]))
  const withoutText = new Set<string>()
  const texts = new Map<string, CompiledText>()
  let versions: ReadonlyMap<string, PlanVersion> = new Map()
  let byId: ReadonlyMap<string, Post> = new Map()
  let changes = 0
  publish()

  function publish(): void {
    versions = new Map(
      [...definitions].map(([id, definition]) => {
        const planned = posts
          .get(id)!
          .filter(({ status }) => status === 'ready')
          .map(plannedOf)
        return [id, { definition: { ...definition, posts: planned }, hash: `h${changes}` }]
      }),
    )
    byId = new Map([...posts.values()].flat().map(post => [post.id, post]))
  }

  function change(change: Change, random: Random): void {
    changes += 1
    const plan = random.pick([...posts.keys()])
    const some = posts.get(plan)!
    const index = () => random.int(0, some.length - 1)
    for (let times = random.int(1, CHANGED_MAX); times > 0 && some.length > 0; times -= 1) {
      const at = index()
      const post = { ...some[at]!, hash: `v${changes}` }
      if (change === 'removed') some.splice(at, 1)
      else if (change === 'made marketing') some[at] = { ...post, marketing: true }
      else if (change === 'put aside') some[at] = { ...post, status: 'paused' }
      else if (change === 'emptied') withoutText.add(post.id)
      else if (change === 'added') {
        const name = `more${changes}x${times}`
        const id = `posts/${plan}/${name}`
        some.push({ ...post, id, title: name, file: `${id}.md`, status: 'ready' })
      }
    }
    const { marketing, ...definition } = definitions.get(plan)!
    if (change === 'shorter share' && marketing)
      definitions.set(plan, { ...definition, marketing: { ...marketing, maxShare: 0.1 } })
    publish()
  }

  return {
    content: {
      post: id => byId.get(id),
      get plans() {
        return [...versions.values()]
      },
      plan: id => versions.get(id),
      hindrances: () => [],
      ...{ welcomes: () => [], icebreakers: () => [], draws: () => [], offer: () => undefined, shop: [] },
      text(id) {
        if (!byId.has(id) || withoutText.has(id)) return undefined
        const text = texts.get(id) ?? compileText(textOf(id))
        texts.set(id, text)
        return text
      },
    },
    change,
  }
}

const plannedOf = ({ id, kind, marketing, when, at, platforms, expires, round }: Post): PlannedPost => ({
  ...{ id, kind, marketing, when, at, platforms, expires, round },
})

const textOf = (id: string) => `Text of ${id}.`
/** Which post a text is of. Undefined: of none. */
export const postIn = (text: string): string | undefined => /Text of (\S+)\./.exec(text)?.[1]
