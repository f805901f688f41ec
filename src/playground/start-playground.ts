import path from 'node:path'
import type { Config } from '../config.ts'
import { contentSurroundings } from '../content-surroundings.ts'
import { createDashboard, type DashboardOptions } from '../dashboard/dashboard.ts'
import { BonfireError, isBonfireError } from '../errors.ts'
import { AccountId } from '../events/ids.ts'
import { type DataFolder, openDataFolder } from '../journal/data-folder.ts'
import type { Log } from '../log.ts'
import { type OpenLibrary, openLibrary } from '../open-library.ts'
import { createDrawing } from '../pictures/create-drawing.ts'
import { OFFICE } from '../rehearsal/stage.ts'
import { systemClock } from '../scheduler/clock.ts'
import { createDashboardRoutes } from '../web/dashboard-routes.ts'
import { onFreePort } from '../web/free-port.ts'
import { refuseForeign } from '../web/own-address.ts'
import { type PagesFetch, startWebServer, type WebServer } from '../web/server.ts'
import { forgetAddress, keepAddress, keptAddress } from './address.ts'
import { createEventStreams, type EventStreams } from './event-stream.ts'
import { createFeed } from './feed.ts'
import { createPlaygroundFiles } from './files.ts'
import { type ChosenStart, firstCampaign } from './first-campaign.ts'
import { openPlayStore } from './kept.ts'
import { createLibraryCheck } from './library-check.ts'
import { createPlans } from './plans.ts'
import { createPlayground, type Playground } from './playground.ts'
import { createPlaygroundRoutes } from './routes.ts'
import { stateOf } from './state.ts'

export interface StartPlaygroundOptions {
  readonly config: Config
  readonly log: Log
  /** 0: any that is free. Default: the first free one from 3000 on. */
  readonly port?: number | undefined
  /** What is played. What is left out, and all of it where nothing is given, is as it was left, or else as below. */
  readonly chosen?: ChosenStart
}

/** A playground that answers. Disposing of it keeps what was played, and ends. */
export interface RunningPlayground extends AsyncDisposable {
  /** `http://127.0.0.1:3000` */
  readonly url: string
  readonly playground: Playground
}

const ACCOUNT = AccountId.parse('playground')
/** What is kept of it, below the data folder. */
const FOLDER = 'playground-page'
/** While the clock runs, figures are shown again for so long, in milliseconds. */
const RUNNING_FIGURES_MS = 500

/**
 * Opens the playground's page on this machine alone. It answers at once; the first days are made while it does.
 * @throws PLAYGROUND_RUNS where another one is open on the same data, PORT_TAKEN, PLAYGROUND_NO_PLAN
 */
export async function startPlayground(options: StartPlaygroundOptions): Promise<RunningPlayground> {
  const { config, log } = options
  const data = await openOwnFolder(path.join(config.data, FOLDER))
  const open: AsyncDisposable[] = [data]
  const close = async () => {
    for (const one of open.toReversed()) await one[Symbol.asyncDispose]()
  }
  try {
    const library = await openLibrary({ config, data: data.path, log })
    open.push(library)
    const { playground, pages, streams } = await openPlayground(options, data, library)
    open.push(playground)
    const web = await listen(options, pages)
    open.push(web, { [Symbol.asyncDispose]: async () => streams.close() })
    open.push(await keepAddress(data.path, web.url))
    return { url: web.url, playground, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Also says where the one is that has it. */
async function openOwnFolder(folder: string): Promise<DataFolder> {
  try {
    const data = await openDataFolder(folder)
    await forgetAddress(folder)
    return data
  } catch (error) {
    if (!isBonfireError(error, 'DATA_IN_USE')) throw error
    const url = await keptAddress(folder)
    const where = url === null ? '' : ` at ${url}`
    throw new BonfireError('PLAYGROUND_RUNS', { where, ...error.params }, { cause: error })
  }
}

function listen({ port, config, log }: StartPlaygroundOptions, pages: PagesFetch): Promise<WebServer> {
  const refuse = (request: Request) => refuseForeign(request, null)
  const open = (port: number) => startWebServer({ port, routes: new Map(), pages, refuse, log })
  const wanted = port ?? config.web.port
  return wanted === null ? onFreePort(open) : open(wanted)
}

interface Opened {
  readonly playground: Playground
  readonly pages: PagesFetch
  readonly streams: EventStreams
}

async function openPlayground(
  options: StartPlaygroundOptions,
  data: DataFolder,
  library: OpenLibrary,
): Promise<Opened> {
  const { config, log, chosen } = options
  const plans = createPlans(library.content, library.loaded)
  const first = firstCampaign(plans, chosen ?? {})
  const store = await openPlayStore(data.path, { mayWrite: data.mayWrite })
  const check = createLibraryCheck({
    ...{ library, around: contentSurroundings(config), folder: path.relative(process.cwd(), config.content) || '.' },
    onChange: () => news('all'),
    onTrouble: what => log.error(what),
  })
  const state = () => stateOf({ playground, plans, check })
  const streams = createEventStreams()
  const session = () => playground.session
  const { content } = library
  const news = createFeed({ session, state, content, tell: streams.send, isHeard: () => streams.count > 0 })
  const playground = createPlayground({
    ...{ config, plans, first, store },
    isChosen: chosen !== undefined,
    onNews: news,
    onTrouble: what => log.warn(what),
  })
  library.onBroken(broken => playground.session?.rehearsal.stage.world.account.contentBroken(broken))
  const files = createPlaygroundFiles(config.content, createDrawing({ log, clock: systemClock() }))
  const own = createPlaygroundRoutes({ playground, state, streams, files })
  const dashboard = dashboardOf(playground, content, log)
  return { playground, streams, pages: async request => (await own(request)) ?? dashboard(request) }
}

/** The same dashboard as in a real deployment; here nobody has to sign in. */
function dashboardOf(playground: Playground, content: OpenLibrary['content'], log: Log): PagesFetch {
  const accounts = () => {
    const { session } = playground
    if (!session) return []
    const { host } = session.rehearsal.stage.world.account
    return [{ id: ACCOUNT, host, now: session.now(), office: OFFICE, content: content() }]
  }
  const onTrouble = (where: string, error: unknown) => log.error(`Figures: ${where}`, { error })
  // Whoever has done something looks for it there. While the clock runs, the page asks once a second.
  const isFresh: DashboardOptions['isFresh'] = (before, now) =>
    (playground.run !== null && now.elapsedMs - before.elapsedMs < RUNNING_FIGURES_MS) ||
    (before.commitCount === now.commitCount && before.at === now.at && before.content === now.content)
  const dashboard = createDashboard({ accounts, onTrouble, isFresh })
  return createDashboardRoutes({ dashboard, viewerOf: () => ({ name: null, may: () => true }) })
}
