/** Colours of names, in chat.css: `tint-0` and so on. */
const TINTS = 8

/** Always the same colour for the same person. */
export function tintOf(member) {
  let sum = 0
  for (const letter of member ?? '') sum = (sum * 31 + letter.codePointAt(0)) >>> 0
  return `tint-${sum % TINTS}`
}

/** What stands in the circle: the first letter as people see letters. */
export function initialOf(name) {
  const [first] = new Intl.Segmenter().segment(name.trim())
  return first ? first.segment.toUpperCase() : '?'
}

export const peopleById = people => new Map(people.map(person => [person.member, person]))

/** Who speaks at first: whoever plays, else a member, else the owner. */
export function firstSpeaker(people) {
  const inside = people.filter(({ isIn }) => isIn)
  const found = ['you', 'member', 'teacher', 'owner'].flatMap(is => inside.find(person => person.is === is) ?? [])
  return (found[0] ?? people[0])?.member ?? null
}

/** The few that stand above the composer: whoever plays, who spoke lately, owner and teacher. */
export function atHand(people, me, recent) {
  const byId = peopleById(people)
  const yours = people.filter(({ is }) => is === 'you')
  const lately = recent.flatMap(member => byId.get(member) ?? [])
  const leads = ['owner', 'teacher'].flatMap(is => people.find(person => person.is === is) ?? [])
  return [...new Set([...yours, ...lately, ...leads, ...[me].flatMap(member => byId.get(member) ?? [])])]
}
