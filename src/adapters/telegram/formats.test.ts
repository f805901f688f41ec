import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { compileText } from '../../content/template.ts'
import { entitiesOf } from './compose.ts'
import { type Lab, LIBRARIES, member, openLab } from './telegram.fixtures.ts'

const folder = mkdtempSync(join(tmpdir(), 'bonfire-formats-'))
writeFileSync(join(folder, 'a.png'), Buffer.alloc(100, 1))
afterAll(() => rmSync(folder, { recursive: true }))

const labs: Lab[] = []
afterEach(async () => {
  for (const lab of labs.splice(0)) await lab[Symbol.asyncDispose]()
})

const BODY = `👨‍👩‍👧 **“打卡”** *🎉* ~~旧~~ \`a*b\` [{{who}}](https://example.com/a_(b)?q={{who}})

> 引用

\`\`\`ts
let a = '“𠮷”'
\`\`\``
const { text, formats = [] } = compileText(BODY).for('telegram').render('telegram', { who: '*小明*_<b>' })

/** What Telegram is to receive, as one would write it by hand. */
const ENTITIES = [
  ['bold', '“打卡”'],
  ['italic', '🎉'],
  ['strikethrough', '旧'],
  ['code', 'a*b'],
  ['text_link', '*小明*_<b>', { url: 'https://example.com/a_(b)?q=*%E5%B0%8F%E6%98%8E*_%3Cb%3E' }],
  ['blockquote', '引用'],
  ['pre', "let a = '“𠮷”'", { language: 'ts' }],
].map(([type, covered, more]) => {
  const part = covered as string
  return { type, offset: text.indexOf(part), length: part.length, ...(more as object | undefined) }
})

describe.each(LIBRARIES)('formats over %s', library => {
  async function begin() {
    const lab = await openLab(library, { assetPath: name => join(folder, name) })
    labs.push(lab)
    const send = (more: object = {}) =>
      lab.adapter.send({ kind: 'message', chat: lab.chat, text, mentions: [], formats, ...more })
    return { ...lab, send, standing: () => lab.api.messages(lab.group.id) }
  }

  test('arrive as entities, every offset in UTF-16, the text untouched', async () => {
    const { send, standing } = await begin()
    expect(await send()).toMatchObject({ is: 'sent' })
    expect(standing()).toMatchObject([{ text }])
    expect(standing()[0]!.entities).toEqual(ENTITIES)
  })

  test('arrive in the same way below an image', async () => {
    const { send, standing } = await begin()
    expect(await send({ image: 'a.png' })).toMatchObject({ is: 'sent' })
    expect(standing()).toMatchObject([{ text, photoBytes: 100 }])
    expect(standing()[0]!.entities).toEqual(ENTITIES)
  })
})

test('formats and mentions are in order, outer ones first', () => {
  const mentions = [
    { offset: 2, length: 4, member: member({ id: 7 }) },
    { offset: 9, length: 1, member: member({ id: 8 }) },
  ]
  const entities = entitiesOf({
    text: '1 @Amy 2 3',
    mentions,
    formats: [
      { as: 'bold', offset: 0, length: 10 },
      { as: 'italic', offset: 7, length: 1 },
    ],
  })
  expect(entities.map(({ type, offset }) => [type, offset])).toEqual([
    ['bold', 0],
    ['text_mention', 2],
    ['italic', 7],
    ['text_mention', 9],
  ])
})
