import type { payloads } from 'wechaty-puppet'
import type { Log } from '../../log.ts'
import type { Library, Puppet } from './puppet.ts'
import type { PuppetSource, Timing } from './wechat-options.ts'
import { within } from './within.ts'

/** What a puppet reports, as it comes. */
export type Heard =
  | { readonly kind: 'message'; readonly id: string }
  | ({ readonly kind: 'join' } & payloads.EventRoomJoin)
  | ({ readonly kind: 'leave' } & payloads.EventRoomLeave)
  | ({ readonly kind: 'topic' } & payloads.EventRoomTopic)
  | { readonly kind: 'invitation'; readonly id: string }

/** One login, from the moment it stands until it breaks. What comes after is another session. */
export interface Session {
  readonly puppet: Puppet
  /** The bot's own contact id. */
  readonly self: string
  /** Resolves with the reason when it is over. Never rejects. */
  readonly lost: Promise<string>
  /** Hangs up. The gateway stays logged in, so that the next session needs no new login. */
  end(): Promise<void>
}

export interface SessionOptions {
  readonly library: Library
  readonly source: PuppetSource
  readonly timing: Timing
  readonly log: Log
  readonly hear: (heard: Heard) => void
  /** Also stops the puppet behind a gateway that does not log in: it may be stuck with a client that is long gone. */
  readonly resets: boolean
  readonly signal: AbortSignal
}

/** Longest wait for a puppet to end, in milliseconds. */
const END_MS_MAX = 5_000

/**
 * Connects, and resolves when WeChat is logged in. `start()` of the library resolves with a bad token as well, and its
 * client never reconnects once the gateway was away at the wrong moment: so each connection is a new client.
 * @throws When there is no login in time. Nothing is left running then.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { library, source, timing, log, hear, resets, signal } = options
  const made = await library.make(source, signal)
  const { puppet } = made
  const lost = Promise.withResolvers<string>()
  const loggedIn = Promise.withResolvers<string>()
  // Whoever loses the race below must not end the process.
  loggedIn.promise.catch(() => {})

  // 1. Listen, before anything can be said.
  const bot = library.WechatyBuilder.build({ puppet })
  let isOver = false
  let lastError: unknown = 'no reason given'
  let starting: Promise<void> = Promise.resolve()
  // The bot's own errors are of a layer that is not used here, such as rooms that it takes for contacts (wechaty#2410).
  bot.on('error', error => {
    lastError = error
  })
  puppet.on('error', (reported: unknown) => {
    if (!isOver) log.warn('The WeChat puppet reports an error', { error: errorIn(reported) })
  })
  made.onBroken = lost.resolve
  puppet.on('login', ({ contactId }) => loggedIn.resolve(contactId))
  puppet.on('logout', ({ data }) => lost.resolve(`logged out: ${data ?? 'no reason given'}`))
  listen(puppet, heard => (isOver ? undefined : hear(heard)))
  const watch = watchSilence(puppet, timing.silenceMsMax, () => lost.resolve('silence'))
  const deadline = watchLogin(puppet, timing, log, loggedIn.reject)
  const end = once(async () => {
    isOver = true
    watch.stop()
    deadline.stop()
    lost.resolve('ended')
    // What is still starting cannot be stopped: the library would go on starting afterwards.
    const stopped = starting.then(() => bot.stop())
    const inTime = within(stopped, END_MS_MAX, 'stop').catch(error =>
      log.warn('A WeChat puppet did not end', { error }),
    )
    // Once it has hung up, what is left to stop are the library's timers, and for some of them it waits 5 s.
    if (made.hangUp && !made.stopsGateway) made.hangUp()
    else await inTime
  })

  // 2. Connect, and wait for the login.
  const onAbort = (): void => loggedIn.reject(new Error('Ended before the login.'))
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  try {
    const gone = lost.promise.then(reason => Promise.reject(new Error(`Broken off before the login: ${reason}.`)))
    starting = bot.start().catch(error => {
      lastError = error
    })
    await Promise.race([starting, loggedIn.promise, gone])
    // `start()` of the bot resolves whatever happens; the puppet's state tells.
    if (puppet.state.active() === false) throw lastError
    const self = await Promise.race([loggedIn.promise, gone])
    return { puppet, self, lost: lost.promise, end }
  } catch (error) {
    made.stopsGateway = resets && deadline.hasPassed()
    await end()
    throw error
  } finally {
    deadline.stop()
    signal.removeEventListener('abort', onAbort)
  }
}

/** A puppet reports an error as itself, or as text in one of two fields. */
function errorIn(reported: unknown): unknown {
  if (reported instanceof Error) return reported
  const { gerror, data } = reported as payloads.EventError
  return gerror ?? data ?? reported
}

function listen(puppet: Puppet, hear: (heard: Heard) => void): void {
  // The puppet's own events: those of the layer above are out of order when one person is known and another is not.
  puppet.on('message', ({ messageId }) => hear({ kind: 'message', id: messageId }))
  puppet.on('room-join', payload => hear({ kind: 'join', ...payload }))
  puppet.on('room-leave', payload => hear({ kind: 'leave', ...payload }))
  puppet.on('room-topic', payload => hear({ kind: 'topic', ...payload }))
  puppet.on('room-invite', ({ roomInvitationId }) => hear({ kind: 'invitation', id: roomInvitationId }))
}

/** Notices that nothing comes any more. Every event of a gateway counts as a sign of life, the answer to `ding` as well. */
function watchSilence(puppet: Puppet, silenceMsMax: number, onSilence: () => void): { stop(): void } {
  let isTested = false
  let timer: NodeJS.Timeout
  const rest = (): void => {
    isTested = false
    clearTimeout(timer)
    timer = setTimeout(test, silenceMsMax)
  }
  const test = (): void => {
    if (isTested) return onSilence()
    isTested = true
    timer = setTimeout(test, silenceMsMax)
    try {
      puppet.ding('still there?')
    } catch {
      // The client is gone already: silence follows.
    }
  }
  timer = setTimeout(test, silenceMsMax)
  const events = ['heartbeat', 'dong', 'login', 'message', 'scan'] as const
  let isOver = false
  for (const event of events) puppet.on(event, () => (isOver ? undefined : rest()))
  return {
    stop() {
      isOver = true
      clearTimeout(timer)
    },
  }
}

/** Gives up waiting for the login; later when a person has to scan a code first. */
function watchLogin(
  puppet: Puppet,
  { loginMsMax, scanMsMax }: Timing,
  log: Log,
  giveUp: (error: Error) => void,
): { stop(): void; hasPassed(): boolean } {
  let [hasPassed, isOver, lastCode] = [false, false, '']
  const wait = (timeoutMs: number) =>
    setTimeout(() => {
      hasPassed = true
      const why = 'WeChat is not logged in at the gateway, or another client uses the same token'
      giveUp(new Error(`No login within ${timeoutMs / 1000} s: ${why}.`))
    }, timeoutMs)
  let timer = wait(loginMsMax)
  puppet.on('scan', ({ qrcode }) => {
    if (isOver || !qrcode || qrcode === lastCode) return
    lastCode = qrcode
    clearTimeout(timer)
    timer = wait(scanMsMax)
    const link = `https://wechaty.js.org/qrcode/${encodeURIComponent(qrcode)}`
    log.warn(`WeChat wants to be logged in: open ${link} and scan the code with the bot's phone.`)
  })
  return {
    stop() {
      isOver = true
      clearTimeout(timer)
    },
    hasPassed: () => hasPassed,
  }
}

function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= act()
    return done
  }
}
