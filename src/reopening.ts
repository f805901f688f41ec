import type { Account } from './account.ts'
import type { Intake } from './adapters/adapter.ts'
import type { OpenAccount } from './bonfire.ts'

/** An account that can be closed and opened again while its platform stays connected. */
export interface Reopening extends AsyncDisposable {
  /** The account as it is open now. Not to be kept: it may be another one later. */
  readonly opened: OpenAccount
  /** Where the adapter hands in what it hears. Meanwhile it waits: nothing is lost, and nothing is confirmed. */
  readonly intake: Intake
  /** Has the open account do something. While there is none it waits. */
  handIn<T>(work: (account: Account) => Promise<T>): Promise<T>
  /**
   * Closes the account and opens it again. Who asked to be erased is erased in between.
   * @throws whatever keeps it from being opened; it stays closed then
   */
  reopen(): Promise<void>
  /** No more reopening; what is under way has ended when it resolves. */
  end(): Promise<void>
}

export interface ReopeningOptions {
  /** `wasHeard`: its updates have been kept for it. */
  readonly open: (wasHeard: boolean) => Promise<OpenAccount>
  /** Lets it work. What is returned stops that, before it is closed. */
  readonly attach: (opened: OpenAccount) => Disposable
}

export async function openReopening({ open, attach }: ReopeningOptions): Promise<Reopening> {
  let opened = await open(false)
  let attached = attach(opened)
  let isClosed = false
  let reopening: Promise<void> | null = null
  /** What is being recorded. */
  const taking = new Set<Promise<unknown>>()
  // What the platform has last said of itself: told to whichever account is open next.
  let self: Parameters<Intake['connected']>[0]
  let isConnected = false
  let isCaughtUp = false

  async function handIn<T>(work: (account: Account) => Promise<T>): Promise<T> {
    while (reopening) await reopening.catch(() => {})
    const working = work(opened.account)
    taking.add(working)
    return working.finally(() => taking.delete(working))
  }

  async function closeAndOpen(): Promise<void> {
    // 1. Nothing leaves, and nothing comes in
    await opened.account.stopSending()
    await Promise.allSettled([...taking])
    const wasConnected = isConnected
    await close()
    // 2. Open it again
    opened = await open(wasConnected)
    attached = attach(opened)
    isClosed = false
    // 3. It knows nothing of the connection
    if (isConnected) opened.account.connected(self)
    if (isConnected && isCaughtUp) opened.account.caughtUp()
  }
  async function close(): Promise<void> {
    if (isClosed) return
    isClosed = true
    attached[Symbol.dispose]()
    await opened[Symbol.asyncDispose]()
  }

  /** Tells the open account, if there is one. */
  const tell = (what: (account: OpenAccount['account']) => void) => {
    if (!isClosed) what(opened.account)
  }

  let hasEnded = false
  async function end(): Promise<void> {
    hasEnded = true
    await reopening?.catch(() => {})
  }
  return {
    get opened() {
      return opened
    },
    intake: {
      take: updates => handIn(account => account.take(updates)),
      caughtUp() {
        isCaughtUp = true
        tell(account => account.caughtUp())
      },
      connected(named) {
        self = named
        isConnected = true
        tell(account => account.connected(named))
      },
      disconnected() {
        isConnected = false
        isCaughtUp = false
        tell(account => account.disconnected())
      },
    },
    handIn,
    async reopen() {
      while (reopening) await reopening.catch(() => {})
      if (hasEnded) return
      reopening = closeAndOpen().finally(() => {
        reopening = null
      })
      await reopening
    },
    end,
    async [Symbol.asyncDispose]() {
      await end()
      await close()
    },
  }
}
