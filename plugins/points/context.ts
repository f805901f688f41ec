import type { ContextOf, days, membership } from 'bonfire'
import type { attendance } from '../check-in/facts.ts'
import type { Config } from './config.ts'
import type { ledger } from './facts.ts'
import type { messages } from './messages.ts'

/** What every part of this plugin is given. */
export type PointsContext = ContextOf<
  typeof ledger,
  typeof messages,
  Config,
  typeof attendance | typeof membership | typeof days
>
