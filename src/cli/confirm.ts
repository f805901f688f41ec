import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Terminal } from './terminal.ts'

/** Asks a person to type a word again before something that cannot be undone. False for anything else, and for the end of input. */
export async function confirmByRetyping(word: string, { input, err }: Terminal): Promise<boolean> {
  err.write(`Type ${word} to go on, anything else to stop: `)
  const lines = createInterface({ input, terminal: false })
  try {
    const [typed] = await Promise.race([once(lines, 'line'), once(lines, 'close').then(() => [''])])
    return String(typed).trim() === word
  } finally {
    lines.close()
  }
}
