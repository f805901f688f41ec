import { describe, expect, test } from 'vitest'
import type { Update } from './adapters/adapter.ts'
import type { OpenAccount } from './bonfire.ts'
import { openReopening } from './reopening.ts'

const update = (cause: string) => ({ kind: 'said', cause }) as unknown as Update

/** Accounts that write down what happens to them; opening the second one waits until it is let. */
function accounts() {
  const happened: string[] = []
  const opening: { resolve(): void; reject(error: unknown): void }[] = []
  let count = 0
  const open = async (wasHeard: boolean): Promise<OpenAccount> => {
    count += 1
    const name = count
    const note = (what: string) => void happened.push(`${name} ${what}`)
    if (name > 1) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      opening.push({ resolve, reject })
      await promise
    }
    note(`opened${wasHeard ? ', heard' : ''}`)
    const account = {
      take: async (updates: readonly { readonly cause: string }[]) =>
        note(`takes ${updates.map(({ cause }) => cause)}`),
      stopSending: async () => note('stops sending'),
      connected: (self?: { readonly names: readonly string[] }) => note(`connected ${self?.names}`),
      caughtUp: () => note('caught up'),
      disconnected: () => note('disconnected'),
    }
    return { account, [Symbol.asyncDispose]: async () => note('closed') } as unknown as OpenAccount
  }
  const attach = () => ({ [Symbol.dispose]: () => {} })
  return { happened, opening, open, attach }
}
const turn = () => new Promise(resolve => setImmediate(resolve))

describe('an account that is opened again', () => {
  test('takes what came meanwhile afterwards, and is told what the platform last said', async () => {
    const { happened, opening, ...options } = accounts()
    const reopening = await openReopening(options)
    const { intake } = reopening
    intake.connected({ names: ['bot'] })
    await intake.take([update('a')])
    intake.caughtUp()
    const reopened = reopening.reopen()
    await turn()
    const taken = intake.take([update('b')])
    await turn()
    expect(happened.slice(4)).toEqual(['1 stops sending', '1 closed'])
    opening[0]!.resolve()
    await Promise.all([reopened, taken])
    expect(happened.slice(6)).toEqual(['2 opened, heard', '2 connected bot', '2 caught up', '2 takes b'])
  })

  test('is not told that it is connected when the connection has gone meanwhile', async () => {
    const { happened, opening, ...options } = accounts()
    const reopening = await openReopening(options)
    reopening.intake.connected()
    const reopened = reopening.reopen()
    await turn()
    reopening.intake.disconnected()
    opening[0]!.resolve()
    await reopened
    expect(happened.at(-1)).toBe('2 opened, heard')
    reopening.intake.connected()
    expect(happened.at(-1)).toMatch(/^2 connected/)
  })

  test('is handed in what waited, and is not closed while that is under way', async () => {
    const { happened, opening, ...options } = accounts()
    const reopening = await openReopening(options)
    const slow = Promise.withResolvers<void>()
    const first = reopening.handIn(async () => {
      await slow.promise
      happened.push('first handed in')
    })
    const reopened = reopening.reopen()
    await turn()
    const second = reopening.handIn(async account => {
      await account.take([update('order')])
      return 'second'
    })
    await turn()
    slow.resolve()
    await first
    await turn()
    expect(happened.slice(1)).toEqual(['1 stops sending', 'first handed in', '1 closed'])
    opening[0]!.resolve()
    expect(await second).toBe('second')
    await reopened
    expect(happened.slice(-2)).toEqual(['2 opened', '2 takes order'])
  })

  test('that cannot be opened is closed, and says so; ending is still possible', async () => {
    const { opening, happened, ...options } = accounts()
    const reopening = await openReopening(options)
    const reopened = reopening.reopen()
    await turn()
    opening[0]!.reject(new Error('the disk is full'))
    await expect(reopened).rejects.toThrow('the disk is full')
    await reopening[Symbol.asyncDispose]()
    expect(happened.filter(what => what.endsWith('closed'))).toEqual(['1 closed'])
  })

  test('ends when what is under way has ended, and is not opened after that', async () => {
    const { opening, happened, ...options } = accounts()
    const reopening = await openReopening(options)
    const reopened = reopening.reopen()
    await turn()
    const disposed = reopening[Symbol.asyncDispose]()
    opening[0]!.resolve()
    await Promise.all([reopened, disposed])
    await reopening.reopen()
    expect(happened).toEqual(['1 opened', '1 stops sending', '1 closed', '2 opened', '2 closed'])
  })
})
