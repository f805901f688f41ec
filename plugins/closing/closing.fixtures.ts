import { type MemberId, membership, setup } from 'bonfire'
import { at, day, member } from 'bonfire/testing'
import { conversion } from '../conversion/facts.ts'
import { closing } from './facts.ts'
import type { Mode } from './records.ts'

export const [amy, bob, cat, dan] = [member('amy'), member('bob'), member('cat'), member('dan')]
export const frozenAt = at('2026-12-04 00:00')
export const announcedAt = at('2026-12-04 00:01')
export const until = at('2026-12-05 00:01')
export const movingUntil = at('2026-12-05 01:01')
/** While members are being removed. */
export const now = '2026-12-05 01:05'

export const here = (...people: readonly MemberId[]) => people.map(who => membership.facts.imported({ member: who }))
export const isAdmin = setup.facts.stood({ is: 'admin', lacks: [], at: at('2026-11-01') })
export const lostRight = setup.facts.stood({ is: 'admin', lacks: ['remove'], at: at('2026-12-05') })

/** The list: amy, bob and cat. */
export const frozen = (mode: Mode = 'close', more: { readonly buyers?: number; readonly closing?: number } = {}) =>
  closing.facts.frozen({
    ...{ closing: 1, mode, hash: '0123456789abcdef', members: [amy, bob, cat], part: 0, size: 3, at: frozenAt },
    ...{ buyers: 0, wasAdmin: true, campaign: day('2026-12-01') },
    ...more,
  })
export const announced = closing.facts.announced({ closing: 1, at: announcedAt, until })
/** Up to where the first on the list is being removed. */
export const removingAmy = [
  announced,
  closing.facts.invited({ closing: 1, members: [amy, bob, cat], upTo: 3, at: until }),
  closing.facts.movingOn({ closing: 1, at: until, until: movingUntil }),
  closing.facts.locking({ closing: 1, at: movingUntil }),
  closing.facts.madeReadOnly({ closing: 1, at: movingUntil }),
  closing.facts.removing({ closing: 1, member: amy, index: 0, at: movingUntil }),
] as const

const amount = { minor: 990, currency: 'CNY' }
const none = { offer: null, run: null, claim: null }
export const bought = (who: MemberId) =>
  conversion.facts.paid({
    ...{ order: `o-${who.slice(9)}`, member: who, ...none, amount, at: at('2026-12-05'), day: day('2026-12-05') },
    ...{ source: 'shop', counts: true, isFirst: true },
  })
export const unmatched = conversion.facts.unmatched({
  ...{ order: 'o-who', number: 1, offer: null, run: null, amount, at: at('2026-12-05'), member: null },
})
