import type { IncomingMessage } from 'node:http'

/** What a request asks for, whichever of the three encodings it came in. */
export interface ApiRequest {
  readonly token: string
  readonly method: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly files: readonly UploadedFile[]
}

/** A file that came with a request. Its bytes are counted, and kept of text files alone. */
export interface UploadedFile {
  /** The form's field, which `attach://<field>` refers to. */
  readonly field: string
  readonly name: string
  /** In bytes. */
  readonly size: number
  /** What is in a file whose name says that it is text, in UTF-8. */
  readonly text?: string
}

/** Largest request that is read, in bytes: somewhat more than the 50 MB that the Bot API takes. */
const BODY_BYTES_MAX = 52_000_000
const TEXT_FILE = /\.(?:csv|json|md|txt)$/i
/** Fields whose value is JSON when they come in a form, and may be JSON in a string in any case. */
const JSON_FIELDS = new Set([
  ...['allowed_updates', 'caption_entities', 'commands', 'entities', 'ephemeral_message_parameters'],
  ...['link_preview_options', 'options', 'permissions', 'reaction', 'reply_markup', 'reply_parameters', 'scope'],
])

/**
 * Reads a request to `/bot<token>/<method>`. Null: it is for something else.
 * @throws SyntaxError when the body is not what its type says.
 */
export async function readRequest(request: IncomingMessage): Promise<ApiRequest | null> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const found = /^\/bot([^/]+)\/(\w+)$/.exec(decodeURIComponent(url.pathname))
  const body = await readBody(request)
  if (!found) return null
  const { fields, files } = parseBody(request.headers['content-type'] ?? '', body)
  const payload = { ...Object.fromEntries(url.searchParams), ...fields }
  return { token: found[1]!, method: found[2]!, payload: mapValues(payload, parseField), files }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > BODY_BYTES_MAX) throw new SyntaxError('the request is too large')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

interface Body {
  readonly fields: Readonly<Record<string, unknown>>
  readonly files: readonly UploadedFile[]
}

function parseBody(type: string, body: Buffer): Body {
  if (body.length === 0) return { fields: {}, files: [] }
  if (type.startsWith('application/json')) {
    const parsed: unknown = JSON.parse(body.toString())
    return { fields: isRecord(parsed) ? parsed : {}, files: [] }
  }
  const boundary = /^multipart\/form-data;.*?boundary="?([^";]+)/i.exec(type)?.[1]
  if (boundary !== undefined) return parseForm(body, boundary)
  return { fields: Object.fromEntries(new URLSearchParams(body.toString())), files: [] }
}

/** Written out, since what bot libraries send is legal and still more than the platform's own parser accepts. */
function parseForm(body: Buffer, boundary: string): Body {
  const fields: Record<string, unknown> = {}
  const files: UploadedFile[] = []
  const separator = `\r\n--${boundary}`
  // So that the first separator, which has no line before it, looks like the others.
  const text = Buffer.concat([Buffer.from('\r\n'), body])
  for (let at = text.indexOf(separator); at >= 0; ) {
    const start = at + separator.length
    const end = text.indexOf(separator, start)
    if (end < 0) break
    const head = text.indexOf('\r\n\r\n', start)
    if (head < 0 || head > end) throw new SyntaxError('a part of the form has no header')
    const disposition = text.subarray(start, head).toString()
    const field = attribute(disposition, 'name')
    const name = attribute(disposition, 'filename')
    if (field === undefined) throw new SyntaxError('a part of the form has no name')
    const content = text.subarray(head + 4, end)
    if (name === undefined) fields[field] = content.toString()
    else files.push({ field, name, size: content.length, ...(TEXT_FILE.test(name) && { text: content.toString() }) })
    at = end
  }
  return { fields, files }
}

function attribute(disposition: string, name: string): string | undefined {
  const found = new RegExp(`[;\\s]${name}=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(disposition)
  return found?.[1] ?? found?.[2]
}

function parseField(value: unknown, field: string): unknown {
  if (typeof value !== 'string' || !JSON_FIELDS.has(field)) return value
  return JSON.parse(value)
}

function mapValues<V, W>(record: Readonly<Record<string, V>>, map: (value: V, key: string) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]))
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
