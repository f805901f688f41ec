/** A version of the product that is known to be bad, as somebody tired could have written it. */
export interface Mutant {
  readonly name: string
  /** What is wrong with it, and whom it would hurt. One sentence. */
  readonly hurts: string
  readonly patches: readonly Patch[]
  /** What has to catch it. Default: `campaigns`. */
  readonly trial?: TrialName
  /** It may go round in circles: a process that does not end is as good as an oracle that speaks. */
  readonly mayHang?: true
}

/**
 * Histories that are lived by seed: whole campaigns, campaigns of content, groups that are closed, groups with draws, or a journal and its
 * pages on a disk that loses power.
 */
export type TrialName = 'campaigns' | 'content' | 'closings' | 'draws' | 'power'

/** A change of the product's source by text. */
export interface Patch {
  /** From the project's folder, with slashes. */
  readonly file: string
  /** Occurs exactly once. */
  readonly find: string
  readonly replace: string
}

/**
 * The source with its patches.
 * @throws Error when one of them does not apply: the code has changed, and the mutant has to follow.
 */
export function patchSource(source: string, patches: readonly Patch[]): string {
  let patched = source
  for (const { file, find, replace } of patches) {
    const times = patched.split(find).length - 1
    if (times !== 1) throw new Error(`${file} has this ${times} times, and a patch wants it once:\n${find}`)
    // Not as a string: `$&` and its like mean something there.
    patched = patched.replace(find, () => replace)
  }
  return patched
}
