import { z } from 'zod'
import { Instant, MemberId } from '../../events/ids.ts'
import type { Button } from '../decision.ts'
import { defineSlice, type SliceState } from '../slice.ts'

/** How long a number answers a menu, in milliseconds: later it is a number that somebody says. */
const MENU_MS_MAX = 5 * 60_000
const EVERYBODY = 'everybody'
const Reader = z.union([MemberId, z.literal(EVERYBODY)])
const Choices = z.array(z.string().regex(/^[^\p{C}]{1,64}$/u)).max(6)

/** What numbers mean where a platform has no buttons: the last menu for each member, and the last for everybody. */
export const menus = defineSlice({
  name: 'menus',
  facts: {
    offered: z.object({ to: Reader, choices: Choices, at: Instant, until: Instant }),
    /** It has its answer: the same number means nothing any more. */
    closed: z.object({ to: Reader }),
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
  }),
})

/** The menu that buttons become, once it is seen. Undefined when none of them says anything. */
export function menuOf(buttons: readonly Button[], seenAt: Instant) {
  const speaking = buttons.filter(({ says }) => says !== undefined)
  if (speaking.length === 0) return undefined
  const { by, until } = speaking[0]!
  return menus.facts.offered({
    to: by ?? EVERYBODY,
    choices: speaking.map(({ says }) => says!),
    at: seenAt,
    until: Math.min(seenAt + MENU_MS_MAX, until ?? Number.POSITIVE_INFINITY) as Instant,
  })
}

/** What a number means that is said after a menu. */
export interface Choice {
  readonly says: string
  /** When it was offered. */
  readonly at: number
  /** The menu was for one person alone, who has answered it now. */
  readonly closes: MemberId | null
}

/** The last menu that the member has seen counts; undefined when the number is only a number. */
export function chosenFrom(
  state: SliceState<typeof menus>,
  said: { readonly text: string; readonly member: MemberId; readonly at: Instant },
): Choice | undefined {
  const digits = said.text.normalize('NFKC').trim()
  if (!/^[1-6]$/.test(digits)) return undefined
  const [own, everybodys] = [state.open.of(said.member), state.open.of(EVERYBODY)]
  const isOwn = said.at <= own.until && !(said.at <= everybodys.until && everybodys.at > own.at)
  const menu = isOwn ? own : everybodys
  const says = said.at <= menu.until ? menu.choices[Number(digits) - 1] : undefined
  return says === undefined ? undefined : { says, at: menu.at, closes: isOwn ? said.member : null }
}
