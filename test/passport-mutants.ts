import type { PassportContext } from '../plugins/passport/context.ts'
import { passports } from '../plugins/passport/facts.ts'
import passport from '../plugins/passport/index.ts'
import { ledger } from '../plugins/points/facts.ts'
import type { MemberId } from '../src/events/ids.ts'
import type { Decision } from '../src/index.ts'
import type { PassportPlugin } from './passport-world.ts'

/** What a version decides instead. */
type Change<Data> = (decision: Decision, context: PassportContext, data: Data) => Decision
interface OfPassport {
  readonly passport: string
}
type Decide = (typeof passport)['timers']['issue']['decide']

const changed = <Data>(decide: Decide, change: Change<Data>): Decide =>
  ((context: never, data: never, ...rest: never[]) => change(decide(context, data, ...rest), context, data)) as Decide

function inTimer(name: 'issue' | 'callBack', change: Change<object>): PassportPlugin {
  const timer = { ...passport.timers[name], decide: changed(passport.timers[name].decide, change) }
  return { ...passport, timers: { ...passport.timers, [name]: timer } }
}
function inBox<Data>(name: 'passport' | 'revoke' | 'settled', change: Change<Data>): PassportPlugin {
  const box = { ...passport.mail[name], received: changed(passport.mail[name].received, change) }
  return { ...passport, mail: { ...passport.mail, [name]: box } }
}

/** Known-bad versions, by what each does. */
export const MUTANTS: Readonly<Record<string, PassportPlugin>> = {
  'gives points back without waiting for the answer': inTimer('callBack', (decision, { state, today, now }) =>
    decision.flatMap(item => {
      if (!item || !('type' in item) || item.type !== passports.facts.calledBack.type) return [item]
      const { passport: id, member } = item.data as OfPassport & { readonly member: MemberId }
      const { points } = state.issues.of(id)
      const back = passports.facts.creditedBack({ passport: id, member, points, at: now })
      return [item, back, points > 0 && ledger.facts.handedBack({ member, points, passport: id, day: today })]
    }),
  ),
  'forgets what was revoked before it came': inBox<OfPassport>('revoke', (decision, { state }, { passport: id }) =>
    state.arrivals.has(id) ? decision : decision.filter(item => item && item.kind !== 'fact'),
  ),
  'credits a passport that comes again': inBox<OfPassport>(
    'passport',
    (decision, { state, today }, { passport: id }) => {
      const { acceptedBy, points } = state.arrivals.of(id)
      if (acceptedBy === null || points === 0) return decision
      return [ledger.facts.broughtAlong({ member: acceptedBy, points, passport: id, day: today })]
    },
  ),
  'gives points back for each answer': inBox<OfPassport & { readonly is: string }>(
    'settled',
    (decision, { state, today }, { passport: id, is }) => {
      const { member, points } = state.issues.of(id)
      if (is !== 'revoked' || decision.length > 0 || member === null || points === 0) return decision
      return [ledger.facts.handedBack({ member, points, passport: id, day: today })]
    },
  ),
  'takes nothing from the old group': inTimer('issue', decision =>
    decision.filter(item => item && !(item.kind === 'fact' && item.type === ledger.facts.handedOver.type)),
  ),
}
