import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { ChatLine } from '../simulation/simulated-platform.ts'
import { shortPath } from './spaces.ts'

/** What the bot sends as files in a playground, kept so that they can be opened and verified. */
export interface ChatFiles {
  /** Begins to keep it. Returns where, as people know it, or null where there is no file. */
  keep(line: ChatLine): string | null
  /** Resolves when all are there, with what could not be kept, and why. */
  written(): Promise<readonly string[]>
}

const FOLDER = 'files'
/** Names of other programs' devices and folders have no place in ours. */
const UNFIT = /[^\p{L}\p{N}._-]+/gu

/** Below the playground's folder, each under the number of its message: what is sent again does not replace it. */
export function createChatFiles(data: string): ChatFiles {
  const pending: Promise<string | null>[] = []
  return {
    keep(line) {
      if (line.is !== 'sent' || line.file === undefined) return null
      const file = path.join(data, FOLDER, `${line.message}-${line.file.name.replace(UNFIT, '_')}`)
      pending.push(write(file, line.file.text))
      return shortPath(file)
    },
    async written() {
      const all = await Promise.all(pending.splice(0))
      return all.filter(problem => problem !== null)
    },
  }
}

/** Somebody may be in any of them. */
export const forgetChatFiles = (data: string): Promise<void> =>
  rm(path.join(data, FOLDER), { recursive: true, force: true })

/** Returns what went wrong. Nobody but their owner reads them, like all that is in the folder. */
async function write(file: string, text: string): Promise<string | null> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    await writeFile(file, text, { mode: 0o600 })
    return null
  } catch (error) {
    return `${shortPath(file)}: ${error instanceof Error ? error.message : String(error)}`
  }
}
