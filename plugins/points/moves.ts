import type { LocalDay } from 'bonfire'
import type { PointsContext } from './context.ts'
import { overOn } from './lots.ts'

/** What came and went, over all members. What was spent is less what came back. */
export interface Moves {
  issued: number
  spent: number
  adjusted: number
  expired: number
  broughtAlong: number
  handedOver: number
}
export const noMoves = (): Moves => ({
  ...{ issued: 0, spent: 0, adjusted: 0, expired: 0, broughtAlong: 0, handedOver: 0 },
})

/** What each of these days brought, in their order: what has expired without an entry yet included. */
export function movesOn(
  { state, config }: Pick<PointsContext, 'state' | 'config'>,
  days: readonly LocalDay[],
): readonly Readonly<Moves>[] {
  const byDay = new Map(days.map(day => [day, movesOf(state, day)]))
  const last = days.at(-1)
  if (config.expireAfterDays !== null && last !== undefined) {
    for (const [, { lots }] of state.accounts.each()) {
      for (const { day, points } of overOn(lots, last)) {
        const moves = byDay.get(day)
        if (moves) moves.expired += points
      }
    }
  }
  return days.map(day => byDay.get(day)!)
}

function movesOf({ daily }: PointsContext['state'], day: LocalDay): Moves {
  const { issued, spent, returned, adjusted, expired, broughtAlong, handedOver } = daily.of(day)
  return { issued, spent: spent - returned, adjusted, expired, broughtAlong, handedOver }
}
