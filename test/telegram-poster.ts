import { z } from 'zod'
import type { Config } from '../src/config.ts'
import { MessageId } from '../src/events/ids.ts'
import { post } from '../src/host/decision.ts'
import { defineMessages } from '../src/host/messages.ts'
import { definePlugin } from '../src/host/plugin.ts'
import { defineSlice } from '../src/host/slice.ts'

/** What the poster hears, counted, and whether it was out of order. */
export const posterFacts = defineSlice({
  name: 'poster',
  facts: { heard: z.object({ message: MessageId }) },
  group: {
    initial: () => ({ heard: 0, last: 0, disordered: 0 }),
    reduce: {
      heard: (group, { message }) => {
        group.heard += 1
        if (Number(message) <= group.last) group.disordered += 1
        group.last = Number(message)
      },
    },
  },
})

const messages = defineMessages(
  { post: (p: { number: number }) => `第 ${p.number} 号通知` },
  { post: p => `notice number ${p.number}` },
)

/** `/posts 40 20` owes the group twenty broadcasts, numbered from 40. It counts whatever begins with a dot. */
const poster = definePlugin({
  slice: posterFacts,
  messages,
  config: z.object({}),
  commands: {
    posts: {
      words: ['posts'],
      args: z.object({ from: z.int(), count: z.int() }),
      decide: ({ say }, { from, count }) =>
        Array.from({ length: count }, (_, index) => post(say.post({ number: from + index }))),
    },
  },
  on: {
    said: ({ message }, { text }) => [text.startsWith('.') && posterFacts.facts.heard({ message })],
  },
})

/** This repository's configuration, and the poster. */
export function withPoster(config: Config): Config {
  const loaded = { plugin: poster, requested: 'poster', place: 'test', file: 'test/telegram-poster.ts', loadMs: 0 }
  return {
    ...config,
    plugins: [...config.plugins, loaded],
    settingsFor(group, chosen) {
      const settings = config.settingsFor(group, chosen)
      return { ...settings, config: { ...settings.config, poster: {} } }
    },
  }
}

/** The number of a broadcast of the poster; undefined for any other text. */
export function postNumber(text: unknown): number | undefined {
  const digits = /^第 (\d+) 号通知$/.exec(String(text))?.[1]
  return digits === undefined ? undefined : Number(digits)
}
