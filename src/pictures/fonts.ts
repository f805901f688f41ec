import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { codePointsOf } from './code-points.ts'

const require = createRequire(import.meta.url)

/** Weights that pictures are written in. */
const WEIGHTS = [400, 700] as const
/** Read at the first picture: what almost every name is made of. */
const COMMON = ['latin', 'chinese-simplified', 'latin-ext', 'cyrillic', 'vietnamese'] as const

/** Fonts, as far as they have been needed. */
export interface Fonts {
  /** Whether there is a glyph for it. Rare characters are looked for in further files, which are read then. */
  covers(codePoint: number): boolean
  /** The families that have been read, as CSS names them. */
  readonly families: string
}

/** Makes a file known under a name of ours. */
export type RegisterFont = (path: string, family: string) => void

/**
 * Noto Sans SC, in files by characters: five hold what is common, and 97 small ones hold the rest, so that a rare name
 * costs one of them and not 10 MB. What a picture is written with comes from here alone, never from the machine: what
 * is drawn is the same everywhere.
 */
export function readFonts(register: RegisterFont): Fonts {
  const known = new Set<number>()
  const families: string[] = []
  const rest = restOfFiles()

  function read(subset: string): void {
    const family = `Bonfire ${subset}`
    for (const weight of WEIGHTS) register(pathOf(subset, weight), family)
    // Both weights have the same characters: a test looks.
    for (const point of codePointsOf(readFileSync(pathOf(subset, 400)))) known.add(point)
    families.push(`"${family}"`)
  }

  for (const subset of COMMON) read(subset)
  return {
    covers(codePoint) {
      if (known.has(codePoint)) return true
      const file = rest.findIndex(({ ranges }) => ranges.some(([from, to]) => from <= codePoint && codePoint <= to))
      if (file < 0) return false
      for (const { subset } of rest.splice(file, 1)) read(subset)
      return known.has(codePoint)
    },
    get families() {
      return families.join(', ')
    },
  }
}

/** Where a font is. */
export function pathOf(subset: string, weight: (typeof WEIGHTS)[number]): string {
  return require.resolve(`@fontsource/noto-sans-sc/files/noto-sans-sc-${subset}-${weight}-normal.woff2`)
}

/** The files besides the common ones, with what they are said to hold: `U+3400-3405`, a few hundred characters each. */
function restOfFiles() {
  const all = require('@fontsource/noto-sans-sc/unicode.json') as Readonly<Record<string, string>>
  return Object.entries(all).flatMap(([name, ranges]) => {
    const subset = /^\[(\d+)\]$/.exec(name)?.[1]
    return subset === undefined ? [] : [{ subset, ranges: ranges.split(',').map(rangeOf) }]
  })
}

function rangeOf(range: string): readonly [number, number] {
  const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-')
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)]
}
