import { afterEach, expect, test, vi } from 'vitest'
import type { ChatId, Instant } from '../../events/ids.ts'
import { memoryLog } from '../../log.ts'
import { listeningIntake } from '../adapter.fixtures.ts'
import type { Update } from '../adapter.ts'
import { createInbox } from './inbox.ts'

const AGAIN_MS = 1
const update = (cause: string): Update => ({
  kind: 'roster',
  cause,
  at: 0 as Instant,
  chat: '1000@chatroom' as ChatId,
  people: [],
})

function prepare() {
  const intake = listeningIntake()
  const log = memoryLog()
  const inbox = createInbox(intake, log, AGAIN_MS)
  const causes = () => intake.heard.map(({ cause }) => cause)
  const sentences = () => log.entries.map(({ sentence }) => sentence)
  return { intake, log, inbox, causes, sentences }
}

afterEach(() => void vi.useRealTimers())

test('what was heard before the end is handed in, and what comes after it is not', async () => {
  const { intake, inbox, causes, sentences } = prepare()
  const release = intake.hold()
  const asked = Promise.withResolvers<readonly Update[]>()
  inbox.put(async () => [update('first')])
  inbox.put(() => asked.promise)
  const end = inbox.end()
  inbox.put(async () => [update('too late')])
  asked.resolve([update('second')])
  release()
  await end
  expect(causes()).toEqual(['first', 'second'])
  expect(sentences()).toEqual([])
})

test('what was refused is handed in again at the end, too', async () => {
  const { intake, inbox, causes } = prepare()
  intake.refuse(2)
  inbox.put(async () => [update('first')])
  await inbox.end()
  expect([causes(), intake.refused]).toEqual([['first'], 2])
})

test('the end waits 3 s at most for what does not come, and says how much is lost', async () => {
  vi.useFakeTimers()
  const { inbox, log, causes } = prepare()
  inbox.put(async () => [update('first')])
  inbox.put(() => new Promise(() => {}))
  inbox.put(async () => [update('behind it')])
  const end = inbox.end()
  await vi.advanceTimersByTimeAsync(3_000)
  await end
  expect(causes()).toEqual(['first'])
  expect(log.entries).toEqual([
    expect.objectContaining({
      sentence: 'What was heard from WeChat just before the end is lost',
      fields: expect.objectContaining({ count: 2 }),
    }),
  ])
})

test('an inbox that is full leaves out what is heard, and never what tells that the backlog is read', async () => {
  const { intake, inbox, causes, log } = prepare()
  const release = intake.hold()
  const first = Promise.withResolvers<readonly Update[]>()
  inbox.put(() => first.promise)
  for (let count = 1; count < 10_000; count += 1) inbox.put(async () => [])
  for (let count = 0; count < 3; count += 1) inbox.put(async () => [update('too many')])
  const isTold = new Promise<void>(resolve => {
    inbox.put(async () => [], resolve)
  })
  first.resolve([update('first')])
  release()
  await isTold
  await inbox.end()
  expect(causes()).toEqual(['first'])
  expect(log.entries.map(({ level, fields }) => [level, fields.count])).toEqual([
    ['error', undefined],
    ['error', 3],
  ])
})
