import { z } from 'zod'
import { settings } from '../../scripts/proofs/storage/lab-lives.ts'
import type { Event } from '../events/event.ts'
import { type GroupId, type Instant, LocalDay, MemberId, type MessageId } from '../events/ids.ts'
import type { Commit } from '../host/commit.ts'
import { acknowledge, post } from '../host/decision.ts'
import { personal } from '../host/fact-schema.ts'
import { createHost, type Host } from '../host/host.ts'
import { defineMessages } from '../host/messages.ts'
import { type AnyPlugin, definePlugin } from '../host/plugin.ts'
import { defineSlice } from '../host/slice.ts'
import { createCheckpointer } from './checkpoint.ts'
import { type EraseOptions, erasePerson } from './erase.ts'
import { openFileJournal } from './file-journal.ts'
import { close, FOLDER, testDisk } from './journal.fixtures.ts'
import type { Journal } from './journal.ts'
import type { MemoryDisk } from './memory-files.ts'
import { openPageStore } from './page-store.ts'
import { recover } from './recover.ts'

export const amy = 'telegram:81234567' as MemberId
export const bob = 'telegram:71234567' as MemberId
export const reading = 'reading' as GroupId
export const office = 'office:main' as GroupId
export const PAGES = '/data/pages'

/** What people write into a diary, what a teacher says of it, and points for both. */
export const diary = defineSlice({
  name: 'diary',
  facts: {
    wrote: z.object({
      member: MemberId,
      day: LocalDay,
      text: personal(z.string()),
      mood: personal(z.int()).optional(),
    }),
    commented: z.object({ member: MemberId, by: MemberId, comment: personal(z.string()) }),
    awarded: z.object({ member: MemberId, points: z.int() }),
    rated: {
      version: 2,
      schema: z.object({ member: MemberId, stars: z.int(), note: personal(z.string()) }),
      upcast: { 1: (old: { readonly remark?: unknown }) => ({ ...old, note: old.remark }) },
    },
    paired: z.object({ pair: z.string().regex(/^[a-z]+:\d+\+[a-z]+:\d+$/), members: z.array(MemberId) }),
  },
  tables: table => ({
    members: table({
      by: 'member',
      initial: () => ({ points: 0, stars: 0, texts: [] as string[] }),
      reduce: {
        wrote: (member, { text }) => {
          member.texts.push(text)
        },
        commented: (member, { comment }) => {
          member.texts.push(comment)
        },
        awarded: (member, { points }) => {
          member.points += points
        },
        rated: (member, { stars }) => {
          member.stars += stars
        },
      },
    }),
    pairs: table({ by: 'pair', initial: () => ({ count: 0 }), reduce: { paired: pair => void pair.count++ } }),
  }),
  group: {
    initial: () => ({ points: 0 }),
    reduce: {
      awarded: (group, { points }) => {
        group.points += points
      },
    },
  },
})

const text = z.object({ text: z.string() })
export const diaryPlugin: AnyPlugin = definePlugin({
  slice: diary,
  messages: defineMessages(
    { thanks: (p: { to: MemberId }) => p.to, soon: () => '' },
    { thanks: p => p.to, soon: () => '' },
  ),
  config: z.unknown(),
  commands: {
    diary: {
      words: ['diary'],
      args: text,
      decide: ({ member, today, say, wakeAt, now }, { text }) => [
        diary.facts.wrote({ member, day: today, text, mood: 7 }),
        diary.facts.awarded({ member, points: 10 }),
        acknowledge(say.thanks({ to: member })),
        wakeAt('remind', (now + 1_000_000) as Instant, { member }),
      ],
    },
    praise: {
      words: ['praise'],
      args: text,
      decide: ({ member, say }, { text }) => [
        diary.facts.commented({ member: amy, by: member, comment: text }),
        diary.facts.paired({ pair: `${amy}+${bob}`, members: [amy, bob] }),
        post(say.soon(), { to: { member: amy } }),
      ],
    },
    fail: {
      words: ['fail'],
      args: text,
      decide: (_, { text }) => {
        throw new Error(`cannot cope with ${text}`)
      },
    },
  },
  timers: { remind: { data: z.object({ member: MemberId }), decide: () => [] } },
})

/** Words that must be gone, and words that must stay. */
export const AMYS_WORDS = ['Amy Chen', 'my grandmother', 'kept private', 'an old remark', 'well written, Amy']
export const BOBS_WORDS = ['Bob Li', 'my garden']

export function hostOn(log: Journal, plugins: readonly AnyPlugin[] = [diaryPlugin]): Host {
  return createHost({ plugins, log, settings: () => settings, pageRows: 4 })
}

/** A disk with what amy and bob did: in the archive, in pages, and in the segment that was written last. */
export async function livedIn(): Promise<MemoryDisk> {
  const disk = testDisk()
  const files = disk.mount()
  const journal = await openFileJournal(FOLDER, { files, segmentBytesMax: 1200 })
  const host = hostOn(journal)
  let count = 0
  const happens = async (event: object) => {
    const at = ++count * 60_000
    const handled = host.handle({ group: reading, at, cause: `msg:-100500:${count}`, ...event } as unknown as Event)
    if (handled.is !== 'committed' && handled.is !== 'stopped') throw new Error(handled.is, { cause: handled })
    await journal.whenDurable(handled.lsn)
  }
  const said = (member: MemberId, name: string, text: string, more: object = {}) =>
    happens({ kind: 'said', who: { member, name }, message: String(count) as MessageId, text, ...more })

  await happens({ kind: 'joined', who: { member: amy, name: 'Amy Chen' }, cause: 'member:-100500:81234567:60:member' })
  await happens({ kind: 'joined', who: { member: bob, name: 'Bob Li' }, inviter: amy })
  await said(amy, 'Amy Chen', 'diary my grandmother says hello')
  await said(bob, 'Bob Li', 'diary my garden')
  await said(bob, 'Bob Li', 'praise well written, Amy')
  await said(amy, 'Amy Chen', 'fail this is kept private')
  // In private, the platform's chat has the id of the person.
  await happens({ kind: 'joined', who: { member: amy }, group: office, cause: 'msg:81234567:81' })
  const old = {
    cause: 'c-old',
    group: reading,
    at: count,
    facts: [['diary/rated', { member: amy, stars: 5, remark: 'an old remark' }]],
  }
  append(journal, host, old as unknown as Commit)
  await journal.whenDurable(journal.next - 1)
  const store = await openPageStore(PAGES, { files })
  await createCheckpointer({ host, journal, store, recovered: { seen: new Set() } }).checkpoint()
  await said(amy, 'Amy Chen', 'diary my grandmother again')
  // What a crash has left of a page.
  disk.put(`${PAGES}/g.reading.own.9.json.tmp`, Buffer.from('my grandmother'))
  await close(journal)
  return disk
}

/** Records a commit as another program would have written it. */
function append(journal: Journal, host: Host, commit: Commit): void {
  host.replay(commit, journal.append(JSON.stringify(commit)))
}

export function erase(disk: MemoryDisk, options: Partial<EraseOptions> = {}) {
  const at = 99_000_000 as Instant
  const folders = { journalFolder: FOLDER, pagesFolder: PAGES, files: disk.mount() }
  return erasePerson({ ...folders, member: amy, plugins: [diaryPlugin], at, ...options })
}

/** What the next process starts with. */
export async function started(disk: MemoryDisk): Promise<Host> {
  const files = disk.mount()
  const journal = await openFileJournal(FOLDER, { files })
  const host = hostOn(journal)
  await recover(host, journal, await openPageStore(PAGES, { files }))
  return host
}

/** The files in which any of these can be read. */
export function filesWith(disk: MemoryDisk, words: readonly string[]): readonly string[] {
  return [...disk.contents()].filter(([, bytes]) => words.some(word => bytes.includes(word))).map(([file]) => file)
}
