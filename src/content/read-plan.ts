import picomatch from 'picomatch'
import type { PlanDefinition, PlannedPost, PlanVersion } from '../host/content.ts'
import { readYaml } from './front-matter.ts'
import type { FieldPath, Positions } from './positions.ts'
import { checkFields, fieldMistake, unknownField } from './read-fields.ts'
import { hashOf, type LibraryFile, shortHash } from './read-file.ts'
import type { LoadedPost } from './read-post.ts'
import { FIRST, type Mistake } from './reading-codes.ts'
import { Name } from './schemas/fields.ts'
import { FLASH_DAYS_MAX, PLAN_FILE_KEYS, type PlanFile, planFileSchema } from './schemas/plan.ts'

/** A file in `plans/` that can be used. */
export interface LoadedPlan extends PlanVersion {
  readonly file: string
  readonly positions: Positions
  /** Whether its `posts` name that file. */
  readonly takes: (file: string) => boolean
  /** The file is broken now: this is its last good version. */
  readonly isOlder: boolean
}

/** What is wrong with the section of that plugin, as written. One sentence each; `[]` when nothing is. */
export interface SectionCheck {
  (plugin: string, raw: unknown): readonly SectionMistake[]
  /** The plugins that there are. Without them, every section that is an object is taken for one of a plugin. */
  readonly plugins?: readonly string[]
}
export interface SectionMistake {
  /** Within the section. */
  readonly path: FieldPath
  /** `"8pm" is not a time. Use HH:mm, e.g. "20:00".` */
  readonly message: string
}

/** A plan whose posts are yet to be found. */
export interface PlanDraft {
  readonly id: string
  readonly file: string
  readonly positions: Positions
  readonly fields: PlanFile
  readonly sections: Readonly<Record<string, unknown>>
  readonly isOlder: boolean
}

const TAKE_AS_IT_IS: SectionCheck = () => []

/** Reads a file in `plans/`. */
export function readPlan(
  { file, source }: LibraryFile,
  check: SectionCheck = TAKE_AS_IT_IS,
): PlanDraft | readonly Mistake[] {
  const { value, positions, mistakes } = readYaml(source)
  if (mistakes.length > 0) return mistakes
  const { own, sections } = split(value)
  const read = checkFields(planFileSchema, own, positions)
  const id = idOf(file)
  const wrong = [
    ...nameMistakes(id),
    ...read.mistakes,
    ...(read.fields ? lengthMistakes(read.fields, positions) : []),
    ...Object.entries(sections).flatMap(([plugin, raw]) => sectionMistakes(plugin, raw, check, positions)),
  ]
  return read.fields === null || wrong.length > 0
    ? wrong
    : { id, file, positions, fields: read.fields, sections, isOlder: false }
}

/** The plan with its posts, out of all that are in the library. */
export function assemblePlan(draft: PlanDraft, posts: readonly LoadedPost[]): LoadedPlan {
  const { file, positions, isOlder } = draft
  const takes = takenBy(draft)
  const ready = posts.filter(({ file, status }) => status === 'ready' && takes(file))
  const definition = definitionOf(draft, ready.map(plannedOf))
  return { definition, hash: shortHash(hashOf(canonicalJson(definition))), file, positions, takes, isOlder }
}

const idOf = (file: string): string => file.replace(/^plans\//, '').replace(/\.yml$/, '')

function split(value: unknown) {
  // What is no object is refused by the schema.
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { own: value, sections: {} }
  const own: [string, unknown][] = []
  const sections: [string, unknown][] = []
  for (const [key, raw] of Object.entries(value)) {
    if (PLAN_FILE_KEYS.includes(key)) own.push([key, raw])
    // `closing:` with nothing below it has all defaults.
    else sections.push([key, raw ?? {}])
  }
  return { own: Object.fromEntries(own), sections: Object.fromEntries(sections) }
}

function nameMistakes(id: string): readonly Mistake[] {
  if (Name.safeParse(id).success) return []
  const message = `the name of the file, "${id}", is the id of the plan. Use small letters, digits and "-", at most 40.`
  return [{ ...FIRST, code: 'wrong-value', message }]
}

function lengthMistakes({ kind, days }: PlanFile, positions: Positions): readonly Mistake[] {
  if (kind === 'community' && days !== undefined)
    return [fieldMistake(positions, ['days'], 'wrong-value', 'days: a community has no end. Leave it out.')]
  if (kind !== 'community' && days === undefined)
    return [fieldMistake(positions, [], 'missing-field', `days: is missing. Say how many days the ${kind} lasts.`)]
  if (kind === 'flash' && (days ?? 0) > FLASH_DAYS_MAX) {
    const message = `days: ${days} is too many. A flash plan lasts at most ${FLASH_DAYS_MAX} days.`
    return [fieldMistake(positions, ['days'], 'wrong-value', message)]
  }
  return []
}

function sectionMistakes(plugin: string, raw: unknown, check: SectionCheck, positions: Positions): readonly Mistake[] {
  const isObject = typeof raw === 'object' && raw !== null && !Array.isArray(raw)
  const isKnown = check.plugins?.includes(plugin) ?? isObject
  if (!isKnown) {
    const known = [...PLAN_FILE_KEYS, ...(check.plugins ?? [])]
    return [fieldMistake(positions, [plugin], 'unknown-field', unknownField(plugin, known))]
  }
  return check(plugin, raw).map(({ path, message }) =>
    fieldMistake(positions, [plugin, ...path], 'wrong-value', `${[plugin, ...path].map(String).join('.')}: ${message}`),
  )
}

/** Files that a plan names, less those it names with `!`. */
function takenBy({ id, fields }: PlanDraft): (file: string) => boolean {
  const globs = fields.posts ?? [`posts/${id}/**`, `rounds/${id}/**`]
  const isNamed = picomatch(globs.filter(glob => !glob.startsWith('!')))
  const isLeftOut = picomatch(globs.filter(glob => glob.startsWith('!')).map(glob => glob.slice(1)))
  return file => isNamed(file) && !isLeftOut(file)
}

const plannedOf = ({ id, kind, marketing, when, at, platforms, expires, round }: LoadedPost): PlannedPost => ({
  id,
  kind,
  marketing,
  when,
  at,
  platforms,
  expires,
  round,
})

function definitionOf({ id, fields, sections }: PlanDraft, posts: readonly PlannedPost[]): PlanDefinition {
  const { name, kind, timezone, dayStartsAt, locale, value, audience, rules, persona, slots, restDays } = fields
  return {
    id,
    name,
    kind,
    days: fields.days ?? null,
    timezone,
    dayStartsAt,
    locale,
    value,
    audience,
    rules,
    persona,
    slots,
    restDays,
    marketing: kind === 'flash' ? null : fields.marketing,
    posts,
    next: fields.next ?? null,
    sections,
  }
}

/** The same value is the same text, whatever the order in which its keys were written. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
