import type { Finding } from '../adapters/adapter.ts'
import { good, warning } from './check.ts'

/** What came of drawing a small picture. */
export type Drawn =
  | { readonly is: 'drawn'; readonly bytes: number }
  | { readonly is: 'failed'; readonly reason: string }

/** Draws one: whether the package for this machine is there, and the fonts, is known by trying. */
export async function tryDrawing(load = loadHere): Promise<Drawn> {
  try {
    const { draw } = await load()
    const bytes = await draw({ locale: 'zh-CN', title: '试画一张', sections: [], footer: [] })
    return { is: 'drawn', bytes: bytes.length }
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    return { is: 'failed', reason }
  }
}

async function loadHere() {
  const { loadCardDrawer } = await import('../pictures/draw-card.ts')
  return loadCardDrawer()
}

export function judgePictures(drawn: Drawn): readonly Finding[] {
  if (drawn.is === 'drawn') return [good('can be drawn; their fonts come with Bonfire')]
  return [
    warning(
      `Pictures cannot be drawn here, so messages go without them: ${drawn.reason}`,
      'Run `npm ci` on this machine. It needs the package of @napi-rs/canvas for its system (Linux, macOS or Windows), ' +
        'which `--omit=optional` leaves out.',
    ),
  ]
}
