import { checksFor } from '../doctor/checks.ts'
import { readConfiguration } from '../doctor/configuration.ts'
import { type NamedFinding, type Progress, runChecks } from '../doctor/doctor.ts'
import { findingLines, summary } from '../doctor/format.ts'
import { redactorOf } from '../redact.ts'
import { hasColours, printLine, type Terminal } from './terminal.ts'

/** What the command line gives. */
export interface DoctorArguments {
  readonly config?: string
  readonly data?: string
  /** One JSON object on stdout instead of lines. */
  readonly json?: boolean
}

/** Looks at everything that a bot needs, and changes nothing. Exit code 1 when anything would keep it from working. */
export async function runDoctor(options: DoctorArguments, terminal: Terminal): Promise<number> {
  const { config, data, json = false } = options
  const { out, err, isInteractive } = terminal
  // 1. What there is to look at
  const source = { ...(config !== undefined && { file: config }), ...(data !== undefined && { data }) }
  const configuration = await readConfiguration(source)
  const redact = redactorOf(configuration.secrets)
  const clean = <F extends NamedFinding>(finding: F): F => ({
    ...finding,
    what: redact(finding.what),
    ...(finding.remedy !== undefined && { remedy: redact(finding.remedy) }),
  })
  // 2. One after another
  const checks = checksFor(configuration)
  const format = { nameWidth: Math.max(...checks.map(({ name }) => name.length)), colours: !json && hasColours(out) }
  const progress: Progress = {
    begins: name => void (isInteractive && err.write(`${CLEAR_LINE}… ${name}`)),
    found(findings) {
      if (isInteractive) err.write(CLEAR_LINE)
      if (!json) for (const line of findingLines(findings.map(clean), format)) out.write(`${line}\n`)
    },
  }
  const report = await runChecks(checks, progress)
  // 3. Altogether
  const shown = { ...report, checks: report.checks.map(clean) }
  await printLine(out, json ? JSON.stringify(shown) : `\n${summary(shown)}`)
  return report.ok ? 0 : 1
}

/** Back to the beginning of the line, which is emptied. */
const CLEAR_LINE = '\r\u001b[K'
