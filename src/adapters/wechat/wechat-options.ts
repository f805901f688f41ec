import type { Log } from '../../log.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { Capabilities, DrawPicture } from '../adapter.ts'
import type { Provider } from './providers.ts'

/** How WeChat is reached. */
export type PuppetSource =
  | {
      /** A gateway that holds the WeChat login and speaks gRPC: wechaty's puppet service. */
      readonly kind: 'service'
      /** The gateway's token, with its prefix: `insecure_…`, `puppet_workpro_…`. */
      readonly token: string
      /** `host:port`. Default: wechaty's directory is asked for it, anew for each session. */
      readonly endpoint?: string
      /** False: the gateway speaks without encryption, and anybody on the way can read along and take part. */
      readonly tls: boolean
    }
  | {
      /** Any other puppet, by the name of its npm package: `wechaty-puppet-wechat4u`. It runs inside this process. */
      readonly kind: 'package'
      readonly name: string
      /** What the puppet takes at its making. */
      readonly options?: Readonly<Record<string, unknown>>
    }

/** How long things may take. All in milliseconds. */
export interface Timing {
  /** From opening a session to being logged in. Default: 30 s. */
  readonly loginMsMax: number
  /** The same, once a code is shown that a person has to scan with their phone. Default: 10 min. */
  readonly scanMsMax: number
  /** One call to the puppet. Default: 15 s. */
  readonly callMsMax: number
  /** One call that carries a file. Default: 60 s. */
  readonly fileMsMax: number
  /** Silence after which the connection is tested. After twice as much of it the session has ended. Default: 20 s. */
  readonly silenceMsMax: number
  /** Wait before the next session: doubles from the first to the last. Default: 1 s and 30 s. */
  readonly backOffMs: { readonly min: number; readonly max: number }
  /** Between two rooms whose members are asked for. Default: 100 ms. */
  readonly rosterGapMs: number
  /** Until the members of all rooms are asked for again. Default: 1 h. */
  readonly rostersAgainMs: number
  /** Before what was refused is handed in again, and between two looks whether a removed member is gone. Default: 1 s. */
  readonly againMs: number
}

export const TIMING: Timing = {
  loginMsMax: 30_000,
  scanMsMax: 10 * 60_000,
  callMsMax: 15_000,
  fileMsMax: 60_000,
  silenceMsMax: 20_000,
  backOffMs: { min: 1_000, max: 30_000 },
  rosterGapMs: 100,
  rostersAgainMs: 3_600_000,
  againMs: 1_000,
}

export interface WeChatOptions {
  readonly puppet: PuppetSource
  /** Who is behind the puppet: decides what it is said to be able to do. */
  readonly provider: Provider
  /** What a `custom` provider can do. Left out: no. With another provider it corrects the table. */
  readonly capabilities?: Partial<Capabilities>
  readonly clock: Clock
  readonly log: Log
  /** Where an image of a post is on this machine. Default: posts have no images. */
  readonly assetPath?: (image: string) => string
  /** Default: nothing can be drawn, and messages go without their pictures. */
  readonly drawPicture?: DrawPicture
  /** Whether the bot joins a room when somebody invites it. Default: true. */
  readonly acceptsInvitations?: boolean
  readonly timing?: Partial<Timing>
}
