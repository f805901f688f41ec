import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { LocalDay } from 'bonfire'
import type { BrokenFile } from '../src/account.ts'
import { type ContentWithTexts, contentOf } from '../src/content/content-of.ts'
import { openGoodVersions } from '../src/content/good-versions.ts'
import { createLibraryReader, type LibraryReader } from '../src/content/library.ts'

const TIMES = ['08:00', '12:00', '17:30'] as const
const NAMES = ['morning', 'noon', 'evening'] as const

/** The days of the week that the library is for, and the times at which something is due. */
export const WEEK = Array.from({ length: 7 }, (_, n) => `2026-12-0${n + 1}` as LocalDay)
export const SLOTS_OF_WEEK = WEEK.flatMap(day => TIMES.map(time => `${day} ${time}`))

const PLAN = `
name: 七天共读
kind: checkin
days: 7
timezone: Asia/Shanghai
value: 每天十页
audience: 想读书的人
rules: 友善
persona: { name: 阿柴, voice: 温和 }
slots: [${TIMES.map((at, n) => `{ name: ${NAMES[n]}, at: "${at}" }`).join(', ')}]
`

/** A post whose text names it. */
export const postFile = (name: string, kind: string, when: string): string =>
  `---\ntitle: 标题 ${name}\nkind: ${kind}\n${when}\n---\n**posts/reading/${name}** 第 {{day}} 天\n`

/** A post for each morning of a week, two advertisements at noon, and a pool for the rest. */
function filesOfWeek(): ReadonlyMap<string, string> {
  const files = new Map([['plans/reading.yml', PLAN]])
  const add = (name: string, kind: string, when: string) =>
    files.set(`posts/reading/${name}.md`, postFile(name, kind, when))
  for (let n = 1; n <= WEEK.length; n += 1) add(`day-0${n}`, 'topic', `day: ${n}\nat: morning`)
  for (const n of [2, 3]) add(`offer-${n}`, 'marketing', `day: ${n}\nat: noon`)
  for (let n = 0; n < 16; n += 1) add(`pool-${n}`, n % 2 === 0 ? 'story' : 'poll', 'pool: true')
  return files
}

/** A library in a folder of its own, read as a running bot reads it. */
export async function openTestLibrary() {
  const root = await mkdtemp(path.join(tmpdir(), 'bonfire-topics-'))
  const folder = path.join(root, 'library')
  for (const [file, text] of filesOfWeek()) await write(file, text)
  let reader: LibraryReader
  let content: ContentWithTexts
  await restart()

  async function write(file: string, text: string): Promise<void> {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
    await writeFile(path.join(folder, file), text)
  }
  /** Reads it again; gives what is broken. */
  async function reload(): Promise<readonly BrokenFile[]> {
    const loaded = await reader.read()
    content = contentOf(loaded, { hindrances: () => [] })
    return loaded.broken.map(({ problem: { line, message }, ...broken }) => ({ ...broken, line, problem: message }))
  }
  /** As a process does that begins. */
  async function restart(): Promise<readonly BrokenFile[]> {
    reader = createLibraryReader(folder, { good: await openGoodVersions(path.join(root, 'good')) })
    return reload()
  }

  return {
    content: () => content,
    write,
    remove: (file: string) => rm(path.join(folder, file)),
    reload,
    restart,
    close: () => rm(root, { recursive: true, force: true }),
  }
}
