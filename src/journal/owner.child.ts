/** A process of its own for the tests of the lock: takes a folder when told to, and says what came of it. */
import { BonfireError } from '../errors.ts'
import { takeOwnership } from './owner.ts'
import type { Ownership } from './ownership.ts'

export type Order = { readonly take: string } | { readonly release: true }
export type Answer = {
  readonly result: 'taken' | 'released' | BonfireError['code'] | 'failed'
  readonly message: string
}

let ownership: Ownership | undefined

process.on('message', async (order: Order) => {
  try {
    if ('take' in order) {
      // A short lease, because what is looked at while it is being created is looked at ten times per lease.
      ownership = await takeOwnership(order.take, { leaseMs: 1000 })
      answer('taken')
    } else {
      await ownership?.[Symbol.asyncDispose]()
      answer('released')
    }
  } catch (error) {
    if (error instanceof BonfireError) answer(error.code, error.message)
    else answer('failed', String(error))
  }
})

function answer(result: Answer['result'], message = ''): void {
  process.send?.({ result, message } satisfies Answer)
}
