/** Longest pattern, in characters: longer than any path that is read. */
const GLOB_CHARS_MAX = 200
/** How many `*` one part between two `/` may have: `*day*`. */
const STARS_MAX = 2

/** Why a pattern cannot be used; undefined: it can. */
export function globFault(glob: string): string | undefined {
  const { pattern } = takenApart(glob)
  if (glob.length > GLOB_CHARS_MAX) return `is longer than ${GLOB_CHARS_MAX} characters.`
  if (pattern === '') return 'names no files. Use e.g. "posts/reading-21d/**", or "!posts/reading-21d/day-03.md".'
  if (/[\p{C}!?[\]{}()\\|]/u.test(pattern))
    return 'is no pattern. Use "*" for a part of a name, "**" for folders, and "!" in front for what is left out.'
  return pattern.split('/').some(part => part.split('*').length - 1 > STARS_MAX)
    ? `has more than ${STARS_MAX} "*" between two "/".`
    : undefined
}

/** Files that patterns name, less those that are named with `!`. The time it takes grows with the patterns alone. */
export function globMatcher(globs: readonly string[]): (file: string) => boolean {
  const taken = globs.map(takenApart)
  const named = taken.filter(({ isLeftOut }) => !isLeftOut)
  const leftOut = taken.filter(({ isLeftOut }) => isLeftOut)
  return file => {
    const parts = file.split('/')
    const isAmong = (patterns: typeof taken) => patterns.some(({ pattern }) => isPath(pattern.split('/'), parts))
    return isAmong(named) && !isAmong(leftOut)
  }
}

function takenApart(glob: string): { readonly pattern: string; readonly isLeftOut: boolean } {
  const isLeftOut = glob.startsWith('!')
  // `posts/**` are all files below it, and not what is called `posts` itself.
  const pattern = glob
    .slice(isLeftOut ? 1 : 0)
    .replace(/^\.\//, '')
    .replace(/\/\*\*$/, '/**/*')
  return { pattern, isLeftOut }
}

const isPath = (pattern: readonly string[], parts: readonly string[]) =>
  fits(
    pattern,
    parts,
    part => part === '**',
    (part, name) => fits([...part], [...name], sign => sign === '*', same),
  )
const same = (a: string, b: string) => a === b

/** Goes back to the last wildcard only: what stood before it fits already, however much that one takes. */
function fits(
  pattern: readonly string[],
  text: readonly string[],
  isAny: (part: string) => boolean,
  is: (part: string, found: string) => boolean,
): boolean {
  let [at, wildcard, taken] = [0, -1, 0]
  for (let index = 0; index < text.length; ) {
    const part = pattern[at]
    if (part !== undefined && isAny(part)) [wildcard, taken, at] = [at, index, at + 1]
    else if (part !== undefined && is(part, text[index]!)) [at, index] = [at + 1, index + 1]
    else if (wildcard === -1) return false
    else {
      taken += 1
      ;[at, index] = [wildcard + 1, taken]
    }
  }
  return pattern.slice(at).every(isAny)
}
