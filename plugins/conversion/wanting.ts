import { type Instant, post } from 'bonfire'
import { z } from 'zod'
import type { Answer, ConversionContext } from './context.ts'

/** Who wants one is told to the owner so often at most, in milliseconds: one line for all of that time. */
const TOLD_EVERY_MS = 10 * 60_000
/** So many of them are named. */
const NAMED_MAX = 10

/** What was taken until then, in that time. */
export const Wanting = z.object({ until: z.int().min(0) })

/** Where a person hears of what is paid, a person has to answer whoever wants something. */
export function tellOfWanting({ state, now, wakeAt }: ConversionContext): Answer {
  if (state.group.source !== 'manual') return []
  const until = (Math.floor(now / TOLD_EVERY_MS) + 1) * TOLD_EVERY_MS
  return [wakeAt('wanted', until as Instant, { until })]
}

/** One line for all who have taken something since the last one, and still want it. */
export function tellOwner(context: ConversionContext, { until }: z.output<typeof Wanting>): Answer {
  const { state, say, content } = context
  const wanting = []
  for (let number = state.group.claims; number > 0; number -= 1) {
    const { member, offer, at, state: is } = state.claims.of(number)
    if (at < until - TOLD_EVERY_MS) break
    if (at < until && is === 'held' && member !== null)
      wanting.unshift({ member, title: content.offer(offer)?.title ?? offer })
  }
  if (wanting.length === 0) return []
  const saying = say.wanted({ count: wanting.length, wanting: wanting.slice(0, NAMED_MAX) })
  return [post(saying, { class: 'notice', to: 'owner' })]
}
