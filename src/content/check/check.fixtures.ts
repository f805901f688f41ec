import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

/** Files of a library by their names. Null: a file that a good library has is not there. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>

/** A folder with these files, removed when the test is over. */
export function tempLibrary(files: Files): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'bonfire-check-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFiles(folder, files)
  return folder
}

export function writeFiles(folder: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    if (text === null) rmSync(file, { force: true })
    else writeFileSync(file, text)
  }
}

/** A file of markdown: fields as lines of YAML, and a body. */
export function markdown(fields: Readonly<Record<string, string | number | boolean>>, body: string): string {
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value}`)
  return `---\n${lines.join('\n')}\n---\n${body}\n`
}

/** A post of the plan `demo`, on any day. */
export function post(body: string, fields: Readonly<Record<string, string | number | boolean>> = {}): string {
  const when = 'day' in fields || 'date' in fields ? {} : { pool: true }
  return markdown({ title: '一篇', kind: 'topic', ...when, ...fields }, body)
}

/** A plan's file: more lines, or other ones. */
export function plan(lines: Readonly<Record<string, string | number | null>> = {}): string {
  const own: Record<string, string | number | null> = {
    name: '共读',
    kind: 'community',
    timezone: 'Asia/Shanghai',
    value: '一起把书读完。',
    audience: '想读书的人。',
    rules: '说自己读到的。',
    persona: '{ name: 阿灯, voice: 温和 }',
    slots: '[{ name: morning, at: "08:00" }]',
    ...lines,
  }
  const given = Object.entries(own).filter(([, value]) => value !== null)
  return `${given.map(([key, value]) => `${key}: ${value}`).join('\n')}\n`
}

/** More than a pool needs, so that nothing comes back too soon. */
const POOL_POSTS = 16
const THINGS = [...'山水风云花鸟鱼虫灯书茶雨雪松竹梅']

const pool = Array.from({ length: POOL_POSTS }, (_, index) => {
  return [`posts/demo/pool-${index + 1}.md`, post(`说说你今天在书里遇见的${THINGS[index]}，它让你想起了谁？`)] as const
})

/** There is nothing wrong with it. */
export const GOOD_LIBRARY: Files = {
  'plans/demo.yml': plan(),
  'welcome/newcomer.md': markdown({ title: '你好' }, '{{member.name}}，欢迎来到{{group.name}}，先说说你最近在读什么？'),
  ...Object.fromEntries(pool),
}

/** Bytes that begin as a PNG does. */
export const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])
