import type { MemoryDisk } from '../../../src/journal/memory-files.ts'
import type { Chance } from '../seeded.ts'
import { changed, lineAround, spliced } from './bytes.ts'

/** What happens to the bytes of a file, given another one near it. `undefined`: the file is gone. */
type Damage = (bytes: Buffer, other: Buffer, chance: Chance) => Buffer | undefined

const anywhere = (bytes: Buffer, chance: Chance) => chance.below(bytes.length + 1)
const aLine = (bytes: Buffer, chance: Chance) => lineAround(bytes, anywhere(bytes, chance))
const NOTHING = Buffer.alloc(0)
/** The longest piece that is lost, repeated or moved, in bytes. About two lines. */
const PIECE_BYTES_MAX = 200

export const DAMAGES: Readonly<Record<string, Damage>> = {
  'a byte changed': (bytes, _, chance) =>
    bytes.length === 0 ? bytes : changed(bytes, chance.below(bytes.length), chance.between(1, 255)),
  'a bit changed': (bytes, _, chance) =>
    bytes.length === 0 ? bytes : changed(bytes, chance.below(bytes.length), 1 << chance.below(8)),
  'a piece missing': (bytes, _, chance) => spliced(bytes, anywhere(bytes, chance), pieceOf(chance), NOTHING),
  'a hole of zeros': (bytes, _, chance) => {
    const size = pieceOf(chance)
    return spliced(bytes, anywhere(bytes, chance), size, Buffer.alloc(size))
  },
  garbage: (bytes, _, chance) => {
    const noise = Buffer.from(Array.from({ length: pieceOf(chance) }, () => chance.below(256)))
    return spliced(bytes, anywhere(bytes, chance), chance.below(noise.length), noise)
  },
  'a piece repeated': (bytes, _, chance) => {
    const at = anywhere(bytes, chance)
    return spliced(bytes, at, 0, bytes.subarray(at, at + pieceOf(chance)))
  },
  'a piece moved': (bytes, _, chance) => {
    const from = anywhere(bytes, chance)
    const piece = bytes.subarray(from, from + pieceOf(chance))
    const rest = spliced(bytes, from, piece.length, NOTHING)
    return spliced(rest, anywhere(rest, chance), 0, piece)
  },
  'a piece of another file': (bytes, other, chance) => {
    const from = anywhere(other, chance)
    return spliced(bytes, anywhere(bytes, chance), 0, other.subarray(from, from + pieceOf(chance)))
  },
  'a torn tail': (bytes, _, chance) => bytes.subarray(0, anywhere(bytes, chance)),
  'a line missing': (bytes, _, chance) => spliced(bytes, ...aLine(bytes, chance), NOTHING),
  'two lines swapped': (bytes, _, chance) => {
    const [start, length] = aLine(bytes, chance)
    const [next, nextLength] = lineAround(bytes, start + length)
    const [line, after] = [bytes.subarray(start, start + length), bytes.subarray(next, next + nextLength)]
    return start === next ? bytes : spliced(bytes, start, length + nextLength, Buffer.concat([after, line]))
  },
  'a line of another file': (bytes, other, chance) => {
    const [start, length] = aLine(other, chance)
    return spliced(bytes, aLine(bytes, chance)[0], 0, other.subarray(start, start + length))
  },
  'another file in its place': (_, other) => other,
  'an empty file': () => NOTHING,
  'a file missing': () => undefined,
}

const pieceOf = (chance: Chance) => chance.between(1, PIECE_BYTES_MAX)

/** Does one to three of these to some of the files. Returns what it did, for people. */
export function damage(disk: MemoryDisk, files: readonly string[], chance: Chance): readonly string[] {
  return Array.from({ length: chance.between(1, 3) }, () => {
    const what = chance.pick(Object.keys(DAMAGES))
    const [file, other] = [chance.pick(files), chance.pick(files)]
    const [bytes, otherBytes] = [disk.contents().get(file), disk.contents().get(other)]
    if (bytes === undefined || otherBytes === undefined) return 'nothing more'
    if (chance.happens(0.05)) {
      disk.put(file, otherBytes)
      disk.put(other, bytes)
      return `${file} and ${other} swapped`
    }
    disk.put(file, DAMAGES[what]!(bytes, otherBytes, chance))
    return `${what} in ${file}`
  })
}
