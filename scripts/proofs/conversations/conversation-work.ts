import type { Work } from '../crew.ts'
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
  readonly wrong: readonly string[]
}

const usual = new Map<string, Promise<Lived>>()

/** What a crew's process does with a job. */
export const work: Work<CrashJob, CrashResult> = async ({ conversation: name, crashes }) => {
  const conversation = CONVERSATIONS.find(known => known.name === name)!
  const known = usual.get(name) ?? liveConversation(conversation, [])
  usual.set(name, known)
  const steps: number[] = []
  const wrong: string[] = crashes === null ? (await known).wrong.map(what => `${name}, without a crash: ${what}`) : []
  for (const after of crashes ?? eachOf((await known).steps)) {
    const lived = await liveConversation(conversation, after)
    steps.push(lived.steps)
    const found = wrongWith(await known, lived)
    if (found.length === 0) continue
    const where = lived.where.join(', then ') || 'nowhere'
    wrong.push(`${name}, crashed ${where} (after ${after.join(' and ')} steps):\n  ${found.join('\n  ')}`)
  }
  return { steps, wrong }
}

const eachOf = (steps: number): readonly (readonly number[])[] => Array.from({ length: steps }, (_, step) => [step])
