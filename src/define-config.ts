import type { Weekday } from './plan.ts'

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
  readonly plan: PlanDefinition
  readonly log?: {
    /** `BONFIRE_LOG` wins over it. Default: `info`. */
    readonly level?: LogLevel
    /** Default: `pretty` on a terminal, `json` elsewhere. */
    readonly format?: 'pretty' | 'json'
  }
}

/** What a group does. Besides these, a section for each plugin, under the plugin's name. */
export interface PlanDefinition {
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
