import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Instant } from '../../events/ids.ts'
import { type Files, GOOD_LIBRARY, post, tempLibrary } from './check.fixtures.ts'
import { checkLibrary } from './check-library.ts'

vi.setConfig({ testTimeout: 60_000 })

/** What trips rules up, in any order. */
const PIECES = [
  ...[
    '亲',
    '亲子',
    '*',
    '**',
    '7*8',
    '`',
    '```\n',
    '[',
    '](',
    ')',
    '![',
    '](#)',
    'https://',
    'example.com',
    '<b>',
    '<!--',
  ],
  ...['-->', '<!-- allow: 亲 -->', '{{day}}', '{{', '}}', '{{#if day}}', '{{/if}}', '## @wechat\n', '\n', '\n\n', '- '],
  ...['|a|b|\n|-|-|\n', '> ', '仅限今天', '9.9 元', '？', '𝒳', '👩‍👩‍👧', '\u200b', '\t', '\\', '=', '今天读到哪里了'],
]
const body = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map(pieces => pieces.join(''))
const kind = fc.constantFrom('topic', 'marketing', 'notice')
const posts = fc.array(fc.record({ body, kind, day: fc.option(fc.integer({ min: 1, max: 9 })) }), {
  minLength: 1,
  maxLength: 12,
})

test('whatever texts say, the check ends, and each problem stands in one line at a place that there is', async () => {
  await fc.assert(
    fc.asyncProperty(posts, async written => {
      const files: Files = Object.fromEntries(
        written.map((one, index) => [
          `posts/demo/made-${index}.md`,
          post(one.body, { kind: one.kind, ...(one.day !== null && { day: one.day }) }),
        ]),
      )
      const library: Files = { ...GOOD_LIBRARY, ...files }
      const { problems } = await checkLibrary(tempLibrary(library), { now: 0 as Instant })
      for (const { file, line, column, message } of problems) {
        const source = String(library[file]).split('\n')[line - 1]
        expect(source, `${file}:${line}`).toBeDefined()
        expect(column, `${file}:${line}`).toBeGreaterThanOrEqual(1)
        expect(column, `${file}:${line}`).toBeLessThanOrEqual(source!.length + 1)
        expect(message).not.toMatch(/\n/u)
      }
    }),
    { numRuns: 60 },
  )
})
