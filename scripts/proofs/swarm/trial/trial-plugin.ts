import { z } from 'zod'
import { GroupId, type Instant, LocalTime } from '../../../../src/events/ids.ts'
import type { Context, DueDelivery, Told } from '../../../../src/host/context.ts'
import { acknowledge, act, post, postpone, send, withdraw } from '../../../../src/host/decision.ts'
import { definePlugin } from '../../../../src/host/plugin.ts'
import { defineProvider } from '../../../../src/host/provider.ts'
import { Tag, trial } from './facts.ts'
import { messages } from './messages.ts'

const HOUR_MS = 3_600_000
/** Between the notice of a closing and what it announces. */
export const VETO_MS = 24 * HOUR_MS
export const LONG_TEXT_CHARS = 1_500

const Named = z.object({ tag: Tag })
const facts = trial.facts

const told = ({ now }: Pick<Context, 'now'>, { params }: DueDelivery, outcome: Told) => [
  facts.told({ tag: String(params.tag), is: outcome.is, at: outcome.is === 'sent' ? outcome.at : now }),
]

/** Owes everything that check-ins and points do not: posts, long posts, a closing with a veto, a draw, letters. */
export function trialPlugin(provide: (tag: string) => Promise<string>) {
  const oracle = defineProvider({
    name: 'oracle',
    request: Named,
    answer: z.string(),
    deadlineMinutes: 600,
    provide: ({ tag }) => provide(tag),
  })
  return definePlugin({
    slice: trial,
    messages,
    config: z.object({
      skipAt: z.array(LocalTime).default([]),
      allAt: z.array(LocalTime).default([]),
      latestAt: z.array(LocalTime).default([]),
    }),
    commands: {
      post: { words: ['post'], args: Named, decide: ({ say }, p) => [post(say.post(p))] },
      long: {
        words: ['long'],
        args: Named,
        decide: ({ say }, { tag }) => [post(say.long({ tag, length: LONG_TEXT_CHARS }))],
      },
      later: { words: ['later'], args: Named, decide: ({ say }, p) => [post(say.later(p))] },
      never: { words: ['never'], args: Named, decide: ({ say }, p) => [post(say.never(p))] },
      close: {
        words: ['close'],
        args: Named,
        decide: ({ say, member }, { tag }) => [post(say.closing({ tag, victim: member }), { class: 'notice' })],
      },
      veto: {
        words: ['veto'],
        args: Named,
        decide({ say, state, member, wakeAt }, { tag }) {
          const { isVetoed } = state.closings.of(tag)
          return [
            !isVetoed && facts.closingVetoed({ tag, member }),
            wakeAt('closing', null, { tag }),
            acknowledge(say.vetoed({ tag })),
          ]
        },
      },
      draw: {
        words: ['draw'],
        args: z.object({ tag: Tag, hours: z.int() }),
        decide({ now, say, wakeAt }, { tag, hours }) {
          const until = (now + hours * HOUR_MS) as Instant
          return [facts.drawOpened({ tag, until }), wakeAt('draw', until, { tag }), acknowledge(say.opened({ tag }))]
        },
      },
      enter: {
        words: ['enter'],
        args: Named,
        decide({ state, say, member, now }, { tag }) {
          const entry = `${tag}|${member}`
          const { until, isDrawn } = state.draws.of(tag)
          if (now > until || isDrawn || state.entries.of(entry).isIn) return []
          return [facts.entered({ entry, tag, member }), acknowledge(say.entered({ tag }))]
        },
      },
      ask: { words: ['wonder'], args: Named, decide: ({ ask }, { tag }) => [ask.oracle({ tag })] },
      write: {
        words: ['write'],
        args: z.object({ tag: Tag, to: GroupId }),
        decide: ({ mail }, { tag, to }) => [mail.note(to, { tag })],
      },
      stumble: { words: ['stumble'], args: Named, decide: (_, { tag }) => [facts.stumbled({ tag })] },
    },
    reactions: on => [
      // After the fact has been folded: nothing of it may stay.
      on(facts.stumbled, (_, { tag }) => {
        throw new Error(`${tag} stumbles`)
      }),
    ],
    schedules: {
      skip: {
        at: config => config.skipAt,
        missed: 'skip',
        decide: c => [post(c.say.post({ tag: tagOf('k', c.now) }))],
      },
      all: { at: config => config.allAt, missed: 'all', decide: c => [post(c.say.post({ tag: tagOf('a', c.now) }))] },
      latest: {
        at: config => config.latestAt,
        missed: { latestWithinMinutes: 120 },
        decide: c => [post(c.say.post({ tag: tagOf('l', c.now) }))],
      },
    },
    timers: {
      closing: {
        data: Named,
        isDeadline: true,
        decide({ state }, { tag }) {
          const { isVetoed, victim } = state.closings.of(tag)
          return isVetoed ? [] : [facts.closed({ tag }), act.remove(victim)]
        },
      },
      draw: {
        data: Named,
        isDeadline: true,
        decide({ state, say }, { tag }) {
          const { entries } = state.draws.of(tag)
          return [facts.drawn({ tag, entries }), post(say.drawn({ tag, entries }), { class: 'notice' })]
        },
      },
    },
    due: {
      later: ({ now }, { attempt, params }) =>
        isTimeFor(String(params.tag), now, attempt) ? send() : postpone(soonAfter(now)),
      never: () => withdraw('never'),
      'act:remove': ({ state }, { params }) => {
        const mine = [...state.closings.each()].filter(([, { victim }]) => victim === params.member)
        return mine.every(([, { isVetoed }]) => isVetoed) ? withdraw('vetoed') : send()
      },
    },
    outcomes: {
      post: told,
      long: told,
      later: told,
      drawn: told,
      closing(context, delivery, outcome) {
        const { tag, victim } = delivery.params as { tag: string; victim: never }
        if (outcome.is !== 'sent') return told(context, delivery, outcome)
        // The clock starts when the platform has it, not when it was decided.
        const until = (outcome.at + VETO_MS) as Instant
        const isVetoed = context.state.closings.of(tag).isVetoed
        return [
          ...told(context, delivery, outcome),
          facts.closingAnnounced({ tag, victim, at: outcome.at, until }),
          !isVetoed && context.wakeAt('closing', until, { tag }),
        ]
      },
    },
    providers: {
      oracle: {
        provider: oracle,
        answered: ({ say }, { tag }, answer) => [facts.answered({ tag, answer }), post(say.answer({ tag }))],
        failed: (_, { tag }) => [facts.answered({ tag, answer: 'none' })],
      },
    },
    mail: {
      note: {
        letter: Named,
        received: ({ state }, { tag }, from) => (state.letters.of(tag).isRead ? [] : [facts.received({ tag, from })]),
      },
    },
  })
}

/** Put off until the next hour that is even, or odd, as its tag is. */
const isTimeFor = (tag: string, now: Instant, attempt: number) =>
  attempt > 0 || Math.floor(now / HOUR_MS) % 2 === Number(tag.slice(1)) % 2
/** Long before its hour has come: it has to be asked again, and again. */
const soonAfter = (now: Instant) => (now + HOUR_MS / 3) as Instant
/** A tag for what was due at an instant: minutes since a Sunday long ago, so that no two are the same for years. */
const tagOf = (letter: string, now: Instant) => `${letter}${Math.floor(now / 60_000) % 1_000_000}`
