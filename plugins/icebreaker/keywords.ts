import { WORDS_MAX } from './facts.ts'
import { BINDING_CHARACTERS, STOP_CHARACTERS, STOP_WORDS } from './stop-words.ts'

/** A word of an introduction. */
export interface Keyword {
  /** As words are compared: `hik` for hiking and hikes. */
  readonly stem: string
  /** As it was written. */
  readonly shown: string
}

/** Fewest letters of an English word, and most of any. */
const LETTERS_MIN = 3
const WORD_CHARS_MAX = 24
const HAN = /^\p{Script=Han}+$/u
const LATIN = /^[\p{Script=Latin}'’-]+$/u
/** Addresses, mentions and tags say where somebody is found, not what they like. */
const NOT_WORDS = /https?:\/\/\S+|www\.\S+|[@＠]\S+|\S+@\S+/gu
/** What somebody is called: two people of one name have nothing in common by it. */
const NAMES =
  /(?:我叫|叫我|名叫|名字是|名字叫|昵称是)[\s“"「]*[^\s，,。.！!、；;「」"”]{1,4}(?=[\s，,。.！!、；;」"”]|$)|\b(?:[Ii]'?m|[Ii] am|[Cc]all me|[Mm]y name is)\s+\p{Lu}\p{L}*/gu

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** What a text is about, by default an introduction: each word once, in the order in which they come. */
export function keywordsOf(text: string, wordsMax = WORDS_MAX): readonly Keyword[] {
  const plain = text.normalize('NFKC').replaceAll('’', "'").replace(NOT_WORDS, ' ').replace(NAMES, '。')
  const found = new Map<string, Keyword>()
  for (const shown of wordsOf(plain)) {
    const stem = stemOf(shown)
    if (stem !== null && !found.has(stem)) found.set(stem, { stem, shown })
    if (found.size >= wordsMax) break
  }
  return [...found.values()]
}

/**
 * The words of a text. The segmenter knows no rare words and leaves them in pieces: single characters that follow each
 * other are one word (骑 行), and one that follows a word belongs to it (马拉 松).
 */
function wordsOf(text: string): readonly string[] {
  const words: string[] = []
  let run = ''
  let isAfterWord = false
  const endRun = () => {
    if ([...run].length === 1 && isAfterWord && isTelling(words.at(-1)!)) words.push(words.pop()! + run)
    else if (run !== '') words.push(run)
    run = ''
    isAfterWord = false
  }
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    const isCharacter = isWordLike && HAN.test(segment) && [...segment].length === 1
    if (isCharacter && !STOP_CHARACTERS.has(segment)) run += segment
    else {
      endRun()
      if (!isWordLike || isCharacter) continue
      words.push(segment)
      isAfterWord = HAN.test(segment)
    }
  }
  endRun()
  return words
}
const isTelling = (word: string): boolean => stemOf(word) !== null

/** As the word is compared; null: it says nothing. */
function stemOf(word: string): string | null {
  const characters = [...word]
  if (characters.length > WORD_CHARS_MAX || STOP_WORDS.has(word.toLowerCase())) return null
  if (HAN.test(word)) return isBound(characters) ? null : word
  if (!LATIN.test(word)) return null
  const stem = stemOfLatin(word.toLowerCase())
  return [...stem].length < LETTERS_MIN || STOP_WORDS.has(stem) ? null : stem
}

const isBound = (characters: readonly string[]): boolean =>
  characters.length < 2 ||
  (characters.length === 2 && characters.some(character => BINDING_CHARACTERS.has(character))) ||
  characters.every(character => STOP_CHARACTERS.has(character)) ||
  endsInStopWords(characters)

/** 坚持下去, 找回来: what is left without its stop word is nothing. */
function endsInStopWords(characters: readonly string[]): boolean {
  const [start, end] = [characters.slice(0, -2).join(''), characters.slice(-2).join('')]
  return characters.length > 2 && STOP_WORDS.has(end) && (start.length < 2 || STOP_WORDS.has(start))
}

/** One form for hike, hikes, hiked and hiking. Not grammar: enough for two people to be found alike. */
export function stemOfLatin(word: string): string {
  const bare = word.replace(/'s$|^'+|'+$/g, '')
  const single = bare.replace(/ies$/, 'y').replace(/(?<=[^su])s$/, '')
  const root = single.replace(/(?<=..[^e])(?:ing|ed)$/, '')
  return root.replace(/([^aeiouls])\1$/, '$1').replace(/(?<=..[^aeiou])e$/, '')
}
