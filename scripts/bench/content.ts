import { readFile } from 'node:fs/promises'
import path from 'node:path'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { parse } from 'yaml'
import { type CheckReport, checkLibrary } from '../../src/content/check/check-library.ts'
import type { Instant } from '../../src/events/ids.ts'
import { type BenchCase, COUNT, ROUNDS } from './bench-case.ts'
import { CAMPAIGN_FILES, writeLibrary } from './content-library.ts'
import type { Figure } from './figure.ts'
import { median, spentOn } from './statistics.ts'

const FILES = 1_000
const SECONDS_MAX = 3

export const content: BenchCase = {
  name: 'content',
  about:
    `Everything that ops write checked: ${FILES.toLocaleString('en-US')} files in campaigns of a hundred (fewer with a ` +
    'smaller --count). Limit: the same bytes read, their front matter parsed as YAML and the rest as markdown, which the ' +
    'check does only where a rule needs it.',
  async measure({ count, folder, onProgress }) {
    const names = await writeLibrary(folder, Math.ceil((FILES * count) / COUNT / CAMPAIGN_FILES))
    const checked: number[] = []
    const bare: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push((await spentOn(() => parseBare(folder, names))).seconds)
      checked.push(
        (await spentOn(async () => assertGood(await checkLibrary(folder, { now: NOW }), names.length))).seconds,
      )
      onProgress(round + 1, ROUNDS)
    }
    return [figureOf(checked, bare, names.length)]
  },
}

/** Any: what is checked has no dates. */
const NOW = Date.parse('2026-11-22T04:00:00Z') as Instant

function figureOf(checked: readonly number[], bare: readonly number[], files: number): Figure {
  return {
    ...{ name: 'a whole library', measure: 'seconds', value: median(checked) },
    spread: [Math.min(...checked), Math.max(...checked)],
    limit: { name: 'read and parsed', value: median(bare) },
    target: { of: 'seconds', is: 'at most', value: SECONDS_MAX },
    also: { files, firstSeconds: checked[0]! },
  }
}

const markdown = unified().use(remarkParse).freeze()

async function parseBare(folder: string, names: readonly string[]): Promise<void> {
  await Promise.all(
    names.map(async name => {
      const source = await readFile(path.join(folder, name), 'utf8')
      const [yaml, body] = name.endsWith('.yml') ? [source, ''] : source.split(/^---$/mu).slice(1)
      parse(yaml!)
      markdown.parse(body!)
    }),
  )
}

/** @throws Error when not every file was looked at, or when something is said of a library that has no mistakes. */
function assertGood({ problems, files }: CheckReport, written: number): void {
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (files !== written || errors.length > 0) {
    throw new Error(
      `${files} of ${written} files checked, ${errors.length} errors: ${errors[0]?.file} ${errors[0]?.message}`,
    )
  }
}
