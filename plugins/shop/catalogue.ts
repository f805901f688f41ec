import { nearest, type ShopItem } from 'bonfire'
import { countOf, type ShopState } from './facts.ts'

/** An item and its number in the list that members see. */
interface Numbered {
  readonly number: number
  readonly item: ShopItem
}
type FoundItem =
  | { readonly is: 'one'; readonly item: ShopItem }
  | { readonly is: 'several'; readonly items: readonly Numbered[] }
  | { readonly is: 'none' }

/** Longest text that an item is looked for by, in UTF-16 code units. */
export const TYPED_LENGTH_MAX = 200
/** Fewer characters than this are too little of a name to find it by. */
const PART_CHARS_MIN = 2

/** Which item somebody means: its number in the list, its id, its name or a part of it; else the nearest. */
export function findItem(shelf: readonly ShopItem[], typed: string): FoundItem {
  const words = folded(typed)
  const one = (item: ShopItem | undefined): FoundItem => (item ? { is: 'one', item } : { is: 'none' })
  // 1. As the list says it
  if (/^#?\d+$/.test(words)) return one(shelf[Number(words.replace('#', '')) - 1])
  const exact = shelf.find(({ id, name }) => words === id || words === folded(name))
  if (exact) return one(exact)
  // 2. A part of the name
  const parts = shelf
    .map((item, index) => ({ number: index + 1, item }))
    .filter(({ item }) => [...words].length >= PART_CHARS_MIN && folded(item.name).includes(words))
  if (parts.length > 1) return { is: 'several', items: parts }
  if (parts.length === 1) return one(parts[0]!.item)
  // 3. A typo: they are asked before anything is done, and read the name then
  const near = nearest(
    words,
    shelf.flatMap(({ id, name }) => [id, folded(name)]),
  )
  return one(shelf.find(({ id, name }) => near === id || near === folded(name)))
}

const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[「」『』“”"'《》]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()

/** How many the group has left. Null: no limit. */
export function leftOf(state: ShopState, { id, stock }: ShopItem): number | null {
  // Ops may lower the stock below what is taken.
  return stock === null ? null : Math.max(0, stock - state.items.of(id).taken)
}

/** What keeps a member from an item, whatever they could pay. */
export function shelfHindrance(
  state: ShopState,
  item: ShopItem,
  { items }: { readonly items: Readonly<Record<string, number>> },
): 'sold-out' | 'had' | null {
  if (item.perMember !== null && countOf(items, item.id) >= item.perMember) return 'had'
  return leftOf(state, item) === 0 ? 'sold-out' : null
}

/** What the shelf calls it now; its id when it is not there any more. */
export const nameOf = (shelf: readonly ShopItem[], item: string): string =>
  shelf.find(({ id }) => id === item)?.name ?? item
