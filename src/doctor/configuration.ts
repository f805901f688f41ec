import { statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import type { Finding } from '../adapters/adapter.ts'
import { shortPath } from '../cli/spaces.ts'
import { type Config, type ConfigSource, loadConfig, locateData, secretsOfProcess } from '../config.ts'
import { readLibrary, type SectionCheck } from '../content/library.ts'
import { loadTimes } from '../plugins.ts'
import { bad, found, good, reasonOf, warning } from './check.ts'

/** The configuration, or what keeps it from being read, and what is known in either case. */
export interface Configuration {
  /** Null: it cannot be read, see `problem`. */
  readonly config: Config | null
  readonly problem: unknown
  /** Where everything is kept. Null: only a configuration that can be read says it. */
  readonly data: string | null
  /** Never to be shown. */
  readonly secrets: readonly string[]
}

/** Reads the configuration. Never throws: a doctor whom only the healthy can see is of no use. */
export async function readConfiguration(source: ConfigSource): Promise<Configuration> {
  try {
    const config = await loadConfig(source)
    return { config, problem: undefined, data: config.data, secrets: config.secrets }
  } catch (problem) {
    const place = await locateData(source).catch(() => undefined)
    const secrets = place?.secrets ?? secretsOfProcess()
    return { config: null, problem, data: place?.data ?? null, secrets }
  }
}

export function judgeConfiguration({ config, problem }: Configuration): readonly Finding[] {
  if (!config) return [found(problem)]
  const { plan, accounts, file } = config
  const count = accounts.length === 1 ? '1 account' : `${accounts.length} accounts`
  return [good(`${shortPath(file)}: ${plan.name}, ${count}`)]
}

export function judgePlugins({ plugins }: Pick<Config, 'plugins'>): readonly Finding[] {
  if (plugins.length > 0) return [good(`loaded: ${loadTimes(plugins)}`)]
  return [warning('No plugin is loaded: the bot understands /help and little else', 'Name some under `plugins`.')]
}

/** What is known of the folder that ops write. */
export type ContentFacts =
  | {
      readonly is: 'there'
      readonly folder: string
      readonly plans: number
      readonly posts: number
      readonly mistakes: number
    }
  | { readonly is: 'missing' | 'no folder'; readonly folder: string }
  | { readonly is: 'unreadable'; readonly folder: string; readonly reason: string }

export async function readContent(folder: string, sections?: SectionCheck): Promise<ContentFacts> {
  try {
    const stat = statSync(folder, { throwIfNoEntry: false })
    if (!stat) return { is: 'missing', folder }
    if (!stat.isDirectory()) return { is: 'no folder', folder }
    await readdir(folder)
    const { plans, posts, problems } = await readLibrary(folder, sections ? { sections } : {})
    const mistakes = problems.filter(({ severity }) => severity === 'error').length
    return { is: 'there', folder, plans: plans.length, posts: posts.length, mistakes }
  } catch (error) {
    return { is: 'unreadable', folder, reason: reasonOf(error) }
  }
}

export function judgeContent(facts: ContentFacts): readonly Finding[] {
  const folder = shortPath(facts.folder)
  switch (facts.is) {
    case 'there': {
      const { plans, posts, mistakes } = facts
      const there = `${folder}: ${plans} ${plans === 1 ? 'plan' : 'plans'}, ${posts} ${posts === 1 ? 'post' : 'posts'}`
      if (mistakes === 0) return [good(there)]
      const found = `${mistakes} ${mistakes === 1 ? 'mistake' : 'mistakes'}`
      return [warning(`${there}, and ${found} in files that are not used as they are`, 'npm run content:check')]
    }
    case 'missing':
      return [
        warning(
          `${folder}: there is no such folder, so there is nothing to post`,
          'Make it as soon as there is something to post, or name another one with `content` or BONFIRE_CONTENT.',
        ),
      ]
    case 'no folder':
      return [bad(`${folder}: this is no folder`, 'Name a folder with `content` or BONFIRE_CONTENT.')]
    case 'unreadable':
      return [bad(`${folder}: cannot be read: ${facts.reason}`, 'Let this user read the folder.')]
  }
}
