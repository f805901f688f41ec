import type { Instant } from '../../events/ids.ts'
import type { CommandRegistry } from '../../host/command.ts'
import { type LoadedLibrary, readLibrary, type SectionCheck } from '../library.ts'
import type { Problem } from '../problem.ts'
import { eatenAsterisks } from './asterisks.ts'
import { readBrokenPosts } from './broken-posts.ts'
import { unknownCommands } from './buttons.ts'
import type { Checked, Rule } from './checked.ts'
import { checkedTexts } from './checked-texts.ts'
import { drawsInTime, lateClaims, nobodyEligible, unusedDraws } from './draws.ts'
import { readImages } from './image-facts.ts'
import { imagesInTexts, imagesNamed, unusableImages } from './images.ts'
import { USUAL_VARIABLES } from './known-variables.ts'
import { overlongTexts } from './lengths.ts'
import { placeholderLinks } from './links.ts'
import { forbiddenPhrases } from './phrases.ts'
import { plannedDays } from './plan-days.ts'
import { missingRounds, plansWithoutWelcome, unknownNextPlans, unmatchedPosts, unusedPosts } from './plans.ts'
import { pollsWithoutOptions } from './polls.ts'
import { sameSlots } from './same-slots.ts'
import { emptyTexts, sameTexts } from './same-texts.ts'
import { misspeltSections } from './sections.ts'
import { salesWithoutChoice, undeclaredMarketing, urgencyWithoutFacts } from './selling.ts'
import { sellingDraws } from './selling-draws.ts'
import { strayPoolTimes, unknownSlots } from './slots.ts'
import { misbracedVariables, rawHtml, unfilledVariables, unknownVariables } from './variables.ts'

const RULES: readonly Rule[] = [
  ...[plannedDays, unknownNextPlans, plansWithoutWelcome, missingRounds, unusedPosts, unmatchedPosts],
  ...[unknownSlots, strayPoolTimes, sameSlots, drawsInTime, lateClaims, nobodyEligible, unusedDraws, misspeltSections],
  ...[
    unknownVariables,
    unfilledVariables,
    misbracedVariables,
    rawHtml,
    overlongTexts,
    emptyTexts,
    sameTexts,
    eatenAsterisks,
    pollsWithoutOptions,
  ],
  ...[forbiddenPhrases, salesWithoutChoice, urgencyWithoutFacts, undeclaredMarketing, sellingDraws],
  ...[unusableImages, imagesInTexts, placeholderLinks, unknownCommands],
]

/** What is known besides the library. Without a configuration, nothing is. */
export interface CheckOptions {
  /** For what expires, and for the days of the week. */
  readonly now: Instant
  readonly sections?: SectionCheck
  readonly commands?: CommandRegistry | null
  /** Names of variables that plugins add. Default: those of Bonfire's own. */
  readonly variables?: readonly string[]
}

export interface CheckReport {
  readonly library: LoadedLibrary
  /** In the order of files and lines. */
  readonly problems: readonly Problem[]
  /** Files that were looked at. */
  readonly files: number
}

/** Reads a library and looks for everything that `docs/content.md` lists. Writes nothing. */
export async function checkLibrary(folder: string, options: CheckOptions): Promise<CheckReport> {
  const { sections } = options
  return judgeLibrary(await readLibrary(folder, sections ? { sections } : {}), options)
}

/** As `checkLibrary`, of a library that has been read. */
export async function judgeLibrary(library: LoadedLibrary, options: CheckOptions): Promise<CheckReport> {
  const { commands = null, variables = USUAL_VARIABLES, now } = options
  const texts = checkedTexts(library)
  const named = imagesNamed({ library, texts }).map(({ image }) => image)
  const images = await readImages(library.folder, named)
  const checked: Checked = { library, texts, images, commands, variables, now, broken: await readBrokenPosts(library) }
  const found = RULES.flatMap(rule => [...rule(checked)])
  return { library, problems: inOrder([...library.problems, ...found]), files: filesIn(library) }
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.code, b.code),
  )
}
const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))

function filesIn({ posts, plans, others, shop, phrases, problems }: LoadedLibrary): number {
  const read = [...posts, ...plans, ...others, ...(shop ? [shop] : []), ...(phrases ? [phrases] : []), ...problems]
  return new Set(read.map(({ file }) => file)).size
}
