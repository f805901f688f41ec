import type { Config } from '../config.ts'
import type { ContentPlatform } from '../host/content.ts'
import type { Log } from '../log.ts'
import type { ChosenStart } from '../playground/first-campaign.ts'
import { untilTold } from './ending.ts'
import { openBrowser } from './open-browser.ts'
import { announcePlugins } from './start-chat.ts'
import type { Terminal } from './terminal.ts'

/** What the command line gives. */
export interface PageArguments {
  readonly port?: number
  readonly open?: boolean
  readonly plan?: string
  readonly members?: number
  readonly seed?: number
  readonly day?: number
  readonly platform?: ContentPlatform
}

/** Opens the playground's page until the process is told to end. The last line printed is where it is. */
export async function openPage(config: Config, options: PageArguments, log: Log, terminal: Terminal): Promise<number> {
  announcePlugins(config, log, terminal)
  return untilTold(log, async () => {
    const { startPlayground } = await import('../playground/start-playground.ts')
    const chosen = chosenIn(options)
    const running = await startPlayground({ config, log, port: options.port, ...(chosen && { chosen }) })
    if (options.open) await openBrowser(running.url, sentence => log.warn(sentence))
    terminal.out.write(`${running.url}\n`)
    return running
  })
}

/** Undefined: nothing is said about what is played, so that it goes on as it was left. */
function chosenIn({ plan, members, seed, day: toDay, platform }: PageArguments): ChosenStart | undefined {
  const given = Object.entries({ plan, members, seed, toDay, platform }).filter(([, value]) => value !== undefined)
  return given.length === 0 ? undefined : Object.fromEntries(given)
}
