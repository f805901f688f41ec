import { type Mistake, shortened } from './typed-mistakes.ts'

export interface Prize {
  readonly name: string
  readonly count: number
}

const MEASURE = '[本份个张枚支套件盒只包瓶位名杯束条副块台部次]'
/** Between a name and its number. A Latin x right behind a letter is one of the word: `Box 3` says no number. */
const TIMES = '(?:[×*✕]|(?<![A-Za-z0-9])x)'
const NUMBER = '(?<count>\\d{1,6})'
const END = '(?=$|\\s)'
/** At the beginning, with others behind it: `书×3`, `书签 x5`, `书3本`. */
const BEHIND = new RegExp(
  `^(?<name>\\S.*?)\\s*(?:${TIMES}\\s*${NUMBER}\\s*${MEASURE}?|(?<measured>\\d{1,6})\\s*${MEASURE})${END}`,
  'iu',
)
/** Alone: `3本书`, `3 x Book`. */
const BEFORE = new RegExp(`^${NUMBER}\\s*(?:${MEASURE}|[×*✕]|x(?=\\s))\\s*(?<name>\\S.*)$`, 'iu')
/** A number of its own within a name: it is two prizes, and nobody knows where the first ends. */
const RUN_TOGETHER = /[×*✕]\s*\d|(?<![A-Za-z0-9])x\s*\d/iu
/** `一副`, `三天`: a number in Chinese signs at the end. */
const NUMERAL = new RegExp(
  `(?<!第)([一二两三四五六七八九十]{1,3})(${MEASURE.slice(0, -1)}天]|个?小时|分钟|积分|点)$`,
  'u',
)
const NUMERALS = '零一二三四五六七八九'
/** Up to 99: `十二`, `二十`, `三十五`. */
function numberIn(numeral: string): number {
  const digitOf = (sign: string) => (sign === '两' ? 2 : NUMERALS.indexOf(sign))
  if (!numeral.includes('十')) return [...numeral].reduce((value, sign) => value * 10 + digitOf(sign), 0)
  const [tens = '', ones = ''] = numeral.split('十')
  return (tens === '' ? 1 : digitOf(tens)) * 10 + (ones === '' ? 0 : digitOf(ones))
}
const COUNT_MAX = 100_000

/** The prizes that the pieces name. What cannot be read is a mistake. */
export function readPrizes(pieces: readonly string[], mistakes: Mistake[], filler: RegExp): readonly Prize[] {
  return pieces.map(piece => piece.trim()).flatMap(piece => (piece === '' ? [] : prizesIn(piece, mistakes, filler)))
}

function prizesIn(piece: string, mistakes: Mistake[], filler: RegExp): readonly Prize[] {
  const prizes: Prize[] = []
  let rest = piece
  while (rest !== '') {
    const before = prizes.length === 0 ? BEFORE.exec(rest) : null
    const match = before && !BEHIND.test(before.groups!.name!) ? before : BEHIND.exec(rest)
    if (!match) break
    rest = rest.slice(match[0].length).trim()
    const prize = prizeOf(match, mistakes)
    if (prize) prizes.push(prize)
  }
  if (rest !== '' && !filler.test(rest)) mistakes.push(whatIsLeft(rest))
  return prizes
}

function prizeOf({ groups, 0: text }: RegExpExecArray, mistakes: Mistake[]): Prize | null {
  const name = groups!.name!.replace(/^(?:and|和|以及|奖品是?:?|prizes?:)\s*/iu, '').replace(/[\s:]+$/u, '')
  const count = Number(groups!.count ?? groups!.measured)
  if (name === '' || RUN_TOGETHER.test(name)) mistakes.push({ is: 'unread', text: shortened(text.trim()) })
  else if (count < 1 || count > COUNT_MAX) mistakes.push({ is: 'how-many', text: shortened(name) })
  else return { name, count }
  return null
}

/** A few words are a prize without its number; digits and signs are anything. */
function whatIsLeft(text: string): Mistake {
  const written = text.replace(NUMERAL, (_, numeral: string, measure: string) => `${numberIn(numeral)}${measure}`)
  if (written !== text) return { is: 'numeral', text: shortened(text), written: shortened(written) }
  return { is: /^[\p{L}\p{M}\s《》「」"'()&-]+$/u.test(text) ? 'how-many' : 'unread', text: shortened(text) }
}
