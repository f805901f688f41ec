import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { type AccountConfig, readAccounts, secretsOfAccount } from './account-config.ts'
import { findMistakes, mistakesIn, pathText, shown, unknownKey } from './config-mistakes.ts'
import type { SectionCheck } from './content/library.ts'
import { LOG_LEVELS, type LogLevel } from './define-config.ts'
import { BonfireError } from './errors.ts'
import { AccountId, type GroupId } from './events/ids.ts'
import type { RunningPlan } from './host/core/plans.ts'
import type { Chosen } from './host/core/setup.ts'
import type { SetupOptions } from './host/core/setup-plugin.ts'
import type { GroupSettings } from './host/settings.ts'
import type { LoadedPlugin } from './loaded-plugin.ts'
import { ORDER_SECRETS_VARIABLE, readOrderSecrets } from './orders/order-secrets.ts'
import { createSettings, PLAN_KEYS, type Plan, planSchema, setupFor } from './plan.ts'
import { type FoundPlugins, findPlugins, locatePlugin } from './plugins.ts'
import { secretsIn } from './redact.ts'

export { defineConfig } from './define-config.ts'

/** A configuration that has been checked. */
export interface Config {
  readonly file: string
  /** The folder of the file: what relative paths start from. */
  readonly root: string
  /** Absolute. */
  readonly data: string
  readonly log: { readonly level: LogLevel; readonly format?: 'pretty' | 'json' }
  /** In the order of the file. */
  readonly plugins: readonly LoadedPlugin[]
  readonly plan: Plan
  /** What a group lives by, given what its owner has chosen and the plan that it runs. */
  readonly settingsFor: (group: GroupId, chosen?: Chosen, plan?: RunningPlan | null) => GroupSettings
  /** What is wrong with the section of a plugin in a plan of the library. */
  readonly checkSection: SectionCheck
  /** What a group can choose when it is set up. */
  readonly setup: SetupOptions
  /** Those whose secrets are set. None: there is only the playground. */
  readonly accounts: readonly AccountConfig[]
  /** What ops write; absolute. */
  readonly content: string
  /**
   * Where pages and webhooks are served. Port null: the first free one from 3000. `url`: the origin under which people
   * reach the dashboard; absent: none is known.
   */
  readonly web: { readonly port: number | null; readonly host: string; readonly url?: string }
  /** What shops say. Without secrets there is no hook. `account`: whose office orders come to; null: the first one's. */
  readonly orders: { readonly account: AccountId | null; readonly secrets: readonly string[] }
  /** What must never be logged or shown. */
  readonly secrets: readonly string[]
}

export type Environment = Readonly<Record<string, string | undefined>>
export interface ConfigSource {
  /** Default: `bonfire.config.ts` where the process stands. */
  readonly file?: string
  /** The data, from the command line: wins over environment and file. Seen from where the process stands. */
  readonly data?: string
  /** Default: that of the process. */
  readonly env?: Environment
}

/**
 * Reads the configuration and loads its plugins.
 * @throws CONFIG_INVALID with all mistakes at once, those of plugins included; CONFIG_MISSING, CONFIG_BROKEN
 */
export async function loadConfig(source: ConfigSource = {}): Promise<Config> {
  // 1. Read
  const file = path.resolve(source.file ?? DEFAULT_FILE)
  const root = path.dirname(file)
  const env = readEnvironment(root, source.env)
  const raw = await readDefinition(file)
  // 2. Check what is ours, the plugins, then what the plan says to them
  const { own: rawPlan, sections: rawSections } = splitPlan(raw.plan)
  const names = z.array(z.string()).safeParse(raw.plugins).data ?? []
  const found = await findPlugins(names, { folder: path.join(root, 'plugins'), root })
  const accounts = readAccounts(raw.accounts, env.all)
  const { sections, mistakes: sectionMistakes } = readSections(rawSections, found, { names, root })
  const mistakes = [
    ...mistakesIn(ownSchema, raw),
    ...env.mistakes,
    ...mistakesIn(planSchema, rawPlan, ['plan']),
    ...accounts.mistakes,
    ...found.mistakes,
    ...sectionMistakes,
  ]
  if (mistakes.length > 0) throw new BonfireError('CONFIG_INVALID', { file: nameOf(file), mistakes })
  // 3. Put together
  const own = ownSchema.parse(raw)
  const plan = planSchema.parse(rawPlan)
  const readSection = (name: string, raw: unknown) =>
    found.loaded.find(({ plugin }) => plugin.name === name)?.plugin.config.safeParse(raw).data
  const settings = createSettings({ plan, sections, readSection })
  return {
    file,
    root,
    data: source.data !== undefined ? path.resolve(source.data) : (env.data ?? path.resolve(root, own.data)),
    log: { level: env.logLevel ?? own.log.level, ...(own.log.format && { format: own.log.format }) },
    plugins: found.loaded,
    plan,
    settingsFor: (_, chosen, running) => settings(chosen, running),
    checkSection: sectionCheckFor(found.loaded),
    setup: setupFor(plan),
    accounts: accounts.accounts,
    content: env.content ?? path.resolve(root, own.content),
    web: webOf(own.web, env),
    orders: { account: own.orders.account ?? null, secrets: env.orderSecrets },
    secrets: [...new Set([...env.secrets, ...accounts.accounts.flatMap(secretsOfAccount)])],
  }
}

function webOf(own: z.output<typeof ownSchema>['web'], env: ReadEnvironment): Config['web'] {
  const url = env.url ?? own.url
  return { port: env.port ?? own.port ?? null, host: env.host ?? own.host, ...(url !== undefined && { url }) }
}

/** Where the data is, and in which zone to show it, for commands that read data and need no plugins. */
export interface DataPlace {
  readonly data: string
  /** Undefined when the plan does not say, or says something else. */
  readonly zone: string | undefined
  readonly secrets: readonly string[]
}

/**
 * Finds the data without checking the configuration: `data`, else `BONFIRE_DATA`, else the file. A configuration with
 * mistakes must not keep anybody from looking at what they have.
 * @throws CONFIG_MISSING, CONFIG_BROKEN, CONFIG_INVALID only when the file is needed to find it.
 */
export async function locateData(source: ConfigSource = {}): Promise<DataPlace> {
  const file = path.resolve(source.file ?? DEFAULT_FILE)
  const root = path.dirname(file)
  const env = readEnvironment(root, source.env)
  const given = source.data === undefined ? env.data : path.resolve(source.data)
  const raw: Readonly<Record<string, unknown>> = await readDefinition(file).catch(error => {
    if (given === undefined) throw error
    return {}
  })
  const mistakes = given === undefined ? mistakesIn(ownSchema.shape.data, raw.data, ['data']) : []
  if (mistakes.length > 0) throw new BonfireError('CONFIG_INVALID', { file: nameOf(file), mistakes })
  const { own } = splitPlan(raw.plan)
  const zone = planSchema.shape.timezone.safeParse((own as { timezone?: unknown } | undefined)?.timezone).data
  return { data: given ?? path.resolve(root, ownSchema.shape.data.parse(raw.data)), zone, secrets: env.secrets }
}

/** The secrets of the environment, for whoever prints an error before there is a configuration. */
export function secretsOfProcess(): readonly string[] {
  return readEnvironment(process.cwd()).secrets
}

// The environment

const DEFAULT_FILE = 'bonfire.config.ts'
/** 0: any that is free. */
const portSchema = z.int().min(0).max(65_535).optional()

/** Pages name their files from the root of their host. */
const urlSchema = z
  .string()
  .refine(
    isOrigin,
    'is not the address of a site. Use http(s) and a name, without a path, e.g. "https://bonfire.example.com".',
  )
  .transform(text => new URL(text).origin)
  .optional()

function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null
  return url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`
}

interface ReadEnvironment {
  readonly all: Environment
  readonly data: string | undefined
  readonly content: string | undefined
  readonly port: number | undefined
  readonly host: string | undefined
  readonly url: string | undefined
  readonly logLevel: LogLevel | undefined
  readonly orderSecrets: readonly string[]
  readonly secrets: readonly string[]
  readonly mistakes: readonly string[]
}

/** Reads the environment and, next to the configuration, `.env`; what is set in both is that of the environment. */
function readEnvironment(root: string, own: Environment = process.env): ReadEnvironment {
  const dotenv = path.join(root, '.env')
  const env: Environment = { ...(existsSync(dotenv) ? parseEnv(readFileSync(dotenv, 'utf8')) : {}), ...own }
  const { BONFIRE_DATA: data, BONFIRE_CONTENT: content, BONFIRE_LOG: level, PORT: port } = env
  const { BONFIRE_HOST: host, BONFIRE_URL: url } = env
  const levelSchema = z.enum(LOG_LEVELS).optional()
  const portNumber = port ? Number(port) : undefined
  const orders = readOrderSecrets(env[ORDER_SECRETS_VARIABLE])
  return {
    all: env,
    // As in any shell, a relative path starts where the process stands.
    data: data ? path.resolve(data) : undefined,
    content: content ? path.resolve(content) : undefined,
    port: portSchema.safeParse(portNumber).data,
    host: host || undefined,
    url: urlSchema.safeParse(url || undefined).data,
    logLevel: levelSchema.safeParse(level || undefined).data,
    orderSecrets: orders.secrets,
    // Each of several is secret by itself.
    secrets: [...secretsIn(env), ...orders.secrets],
    mistakes: [
      ...orders.mistakes,
      ...mistakesIn(levelSchema, level || undefined, ['BONFIRE_LOG']),
      ...mistakesIn(urlSchema, url || undefined, ['BONFIRE_URL']),
      ...mistakesIn(portSchema, port ? (Number.isNaN(portNumber) ? port : portNumber) : undefined, ['PORT']),
    ],
  }
}

// The file

/** Everything but the plan, which has a schema of its own. */
const ownSchema = z.strictObject({
  data: z.string().min(1).default('data'),
  plugins: z.array(z.string()),
  log: z
    .strictObject({ level: z.enum(LOG_LEVELS).default('info'), format: z.enum(['pretty', 'json']).optional() })
    .prefault({}),
  content: z.string().min(1).default('content-library'),
  web: z.strictObject({ port: portSchema, host: z.string().min(1).default('127.0.0.1'), url: urlSchema }).prefault({}),
  orders: z.strictObject({ account: AccountId.optional() }).prefault({}),
  accounts: z.unknown().optional(),
  plan: z.unknown().optional(),
})

async function readDefinition(file: string): Promise<Readonly<Record<string, unknown>>> {
  if (!existsSync(file)) throw new BonfireError('CONFIG_MISSING', { file: nameOf(file) })
  const { default: definition } = await import(pathToFileURL(file).href).catch(error => {
    throw new BonfireError('CONFIG_BROKEN', { file: nameOf(file), reason: reasonOf(error, file) }, { cause: error })
  })
  if (typeof definition === 'object' && definition !== null) return definition
  const found = definition === undefined ? 'it has no default export' : `its default export is ${shown(definition)}`
  const reason = `${found}. Use: export default defineConfig({ … })`
  throw new BonfireError('CONFIG_BROKEN', { file: nameOf(file), reason })
}

/** What went wrong, and the line of the file where it did, as far as the error knows. */
function reasonOf(error: unknown, file: string): string {
  if (!(error instanceof Error)) return `it threw ${shown(error)}`
  const { stack = '', name, message } = error
  const at = stack.indexOf(`${file}:`)
  const line = at < 0 ? Number.NaN : Number.parseInt(stack.slice(at + file.length + 1), 10)
  const source = readFileSync(file, 'utf8').split('\n')[line - 1]
  return source === undefined ? `${name}: ${message}` : `line ${line}: ${name}: ${message}\n    ${source.trim()}`
}

/** A path as people know it: seen from where they stand, if it is below. */
function nameOf(file: string): string {
  const relative = path.relative(process.cwd(), file)
  return relative.startsWith('..') ? file : relative
}

// The plan's sections

type Sections = Readonly<Record<string, unknown>>

function splitPlan(plan: unknown): { readonly own: unknown; readonly sections: Sections } {
  if (typeof plan !== 'object' || plan === null) return { own: plan, sections: {} }
  const isOwn = ([key]: readonly [string, unknown]) => PLAN_KEYS.includes(key)
  const entries = Object.entries(plan)
  return {
    own: Object.fromEntries(entries.filter(isOwn)),
    sections: Object.fromEntries(entries.filter(entry => !isOwn(entry))),
  }
}

/** What the plan says to each plugin, by the plugin's own schema. */
function readSections(
  raw: Sections,
  { loaded }: FoundPlugins,
  around: { readonly names: readonly string[]; readonly root: string },
): { readonly sections: Sections; readonly mistakes: readonly string[] } {
  const known = loaded.map(({ plugin }) => plugin.name)
  const mistakes: string[] = []
  const sections: Record<string, unknown> = {}
  for (const { plugin } of loaded) {
    const { name, config } = plugin
    // A plugin whose settings all have defaults needs no section.
    const given = raw[name] ?? (config.safeParse(undefined).success ? undefined : {})
    mistakes.push(...mistakesIn(config, given, ['plan', name]))
    sections[name] = config.safeParse(given).data
  }
  for (const name of Object.keys(raw)) {
    // One that could not be loaded has been reported: its section is not a second mistake.
    const failed = around.names.some(other => other === name || other.endsWith(`bonfire-plugin-${name}`))
    if (!known.includes(name) && !failed) mistakes.push(strangeSection(name, known, around))
  }
  return { sections, mistakes }
}

/** For plans of the library: the same schemas, at places of their own. */
function sectionCheckFor(loaded: FoundPlugins['loaded']): SectionCheck {
  const check = (name: string, raw: unknown) => {
    const schema = loaded.find(({ plugin }) => plugin.name === name)?.plugin.config
    return (schema ? findMistakes(schema, raw) : []).map(mistake => ({
      path: mistake.path as readonly (string | number)[],
      message: mistake.is === 'unknown' ? unknownKey(String(mistake.path.at(-1)), mistake.known) : mistake.message,
    }))
  }
  return Object.assign(check, { plugins: loaded.map(({ plugin }) => plugin.name) })
}

function strangeSection(
  name: string,
  known: readonly string[],
  { names, root }: { readonly names: readonly string[]; readonly root: string },
): string {
  const at = pathText(['plan', name])
  const exists = locatePlugin(name, { folder: path.join(root, 'plugins'), root }) !== undefined
  if (!exists) return `${at}: ${unknownKey(name, [...PLAN_KEYS, ...known])}`
  const list = [...names, name].map(item => `'${item}'`).join(', ')
  return `${at}: the plugin "${name}" is not loaded. Write: plugins: [${list}], or remove the section.`
}
