import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Dashboard } from '../dashboard/dashboard.ts'
import type { Looking } from '../dashboard/viewers.ts'
import type { GroupId, MemberId } from '../events/ids.ts'
import { readWithin, tooLarge } from './body-limit.ts'
import { createDashboardRoutes } from './dashboard-routes.ts'
import { type OwnAddress, refuseForeign } from './own-address.ts'
import { pageShell } from './page-shell.ts'
import type { PagesFetch } from './server.ts'
import { sessionCookie } from './session-cookie.ts'
import { SESSION_MS_MAX, type SignIn, WRONG_MS } from './sign-in.ts'

export interface SignedInPagesOptions {
  readonly dashboard: Dashboard
  readonly signIn: SignIn
  /** Under which address people come. */
  readonly own: OwnAddress
  /** What that member may see now: of this group, or, where it is null, of all. */
  readonly viewerFor: (member: MemberId, only: GroupId | null) => Promise<Looking>
}

/** What these pages answer for; of anything else they know nothing. */
const OURS = /^\/(?:$|dashboard(?:\/|$)|api(?:\/|$))/
/** Longest body that is read, in bytes: a token in JSON. Whoever sends it need not be anybody. */
const BODY_BYTES_MAX = 1024
/** Longer than any token is. */
const entering = z.object({ token: z.string().min(1).max(200) })

/** The dashboard of a real deployment: for whoever has come by a link that the bot gave them. */
export function createSignedInPages({ dashboard, signIn, own, viewerFor }: SignedInPagesOptions): PagesFetch {
  const cookie = sessionCookie(own, SESSION_MS_MAX / 1000)
  const board = createDashboardRoutes({ dashboard, viewerOf })
  const app = new Hono()
  app.get('/', c => c.redirect('/dashboard'))
  app.get('/dashboard/sign-in', () =>
    pageShell({ title: 'Bonfire', entry: 'sign-in/main.js', styles: ['sign-in/sign-in.css'] }),
  )
  app.post('/dashboard/sign-in', enter)
  app.post('/dashboard/sign-out', leave)
  app.all('*', async c => (await board(c.req.raw)) ?? refuse(404, 'not found'))
  app.onError(error => {
    throw error
  })

  async function viewerOf(request: Request, only: GroupId | null): Promise<Looking> {
    const session = cookie.read(request)
    const member = session === null ? null : signIn.memberOf(session)
    return member === null ? null : viewerFor(member, only)
  }

  async function enter(c: Context): Promise<Response> {
    const asked = entering.safeParse(await c.req.json().catch(() => null))
    const entered = asked.success ? signIn.enter(asked.data.token) : 'wrong'
    if (entered === 'later') return refuse(429, 'Too many attempts.', { 'retry-after': String(WRONG_MS / 1000) })
    if (entered === 'wrong') return refuse(403, 'This link does not work any more. Send /dashboard to the bot.')
    const member = signIn.memberOf(entered.session)
    // It was a right token: whoever has it may know what is wrong.
    if (member === null || (await viewerFor(member, null)) === null) {
      signIn.leave(entered.session)
      return refuse(409, 'You run no group of this bot now.')
    }
    end(c.req.raw)
    return done(cookie.give(entered.session))
  }
  function leave(c: Context): Response {
    end(c.req.raw)
    return done(cookie.take())
  }
  function end(request: Request): void {
    const session = cookie.read(request)
    if (session !== null) signIn.leave(session)
  }

  return async request => {
    if (!OURS.test(new URL(request.url).pathname)) return null
    const refused = refuseForeign(request, own)
    if (refused) return refused
    const read = await readWithin(request, BODY_BYTES_MAX)
    return read ? app.fetch(read) : tooLarge()
  }
}

const done = (setCookie: string): Response => new Response(null, { status: 204, headers: { 'set-cookie': setCookie } })
const refuse = (status: number, error: string, headers: Readonly<Record<string, string>> = {}): Response =>
  Response.json({ error }, { status, headers })
