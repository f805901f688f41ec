/** One case in a process of its own. It is told what to do, and tells how far it is and what it found. */
import { CASES } from './bench-cases.ts'
import type { Figure } from './figure.ts'

export interface CaseAsked {
  readonly name: string
  readonly count: number
  readonly folder: string
}
export type CaseSays =
  | { readonly is: 'under way'; readonly done: number; readonly of: number }
  | { readonly is: 'measured'; readonly figures: readonly Figure[] }

// Nobody wants to know any more.
process.once('disconnect', () => process.exit())
process.once('message', async ({ name, count, folder }: CaseAsked) => {
  const tell = (said: CaseSays) => void process.send?.(said)
  const bench = CASES.find(found => found.name === name)!
  const figures = await bench.measure({ count, folder, onProgress: (done, of) => tell({ is: 'under way', done, of }) })
  process.send?.({ is: 'measured', figures } satisfies CaseSays, () => process.disconnect?.())
})
