import type { payloads } from 'wechaty-puppet'
import { ChatId, type Instant, type MemberId, MessageId } from '../../events/ids.ts'
import type { Log } from '../../log.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { Update } from '../adapter.ts'
import { contactOf, memberOf, type People, rosterOf } from './people.ts'
import type { Heard, Session } from './session.ts'
import { within } from './within.ts'

/** What is needed to understand what is heard. */
export interface HearingOptions {
  readonly session: Pick<Session, 'puppet' | 'self'>
  readonly people: People
  /** What the bot is called. */
  readonly names: readonly string[]
  readonly clock: Clock
  readonly log: Log
  readonly callMsMax: number
  readonly acceptsInvitations: boolean
  /** The bot is in this room. */
  readonly onRoom: (room: ChatId) => void
  /** And no longer in this one. */
  readonly onRoomGone: (room: ChatId) => void
}

/** wechaty-puppet 1.20.2, schemas/message.ts and contact.ts. Numbers, because the library is loaded late. */
const TEXT = 7
const IMAGE = 6
const OFFICIAL_ACCOUNT = 2
/** Times below are in seconds, others in milliseconds: puppets have never agreed. In milliseconds this is in 1973. */
const SECONDS_MAX = 1e11

/** Puts what a puppet reports into updates. None, where it is not for us. */
export async function updatesOf(heard: Heard, options: HearingOptions): Promise<readonly Update[]> {
  switch (heard.kind) {
    case 'message':
      return messageUpdates(heard.id, options)
    case 'join':
      return joinUpdates(heard, options)
    case 'leave':
      return leaveUpdates(heard, options)
    case 'topic':
      return topicUpdates(heard, options)
    case 'invitation':
      return acceptInvitation(heard.id, options)
  }
}

async function messageUpdates(id: string, options: HearingOptions): Promise<readonly Update[]> {
  const { session, people, clock, callMsMax, onRoom } = options
  const payload = await within(session.puppet.messagePayload(id), callMsMax, 'a message')
  const talker = payload.talkerId || payload.fromId || ''
  if (talker === session.self || (payload.type !== TEXT && payload.type !== IMAGE)) return []
  const message = MessageId.safeParse(payload.id)
  const chat = ChatId.safeParse(payload.roomId || talker)
  if (!message.success || !chat.success) return []
  if (payload.roomId) onRoom(chat.data)
  else if (await isOfficialAccount(talker, options)) return []
  const who = await people.person(talker, payload.roomId || undefined)
  if (!who) return []
  const mentions = mentionsOf(payload, session.self)
  return [
    {
      kind: 'said',
      cause: `msg:${chat.data}:${message.data}`,
      at: instantOf(payload.timestamp, clock),
      chat: chat.data,
      who,
      message: message.data,
      text: payload.type === TEXT ? addressed(payload, options) : '',
      ...(payload.type === IMAGE && { photo: true }),
      ...(mentions.length > 0 && { mentions }),
      ...(!payload.roomId && { private: true }),
    },
  ]
}

/** Newsletters and WeChat's own announcements write in private as well. They are nobody. */
async function isOfficialAccount(contact: string, { session, callMsMax }: HearingOptions): Promise<boolean> {
  const payload = await within(session.puppet.contactPayload(contact), callMsMax, 'a contact').catch(() => undefined)
  return payload?.type === OFFICIAL_ACCOUNT
}

function mentionsOf(payload: payloads.Message, self: string): readonly MemberId[] {
  const people = mentionedIn(payload).filter(contact => contact !== self && contact !== EVERYBODY)
  return [...new Set(people.flatMap(contact => memberOf(contact) ?? []))]
}
/** What puppets give for @所有人, which means nobody in particular. */
const EVERYBODY = 'notify@all'

const mentionedIn = (payload: payloads.Message): readonly string[] =>
  ('mentionIdList' in payload ? payload.mentionIdList : undefined) ?? []

/**
 * The text, with the bot's own name in a mention of it in front. In each room the bot can be called something else;
 * where it alone is mentioned, the first mention is its own, whatever it says there. U+2005 ends a mention in WeChat.
 */
function addressed(payload: payloads.Message, { session, names }: HearingOptions): string {
  const text = payload.text ?? ''
  const mentioned = mentionedIn(payload)
  const isForUs = mentioned.length === 1 && mentioned[0] === session.self && names[0] !== undefined
  return isForUs ? text.replace(/^\s*@[^\u2005]{1,64}\u2005/u, `@${names[0]}\u2005`) : text
}

async function joinUpdates(
  { roomId, inviteeIdList, inviterId, timestamp }: payloads.EventRoomJoin,
  options: HearingOptions,
): Promise<readonly Update[]> {
  const { session, people, clock, onRoom } = options
  const chat = ChatId.parse(roomId)
  onRoom(chat)
  const at = instantOf(timestamp, clock)
  // Who comes together with the bot was there when it came. They are no newcomers, and the roster names them.
  if (inviteeIdList.includes(session.self))
    return [await arrival(chat, inviterId, at, options), ...(await roster(chat, options))]
  const invitees = await Promise.all(inviteeIdList.map(contact => people.person(contact, roomId)))
  const inviter = inviterId === session.self ? undefined : memberOf(inviterId)
  return invitees.flatMap(who => {
    if (!who) return []
    const contact = contactOf(who.member) ?? ''
    const cause = `member:${roomId}:${contact}:${at}:join`
    return [{ kind: 'joined', cause, at, chat, who, ...(inviter && inviter !== who.member && { inviter }) }]
  })
}

async function arrival(chat: ChatId, inviterId: string, at: Instant, options: HearingOptions): Promise<Update> {
  const { session, people } = options
  const [title, by] = await Promise.all([people.title(chat), people.person(inviterId, chat)])
  const cause = `member:${chat}:${session.self}:${at}:join`
  return { kind: 'standing', cause, at, chat, standing: { is: 'member' }, ...(title && { title }), ...(by && { by }) }
}

async function roster(chat: ChatId, { session, clock, callMsMax }: HearingOptions): Promise<readonly Update[]> {
  const at = clock.now()
  const people = await rosterOf(session.puppet, chat, session.self, callMsMax).catch(() => undefined)
  return people ? [{ kind: 'roster', cause: `roster:${chat}:${at}`, at, chat, people }] : []
}

async function leaveUpdates(
  { roomId, removeeIdList, removerId, timestamp }: payloads.EventRoomLeave,
  { session, people, clock, onRoomGone }: HearingOptions,
): Promise<readonly Update[]> {
  const chat = ChatId.parse(roomId)
  const at = instantOf(timestamp, clock)
  if (removeeIdList.includes(session.self)) {
    onRoomGone(chat)
    const by = removerId === session.self ? undefined : await people.person(removerId, roomId)
    const cause = `member:${roomId}:${session.self}:${at}:leave`
    return [{ kind: 'standing', cause, at, chat, standing: { is: 'gone' }, ...(by && { by }) }]
  }
  const remover = memberOf(removerId)
  return removeeIdList.flatMap(contact => {
    const member = memberOf(contact)
    if (!member) return []
    const cause = `member:${roomId}:${contact}:${at}:leave`
    return [{ kind: 'left', cause, at, chat, who: { member }, ...(remover && remover !== member && { by: remover }) }]
  })
}

async function topicUpdates(
  { roomId, newTopic, changerId, timestamp }: payloads.EventRoomTopic,
  { session, people, clock, onRoom }: HearingOptions,
): Promise<readonly Update[]> {
  const chat = ChatId.parse(roomId)
  onRoom(chat)
  const at = instantOf(timestamp, clock)
  const by = changerId === session.self ? undefined : await people.person(changerId, roomId)
  const cause = `title:${roomId}:${at}`
  return [{ kind: 'standing', cause, at, chat, standing: { is: 'member' }, title: newTopic, ...(by && { by }) }]
}

async function acceptInvitation(id: string, options: HearingOptions): Promise<readonly Update[]> {
  const { session, log, callMsMax, acceptsInvitations } = options
  const invitation = await within(session.puppet.roomInvitationPayload(id), callMsMax, 'an invitation').catch(
    () => null,
  )
  const fields = { room: invitation?.topic, inviter: invitation?.inviterId }
  if (!acceptsInvitations) {
    log.info('An invitation to a WeChat room was left unanswered, as configured', fields)
    return []
  }
  // What follows is heard as the bot's own joining.
  await within(session.puppet.roomInvitationAccept(id), callMsMax, 'accepting an invitation')
  log.info('Accepted an invitation to a WeChat room', fields)
  return []
}

/** Which message or joining this is, so that the same one is not heard twice. */
export function identityOf(heard: Heard): string | undefined {
  if (heard.kind === 'message' || heard.kind === 'invitation') return `${heard.kind} ${heard.id}`
  return undefined
}

/** Never later than now: a gateway's clock may be ahead of ours. */
function instantOf(timestamp: number, clock: Clock): Instant {
  const now = clock.now()
  if (!(timestamp > 0)) return now
  return Math.min(now, Math.floor(timestamp < SECONDS_MAX ? timestamp * 1_000 : timestamp)) as Instant
}
