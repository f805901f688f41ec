import type { Update } from '../../../../src/adapters/adapter.ts'
import type { UpdateFate } from '../../../../src/simulation/simulated-platform.ts'
import { getOrMake } from './facts.ts'

/** What a person said, or pressed. */
export interface Spoken {
  readonly member: string
  readonly text: string
  readonly at: number
  readonly hasPhoto: boolean
  readonly isPrivate: boolean
  /** Null: it was pressed. */
  readonly message: string | null
}

/** What people said and pressed, by the cause under which it is recorded. */
export function spokenByCause() {
  const all = new Map<string, Spoken>()
  const byMessage = new Map<string, Spoken>()
  const byMember = new Map<string, Spoken[]>()
  return {
    updates(fate: UpdateFate, updates: readonly Update[]): undefined {
      if (fate !== 'accepted') return undefined
      for (const update of updates) {
        if (update.kind !== 'said' && update.kind !== 'pressed') continue
        const { cause, at, who } = update
        const said = update.kind === 'said' ? update : null
        const spoken: Spoken = {
          ...{ member: who.member, at, isPrivate: update.private === true },
          text: said?.text ?? (update as { readonly button: string }).button,
          hasPhoto: said?.photo === true,
          message: said?.message ?? null,
        }
        all.set(cause, spoken)
        if (said) byMessage.set(said.message, spoken)
        getOrMake(byMember, who.member, (): Spoken[] => []).push(spoken)
      }
      return undefined
    },
    of: (cause: string): Spoken | undefined => all.get(cause),
    ofMessage: (message: string): Spoken | undefined => byMessage.get(message),
    by: (member: string): readonly Spoken[] => byMember.get(member) ?? [],
  }
}
