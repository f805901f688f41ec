import type { MemberId } from '../../events/ids.ts'
import { readSpoken } from '../command.ts'
import type { Deciding } from '../deciding.ts'
import { operations } from './operations.ts'
import { people } from './people.ts'

/** As the commands are called. A passport is what somebody who has to leave takes along. */
const ASKS: ReadonlySet<string> = new Set(['mydata', '我的数据', 'forgetme', '删除我的数据', 'passport', '护照'])
const CONFIRMS: ReadonlySet<string> = new Set(['confirm', '确认'])
/** What `/confirm` takes. */
const CODE = /^(?:\d{4}|no|不了)$/

/**
 * Whether somebody asks what is kept of them, asks to have it erased, or confirms that. Leaving a group takes from nobody
 * what they may ask about themselves, in private; anything else is for its members.
 */
export function isAboutOneself(text: string, botNames: readonly string[]): boolean {
  const { word, rest } = readSpoken(text, botNames)
  return ASKS.has(word) ? rest === '' : CONFIRMS.has(word) && CODE.test(rest.normalize('NFKC').toLowerCase())
}

/** The same of a member of this group, of whom a confirmation is only heard when it answers such a question. */
export function asksAboutOneself({ live, plugins }: Deciding, member: MemberId, text: string): boolean {
  if (!isAboutOneself(text, plugins.botNames)) return false
  if (ASKS.has(readSpoken(text, plugins.botNames).word)) return true
  const { questions } = live.read(operations)
  return questions.has(member) && questions.of(member).plugin === people.name
}
