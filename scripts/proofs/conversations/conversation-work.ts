import type { Work } from '../crew.ts'
import { plainWord } from '../proof.ts'
import { CONVERSATIONS } from './conversations.ts'
import { type Lived, liveConversation, wrongWith } from './live-conversation.ts'

/** Crashes to be lived through in one conversation: each after so many steps, and again after so many more. */
export interface CrashJob {
  readonly conversation: string
  /** Null: none, and then one after each number of steps. */
  readonly crashes: readonly (readonly number[])[] | null
}

export interface CrashResult {
  /** How many steps there were after the last crash of each. */
  readonly steps: readonly number[]
  readonly wrong: readonly CrashWrong[]
}

/** What is wrong with one case. */
export interface CrashWrong {
  readonly at: string
  readonly says: string
}

/** The name of a case: `a-closing:17,22`. Without crashes: `a-closing`. */
export function caseOf(conversation: string, after: readonly number[]): string {
  return [plainWord(conversation), ...(after.length > 0 ? [after.join()] : [])].join(':')
}

const usual = new Map<string, Promise<Lived>>()

/** What a crew's process does with a job. */
export const work: Work<CrashJob, CrashResult> = async ({ conversation: name, crashes }, begins) => {
  begins(caseOf(name, []))
  const conversation = CONVERSATIONS.find(known => known.name === name)!
  const known = usual.get(name) ?? liveConversation(conversation, [])
  usual.set(name, known)
  const steps: number[] = []
  const wrong: CrashWrong[] =
    crashes === null
      ? (await known).wrong.map(what => ({ at: caseOf(name, []), says: `${name}, without a crash: ${what}` }))
      : []
  for (const after of crashes ?? eachOf((await known).steps)) {
    const at = caseOf(name, after)
    begins(at)
    const lived = await liveConversation(conversation, after).catch(unlived)
    steps.push(lived.steps)
    const found = 'threw' in lived ? [lived.threw] : [...missed(after, lived), ...wrongWith(await known, lived)]
    if (found.length === 0) continue
    wrong.push({ at, says: `${name}, ${wordsFor(after, lived.where)}:\n  ${found.join('\n  ')}` })
  }
  return { steps, wrong }
}

function wordsFor(after: readonly number[], where: readonly string[]): string {
  if (after.length === 0) return 'without a crash'
  return `crashed ${where.join(', then ') || 'nowhere'} (after ${after.join(' and ')} steps)`
}

/** It costs this case only. */
function unlived(error: unknown) {
  const threw = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { threw, steps: 0, where: [] as readonly string[] }
}

/** Crashes that were to be, and were not: everything was over before. */
function missed(after: readonly number[], { where, steps }: Lived): readonly string[] {
  if (where.length === after.length) return []
  const last = where.length === 0 ? '' : ` after crash ${where.length}`
  return [`there is no step ${after[where.length]} to crash at: only ${steps}${last}`]
}

const eachOf = (steps: number): readonly (readonly number[])[] => Array.from({ length: steps }, (_, step) => [step])
