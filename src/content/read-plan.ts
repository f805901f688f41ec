import { nearest } from '../did-you-mean.ts'
import type { PlanDefinition, PlannedDraw, PlannedPost, PlanVersion } from '../host/content.ts'
import { canonical } from '../host/draft.ts'
import { FLASH_DAYS_MAX } from '../host/marketing-cap.ts'
import { drawFilesOf, isDrawOf, plannedDrawOf } from './draw-files.ts'
import { readYaml } from './front-matter.ts'
import { globMatcher } from './glob.ts'
import type { FieldPath, Positions } from './positions.ts'
import { checkFields, fieldMistake, unknownField } from './read-fields.ts'
import { hashOf, type LibraryFile, shortHash } from './read-file.ts'
import type { LoadedOther } from './read-others.ts'
import type { LoadedPost } from './read-post.ts'
import { FIRST, type Mistake } from './reading-codes.ts'
import { Name } from './schemas/fields.ts'
import { PLAN_FILE_KEYS, type PlanFile, planFileSchema } from './schemas/plan.ts'

/** A file in `plans/` that can be used. */
export interface LoadedPlan extends PlanVersion {
  readonly file: string
  readonly positions: Positions
  /** Its `posts` as they are written; none where it has the usual ones. */
  readonly globs: readonly string[]
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
  readonly takes: (file: string) => boolean
  readonly isOlder: boolean
}

/** Most sections of a plan: far more than there are plugins. */
const SECTIONS_MAX = 200
const TOO_MANY_SECTIONS: Mistake = {
  ...FIRST,
  code: 'unknown-field',
  message: `there are more than ${SECTIONS_MAX} fields and sections.`,
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
  if (Object.keys(sections).length > SECTIONS_MAX) return [TOO_MANY_SECTIONS]
  const read = checkFields(planFileSchema, own, positions)
  const id = idOf(file)
  const ofSections = Object.entries(sections).map(
    ([plugin, raw]) => [plugin, sectionMistakes(plugin, raw, check, positions)] as const,
  )
  const isUnknown = (mistakes: readonly Mistake[]) => mistakes.some(({ code }) => code === 'unknown-field')
  const unknown = ofSections.flatMap(([plugin, mistakes]) => (isUnknown(mistakes) ? [plugin] : []))
  const wrong = [
    ...nameMistakes(id),
    ...read.mistakes.filter(mistake => !isOfTypo(mistake, unknown)),
    ...(read.fields ? lengthMistakes(read.fields, positions) : []),
    ...ofSections.flatMap(([, mistakes]) => mistakes),
  ]
  return read.fields === null || wrong.length > 0
    ? wrong
    : { id, file, positions, fields: read.fields, sections, takes: takenBy(id, read.fields), isOlder: false }
}

/** Of which plans are made. */
interface Parts {
  readonly posts: readonly LoadedPost[]
  readonly others: readonly LoadedOther[]
}
/** The plan with its posts and draws, out of all that are in the library. */
export function assemblePlan(draft: PlanDraft, { posts, others }: Parts): LoadedPlan {
  const { file, positions, fields, takes, isOlder } = draft
  const ready = posts.filter(({ file, status, isPlanned }) => status === 'ready' && isPlanned && takes(file))
  const draws = drawFilesOf(others).filter(({ file, status }) => status === 'ready' && isDrawOf(file, draft.id))
  const definition = definitionOf(
    draft,
    ready.map(post => plannedOf(post, fields.days ?? 0)),
    draws.map(plannedDrawOf),
  )
  return {
    definition,
    hash: shortHash(hashOf(canonical(definition))),
    file,
    positions,
    globs: fields.posts ?? [],
    takes,
    isOlder,
  }
}

/** A field is missing because its name is misspelt, which is said of that name. What is misspelt passes for a section. */
function isOfTypo({ code, message }: Mistake, sections: readonly string[]): boolean {
  if (code !== 'missing-field') return false
  const meant = sections.flatMap(name => nearest(name, PLAN_FILE_KEYS) ?? [])
  return meant.some(name => message.startsWith(`${name}: `))
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
    const isSection = isObject && check.plugins !== undefined && nearest(plugin, known) === undefined
    const message = isSection ? notLoaded(plugin) : unknownField(plugin, known)
    return [fieldMistake(positions, [plugin], 'unknown-field', message)]
  }
  return check(plugin, raw).map(({ path, message }) =>
    fieldMistake(positions, [plugin, ...path], 'wrong-value', `${[plugin, ...path].map(String).join('.')}: ${message}`),
  )
}

const notLoaded = (plugin: string): string =>
  `no plugin of the name "${plugin}" is in bonfire.config.ts. Add it to \`plugins\` there, or leave this section out.`

const takenBy = (id: string, { posts }: PlanFile) => globMatcher(posts ?? [`posts/${id}/**`, `rounds/${id}/**`])

/** With the day that it has in a plan of so many days. One before the first is no day of it: the planner says so. */
const plannedOf = (
  { id, kind, marketing, when, daysBeforeEnd, at, platforms, expires, round }: LoadedPost,
  days: number,
): PlannedPost => ({
  id,
  kind,
  marketing,
  when: daysBeforeEnd === null ? when : { day: days - daysBeforeEnd },
  at,
  platforms,
  expires,
  round,
})

function definitionOf(
  { id, fields, sections }: PlanDraft,
  posts: readonly PlannedPost[],
  draws: readonly PlannedDraw[],
): PlanDefinition {
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
    // Left out where there are none: the hash of a plan without draws is what it was before there were any.
    ...(draws.length > 0 && { draws }),
    next: fields.next ?? null,
    sections,
  }
}
