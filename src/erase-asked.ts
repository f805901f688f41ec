import type { MemberId } from './events/ids.ts'
import { membership } from './host/core/membership.ts'
import type { Host } from './host/host.ts'
import { type EraseOptions, erasePerson } from './journal/erase.ts'
import { openErasures } from './journal/erasures.ts'

/** Most people that one reading of the journal erases: each line is looked through for each of them. */
const PEOPLE_PER_PASS_MAX = 50

/** Members who wait to be erased, in any group of the account. */
export function erasuresAsked(host: Host): readonly MemberId[] {
  const asked = [...host.groups.keys()].flatMap(group => [...host.read(group, membership).erasures.each()])
  return [...new Set(asked.map(([member]) => member))]
}

/**
 * Erases who has asked for it, from an account that is closed, many in one pass: the account is closed for as long as
 * for one of them. Returns who is erased. What cannot be done leaves everything as it was, and is tried again later; what has begun must end
 * before the account may open.
 * @throws what erasing does, once it has begun
 */
export async function eraseWhoAsked(
  members: readonly MemberId[],
  options: Omit<EraseOptions, 'member' | 'also'>,
  onTrouble: (what: string, error: unknown) => void = () => {},
): Promise<readonly MemberId[]> {
  const erased: MemberId[] = []
  for (let from = 0; from < members.length; from += PEOPLE_PER_PASS_MAX) {
    const [member, ...also] = members.slice(from, from + PEOPLE_PER_PASS_MAX) as [MemberId, ...MemberId[]]
    try {
      // Also from facts of plugins that are gone: it has been promised.
      await erasePerson({ ...options, member, also, asked: true, force: true })
      erased.push(member, ...also)
    } catch (error) {
      const erasures = await openErasures(options.journalFolder, options)
      if (await erasures.open()) throw error
      onTrouble('somebody who asked for it could not be erased', error)
    }
  }
  return erased
}
