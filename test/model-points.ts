/** What may happen to one member's account. Days are counted from the first. */
export type Movement =
  | { readonly is: 'gift' | 'buy' | 'refund' | 'adjust'; readonly day: number; readonly points: number }
  | { readonly is: 'undo' | 'look'; readonly day: number }

/**
 * An account as a purse of single coins, each with the last day on which it is worth something. Shares no code and no
 * idea of lots with the product.
 */
export function createPurse(lastsDays: number | null) {
  let coins: number[] = []
  const bought: { readonly coins: readonly number[]; readonly day: number }[] = []
  const undoable: { readonly points: number; readonly day: number }[] = []
  const worthOn = (day: number) => coins.filter(until => until >= day)
  const put = (count: number, day: number) => {
    for (let n = 0; n < count; n += 1) coins.push(lastsDays === null ? Number.POSITIVE_INFINITY : day + lastsDays)
  }
  /** Coins that go first are those that are worth something for the shortest time. */
  function take(count: number, day: number): boolean {
    const worth = worthOn(day).sort((a, b) => a - b)
    if (worth.length < count) return false
    coins = worth.slice(count)
    return true
  }
  function buy(count: number, day: number): boolean {
    const before = worthOn(day).sort((a, b) => a - b)
    if (!take(count, day)) return false
    bought.push({ coins: before.slice(0, count), day })
    return true
  }
  /** The coins of the last purchase of that price, each with the days that it had left; new ones where there is none. */
  function refund(count: number, day: number): void {
    const at = bought.findLastIndex(({ coins }) => coins.length === count)
    if (at < 0) return put(count, day)
    const [paid] = bought.splice(at, 1)
    coins.push(...paid!.coins.map(until => until + day - paid!.day))
  }

  return {
    worthOn: (day: number) => worthOn(day).length,
    /** Whether it could be done. */
    move(movement: Movement): boolean {
      const { day } = movement
      switch (movement.is) {
        case 'gift':
          put(movement.points, day)
          return true
        case 'refund':
          refund(movement.points, day)
          return true
        case 'buy':
          return buy(movement.points, day)
        case 'adjust': {
          const { points } = movement
          if (points === 0 || (points < 0 && !take(-points, day))) return false
          if (points > 0) put(points, day)
          undoable.push({ points, day })
          return true
        }
        case 'undo':
          return undo(day)
        case 'look':
          return true
      }
    },
  }

  /** Only what was done on the same day: the tests do everything of a day at its noon. */
  function undo(day: number): boolean {
    const last = undoable.at(-1)
    if (!last || last.day !== day) return false
    if (last.points < 0) put(-last.points, day)
    else {
      const worth = worthOn(day).sort((a, b) => a - b)
      if (worth.length < last.points) return false
      coins = worth.slice(0, worth.length - last.points)
    }
    undoable.pop()
    return true
  }
}
