import type { Update as TelegramUpdate } from 'grammy/types'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../../events/ids.ts'
import { listeningIntake } from '../adapter.fixtures.ts'
import { createInlet } from './inlet.ts'
import { createBatchMapper } from './map-batch.ts'
import { migrated } from './map-message.ts'

const PHOTO = [{ file_id: 'x', file_unique_id: 'x', width: 1, height: 1 }]
const wrote = (id: number, fields: object): TelegramUpdate =>
  ({
    update_id: id,
    message: {
      message_id: id,
      date: 1,
      chat: { id: -5, type: 'group', title: 'x' },
      from: { id: 1, is_bot: false, first_name: 'Amy' },
      ...fields,
    },
  }) as never

function begin() {
  const intake = listeningIntake()
  const taken: number[] = []
  const context = {
    roleOf: () => undefined,
    readPress: () => undefined,
    hearsAll: () => true,
  }
  const inlet = createInlet({
    intake,
    mapper: createBatchMapper({
      context: { ...context, now: () => 1 as Instant },
      onUpdate: () => {},
      onSkipped: () => {},
    }),
    admins: { prepare: async () => {} },
    onTaken: updates => void taken.push(...updates.map(({ update_id: id }) => id)),
    onSkipped: () => {},
  })
  const texts = () => intake.heard.flatMap(update => (update.kind === 'said' ? [update.text] : [update.kind]))
  return { intake, inlet, taken, texts }
}

describe('what comes in', () => {
  test('is handed in one batch after another; what came meanwhile is one batch', async () => {
    const { intake, inlet, texts } = begin()
    const release = intake.hold()
    const hands = [1, 2, 3, 4].map(id => inlet.hand([wrote(id, { text: `${id}` })]))
    release()
    await Promise.all(hands)
    expect(texts()).toEqual(['1', '2', '3', '4'])
    expect([intake.takes, intake.takesAtOnceMax]).toEqual([2, 1])
  })

  test('a batch of nothing that concerns us is taken without being handed in', async () => {
    const { intake, inlet, taken } = begin()
    await inlet.hand([wrote(1, { sticker: {} })])
    expect([intake.takes, taken]).toEqual([0, [1]])
  })

  test('whoever handed in what was refused is told, and comes again', async () => {
    const { intake, inlet, taken, texts } = begin()
    intake.refuse(1)
    await expect(inlet.hand([wrote(1, { text: 'a' })])).rejects.toThrow()
    expect(taken).toEqual([])
    await inlet.hand([wrote(1, { text: 'a' })])
    expect([texts(), taken]).toEqual([['a'], [1]])
  })

  test('an album is known from batch to batch, but not when it was refused', async () => {
    const { intake, inlet, texts } = begin()
    const part = (id: number) => wrote(id, { photo: PHOTO, media_group_id: 'A' })
    intake.refuse(1)
    await expect(inlet.hand([part(1)])).rejects.toThrow()
    await inlet.hand([part(1)])
    await inlet.hand([part(2)])
    expect(texts()).toEqual([''])
  })

  test('what was learnt in another way goes the same way', async () => {
    const { intake, inlet, texts } = begin()
    const release = intake.hold()
    const hands = [inlet.hand([wrote(1, { text: 'a' })]), inlet.report(migrated(-5, -1_000_000_000_009, 1))]
    release()
    await Promise.all(hands)
    expect(texts()).toEqual(['a', 'migrated'])
  })

  test('after the end nothing is taken', async () => {
    const { intake, inlet } = begin()
    await inlet.close()
    await expect(inlet.hand([wrote(1, { text: 'a' })])).rejects.toThrow('ended')
    expect(intake.takes).toBe(0)
  })
})
