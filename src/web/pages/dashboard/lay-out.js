/** Where a card goes. Kinds that this page does not know go where tables do. */
const SECTIONS = { attention: 'attention', number: 'numbers' }
/** Columns of a table from which on it takes the whole width. */
const COLUMNS_WIDE = 6
const isWide = card => card.is === 'calendar' || (card.is === 'table' && card.columns.length >= COLUMNS_WIDE)

/** Most numbers beside each other, in a narrow, a wide and a very wide place. */
const ACROSS_MAX = { '--across-3': 3, '--across-5': 5, '--across-6': 6 }

/** So many columns that the last row is as full as can be: ten numbers are two rows of five, not six and four. */
function across(count, most) {
  const emptyAt = columns => (columns - (count % columns)) % columns
  let best = most
  for (let columns = most; columns > most / 2; columns -= 1) if (emptyAt(columns) < emptyAt(best)) best = columns
  return best
}

/** How many columns the numbers make, by the room that there is: for the style sheet. */
export const acrossOf = cards =>
  Object.fromEntries(Object.entries(ACROSS_MAX).map(([name, most]) => [name, across(cards.length, most)]))

/**
 * The cards in the order in which the eye should meet them: what needs somebody, the numbers, all else as it came. A
 * card is `half` or `whole` wide; a half one without a neighbour takes the row.
 */
export function sectionsOf(cards) {
  const byName = Map.groupBy(cards, card => SECTIONS[card.is] ?? 'charts')
  return ['attention', 'numbers', 'charts']
    .filter(name => byName.has(name))
    .map(name => ({ name, cards: name === 'charts' ? withSpans(byName.get(name)) : byName.get(name).map(alone) }))
}

const alone = card => ({ card, span: 'one' })

function withSpans(cards) {
  const laid = []
  let open = null
  for (const card of cards) {
    const one = { card, span: isWide(card) ? 'whole' : 'half' }
    laid.push(one)
    if (one.span === 'half') open = open === null ? one : null
    else if (open !== null) {
      open.span = 'whole'
      open = null
    }
  }
  if (open !== null) open.span = 'whole'
  return laid
}
