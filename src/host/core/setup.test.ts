import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Role } from '../../events/event.ts'
import { GroupId, type Instant, LocalTime, MemberId, type MessageId, Zone } from '../../events/ids.ts'
import { createCalendar } from '../../scheduler/zones.ts'
import type { CommitLog } from '../commit.ts'
import { createHost, type Handled, type Host } from '../host.ts'
import { defineMessages } from '../messages.ts'
import { definePlugin } from '../plugin.ts'
import { defineSlice } from '../slice.ts'
import { deliveries } from './deliveries.ts'
import { membership } from './membership.ts'
import { type PlanChoice, setup } from './setup.ts'
import { days } from './time.ts'

const HERE = GroupId.parse('main:1')
const START = Date.parse('2026-11-23T01:00Z') as Instant
const PLANS: readonly PlanChoice[] = [
  { id: 'main', name: '21 天共读', zone: Zone.parse('Asia/Shanghai'), locale: 'zh-CN' },
  { id: 'short', name: '7 days', zone: Zone.parse('Europe/Berlin'), locale: 'en-US' },
]
const greeter = definePlugin({
  slice: defineSlice({ name: 'greeter', facts: {} }),
  messages: defineMessages({ hi: () => '你好' }, { hi: () => 'hi' }),
  config: z.unknown(),
  commands: { hi: { words: ['hi'], decide: ({ say }) => [say.hi()] } },
  on: { joined: () => [] },
})

interface Chat {
  readonly host: Host
  readonly lines: readonly string[]
  says(name: string, text: string, role?: Role, more?: { anonymous?: true; topic?: string }): Handled
  /** What the bot owes for it: keys of messages, answers included. */
  readonly replies: (handled: Handled) => readonly string[]
}

function chat(options: { numbersAnswer?: boolean } = {}): Chat {
  const lines: string[] = []
  const log: CommitLog = {
    get next() {
      return lines.length + 1
    },
    append: text => lines.push(text),
  }
  const host = createHost({
    plugins: [greeter],
    log,
    settings: (_, { locale, zone }) => ({
      locale: locale ?? 'zh-CN',
      calendar: createCalendar({ zone: zone ?? PLANS[0]!.zone, dayStartsAt: LocalTime.parse('00:00') }),
      config: {},
      isRestDay: () => false,
    }),
    setup: { plans: PLANS, zoneOf: text => Zone.safeParse(text).data ?? null },
    ...options,
  })
  host.handle({ kind: 'claimable', cause: 'claimable', group: HERE, at: START, code: 'ABCD-2345' })
  let messages = 0
  return {
    host,
    lines,
    says(name, text, role, { anonymous, topic } = {}) {
      messages += 1
      const member = MemberId.parse(`telegram:${name}`)
      const who = { member, ...(role && { role }), ...(anonymous && { anonymous }) }
      const base = { cause: `msg:1:${messages}`, group: HERE, at: (START + messages * 1_000) as Instant }
      return host.handle({
        ...{ ...base, kind: 'said', who, text, message: String(messages) as MessageId },
        ...(topic && { topic }),
      })
    },
    replies(handled) {
      const recorded = handled.is === 'committed' ? handled.commit.facts : []
      const owed = recorded.flatMap(([type, data]) => (type === deliveries.facts.owed.type ? [data] : []))
      const answers = 'answers' in handled ? handled.answers : []
      return [...owed, ...answers].flatMap(one => (one as { says: { key: string }[] }).says.map(({ key }) => key))
    },
  }
}

const buttonsOf = (handled: Handled) =>
  'answers' in handled ? handled.answers.flatMap(({ buttons }) => buttons ?? []) : []

describe('a group that is not set up', () => {
  test('hears nothing but /setup, and records nothing of anybody', () => {
    const { host, says, lines, replies } = chat()
    const before = lines.length
    expect([says('amy', '/hi'), says('amy', '/help'), says('amy', '你好')].flatMap(replies)).toEqual([])
    const joined = { kind: 'joined', cause: 'j', group: HERE, at: START, who: { member: MemberId.parse('telegram:b') } }
    host.handle(joined as never)
    expect(lines.length).toBe(before)
    // The control: the same words are heard once it is set up.
    setUp({ says })
    expect(replies(says('amy', '/hi'))).toEqual(['hi'])
    expect(host.read(HERE, membership).members.of(MemberId.parse('telegram:amy')).presence).toBe('present')
  })

  test('refuses everybody but its owner, and says how an owner who is not recognised gets in', () => {
    const { says, replies, host } = chat()
    expect(replies(says('amy', '/setup'))).toEqual(['notOwner'])
    expect(replies(says('bob', '/setup', 'admin'))).toEqual(['notOwner'])
    expect(replies(says('bob', '/setup language zh-CN', 'admin'))).toEqual(['notOwner'])
    expect(host.read(HERE, setup).group.locale).toBeNull()
  })

  test('asks its owner for language, zone and plan, and is ready after the last answer', () => {
    const { says, replies, host } = chat()
    expect(replies(says('ann', '/setup', 'owner'))).toEqual(['askLanguage'])
    expect(replies(says('ann', '/setup language en-US', 'owner'))).toEqual(['askZone'])
    expect(host.settingsOf(HERE).locale).toBe('en-US')
    expect(replies(says('ann', '/setup zone Europe/Berlin', 'owner'))).toEqual(['askPlan'])
    expect(host.settingsOf(HERE).calendar.timeOf(START)).toBe('02:00')
    expect(host.read(HERE, days).group.beganAt).toBeNull()
    expect(replies(says('ann', '/setup plan short', 'owner'))).toEqual(['done'])
    expect(host.read(HERE, setup).group).toMatchObject({ plan: 'short', zone: 'Europe/Berlin', code: null })
    expect(host.read(HERE, membership).group.owner).toBe('telegram:ann')
    expect(host.read(HERE, days).group.beganAt).not.toBeNull()
  })

  test('can be claimed once, by whoever knows the code, however it is typed', () => {
    const { says, replies, host } = chat()
    expect(replies(says('eve', '/setup AAAA-2222'))).toEqual(['wrongCode'])
    expect(replies(says('ann', '/setup abcd2345'))).toEqual(['askLanguage'])
    expect(host.read(HERE, membership).group.owner).toBe('telegram:ann')
    expect(replies(says('eve', '/setup ABCD-2345'))).toEqual(['wrongCode'])
    expect(replies(says('ann', '/setup language zh-CN'))).toEqual(['askZone'])
  })

  test('takes no word for the code of a group whose code was used', () => {
    const { says, replies, host } = chat()
    setUp({ says })
    for (const text of ['你好', '!', '-', '语言', '。', 'null']) {
      expect([text, ...replies(says('eve', `/setup ${text}`))]).toEqual([text, 'wrongCode'])
    }
    expect(host.read(HERE, membership).group.owner).toBe('telegram:ann')
    expect(host.read(HERE, membership).members.of(MemberId.parse('telegram:eve')).role).toBe('member')
  })

  test('reads the code with spaces as well', () => {
    const { says, replies } = chat()
    expect(replies(says('ann', '/setup ABCD 2345'))).toEqual(['askLanguage'])
  })

  test('has one owner: whoever was it before is a member again', () => {
    const { says, replies, host } = chat()
    says('eve', '/setup ABCD2345')
    says('ann', '/setup', 'owner')
    expect(host.read(HERE, membership).group.owner).toBe('telegram:ann')
    expect(replies(says('eve', '/setup language en-US'))).toEqual(['notOwner'])
  })

  test('has no owner any more when the one who claimed it has gone', () => {
    const { says, host } = chat()
    says('eve', '/setup ABCD2345')
    const who = { member: MemberId.parse('telegram:eve') }
    host.handle({ kind: 'left', cause: 'left', group: HERE, at: (START + 9_000) as Instant, who })
    expect(host.read(HERE, membership).group.owner).toBeNull()
  })

  test('keeps nothing of a stranger who asks, and says nothing of times when the bot was away', () => {
    const { says, host, lines } = chat()
    const before = lines.length
    says('eve', '/setup')
    const outage = { from: START, to: (START + 600_000) as Instant }
    host.handle({ kind: 'outage', cause: 'outage', group: HERE, at: outage.to, ...outage })
    expect(lines.slice(before).join()).not.toMatch(/eve|outbox/)
  })

  test('does not take an anonymous admin for its owner', () => {
    const { says, replies } = chat()
    expect(replies(says('-100', '/setup', 'admin', { anonymous: true }))).toEqual(['unmask'])
  })

  test('names what it cannot read, and goes on from there', () => {
    const { says, replies, host } = chat()
    says('ann', '/setup language zh-CN', 'owner')
    expect(replies(says('ann', '/setup zone Mars/Olympus', 'owner'))).toEqual(['noZone'])
    expect(replies(says('ann', '/setup plan none', 'owner'))).toEqual(['noPlan'])
    expect(replies(says('ann', '/setup language klingon', 'owner'))).toEqual(['usage'])
    expect(host.read(HERE, setup).group.doneAt).toBeNull()
  })

  test('says at the end what has to be done for it to hear what people say', () => {
    const { says, replies, host } = chat()
    const standing = { is: 'member', lacks: ['hear'] } as const
    host.handle({ kind: 'standing', cause: 'standing', group: HERE, at: START, standing })
    setUp({ says })
    expect(replies(says('ann', '/setup plan main', 'owner'))).toEqual(['done', 'deaf'])
    host.handle({ kind: 'standing', cause: 'standing:2', group: HERE, at: START, standing: { is: 'admin' } })
    expect(replies(says('ann', '/setup plan main', 'owner'))).toEqual(['done'])
  })

  test('remembers the topic in which it was set up', () => {
    const { says, host } = chat()
    says('ann', '/setup', 'owner', { topic: '77' })
    expect(host.read(HERE, setup).group.topic).toBe('77')
    // An answer may be a press below a message that the platform shows no more, topic and all.
    says('ann', '/setup language zh-CN', 'owner')
    expect(host.read(HERE, setup).group.topic).toBe('77')
    says('ann', '/setup', 'owner')
    expect(host.read(HERE, setup).group.topic).toBeNull()
  })

  test('takes the answers from buttons that only its owner can press, for ten minutes', () => {
    const { says } = chat()
    const buttons = buttonsOf(says('ann', '/setup', 'owner')) as { says: string; by: string; until: number }[]
    expect(buttons.map(({ says }) => says)).toEqual(['setup language zh-CN', 'setup language en-US'])
    expect(new Set(buttons.map(({ by }) => by))).toEqual(new Set(['telegram:ann']))
    expect(buttons[0]!.until).toBe(START + 1_000 + 10 * 60_000)
  })

  test('takes numbers where there are no buttons', () => {
    const { says, replies, host } = chat({ numbersAnswer: true })
    says('ann', '/setup', 'owner')
    expect(replies(says('eve', '2'))).toEqual([])
    expect(host.read(HERE, setup).group.locale).toBeNull()
    expect(replies(says('ann', '２', 'owner'))).toEqual(['askZone'])
    expect(host.read(HERE, setup).group.locale).toBe('en-US')
  })

  test('does not take numbers for answers where there are buttons', () => {
    const { says, replies } = chat()
    says('ann', '/setup', 'owner')
    expect(replies(says('ann', '2', 'owner'))).toEqual([])
  })
})

function setUp({ says }: Pick<Chat, 'says'>): void {
  for (const text of ['language zh-CN', 'zone Asia/Shanghai', 'plan main']) says('ann', `/setup ${text}`, 'owner')
}
