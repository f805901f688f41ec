import type { Instant, MemberId, MessageId } from '../../events/ids.ts'
import { memoryLog } from '../../log.ts'
import { machineTime, systemClock } from '../../scheduler/clock.ts'
import { type FakeBotApi, type FakeBotApiOptions, startFakeBotApi } from '../../testing/telegram/fake-bot-api.ts'
import { ALL_RIGHTS, type FakeGroup, type FakePerson } from '../../testing/telegram/fake-people.ts'
import { type ListeningIntake, listeningIntake } from '../adapter.fixtures.ts'
import type { Adapter, Chat } from '../adapter.ts'
import { grammyTransport } from './grammy-transport.ts'
import { chatOf } from './identity.ts'
import { telegrafTransport } from './telegraf-transport.ts'
import { createTelegramAdapter, type TelegramAdapterOptions } from './telegram-adapter.ts'
import type { Timing } from './timing.ts'

export const LIBRARIES = ['grammy', 'telegraf'] as const
export type Library = (typeof LIBRARIES)[number]

/** As the real one, without its patience. */
export const QUICK: Timing = {
  pollSeconds: 5,
  pollGraceMs: 2_000,
  backOffMsMin: 5,
  backOffMsMax: 40,
  unauthorizedMs: 30,
  backlogLookMs: 10,
  outageLookMs: 60_000,
  rivalGoneMs: 50,
}

/** Calls that do something people can see. */
export const SENDING_METHODS: ReadonlySet<string> = new Set([
  ...[
    'sendMessage',
    'sendPhoto',
    'sendDocument',
    'sendPoll',
    'setMessageReaction',
    'banChatMember',
    'restrictChatMember',
    'setChatPermissions',
  ],
  ...['leaveChat', 'unbanChatMember'],
])

export const transportOf = (library: Library, api: Pick<FakeBotApi, 'token' | 'root'>) =>
  (library === 'grammy' ? grammyTransport : telegrafTransport)({ token: api.token, apiRoot: api.root })

/** A fake server with one group in it, and an adapter that is not started. */
export interface Lab extends AsyncDisposable {
  readonly api: FakeBotApi
  readonly group: FakeGroup
  readonly chat: Chat
  readonly log: ReturnType<typeof memoryLog>
  readonly intake: ListeningIntake
  readonly adapter: Adapter
  another(options?: Partial<TelegramAdapterOptions>): Promise<Adapter>
}

export async function openLab(
  library: Library,
  options: Partial<TelegramAdapterOptions> = {},
  apiOptions: FakeBotApiOptions & { readonly isAdmin?: boolean } = {},
): Promise<Lab> {
  const api = await startFakeBotApi(apiOptions)
  const group = api.createGroup({ title: '晨跑 100 天' })
  group.addBot(apiOptions.isAdmin === false ? {} : { rights: ALL_RIGHTS })
  const log = memoryLog()
  const adapters: Adapter[] = []
  async function another(more: Partial<TelegramAdapterOptions> = {}): Promise<Adapter> {
    const made = createTelegramAdapter({
      transport: await transportOf(library, api),
      updates: 'polling',
      clock: systemClock(),
      log,
      timing: QUICK,
      ...options,
      ...more,
    })
    adapters.push(made)
    return made
  }
  return {
    api,
    group,
    get chat() {
      return { id: chatOf(group.id), group: 'g-lab' as Chat['group'] }
    },
    log,
    intake: listeningIntake(),
    adapter: await another(),
    another,
    async [Symbol.asyncDispose]() {
      await Promise.all(adapters.map(adapter => adapter[Symbol.asyncDispose]()))
      await api.close()
    },
  }
}

export const member = ({ id }: Pick<FakePerson, 'id'>): MemberId => `telegram:${id}` as MemberId
export const message = (id: number): MessageId => String(id) as MessageId
export const now = (): Instant => machineTime.wallMs() as Instant
