import type { Finding } from '../adapters/adapter.ts'
import { bad, good, warning } from './check.ts'

/** Whether this Node runs Bonfire: its TypeScript as it is, and for as long as its makers mend it. */
export function judgeNode(version: string): readonly Finding[] {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < 22 || (major === 22 && minor < 18)) {
    return [bad(`${version}: Bonfire runs on Node 22.18 or later`, 'Install Node 24 from https://nodejs.org/.')]
  }
  // Odd versions live for half a year: github.com/nodejs/release, read 2026-11-22.
  if (major % 2 === 1) {
    return [warning(`${version} gets no security fixes for long`, 'Install an even version, such as Node 24.')]
  }
  return [good(version)]
}

/** Which zones count. The machine's is only for its own log and for whoever reads it. */
export function judgeZones({ machine, plan }: { readonly machine: string; readonly plan: string }): readonly Finding[] {
  if (machine === plan) return [good(plan)]
  return [good(`plan: ${plan}, which days and times go by; machine: ${machine}, which changes nothing`)]
}

export const zoneOfMachine = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
