import type { DeepReadonly, Recordable } from './record.ts'
import { type FactCreator, fingerprintOf } from './slice.ts'

/** Figures of one day, folded from facts of any slices. For people to look at: no plugin decides on a view. */
export interface View<Name extends string, D> {
  readonly name: Name
  readonly initial: () => D
  readonly folds: readonly { readonly type: string; readonly fold: (day: object, fact: object) => void }[]
  /** Changes when the version or a fold's text does: figures that were kept by others are made again. */
  readonly fingerprint: string
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
 *
 * `version` is that of the folds: raise it when the same facts should give other figures. Default: 1.
 */
export function defineView<const Name extends string, D extends object>(definition: {
  readonly name: Name
  readonly version?: number
  readonly initial: () => D & Recordable<NoInfer<D>>
  readonly folds: (on: On<NoInfer<D>>) => readonly OnFact[]
}): View<Name, D> {
  const folds = definition.folds((fact, fold) => ({ type: fact.type, fold: fold as OnFact['fold'] }))
  const code = [definition.initial, ...folds.flatMap(({ type, fold }) => [type, fold])]
  return {
    name: definition.name,
    initial: definition.initial,
    folds,
    fingerprint: fingerprintOf(definition.version ?? 1, code),
  }
}
