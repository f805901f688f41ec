import { z } from 'zod'
import { GroupId, LocalDay, LocalTime, MemberId } from '../src/events/ids.ts'
import type { Context, DueDelivery, Told } from '../src/host/context.ts'
import { membership } from '../src/host/core/membership.ts'
import { posts } from '../src/host/core/posts.ts'
import { acknowledge, act, type DueAnswer, post, send } from '../src/host/decision.ts'
import { personal } from '../src/host/fact-schema.ts'
import { defineMessages } from '../src/host/messages.ts'
import { definePlugin } from '../src/host/plugin.ts'
import { defineProvider } from '../src/host/provider.ts'
import { defineSlice } from '../src/host/slice.ts'

/** What the lab records: one fact for each thing that a test may want to have happened once. */
export const labFacts = defineSlice({
  name: 'lab',
  facts: {
    checkedIn: z.object({ member: MemberId, day: LocalDay, excused: z.boolean() }),
    told: z.object({ key: z.string().regex(/^[\w:]+$/), is: z.enum(['sent', 'failed', 'unknown']), at: z.number() }),
    fired: z.object({ schedule: z.string().regex(/^\w+$/), at: z.number() }),
    rang: z.object({ timer: z.string().regex(/^\w+$/), at: z.number(), entries: z.int() }),
    entered: z.object({ member: MemberId }),
    answered: z.object({ question: personal(z.string()), answer: personal(z.string()) }),
    received: z.object({ from: GroupId, text: personal(z.string()) }),
    wasAway: z.object({ from: z.number(), to: z.number() }),
  },
  group: {
    initial: () => ({ entries: 0 }),
    reduce: {
      entered: group => {
        group.entries += 1
      },
    },
  },
})

const messages = defineMessages(
  {
    done: (p: { note: string }) => `记好了${p.note}`,
    milestone: () => '一百天！',
    pong: (p: { text: string }) => `答：${p.text}`,
    post: (p: { text: string }) => p.text,
    notice: (p: { text: string }) => p.text,
    long: (p: { length: number }) => words(p.length),
    printed: (p: { id: string }, { content }: { content: (id: string) => string }) => content(p.id),
    broken: (p: { text: string }) => fail(p.text),
    hello: (p: { member: MemberId }, { mention }: { mention: (member: MemberId) => string }) =>
      `欢迎 ${mention(p.member)}！`,
  },
  {
    done: p => `done${p.note}`,
    milestone: () => 'a hundred days',
    pong: p => `pong ${p.text}`,
    post: p => p.text,
    notice: p => p.text,
    long: p => words(p.length),
    printed: (p, { content }) => content(p.id),
    broken: p => fail(p.text),
    hello: (p, { mention }) => `welcome ${mention(p.member)}!`,
  },
)

/** A text of sentences with numbers, so that one can see what is missing. */
export function words(length: number): string {
  let text = ''
  for (let i = 0; text.length < length; i += 1) text += `sentence number ${i}. `
  return text.slice(0, length)
}
function fail(text: string): never {
  throw new Error(text)
}

/** How the lab behaves: set by a test, at any time. */
export interface LabControls {
  /** What `due` answers. Default: send. */
  due: (delivery: DueDelivery, state: Pick<Context, 'now'>) => DueAnswer
  /** Called with each outcome; may throw. */
  outcome: (delivery: DueDelivery, told: Told) => void
  /** What the provider answers. */
  provide: (question: string, signal: AbortSignal) => Promise<string>
}

const LabConfig = z.object({
  skipAt: z.array(LocalTime).default([]),
  allAt: z.array(LocalTime).default([]),
  latestAt: z.array(LocalTime).default([]),
})
const Text = z.object({ text: z.string().optional() })
const Minutes = z.object({ minutes: z.number() })
const Entries = z.object({ close: z.string() })

/** A plugin that owes everything that can be owed, when told to. */
export function labPlugin(controls: LabControls) {
  const due = (context: Pick<Context, 'now'>, delivery: DueDelivery) => controls.due(delivery, context)
  const outcome = ({ now }: Pick<Context, 'now'>, delivery: DueDelivery, told: Told) => {
    controls.outcome(delivery, told)
    return [labFacts.facts.told({ key: delivery.key, is: told.is, at: told.is === 'sent' ? told.at : now })]
  }
  const fired =
    (schedule: string) =>
    ({ now }: Pick<Context, 'now'>) => [labFacts.facts.fired({ schedule, at: now })]
  const oracle = defineProvider({
    name: 'oracle',
    request: z.object({ question: z.string() }),
    answer: z.string(),
    deadlineMinutes: 30,
    provide: ({ question }, { signal }) => controls.provide(question, signal),
  })

  return definePlugin({
    slice: labFacts,
    messages,
    config: LabConfig,
    uses: [membership],
    commands: {
      checkIn: {
        words: ['in', '打卡'],
        args: Text,
        decide: ({ say, member, today, excused }, { text }) => [
          labFacts.facts.checkedIn({ member, day: today, excused: excused(today) }),
          acknowledge(say.done({ note: text ? ` ${text}` : '' }), { reaction: '🔥' }),
        ],
      },
      milestone: {
        words: ['milestone'],
        decide: ({ say, member, today }) => [
          labFacts.facts.checkedIn({ member, day: today, excused: false }),
          acknowledge(say.milestone()),
        ],
      },
      hello: { words: ['hello'], decide: ({ say, member }) => [acknowledge(say.hello({ member }))] },
      brokenReceipt: { words: ['broken'], decide: ({ say }) => [acknowledge(say.broken({ text: 'no words' }))] },
      /** Words beside a fact that acknowledge nothing. */
      lack: {
        words: ['lack'],
        args: Text,
        decide: ({ say, member }, { text = '' }) => [labFacts.facts.entered({ member }), say.pong({ text })],
      },
      ask: { words: ['ask'], args: Text, decide: ({ say }, { text = '' }) => [say.pong({ text })] },
      askLong: { words: ['asklong'], args: z.object({ length: z.int() }), decide: ({ say }, p) => [say.long(p)] },
      post: { words: ['post'], args: Text, decide: ({ say }, { text = 'post' }) => [post(say.post({ text }))] },
      postLong: {
        words: ['postlong'],
        args: z.object({ length: z.int() }),
        decide: ({ say }, p) => [post(say.long(p))],
      },
      talk: {
        words: ['talk'],
        decide: ({ say }) => [post(say.post({ text: 'talk' }), { post: { id: 'talk', marketing: false } })],
      },
      advert: {
        words: ['advert'],
        decide: ({ say }) => [post(say.post({ text: 'advert' }), { post: { id: 'advert', marketing: true } })],
      },
      longTalk: {
        words: ['longtalk'],
        decide: ({ say }) => [post(say.long({ length: 9_000 }), { post: { id: 'talk', marketing: false } })],
      },
      longAdvert: {
        words: ['longadvert'],
        decide: ({ say }) => [post(say.long({ length: 9_000 }), { post: { id: 'advert', marketing: true } })],
      },
      /** What is marked as a post, and is none. */
      strayPost: {
        words: ['stray'],
        args: z.object({ how: z.enum(['receipt', 'answer', 'notice', 'private', 'owner']) }),
        decide: ({ say, member }, { how }) => {
          const to = how === 'private' ? { member } : how === 'owner' ? ('owner' as const) : ('group' as const)
          const cls = how === 'private' || how === 'owner' ? 'broadcast' : how
          return [post(say.post({ text: 'advert' }), { class: cls, to, post: { id: 'advert', marketing: true } })]
        },
      },
      forge: { words: ['forge'], decide: ({ now }) => [posts.facts.began({ at: now }) as never] },
      printed: { words: ['print'], decide: ({ say }) => [post(say.printed({ id: 'offer' }))] },
      inAndPost: {
        words: ['inandpost'],
        decide: ({ say }) => [
          acknowledge(say.done({ note: '' }), { reaction: '🔥' }),
          post(say.post({ text: 'post' })),
        ],
      },
      postBroken: { words: ['postbroken'], decide: ({ say }) => [post(say.broken({ text: 'no words' }))] },
      notice: {
        words: ['notice'],
        args: Text,
        decide: ({ say }, { text = 'notice' }) => [post(say.notice({ text }), { class: 'notice' })],
      },
      noticeOwner: {
        words: ['tellowner'],
        args: Text,
        decide: ({ say }, { text = 'notice' }) => [post(say.notice({ text }), { class: 'notice', to: 'owner' })],
      },
      postTo: {
        words: ['postme'],
        args: Text,
        decide: ({ say, member }, { text = 'post' }) => [post(say.post({ text }), { to: { member } })],
      },
      remove: { words: ['remove'], decide: ({ member }) => [act.remove(member)] },
      own: { words: ['own'], decide: ({ member }) => [membership.facts.roleGiven({ member, role: 'owner' })] },
      enter: { words: ['enter'], decide: ({ member }) => [labFacts.facts.entered({ member })] },
      wake: {
        words: ['wake'],
        args: Minutes,
        decide: ({ now, wakeAt }, { minutes }) => [wakeAt('plain', later(now, minutes), { close: 'a' })],
      },
      unwake: { words: ['unwake'], decide: ({ wakeAt }) => [wakeAt('plain', null, { close: 'a' })] },
      close: {
        words: ['close'],
        args: Minutes,
        decide: ({ now, wakeAt }, { minutes }) => [wakeAt('deadline', later(now, minutes), { close: 'a' })],
      },
      provide: { words: ['provide'], args: Text, decide: ({ ask }, { text = '' }) => [ask.oracle({ question: text })] },
      write: {
        words: ['write'],
        args: z.object({ to: GroupId, text: z.string() }),
        decide: ({ mail }, { to, text }) => [mail.note(to, { text })],
      },
    },
    on: { outage: (_, { from, to }) => [labFacts.facts.wasAway({ from, to })] },
    schedules: {
      skip: { at: config => config.skipAt, missed: 'skip', decide: fired('skip') },
      all: { at: config => config.allAt, missed: 'all', decide: fired('all') },
      latest: { at: config => config.latestAt, missed: { latestWithinMinutes: 120 }, decide: fired('latest') },
    },
    timers: {
      plain: {
        data: Entries,
        decide: ({ now, state }) => [labFacts.facts.rang({ timer: 'plain', at: now, entries: state.group.entries })],
      },
      deadline: {
        data: Entries,
        isDeadline: true,
        decide: ({ now, state }) => [labFacts.facts.rang({ timer: 'deadline', at: now, entries: state.group.entries })],
      },
    },
    due: { post: due, long: due, notice: due, done: due, milestone: due, pong: due, 'act:remove': due },
    outcomes: { post: outcome, long: outcome, notice: outcome, done: outcome, broken: outcome, 'act:remove': outcome },
    providers: {
      oracle: {
        provider: oracle,
        answered: (_, { question }, answer) => [labFacts.facts.answered({ question, answer })],
        failed: (_, { question }, reason) => [labFacts.facts.answered({ question, answer: `failed: ${reason}` })],
      },
    },
    mail: {
      note: {
        letter: z.object({ text: z.string() }),
        received: (_, { text }, from) => [labFacts.facts.received({ from, text })],
      },
    },
  })
}

const later = (now: Context['now'], minutes: number) => (now + minutes * 60_000) as Context['now']

export function defaultControls(): LabControls {
  return { due: () => send(), outcome: () => {}, provide: async question => `re: ${question}` }
}
