import { createDashboard } from './dashboard/dashboard.ts'
import { type AccountOfViewers, createViewers } from './dashboard/viewers.ts'
import { type DashboardPlace, dashboard } from './host/core/dashboard.ts'
import type { FactRow } from './host/group.ts'
import type { Log } from './log.ts'
import type { Clock } from './scheduler/clock.ts'
import { isLoopback } from './web/own-address.ts'
import type { PagesFetch } from './web/server.ts'
import { createSignIn, type GivenLink } from './web/sign-in.ts'

export interface DashboardDoorOptions {
  /** `url`: under which people come. Absent: this machine alone. */
  readonly web: { readonly host: string; readonly url?: string }
  readonly accounts: () => readonly AccountOfViewers[]
  readonly clock: Clock
  readonly log: Log
}

/** The dashboard of a real deployment, and who is let in. */
export interface DashboardDoor {
  /** Where people reach it, as it is now. */
  placeNow(): DashboardPlace
  /** Takes the links that were given. Of what was recorded before the start it is told nothing: those have died. */
  onFacts(facts: readonly FactRow[]): void
  pages(): Promise<PagesFetch>
  /** The server listens there. Null: it does not. */
  listensAt(url: string | null): void
}

export function createDashboardDoor({ web, accounts, clock, log }: DashboardDoorOptions): DashboardDoor {
  const signIn = createSignIn({ clock, log })
  const onTrouble = (what: string, error: unknown) => log.error(`Trouble: ${what}`, { error })
  const { viewerFor } = createViewers({ accounts, clock, onTrouble })
  let listening: string | null = null

  return {
    placeNow: () => placeOf(web, listening),
    onFacts(facts) {
      for (const [type, data] of facts) if (type === dashboard.facts.linkGiven.type) signIn.give(data as GivenLink)
    },
    async pages() {
      const { createSignedInPages } = await import('./web/sign-in-routes.ts')
      const shown = createDashboard({
        accounts: () => accounts().map(({ id, host }) => ({ id, host, now: clock.now() })),
        onTrouble: (where, error) => onTrouble(`${where} shows nothing`, error),
      })
      return createSignedInPages({ dashboard: shown, signIn, own: web.url ?? null, viewerFor })
    },
    listensAt(url) {
      listening = url
      tellPlace(placeOf(web, url), log)
    },
  }
}

function placeOf({ host, url }: DashboardDoorOptions['web'], listening: string | null): DashboardPlace {
  if (listening === null) return { is: 'nowhere', lacks: 'port' }
  if (url !== undefined) return { is: isLoopback(new URL(url).hostname) ? 'here' : 'everywhere', url }
  return isLoopback(host) ? { is: 'here', url: listening } : { is: 'nowhere', lacks: 'address' }
}

const REMEDY = 'set web.url (BONFIRE_URL) to the address that people use, e.g. https://bonfire.example.com'

function tellPlace(place: DashboardPlace, log: Log): void {
  if (place.is === 'everywhere') return log.info(`Admins who say /dashboard see the dashboard at ${place.url}`)
  if (place.is === 'here') {
    return log.info(`Admins who say /dashboard see the dashboard on this machine only. For others ${REMEDY}`)
  }
  const lack = place.lacks === 'port' ? 'no port is free: name one with PORT=…' : `its address is not known: ${REMEDY}`
  log.warn(`The dashboard cannot be reached, as ${lack}`)
}
