import type { ChatId } from '../../events/ids.ts'
import type { Log } from '../../log.ts'
import type { Capabilities, Finding, KnownChat } from '../adapter.ts'
import { canLeave, hasLastingIds, type Provider } from './providers.ts'
import type { Library } from './puppet.ts'
import { openSession, type Session } from './session.ts'
import type { PuppetSource, Timing } from './wechat-options.ts'
import { within } from './within.ts'

export interface ExamineOptions {
  readonly library: Library
  readonly source: PuppetSource
  readonly provider: Provider
  readonly capabilities: Capabilities
  readonly timing: Timing
  readonly log: Log
  readonly chats: readonly KnownChat[]
}

/** Longest wait for the login, in milliseconds: somebody is waiting for the answer. */
const LOGIN_MS_MAX = 12_000

/** Looks whether WeChat is there, who we are, and what cannot be done. Leaves the gateway as it was. */
export async function examineWeChat(options: ExamineOptions): Promise<readonly Finding[]> {
  return [...(await examineLogin(options)), ...examineSource(options), ...examineProvider(options)]
}

async function examineLogin(options: ExamineOptions): Promise<readonly Finding[]> {
  const { library, source, log } = options
  if (source.kind === 'package') return examinePackage(library, source)
  const loginMsMax = Math.min(options.timing.loginMsMax, LOGIN_MS_MAX)
  // A code to scan is a finding, and not to be waited for.
  const timing = { ...options.timing, loginMsMax, scanMsMax: loginMsMax }
  let session: Session
  try {
    await library.check(source)
    const signal = new AbortController().signal
    session = await openSession({ library, source, timing, log, hear: () => {}, resets: false, signal })
  } catch (error) {
    return [notThere(error)]
  }
  try {
    return [await whoWeAre(session, timing), ...(await examineChats(session, options))]
  } finally {
    await session.end()
  }
}

function notThere(error: unknown): Finding {
  const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error)
  const service =
    'Check that the gateway runs, that its address and token are right, and that no other Bonfire uses it.'
  const remedy = `${service} If it shows a code, scan it with the bot's phone.`
  return { is: 'bad', what: `WeChat is not logged in: ${reason}`, remedy }
}

/** Such a puppet runs in the process that loads it: to ask it anything would be a login of its own. */
async function examinePackage(
  library: Library,
  source: PuppetSource & { readonly kind: 'package' },
): Promise<readonly Finding[]> {
  try {
    await library.check(source)
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error)
    const remedy = `Check that the package ${source.name} is installed: npm install ${source.name}`
    return [{ is: 'bad', what: `The WeChat puppet cannot be loaded: ${reason}`, remedy }]
  }
  const remedy = 'Start the bot and read its log: "Connected to WeChat as …", or the code to be scanned.'
  return [
    { is: 'warning', what: `${source.name} is there; whether WeChat is logged in, only the bot's log says`, remedy },
  ]
}

async function whoWeAre({ puppet, self }: Session, { callMsMax }: Timing): Promise<Finding> {
  const payload = await within(puppet.contactPayload(self), callMsMax, 'our own name').catch(() => undefined)
  return { is: 'good', what: `WeChat is logged in as ${payload?.name || self}` }
}

async function examineChats(session: Session, options: ExamineOptions): Promise<readonly Finding[]> {
  const { timing, chats, capabilities } = options
  if (chats.length === 0) return []
  const rooms = await within(session.puppet.roomList(), timing.callMsMax, 'the rooms').catch(() => undefined)
  if (!rooms) {
    return [
      {
        is: 'warning',
        what: 'WeChat does not tell which rooms the bot is in',
        remedy: 'Say something in each room: the bot knows it from then on.',
      },
    ]
  }
  const findings: Finding[] = []
  for (const chat of chats) findings.push(...(await examineRoom(session, chat, rooms, capabilities, timing)))
  return findings
}

async function examineRoom(
  { puppet, self }: Session,
  { id, title }: KnownChat,
  rooms: readonly string[],
  { removal }: Capabilities,
  { callMsMax }: Timing,
): Promise<readonly Finding[]> {
  if (!rooms.includes(id as ChatId)) {
    const remedy = 'Invite it again. If it is there: save the room to the contacts on its phone (保存到通讯录).'
    return [{ is: 'warning', what: `${title}: the bot is not in the room, or WeChat does not list it`, remedy }]
  }
  const payload = await within(puppet.roomPayload(id), callMsMax, 'a room').catch(() => undefined)
  const isInCharge = payload?.ownerId === self || payload?.adminIdList?.includes(self)
  if (!removal || !payload?.ownerId || isInCharge) return [{ is: 'good', what: `${title}: the bot is in the room` }]
  const remedy = 'Make it an admin of the room, or its owner: only they may remove members and publish notices.'
  return [{ is: 'warning', what: `${title}: the bot can neither remove members nor publish notices`, remedy }]
}

function examineSource({ source }: ExamineOptions): readonly Finding[] {
  if (source.kind !== 'service' || source.tls) return []
  const remedy = 'Keep the gateway on this machine or in a private network, or switch TLS on at both ends.'
  return [{ is: 'warning', what: 'The connection to the WeChat gateway is not encrypted', remedy }]
}

/** What is not among the capabilities, which are told by themselves. */
function examineProvider({ provider }: ExamineOptions): readonly Finding[] {
  const ids: Finding = {
    is: 'warning',
    what: `WeChat through ${provider} gives everybody another id at each login: points, streaks and entries in draws are lost with it, and anybody can enter a draw again`,
    remedy: 'Use it for announcements only, and another provider wherever members earn something.',
  }
  const leaving: Finding = {
    is: 'warning',
    what: `WeChat through ${provider}: the bot cannot leave a room`,
    remedy: 'When a group is closed, take the bot out of the room by hand.',
  }
  return [...(hasLastingIds(provider) ? [] : [ids]), ...(canLeave(provider) ? [] : [leaving])]
}
