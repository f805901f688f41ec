import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Config, loadConfig } from '../config.ts'
import { contentOf } from '../content/content-of.ts'
import { type LoadedLibrary, type LoadedPlan, readLibrary } from '../content/library.ts'
import { BonfireError } from '../errors.ts'
import type { LocalDay } from '../events/ids.ts'
import type { ContentPlatform } from '../host/content.ts'
import { hindrances } from '../open-library.ts'
import { type Finding, isError } from '../rehearsal/finding.ts'
import { findingsIn } from '../rehearsal/findings.ts'
import { endingText } from '../rehearsal/happenings.ts'
import { type RehearsedPlatform, rehearsedPlatform } from '../rehearsal/platforms.ts'
import { type Rehearsal, rehearse } from '../rehearsal/rehearse.ts'
import { reportPage } from '../rehearsal/report.ts'
import { drawLines } from '../rehearsal/report-draws.ts'
import { GROUP } from '../rehearsal/stage.ts'
import { type TimelineDay, tellingOf, timelineOf } from '../rehearsal/timeline.ts'
import { transcriptOf } from '../rehearsal/transcript.ts'
import { machineTime } from '../scheduler/clock.ts'
import { whyNoLibrary } from './content-check-folder.ts'
import { choosePlan } from './plan.ts'
import { progressBar } from './progress-bar.ts'
import { proofsBeside, writeProofs } from './rehearsed-proofs.ts'
import { shortPath } from './spaces.ts'
import { columns, printLine, type Terminal } from './terminal.ts'

/** What the command line gives. */
export interface RehearseArguments {
  readonly members?: number
  readonly seed?: number
  readonly buyers?: number
  readonly platform?: ContentPlatform
  readonly start?: LocalDay
  readonly library?: string
  readonly report?: string
  readonly transcript?: boolean
  readonly config?: string
}

const WRONG_USAGE = 2
const NAME_ANOTHER = 'Name the library with --library FOLDER, or as `content` in bonfire.config.ts.'
const MEMBERS_DEFAULT = 200
const SEED_DEFAULT = 7
/** 3–4 % of the members of free check-in groups buy, as operators report. */
const BUYERS_DEFAULT = 0.035

/**
 * Plays a campaign. Exit code 0; 1 when something should be otherwise before real people see it; 2 when there is no such
 * plan.
 */
export async function showRehearsal(
  given: string | undefined,
  options: RehearseArguments,
  terminal: Terminal,
): Promise<number> {
  // 1. Which plan, where
  const config = await loadConfig(options.config === undefined ? {} : { file: options.config })
  const folder = options.library === undefined ? config.content : path.resolve(options.library)
  const unlike = whyNoLibrary(folder, NAME_ANOTHER)
  if (unlike !== null) {
    terminal.err.write(`${folder}: ${unlike}\n`)
    return WRONG_USAGE
  }
  const library = await readLibrary(folder, { sections: config.checkSection })
  const plan = choosePlan(library, given, terminal, 'rehearse')
  if (plan === undefined) return WRONG_USAGE
  // 2. The campaign
  const startedAtMs = machineTime.elapsedMs()
  const rehearsal = await play({ config, library, plan }, options, terminal)
  const seconds = (machineTime.elapsedMs() - startedAtMs) / 1_000
  // 3. What came of it
  const sections = rehearsal.stage.world.account.host.settingsOf(GROUP).config
  const findings = findingsIn({ rehearsal, plan, library, sections })
  const titles = new Map([...library.posts, ...library.others].map(({ id, fields }) => [id, titleIn(fields)]))
  const written = await writeReport({ rehearsal, findings, titles }, options, plan)
  // 4. Say
  if (options.transcript) for (const line of transcriptOf(rehearsal)) await printLine(terminal.out, line)
  else for (const line of linesOf(rehearsal, titles, seconds)) await printLine(terminal.out, line)
  const out = options.transcript ? terminal.err : terminal.out
  for (const line of [...findingLines(findings), ...written]) await printLine(out, line)
  return findings.some(isError) ? 1 : 0
}

const titleIn = (fields: object) => String((fields as { readonly title?: unknown }).title ?? '')

interface Around {
  readonly config: Config
  readonly library: LoadedLibrary
  readonly plan: LoadedPlan
}

function play({ config, library, plan }: Around, options: RehearseArguments, terminal: Terminal): Promise<Rehearsal> {
  const bar = progressBar(terminal.err, plan.definition.name)
  const content = contentOf(library, { hindrances })
  const playing = rehearse({
    ...{ plan, content: () => content, settings: config.settingsFor },
    plugins: config.plugins.map(({ plugin }) => plugin),
    platform: platformFor(config, options.platform),
    members: options.members ?? MEMBERS_DEFAULT,
    seed: options.seed ?? SEED_DEFAULT,
    buyers: options.buyers ?? BUYERS_DEFAULT,
    ...(options.start !== undefined && { startDay: options.start }),
    onProgress: bar.show,
  })
  return playing.finally(() => bar.end())
}

/** That of the first account, as it is configured; without one, Telegram. */
function platformFor({ accounts }: Config, wanted: ContentPlatform | undefined): RehearsedPlatform {
  const nameOf = (account: Config['accounts'][number]) => (account.platform === 'telegram' ? 'telegram' : 'wechat')
  const name = wanted ?? (accounts[0] ? nameOf(accounts[0]) : 'telegram')
  const account = accounts.find(one => one.platform === 'wechat')
  return rehearsedPlatform(name, account?.platform === 'wechat' ? account.provider : undefined)
}

// Saying

function linesOf(rehearsal: Rehearsal, titles: ReadonlyMap<string, string>, seconds: number): readonly string[] {
  const { plan, platform, members, seed, startDay, record, ending } = rehearsal
  const all = timelineOf(rehearsal, tellingOf(rehearsal, titles, 'en-US'))
  const days = all.filter(({ isQuiet }) => !isQuiet)
  const { receipts } = record
  return [
    `${plan.definition.name} (${plan.definition.id}) from ${startDay} on ${platform.name}: ${members} members, seed ${seed}`,
    '',
    ...table(days),
    '',
    ...drawLines(rehearsal),
    `Receipts: ${receipts.acknowledged} acknowledgements in at most ${(receipts.slowest.ms / 1_000).toFixed(1)} s; at most ${receipts.busiest.messages} messages of them in a minute.`,
    `Ending: ${ending === null ? 'the group goes on' : endingText(ending, 'en-US')}${record.goneOn > 0 ? `; ${record.goneOn} went on to the next group` : ''}.`,
    `${record.commits.toLocaleString('en-US')} commits in ${seconds.toFixed(1)} s.`,
  ]
}

const HEAD = ['day', '', 'phase', 'members', 'posts', 'check-ins', 'rate', 'comments', 'points', 'orders'] as const

function table(days: readonly TimelineDay[]): readonly string[] {
  const rows = days.map(({ figures, number, rate, phase }) => [
    figures.day,
    number === null ? '' : `#${number}`,
    phase,
    String(figures.present),
    `${figures.posts}${figures.marketing > 0 ? ` (${figures.marketing} marketing)` : ''}`,
    String(figures.checkIns),
    rate === null ? '' : `${rate} %`,
    String(figures.comments),
    `+${figures.points}${figures.spent > 0 ? ` −${figures.spent}` : ''}`,
    figures.orders === 0 && figures.refunds === 0
      ? ''
      : `${figures.orders}${figures.refunds > 0 ? ` −${figures.refunds}` : ''}`,
  ])
  const [head, ...lines] = columns([HEAD, ...rows])
  return [head!, ...lines.flatMap((line, index) => [line, ...days[index]!.happened.map(told => `  · ${told}`)])]
}

function findingLines(findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return ['', 'Nothing found that should be otherwise.']
  return ['', ...findings.map(({ severity, code, where, text }) => `${severity} ${where}: ${text['en-US']} [${code}]`)]
}

interface Shown {
  readonly rehearsal: Rehearsal
  readonly findings: readonly Finding[]
  readonly titles: ReadonlyMap<string, string>
}
/** Writes the page, and beside it the proof files. Returns where they are. */
async function writeReport(
  shown: Shown,
  { report }: RehearseArguments,
  { definition }: LoadedPlan,
): Promise<readonly string[]> {
  const file = path.resolve(report ?? path.join('rehearsals', `${definition.id}.html`))
  try {
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, reportPage(shown))
    return [...(await writeProofs(shown.rehearsal, proofsBeside(file))), `Report: ${shortPath(file)}`]
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new BonfireError('DATA_UNWRITABLE', { file, reason }, { cause: error })
  }
}
