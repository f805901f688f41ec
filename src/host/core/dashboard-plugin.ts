import { z } from 'zod'
import type { Instant } from '../../events/ids.ts'
import type { Asker, ContextOf } from '../context.ts'
import { type Decision, type Posting, post } from '../decision.ts'
import { type AnyPlugin, definePlugin } from '../plugin.ts'
import { type DashboardPlace, dashboard, linkDigest } from './dashboard.ts'
import { dashboardMessages } from './dashboard-messages.ts'
import { membership } from './membership.ts'

/** How long a link opens the dashboard, in minutes. */
const LINK_MINUTES = 10
/** One code is 50 bits. So many are beyond anybody's guessing. */
const CODES_PER_TOKEN = 3
const NOWHERE: DashboardPlace = { is: 'nowhere', lacks: 'address' }

type DashboardContext = ContextOf<typeof dashboard, typeof dashboardMessages, unknown, typeof membership> & Asker
type Answer = Decision<'dashboard'>

/** Gives admins the way into the dashboard: a link that works once, in their private chat. */
export function dashboardPlugin(placeNow: () => DashboardPlace = () => NOWHERE): AnyPlugin {
  return definePlugin({
    slice: dashboard,
    messages: dashboardMessages,
    config: z.unknown(),
    uses: [membership],
    commands: {
      dashboard: {
        words: ['dashboard', '看板'],
        about: { 'zh-CN': '这个群的看板，链接私聊给你', 'en-US': 'the dashboard, by a link in private' },
        slashOnly: ['dashboard'],
        usage: {
          'zh-CN': '在群里发 /看板；链接只能用一次，10 分钟内有效',
          'en-US': '/dashboard, in the group; the link works once, within 10 minutes',
        },
        who: 'admin',
        decide: context => decideDashboard(context, placeNow()),
      },
    },
  })
}

function decideDashboard(context: DashboardContext, place: DashboardPlace): Answer {
  const { say, anonymous, isRehearsal, private: isPrivate } = context
  if (isRehearsal) return [say.rehearsed()]
  if (place.is === 'nowhere') return [place.lacks === 'port' ? say.noPort() : say.noAddress()]
  if (anonymous) return [say.unmask()]
  return [...giveLink(context, place), !isPrivate && tellWhere(context)]
}

/** Whoever has never written to the bot gets nothing from it in private: they are shown the way there. */
function tellWhere({ say, member, read, locale, platform }: DashboardContext): Posting {
  const reach = platform === 'telegram' ? 'start' : 'friend'
  const isMet = read(membership).members.of(member).isMet
  const label = dashboardMessages.phrases[locale].openPrivate()
  return post(say.sent({ reach }), {
    class: 'answer',
    to: 'group',
    ...(!isMet && reach === 'start' && { buttons: [{ label, opens: 'private' as const }] }),
  })
}

/** The link itself is an answer: it is sent at most once, and never recorded. */
function giveLink({ say, member, now, token, digest }: DashboardContext, { is, url }: Open): Answer {
  const secret = Array.from({ length: CODES_PER_TOKEN }, (_, index) => token(`dashboard ${index}`)).join('')
  const until = (now + LINK_MINUTES * 60_000) as Instant
  const link = { url: linkTo(url, secret), minutes: LINK_MINUTES, isHere: is === 'here' }
  return [
    dashboard.facts.linkGiven({ member, digest: linkDigest(secret, digest), until }),
    post(say.link(link), { class: 'answer', to: { member } }),
  ]
}
type Open = Exclude<DashboardPlace, { readonly is: 'nowhere' }>

/** Behind `#` no server, no log and no preview of a messenger sees it. */
const linkTo = (url: string, token: string): string => `${url}/dashboard/sign-in#${token}`
