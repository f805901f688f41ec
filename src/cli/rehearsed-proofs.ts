import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { checkedDrawsIn } from '../rehearsal/draw-proofs.ts'
import type { Rehearsal } from '../rehearsal/rehearse.ts'
import { shortPath } from './spaces.ts'

/** Ours, from this rehearsal or one before. */
const PROOF_FILE = /^draw-\d+-rehearsal\.json$/

/** Where the proof files of a report are: beside it, in a folder of its name. */
export const proofsBeside = (report: string): string => report.replace(/\.[^./\\]*$/, '').concat('-draws')

/** Writes the proof files as the group got them, in place of those before. Returns what to say of them. */
export async function writeProofs(rehearsal: Rehearsal, folder: string): Promise<readonly string[]> {
  const draws = checkedDrawsIn(rehearsal)
  for (const name of await readdir(folder).catch(() => [])) {
    if (PROOF_FILE.test(name)) await rm(path.join(folder, name))
  }
  if (draws.length === 0) return []
  await mkdir(folder, { recursive: true })
  const files = draws.map(({ draw }) => path.join(folder, `draw-${draw}-rehearsal.json`))
  for (const [index, { file }] of draws.entries()) await writeFile(files[index]!, file)
  return [
    ...files.map(file => `Proof file: ${shortPath(file)}`),
    `Verify them yourself: npm run draw:verify -- ${files.map(shortPath).join(' ')} --rehearsal`,
  ]
}
