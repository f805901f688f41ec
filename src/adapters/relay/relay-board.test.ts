import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { Instant } from '../../events/ids.ts'
import { memoryLog } from '../../log.ts'
import { memoryList, standingClock } from './relay.fixtures.ts'
import { createRelayBoard } from './relay-board.ts'

const HOUR_MS = 60 * 60_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function open() {
  const clock = standingClock()
  const list = memoryList(clock)
  const log = memoryLog()
  const board = createRelayBoard({ list, clock, undoMs: 5_000, log })
  onTestFinished(() => board.close())
  const ids = () => board.view().tasks.map(({ id }) => id)
  const past = () => board.view().past.map(({ id, as }) => `${id} ${as}`)
  const inMs = (ms: number) => clock.now() + ms
  const pass = async (ms: number) => {
    clock.pass(ms)
    await vi.advanceTimersByTimeAsync(ms)
  }
  return { clock, list, log, board, ids, past, pass, until: (ms: number) => inMs(ms) as Instant }
}

test('a press takes a task off every page at once, and is final after 5 s', async () => {
  const { list, board, ids, past, pass } = open()
  list.put({}, {})
  expect(board.settle('task-1', 'sent')).toBe(true)
  expect([ids(), past(), list.settled]).toEqual([['task-2'], ['task-1 sent'], []])
  await pass(4_999)
  expect(list.settled).toEqual([])
  await pass(1)
  expect(list.settled).toEqual([{ task: 'task-1', as: 'sent' }])
  expect([ids(), past(), board.view().settling]).toEqual([['task-2'], ['task-1 sent'], []])
})

test('undone within 5 s it is where it was, and nothing was recorded', async () => {
  const { list, board, ids, past, pass } = open()
  list.put({}, {})
  board.settle('task-1', 'skipped')
  await pass(4_999)
  expect(board.undo('task-1')).toBe(true)
  await pass(60_000)
  expect([ids(), past(), list.settled]).toEqual([['task-1', 'task-2'], [], []])
})

test('undone later it stays as it is', async () => {
  const { list, board, pass } = open()
  list.put({})
  board.settle('task-1', 'sent')
  await pass(5_000)
  expect(board.undo('task-1')).toBe(false)
  expect(list.settled).toHaveLength(1)
})

test('two people who press at the same time settle it once', async () => {
  const { list, board, pass } = open()
  list.put({})
  expect([board.settle('task-1', 'sent'), board.settle('task-1', 'skipped')]).toEqual([true, false])
  await pass(5_000)
  expect(list.settled).toEqual([{ task: 'task-1', as: 'sent' }])
})

test('who works on a task is told to the others, for 3 minutes', () => {
  const { clock, list, board } = open()
  list.put({}, {})
  const takers = () => board.view().tasks.map(({ takenBy }) => takenBy)
  expect([board.take('task-1', 'page-a'), board.take('task-9', 'page-a')]).toEqual([true, false])
  expect(takers()).toEqual(['page-a', undefined])
  clock.pass(3 * 60_000)
  expect(takers()).toEqual([undefined, undefined])
})

test('a press shortly before the deadline is final before it', async () => {
  const { list, board, pass, until } = open()
  list.put({ deadline: until(3_000) })
  board.settle('task-1', 'sent')
  await pass(2_000)
  expect(list.settled).toEqual([{ task: 'task-1', as: 'sent' }])
})

test('the end makes final what could still be undone', async () => {
  const { list, board } = open()
  list.put({})
  board.settle('task-1', 'sent')
  await board.close()
  expect([list.settled, list.listeners]).toEqual([[{ task: 'task-1', as: 'sent' }], 0])
})

test('what runs out leaves with a line, before the core has said so', () => {
  const { clock, list, ids, past, until } = open()
  list.put({ deadline: until(HOUR_MS) }, {})
  clock.pass(HOUR_MS - 1)
  expect([ids(), past()]).toEqual([['task-1', 'task-2'], []])
  clock.pass(1)
  expect([ids(), past()]).toEqual([['task-2'], ['task-1 overdue']])
  list.take('task-1')
  expect(past()).toEqual(['task-1 overdue'])
})

test('what the core takes back leaves with a line', () => {
  const { list, ids, past } = open()
  list.put({})
  list.take('task-1')
  expect([ids(), past()]).toEqual([[], ['task-1 withdrawn']])
})

test('what the core took back before the press was final was not sent in its books', async () => {
  const { list, board, past, pass } = open()
  list.put({})
  board.settle('task-1', 'sent')
  list.take('task-1')
  await pass(5_000)
  expect([past(), list.settled]).toEqual([['task-1 withdrawn'], []])
})

test('a press that could not be recorded brings the task back', async () => {
  const { list, board, log, ids, past, pass } = open()
  list.put({})
  list.failNext()
  board.settle('task-1', 'sent')
  await pass(5_000)
  expect([ids(), past(), log.entries.map(({ level }) => level)]).toEqual([['task-1'], [], ['error']])
})

test('a day later what is past is forgotten', async () => {
  const { list, board, past, pass } = open()
  list.put({})
  board.settle('task-1', 'sent')
  await pass(24 * HOUR_MS - 1)
  expect(past()).toEqual(['task-1 sent'])
  await pass(1)
  expect(past()).toEqual([])
})

test('pages hear of every change, and of none after they are gone', async () => {
  const { list, board } = open()
  const heard = vi.fn()
  const end = board.onChange(heard)
  list.put({})
  expect(heard).toHaveBeenCalledTimes(1)
  board.settle('task-1', 'sent')
  board.undo('task-1')
  expect(heard).toHaveBeenCalledTimes(3)
  end()
  list.put({})
  expect(heard).toHaveBeenCalledTimes(3)
})
