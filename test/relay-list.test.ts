import { defineMessages, definePlugin, defineSlice, type MemberId, type Naming, post } from 'bonfire'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { compileText } from '../src/content/template.ts'
import { deliveries } from '../src/host/core/deliveries.ts'
import { createRelayList } from '../src/relay-list.ts'
import { SIMULATED_CAPABILITIES } from '../src/simulation/simulated-abilities.ts'
import { type DeskLab, deskLab } from './desk-lab.ts'

const told: string[] = []
/** What the post says when it is looked at. Null: the same as when it was handed over. */
let saysNow: ((naming: Naming) => string) | null = null
afterEach(() => {
  saysNow = null
})
const poster = definePlugin({
  slice: defineSlice({ name: 'poster', facts: {} }),
  messages: defineMessages(
    { post: (p: { to: MemberId }, naming: Naming) => saysNow?.(naming) ?? `早上好 ${naming.mention(p.to)}` },
    { post: (p, { mention }) => `Good morning ${mention(p.to)}` },
  ),
  config: z.unknown(),
  commands: {
    post: {
      words: ['post'],
      decide: ({ say, member }) => [
        post(say.post({ to: member }), {
          image: 'day-1.png',
          buttons: [{ label: '报名', url: 'https://example.org/a' }],
        }),
      ],
    },
    card: {
      words: ['card'],
      decide: ({ say, member }) => [post(say.post({ to: member }), { picture: 'card' })],
    },
  },
  pictures: {
    card: (_, { to }) => ({ title: '早安卡', sections: [{ heading: '给', members: [to as MemberId] }] }),
  },
  outcomes: {
    post: (_, __, outcome) => {
      told.push(outcome.is)
      return []
    },
  },
})

async function relayed() {
  const lab = await deskLab([poster], { buttons: false, replies: false })
  const group = await lab.setsUp('c1')
  lab.answers(() => ({ is: 'handed' }))
  const list = createRelayList()
  attach(lab, list)
  await lab.says('c1', 'amy', '/post')
  told.splice(0)
  return { lab, group, list }
}
function attach(lab: DeskLab, list: ReturnType<typeof createRelayList>): void {
  const { account, desk, clock, journal } = lab
  const capabilities = { ...SIMULATED_CAPABILITIES, replies: false, formats: false, content: 'wechat' } as const
  list.attach({
    account,
    desk,
    clock,
    journal,
    adapter: { capabilities },
    textOf: id => (id === 'hello' ? compileText('电报\n\n## @wechat\n**早** [看](https://example.com)') : undefined),
    onTrouble: (_, error) => expect(error).toBeNull(),
  })
}
test('what a person is to send stands on their list, as it is to be sent', async () => {
  const { list, group } = await relayed()
  expect(list.tasks()).toEqual([
    {
      id: expect.any(String),
      group: { id: group, title: 'c1' },
      kind: 'message',
      text: '早上好 @amy\n报名：https://example.org/a',
      mentions: ['amy'],
      image: 'day-1.png',
      since: expect.any(Number),
      deadline: expect.any(Number),
      class: 'broadcast',
    },
  ])
})

test.each([
  ['sent', 'outbox/sent'],
  ['skipped', 'outbox/failed'],
] as const)('that it was %s is recorded, and told to whoever owed it', async (as, fact) => {
  const { lab, list, group } = await relayed()
  const [task] = list.tasks()
  const settled = list.settle(task!.id, as)
  await lab.settle()
  expect(await settled).toBe(true)
  expect(lab.host.read(group, deliveries).pending.size).toBe(0)
  expect(lab.journal.lines.at(-1)).toContain(fact)
  expect([list.tasks(), told]).toEqual([[], [as === 'sent' ? 'sent' : 'failed']])
  // A second press, or another phone.
  expect(await list.settle(task!.id, as)).toBe(false)
})

test('the list is the same after the process has ended', async () => {
  const { lab, list } = await relayed()
  const before = list.tasks()
  await lab.restart()
  const again = createRelayList()
  attach(lab, again)
  expect(again.tasks()).toEqual(before)
})

test('whoever looks at the list hears of changes', async () => {
  const { lab, list } = await relayed()
  let changes = 0
  const stop = list.onChange(() => {
    changes += 1
  })
  await lab.says('c1', 'amy', '/post')
  const heard = changes
  expect(heard).toBeGreaterThan(0)
  stop()
  await lab.says('c1', 'amy', '/post')
  expect(changes).toBe(heard)
})

test('a text of the library stands there as plain text, in its version for WeChat', async () => {
  const { list } = await relayed()
  saysNow = ({ content }) => content('hello')
  expect(list.tasks()[0]?.text).toContain('早 看：https://example.com\n')
})

test('a text whose file is gone meanwhile says so, instead of hiding the list', async () => {
  const { list } = await relayed()
  saysNow = ({ content }) => content('gone')
  expect(list.tasks()).toMatchObject([
    { text: '[There is no text "gone" in the content library.]', image: 'day-1.png' },
  ])
})

test('a picture stands on it in words, to be drawn when somebody looks at it', async () => {
  const { lab, list } = await relayed()
  await lab.says('c1', 'amy', '/card')
  expect(list.tasks()).toMatchObject([
    {},
    {
      text: '早上好 @amy',
      image: 'picture.jpg',
      picture: { locale: 'zh-CN', title: '早安卡', sections: [{ heading: '给', names: ['amy'], lines: [] }] },
    },
  ])
})
