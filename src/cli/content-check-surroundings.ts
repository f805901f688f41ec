import path from 'node:path'
import { type Config, loadConfig } from '../config.ts'
import type { CheckOptions } from '../content/check/check-library.ts'
import { contentSurroundings } from '../content-surroundings.ts'
import { isBonfireError } from '../errors.ts'

/** What the configuration says about the library. */
export interface Surroundings extends Omit<CheckOptions, 'now'> {
  /** Where the library is, when nobody says otherwise. */
  readonly folder: string
  /** What cannot be judged for want of a configuration. */
  readonly note: string | null
}

const FOLDER_DEFAULT = 'content-library'

/**
 * Reads the configuration. A library is checked without one as well, and with one that has mistakes: whoever writes
 * posts is not whoever mends it.
 * @throws what is wrong with a configuration that was named: it is meant to be used.
 */
export async function readSurroundings(file: string | undefined): Promise<Surroundings> {
  try {
    return knownFrom(await loadConfig(file === undefined ? {} : { file }))
  } catch (error) {
    if (!isBonfireError(error) || file !== undefined) throw error
    const why = isBonfireError(error, 'CONFIG_MISSING')
      ? 'There is no bonfire.config.ts here'
      : 'bonfire.config.ts has mistakes (npm run doctor names them)'
    const note = `${why}: sections of plugins in plans, and what buttons say, are not judged.`
    return { folder: path.resolve(FOLDER_DEFAULT), note }
  }
}

const knownFrom = (config: Config): Surroundings => ({
  ...contentSurroundings(config),
  ...{ folder: config.content, note: null },
})
