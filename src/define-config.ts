import type { Weekday } from './content/schemas/plan.ts'

/** Least talkative first. */
export const LOG_LEVELS = ['error', 'warn', 'info'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** What stands in `bonfire.config.ts`. */
export interface ConfigDefinition {
  /** The folder for everything that is kept, seen from this file. `BONFIRE_DATA` wins over it. Default: `data`. */
  readonly data?: string
  /**
   * Folders in `plugins/`, or packages: `bonfire-plugin-x`, `@scope/x`. In this order they are asked what somebody's
   * words mean, and react to facts.
   */
  readonly plugins: readonly string[]
  readonly plan: DefaultPlan
  /**
   * Bots on platforms. Their secrets stand in `.env`. Default: one for each token that is set there:
   * `TELEGRAM_BOT_TOKEN`, `WECHATY_PUPPET_SERVICE_TOKEN`.
   */
  readonly accounts?: readonly AccountDefinition[]
  /** The folder of what ops write, seen from this file. `BONFIRE_CONTENT` wins over it. Default: `content-library`. */
  readonly content?: string
  readonly web?: {
    /** `PORT` wins over it. Default: the first free one from 3000. 0: any that is free. */
    readonly port?: number
    /** `BONFIRE_HOST` wins over it. Default: `127.0.0.1`, which only this machine can reach. */
    readonly host?: string
    /**
     * The address under which people reach the dashboard: `https://bonfire.example.com`, without a path. `BONFIRE_URL`
     * wins over it. Default: none, and only this machine sees it.
     */
    readonly url?: string
  }
  readonly orders?: {
    /**
     * The account that keeps what shops say, for the groups of all accounts. It does not change once there are orders.
     * Default: the first. Shops sign with `BONFIRE_ORDERS_SECRET` in `.env`; without it there is no hook.
     */
    readonly account?: string
  }
  readonly log?: {
    /** `BONFIRE_LOG` wins over it. Default: `info`. */
    readonly level?: LogLevel
    /** Default: `pretty` on a terminal, `json` elsewhere. */
    readonly format?: 'pretty' | 'json'
  }
}

/** One bot login on one platform. `id` names its folder of data: `[a-z0-9-]`, at most 32, and never changed. */
export type AccountDefinition =
  | {
      readonly id: string
      readonly platform: 'telegram'
      /** `TELEGRAM_CLIENT` wins over it. Default: `grammy`. */
      readonly client?: 'grammy' | 'telegraf'
      /** The variable that holds the token. Default: `TELEGRAM_BOT_TOKEN`. */
      readonly tokenFrom?: string
      /** A Bot API server of your own. `TELEGRAM_API_ROOT` wins over it. Default: Telegram's. */
      readonly apiRoot?: string
      /** Where Telegram reaches this bot: `https://…/accounts/<id>/webhook`. Default: none, the bot asks Telegram. */
      readonly webhook?: { readonly url: string; readonly secretFrom?: string }
      /** Answers that only whoever asked can see. Telegram does not promise to deliver them. Default: false. */
      readonly ephemeral?: boolean
    }
  | {
      readonly id: string
      readonly platform: 'wechat'
      /** What the puppet is, which says what it can do. Default: `workpro`. */
      readonly provider?: 'workpro' | 'padlocal' | 'wechat4u' | 'xp' | 'custom'
      /** The variable that holds the token of the puppet service. Default: `WECHATY_PUPPET_SERVICE_TOKEN`. */
      readonly tokenFrom?: string
      /** `host:port`. `WECHATY_PUPPET_SERVICE_ENDPOINT` wins over it. Default: looked up by the token. */
      readonly endpoint?: string
      /** Default: true. `WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT` (`true` or `false`) wins over it. */
      readonly tls?: boolean
      /** Any other puppet, by its package, instead of a puppet service. */
      readonly puppet?: {
        readonly package: string
        readonly options?: object
        /** Options that are secret, each with the variable that holds it: `{ token: 'PADLOCAL_TOKEN' }`. */
        readonly optionsFrom?: Readonly<Record<string, string>>
      }
      /** What a `custom` puppet can do, and others cannot. */
      readonly can?: Readonly<
        Partial<Record<'mentions' | 'images' | 'files' | 'linkCards' | 'removal' | 'announce', boolean>>
      >
      /** Whether the bot joins each room that anybody invites it to. It is a group of yours then. Default: true. */
      readonly acceptInvitations?: boolean
    }
  | {
      readonly id: string
      /** No bot may speak there: a person sends what Bonfire prepares. */
      readonly platform: 'relay'
      readonly groups: readonly { readonly id: string; readonly title: string }[]
      /** The variable that holds the key of the page, at least 16 characters. Default: `BONFIRE_RELAY_KEY`. */
      readonly keyFrom?: string
    }

/** What a group does. Besides these, a section for each plugin, under the plugin's name. */
export interface DefaultPlan {
  /** 1–60 characters. */
  readonly name: string
  /** An IANA name: `Asia/Shanghai`. */
  readonly timezone: string
  /** When a new day begins, `HH:mm`. Default: `00:00`. */
  readonly dayStartsAt?: string
  /** Default: `zh-CN`. */
  readonly locale?: 'zh-CN' | 'en-US'
  /** Days of the week on which nobody is expected to check in. Default: none. */
  readonly restDays?: readonly Weekday[]
  readonly [plugin: string]: unknown
}

/** Types the configuration, for editors. It is checked when it is loaded. */
export function defineConfig(definition: ConfigDefinition): ConfigDefinition {
  return definition
}
