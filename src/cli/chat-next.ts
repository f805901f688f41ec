import type { Account } from '../account.ts'
import { GroupId, type MemberId } from '../events/ids.ts'
import type { SimulatedPlatform } from '../simulation/simulated-platform.ts'
import type { World } from '../simulation/world.ts'

/** The second group of a playground, to which members of the first can go on. */
const NEXT = GroupId.parse('next')
const TITLE = 'Next'
const LINK = 'https://t.me/+next'
/** How long the bot may take to answer, in milliseconds. */
const ANSWER_MS_MAX = 20_000

/**
 * Opens it with somebody who is its owner, who asks there for the code that binds the first group to it. The bot sends
 * that in private, to whom it may write.
 */
export async function opensNext(
  { world, platform, account }: { world: World; platform: SimulatedPlatform; account: Pick<Account, 'decide'> },
  owner: MemberId,
): Promise<void> {
  const at = world.clock.now()
  const person = platform.state.people[owner]
  if (person?.groups.includes(NEXT) === false) person.groups.push(NEXT)
  const standing = { is: 'admin' } as const
  account.decide({ kind: 'standing', cause: `standing:${NEXT}:${at}`, group: NEXT, at, standing, title: TITLE })
  for (const [text, more] of [
    // Seen in the group first, then met in private.
    ['/plan', {}],
    ['/plan', { private: true }],
    [`/handover code ${LINK}`, {}],
  ] as const) {
    await platform.says(NEXT, owner, text, more)
    await world.advanceUntilQuiet(ANSWER_MS_MAX)
  }
}
