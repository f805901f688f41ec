import { globSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '..')
const PAGES = globSync(['*.md', '{docs,src,plugins,examples,content-library}/**/*.md'], { cwd: ROOT }).filter(
  page => !page.startsWith('content-library/') || page.endsWith('README.md'),
)
const read = (page: string): string => readFileSync(path.join(ROOT, page), 'utf8')

const CODE = /^```[\s\S]*?^```$|`[^`\n]*`/gm
/** Where links and pictures of a page lead, leaving out other hosts and what stands in code. */
const linksIn = (text: string): readonly string[] =>
  [...text.replace(CODE, '').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter(link => !/^[a-z]+:/.test(link))

/** The anchors of a page, as GitHub makes them of its headings. */
function anchorsIn(text: string): ReadonlySet<string> {
  const counts = new Map<string, number>()
  const headings = [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#{1,6} (.+)$/gm)]
  return new Set(
    headings.map(([, heading = '']) => {
      const slug = heading
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
        .replaceAll(' ', '-')
      const before = counts.get(slug) ?? 0
      counts.set(slug, before + 1)
      return before === 0 ? slug : `${slug}-${before}`
    }),
  )
}

/** Links of a page that lead nowhere. */
const brokenIn = (page: string, text: string): readonly string[] =>
  linksIn(text).filter(link => !leads(link, page, text))

function leads(link: string, page: string, text: string): boolean {
  const [file = '', anchor] = link.split('#').map(decodeURIComponent)
  if (file === '') return anchorsIn(text).has(anchor ?? '')
  const target = path.join(path.dirname(page), file)
  const found = statSync(path.join(ROOT, target), { throwIfNoEntry: false })
  if (!found || anchor === undefined) return found !== undefined
  return found.isFile() && anchorsIn(read(target)).has(anchor)
}

test.each(PAGES)('links in %s lead somewhere', page => {
  expect(brokenIn(page, read(page))).toEqual([])
})

describe('control', () => {
  const page = 'docs/somewhere.md'
  test.each([
    ['a file that is not there', '[a](nowhere.md)', ['nowhere.md']],
    ['a heading that is not there', '[a](content.md#a-frist-post)', ['content.md#a-frist-post']],
    ['a heading of the page itself', '## Words\n\n[a](#wrods) [b](#words)', ['#wrods']],
    ['a picture', '![a](nowhere.png)', ['nowhere.png']],
  ])('%s is found', (_, text, broken) => expect(brokenIn(page, text)).toEqual(broken))

  test.each([
    ['a file', '[a](content.md)'],
    ['a heading', '[a](content.md#a-first-post-in-five-minutes)'],
    ['a Chinese heading', '## 第一天：进群\n\n[a](#第一天进群)'],
    ['a folder', '[a](../examples/three-weeks)'],
    ['another host', '[a](https://example.org/nowhere.md)'],
    ['code', '`[a](nowhere.md)`\n\n```md\n[a](nowhere.md)\n```'],
  ])('%s is not', (_, text) => expect(brokenIn(page, text)).toEqual([]))
})
