import { addDays, defineMessages, definePlugin, defineSlice, LocalDay } from 'bonfire'
import { createStage, day, member, message, playOn, says } from 'bonfire/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { attendance, currentStreakDays, isCheckedIn, makeUpOn } from './facts.ts'
import checkIn from './index.ts'

// Freezes and make-ups, told by somebody who writes down every day and counts from the start each time. Days are numbers.

const FIRST = day('2026-03-02')
const RUNS = 60
const TIMEOUT_MS = 600_000
const DAYS = 34
const EVERY = 3
const MAX = 2
const amy = member('amy')
const on = (n: number): LocalDay => addDays(FIRST, n)
const numberOf = (of: LocalDay): number => Math.round((Date.parse(of) - Date.parse(FIRST)) / 86_400_000)

/** Makes days up for nothing. */
const maker = definePlugin({
  slice: defineSlice({ name: 'maker', facts: {} }),
  messages: defineMessages({}, {}),
  config: z.object({}),
  uses: [attendance],
  commands: {
    make: {
      words: ['make'],
      args: z.object({ day: LocalDay }),
      decide({ read, member, today, excused }, { day }) {
        const counted = makeUpOn(read(attendance).members.of(member), day, excused)
        if (typeof counted === 'string') return []
        const { streakDays, laterDays } = counted
        const later = laterDays > 0 ? { laterDays } : {}
        return [attendance.facts.madeUp({ member, day, streakDays, on: today, ...later })]
      },
    },
  },
})

interface Book {
  /** Days with a check-in, made up or not. */
  readonly in: Set<number>
  readonly frozen: Set<number>
  /** Days that continue the check-in before them: what was told stays so. */
  readonly continues: Set<number>
  freezes: number
  best: number
}
const newBook = (): Book => ({
  in: new Set(),
  frozen: new Set(),
  continues: new Set(),
  freezes: 0,
  best: 0,
})
type Rest = ReadonlySet<number>

const before = (book: Book, n: number): number => Math.max(...[...book.in].filter(other => other < n))
const after = (book: Book, n: number): number => Math.min(...[...book.in].filter(other => other > n))
const missed = (book: Book, rest: Rest, from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from - 1) }, (_, n) => from + 1 + n).filter(
    n => !rest.has(n) && !book.frozen.has(n),
  )

/** All days of the streak that a day is in. */
function chainOf(book: Book, n: number): readonly number[] {
  let from = n
  while (book.continues.has(from)) from = before(book, from)
  const chain = [from]
  for (let next = after(book, from); book.continues.has(next); next = after(book, next)) chain.push(next)
  return chain
}

/** Puts a check-in of day n down. Gives the days that freezes stood in for, and whether it earned one. */
function putDown(book: Book, rest: Rest, n: number, isMadeUp: boolean): { froze: readonly number[]; earned: boolean } {
  const [earlier, later] = [before(book, n), after(book, n)]
  const had = [earlier, later].filter(Number.isFinite).map(one => chainOf(book, one))
  const isOneChain = had.length === 2 && had[0]!.includes(later)
  const earned = (chain: readonly number[]) => Math.floor(chain.length / EVERY)
  const hadEarned = new Map(had.map(chain => [chain[0], chain]))
  const isNewest = later === Number.POSITIVE_INFINITY
  const canFreeze = (isNewest || isMadeUp) && !isOneChain
  const froze: number[] = []
  for (const gap of [Number.isFinite(earlier) && [earlier, n], !isNewest && [n, later]] as const) {
    const days = gap && canFreeze ? missed(book, rest, gap[0]!, gap[1]!) : []
    if (days.length <= book.freezes - froze.length) froze.push(...days)
  }
  book.freezes -= froze.length
  for (const one of froze) book.frozen.add(one)
  if (Number.isFinite(earlier) && (isOneChain || missed(book, rest, earlier, n).length === 0)) book.continues.add(n)
  if (!isNewest && (isOneChain || missed(book, rest, n, later).length === 0)) book.continues.add(later)
  if (book.frozen.delete(n) && book.freezes < MAX) book.freezes += 1
  book.in.add(n)
  const chain = chainOf(book, n)
  const sum = [...hadEarned.values()]
    .filter(([first]) => chain.includes(first!))
    .reduce((all, one) => all + earned(one), 0)
  const isEarned = earned(chain) > sum && book.freezes < MAX
  book.freezes += Number(isEarned)
  book.best = Math.max(book.best, chain.length)
  return { froze, earned: isEarned }
}

const currentOf = (book: Book, rest: Rest, today: number): number => {
  const newest = Math.max(...book.in)
  if (!Number.isFinite(newest) || missed(book, rest, newest, today).length > book.freezes) return 0
  return chainOf(book, newest).length
}

const doing = fc.record({
  is: fc.constantFrom('in', 'in', 'in', 'in', 'make-up'),
  day: fc.nat(DAYS - 1),
  /** How many days later it is read, or made up. */
  late: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(4) }),
})
const life = fc.record({
  rest: fc.uniqueArray(fc.nat(DAYS - 1), { maxLength: 6 }),
  doings: fc.array(doing, { minLength: 8, maxLength: 60 }),
})

function liveThrough({ rest, doings }: typeof life extends fc.Arbitrary<infer L> ? L : never, max = MAX): void {
  const restDays = new Set(rest)
  const plan = { 'check-in': { noteCharsMin: 0, freezeEveryDays: EVERY, freezesMax: max } }
  const stage = createStage({ plugins: [checkIn, maker], plan, restDays: rest.map(on) })
  const book = newBook()
  const excused = (of: LocalDay) => restDays.has(numberOf(of))
  const inOrder = doings.toSorted((a, b) => a.day + a.late - (b.day + b.late) || a.day - b.day)
  for (const [index, { is, day: n, late }] of inOrder.entries()) {
    const record = stage.read(attendance).members.of(amy)
    const lines = stage.lines.length
    let willFreeze: readonly number[] | null = null
    if (is === 'in') playOn(stage, says(amy, '打卡', on(n), { message: message(`m${index}`) }))
    else {
      const counted = makeUpOn(record, on(n), excused)
      expect(counted === 'already').toBe(book.in.has(n) || book.frozen.has(n))
      if (typeof counted === 'string') continue
      willFreeze = counted.freezeOn.map(numberOf)
      playOn(stage, says(amy, `/make ${on(n)}`, on(n + late), { message: message(`m${index}`) }))
    }
    const facts = stage.lines
      .slice(lines)
      .flatMap(
        line =>
          (JSON.parse(line) as { facts: [string, { day: LocalDay; streakDays: number; laterDays?: number }][] }).facts,
      )
    const of = (type: string) => facts.filter(fact => fact[0] === type).map(([, data]) => numberOf(data.day))
    if (book.in.has(n)) {
      expect(of('check-in/checkedIn')).toEqual([])
      continue
    }
    const { froze, earned } = putDown(book, restDays, n, is === 'make-up')
    expect(of('check-in/froze')).toEqual(froze)
    if (willFreeze !== null) expect(willFreeze).toEqual(froze)
    expect(of('check-in/freezeEarned')).toEqual(earned ? [n] : [])
    const chain = chainOf(book, n)
    const told = facts.find(([type]) => type === 'check-in/checkedIn' || type === 'check-in/madeUp')![1]
    expect([told.streakDays, told.laterDays ?? 0]).toEqual([chain.indexOf(n) + 1, chain.length - chain.indexOf(n) - 1])
    compare(stage.read(attendance).members.of(amy), book, restDays, excused)
  }
  stage.checkReplay()
}

function compare(
  record: Parameters<typeof currentStreakDays>[0],
  book: Book,
  rest: Rest,
  excused: (day: LocalDay) => boolean,
): void {
  const { freezes, bestStreakDays, totalDays } = record
  expect({ freezes, bestStreakDays, totalDays }).toEqual({
    ...{ freezes: book.freezes, bestStreakDays: book.best, totalDays: book.in.size },
  })
  expect(freezes).toBeGreaterThanOrEqual(0)
  expect(freezes).toBeLessThanOrEqual(MAX)
  const newest = Math.max(...book.in)
  for (const today of [newest, newest + 1, newest + 2, newest + 4]) {
    expect(currentStreakDays(record, on(today), excused)).toBe(currentOf(book, rest, today))
  }
  for (let n = 0; n <= newest; n += 1) expect(isCheckedIn(record, on(n))).toBe(book.in.has(n))
}

test(
  'freezes and make-ups go as in a book that is counted from the start each time',
  () => {
    fc.assert(
      fc.property(life, one => liveThrough(one)),
      { numRuns: RUNS },
    )
  },
  TIMEOUT_MS,
)

test('control: a plugin that gives three freezes is found out', () => {
  const { failed } = fc.check(
    fc.property(life, one => liveThrough(one, 3)),
    { seed: 1, numRuns: 150, endOnFailure: true },
  )
  expect(failed).toBe(true)
})
