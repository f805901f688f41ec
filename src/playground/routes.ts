import { readWithin, tooLarge } from '../web/body-limit.ts'
import { pageShell } from '../web/page-shell.ts'
import type { PagesFetch } from '../web/server.ts'
import { isRefusal, readAct } from './acts.ts'
import type { EventStreams } from './event-stream.ts'
import type { PlaygroundFiles } from './files.ts'
import type { Playground } from './playground.ts'
import type { Session } from './session.ts'
import type { PlaygroundLines, PlaygroundState } from './wire.ts'

export interface PlaygroundRoutesOptions {
  readonly playground: Playground
  /** Also while a campaign is being set up. */
  readonly state: () => PlaygroundState
  readonly streams: EventStreams
  readonly files: PlaygroundFiles
}

/** Longest act, in bytes: far more than a message may have. */
const ACT_BYTES_MAX = 64 * 1024
/** Lines that are given at a time. */
const LINES_MAX = 500
const STYLES = [
  ...['playground/playground.css', 'playground/panels.css'],
  ...['chat/chat.css', 'chat/line.css', 'chat/foot.css', 'chat/skins.css', 'dashboard/board.css'],
]

/** The playground's page, and what it asks for. Null: it is about something else. */
export function createPlaygroundRoutes({ playground, state, streams, files }: PlaygroundRoutesOptions): PagesFetch {
  const gets: readonly (readonly [path: RegExp, answer: (session: Session, rest: string, url: URL) => Answer])[] = [
    [/^lines$/, (session, _, { searchParams }) => linesFrom(session, searchParams)],
    [/^records\/(\d{1,9})$/, ({ records }, number) => found(records.of(Number(number)))],
    [/^images\/(.+)$/, (_, asset) => files.image(asset)],
    [/^pictures\/(\d{1,9})$/, (session, number) => files.picture(session.log.source(Number(number)))],
    [/^files\/(\d{1,9})$/, (session, number) => files.file(session.log.source(Number(number)))],
  ]

  async function act(request: Request): Promise<Response> {
    const read = await readWithin(request, ACT_BYTES_MAX)
    if (!read) return tooLarge()
    const wanted = readAct(await read.text())
    const answer = isRefusal(wanted) ? wanted : await playground.act(wanted)
    return Response.json(answer, { status: answer.ok ? 200 : 400 })
  }
  async function get(url: URL, rest: string): Promise<Response> {
    if (rest === 'state') return Response.json(state())
    if (rest === 'events') return streams.open({ event: 'state', data: state() }) ?? refuse(503, TOO_MANY)
    for (const [path, answer] of gets) {
      const match = path.exec(rest)
      if (match) return answer(await playground.ready(), match[1] ?? '', url)
    }
    return refuse(404, 'There is nothing here. The page is at /.')
  }

  return async request => {
    const url = new URL(request.url)
    const { method } = request
    if (url.pathname === '/') return method === 'GET' ? page() : refuse(405, 'Only GET.')
    const [, rest] = /^\/playground\/(.*)$/.exec(url.pathname) ?? []
    if (rest === undefined) return null
    if (rest === 'acts') return method === 'POST' ? act(request) : refuse(405, 'Only POST.')
    return method === 'GET' ? get(url, rest) : refuse(405, 'Only GET.')
  }
}

type Answer = Response | Promise<Response>
const TOO_MANY = 'Too many pages are listening already. Close some of them.'

const page = () => pageShell({ title: 'Bonfire', entry: 'playground/main.js', styles: STYLES })

function linesFrom({ id, log }: Session, query: URLSearchParams): Response {
  const from = numberIn(query.get('from'), 0)
  const to = numberIn(query.get('to'), from === null ? 0 : from + LINES_MAX)
  if (from === null || to === null) return refuse(400, 'Use whole numbers: /playground/lines?from=0&to=200.')
  if (to - from > LINES_MAX) return refuse(400, `At most ${LINES_MAX} lines at a time.`)
  const answer: PlaygroundLines = { session: id, lines: log.lines.slice(from, Math.max(from, to)) }
  return Response.json(answer)
}
function numberIn(text: string | null, otherwise: number): number | null {
  if (text === null) return otherwise
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}

const found = (record: object | null): Response =>
  record ? Response.json(record) : refuse(404, 'There is no such line.')
const refuse = (status: number, error: string): Response => Response.json({ error }, { status })
