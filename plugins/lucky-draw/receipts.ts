import { drawIdOf, type MemberId, receiptOf, saltOf } from 'bonfire'
import type { DrawContext } from './context.ts'

/** What an entrant keeps, to see for themselves that they were in it. For their eyes: nobody's salt is said in a group. */
export function receiptLine(
  { group, state }: Pick<DrawContext, 'group' | 'state'>,
  draw: number,
  member: MemberId,
  number: number,
) {
  return receiptOf({ drawId: drawIdOf(group, draw), member, number, salt: saltOf(state.draws.of(draw).key, member) })
}
