/** Where a card goes. Kinds that this page does not know go where tables do. */
const SECTIONS = { attention: 'attention', number: 'numbers' }
/** Columns of a table from which on it takes the whole width. */
const COLUMNS_WIDE = 4
const isWide = card => card.is === 'calendar' || (card.is === 'table' && card.columns.length >= COLUMNS_WIDE)

/** Most numbers beside each other, the wider the place the more. */
const ACROSS_MAX = { '--across-3': 3, '--across-4': 4, '--across-5': 5, '--across-6': 6 }

/** As few rows as can be, all of them as full as can be: ten numbers are two rows of five, not six and four. */
const across = (count, most) => Math.ceil(count / Math.ceil(count / most))

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
