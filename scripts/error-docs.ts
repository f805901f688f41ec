/** Writes `docs/errors.md` from the table in `src/errors.ts`: `node scripts/run.mjs scripts/error-docs.ts`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorTable } from '../src/errors.ts'

export const ERROR_DOCS = join(import.meta.dirname, '..', 'docs', 'errors.md')
export const REGENERATE = 'node scripts/run.mjs scripts/error-docs.ts'

/** The page that lists every error, in the order of the table. */
export function errorDocs(): string {
  const entries = Object.entries(errorTable).map(
    ([code, { message, remedy }]) =>
      `## ${code}\n\n\`\`\`text\n${message(PLACEHOLDERS)}\n\`\`\`\n\n${remedy.replaceAll('<', '&lt;')}\n`,
  )
  const intro = [
    '# Errors',
    '',
    `Every error that stops a command: what it says, and what to do. Parts in angle brackets differ from case to case.`,
    `Made from \`src/errors.ts\` by \`${REGENERATE}\`.`,
    '',
  ]
  return [...intro, ...entries].join('\n')
}

/** Stands in for any parameter: shown as `<name>`, and as a list of one such entry. */
const PLACEHOLDERS = new Proxy({}, { get: (_, name) => [`<${String(name)}>`] }) as never

if (import.meta.main) writeFileSync(ERROR_DOCS, errorDocs())
