import path from 'node:path'
import { BonfireError } from '../errors.ts'
import type { Instant, MemberId } from '../events/ids.ts'
import type { Files } from './files.ts'
import { MISSING, openPageStore } from './page-store.ts'
import type { MayWrite } from './segment-writer.ts'

/** Stands beside the segments: it is no cache. */
const FILE = 'erasures.json'
/** 2: several people at once. */
const FORMAT = 2

/** Somebody who is to be erased, and who they are afterwards. */
export interface Person {
  readonly member: MemberId
  readonly pseudonym: MemberId
}

/** Somebody who is being erased. */
export interface Begun extends Person {
  /** Who is being erased in the same pass. */
  readonly also?: readonly Person[]
  readonly force: boolean
  /** They asked for it themselves: the next start ends it, where a crash broke it off. */
  readonly asked?: true
}

/** That persons have been erased from a journal, and who is being erased. Of the others it does not say who they were. */
export interface Erasures {
  /** Where they are written down. */
  readonly file: string
  /** Who is being erased, since a crash kept it from ending. */
  open(): Promise<Begun | undefined>
  /** Says durably that it begins: the person is named until it ends. */
  begin(person: Begun): Promise<void>
  /** Says durably that it has ended. */
  end(at: Instant): Promise<void>
}

interface Content {
  readonly format: number
  readonly ended: readonly { readonly at: Instant }[]
  readonly open: Begun | null
}

/** @throws DATA_NEWER, DATA_UNREADABLE, DATA_UNWRITABLE, DATA_LOST */
export async function openErasures(
  journalFolder: string,
  options: { readonly files?: Files; readonly mayWrite?: MayWrite } = {},
): Promise<Erasures> {
  const store = await openPageStore(journalFolder, options)
  const file = path.join(journalFolder, FILE)

  async function read(): Promise<Content> {
    const stored = await store.read(FILE)
    if ('problem' in stored) {
      if (stored.problem === MISSING) return { format: FORMAT, ended: [], open: null }
      throw new BonfireError('DATA_UNREADABLE', { file, reason: stored.problem })
    }
    const content = stored.data as Content
    if (content.format > FORMAT) throw new BonfireError('DATA_NEWER', { file, found: content.format, known: FORMAT })
    return content
  }
  async function write(content: Content): Promise<void> {
    await store.write(FILE, JSON.stringify(content))
    await store.syncNames()
  }
  return {
    file,
    open: async () => (await read()).open ?? undefined,
    async begin(open) {
      await write({ ...(await read()), format: FORMAT, open })
    },
    async end(at) {
      const { ended } = await read()
      await write({ format: FORMAT, ended: [...ended, { at }], open: null })
    },
  }
}
