import { afterEach, describe, expect, test } from 'vitest'
import type { OutgoingMessage } from './compose.ts'
import { type Lab, LIBRARIES, message, openLab } from './telegram.fixtures.ts'

const labs: Lab[] = []
afterEach(async () => {
  for (const lab of labs.splice(0)) await lab[Symbol.asyncDispose]()
})

const QUESTION = '一天里，你什么时候读？'
const OPTIONS = ['A：早上', 'B：晚上']

describe.each(LIBRARIES)('polls over %s', library => {
  async function begin() {
    const lab = await openLab(library)
    labs.push(lab)
    const ask = (more: Partial<OutgoingMessage> = {}) =>
      lab.adapter.send({
        ...{ kind: 'message', chat: lab.chat, text: QUESTION, mentions: [], poll: { options: OPTIONS } },
        ...more,
      })
    const standing = () => lab.api.messages(lab.group.id).filter(({ isService }) => !isService)
    const did = (method: string) => lab.api.calls.filter(call => call.method === method)
    return { ...lab, ask, standing, did }
  }

  test('stand in the group with their question, their answers and their buttons, and nobody sees who voted', async () => {
    const { ask, standing, did } = await begin()
    const outcome = await ask({ buttons: [{ label: '打卡', says: '打卡' }] })
    expect(outcome).toMatchObject({ is: 'sent', message: message(standing()[0]!.id) })
    expect(standing()).toMatchObject([
      { text: '', poll: { question: QUESTION, options: OPTIONS }, keyboard: [[{ text: '打卡' }]] },
    ])
    expect(`${did('sendPoll')[0]?.payload.is_anonymous}`).toBe('true')
  })

  test('are pinned', async () => {
    const { ask, standing } = await begin()
    await ask({ pin: true })
    await expect.poll(() => standing()[0]?.isPinned).toBe(true)
  })

  test('are a text where the group takes none', async () => {
    const { ask, standing, api, did } = await begin()
    api.fault = ({ method }) =>
      method === 'sendPoll'
        ? { is: 'status', code: 400, description: 'not enough rights to send polls to the chat' }
        : null
    expect(await ask()).toMatchObject({ is: 'sent' })
    expect(standing()).toMatchObject([{ text: `${QUESTION}\n• A：早上\n• B：晚上` }])
    expect(did('sendMessage')).toHaveLength(1)
  })

  test('of which nobody knows are not sent as a text', async () => {
    const { ask, standing, api, did } = await begin()
    api.fault = ({ method }) => (method === 'sendPoll' ? { is: 'lose-answer' } : null)
    expect(await ask()).toMatchObject({ is: 'unknown' })
    expect(standing()).toMatchObject([{ poll: { question: QUESTION } }])
    expect(did('sendMessage')).toEqual([])
  })

  test.each([
    ['a question that is too long', { text: '问'.repeat(301) }],
    ['no question', { text: '' }],
    ['one answer', { poll: { options: ['一'] } }],
    ['eleven answers', { poll: { options: Array.from({ length: 11 }, (_, n) => `${n}`) } }],
    ['an answer that is too long', { poll: { options: ['一', '二'.repeat(101)] } }],
    ['an image', { image: 'a.png' }],
  ])('with %s never leave', async (_, more) => {
    const { ask, api } = await begin()
    expect(await ask(more)).toMatchObject({ is: 'failed', again: false })
    expect(api.calls).toEqual([])
  })
})
