import { z } from 'zod'
import type { DrawPicture } from '../adapter.ts'
import type { RelayBoard } from './relay-board.ts'
import type { RelayChanges } from './relay-changes.ts'
import type { RelayDoor } from './relay-door.ts'
import { relayImage, relayPicture } from './relay-image.ts'
import { bouncePage, listPage, lockedPage } from './relay-page.ts'
import { isSameOrigin } from './same-origin.ts'

export interface RelayWebOptions {
  readonly id: string
  readonly board: RelayBoard
  readonly changes: RelayChanges
  readonly door: RelayDoor
  /** The folder of images. Absent: there are none. */
  readonly assets?: string
  /** Absent: nothing can be drawn. */
  readonly drawPicture?: DrawPicture
}

type Answer = Response | Promise<Response>

const pressed = z.object({ task: z.string().min(1).max(200), as: z.enum(['sent', 'skipped']) })
const taken = pressed.pick({ task: true }).extend({ page: z.string().min(1).max(40) })
const undone = pressed.pick({ task: true })

/** Answers what is asked below `/accounts/<id>/`. Every address in the page is relative, so that a proxy may mount it anywhere. */
export function createRelayWeb({
  id,
  board,
  changes,
  door,
  assets,
  drawPicture,
}: RelayWebOptions): (request: Request) => Promise<Response> {
  const folder = `/accounts/${id}/`

  async function fetch(request: Request): Promise<Response> {
    const url = new URL(request.url)
    if (`${url.pathname}/` === folder) return see(`${id}/${url.search}`)
    if (!url.pathname.startsWith(folder)) return refuse(404, 'not found')
    const asked = `${request.method === 'HEAD' ? 'GET' : request.method} ${url.pathname.slice(folder.length)}`
    if (asked === 'GET ') return page(request, url.searchParams.get('key'))
    if (asked === 'POST open') return enter(request, await keyIn(request))
    if (!door.isOpenTo(request)) return refuse(401, 'open the page with its key first')
    return inside(asked, request, url)
  }

  function page(request: Request, key: string | null): Answer {
    if (key !== null) return enter(request, key)
    if (door.isOpenTo(request)) return listPage(request)
    // The cookie stayed behind, if there is one: a link on another site has led here.
    if (request.headers.get('sec-fetch-site') === 'cross-site') return bouncePage(request)
    return lockedPage(request, 'no-key')
  }

  function enter(request: Request, key: string): Answer {
    const is = door.tryKey(key)
    return is === 'right' ? bouncePage(request, { 'set-cookie': door.cookieFor(request) }) : lockedPage(request, is)
  }

  function inside(asked: string, request: Request, url: URL): Answer {
    if (asked === 'GET tasks') return Response.json(board.view())
    if (asked === 'GET changes') return changes.stream()
    if (asked.startsWith('GET images/')) return image(url)
    // Too late is no trouble here: the list that is answered says so.
    if (asked === 'POST take') return change(request, taken, ({ task, page }) => board.take(task, page) || true)
    if (asked === 'POST settle') return change(request, pressed, ({ task, as }) => board.settle(task, as))
    if (asked === 'POST undo') return change(request, undone, ({ task }) => board.undo(task))
    return refuse(404, 'not found')
  }

  /** Answers with the list as it is then; 409 when it was too late. */
  async function change<T>(request: Request, schema: z.ZodType<T>, work: (input: T) => boolean): Promise<Response> {
    if (!isSameOrigin(request)) return refuse(403, 'only the page itself may do this')
    const input = schema.safeParse(await request.json().catch(() => null))
    if (!input.success) return refuse(400, 'bad request')
    const isDone = work(input.data)
    return Response.json(board.view(), { status: isDone ? 200 : 409 })
  }

  /** By its task: nobody can ask for another file. */
  async function image(url: URL): Promise<Response> {
    const task = board.task(decoded(url.pathname.slice(`${folder}images/`.length)))
    const as = url.searchParams.has('save') ? 'saved' : 'shown'
    if (task?.picture) {
      const drawn = await drawPicture?.(task.picture)
      return drawn ? relayPicture(drawn, as) : refuse(404, 'not found')
    }
    if (assets === undefined || task?.image === undefined) return refuse(404, 'not found')
    const found = await relayImage(assets, task.image, as)
    return found ?? refuse(404, 'not found')
  }

  return fetch
}

const refuse = (status: number, reason: string): Response => Response.json({ error: reason }, { status })
const see = (location: string): Response => new Response(null, { status: 308, headers: { location } })

async function keyIn(request: Request): Promise<string> {
  const form = new URLSearchParams(await request.text())
  return form.get('key')?.trim() ?? ''
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
