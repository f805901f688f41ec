import { GroupId } from 'bonfire'
import { OneTimeCode } from './facts.ts'

/** What an owner carries from one group to another: where the group is found, and the code that it knows. */
export interface HandoverCode {
  readonly group: GroupId
  readonly code: string
}
type Digest = (text: string) => string

/** Hexadecimal digits that tell a slip of the hand: a letter to a group that does not exist would never arrive. */
const CHECK_DIGITS_COUNT = 6
const TYPED = /^(.{1,64})-([A-Z2-9]{10})-([0-9A-F]{6})$/

const checkOf = ({ group, code }: HandoverCode, digest: Digest): string =>
  digest(`handover ${group} ${code}`).slice(0, CHECK_DIGITS_COUNT).toUpperCase()

/** `main:3-K7QXM2WHRD-1A2B3C` */
export const writeHandoverCode = (of: HandoverCode, digest: Digest): string =>
  `${of.group}-${of.code}-${checkOf(of, digest)}`

/** Null: it is no code that any group has made. */
export function readHandoverCode(typed: string, digest: Digest): HandoverCode | null {
  const [, where, code, check] = TYPED.exec(typed.normalize('NFKC').trim()) ?? []
  const group = GroupId.safeParse(where)
  if (!group.success || !OneTimeCode.safeParse(code).success) return null
  const read = { group: group.data, code: code! }
  return checkOf(read, digest) === check ? read : null
}
