import type { ChatId, GroupId, MemberId, MessageId } from '../../events/ids.ts'
import { memoryLog } from '../../log.ts'
import { systemClock } from '../../scheduler/clock.ts'
import type { AdapterDriver } from '../adapter.contract.ts'
import type { SentMessage } from '../adapter.fixtures.ts'
import type { Adapter } from '../adapter.ts'
import { type FakeGateway, openGateway, TOKEN } from './fake-gateway.fixtures.ts'
import { BOT, FakeWeChat } from './fake-wechat.fixtures.ts'
import { createWechatAdapter } from './wechat-adapter.ts'
import type { Timing, WeChatOptions } from './wechat-options.ts'

export const ROOM = '1000@chatroom'
/** Fast enough for a test, slow enough for two busy cores. */
export const TEST_TIMING: Partial<Timing> = {
  loginMsMax: 10_000,
  callMsMax: 1_000,
  fileMsMax: 1_000,
  silenceMsMax: 8_000,
  backOffMs: { min: 50, max: 400 },
  rosterGapMs: 1,
  againMs: 50,
}

/** An adapter over real gRPC to a gateway whose WeChat is a fake. */
export interface WeChatDriver extends AdapterDriver {
  readonly fake: FakeWeChat
  readonly gateway: FakeGateway
  readonly log: ReturnType<typeof memoryLog>
  make(options?: Partial<WeChatOptions>): Adapter
}

export async function wechatDriver(
  options: Partial<WeChatOptions> & { readonly tls?: boolean } = {},
): Promise<WeChatDriver> {
  const { tls = false, ...given } = options
  const fake = new FakeWeChat()
  fake.addContact('wxid_owner', '群主')
  fake.addRoom(ROOM, '晨跑群', 'wxid_owner', ['wxid_owner', BOT])
  const gateway = await openGateway(fake, { tls })
  const log = memoryLog({ level: 'info', secrets: [TOKEN] })
  const made: Adapter[] = []
  const make = (more: Partial<WeChatOptions> = {}): Adapter => {
    const puppet = { kind: 'service', token: TOKEN, endpoint: gateway.endpoint, tls } as const
    const common = { puppet, provider: 'padlocal', clock: systemClock(), log, timing: TEST_TIMING } as const
    const adapter = createWechatAdapter({ ...common, ...given, ...more })
    made.push(adapter)
    return adapter
  }
  const adapter = make()
  let people = 0
  const stranger = async (name: string): Promise<MemberId> => {
    people += 1
    fake.addContact(`wxid_${people}`, name)
    return `wechat:wxid_${people}` as MemberId
  }
  const contact = (member: MemberId): string => member.replace('wechat:', '')
  const driver: WeChatDriver = {
    fake,
    gateway,
    log,
    make,
    adapter,
    chat: { id: ROOM as ChatId, group: 'g1' as GroupId },
    async member(name) {
      const member = await stranger(name)
      fake.mocker.roomPayload(ROOM).memberIdList.push(contact(member))
      return member
    },
    stranger,
    says: async (member, text) => fake.says(contact(member), ROOM, text) as MessageId,
    async mentions(member, whom, rest) {
      const text = `@${fake.mocker.contactPayload(contact(whom)).name}\u2005${rest}`
      return fake.says(contact(member), ROOM, text, { mentionIdList: [contact(whom)] }) as MessageId
    },
    async saysPrivately(member, text) {
      fake.says(contact(member), BOT, text)
    },
    joins: async member => fake.joins(ROOM, [contact(member)], 'wxid_owner'),
    leaves: async member => fake.leaves(ROOM, contact(member)),
    removesBot: async () => fake.leaves(ROOM, BOT, 'wxid_owner'),
    sent: (): readonly SentMessage[] =>
      fake.sent.map(({ to, text, file, content = '' }) => ({
        text,
        ...(to !== ROOM && { to: `wechat:${to}` as MemberId }),
        ...(file?.startsWith('picture.jpg ') && { pictureBytes: Number(file.split(' ')[1]) }),
        ...(file !== undefined &&
          !file.startsWith('picture.jpg ') && { file: { name: file.slice(0, file.lastIndexOf(' ')), text: content } }),
      })),
    calls: () => fake.calls.length,
    loseNextAnswer() {
      fake.fault = { is: 'unanswered' }
    },
    refuseNext() {
      fake.fault = { is: 'refused', reason: 'not an admin of the room' }
    },
    disconnects: () => gateway.stop(),
    reconnects: () => gateway.start(),
    // One client per token: whoever comes next waits until the one before has hung up.
    another: async () => make(),
    async [Symbol.asyncDispose]() {
      for (const each of made) await each[Symbol.asyncDispose]()
      await gateway[Symbol.asyncDispose]()
    },
  }
  return driver
}
