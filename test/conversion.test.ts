import { expect, test } from 'vitest'
import { z } from 'zod'
import { conversion, isBuyer } from '../plugins/conversion/facts.ts'
import conversionPlugin from '../plugins/conversion/index.ts'
import type { Order } from '../src/events/order.ts'
import { NO_CONTENT, type Offer } from '../src/host/content.ts'
import { defineMessages, definePlugin, defineSlice, post } from '../src/index.ts'
import { DAY, HERE, HOUR, MINUTE, SECOND, START, startLab } from './lab.ts'

const OFFER = 'rounds/reading/round-1'
const offer: Offer = {
  ...{ id: OFFER, title: 'A month more', status: 'ready', round: 1, kind: 'first-n', for: 'readers' },
  ...{ exclusive: 'you know how we read', price: { minor: 990, currency: 'CNY' }, stock: 2, perMember: 1, hours: 48 },
  choices: [
    { label: 'My streak', command: '/streak' },
    { label: 'Have it', url: 'https://shop.cn/buy?c={{member.code}}' },
  ],
  eligible: { newcomerDays: null, memberDays: null, streakDays: null, notYetBought: false },
  platforms: ['telegram', 'wechat'],
}
/** Posts what is in the plan. */
const poster = definePlugin({
  slice: defineSlice({ name: 'poster', facts: {} }),
  messages: defineMessages({ text: (p: { id: string }) => p.id }, { text: p => p.id }),
  config: z.object({}),
  commands: {
    posts: {
      words: ['posts'],
      args: z.object({ id: z.string() }),
      decide: ({ say }, { id }) => [post(say.text({ id }), { post: { id, marketing: id === OFFER } })],
    },
  },
})

/** A group in which an offer has just been posted. Amy and the owner have opened their private chats; Bob has not. */
async function offered() {
  const lab = await startLab({ content: () => ({ ...NO_CONTENT, offer: id => (id === OFFER ? offer : undefined) }) })
  lab.plugins = [poster, conversionPlugin]
  await lab.restart()
  for (const [name, role] of [['owner', 'owner'], ['amy'], ['bob']] as const) await lab.joins(name, role)
  for (const name of ['owner', 'amy']) lab.says(name, '/offer', { private: true })
  for (let index = 0; index < 9; index += 1) {
    lab.says('owner', `/posts posts/${index}`)
    await lab.pass(MINUTE)
  }
  const before = lab.texts.length
  lab.says('owner', `/posts ${OFFER}`)
  await lab.pass(10 * MINUTE)
  /** It is durable once time has passed. */
  async function order(type: Order['type'], code: string) {
    const buyer = { code }
    const amount = { minor: 990, currency: 'CNY' }
    const result = lab.world.account.order({ id: 'A-1', type, at: START, amount, buyer, offer: OFFER })
    await lab.pass(MINUTE)
    return result
  }
  return { lab, before, order }
}

test('an offer is told in private, bought by a link of one’s own, and refunded', async () => {
  const { lab, before, order } = await offered()
  const state = () => lab.world.account.host.read(HERE, conversion)
  // 1. Told to Amy alone, whose link is hers
  const told = lab.texts.slice(before)
  expect(told.filter(text => text.includes('An offer is open'))).toEqual([expect.stringMatching(/^\(to amy\) /)])
  const { code } = lab.facts('conversion/coded').at(-1) as { code: string }
  expect(told.join('\n')).toContain(`Have it: https://shop.cn/buy?c=${code}`)
  // 2. Bought: once, however often the shop says it
  const ordered = lab.texts.length
  expect(await order('paid', code)).toMatchObject({ is: 'recorded' })
  expect(await order('paid', code)).toMatchObject({ is: 'repeated' })
  const amy = lab.platform.person('amy')
  expect([isBuyer(state(), amy), state().group.orders, state().group.revenue]).toEqual([true, 1, { CNY: 990 }])
  const said = lab.texts.slice(ordered)
  expect(said).toEqual([
    expect.stringMatching(/^\(to owner\) New order A-1/),
    expect.stringMatching(/^\(to amy\) Your order has arrived/),
  ])
  // 3. Refunded, over a crash
  await order('refunded', code)
  await lab.restart(MINUTE)
  await lab.pass(4 * DAY)
  expect([isBuyer(state(), amy), state().group.orders, state().group.revenue]).toEqual([false, 1, {}])
  expect(lab.texts.slice(ordered).filter(text => text.includes('How is it?'))).toEqual([])
  expect(lab.troubles).toEqual([])
})

test('the last one is kept for whoever asks first, and goes back when it is not paid', async () => {
  const { lab } = await offered()
  const asks = async (name: string) => {
    const from = lab.texts.length
    lab.says(name, '/offer 1')
    await lab.pass(30 * SECOND)
    return lab.texts.slice(from).join('\n')
  }
  await lab.joins('cat')
  expect(await asks('amy')).toContain('one is kept for you until')
  expect(await asks('bob')).toContain('one is kept for you until')
  // Why stands in private: in the group all are refused in the same words.
  expect(await asks('cat')).toContain('none was kept for you')
  // Nobody declares a source of orders here: it is kept until the end, and then the offer is over.
  await lab.pass(48 * HOUR)
  const { offers, claims } = lab.world.account.host.read(HERE, conversion)
  expect([offers.of(OFFER).isOpen, offers.of(OFFER).held]).toEqual([false, 0])
  expect([claims.of(1).state, claims.of(2).state]).toEqual(['released', 'released'])
  expect(await asks('cat')).toContain('That offer is not open')
})
