import type { PlaygroundEvent } from './wire.ts'

/** Streams of events to pages: server-sent events. */
export interface EventStreams {
  /** Null: there are too many already. `first`: what a page is told at once. */
  open(first: PlaygroundEvent): Response | null
  send(event: PlaygroundEvent): void
  /** How many listen. */
  readonly count: number
  /** Ends all of them. */
  close(): void
}

/** Pages that listen at a time: tabs of one person. */
const STREAMS_MAX = 20
/** A page that takes in nothing for so many bytes is not waited for: it comes again by itself, and asks for what it lacks. */
const UNREAD_BYTES_MAX = 4 * 1024 * 1024
/** Something is said so often, in milliseconds, so that nobody in between takes the stream for dead. */
const HEARTBEAT_MS = 15_000
/** A page comes again so long after a break, in milliseconds. */
const RETRY_MS = 1_000

type Controller = ReadableStreamDefaultController<Uint8Array>

export function createEventStreams(): EventStreams {
  const encoder = new TextEncoder()
  const streams = new Set<Controller>()
  const beating = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS)
  beating.unref()

  function write(text: string): void {
    if (streams.size === 0) return
    const bytes = encoder.encode(text)
    for (const stream of streams) put(stream, bytes)
  }
  function put(stream: Controller, bytes: Uint8Array): void {
    if ((stream.desiredSize ?? 0) <= 0) return drop(stream)
    stream.enqueue(bytes)
  }
  function drop(stream: Controller): void {
    streams.delete(stream)
    stream.close()
  }

  return {
    open(first) {
      if (streams.size >= STREAMS_MAX) return null
      let own: Controller | null = null
      const body = new ReadableStream<Uint8Array>(
        {
          start(controller) {
            own = controller
            streams.add(controller)
            controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n${textOf(first)}`))
          },
          cancel() {
            if (own) streams.delete(own)
          },
        },
        new ByteLengthQueuingStrategy({ highWaterMark: UNREAD_BYTES_MAX }),
      )
      return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
    },
    send(event) {
      if (streams.size > 0) write(textOf(event))
    },
    get count() {
      return streams.size
    },
    close() {
      clearInterval(beating)
      for (const stream of streams) drop(stream)
    },
  }
}

/** JSON has no line breaks: one line of data. */
const textOf = ({ event, data }: PlaygroundEvent): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
