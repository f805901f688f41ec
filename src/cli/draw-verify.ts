import { readFile, stat, writeFile } from 'node:fs/promises'
import type { Notice } from '../draw-verifier/notices.js'
import { FILE_BYTES_MAX } from '../draw-verifier/read-proof.js'
import { type Receipt, readReceipt } from '../draw-verifier/receipt.js'
import type { NamedProof, Reason } from '../draw-verifier/sequence.js'
import { createTeller } from '../draw-verifier/telling.js'
import {
  acrossFiles,
  isValid,
  type Step,
  storyOf,
  type Verdict,
  verdictOf,
  verifySteps,
} from '../draw-verifier/verify.js'
import type { Language } from '../draw-verifier/words.js'
import { WRONG_USAGE } from './options.ts'
import { printLine, type Terminal, visible } from './terminal.ts'

/** What the command line gives. */
interface VerifyArguments {
  readonly receipt?: string
  readonly notice?: readonly Notice[]
  readonly announcement?: string
  readonly rehearsal?: boolean
  readonly json?: boolean
  readonly lang?: Language
  readonly page?: string
}

/** One file, checked. `unreadable`: it was not opened, and this says why. */
interface Verified {
  readonly file: string
  readonly steps: readonly Step[]
  readonly proof: NamedProof['proof'] | null
  readonly unreadable: string | null
}

interface Results {
  readonly files: readonly Verified[]
  readonly differences: readonly Reason[]
}

const EXIT_CODES: Readonly<Record<Verdict, number>> = { valid: 0, rejected: 1, 'not-compared': 3 }

/** In words that say what to do about it. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file.\n→ Check its name.',
  EISDIR: 'It is a folder.\n→ Name the proof file in it.',
  EACCES: 'It may not be read.\n→ Name a file that you may read.',
}

/**
 * Checks proofs of draws. Exit code 0 when all are valid; 1 when any is rejected; 2 when the command line is wrong or a
 * file cannot be read; 3 when nothing speaks against them, and a commitment has not been compared with the group.
 */
export async function verifyDraws(
  files: readonly string[],
  options: VerifyArguments,
  terminal: Terminal,
): Promise<number> {
  if (options.page !== undefined) return writePage(options.page, terminal)
  const receipt = options.receipt === undefined ? null : readReceipt(options.receipt)
  const mistake = mistakeIn(files, options, receipt)
  if (mistake !== null) {
    terminal.err.write(`${mistake}\n`)
    return WRONG_USAGE
  }
  // 1. Look
  const asked = {
    isRehearsalAllowed: options.rehearsal ?? false,
    isAlone: files.length === 1,
    receipt,
    notices: options.notice ?? [],
    announcement: options.announcement ?? null,
  }
  const verified: Verified[] = []
  for (const file of files) verified.push(await verifyFile(file, asked))
  const named = verified.flatMap(({ file, proof }) => (proof === null ? [] : [{ file, proof }]))
  const results = { files: verified, differences: acrossFiles(named, asked) }
  // 2. Say
  if (options.json) terminal.out.write(`${escaped(JSON.stringify(jsonOf(results), null, 2))}\n`)
  else for (const line of linesOf(results, options.lang ?? languageHere(), receipt)) await printLine(terminal.out, line)
  if (verified.some(({ unreadable }) => unreadable !== null)) return WRONG_USAGE
  return EXIT_CODES[verdictIn(results)]
}

function mistakeIn(files: readonly string[], options: VerifyArguments, receipt: Receipt | null): string | null {
  if (files.length === 0) return 'No file is named.\n→ Use: npm run draw:verify -- FILE, with the proof file of a draw.'
  if (options.receipt === undefined || receipt !== null) return null
  return (
    'The receipt cannot be read. It has four parts: the draw, the member, the number, and 64 hex digits.\n' +
    '→ Put all of the line in quotes: --receipt "<draw> <member> <number> <digits>".'
  )
}

async function verifyFile(file: string, asked: Parameters<typeof verifySteps>[1]): Promise<Verified> {
  const read = await bytesOf(file)
  if (typeof read === 'string') return { file, steps: [], proof: null, unreadable: read }
  const steps: Step[] = []
  const checking = verifySteps(read, asked)
  let next = checking.next()
  for (; !next.done; next = checking.next()) steps.push(next.value)
  return { file, steps, proof: next.value, unreadable: null }
}

/** The bytes of a file, or why there are none. */
async function bytesOf(file: string): Promise<Uint8Array | string> {
  try {
    const about = await stat(file)
    // Anything else may never end.
    if (!about.isFile() && !about.isDirectory()) return 'It is no file.\n→ Name the proof file of a draw.'
    const { size } = about
    if (size > FILE_BYTES_MAX) {
      return `It is larger than ${FILE_BYTES_MAX / 2 ** 20} MB, which no proof is.\n→ Check that it is the right file.`
    }
    return await readFile(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const unknown = `It cannot be read (${code ?? 'unknown'}).\n→ Check its name, and that it is a file you may read.`
    return UNREADABLE[code ?? ''] ?? unknown
  }
}

function* linesOf({ files, differences }: Results, language: Language, receipt: Receipt | null) {
  const teller = createTeller(language)
  for (const { file, steps, proof, unreadable } of files) {
    yield visible(file)
    if (unreadable !== null) {
      yield* unreadable.split('\n').map(line => `  ${line}`)
      continue
    }
    for (const step of steps) {
      const { mark, text, reasons } = teller.step(step)
      yield `  ${mark} ${visible(text)}`
      yield* reasons.map(reason => `      ${visible(reason)}`)
    }
    yield ''
    if (proof !== null && isValid(steps)) yield* storyLines(teller, proof, receipt)
    yield `  ${visible(teller.verdict(steps, proof))}`
    yield ''
  }
  yield* differences.map(difference => `✗ ${visible(teller.reason(difference))}`)
}

/** What a valid proof tells. Of a rejected one nothing is told: whoever reads it might believe it. */
function* storyLines(teller: ReturnType<typeof createTeller>, proof: NamedProof['proof'], receipt: Receipt | null) {
  const { title, rules, facts, commit, winners, notes } = teller.story(proof)
  const own = receipt === null ? null : teller.entry(receipt, proof)
  const winnerLines = winners.map((winner, index) => `  ${index + 1}. ${winner}`)
  const [heading = '', ...fixed] = rules
  const top = [title, heading, ...fixed.map(rule => `  ${rule}`), '', ...facts]
  for (const line of [...top, `  ${commit}`, '', ...winnerLines, '', ...notes, ...(own === null ? [] : [own])])
    yield line === '' ? '' : `  ${visible(line)}`
}

function jsonOf(results: Results) {
  return {
    verdict: verdictIn(results),
    files: results.files.map(({ file, steps, proof, unreadable }) => {
      const story = proof !== null && isValid(steps) ? storyOf(proof) : null
      return { file, verdict: verdictOf(steps), unreadable, steps, story }
    }),
    differences: results.differences,
  }
}

/** JSON with nothing in it that a terminal would obey or hide. */
function escaped(json: string): string {
  return json.replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, sign =>
    Array.from({ length: sign.length }, (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  )
}

/** The worst of them. */
function verdictIn({ files, differences }: Results): Verdict {
  const verdicts = files.map(({ steps }) => verdictOf(steps))
  if (differences.length > 0 || verdicts.includes('rejected')) return 'rejected'
  return verdicts.includes('not-compared') ? 'not-compared' : 'valid'
}

function languageHere(): Language {
  return new Intl.DateTimeFormat().resolvedOptions().locale.startsWith('zh') ? 'zh-CN' : 'en-US'
}

async function writePage(file: string, { out, err }: Terminal): Promise<number> {
  const { verifierPage } = await import('../web/verifier-page.ts')
  try {
    await writeFile(file, verifierPage().html)
  } catch (error) {
    err.write(
      `${file} cannot be written (${(error as NodeJS.ErrnoException).code}).\n→ Name a file in a folder of yours.\n`,
    )
    return WRONG_USAGE
  }
  await printLine(out, `${file} verifies draws in a browser. It needs no network.`)
  return 0
}
