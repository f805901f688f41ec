import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { picture } from '../../scripts/proofs/storage/lab-lives.ts'
import { type Instant, MemberId, MessageId } from '../events/ids.ts'
import type { Commit } from '../host/commit.ts'
import { deliveries } from '../host/core/deliveries.ts'
import { deadLetters } from '../host/core/exchange.ts'
import { membership } from '../host/core/membership.ts'
import { timers } from '../host/core/time.ts'
import { checkedSchema, personal } from '../host/fact-schema.ts'
import { parts } from '../host/slice.ts'
import {
  AMYS_WORDS,
  amy,
  BOBS_WORDS,
  bob,
  diary,
  erase,
  filesWith,
  livedIn,
  office,
  PAGES,
  reading,
  started,
} from './erase.fixtures.ts'
import { refuseUnfinishedErasure } from './erase.ts'
import { createEraser, type ErasableFact } from './erase-commit.ts'
import { bytesOf, codeOf, copyOf, FOLDER } from './journal.fixtures.ts'
import type { MemoryDisk } from './memory-files.ts'

const TRACES = ['81234567', ...AMYS_WORDS]
const plain = (value: unknown) => JSON.parse(JSON.stringify(value))

describe('what is left', () => {
  test('nothing of the person is in any file, the archive and the pages included', async () => {
    const disk = await livedIn()
    const before = filesWith(disk, TRACES)
    // The control: they were in all sorts of files.
    for (const folder of [FOLDER, path.join(FOLDER, 'archive'), PAGES])
      expect(before.filter(file => path.dirname(file) === folder).length).toBeGreaterThan(0)
    for (const word of TRACES) expect(filesWith(disk, [word]), word).not.toEqual([])
    await erase(disk)
    expect(filesWith(disk, TRACES)).toEqual([])
  })

  test('what others wrote stays', async () => {
    const disk = await livedIn()
    await erase(disk)
    for (const word of [...BOBS_WORDS, bob]) expect(filesWith(disk, [word]), word).not.toEqual([])
  })

  test('sums stay, and all that was the person’s is one pseudonym’s', async () => {
    const disk = await livedIn()
    const before = (await started(copyOf(disk))).read(reading, diary)
    const { commits, pseudonym } = await erase(disk)
    expect(MemberId.parse(pseudonym)).toMatch(/^erased:[0-9a-f]{24}$/)
    expect(commits).toBe(8)
    const after = (await started(disk)).read(reading, diary)
    expect(after.group).toEqual(before.group)
    expect(plain(after.members.of(bob))).toEqual(plain(before.members.of(bob)))
    const texts = before.members.of(amy).texts.map(() => '')
    expect(plain(after.members.of(pseudonym))).toEqual({ ...plain(before.members.of(amy)), texts })
    expect(after.members.has(amy)).toBe(false)
    expect([...after.pairs.each()]).toEqual([[`${pseudonym}+${bob}`, { count: 1 }]])
  })

  test('deliveries and timers name the pseudonym', async () => {
    const disk = await livedIn()
    const { pseudonym } = await erase(disk)
    const host = await started(disk)
    const owed = plain([...host.read(reading, deliveries).pending.each()])
    expect(owed).toContainEqual([expect.anything(), expect.objectContaining({ target: { member: pseudonym } })])
    expect(owed).toContainEqual([expect.anything(), expect.objectContaining({ about: pseudonym })])
    expect([...host.read(reading, timers).pending.each()].map(([key]) => key)).toContain(
      `diary/remind:{"member":"${pseudonym}"}`,
    )
  })

  test('the person is in no group: whoever comes with their id is new', async () => {
    const disk = await livedIn()
    const present = (await started(copyOf(disk))).read(reading, membership).group.present
    const { pseudonym } = await erase(disk)
    const host = await started(disk)
    expect(host.read(reading, membership).group.present).toBe(present - 1)
    expect(host.read(office, membership).group.present).toBe(0)
    expect(host.read(reading, membership).members.of(pseudonym)).toMatchObject({ presence: 'left', name: '' })
    expect(host.read(reading, membership).members.has(amy)).toBe(false)
  })

  test('a dead letter of theirs is emptied, and waits no more', async () => {
    const disk = await livedIn()
    expect((await started(copyOf(disk))).read(reading, deadLetters).open.size).toBe(1)
    await erase(disk)
    expect((await started(disk)).read(reading, deadLetters).open.size).toBe(0)
  })

  test('an erasure is recorded, without a name', async () => {
    const disk = await livedIn()
    const { pseudonym } = await erase(disk)
    const file = path.join(FOLDER, 'erasures.json')
    expect(JSON.parse(bytesOf(disk, file).toString())).toMatchObject({ ended: [{ at: 99_000_000 }], open: null })
    expect(bytesOf(disk, file).toString()).not.toContain(pseudonym)
  })
})

describe('what is refused', () => {
  test('somebody who is not known: nothing is changed', async () => {
    const disk = await livedIn()
    const before = new Map(disk.contents())
    expect((await erase(disk, { member: 'telegram:999999' as MemberId })).commits).toBe(0)
    expect(disk.contents()).toEqual(before)
  })

  test('facts of an absent plugin that name them, unless it is forced', async () => {
    const disk = await livedIn()
    const before = new Map(disk.contents())
    const refused = erase(disk, { plugins: [] })
    await expect(refused).rejects.toMatchObject({ code: 'ERASURE_REFUSED', params: { slices: ['diary'] } })
    expect(disk.contents()).toEqual(before)
    const { pseudonym } = await erase(disk, { plugins: [], force: true })
    expect(filesWith(disk, TRACES)).toEqual([])
    const after = (await started(disk)).read(reading, diary)
    expect(after.members.of(pseudonym)).toMatchObject({ points: 20, stars: 5 })
    expect(filesWith(disk, BOBS_WORDS)).not.toEqual([])
  })

  test('a process that does not own the folders', async () => {
    const disk = await livedIn()
    const before = [...disk.contents().keys()].filter(file => !file.endsWith('.tmp'))
    expect(await codeOf(() => erase(disk, { mayWrite: () => false }))).toBe('DATA_LOST')
    expect([...disk.contents().keys()].filter(file => !file.endsWith('.tmp'))).toEqual(before)
  })

  test('a mark on a part of a field, which could not be emptied by itself', () => {
    const field = z.array(z.object({ text: personal(z.string()) }))
    expect(() => checkedSchema('quiz/answered', z.object({ field }))).toThrow('"field" is free text')
    expect(checkedSchema('quiz/answered', z.object({ field: personal(field) })).personal).toEqual(['field'])
  })
})

describe('after a crash', () => {
  const CRASHES: Record<string, (disk: MemoryDisk) => void> = {
    'a killed process': disk => disk.kill(),
    'a power cut': disk => disk.cutPower(),
  }
  test.each(Object.keys(CRASHES))('at any step, erasing again completes it: %s', async name => {
    const disk = await livedIn()
    const whole = copyOf(disk)
    let steps = 0
    whole.onStep = () => void steps++
    const result = await erase(whole)
    const wanted = stateOf(whole, result.pseudonym)
    expect(steps).toBeGreaterThan(60)
    for (let at = 1; at <= steps; at += 1) {
      const copy = copyOf(disk)
      let left = at
      copy.onStep = () => {
        if (--left === 0) CRASHES[name]!(copy)
      }
      await erase(copy).catch(() => {})
      copy.onStep = undefined
      await expectWholeOrRefused(copy, disk, `step ${at}`)
      const { pseudonym } = await erase(copy)
      expect(filesWith(copy, TRACES), `step ${at}`).toEqual([])
      // One that had ended already leaves nobody to erase, and its pseudonym to be found.
      const known = new Set([...(await started(copyOf(copy))).read(reading, diary).members.each()].map(([key]) => key))
      const now = known.has(pseudonym) ? pseudonym : [...known].find(key => key.startsWith('erased:'))!
      expect(await stateOf(copy, now), `step ${at}`).toEqual(await wanted)
      expect(await codeOf(() => refuseUnfinishedErasure(FOLDER, { files: copy.mount() }))).toBe('none')
    }
  })

  test('erasing somebody else first completes the one that was left', async () => {
    const disk = await livedIn()
    disk.onStep = ({ kind, file }) => {
      if (kind === 'rename' && file.includes('/j0')) disk.kill()
    }
    await erase(disk).catch(() => {})
    disk.onStep = undefined
    const ask = () => refuseUnfinishedErasure(FOLDER, { files: disk.mount() })
    expect(await codeOf(ask)).toBe('ERASURE_UNFINISHED')
    await erase(disk, { member: bob })
    expect(await codeOf(ask)).toBe('none')
    expect(filesWith(disk, [...TRACES, ...BOBS_WORDS, '71234567'])).toEqual([])
  })

  /** Before the erasure has been written down nothing is changed; after it, nobody starts until it has ended. */
  async function expectWholeOrRefused(copy: MemoryDisk, disk: MemoryDisk, when: string): Promise<void> {
    const isOpen = (await codeOf(() => refuseUnfinishedErasure(FOLDER, { files: copy.mount() }))) !== 'none'
    const isDone = filesWith(copy, AMYS_WORDS).length === 0
    if (isOpen || isDone) return
    expect(picture(await started(copyOf(copy))), when).toEqual(picture(await started(copyOf(disk))))
  }
  /** The state, the pseudonym written as `?`. */
  async function stateOf(disk: MemoryDisk, pseudonym: string): Promise<unknown> {
    const bare = pseudonym.slice('erased:'.length)
    return JSON.parse(JSON.stringify(picture(await started(copyOf(disk)))).replaceAll(bare, '?'))
  }
})

describe('where ids are found', () => {
  const pseudonym = 'erased:00ff' as MemberId
  const anything = z.looseObject({ member: z.any(), members: z.any(), params: z.any(), key: z.any(), chat: z.any() })
  const types = new Map<string, ErasableFact>([
    ...[...diary[parts].facts, ...deliveries[parts].facts],
    ['test/fact', { version: 1, upcast: {}, personal: [], schema: anything }],
  ])
  const erased = (commit: Partial<Commit>, member: string = amy) => {
    const whole = { cause: 'c', group: reading, at: 1 as Instant, facts: [], ...commit } as Commit
    return createEraser(member as MemberId, pseudonym, types).erase(whole)
  }
  const fact = (data: object, type = 'test/fact') => ({ facts: [[type, data]] }) as unknown as Partial<Commit>

  test.each([
    ['member:-100500:81234567:60:left', 'member:-100500:00ff:60:left'],
    ['msg:81234567:81234567', 'msg:00ff:81234567'],
    ['msg:-100500:81234567', 'msg:-100500:81234567'],
    ['order:telegram:81234567:9', 'order:erased:00ff:9'],
    ['wake:diary/remind:{"member":"telegram:81234567"}:60', 'wake:diary/remind:{"member":"erased:00ff"}:60'],
    ['msg:812345678:1', 'msg:812345678:1'],
  ])('in the cause %s', (cause, wanted) => expect(erased({ cause }).cause).toBe(wanted))

  test.each<[string, unknown, unknown]>([
    ['as a value', { member: amy }, { member: pseudonym }],
    ['in a list', { members: [bob, amy] }, { members: [bob, pseudonym] }],
    ['as a key', { params: { [amy]: { n: 1 } } }, { params: { [pseudonym]: { n: 1 } } }],
    ['in a key with more', { key: `${amy}:2026-11-23` }, { key: `${pseudonym}:2026-11-23` }],
    ['in JSON in a text', { key: `x:{"m":"${amy}"}` }, { key: `x:{"m":"${pseudonym}"}` }],
    ['by itself, as the chat', { chat: '81234567' }, { chat: '00ff' }],
  ])('%s', (_, data, wanted) => expect(erased(fact(data as object)).facts[0]![1]).toEqual(wanted))

  test.each<[string, unknown]>([
    ['in a longer id', { member: `${amy}8` }],
    ['behind another platform', { member: `x${amy}` }],
    ['in the id of a message', { message: '81234567' }],
    ['in a number', { points: 81_234_567 }],
  ])('and not %s', (_, data) => {
    const commit = { cause: 'c', group: reading, at: 1, ...fact(data as object) } as Commit
    expect(createEraser(amy, pseudonym, types).erase(commit)).toBe(commit)
  })

  test('the id of a message is told from the schema of the fact', () => {
    const messages = z.object({ receipt: MessageId, all: z.array(MessageId).optional(), chat: z.string() })
    const told = new Map([['diary/told', { version: 1, upcast: {}, personal: [], schema: messages }]])
    const told_ = { receipt: '81234567', all: ['81234567'], chat: '81234567' }
    const commit = { cause: 'c', group: reading, at: 1, ...fact(told_, 'diary/told') } as unknown as Commit
    const { facts } = createEraser(amy, pseudonym, told).erase(commit)
    expect(facts[0]![1]).toEqual({ ...told_, chat: '00ff' })
  })

  test('an id that is no number goes on at signs that ids have', () => {
    const { facts } = erased(
      fact({ members: ['wechat:wxid_a', 'wechat:wxid_a-b', 'wechat:wxid_a.b'] }),
      'wechat:wxid_a',
    )
    expect(facts[0]![1]).toEqual({ members: [pseudonym, 'wechat:wxid_a-b', 'wechat:wxid_a.b'] })
  })

  test('an id with signs that mean something in patterns and in JSON is found', () => {
    const odd = 'sim:a"(b)\\$1' as MemberId
    const { facts } = erased(fact({ member: odd, key: JSON.stringify({ odd }) }), odd)
    expect(facts[0]![1]).toEqual({ member: pseudonym, key: JSON.stringify({ odd: pseudonym }) })
  })

  test('what is personal is emptied by its kind, and only where the person is named', () => {
    const wrote = (member: string) => fact({ member, day: '2026-11-23', text: 'hello', mood: 7 }, 'diary/wrote')
    expect(erased(wrote(amy)).facts[0]![1]).toEqual({ member: pseudonym, day: '2026-11-23', text: '', mood: 0 })
    expect(erased(wrote(bob)).facts[0]![1]).toMatchObject({ text: 'hello' })
  })

  test('a text that names the person by their bare id is emptied', () => {
    const failed = { delivery: 'd', reason: 'Forbidden: user 81234567 has blocked the bot' }
    const { facts } = erased(fact(failed, 'outbox/failed'))
    expect(facts[0]![1]).toEqual({ delivery: 'd', reason: '' })
  })

  test('a fact of an older version is read as it is now, so that what is personal is known', () => {
    const { facts } = erased(fact({ member: amy, stars: 4, remark: 'slow' }, 'diary/rated'))
    expect(facts[0]).toEqual(['diary/rated', { member: pseudonym, stars: 4, note: '' }, 2])
  })
})
