import { act, defineMessages, definePlugin, defineSlice, post } from 'bonfire'
import { z } from 'zod'
import { attendance } from '../plugins/check-in/facts.ts'
import { officeOf, startAccount } from '../src/account.ts'
import type { Capabilities, Outgoing, Update } from '../src/adapters/adapter.ts'
import { createDesk, type Desk } from '../src/desk.ts'
import type { Outcome, Role } from '../src/events/event.ts'
import {
  AccountId,
  ChatId,
  type GroupId,
  type Instant,
  LocalTime,
  MemberId,
  type MessageId,
  Zone,
} from '../src/events/ids.ts'
import type { Commit } from '../src/host/commit.ts'
import { createHost, type Host } from '../src/host/host.ts'
import type { AnyPlugin } from '../src/host/plugin.ts'
import { createMemoryJournal, type MemoryJournal } from '../src/journal/memory-journal.ts'
import { createCalendar } from '../src/scheduler/zones.ts'
import { SIMULATED_CAPABILITIES } from '../src/simulation/simulated-abilities.ts'
import { createVirtualClock } from '../src/simulation/virtual-clock.ts'

/** As Telegram has it. */
const CAPABILITIES: Capabilities = { ...SIMULATED_CAPABILITIES, buttons: true, writesFirst: false }
/** The word alone is a check-in. */
const SECTIONS: Readonly<Record<string, object>> = { 'check-in': { noteCharsMin: 0 } }
const ACCOUNT = AccountId.parse('main')
export const OFFICE = officeOf(ACCOUNT)
const START = Date.parse('2026-11-23T01:00Z') as Instant

/** An account whose chats are groups only once somebody has made them so: what a real platform meets. */
export async function deskLab(plugins: readonly AnyPlugin[], can: Partial<Capabilities> = {}) {
  const clock = createVirtualClock(START)
  const sent: Outgoing[] = []
  let answer: (outgoing: Outgoing) => Outcome = () => ({
    is: 'sent',
    message: `bot${sent.length}` as MessageId,
    at: clock.now(),
  })
  let journal: MemoryJournal = createMemoryJournal({ flush: 'manual' })
  let updates = 0
  const capabilities = { ...CAPABILITIES, ...can }
  const never = Number.POSITIVE_INFINITY
  const adapter = {
    capabilities,
    pacing: { chatGapMs: 0, chatMessagesPerMinute: never, accountCallsPerSecond: never, receiptGapMs: 0 },
    async send(outgoing: Outgoing) {
      sent.push(outgoing)
      return answer(outgoing)
    },
  }
  let running = open()

  function open() {
    const host: Host = createHost({
      plugins,
      log: journal,
      settings: (_, { locale, zone }) => ({
        locale: locale ?? 'zh-CN',
        calendar: createCalendar({ zone: zone ?? Zone.parse('Asia/Shanghai'), dayStartsAt: LocalTime.parse('00:00') }),
        config: Object.fromEntries(plugins.map(({ name, config }) => [name, config.parse(SECTIONS[name] ?? {})])),
        isRestDay: () => false,
      }),
      setup: {
        plans: [{ id: 'main', name: '共读', zone: Zone.parse('Asia/Shanghai'), locale: 'zh-CN' }],
        zoneOf: text => Zone.safeParse(text).data ?? null,
      },
      numbersAnswer: !capabilities.buttons,
      losesWords: !capabilities.redelivers,
    })
    for (const [index, line] of journal.lines.entries()) host.replay(JSON.parse(line) as Commit, index + 1)
    const desk: Desk = createDesk({
      account: ACCOUNT,
      host,
      office: OFFICE,
      claimCode: () => 'CODE-2345',
      numbersAnswer: !capabilities.buttons,
    })
    const account = startAccount({ id: ACCOUNT, host, journal, adapter, clock, desk, heartbeatMs: null })
    account.connected()
    account.caughtUp()
    return { host, desk, account }
  }

  async function settle(): Promise<void> {
    for (let turn = 0; turn < 50; turn += 1) {
      running.account.pump()
      journal.flush()
      for (let i = 0; i < 16; i += 1) await undefined
    }
  }
  async function take(update: Update): Promise<void> {
    const taken = running.account.take([update])
    await settle()
    await taken
  }
  const idOf = (name: string) => MemberId.parse(`t:${name}`)
  const base = (chat: string, cause: string, ageMs: number) => ({
    cause,
    at: (clock.now() - ageMs) as Instant,
    chat: ChatId.parse(chat),
  })

  return {
    clock,
    sent,
    get host() {
      return running.host
    },
    get desk() {
      return running.desk
    },
    get account() {
      return running.account
    },
    get journal() {
      return journal
    },
    answers: (to: typeof answer) => {
      answer = to
    },
    idOf,
    settle,
    async pass(ms: number) {
      clock.set((clock.now() + ms) as Instant)
      await settle()
    },
    /** The process ends without notice and starts again. */
    async restart() {
      journal = journal.crash()
      running = open()
      await settle()
    },
    take,
    standing: (chat: string, is: 'member' | 'admin' | 'gone', title = chat) =>
      take({ ...base(chat, `standing:${chat}:${is}:${updates++}`, 0), kind: 'standing', standing: { is }, title }),
    migrates: (chat: string, to: string) =>
      take({ ...base(chat, `migrate:${chat}`, 0), kind: 'migrated', to: ChatId.parse(to) }),
    joins: (chat: string, name: string) =>
      take({ ...base(chat, `joins:${updates++}`, 0), kind: 'joined', who: { member: idOf(name), name } }),
    leaves: (chat: string, name: string) =>
      take({ ...base(chat, `leaves:${updates++}`, 0), kind: 'left', who: { member: idOf(name) } }),
    roster: (chat: string, names: readonly string[]) =>
      take({
        ...base(chat, `roster:${updates++}`, 0),
        kind: 'roster',
        people: names.map(name => ({ member: idOf(name) })),
      }),
    /** Says something in a chat, or, where the chat is the person's own name, in private. */
    says(
      chat: string,
      name: string,
      text: string,
      more: { role?: Role; id?: number; ageMs?: number; privately?: boolean; topic?: string } = {},
    ) {
      const { role, id = ++updates, ageMs = 0, privately = chat === name, topic } = more
      return take({
        ...base(chat, `msg:${chat}:${id}`, ageMs),
        kind: 'said',
        who: { member: idOf(name), name, ...(role && { role }) },
        message: String(id) as MessageId,
        text,
        ...(privately && { private: true }),
        ...(topic && { topic }),
      })
    },
    async setsUp(chat: string, owner = 'ann') {
      await this.standing(chat, 'admin')
      for (const what of ['language zh-CN', 'zone Asia/Shanghai', 'plan main'])
        await this.says(chat, owner, `/setup ${what}`, { role: 'owner' })
      sent.splice(0)
      return running.desk.known().find(known => known.id === chat)!.group as GroupId
    },
    /** What was sent since the last time, where to and what. */
    news: () =>
      sent.splice(0).map(outgoing => {
        const where = outgoing.chat.member ?? outgoing.chat.id
        return outgoing.kind === 'message' ? `${where}: ${outgoing.text}` : `${where}: (${outgoing.kind})`
      }),
  }
}
export type DeskLab = Awaited<ReturnType<typeof deskLab>>

export const daysOf = (lab: DeskLab, group: GroupId, name: string) =>
  lab.host.read(group, attendance).members.of(lab.idOf(name)).totalDays

/** Posts, asks, calls the owner and quietens the group when it is told to. */
export const caller = definePlugin({
  slice: defineSlice({ name: 'caller', facts: {} }),
  messages: defineMessages(
    {
      forOwner: () => '给群主',
      ask: () => '选一个',
      chose: (p: { what: string }) => `选了 ${p.what}`,
      post: () => '帖子',
    },
    { forOwner: () => 'owner', ask: () => 'choose', chose: p => `chose ${p.what}`, post: () => 'post' },
  ),
  config: z.unknown(),
  commands: {
    call: { words: ['call'], decide: ({ say }) => [post(say.forOwner(), { to: 'owner', class: 'notice' })] },
    ask: {
      words: ['ask'],
      decide: ({ say }) => [
        post(say.ask(), {
          buttons: [
            { label: '茶', says: '/pick tea' },
            { label: '更多', url: 'https://example.org' },
            { label: '水', says: '/pick water' },
          ],
        }),
      ],
    },
    pick: {
      words: ['pick'],
      args: z.object({ what: z.string() }),
      decide: ({ say }, { what }) => [say.chose({ what })],
    },
    post: { words: ['post'], decide: ({ say }) => [post(say.post())] },
    quieten: { words: ['quieten'], decide: () => [act.readOnly(true)] },
  },
})
