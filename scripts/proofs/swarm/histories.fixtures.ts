import type { Outgoing, Update } from '../../../src/adapters/adapter.ts'
import type { ChatLine } from '../../../src/simulation/simulated-platform.ts'
import { oraclesFor } from './oracles/all-oracles.ts'
import { PLAIN_RULES } from './rules.ts'
import { type Setting, settingOf } from './setting.ts'
import { createPanel, type Oracle, type Watch } from './watching.ts'

/** A campaign with plain rules, for histories that are told. */
export const setting: Setting = {
  ...settingOf(1),
  ...{ platform: 'telegram', zone: 'Asia/Shanghai' as never, dayStartsAt: '00:00' as never, restDays: [] },
  ...{ perCheckIn: 10, perPrivateCheckIn: 5, postTimes: { skipAt: [], allAt: ['12:00' as never], latestAt: [] } },
  rules: PLAIN_RULES,
}
export const DAY = 86_400_000
export const NOON = Date.parse('2026-11-23T04:00Z')
type Fact = readonly [type: string, data: object]

/** Histories, told in few words: each part is something that can be seen of a campaign. */
export function history(oracles: readonly Oracle[] = oraclesFor(setting)) {
  let lsn = 0
  let calls = 0
  let now = NOON
  const panel = createPanel(oracles, () => now as never)
  const { watch } = panel
  const times = () => ({ now, botNow: now }) as never
  const outgoings = new Map<number, Outgoing>()
  const callOf = (number: number) => ({ number, process: 1, at: now, outgoing: outgoings.get(number)! }) as never
  const told = {
    at(to: number) {
      now = to
      return told
    },
    /** A durable line. */
    line(cause: string, ...facts: readonly Fact[]) {
      told.taken(cause, ...facts)
      watch.durable(lsn, commitOf(cause, facts), times())
      return told
    },
    taken(cause: string, ...facts: readonly Fact[]) {
      lsn += 1
      watch.taken(lsn, commitOf(cause, facts), times())
      return told
    },
    said(message: string, text: string, member = 'sim:p1') {
      watch.lived({ is: 'said', at: now, group: 'oak', message, member, text, private: false } as never)
      const update = { kind: 'said', cause: `msg:oak:${message}`, chat: 'oak', at: now, who: { member }, message, text }
      for (const fate of ['accepted', 'handed'] as const) watch.updates(fate, [update as never as Update], times())
      return told
    },
    confirmed(message: string, text: string) {
      const update = {
        kind: 'said',
        cause: `msg:oak:${message}`,
        chat: 'oak',
        at: now,
        who: { member: 'sim:p1' },
        message,
        text,
      }
      watch.updates('confirmed', [update as never as Update], times())
      return told
    },
    call(text: string, chat = 'oak', mentions: readonly object[] = []) {
      calls += 1
      outgoings.set(calls, { kind: 'message', chat: { id: chat, group: 'main:1' }, text, mentions } as never)
      watch.called(callOf(calls), times())
      return told
    },
    removes(member: string) {
      calls += 1
      outgoings.set(calls, {
        kind: 'action',
        chat: { id: 'oak', group: 'main:1' },
        action: 'remove',
        data: { member },
      } as never)
      watch.called(callOf(calls), times())
      watch.acted(callOf(calls), { is: 'did', at: now, group: 'oak', action: 'remove', data: { member } } as never)
      return told
    },
    /** The platform has done the last call. */
    acted(message: string) {
      const outgoing = outgoings.get(calls) as Outgoing & { kind: 'message' }
      const line = {
        is: 'sent',
        at: now,
        group: 'oak',
        message,
        text: outgoing.text,
        to: null,
        replyTo: null,
        pin: false,
      }
      watch.acted(callOf(calls), line as never as ChatLine)
      return told
    },
    answer(outcome: object | null) {
      watch.answered(callOf(calls), outcome as never, times())
      return told
    },
    turn(turn: Parameters<Watch['turned']>[0]) {
      watch.turned(turn, times())
      return told
    },
    end() {
      watch.ended(times())
      return told
    },
    get wrong() {
      return panel.broken[0]?.oracle
    },
  }
  const commitOf = (cause: string, facts: readonly Fact[]) => {
    const group = /^(?:bound|moved|pulse)/.test(cause) ? 'office:main' : 'main:1'
    return { cause, group, at: now, facts } as never
  }
  told.turn('up').turn('connected').turn('caught up')
  told.line('bound:oak', ['chats/bound', { chat: 'oak', group: 'main:1', at: now }])
  return told
}

export const checkedIn = (message: string, more: object = {}): Fact => [
  'check-in/checkedIn',
  { member: 'sim:p1', day: '2026-11-23', streakDays: 1, where: 'group', message, ...more },
]
export const awarded = (more: object = {}): Fact => [
  'points/awarded',
  { member: 'sim:p1', points: 10, reason: 'check-in', day: '2026-11-23', ...more },
]
export const owed = (delivery: string, cls: string, more: object = {}): Fact => [
  'outbox/owed',
  {
    delivery,
    class: cls,
    plugin: 'trial',
    target: 'group',
    says: [{ plugin: 'trial', key: 'post', params: { tag: 't1' } }],
    at: NOON,
    deadline: null,
    ...more,
  },
]
export const receipt = owed('d1', 'receipt', { about: 'sim:p1', replyTo: '5' })
/** One line for all that was acknowledged too late. */
export const awayLine = owed('d2', 'notice', { says: [{ plugin: 'bonfire', key: 'away', params: { count: 1 } }] })
export const outbox = (kind: string, more: object = {}): Fact => [`outbox/${kind}`, { delivery: 'd1', ...more }]
export const sending = (attempt: number) => outbox('sending', { attempt, at: NOON })
export const announced: Fact = ['trial/closingAnnounced', { tag: 't1', victim: 'sim:p1', at: NOON, until: NOON + DAY }]
export type History = ReturnType<typeof history>

/** A post that has left and been answered. */
export const posted = () =>
  history().line('a', owed('d1', 'broadcast')).line('delivery:1', sending(1)).call('〔t1〕a post').acted('9')
/** A closing whose notice the platform has taken. */
export const closing = () =>
  history()
    .line('a', owed('d1', 'notice', { says: [{ plugin: 'trial', key: 'closing', params: { tag: 't1' } }] }))
    .line('delivery:1', sending(1))
    .call('〔t1〕closes in a day')
    .acted('9')
    .answer({ is: 'sent', at: NOON, message: '9' })
    .line('delivery:2', outbox('sent', { at: NOON, message: '9' }), announced)
export const removal: Fact = [
  'outbox/owed',
  {
    delivery: 'd2',
    class: 'action',
    plugin: 'trial',
    target: 'group',
    says: [],
    action: { name: 'remove', data: { member: 'sim:p1' } },
    at: NOON,
    deadline: null,
  },
]
export const closes = (it: History) =>
  it
    .line('tick', ['trial/closed', { tag: 't1' }], removal)
    .line('delivery:3', ['outbox/sending', { delivery: 'd2', attempt: 1, at: NOON }])
