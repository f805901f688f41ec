/** So many lines are drawn as one: only the part that changed is drawn again. */
export const CHUNK_LINES = 50
/** The chat of all. Others are named by the person who is in it with the bot. */
export const GROUP = 'group'

/**
 * The lines that the page has: those from `first` to before `end`, without gaps, by chat in chunks. A chunk is never
 * changed but replaced.
 */
export function createLines() {
  let chats = new Map()
  let first = 0
  let end = 0
  const chunksOf = chat => chats.get(chat) ?? []

  /** Knows nothing from now on, and goes on from this number in both directions. */
  function reset(from) {
    chats = new Map()
    first = from
    end = from
  }

  /** False: there is a gap before them. Those that are here already are passed over. */
  function append(lines) {
    const news = lines.filter(line => line.number >= end)
    if (news.length === 0) return true
    if (news[0].number !== end) return false
    for (const line of news) {
      const chunks = mine(line)
      const last = chunks.at(-1)
      if (last && last.lines.length < CHUNK_LINES) chunks[chunks.length - 1] = { ...last, lines: [...last.lines, line] }
      else chunks.push({ id: line.number, lines: [line] })
    }
    end = news.at(-1).number + 1
    return true
  }

  /** Those that come right before the first one here. */
  function prepend(lines) {
    const older = lines.filter(line => line.number < first)
    if (older.length === 0 || older.at(-1).number !== first - 1) return false
    for (const [chat, said] of Map.groupBy(older, chatOf)) chats.set(chat, [...inChunks(said), ...chunksOf(chat)])
    first = older[0].number
    return true
  }

  /** Lines that may have changed. What is the same stays the same object. */
  function change(lines) {
    for (const line of lines) {
      const chunks = mine(line)
      const at = chunks.findLastIndex(chunk => chunk.id <= line.number)
      const place = chunks[at]?.lines.findIndex(({ number }) => number === line.number) ?? -1
      if (place < 0 || JSON.stringify(chunks[at].lines[place]) === JSON.stringify(line)) continue
      chunks[at] = { ...chunks[at], lines: chunks[at].lines.with(place, line) }
    }
  }

  /** The last chunks are drawn again: what is known of people has changed. */
  function touch(count) {
    for (const chunks of chats.values()) {
      for (let at = Math.max(0, chunks.length - count); at < chunks.length; at++) chunks[at] = { ...chunks[at] }
    }
  }

  function mine(line) {
    const chat = chatOf(line)
    if (!chats.has(chat)) chats.set(chat, [])
    return chats.get(chat)
  }
  /** Undefined: it is not here, or in another chat. */
  function find(chat, number) {
    const chunk = chunksOf(chat).findLast(({ id }) => id <= number)
    return chunk?.lines.find(line => line.number === number)
  }
  return {
    chunksOf,
    find,
    reset,
    append,
    prepend,
    change,
    touch,
    get first() {
      return first
    },
    get end() {
      return end
    },
  }
}

const chatOf = line => line.private ?? GROUP

/** In chunks that are full but for the first one. */
function inChunks(lines) {
  const chunks = []
  for (let to = lines.length; to > 0; to -= CHUNK_LINES) {
    const part = lines.slice(Math.max(0, to - CHUNK_LINES), to)
    chunks.unshift({ id: part[0].number, lines: part })
  }
  return chunks
}
