import path from 'node:path'
import { type Account, officeOf } from './account.ts'
import type { AccountConfig } from './account-config.ts'
import type { Adapter, DrawPicture, MenuCommand } from './adapters/adapter.ts'
import { type OpenAccountOptions, openAccount } from './bonfire.ts'
import type { Config } from './config.ts'
import type { AccountOfViewers } from './dashboard/viewers.ts'
import { createDashboardDoor, type DashboardDoor } from './dashboard-door.ts'
import { drive } from './drive.ts'
import { erasuresAsked } from './erase-asked.ts'
import { mayKnow, tellToErase } from './erase-elsewhere.ts'
import { createErasingSoon, type ErasingSoon } from './erasing-soon.ts'
import { BonfireError, isBonfireError } from './errors.ts'
import { type AccountId, type GroupId, AccountId as Id, type MemberId } from './events/ids.ts'
import { commandsFor } from './host/command.ts'
import { type DataFolder, openDataFolder } from './journal/data-folder.ts'
import type { Log } from './log.ts'
import { type AdapterParts, makeAdapter } from './make-adapter.ts'
import { narratorFor, tellOpenClaims } from './narrator.ts'
import { type OpenLibrary, openLibrary } from './open-library.ts'
import { createOrderDesk } from './orders/order-desk.ts'
import { orderOfficeOf, refuseOrdersElsewhere } from './orders/order-office.ts'
import { ORDERS_PATH } from './orders/orders-path.ts'
import { createDrawing } from './pictures/create-drawing.ts'
import { createRelayList } from './relay-list.ts'
import { openReopening, type Reopening } from './reopening.ts'
import { type Clock, systemClock } from './scheduler/clock.ts'
import { onFreePort } from './web/free-port.ts'
import type { AccountFetch, WebServer } from './web/server.ts'

export { loadConfig } from './config.ts'
export { createLog } from './log.ts'

export interface ServeOptions {
  readonly config: Config
  readonly log: Log
  /** Default: the machine's. */
  readonly clock?: Clock
  /** Adapters made elsewhere, by account: a bot that somebody has already. Besides those of the configuration. */
  readonly adapters?: Readonly<Record<string, (parts: AdapterParts) => Adapter | Promise<Adapter>>>
  /** How often an account writes down that it is alive, in milliseconds. Default: 60,000. */
  readonly heartbeatMs?: number
  /** How long whoever asks to be erased has to get their answer, in milliseconds. Default: 20,000. */
  readonly erasingDelayMs?: number
  /** The journal cannot be written any more: what is true is no longer known, and the process must end. */
  readonly onFatal: (error: unknown) => void
}

/** The bot at work: all its accounts in this process. Disposing of it takes nothing new, writes everything, and ends. */
export interface Serving extends AsyncDisposable {
  readonly accounts: ReadonlyMap<AccountId, Account>
  /** Where pages and webhooks are. Null: no account needs them, and no port was free for the dashboard. */
  readonly url: string | null
}

interface Running extends AsyncDisposable {
  readonly id: AccountId
  readonly adapter: Adapter
  /** It may be closed and opened again: the account is another one then. */
  readonly reopening: Reopening
  readonly erasing: ErasingSoon
}
const accountOf = ({ reopening }: Running): Account => reopening.opened.account

/**
 * Runs the accounts of the configuration until it is disposed of. They begin to connect before it returns; a platform
 * that cannot be reached does not keep the others waiting.
 * @throws DATA_IN_USE and whatever else keeps an account's folder from being opened; PORT_TAKEN
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { config, log } = options
  const clock = options.clock ?? systemClock({ onJump: jump => log.warn('The machine’s clock was set', { ...jump }) })
  // 1. The data, which is this process's alone
  const data = await openDataFolder(path.join(config.data, 'live'))
  const running: Running[] = []
  const isConnected = new Map<string, boolean>()
  let library: OpenLibrary | null = null
  let web: WebServer | null = null

  const opened = () => running.map(one => ({ id: one.id, host: accountOf(one).host }))
  const door = createDashboardDoor({ web: config.web, clock, log, accounts: () => running.map(seen) })

  async function close(): Promise<void> {
    // 1. Nothing more leaves. 2. Nothing more comes in. 3. Everything is written. 4. The folder is free.
    await Promise.all(running.map(({ reopening }) => reopening.end()))
    await Promise.all(running.map(one => accountOf(one).stopSending()))
    await Promise.all(running.map(({ adapter }) => adapter[Symbol.asyncDispose]()))
    await Promise.all(running.map(one => one[Symbol.asyncDispose]()))
    await web?.[Symbol.asyncDispose]()
    await library?.[Symbol.asyncDispose]()
    await data[Symbol.asyncDispose]()
  }

  try {
    // 2. What ops have written, and the accounts, from their journals
    library = await openLibrary({ config, data: data.path, log })
    const { content } = library
    const all = [...config.accounts, ...Object.keys(options.adapters ?? {}).map(id => ({ id: Id.parse(id) }))]
    const ids = all.map(({ id }) => id)
    refuseSameIds(ids)
    const orderOffice = orderOfficeOf(config.orders.account, ids)
    const drawPicture = createDrawing({ log, clock })
    const around = { options, data, clock, running, content, orderOffice, drawPicture, door }
    for (const account of all) running.push(await openOne(account, around))
    refuseOrdersElsewhere(opened(), orderOffice)
    for (const one of running) library.onBroken(broken => accountOf(one).contentBroken(broken))
    // 3. The web: the dashboard, and whatever accounts and shops need
    const keeper = running.find(({ id }) => officeOf(id) === orderOffice)
    const hook = keeper && (await ordersHook(options, running, keeper, clock))
    web = await openWeb(options, running, { door, connected: () => Object.fromEntries(isConnected), orders: hook })
    door.listensAt(web?.url ?? null)
    if (hook && web) log.info(`Orders are taken at ${web.url}${ORDERS_PATH}`, { account: keeper.id })
    // 4. The platforms
    await Promise.all(running.map(one => startOne(one, isConnected, log)))
  } catch (error) {
    await close()
    throw error
  }
  return {
    get accounts() {
      return new Map(running.map(one => [one.id, accountOf(one)]))
    },
    url: web?.url ?? null,
    [Symbol.asyncDispose]: close,
  }
}

/** As the dashboard sees it. */
const seen = ({ id, adapter, reopening }: Running): AccountOfViewers => ({
  id,
  host: reopening.opened.account.host,
  chatOf: reopening.opened.desk.chatOf,
  ...(adapter.roleOf && { roleOf: adapter.roleOf.bind(adapter) }),
})

/** Two accounts on one journal would destroy it. */
function refuseSameIds(ids: readonly AccountId[]): void {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice) throw new BonfireError('ACCOUNT_TWICE', { account: twice })
}

/** What answers shops. Undefined: there is no secret, so nobody could be believed. */
async function ordersHook(
  { config, log }: ServeOptions,
  running: readonly Running[],
  keeper: Running,
  clock: Clock,
): Promise<AccountFetch | undefined> {
  const { secrets } = config.orders
  if (secrets.length === 0) return undefined
  accountOf(keeper).keepOrders()
  const desk = createOrderDesk({
    keeper: work => keeper.reopening.handIn(work),
    accounts: () => running.map(one => ({ host: accountOf(one).host, office: officeOf(one.id) })),
  })
  const { createOrdersHook } = await import('./orders/orders-hook.ts')
  return createOrdersHook({ secrets, desk, clock, log })
}

interface Around {
  readonly options: ServeOptions
  readonly data: DataFolder
  readonly clock: Clock
  readonly running: readonly Running[]
  readonly content: OpenLibrary['content']
  readonly orderOffice: GroupId
  /** One for all accounts: what draws is loaded once. */
  readonly drawPicture: DrawPicture
  readonly door: DashboardDoor
}

async function openOne(account: AccountConfig | { readonly id: AccountId }, around: Around): Promise<Running> {
  const { options, data, clock, running, content, orderOffice, drawPicture, door } = around
  const { config, log, adapters = {}, heartbeatMs } = options
  const { id } = account
  const relay = createRelayList()
  const parts: AdapterParts = {
    clock,
    log: logFor(log, id),
    assets: path.join(config.content, 'assets'),
    relay,
    drawPicture,
  }
  const adapter = 'platform' in account ? await makeAdapter(account, parts) : await adapters[id]!(parts)
  const named = 'platform' in account && account.platform === 'relay' ? account.groups : []
  const onTrouble = (what: string, error: unknown) => log.error(`Trouble: ${what}`, { account: id, error })
  const narrate = narratorFor(id, log)
  const erasing = createErasingSoon({
    ...{ clock, onFatal: options.onFatal },
    isAwaited: () => reopening.opened.isErasingLeft || erasuresAsked(reopening.opened.account.host).length > 0,
    async reopen() {
      log.info(`Account ${id} is closed for a moment: somebody has asked to be erased`, { account: id })
      await reopening.reopen()
      log.info(`Account ${id} is open again`, { account: id })
    },
    ...(options.erasingDelayMs !== undefined && { delayMs: options.erasingDelayMs }),
  })
  const opening: OpenAccountOptions = {
    ...{ id, adapter, clock, onTrouble, settings: config.settingsFor, setup: config.setup, content },
    folder: data.accountFolder(id),
    orderOffice,
    takesOrders: config.orders.secrets.length > 0,
    plugins: config.plugins.map(({ plugin }) => plugin),
    isReady: chat => named.some(group => group.id === chat),
    mayWrite: data.mayWrite,
    onFatal: options.onFatal,
    dashboard: door.placeNow,
    onFacts(group, facts) {
      narrate(group, facts)
      door.onFacts(facts)
      erasing.onFacts(group, facts)
    },
    tellOthers: members => tellToEraseElsewhere(members, id, around),
    forward: letter => forward(running, letter.group, one => accountOf(one).receive(letter)),
    ...(heartbeatMs !== undefined && { heartbeatMs }),
  }
  const reopening = await openReopening({
    open: wasHeard => openAccount({ ...opening, wasHeard }),
    attach({ account: at, journal, desk }) {
      relay.attach({ account: at, journal, adapter, desk, clock, onTrouble, textOf: text => content().text(text) })
      return drive(at, clock, error => onTrouble('what is due', error))
    },
  })
  erasing.onOpened()
  tellOpenClaims(id, reopening.opened.account.host, log)
  return {
    ...{ id, adapter, reopening, erasing },
    async [Symbol.asyncDispose]() {
      erasing[Symbol.dispose]()
      await reopening[Symbol.asyncDispose]()
    },
  }
}

/** Of all accounts that have ever been, also those that this process does not run: they find it when they are next. */
async function tellToEraseElsewhere(members: readonly MemberId[], asked: AccountId, around: Around): Promise<void> {
  const { data, running } = around
  for (const id of await data.accounts()) {
    if (id === asked) continue
    const open = running.find(one => one.id === id)
    // One that is being closed cannot be read: it looks for itself.
    const isKnown = open && (await mayKnow(open.reopening.opened.journal, members).catch(() => true))
    if (isKnown === false) continue
    await tellToErase(data.accountFolder(id), members, data)
    open?.erasing.onTold()
  }
}

/** A letter to a group of another account: the account's name is the first part of the group's. */
async function forward(
  running: readonly Running[],
  group: GroupId,
  hand: (to: Running) => Promise<void>,
): Promise<boolean> {
  const to = running.find(one => group === `office:${one.id}` || accountOf(one).host.groups.has(group))
  if (to) await hand(to)
  return to !== undefined
}

async function startOne(
  { id, adapter, reopening }: Running,
  isConnected: Map<string, boolean>,
  log: Log,
): Promise<void> {
  isConnected.set(id, false)
  const intake = {
    take: reopening.intake.take,
    caughtUp() {
      log.info(`Account ${id} has read what was said while it was away`, { account: id })
      reopening.intake.caughtUp()
    },
    connected(self?: { readonly names: readonly string[] }) {
      isConnected.set(id, true)
      log.info(`Account ${id} is connected`, { account: id, ...(self && { names: self.names }) })
      reopening.intake.connected(self)
    },
    disconnected() {
      isConnected.set(id, false)
      log.warn(`Account ${id} has lost its connection`, { account: id })
      reopening.intake.disconnected()
    },
  }
  await adapter.start(intake, menuOf(reopening.opened.account))
}

/** What a platform's menu of commands shows. */
function menuOf({ host }: Account): readonly MenuCommand[] {
  return commandsFor(host.plugins, 'owner').map(({ words, about, who }) => ({ word: words[0]!, about, who }))
}

interface WebParts {
  readonly door: DashboardDoor
  readonly connected: () => Readonly<Record<string, boolean>>
  readonly orders: AccountFetch | undefined
}

async function openWeb(
  { config, log }: ServeOptions,
  running: readonly Running[],
  { door, connected, orders }: WebParts,
): Promise<WebServer | null> {
  const routes = new Map(
    running.flatMap(({ id, adapter }) => (adapter.fetch ? [[id, adapter.fetch.bind(adapter)] as const] : [])),
  )
  const { port, host } = config.web
  const { startWebServer } = await import('./web/server.ts')
  const pages = await door.pages()
  const open = (port: number) =>
    startWebServer({ port, host, routes, connected, log, pages, ...(orders && { orders }) })
  if (port !== null) return open(port)
  return onFreePort(open).catch((error: unknown) => {
    // For the dashboard alone no bot stays away.
    if (isBonfireError(error, 'PORT_TAKEN') && routes.size === 0 && !orders) return null
    throw error
  })
}

/** Every line says which account it is about. */
function logFor(log: Log, account: AccountId): Log {
  return {
    info: (sentence, fields) => log.info(sentence, { account, ...fields }),
    warn: (sentence, fields) => log.warn(sentence, { account, ...fields }),
    error: (sentence, fields) => log.error(sentence, { account, ...fields }),
  }
}
