import { Command, InvalidArgumentError, Option } from 'commander'
import { readCount } from '../../src/cli/options.ts'
import { didYouMean } from '../../src/did-you-mean.ts'
import { COUNT } from './bench-case.ts'

export interface BenchArguments {
  readonly count: number
  /** The names of the cases to run, in the order of the table. */
  readonly only: readonly string[]
  readonly json: boolean
  /** Where a profile of check-ins in 600 groups goes, instead of the table. */
  readonly profile?: string
}

export interface Output {
  readonly write: (text: string) => void
  readonly writeError: (text: string) => void
}

/** Reads the arguments. @throws CommanderError when there is nothing more to do; what is wrong has been said. */
export function readArguments(args: readonly string[], names: readonly string[], output: Output): BenchArguments {
  const { write, writeError } = output
  return new Command('npm run bench --')
    .description('Measures what the machine can do with Bonfire, each figure beside its limit.')
    .addOption(countOption())
    .addOption(new Option('--only <names>', `these: ${names.join(', ')}`).argParser(namesAmong(names)).default(names))
    .addOption(new Option('--json', 'one JSON document, with the unit last in each name').default(false))
    .addOption(
      new Option('--profile <folder>', 'writes a CPU profile of check-ins in 600 groups, and says where the time went'),
    )
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: writeError })
    .showHelpAfterError('→ Add --help to see what there is.')
    .parse(args, { from: 'user' })
    .opts<BenchArguments>()
}

function countOption(): Option {
  return new Option('--count <number>', 'check-ins in a round; everything else is in proportion')
    .argParser(readCount)
    .default(COUNT)
}

function namesAmong(names: readonly string[]): (list: string) => readonly string[] {
  return list => {
    const wanted = list.split(',').map(name => name.trim())
    const wrong = wanted.filter(name => !names.includes(name))
    if (wrong.length > 0) {
      const says = wrong.map(name => `There is no "${name}".${didYouMean(name, names)}`)
      throw new InvalidArgumentError(`${says.join(' ')} There are: ${names.join(', ')}.`)
    }
    return names.filter(name => wanted.includes(name))
  }
}
