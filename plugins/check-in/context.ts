import {
  type Asker,
  type ContextOf,
  type days,
  daysBetween,
  type LocalDay,
  type MemberId,
  type membership,
} from 'bonfire'
import type { Config } from './config.ts'
import type { attendance } from './facts.ts'
import type { messages } from './messages.ts'

/** What the parts of this plugin are given. */
export type Given = ContextOf<typeof attendance, typeof messages, Config, typeof membership | typeof days>
export type Asked = Given & Asker

/** Where they said it. */
export const whereOf = (asked: Pick<Asker, 'private'>): 'group' | 'private' => (asked.private ? 'private' : 'group')

const FIRST_DAY = '2020-01-01' as LocalDay
const SEED_MAX = 997

/** Which of several wordings to take: the next one every day, and not the same for everybody. Not below 0. */
export function wordingOn(day: LocalDay, member = '' as MemberId): number {
  let seed = 0
  for (const character of member) seed = (seed * 31 + character.charCodeAt(0)) % SEED_MAX
  return Math.max(0, daysBetween(FIRST_DAY, day)) + seed
}
