import { z } from 'zod'
import { Instant, MemberId } from '../../events/ids.ts'
import type { Button } from '../decision.ts'
import { defineSlice, type SliceState } from '../slice.ts'

/** How long a number answers a menu, in milliseconds: later it is a number that somebody says. */
const MENU_MS_MAX = 5 * 60_000
const EVERYBODY = 'everybody'
const Choices = z.array(z.string().regex(/^[^\p{C}]{1,64}$/u)).max(6)

/** What numbers mean where a platform has no buttons: the last menu for each member, and the last for everybody. */
export const menus = defineSlice({
  name: 'menus',
  facts: {
    offered: z.object({ to: z.union([MemberId, z.literal(EVERYBODY)]), choices: Choices, until: Instant }),
  },
  tables: table => ({
    open: table({
      by: 'to',
      initial: () => ({ choices: [] as string[], until: 0 }),
      reduce: {
        offered: (menu, { choices, until }) => {
          menu.choices = [...choices]
          menu.until = until
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
    until: Math.min(seenAt + MENU_MS_MAX, until ?? Number.POSITIVE_INFINITY) as Instant,
  })
}

/** What a number means that is said after a menu; undefined when it is only a number. */
export function chosenFrom(
  state: SliceState<typeof menus>,
  said: { readonly text: string; readonly member: MemberId; readonly at: Instant },
): string | undefined {
  const digits = said.text.normalize('NFKC').trim()
  if (!/^[1-6]$/.test(digits)) return undefined
  // What was offered to one person alone was offered last.
  for (const to of [said.member, EVERYBODY] as const) {
    const { choices, until } = state.open.of(to)
    const choice = said.at <= until ? choices[Number(digits) - 1] : undefined
    if (choice !== undefined) return choice
  }
  return undefined
}
