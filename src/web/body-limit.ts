/** What is answered to a longer one. The rest of it is not read, so nothing else can come over this connection. */
export const tooLarge = (): Response =>
  Response.json({ error: 'too large' }, { status: 413, headers: { connection: 'close' } })

/**
 * The same request with all of its body read, or null when that is longer than `bytesMax`. What a request claims about
 * its length counts only when it claims too much.
 */
export async function readWithin(request: Request, bytesMax: number): Promise<Request | null> {
  if (request.body === null) return request
  if (Number(request.headers.get('content-length')) > bytesMax) return null
  const body = await bytesWithin(request.body, bytesMax)
  if (body === null) return null
  const { url, method, headers, signal } = request
  return new Request(url, { method, headers, signal, body })
}

async function bytesWithin(
  body: ReadableStream<Uint8Array>,
  bytesMax: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    // Leaving the loop cancels the stream.
    if (bytes > bytesMax) return null
    chunks.push(chunk)
  }
  return Uint8Array.from(Buffer.concat(chunks))
}
