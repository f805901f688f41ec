import { z } from 'zod'
import { Instant, MemberId } from '../../events/ids.ts'
import type { Button, Target } from '../decision.ts'
import { defineSlice, type SliceState } from '../slice.ts'

/** How long a number answers a menu, in milliseconds: later it is a number that somebody says. */
const MENU_MS_MAX = 5 * 60_000
const EVERYBODY = 'everybody'
const Reader = z.union([MemberId, z.literal(EVERYBODY)])
const Choices = z.array(z.string().regex(/^[^\p{C}]{1,64}$/u)).max(6)

/**
 * What numbers mean where a platform has no buttons: in the group the last menu for each member and the last for
 * everybody, and the last in each private chat. A number answers only where its menu was shown.
 */
export const menus = defineSlice({
  name: 'menus',
  facts: {
    offered: z.object({ to: Reader, choices: Choices, at: Instant, until: Instant }),
    /** It has its answer: the same number means nothing any more. */
    closed: z.object({ to: Reader }),
    /** As both, in somebody's private chat. `once`: it takes one answer. */
    offeredPrivately: z.object({
      member: MemberId,
      choices: Choices,
      at: Instant,
      until: Instant,
      once: z.literal(true).optional(),
    }),
    closedPrivately: z.object({ member: MemberId }),
  },
  tables: table => ({
    open: table({
      by: 'to',
      initial: () => ({ choices: [] as string[], at: 0, until: 0 }),
      reduce: {
        offered: (menu, { choices, at, until }) => {
          menu.choices = [...choices]
          menu.at = at
          menu.until = until
        },
        closed: menu => {
          menu.until = 0
        },
      },
    }),
    private: table({
      by: 'member',
      initial: () => ({ choices: [] as string[], at: 0, until: 0, isOnce: false }),
      reduce: {
        offeredPrivately: (menu, { choices, at, until, once }) => {
          menu.choices = [...choices]
          menu.at = at
          menu.until = until
          menu.isOnce = once ?? false
        },
        closedPrivately: menu => {
          menu.until = 0
        },
      },
    }),
  }),
})

/**
 * The menu that buttons become, once it is seen. Undefined when none of them says anything, or nobody has seen it.
 * `owner`: whose private chat the owner's is.
 */
export function menuOf(
  buttons: readonly Button[],
  seenAt: Instant,
  { target, owner }: { readonly target: Target; readonly owner: MemberId | null },
) {
  const speaking = buttons.filter(({ says, unnumbered }) => says !== undefined && !unnumbered)
  if (speaking.length === 0) return undefined
  const { by, until: limit } = speaking[0]!
  const choices = speaking.map(({ says }) => says!)
  const until = Math.min(seenAt + MENU_MS_MAX, limit ?? Number.POSITIVE_INFINITY) as Instant
  const menu = { choices, at: seenAt, until }
  if (target === 'group') return menus.facts.offered({ to: by ?? EVERYBODY, ...menu })
  const member = target === 'owner' ? owner : target.member
  if (member === null) return undefined
  return menus.facts.offeredPrivately({ member, ...menu, ...(by !== undefined && { once: true as const }) })
}

/** What a number means that is said after a menu. */
export interface Choice {
  readonly says: string
  /** When it was offered. */
  readonly at: number
  /** What is so once it is answered: the menu was for one person alone. */
  readonly closes: ReturnType<typeof menus.facts.closed> | ReturnType<typeof menus.facts.closedPrivately> | null
}

/** The last menu that the member has seen there counts; undefined when the number is only a number. */
export function chosenFrom(
  state: SliceState<typeof menus>,
  said: { readonly text: string; readonly member: MemberId; readonly at: Instant; readonly private: boolean },
): Choice | undefined {
  const digits = said.text.normalize('NFKC').trim()
  if (!/^[1-6]$/.test(digits)) return undefined
  const { member } = said
  const here = state.private.of(member)
  const [own, everybodys] = [state.open.of(member), state.open.of(EVERYBODY)]
  const isOwn = said.at <= own.until && !(said.at <= everybodys.until && everybodys.at > own.at)
  const menu = said.private ? here : isOwn ? own : everybodys
  const says = said.at <= menu.until ? menu.choices[Number(digits) - 1] : undefined
  if (says === undefined) return undefined
  const closes = said.private
    ? here.isOnce && menus.facts.closedPrivately({ member })
    : isOwn && menus.facts.closed({ to: member })
  return { says, at: menu.at, closes: closes || null }
}
