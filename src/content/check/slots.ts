import { nearest } from '../../did-you-mean.ts'
import type { LoadedPlan } from '../library.ts'
import type { FieldPath } from '../positions.ts'
import type { Problem } from '../problem.ts'
import { atField, type Checked, type CheckedText } from './checked.ts'
import { problem } from './codes.ts'
import { hasBrokenPlan, plansReading } from './membership.ts'

const TIME = /^\d\d:\d\d$/u

/** `at: morning` where the plan, or where no plan at all, has a slot of that name. */
export function* unknownSlots(checked: Checked): Generator<Problem> {
  const { plans } = checked.library
  const reading = plansReading(checked)
  const isBroken = hasBrokenPlan(checked)
  for (const text of checked.texts) {
    const own = reading(text)
    for (const { name, path } of slotsNamed(text)) {
      if (own.length > 0) yield* missing(own, name, text, path)
      else if (plans.length > 0 && !isBroken && !plans.some(plan => hasSlot(plan, name))) {
        const known = plans.flatMap(({ definition }) => definition.slots.map(slot => slot.name))
        yield problem('unknown-slot', atField(text, path), `no plan has a slot "${name}"${hint(name, known)}`)
      }
    }
  }
}

function* missing(plans: readonly LoadedPlan[], name: string, text: CheckedText, path: FieldPath): Generator<Problem> {
  for (const plan of plans) {
    if (hasSlot(plan, name)) continue
    const known = plan.definition.slots.map(slot => slot.name)
    const message = `the plan ${plan.definition.id} has no slot "${name}"${hint(name, known)}`
    yield problem('unknown-slot', atField(text, path), message)
  }
}

const hasSlot = ({ definition }: LoadedPlan, name: string) => definition.slots.some(slot => slot.name === name)

function hint(name: string, known: readonly string[]): string {
  const meant = nearest(name, known)
  return meant === undefined ? ` — it has ${[...new Set(known)].join(', ')}` : ` — did you mean "${meant}"?`
}

/** A post for any day that names a time at which no slot is would never go. */
export function* strayPoolTimes(checked: Checked): Generator<Problem> {
  const reading = plansReading(checked)
  for (const text of checked.texts) {
    const { at, pool } = text.fields
    if (pool !== true || typeof at !== 'string' || !TIME.test(at)) continue
    for (const { definition } of reading(text)) {
      if (definition.slots.some(slot => slot.at === at)) continue
      const message = `the plan ${definition.id} has no slot at ${at}, so this post for any day never goes out — name a slot`
      yield problem('unknown-slot', atField(text, ['at']), message)
    }
  }
}

/** Slots by name, with where they are named. A draw names one for its closing, too. */
function slotsNamed({ fields }: CheckedText): readonly { readonly name: string; readonly path: FieldPath }[] {
  const closes = fields.closes as { readonly at?: unknown } | undefined
  const named = [
    { name: fields.at, path: ['at'] },
    { name: closes?.at, path: ['closes', 'at'] },
  ]
  return named.flatMap(({ name, path }) => (typeof name === 'string' && !TIME.test(name) ? [{ name, path }] : []))
}
