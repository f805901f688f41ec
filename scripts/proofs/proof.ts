/** One of the long proofs. */
export interface Proof {
  /** As in `--only kills,power`. */
  readonly name: string
  /** One sentence: what is so when it finds nothing. */
  readonly shows: string
  run(options: ProofRun): Promise<ProofReport>
  /** What is wrong with the name of one of its cases, as in `--at`. Absent: its cases are found by their seed. */
  readonly mistakeIn?: (at: string) => string | null
}

export interface ProofRun {
  /** 1: the full numbers; 0.1: a tenth, as in CI; 0: one case, as when a seed that was found is looked at. */
  readonly scale: number
  readonly seed: number
  /** This case and no other. Only for a proof that names its cases. */
  readonly at?: string
  /** Called now and then with how much is done. */
  readonly onProgress: (done: number, of: number) => void
}

export interface ProofReport {
  /** What was tried, as a person says it: `10,000 campaigns of 21 days with 20–25 members`. */
  readonly tried: string
  /** Figures worth a line each on the page. */
  readonly figures: readonly (readonly [name: string, value: string])[]
  /** What is wrong, each with the command that shows it again. Empty: nothing was found. */
  readonly wrong: readonly string[]
  /** Why it, or a part of it, could not be tried on this machine. Absent: all of it was tried. */
  readonly skipped?: string
}

/** How many of a full number are tried at a scale. At least one. */
export function scaled(full: number, scale: number): number {
  return Math.max(1, Math.round(full * scale))
}

/** A number as a person reads it: `10,000`. */
export function counted(count: number): string {
  return count.toLocaleString('en-US')
}

export const TENTH = 0.1

/** The command that tries one seed again, or, at another scale than 0, all that was tried with it. */
export function again(name: string, seed: number, scale = 0): string {
  return `npm run prove -- --only ${plainWord(name)} --seed ${seed}${sizeOf(scale)}`
}

/** A name as it is typed without quotes: `crash-points`. */
export const plainWord = (name: string): string => name.replaceAll(' ', '-')

/** The flag for a scale, with a space before it. */
export function sizeOf(scale: number): string {
  if (scale === 0) return ' --first'
  return scale === TENTH ? ' --tenth' : ''
}
