import {
  type Content,
  defineMessages,
  definePlugin,
  defineSlice,
  deliveries,
  type MemberId,
  membership,
  type Welcome,
} from 'bonfire'
import { createStage, member, message, playOn, says, specFor, type When } from 'bonfire/testing'
import { z } from 'zod'
import icebreakerPlugin from './index.ts'

export const [amy, bob, cat, dan] = ['amy', 'bob', 'cat', 'dan'].map(member) as [MemberId, MemberId, MemberId, MemberId]

type Options = Parameters<typeof specFor>[1]
export const spec = (options: Options = {}) => specFor(icebreakerPlugin, options)

/** A library with these welcomes and introductions. */
export function libraryWith(
  welcomes: readonly Partial<Welcome>[],
  introductions: readonly string[] = [],
): () => Content {
  const platforms = ['telegram', 'wechat'] as const
  const all = welcomes.map(
    (one, index): Welcome => ({
      ...{ id: `welcome/${index + 1}`, title: 'Welcome', for: 'newcomer', platforms, image: null, buttons: [] },
      ...one,
    }),
  )
  const asked = introductions.map(id => ({ id, title: 'Introduce yourself', kind: 'introduction' as const, platforms }))
  return () => ({
    ...{
      post: () => undefined,
      plans: [],
      plan: () => undefined,
      hindrances: () => [],
      offer: () => undefined,
      draws: () => [],
      shop: [],
    },
    welcomes: () => all,
    icebreakers: () => asked,
  })
}

/** Another plugin, which takes check-ins for its own, each in its own way. */
export const takesCheckIns = definePlugin({
  slice: defineSlice({ name: 'other', facts: {} }),
  messages: defineMessages({ counted: () => '好' }, { counted: () => 'Counted' }),
  config: z.object({}),
  on: { said: ({ say }, { text }) => (/打卡/u.test(text) ? [say.counted()] : []) },
})

type Stage = Parameters<typeof createStage>[0]
/** `others`: plugins that are there besides this one. */
type StageOptions = Omit<Stage, 'plugins'> & { readonly others?: Stage['plugins'] }

/** A group in which things happen one after the other. */
export function aGroup({ others = [], ...options }: StageOptions = {}) {
  const stage = createStage({ plugins: [icebreakerPlugin, ...others], ...options })
  let messages = 0
  const play = (stimulus: Parameters<typeof playOn>[1]) => {
    const handled = playOn(stage, stimulus)
    if (handled.is === 'stopped' || handled.is === 'refused') throw handled.error
    stage.checkReplay()
    return {
      /** What was recorded of one type, without its slice: `arrived`. */
      facts: (type: string) =>
        handled.is === 'committed'
          ? handled.commit.facts.flatMap(([name, data]) =>
              name.endsWith(`/${type}`) ? [data as unknown as Record<string, unknown>] : [],
            )
          : [],
      /** The keys of what is said, recorded or not. */
      get keys() {
        const owed = this.facts('owed') as unknown as readonly { says: readonly { key: string }[] }[]
        const answers = 'answers' in handled ? handled.answers : []
        return [...owed, ...answers].flatMap(({ says }) => says.map(({ key }) => key))
      },
    }
  }
  return {
    stage,
    play,
    /** Somebody says something, in a message of its own. */
    says: (who: MemberId, text: string, when: When, more: SaysMore = {}) => {
      messages += 1
      const { repliesTo, mentions, ...options } = more
      const said = says(who, text, when, { message: message(`m${messages}`), ...options })
      return play({
        ...said,
        event: (stage, at) => ({
          ...said.event(stage, at),
          ...(repliesTo && { repliesTo }),
          ...(mentions && { mentions }),
        }),
      })
    },
    /** The latest thing owed with that key: what it says, and its id. */
    owed(key: string) {
      const all = [...stage.read(deliveries).pending.each()]
      const found = all.findLast(([, { says }]) => says[0]?.key === key)
      return found && { id: found[0] as string, params: found[1].says[0]!.params as Record<string, unknown> }
    },
    /** The outbox asks whether it may leave; the facts of the answer. */
    asksDue(key: string, when: When) {
      const { id } = this.owed(key)!
      return play({ when, event: () => ({ kind: 'due', delivery: id }) })
    },
    /** It has been sent, as that message. */
    sends(key: string, when: When, as: string) {
      const { id } = this.owed(key)!
      play({ when, event: () => ({ kind: 'due', delivery: id }) })
      return play({
        when,
        event: (_, at) => ({
          kind: 'outcome',
          deliveries: [id],
          attempt: 1,
          outcome: { is: 'sent', message: message(as), at },
        }),
      })
    },
    /** Sends nothing: the platform refuses it. */
    failsToSend(key: string, when: When, reason: string) {
      const { id } = this.owed(key)!
      play({ when, event: () => ({ kind: 'due', delivery: id }) })
      return play({
        when,
        event: () => ({
          kind: 'outcome',
          deliveries: [id],
          attempt: 1,
          outcome: { is: 'failed', reason, again: false },
        }),
      })
    },
    quiet: (who: MemberId) => stage.record([membership.facts.quieted({ member: who, on: true })]),
  }
}
type SaysMore = Parameters<typeof says>[3] & {
  readonly repliesTo?: MemberId
  readonly mentions?: readonly MemberId[]
}
