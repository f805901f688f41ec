import { afterEach, describe, expect, test } from 'vitest'
import { createDrawing } from '../../pictures/create-drawing.ts'
import { systemClock } from '../../scheduler/clock.ts'
import { drawPictureForTests, PICTURE } from '../pictures.contract.ts'
import { CAPTION_LENGTH_MAX, type OutgoingMessage } from './compose.ts'
import { type Lab, LIBRARIES, message, openLab } from './telegram.fixtures.ts'

const labs: Lab[] = []
afterEach(async () => {
  for (const lab of labs.splice(0)) await lab[Symbol.asyncDispose]()
})

describe.each(LIBRARIES)('pictures over %s', library => {
  async function begin(drawPicture = drawPictureForTests) {
    const lab = await openLab(library, { drawPicture })
    labs.push(lab)
    const show = (more: Partial<OutgoingMessage> = {}) =>
      lab.adapter.send({
        ...{ kind: 'message', chat: lab.chat, text: '恭喜小云', mentions: [], picture: PICTURE },
        ...more,
      })
    const standing = () => lab.api.messages(lab.group.id).filter(({ isService }) => !isService)
    const did = (method: string) => lab.api.calls.filter(call => call.method === method)
    return { ...lab, show, standing, did }
  }

  test('are photos above their text, with its formats and its buttons', async () => {
    const { show, standing } = await begin()
    const formats = [{ as: 'bold', offset: 2, length: 2 }] as const
    const outcome = await show({ buttons: [{ label: '领奖', says: '/claim' }], formats })
    expect(outcome).toMatchObject({ is: 'sent', message: message(standing()[0]!.id) })
    expect(standing()).toMatchObject([{ text: '恭喜小云', photoBytes: 280_000, keyboard: [[{ text: '领奖' }]] }])
  })

  test('are drawn when they are sent', async () => {
    const { show, standing, log } = await begin(
      createDrawing({ log: { warn: expect.unreachable }, clock: systemClock() }),
    )
    expect(await show()).toMatchObject({ is: 'sent' })
    expect(standing()[0]!.photoBytes).toBeGreaterThan(10_000)
    expect(log.entries.filter(({ level }) => level !== 'info')).toEqual([])
  })

  test('are left out where the group takes no photos: the text is sent, once', async () => {
    const { show, standing, api, did } = await begin()
    api.fault = ({ method }) =>
      method === 'sendPhoto'
        ? { is: 'status', code: 400, description: 'not enough rights to send photos to the chat' }
        : null
    expect(await show({ buttons: [{ label: '领奖', says: '/claim' }] })).toMatchObject({ is: 'sent' })
    expect(standing()).toMatchObject([{ text: '恭喜小云', keyboard: [[{ text: '领奖' }]] }])
    expect(await show({ text: '' })).toMatchObject({ is: 'failed' })
    expect(did('sendMessage')).toHaveLength(1)
  })

  test('of which nobody knows are not followed by their text', async () => {
    const { show, standing, api, did } = await begin()
    api.fault = ({ method }) => (method === 'sendPhoto' ? { is: 'lose-answer' } : null)
    expect(await show()).toMatchObject({ is: 'unknown' })
    expect(standing()).toMatchObject([{ text: '恭喜小云', photoBytes: 280_000 }])
    expect(did('sendMessage')).toEqual([])
  })

  test.each([
    ['an image', { image: 'a.png' }],
    ['a file', { file: { name: 'a.json', text: '{}' } }],
    ['a poll', { poll: { options: ['一', '二'] } }],
  ])('with %s never leave', async (_, more) => {
    const { show, api } = await begin()
    expect(await show(more)).toMatchObject({ is: 'failed', again: false })
    expect(api.calls).toEqual([])
  })

  test('a text with no room below one is refused by Telegram, and goes alone', async () => {
    const { show, standing } = await begin()
    const text = '恭'.repeat(CAPTION_LENGTH_MAX + 1)
    expect(await show({ text })).toMatchObject({ is: 'sent' })
    expect(standing()).toMatchObject([{ text }])
    expect(standing()[0]).not.toHaveProperty('photoBytes')
  })
})
