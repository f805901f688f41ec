import type { FileBoxInterface } from 'file-box'
import type { WechatyBuilder } from 'wechaty'
import type { impls } from 'wechaty-puppet'
import type { PuppetService } from 'wechaty-puppet-service'
import { BonfireError } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Clock } from '../../scheduler/clock.ts'
import { discoverEndpoint } from './discover.ts'
import { routeLibraryLogs } from './library-logs.ts'
import type { PuppetSource } from './wechat-options.ts'

/** What a puppet can be asked, whatever is behind it. */
export type Puppet = impls.PuppetInterface

/** A puppet that was made, and not started. */
export interface MadePuppet {
  readonly puppet: Puppet
  /** Called when the connection to a gateway breaks. The library only says so in its log. */
  onBroken: (reason: string) => void
  /** Whether stopping it stops the puppet behind the gateway too. Default: it only hangs up, and WeChat stays logged in. */
  stopsGateway: boolean
  /** Ends the connection to the gateway at once. Absent: there is no gateway. */
  readonly hangUp?: () => void
}

/** What was loaded. */
export interface Library {
  readonly WechatyBuilder: typeof WechatyBuilder
  readonly fileBox: (path: string) => FileBoxInterface
  readonly bytesBox: (name: string, bytes: Uint8Array) => FileBoxInterface
  /** @throws When a puppet cannot be made like this, however often it is tried. */
  check(source: PuppetSource): Promise<void>
  make(source: PuppetSource, signal: AbortSignal): Promise<MadePuppet>
}

/** Payloads that are remembered: as many as a large account has at hand. Default of the library: 100 of each. */
const CACHE = { contact: 5_000, message: 1_000, room: 1_000, roomMember: 1_000 }

/** The library's own watchdog restarts a client, and gives up when the gateway is away just then. Ours is always first. */
const OWN_WATCHDOG_S = 3_600

/**
 * Loads wechaty: 630 ms and 84 MB (measured 2026-11-21, Node 24), which is why nobody pays for it who has no WeChat.
 */
export async function loadLibrary(log: Log, clock: Clock): Promise<Library> {
  const [wechaty, base, { FileBox }] = await Promise.all([
    import('wechaty'),
    import('wechaty-puppet'),
    import('file-box'),
  ])
  routeLibraryLogs([wechaty.log, base.log], log, clock)
  const make = async (source: PuppetSource, signal: AbortSignal): Promise<MadePuppet> =>
    source.kind === 'service' ? makeService(source, signal) : makeFromPackage(source)
  return {
    WechatyBuilder: wechaty.WechatyBuilder,
    fileBox: path => FileBox.fromFile(path),
    // A FileBox of a buffer cannot be put into JSON, which is how the gateway gets small ones (file-box 1.5.5).
    bytesBox: (name, bytes) => FileBox.fromBase64(Buffer.from(bytes).toString('base64'), name),
    check,
    make,
  }
}

async function check(source: PuppetSource): Promise<void> {
  if (source.kind === 'service') {
    if (/.+_.+/.test(source.token)) return
    throw new BonfireError('WECHAT_TOKEN_INVALID', { found: 'has no "_"' })
  }
  try {
    await import(source.name)
  } catch (cause) {
    throw new BonfireError('WECHAT_PUPPET_MISSING', { name: source.name }, { cause })
  }
}

async function makeFromPackage(source: PuppetSource & { readonly kind: 'package' }): Promise<MadePuppet> {
  const { default: Constructor } = (await import(source.name)) as {
    default: new (options: object) => Puppet
  }
  return { puppet: new Constructor({ cache: CACHE, ...source.options }), onBroken: () => {}, stopsGateway: false }
}

async function makeService(
  source: PuppetSource & { readonly kind: 'service' },
  signal: AbortSignal,
): Promise<MadePuppet> {
  const { PuppetService } = await import('wechaty-puppet-service')

  /** The library's client, without its cache on disk, and with an end that one hears of. */
  class StatelessPuppetService extends PuppetService {
    /** It would keep contacts and rooms in a LevelDB under the home folder, where two accounts get in each other's way. */
    protected override hookPayloadStore(): void {}

    protected override bridgeGrpcEventStream(client: PuppetService['grpcManager']): void {
      super.bridgeGrpcEventStream(client)
      for (const event of ['end', 'error', 'cancel']) client.on(event, () => made.onBroken(`the stream's ${event}`))
    }

    /** The library calls it without waiting; were it to throw, as with a connection that is gone, the process would end. */
    override async dirtyPayload(...payload: Parameters<PuppetService['dirtyPayload']>): Promise<void> {
      await super.dirtyPayload(...payload).catch(() => {})
    }

    private hasHungUp = false

    override async onStart(): Promise<void> {
      if (this.hasHungUp) throw new Error('It was ended before it began.')
      // The library needs 5 s more to say that it could not start.
      await super.onStart().catch(error => {
        made.onBroken(error instanceof Error ? error.message : String(error))
        throw error
      })
    }

    override async onStop(): Promise<void> {
      if (made.stopsGateway) await super.onStop()
      else this.hangUp()
    }

    hangUp(): void {
      this.hasHungUp = true
      for (const cleanUp of this._cleanupCallbackList.splice(0)) cleanUp()
      // `destroy()`, which the library calls, leaves the call standing: the gateway would take the next client for a second one.
      this._grpcManager?.eventStream?.cancel()
      this._grpcManager?.client.close()
    }
  }

  const puppet = new StatelessPuppetService({
    token: source.token,
    endpoint: source.endpoint ?? (await discoverEndpoint(source.token, signal)),
    tls: { disable: !source.tls },
    cache: CACHE,
    timeoutSeconds: OWN_WATCHDOG_S,
  })
  neverSendFilesTwice(puppet)
  const made: MadePuppet = { puppet, onBroken: () => {}, stopsGateway: false, hangUp: () => puppet.hangUp() }
  return made
}

/**
 * After any error of sending a file, a lost answer included, the library sends it once more by another call, for
 * gateways from before 2022. That call fails here, and the outcome is unknown. The method is private to the types.
 */
function neverSendFilesTwice(puppet: PuppetService): void {
  const messageSendFileStream = async (): Promise<never> => {
    throw new FileUnansweredError('The gateway did not confirm the file.')
  }
  Object.assign(puppet, { messageSendFileStream })
}

/** A file was handed over, and what became of it is not known: the library keeps the reason to itself. */
export class FileUnansweredError extends Error {
  override readonly name = 'FileUnansweredError'
}
