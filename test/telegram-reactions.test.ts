import { describe, expect, test } from 'vitest'
import type { Config } from '../src/config.ts'
import { posts } from '../src/host/core/posts.ts'
import { defaultControls, labPlugin } from './lab-plugin.ts'
import { telegramStage } from './telegram-stage.ts'

/** This repository's configuration, and a plugin that posts when it is told to. */
function withPosts(config: Config): Config {
  const loaded = { plugin: labPlugin(defaultControls()), requested: 'lab', place: 'test', file: 'test', loadMs: 0 }
  return {
    ...config,
    plugins: [...config.plugins, loaded],
    settingsFor(group, chosen) {
      const settings = config.settingsFor(group, chosen)
      return { ...settings, config: { ...settings.config, lab: { skipAt: [], allAt: [], latestAt: [] } } }
    },
  }
}

async function openGroup(client: 'grammy' | 'telegraf') {
  const stage = await telegramStage({ client, configure: withPosts })
  const [olga, amy] = [stage.api.person({ firstName: 'Olga' }), stage.api.person({ firstName: 'Amy' })]
  const group = await stage.readyGroup(olga, [amy])
  const talks = async () => {
    group.says(olga, '/talk')
    return (await stage.hears(group.id, 'talk')).id
  }
  const taken = () =>
    [...stage.account.host.read(stage.groupId(group), posts).sent.each()].map(([, { reactions, replies }]) => ({
      reactions,
      replies,
    }))
  return { stage, olga, amy, group, talks, taken }
}

describe.each(['grammy', 'telegraf'] as const)('over %s', client => {
  test('a post knows how many people react and reply to it', async () => {
    const { olga, amy, group, talks, taken } = await openGroup(client)
    const post = await talks()
    const said = group.says(amy, 'good morning')
    await expect.poll(taken).toEqual([{ reactions: 0, replies: 0 }])

    group.react(amy, said, ['👍'])
    group.react(amy, post, ['👍'])
    group.react(olga, post, ['🔥'])
    await expect.poll(taken).toEqual([{ reactions: 2, replies: 0 }])
    group.react(amy, post, ['❤'])
    group.react(olga, post, [])
    group.react(olga, post, ['🎉'], { anonymous: true })
    group.says(amy, 'so true', { replyTo: post })
    await expect.poll(taken).toEqual([{ reactions: 1, replies: 1 }])
  })

  test('how people react to what went out while the bot was no admin is not known', async () => {
    const { stage, olga, amy, group, talks, taken } = await openGroup(client)
    group.demote('bot')
    const first = await talks()
    await expect.poll(taken).toEqual([{ reactions: null, replies: 0 }])
    group.react(amy, first, ['👍'])
    group.promote('bot')
    await stage.allTaken()
    group.react(olga, first, ['👍'])
    // The control: the next one is known.
    const second = await talks()
    group.react(amy, second, ['👍'])
    await expect.poll(taken).toEqual([
      { reactions: null, replies: 0 },
      { reactions: 1, replies: 0 },
    ])
  })
})
