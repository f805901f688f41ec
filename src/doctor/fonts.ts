import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import type { Finding } from '../adapters/adapter.ts'
import { good, warning } from './check.ts'

/** Where fonts are on Linux, macOS and Windows. `fc-list` is not asked: it may write its cache. */
const FOLDERS = [
  '/usr/share/fonts',
  '/usr/local/share/fonts',
  path.join(homedir(), '.fonts'),
  path.join(homedir(), '.local', 'share', 'fonts'),
  '/System/Library/Fonts',
  '/Library/Fonts',
  'C:\\Windows\\Fonts',
]
/** How deep is looked: `/usr/share/fonts/opentype/noto/…`. */
const DEPTH_MAX = 4

/** By the names of the files, as the usual packages and systems have them. */
const CHINESE =
  /noto.*(cjk|[- ]?sc\b)|source-?han|wqy|wenquanyi|droidsansfallback|uming|ukai|pingfang|stheiti|hiragino ?sans ?gb|msyh|simsun|simhei/i
const EMOJI = /emoji|seguiemj/i

export interface FontFacts {
  readonly chinese: boolean
  readonly emoji: boolean
}

export async function readFonts(folders: readonly string[] = FOLDERS): Promise<FontFacts> {
  const names = (await Promise.all(folders.map(folder => namesBelow(folder, DEPTH_MAX)))).flat()
  return { chinese: names.some(name => CHINESE.test(name)), emoji: names.some(name => EMOJI.test(name)) }
}

async function namesBelow(folder: string, depth: number): Promise<readonly string[]> {
  // What is not there, or not for us, holds no fonts.
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const below = entries.filter(entry => entry.isDirectory() && depth > 1)
  const deeper = await Promise.all(below.map(({ name }) => namesBelow(path.join(folder, name), depth - 1)))
  return [...entries.filter(entry => !entry.isDirectory()).map(({ name }) => name), ...deeper.flat()]
}

export function judgeFonts({ chinese, emoji }: FontFacts): readonly Finding[] {
  const missing = [...(chinese ? [] : ['Chinese characters']), ...(emoji ? [] : ['emoji'])]
  if (missing.length === 0) return [good('Chinese characters and emoji can be drawn')]
  return [
    warning(
      `No font with ${missing.join(' or ')}. Nothing draws pictures yet, so nothing is missing today`,
      'For later, on Debian: apt-get install fonts-noto-cjk fonts-noto-color-emoji.',
    ),
  ]
}
