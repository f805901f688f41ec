import { type Context, Hono } from 'hono'
import type { Dashboard } from '../dashboard/dashboard.ts'
import type { Looking, Viewer } from '../dashboard/viewers.ts'
import type { DashboardGroups } from '../dashboard/wire.ts'
import { GroupId } from '../events/ids.ts'
import { LOCALES, type Locale } from '../host/messages.ts'
import { pageShell } from './page-shell.ts'
import type { PagesFetch } from './server.ts'

export interface DashboardRoutesOptions {
  readonly dashboard: Dashboard
  /** Asked for each request, which is about this group alone, or, where it is null, about all that they run. */
  readonly viewerOf: (request: Request, only: GroupId | null) => Looking | Promise<Looking>
}

type Inside = (c: Context, viewer: Viewer) => Response
const CSV = '.csv'
/** Ids of cards are `plugin.name`: what a browser calls the file holds nothing else. */
const CARD = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/

/** The dashboard's page, and its JSON and CSV for whoever may see them. Null: it is about something else. */
export function createDashboardRoutes({ dashboard, viewerOf }: DashboardRoutesOptions): PagesFetch {
  const app = new Hono()
  const inside = (answer: Inside) => async (c: Context) => {
    const viewer = await viewerOf(c.req.raw, groupAsked(c))
    if (viewer === 'unknown') return refuse(503, 'Who runs it cannot be asked at the moment. Try again in a minute.')
    return viewer ? answer(c, viewer) : refuse(401, 'Sign in first: send /dashboard to the bot.')
  }
  /** One that is not the viewer's is answered as one that does not exist. */
  const groupIn = (c: Context, { may }: Viewer): GroupId | null => {
    const group = groupAsked(c)
    return group !== null && may(group) ? group : null
  }

  app.get('/dashboard', () =>
    pageShell({ title: 'Bonfire', entry: 'dashboard/main.js', styles: ['dashboard/board.css', 'dashboard/top.css'] }),
  )
  app.get(
    '/api/groups',
    inside((_, { name, may }) => {
      const groups: DashboardGroups = { viewer: name === null ? null : { name }, groups: dashboard.groupsOf(may) }
      return Response.json(groups)
    }),
  )
  app.get(
    '/api/groups/:group',
    inside((c, viewer) => {
      const group = groupIn(c, viewer)
      const page = group && dashboard.pageOf(group)
      return page ? Response.json(page) : notThere()
    }),
  )
  app.get(
    '/api/groups/:group/cards/:file',
    inside((c, viewer) => {
      const group = groupIn(c, viewer)
      const card = cardIn(c.req.param('file')!)
      const csv = group && card && dashboard.csvOf(group, card, localeIn(c))
      return csv ? csvFile(`${card}${CSV}`, csv) : notThere()
    }),
  )
  app.all('/api/*', () => notThere())
  app.notFound(() => NOT_OURS)
  app.onError(error => {
    // The server answers for whatever goes wrong, and logs it.
    throw error
  })

  return async request => {
    const response = await app.fetch(request)
    return response === NOT_OURS ? null : response
  }
}

const NOT_OURS = new Response(null, { status: 404 })

const groupAsked = (c: Context): GroupId | null => GroupId.safeParse(c.req.param('group')).data ?? null

const cardIn = (file: string): string | null => {
  const card = file.endsWith(CSV) ? file.slice(0, -CSV.length) : ''
  return CARD.test(card) ? card : null
}

const localeIn = (c: Context): Locale => LOCALES.find(locale => locale === c.req.query('lang')) ?? LOCALES[0]

const csvFile = (name: string, text: string): Response =>
  new Response(text, {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}"` },
  })

const refuse = (status: number, error: string): Response => Response.json({ error }, { status })
const notThere = (): Response => refuse(404, 'There is no such group or card, or it is not yours to see.')
