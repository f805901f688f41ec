import type { Work } from '../crew.ts'
import { MUTANTS } from './all-mutants.ts'
import type { TrialName } from './mutant.ts'
import { patchOnLoad } from './patching-hook.ts'

/** Some seeds of one mutant, in a process that has never loaded another. Without a mutant: the product as it is. */
export interface TrialJob {
  readonly mutant: string | null
  readonly trial: TrialName
  readonly seeds: readonly number[]
}

export type TrialResult =
  | { readonly is: 'passed' }
  | { readonly is: 'caught'; readonly seed: number; readonly oracle: string; readonly says: string }
  /** It says nothing about oracles: it does not even run. */
  | { readonly is: 'broken'; readonly reason: string }

/** What an oracle found in the history of one seed. */
interface Found {
  readonly oracle: string
  readonly says: string
}
type Live = (seed: number) => Promise<Found | null>

/** Errors of somebody who wrote a patch, not of a product that notices that something is wrong. */
const MISTAKES = [ReferenceError, SyntaxError, TypeError, RangeError]
const IS_MISTAKE = new RegExp(`\\b(?:${MISTAKES.map(({ name }) => name).join('|')})\\b`)

let prepared: Promise<Live> | undefined

/** What a crew's process does with a job. */
export const work: Work<TrialJob, TrialResult> = async ({ mutant, trial, seeds }) => {
  try {
    prepared ??= prepare(mutant, trial)
    const live = await prepared
    for (const seed of seeds) {
      const found = await live(seed)
      if (found) return { is: 'caught', seed, ...found }
    }
    return { is: 'passed' }
  } catch (error) {
    return { is: 'broken', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** The hook first: what is imported before it is loaded without patches. */
async function prepare(name: string | null, trial: TrialName): Promise<Live> {
  const patches = name === null ? [] : patchesOf(name)
  const hook = patchOnLoad(patches)
  const live = await TRIALS[trial]()
  const missing = patches.filter(({ file }) => !hook.loaded.has(file))
  if (missing.length > 0) throw new Error(`Nothing that is tried here loads ${missing.map(({ file }) => file).join()}.`)
  return async seed => {
    try {
      const found = await live(seed)
      if (found?.oracle === 'trouble' && IS_MISTAKE.test(found.says)) throw new Error(found.says)
      return found
    } catch (error) {
      // A product that will not go on has noticed. The patch's own mistakes are none of its merits.
      if (MISTAKES.some(mistake => error instanceof mistake)) throw error
      return { oracle: 'it goes on', says: error instanceof Error ? error.message : String(error) }
    }
  }
}

function patchesOf(name: string) {
  const mutant = MUTANTS.find(known => known.name === name)
  if (!mutant) throw new Error(`There is no mutant "${name}".`)
  return mutant.patches
}

async function campaigns(): Promise<Live> {
  const { runCampaign } = await import('../swarm/campaign.ts')
  return async seed => (await runCampaign(seed)).broken[0] ?? null
}

async function contentCampaigns(): Promise<Live> {
  const { runContentCampaign } = await import('../content/content-campaign.ts')
  return async seed => (await runContentCampaign(seed)).wrong[0] ?? null
}

async function closingSequences(): Promise<Live> {
  const { runClosing } = await import('../closings/closing-run.ts')
  return async seed => (await runClosing(seed)).wrong[0] ?? null
}

async function groupsWithDraws(): Promise<Live> {
  const { runDraws } = await import('../draws/draw-run.ts')
  return async seed => (await runDraws(seed)).wrong[0] ?? null
}

async function powerCuts(): Promise<Live> {
  const { powerLife } = await import('../storage/power-life.ts')
  return async seed => {
    const [says] = await powerLife(seed)
    return says === undefined ? null : { oracle: 'what was acknowledged is there', says }
  }
}

const TRIALS: Readonly<Record<TrialName, () => Promise<Live>>> = {
  campaigns,
  content: contentCampaigns,
  closings: closingSequences,
  draws: groupsWithDraws,
  power: powerCuts,
}
