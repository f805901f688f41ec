import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type ICruiseResult, type IViolation } from 'dependency-cruiser'
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'

const RULES = join(import.meta.dirname, '../../.dependency-cruiser.cjs')
const CRUISED = ['src', 'plugins', 'scripts', 'test', 'bonfire.config.ts', 'vitest.config.ts']

/** An import that a rule forbids. */
export interface ForbiddenImport {
  readonly rule: string
  readonly from: string
  /** The file or package imported; for a cycle, the way back. */
  readonly to: string
  readonly remedy: string
}

/** Every import in the project at `root` that `.dependency-cruiser.cjs` forbids. */
export async function findForbiddenImports(root: string): Promise<readonly ForbiddenImport[]> {
  const options = await extractOptions(RULES)
  const places = CRUISED.filter(place => existsSync(join(root, place)))
  const { output } = await cruise(places, { ...options, baseDir: root, validate: true })
  const remedies = new Map(options.ruleSet?.forbidden?.map(({ name, comment }) => [name, comment ?? '']))
  return (output as ICruiseResult).summary.violations.map(violation => ({
    rule: violation.rule.name,
    from: violation.from,
    to: targetOf(violation),
    remedy: remedies.get(violation.rule.name) ?? '',
  }))
}

/** The names of all rules. */
export async function ruleNames(): Promise<readonly string[]> {
  const { ruleSet } = await extractOptions(RULES)
  return (ruleSet?.forbidden ?? []).map(({ name }) => name ?? '')
}

export function describeImport({ from, to, rule, remedy }: ForbiddenImport): string {
  return `${from} → ${to} (${rule}): ${remedy}`
}

function targetOf({ to, cycle }: IViolation): string {
  return cycle && cycle.length > 0 ? cycle.map(({ name }) => name).join(' → ') : to
}
