/** Things that wait in line: first in, first out, each id once. Everything takes constant time, however many wait. */
export interface Lane<Item extends { readonly id: string }> {
  /** Goes to the end, unless it is there already. */
  push(item: Item): void
  /** Goes first, unless it is there already. */
  putBack(item: Item): void
  peek(): Item | undefined
  shift(): Item | undefined
  readonly size: number
}

/** How much waits in several lanes together. */
export interface LaneCount {
  items: number
}

/** Places that are free at the front before they are given back. */
const FREE_PLACES_MAX = 1_024

/** `count`: of this lane and those beside it. */
export function createLane<Item extends { readonly id: string }>(count: LaneCount = { items: 0 }): Lane<Item> {
  const ids = new Set<string>()
  // Array.shift moves all that is behind; here only `first` moves.
  let items: (Item | undefined)[] = []
  let first = 0

  function shift(): Item | undefined {
    const item = items[first]
    if (!item) return undefined
    ids.delete(item.id)
    count.items -= 1
    items[first] = undefined
    first += 1
    if (first > FREE_PLACES_MAX && first * 2 > items.length) {
      items = items.slice(first)
      first = 0
    }
    return item
  }

  return {
    push(item) {
      if (ids.has(item.id)) return
      ids.add(item.id)
      count.items += 1
      items.push(item)
    },
    putBack(item) {
      if (ids.has(item.id)) return
      ids.add(item.id)
      count.items += 1
      if (first === 0) items.unshift(item)
      else {
        first -= 1
        items[first] = item
      }
    },
    peek: () => items[first],
    shift,
    get size() {
      return ids.size
    },
  }
}
