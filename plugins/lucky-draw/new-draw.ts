import { drawIdOf, linkOf, type MemberId, rulesHashOf } from 'bonfire'
import type { DrawContext } from './context.ts'
import type { Rules } from './fact-schemas.ts'
import { type DrawRecord, luckyDraw } from './facts.ts'
import type { SOURCES } from './records.ts'

/** Codes that make the key of a draw: 150 bits of chance. */
const KEY_CODES = [1, 2, 3]

export interface Beginning {
  readonly source: (typeof SOURCES)[number]
  /** Where it stands in the library: `<id>@<day> <time>`. */
  readonly file: string | null
  readonly rules: Rules
  readonly by?: MemberId
  /** The void draw whose entries it takes over, and how many there are. */
  readonly takesOver?: {
    readonly record: DrawRecord
    readonly entries: { readonly last: number; readonly count: number }
    readonly attempt: number
  }
}

/** So many digits of a link are read out: in fewer, somebody could make two sets of rules agree. */
const FINGERPRINT_DIGITS = 32

type HashedRules = Rules | NonNullable<DrawRecord['rules']>
/** What ties an announcement to the proof: the beginning of the draw's link, which its rules are part of. */
export function fingerprintOf(
  { state, group }: Pick<DrawContext, 'state' | 'group'>,
  draw: number,
  rules: HashedRules,
) {
  const prev = state.draws.has(draw) ? state.draws.of(draw).prev : state.group.link
  const link = linkOf({ drawId: drawIdOf(group, draw), seq: draw, group, prev, rulesHash: rulesHashOf(rules as Rules) })
  return link.slice(0, FINGERPRINT_DIGITS)
}

/** The number that the next draw of this group gets. One in a commit. */
export const nextNumber = ({ state }: Pick<DrawContext, 'state'>): number => state.group.draws + 1

/** The fact that gives a draw its number, linked to the one before it. */
export function newDraw(context: DrawContext, { source, file, rules, by, takesOver }: Beginning) {
  const { state, group, token, isRehearsal, decidedAt, calendar } = context
  const draw = nextNumber(context)
  const rulesHash = rulesHashOf(rules)
  const prev = state.group.link
  return luckyDraw.facts.announced({
    ...{ draw, source, file, rules, rulesHash, prev },
    key: takesOver?.record.key ?? KEY_CODES.map(n => token(`draw-${draw}-${n}`)).join(''),
    chain: isRehearsal ? 'rehearsal' : 'quicknet',
    link: linkOf({ drawId: drawIdOf(group, draw), seq: draw, group, prev, rulesHash }),
    at: decidedAt,
    day: calendar.dayOf(decidedAt),
    ...(by !== undefined && { by }),
    ...(takesOver && {
      entriesOf: takesOver.record.entriesOf,
      entries: { ...takesOver.entries },
      ...(takesOver.attempt > 1 && { attempt: takesOver.attempt }),
    }),
  })
}
