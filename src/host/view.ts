import type { DeepReadonly, Recordable } from './record.ts'
import type { FactCreator } from './slice.ts'

/** Figures of one day, folded from facts of any slices. For people to look at: no plugin decides on a view. */
export interface View<Name extends string, D> {
  readonly name: Name
  readonly initial: () => D
  readonly folds: readonly { readonly type: string; readonly fold: (day: object, fact: object) => void }[]
}
// biome-ignore lint/suspicious/noExplicitAny: a view of any record.
export type AnyView = View<string, any>

type On<D> = <Data>(fact: FactCreator<string, Data>, fold: (day: D, fact: DeepReadonly<Data>) => void) => OnFact
interface OnFact {
  readonly type: string
  readonly fold: (day: object, fact: object) => void
}

/**
 * Defines per-day figures: `defineView({ name: 'attendance', initial: () => ({ checkIns: 0 }), folds: on =>
 * [on(attendance.facts.checkedIn, day => { day.checkIns += 1 })] })`. The day is the group's day of the event.
 */
export function defineView<const Name extends string, D extends object>(definition: {
  readonly name: Name
  readonly initial: () => D & Recordable<NoInfer<D>>
  readonly folds: (on: On<NoInfer<D>>) => readonly OnFact[]
}): View<Name, D> {
  const folds = definition.folds((fact, fold) => ({ type: fact.type, fold: fold as OnFact['fold'] }))
  return { name: definition.name, initial: definition.initial, folds }
}
