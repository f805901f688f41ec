/** The command line: `npm start`, `npm run journal -- verify`. What each command does is in `cli/`. */
import { run } from './cli/program.ts'
import { reportError } from './cli/report-error.ts'
import { processTerminal } from './cli/terminal.ts'
import { secretsOfProcess } from './config.ts'

// Whoever reads our output may stop reading, as `head` does. That is no error.
process.stdout.on('error', error => endQuietlyOr(error))
process.stderr.on('error', error => endQuietlyOr(error))
// Rejections that nobody handles arrive here too. After either, nobody can say what still holds: the next start can.
process.on('uncaughtException', error => {
  process.stderr.write(reportError(error, secretsOfProcess()))
  process.exit(1)
})

process.exitCode = await run(process.argv.slice(2), processTerminal())

function endQuietlyOr(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
}
