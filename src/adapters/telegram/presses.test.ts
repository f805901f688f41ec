import type { CallbackQuery } from 'grammy/types'
import { expect, test } from 'vitest'
import type { Instant } from '../../events/ids.ts'
import { memoryLog } from '../../log.ts'
import { createLogOnce } from './log-once.ts'
import { createPresses } from './presses.ts'
import type { TelegramTransport } from './transport.ts'

/** Presses of a button of ours, and a Telegram that answers when it is told to. */
function begin() {
  const under: (() => void)[] = []
  const answered: string[] = []
  const time = { elapsedMs: 0 }
  const transport = {
    call: (_: string, payload: { readonly callback_query_id: string }) => {
      answered.push(payload.callback_query_id)
      return new Promise<void>(resolve => under.push(resolve))
    },
  } as unknown as TelegramTransport
  const presses = createPresses({
    transport,
    data: { write: () => '', read: () => ({ is: 'good', says: 'x' }) },
    clock: { now: () => 0 as Instant },
    once: createLogOnce(memoryLog()),
    elapsedMs: () => time.elapsedMs,
  })
  const press = (id: number) => presses.answer({ id: `${id}`, from: { id: 1 } } as unknown as CallbackQuery)
  async function finish(count: number): Promise<void> {
    for (const resolve of under.splice(0, count)) resolve()
    await new Promise(resolve => setImmediate(resolve))
  }
  return { presses, press, finish, answered, time, under }
}

test('of a thousand presses twenty are answered at once, and the others after them', async () => {
  const { press, finish, answered, under } = begin()
  for (let id = 0; id < 1_000; id += 1) press(id)
  expect(answered).toHaveLength(20)
  await finish(5)
  expect([answered.length, under.length]).toEqual([25, 20])
  while (under.length > 0) await finish(20)
  expect(answered).toEqual(Array.from({ length: 1_000 }, (_, id) => `${id}`))
})

test('presses that have waited for ten seconds are not answered, and later ones are', async () => {
  const { press, finish, answered, time, under } = begin()
  for (let id = 0; id < 30; id += 1) press(id)
  time.elapsedMs = 10_001
  press(30)
  while (under.length > 0) await finish(20)
  expect(answered).toEqual([...Array.from({ length: 20 }, (_, id) => `${id}`), '30'])
})

test('the end waits for the answers on their way, and for no others', async () => {
  const { presses, press, finish, answered, under } = begin()
  for (let id = 0; id < 30; id += 1) press(id)
  const ended = presses.whenAnswered()
  while (under.length > 0) await finish(20)
  await ended
  expect(answered).toHaveLength(20)
})
