import type { Finding } from '../adapters/adapter.ts'
import { type Check, found } from './check.ts'

/** A finding, and which check found it. */
export interface NamedFinding extends Finding {
  readonly name: string
}

/** All that was found. Printed by `--json` as it is. */
export interface Report {
  /** Nothing is bad. Warnings may be among the findings. */
  readonly ok: boolean
  readonly checks: readonly NamedFinding[]
}

/** Told how far the doctor is. */
export interface Progress {
  begins(name: string): void
  found(findings: readonly NamedFinding[]): void
}

/** Makes one check after another. One that throws is a bad finding, and the next ones are made all the same. */
export async function runChecks(checks: readonly Check[], progress: Progress): Promise<Report> {
  const all: NamedFinding[] = []
  for (const { name, look } of checks) {
    progress.begins(name)
    const findings = await look().catch((error: unknown) => [found(error)])
    const named = findings.map(finding => ({ name, ...finding }))
    progress.found(named)
    all.push(...named)
  }
  return { ok: all.every(({ is }) => is !== 'bad'), checks: all }
}
