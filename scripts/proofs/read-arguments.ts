import { parseArgs } from 'node:util'
import { didYouMean } from '../../src/did-you-mean.ts'
import { type Proof, plainWord, TENTH } from './proof.ts'
import { mistakeInReport } from './report-file.ts'

/** What a person asks of `npm run prove`. */
export interface ProveArguments {
  /** The names of the proofs to run, in the order of the list. */
  readonly names: readonly string[]
  /** As in `ProofRun`. */
  readonly scale: number
  /** Undefined: a new one. */
  readonly seed: number | undefined
  /** As in `ProofRun`: of the only proof there is in `names`. */
  readonly at: string | undefined
  /** Where the page is written as markdown too. */
  readonly report: string | undefined
  readonly isHelp: boolean
}

const OPTIONS = {
  tenth: { type: 'boolean' },
  first: { type: 'boolean' },
  only: { type: 'string', multiple: true },
  seed: { type: 'string' },
  at: { type: 'string' },
  report: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const
const FLAGS = Object.keys(OPTIONS).map(name => `--${name}`)
const VALUED = new Set(Object.entries(OPTIONS).flatMap(([name, { type }]) => (type === 'string' ? [`--${name}`] : [])))
const SEED_MAX = 2 ** 31

/** Reads the arguments. Gives all mistakes at once, when there are any. */
export function readArguments(
  args: readonly string[],
  proofs: readonly Pick<Proof, 'name' | 'mistakeIn'>[],
): ProveArguments | { readonly mistakes: readonly string[] } {
  const known = proofs.map(({ name }) => name)
  const { values, tokens } = parseArgs({ args: withValuesApart(args), options: OPTIONS, strict: false, tokens: true })
  const mistakes: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') mistakes.push(`"${token.value}" is not expected.${didYouMean(token.value, FLAGS)}`)
    if (token.kind !== 'option') continue
    const { name, rawName, value } = token
    const option = Object.hasOwn(OPTIONS, name) ? OPTIONS[name as keyof typeof OPTIONS] : undefined
    if (option === undefined) mistakes.push(`There is no option ${rawName}.${didYouMean(rawName, FLAGS)}`)
    else if (option.type === 'boolean' && value !== undefined) mistakes.push(`${rawName} takes no value.`)
    else if (option.type === 'string' && !value) mistakes.push(`${rawName} needs a value.`)
  }
  const given = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
  // 1. Which
  const wanted = ((values.only ?? []) as readonly unknown[]).flatMap(list => given(list)?.split(',') ?? [])
  const plain = (name: string) =>
    name
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_-]+/g, ' ')
  const names = wanted.map(plain)
  for (const name of names) {
    if (!known.includes(name))
      mistakes.push(`There is no proof "${name}".${didYouMean(name, known)} There are: ${known.join(', ')}.`)
  }
  // 2. How much
  if (values.tenth && values.first) mistakes.push('--tenth and --first exclude each other.')
  const seed = given(values.seed)
  if (seed !== undefined && !(/^\d+$/.test(seed) && Number(seed) < SEED_MAX))
    mistakes.push(`--seed "${seed}" is not a whole number from 0 to ${SEED_MAX - 1}.`)
  const at = given(values.at)
  if (at !== undefined) mistakes.push(...mistakesInCase(at))
  const report = given(values.report)
  const unwritable = report === undefined ? null : mistakeInReport(report)
  if (unwritable !== null) mistakes.push(`--report: ${unwritable}`)
  if (mistakes.length > 0) return { mistakes: [...new Set(mistakes)] }
  return {
    names: names.length === 0 ? known : known.filter(name => names.includes(name)),
    scale: values.first ? 0 : values.tenth ? TENTH : 1,
    seed: seed === undefined ? undefined : Number(seed),
    ...{ at, report, isHelp: values.help === true },
  }

  function mistakesInCase(at: string): readonly string[] {
    const proof = proofs.find(({ name }) => names.length === 1 && name === names[0])
    const named = proofs.filter(({ mistakeIn }) => mistakeIn).map(({ name }) => `--only ${plainWord(name)}`)
    if (!proof?.mistakeIn) return [`--at is for ${named.join(' or ')}, alone.`]
    const mistake = proof.mistakeIn(at)
    const others = ['seed', 'tenth', 'first'].filter(name => name in values).map(name => `--${name}`)
    return [
      ...(mistake === null ? [] : [`--at "${at}": ${mistake}`]),
      ...(others.length === 0 ? [] : [`--at is one case, and takes no ${others.join(' and ')}.`]),
    ]
  }
}

/** An option is never the value of the one before it. */
function withValuesApart(args: readonly string[]): string[] {
  return args.map((arg, index) => {
    const isLeftOpen = VALUED.has(arg) && args[index + 1]?.startsWith('--') === true
    return isLeftOpen ? `${arg}=` : arg
  })
}
