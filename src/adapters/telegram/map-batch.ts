import type { Update as TelegramUpdate } from 'grammy/types'
import type { Update } from '../adapter.ts'
import type { MapContext } from './map-context.ts'
import { type AlbumPart, albumOf } from './map-message.ts'
import { kindOf, updatesOf } from './map-update.ts'
import type { OnSkipped } from './readable.ts'

/** A batch in our terms. */
export interface MappedBatch {
  readonly updates: readonly Update[]
  /** To be called when the batch is durable, and only then: what was refused comes again, and is mapped as before. */
  remember(): void
}

export interface BatchMapper {
  map(batch: readonly TelegramUpdate[]): MappedBatch
}

/** Albums of which later parts may still come. The parts of one come within seconds. */
const ALBUMS_MAX = 1_000

/** Maps batches, and knows what belongs together: the messages of an album, and the two reports of one joining. */
export function createBatchMapper(options: {
  readonly context: MapContext
  /** Called once for each update, before it is mapped: it may be what the next ones have to know. */
  readonly onUpdate: (update: TelegramUpdate) => void
  /** An update that could not be read. It is left out. */
  readonly onSkipped: OnSkipped
}): BatchMapper {
  const { context, onUpdate, onSkipped } = options
  /** Albums that were handed in, and whether their caption was. */
  const handedIn = new Map<string, { readonly hasCaption: boolean }>()

  function mapOne(update: TelegramUpdate): {
    readonly mapped: readonly Update[]
    readonly part?: AlbumPart | undefined
  } {
    const kind = kindOf(update)
    try {
      onUpdate(update)
      return { mapped: updatesOf(update, context), part: update.message && albumOf(update.message) }
    } catch (error) {
      onSkipped(kind, error)
      return { mapped: [] }
    }
  }

  function map(batch: readonly TelegramUpdate[]): MappedBatch {
    const albums = new Map<string, { at: number; hasCaption: boolean }>()
    const updates: Update[] = []
    for (const update of batch) {
      const { mapped, part } = mapOne(update)
      const [first] = mapped
      if (part && first?.kind === 'said') addPart(first, part, albums, updates)
      else updates.push(...mapped)
    }
    const remember = () => {
      for (const [album, { hasCaption }] of albums) {
        handedIn.delete(album)
        handedIn.set(album, { hasCaption })
      }
      for (const album of [...handedIn.keys()].slice(0, Math.max(0, handedIn.size - ALBUMS_MAX))) handedIn.delete(album)
    }
    return { updates: withEachJoiningOnce(updates), remember }
  }

  /** An album is one message: the first, with the caption of whichever has one. */
  function addPart(
    said: Extract<Update, { kind: 'said' }>,
    { album, hasCaption }: AlbumPart,
    albums: Map<string, { at: number; hasCaption: boolean }>,
    updates: Update[],
  ): void {
    const here = albums.get(album)
    const before = handedIn.get(album)
    if (here) {
      const first = updates[here.at]
      if (hasCaption && !here.hasCaption && first?.kind === 'said') {
        updates[here.at] = { ...said, cause: first.cause, message: first.message }
        here.hasCaption = true
      }
      return
    }
    // Of an album that was handed in already, only the caption is news.
    if (before && (before.hasCaption || !hasCaption)) return
    albums.set(album, { at: updates.length, hasCaption })
    updates.push(before ? { ...said, cause: `${said.cause}:caption` } : said)
  }

  return { map }
}

/** A supergroup's admin hears of one joining twice, and only one report says by which link. They become one. */
function withEachJoiningOnce(updates: readonly Update[]): readonly Update[] {
  const result: Update[] = []
  const joinings = new Map<string, number>()
  for (const update of updates) {
    if (update.kind !== 'joined' && update.kind !== 'left') {
      result.push(update)
      continue
    }
    const key = `${update.chat} ${update.who.member}`
    const at = joinings.get(key)
    const known = at === undefined ? undefined : result[at]
    if (update.kind === 'joined' && known?.kind === 'joined' && at !== undefined) {
      result[at] = { ...update, ...known }
      continue
    }
    if (update.kind === 'joined') joinings.set(key, result.length)
    else joinings.delete(key)
    result.push(update)
  }
  return result
}
