import path from 'node:path'
import type { Commit } from '../src/host/commit.ts'
import { readJournal } from '../src/journal/read-journal.ts'
import { openPlayground } from './chat-run.ts'

const FOLDER = path.resolve(import.meta.dirname, '../examples/three-weeks')

/** A script, the library that its group reads, and who is who in it. */
export interface Story {
  readonly script: string
  readonly library: string
  readonly transcript: string
  readonly cast: Readonly<Record<Part, string>>
}
/** What becomes of somebody, told in both languages. */
export type Part = 'owner' | 'teacher' | 'perfect' | 'lapses' | 'makesUp' | 'late' | 'quiet' | 'returns'

export const STORIES: Readonly<Record<'zh' | 'en', Story>> = {
  zh: {
    script: path.join(FOLDER, 'zh.txt'),
    library: path.join(FOLDER, 'library'),
    transcript: path.join(FOLDER, 'zh.transcript.txt'),
    cast: {
      ...{ owner: '老周', teacher: '许老师', perfect: '林晚', lapses: '大力' },
      ...{ makesUp: '阿宁', late: '可可', quiet: '青山', returns: '豆妈' },
    },
  },
  en: {
    script: path.join(FOLDER, 'en.txt'),
    library: path.join(FOLDER, 'library-en'),
    transcript: path.join(FOLDER, 'en.transcript.txt'),
    cast: {
      ...{ owner: 'Hannah', teacher: 'Tan', perfect: 'Priya', lapses: 'Joe' },
      ...{ makesUp: 'Ben', late: 'Mei', quiet: 'Ada', returns: 'Rosa' },
    },
  },
}

interface Played {
  readonly shown: string
  /** What was logged as a warning or an error. */
  readonly logged: readonly string[]
  /** The facts of one type, oldest first. */
  facts(type: string): readonly Readonly<Record<string, unknown>>[]
  idOf(part: Part): string
}

/** Plays a story from its first line to its last, with the real chat, and returns what was shown and recorded. */
export async function play({ script, library, cast }: Story): Promise<Played> {
  const playground = await openPlayground()
  try {
    const shown = await playground.chat([], { script, content: library })
    const commits: Commit[] = []
    const journal = path.join(playground.data, 'playground', 'playground', 'journal')
    for await (const { text } of readJournal(journal)) commits.push(JSON.parse(text) as Commit)
    const all = commits.flatMap(({ facts }) => facts)
    return {
      shown,
      logged: [...playground.logged],
      facts: type => all.filter(([name]) => name === type).map(([, data]) => data as Readonly<Record<string, unknown>>),
      idOf: part => `sim:${encodeURIComponent(cast[part])}`,
    }
  } finally {
    await playground[Symbol.asyncDispose]()
  }
}

/** One thing that somebody said, or the bot, without its time. */
interface Line {
  readonly day: string
  /** Null: the bot. */
  readonly who: string | null
  /** Whom the bot told in private. */
  readonly to: string | null
  readonly text: string
}

/** The lines of a transcript, those of one message together. */
export function linesOf(shown: string): readonly Line[] {
  const lines: Line[] = []
  let day = ''
  for (const line of shown.split('\n')) {
    day = /^── (\S+) ──$/.exec(line)?.[1] ?? day
    const [, to = null, said] = /^\d\d:\d\d 🔥 (?:→ (\S+) )?(.*)$/u.exec(line) ?? []
    const [, who, typed] = /^\d\d:\d\d (\S+?)(?: \([^)]*\))?: (.*)$/u.exec(line) ?? []
    const last = lines.at(-1)
    if (said !== undefined) lines.push({ day, who: null, to, text: said })
    else if (who !== undefined) lines.push({ day, who, to: null, text: typed ?? '' })
    else if (last && /^ {9}/.test(line)) lines[lines.length - 1] = { ...last, text: `${last.text}\n${line.slice(9)}` }
  }
  return lines
}
