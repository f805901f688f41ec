import type { FileBoxInterface } from 'file-box'
import { type payloads, types } from 'wechaty-puppet'
import { mock, PuppetMock } from 'wechaty-puppet-mock'

/** A message that the bot has sent, as it stands in WeChat. */
export interface FakeSent {
  readonly to: string
  readonly text: string
  readonly mentions: readonly string[]
  readonly file?: string
  /** What is in a file that is text by its name, in UTF-8. */
  readonly content?: string
  readonly notice?: true
}

/** Everything that WeChat remembers while a gateway is down. JSON. */
export interface FakeWorld {
  readonly contacts: Readonly<Record<string, { readonly name: string; readonly type?: number }>>
  readonly rooms: Readonly<
    Record<string, { readonly topic: string; readonly owner: string; readonly members: readonly string[] }>
  >
}

export const BOT = 'wxid_bot'
export const EMPTY_WORLD: FakeWorld = { contacts: { [BOT]: { name: '小火' } }, rooms: {} }

/** What goes wrong with the next call that sends or acts. */
export type FakeFault =
  /** WeChat does not do it, and says so. */
  | { readonly is: 'refused'; readonly reason: string }
  /** WeChat does it, and nobody ever hears of it. */
  | { readonly is: 'unanswered' }
  /** WeChat does nothing and says that it did. */
  | { readonly is: 'ignored' }

const HEARTBEAT_MS = 5_000

/** A WeChat in memory behind wechaty's own mock puppet: outgoing calls do something, and are recorded. */
export class FakeWeChat extends PuppetMock {
  readonly sent: FakeSent[] = []
  /** Calls that send or act, refused ones included, in order. */
  readonly calls: string[] = []
  onSent: (sent: FakeSent) => void = () => {}
  onCall: (name: string) => void = () => {}
  /** Logs in as soon as it is started. */
  logsIn = true
  answersDings = true
  fault: FakeFault | null = null
  /** Rooms whose members are not loaded yet. */
  readonly unlisted = new Set<string>()
  private readonly lagging = new Map<string, { readonly members: readonly string[]; asked: number }>()
  /** What time it is where messages are stamped, in milliseconds. */
  now: () => number = Date.now
  private heartbeat: NodeJS.Timeout | undefined
  private nextId = 1
  private readonly prefix: string
  private readonly aliases = new Map<string, string>()
  private readonly invitations = new Map<string, payloads.RoomInvitation>()

  constructor(world: FakeWorld = EMPTY_WORLD, prefix = 'm') {
    super({ mocker: new mock.Mocker() })
    this.prefix = prefix
    for (const [id, { name, type }] of Object.entries(world.contacts)) this.addContact(id, name, type)
    for (const [id, { topic, owner, members }] of Object.entries(world.rooms)) this.addRoom(id, topic, owner, members)
  }

  get world(): FakeWorld {
    const { cacheContactPayload, cacheRoomPayload } = this.mocker
    return {
      contacts: Object.fromEntries([...cacheContactPayload].map(([id, { name, type }]) => [id, { name, type }])),
      rooms: Object.fromEntries(
        [...cacheRoomPayload].map(([id, { topic, ownerId = '', memberIdList }]) => [
          id,
          { topic, owner: ownerId, members: [...memberIdList] },
        ]),
      ),
    }
  }

  addContact(id: string, name: string, type: number = types.Contact.Individual): void {
    const unknown = { avatar: '', gender: types.ContactGender.Unknown, phone: [] }
    this.mocker.cacheContactPayload.set(id, { ...unknown, id, name, type })
  }

  addRoom(id: string, topic: string, owner: string, members: readonly string[]): void {
    this.mocker.cacheRoomPayload.set(id, { id, topic, ownerId: owner, adminIdList: [], memberIdList: [...members] })
  }

  /** What somebody is called in one room. */
  setAlias(room: string, contact: string, alias: string): void {
    this.aliases.set(`${room} ${contact}`, alias)
  }

  /** The list of members stays like this until it `catchesUp`. Returns how often it was asked for since. */
  lagsBehind(room: string, members: readonly string[]): () => number {
    const late = { members, asked: 0 }
    this.lagging.set(room, late)
    return () => late.asked
  }

  catchesUp(room: string): void {
    this.lagging.delete(room)
  }

  // What people do.

  says(from: string, to: string, text: string, more: Partial<payloads.Message> = {}): string {
    const id = `${this.prefix}${this.nextId++}`
    const where = this.mocker.cacheRoomPayload.has(to) ? { roomId: to, mentionIdList: [] } : { listenerId: to }
    const at = { talkerId: from, text, timestamp: this.now(), type: types.Message.Text }
    this.mocker.cacheMessagePayload.set(id, { id, ...at, ...where, ...more } as payloads.Message)
    this.emit('message', { messageId: id })
    return id
  }

  /** The same message once more, as after a reconnect. */
  repeats(messageId: string): void {
    this.emit('message', { messageId })
  }

  joins(room: string, contacts: readonly string[], inviter: string): void {
    this.members(room).push(...contacts)
    this.changed(room)
    this.emit('room-join', { inviteeIdList: [...contacts], inviterId: inviter, roomId: room, timestamp: this.now() })
  }

  leaves(room: string, contact: string, remover: string = contact): void {
    const members = this.members(room)
    members.splice(members.indexOf(contact), 1)
    this.changed(room)
    this.emit('room-leave', { removeeIdList: [contact], removerId: remover, roomId: room, timestamp: this.now() })
  }

  renames(room: string, topic: string, changer: string): void {
    const payload = this.mocker.roomPayload(room)
    const before = payload.topic
    payload.topic = topic
    this.changed(room)
    this.emit('room-topic', {
      changerId: changer,
      newTopic: topic,
      oldTopic: before,
      roomId: room,
      timestamp: Math.floor(this.now() / 1_000),
    })
  }

  /** Somebody invites the bot; when it accepts it is in the room. */
  invites(id: string, room: string, inviter: string): void {
    const { topic, memberIdList } = this.mocker.roomPayload(room)
    const unknown = { avatar: '', invitation: '', receiverId: BOT, memberIdList: [] }
    const about = { topic, memberCount: memberIdList.length, inviterId: inviter, timestamp: this.now() }
    this.invitations.set(id, { id, ...unknown, ...about })
    this.emit('room-invite', { roomInvitationId: id })
  }

  // What the gateway does.

  override async onStart(): Promise<void> {
    await super.onStart()
    this.heartbeat = setInterval(() => this.emit('heartbeat', { data: 'fake' }), HEARTBEAT_MS)
    if (this.logsIn && !this.isLoggedIn) setImmediate(() => !this.isLoggedIn && this.login(BOT))
  }

  override async onStop(): Promise<void> {
    clearInterval(this.heartbeat)
    await super.onStop()
  }

  override ding(data?: string): void {
    if (this.answersDings) setImmediate(() => this.emit('dong', { data: data ?? '' }))
  }

  override async messageSendText(to: string, text: string, mentions: string[] = []): Promise<void> {
    return this.send('text', { to, text, mentions }) as unknown as Promise<void>
  }

  override async messageSendFile(to: string, file: FileBoxInterface): Promise<void> {
    const bytes = await file.toBuffer()
    return this.send('file', {
      to,
      text: '',
      mentions: [],
      file: `${file.name} ${bytes.length}`,
      ...(/\.(csv|txt)$/.test(file.name) && { content: bytes.toString() }),
    }) as unknown as Promise<void>
  }

  override roomAnnounce(room: string): Promise<string>
  override roomAnnounce(room: string, text: string): Promise<void>
  // biome-ignore lint/suspicious/noConfusingVoidType: what the library's overloads come to.
  override async roomAnnounce(room: string, text?: string): Promise<void | string> {
    if (text === undefined) return ''
    await this.send('announce', { to: room, text, mentions: [], notice: true })
  }

  override async roomList(): Promise<string[]> {
    return [...this.mocker.cacheRoomPayload.values()].flatMap(({ id, memberIdList }) =>
      memberIdList.includes(BOT) ? [id] : [],
    )
  }

  override async roomMemberList(room: string): Promise<string[]> {
    const late = this.lagging.get(room)
    if (late) late.asked += 1
    return this.unlisted.has(room) ? [] : [...(late?.members ?? this.members(room))]
  }

  override async roomDel(room: string, contact: string): Promise<void> {
    await this.act('remove', () => this.leaves(room, contact, BOT))
  }

  override async roomAdd(room: string, contact: string): Promise<void> {
    await this.act('add', () => this.joins(room, [contact], BOT))
  }

  override async roomQuit(room: string): Promise<void> {
    await this.act('quit', () => this.leaves(room, BOT))
  }

  override async roomMemberRawPayload(room: string, contact: string): Promise<payloads.RoomMember> {
    const { avatar, name } = await this.contactPayload(contact)
    return { avatar, id: contact, name, roomAlias: this.aliases.get(`${room} ${contact}`) ?? '' }
  }

  override async roomInvitationRawPayload(id: string): Promise<payloads.RoomInvitation> {
    const invitation = this.invitations.get(id)
    if (!invitation) throw new Error('no such invitation')
    return invitation
  }

  override async roomInvitationAccept(id: string): Promise<void> {
    const invitation = await this.roomInvitationRawPayload(id)
    const room = [...this.mocker.cacheRoomPayload.values()].find(({ topic }) => topic === invitation.topic)
    if (room) this.joins(room.id, [BOT], invitation.inviterId)
  }

  /** The caches of the clients are told that this room has changed. */
  private changed(room: string): void {
    this.dirtyPayload(types.Dirty.Room, room)
    this.dirtyPayload(types.Dirty.RoomMember, room)
  }

  private members(room: string): string[] {
    return this.mocker.roomPayload(room).memberIdList
  }

  /** The answer is the id of the message, which the bot hears itself say. */
  private async send(name: string, sent: FakeSent): Promise<string | undefined> {
    let id: string | undefined
    await this.act(name, () => {
      this.sent.push(sent)
      this.onSent(sent)
      id = this.says(BOT, sent.to, sent.text)
    })
    return id
  }

  private async act(name: string, change: () => void): Promise<void> {
    this.calls.push(name)
    this.onCall(name)
    const { fault } = this
    this.fault = null
    if (fault?.is === 'refused') throw new Error(fault.reason)
    if (fault?.is !== 'ignored') change()
    if (fault?.is === 'unanswered') await new Promise(() => {})
  }
}
