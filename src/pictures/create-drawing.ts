import type { DrawPicture, OutgoingPicture } from '../adapters/adapter.ts'
import type { Log } from '../log.ts'
import type { Clock } from '../scheduler/clock.ts'
import type { CardDrawer } from './draw-card.ts'

/** How many are kept, and for how long in milliseconds, so that another attempt to send one, or another look, draws nothing. */
const KEPT_MAX = 16
export const KEPT_MS = 10 * 60_000

export interface DrawingOptions {
  readonly log: Pick<Log, 'warn'>
  readonly clock: Pick<Clock, 'now'>
  /** For tests. Default: the canvas and fonts of this machine. */
  readonly load?: () => Promise<CardDrawer>
}

/**
 * Draws pictures, one after the other. What draws is loaded for the first one. Where it cannot be, that is logged once,
 * and messages go without their pictures.
 */
export function createDrawing({ log, clock, load = loadHere }: DrawingOptions): DrawPicture {
  let drawer: Promise<CardDrawer | null> | undefined
  let last: Promise<unknown> = Promise.resolve()
  const kept = new Map<string, { readonly at: number; readonly drawn: Promise<Uint8Array | null> }>()

  async function loaded(): Promise<CardDrawer | null> {
    try {
      return await load()
    } catch (error) {
      log.warn('Pictures cannot be drawn on this machine: messages go without them. `npm run doctor` says why', {
        error,
      })
      return null
    }
  }

  async function draw(picture: OutgoingPicture): Promise<Uint8Array | null> {
    drawer ??= loaded()
    try {
      return (await (await drawer)?.draw(picture)) ?? null
    } catch (error) {
      log.warn(`A picture could not be drawn: its message goes without it`, { error })
      return null
    }
  }

  return picture => {
    const key = JSON.stringify(picture)
    const at = clock.now()
    for (const [old, { at: since }] of kept) if (at - since >= KEPT_MS) kept.delete(old)
    const known = kept.get(key)
    if (known) return known.drawn
    // Two canvases at once would hold up what else the process has to do for twice as long.
    const drawn = last.then(() => draw(picture))
    last = drawn
    if (kept.size >= KEPT_MAX) kept.delete(kept.keys().next().value!)
    kept.set(key, { at, drawn })
    return drawn
  }
}

async function loadHere(): Promise<CardDrawer> {
  const { loadCardDrawer } = await import('./draw-card.ts')
  return loadCardDrawer()
}
