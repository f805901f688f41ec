import type { RelayBoard } from './relay-board.ts'

/** Tells open pages that something has changed: server-sent events without content. The page then asks for the list. */
export interface RelayChanges {
  stream(): Response
  close(): void
}

/** Pages that are open at once. More are refused. */
const STREAMS_MAX = 100
/** Events that wait for a page which does not read, a phone that is asleep. More are left out: one of them is enough. */
const UNREAD_MAX = 20
/** A sign of life for proxies that end what is silent, in milliseconds. */
const BEAT_MS = 25_000
/** After a break the browser asks again so much later, in milliseconds. */
const RETRY_MS = 2_000

export function createRelayChanges(board: RelayBoard): RelayChanges {
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>()
  const encoder = new TextEncoder()
  const tell = (text: string) => {
    const bytes = encoder.encode(text)
    for (const stream of streams) {
      if ((stream.desiredSize ?? 0) > -UNREAD_MAX) stream.enqueue(bytes)
    }
  }
  const unlisten = board.onChange(() => tell('data:\n\n'))
  const beat = setInterval(() => tell(':\n\n'), BEAT_MS)
  // Pages alone do not keep the process alive.
  beat.unref()

  function stream(): Response {
    if (streams.size >= STREAMS_MAX) return Response.json({ error: 'too many pages are open' }, { status: 503 })
    let own: ReadableStreamDefaultController<Uint8Array>
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        own = controller
        streams.add(own)
        own.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`))
      },
      cancel: () => void streams.delete(own),
    })
    // The last is for nginx, which would hold the events back.
    return new Response(body, { headers: { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' } })
  }

  return {
    stream,
    close() {
      unlisten()
      clearInterval(beat)
      for (const stream of streams) stream.close()
      streams.clear()
    },
  }
}
