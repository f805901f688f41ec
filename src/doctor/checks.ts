import type { Config } from '../config.ts'
import { EXAMINE_MS_MAX, examineAccount, judgeNoAccount, type RunningBot } from './accounts.ts'
import { hasDraws, judgeBeacon, readBeacon } from './beacon.ts'
import { type Check, warning } from './check.ts'
import { type Configuration, judgeConfiguration, judgeContent, judgePlugins, readContent } from './configuration.ts'
import { judgeDashboard } from './dashboard.ts'
import { type DataFacts, judgeData, ownerOfLive, readData } from './data-folder.ts'
import { readHealth } from './health.ts'
import { type Journals, readJournals } from './journals.ts'
import { judgeNode, judgeZones, zoneOfMachine } from './machine.ts'
import { judgeOrders, readOrders } from './orders.ts'
import { judgePictures, tryDrawing } from './pictures.ts'
import { addressToAsk, judgeClock, readClock } from './platform-clock.ts'
import { judgeWeb, readWeb } from './web-port.ts'

/** All checks, in their order. Those that need a configuration are left out where there is none, and that is said. */
export function checksFor(configuration: Configuration): readonly Check[] {
  const { config, data } = configuration
  return [
    { name: 'node', look: async () => judgeNode(process.versions.node) },
    { name: 'configuration', look: async () => judgeConfiguration(configuration) },
    ...(config ? partsOf(config) : []),
    { name: 'pictures', look: async () => judgePictures(await tryDrawing()) },
    ...(config ? reachedFromOutside(config) : []),
    ...(data === null ? [] : recordsIn(data, config)),
    ...(config ? [] : [NOT_LOOKED_AT]),
  ]
}

function partsOf(config: Config): readonly Check[] {
  return [
    { name: 'content', look: async () => judgeContent(await readContent(config.content, config.checkSection)) },
    { name: 'plugins', look: async () => judgePlugins(config) },
  ]
}

/** What listens, and for whom. */
function reachedFromOutside(config: Config): readonly Check[] {
  const facts = once(() => readWeb(config))
  return [
    { name: 'web', look: async () => judgeWeb(await facts()) },
    { name: 'dashboard', look: async () => judgeDashboard(config) },
    { name: 'orders', look: async () => judgeOrders(await readOrders(config, await facts())) },
  ]
}

/** The data, and what has to know it. */
function recordsIn(folder: string, config: Config | null): readonly Check[] {
  // Read by one check, and needed by those after it.
  const facts = once(() => readData(folder))
  const journals = once(async () => readJournals(await facts(), config))
  return [
    { name: 'data', look: async () => judgeData(await facts()) },
    { name: 'journals', look: async () => (await journals()).findings },
    ...(config ? outside(config, facts, journals) : []),
  ]
}

/** What is outside this machine. */
function outside(config: Config, facts: () => Promise<DataFacts>, journals: () => Promise<Journals>): readonly Check[] {
  const { accounts, plan, content } = config
  const running = once(async () => readRunning(config, await facts()))
  return [
    { name: 'clock', look: async () => judgeClock(await readClock(addressToAsk(accounts))) },
    { name: 'time zone', look: async () => judgeZones({ machine: zoneOfMachine(), plan: plan.timezone }) },
    ...(accounts.length > 0 && hasDraws(config) ? [beaconOf(config)] : []),
    ...(accounts.length === 0 ? [{ name: 'accounts', look: async () => judgeNoAccount(config) }] : []),
    ...accounts.map(account => ({
      name: account.id,
      async look() {
        const chats = (await journals()).chats.get(account.id) ?? []
        const around = { content, chats, running: await running(), timeoutMs: EXAMINE_MS_MAX }
        return examineAccount(account, around)
      },
    })),
  ]
}

const beaconOf = (config: Config): Check => ({
  name: 'beacon',
  look: async () => judgeBeacon(await readBeacon(config)),
})

async function readRunning({ web }: Config, facts: DataFacts): Promise<RunningBot | null> {
  const owner = ownerOfLive(facts)
  if (owner === undefined) return null
  return { owner, connected: web.port === null || web.port === 0 ? null : await readHealth(web.host, web.port) }
}

const NOT_LOOKED_AT: Check = {
  name: 'the rest',
  look: async () => [
    warning(
      'Not looked at: content, plugins, web, clock and accounts. They are known by the configuration only',
      'Correct the configuration, and look again.',
    ),
  ],
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined
  return () => {
    value ??= read()
    return value
  }
}
