import type { Problem } from '../problem.ts'
import { atBody, atField, type Checked } from './checked.ts'
import { type Place, problem } from './codes.ts'
import { blankUnseen, wordsIn } from './seen-text.ts'

/** A phrase that content must not use. */
interface Phrase {
  readonly phrase: string
  readonly reason: string
  readonly except: readonly string[]
  readonly severity: Problem['severity']
}

/** Words with 亲 in them that address nobody. One that is missing here can be allowed in the file itself. */
const KIN_WORDS = [
  ...'亲子 亲自 亲戚 亲爱 亲切 亲人 亲身 亲手 亲情 亲密 亲近 亲口 亲耳 亲眼 亲友 亲朋 亲属 亲族 亲缘 亲生 亲历 亲临 亲笔 亲述 亲和 亲善 亲热 亲昵 亲吻 亲事 亲信 亲疏 亲如 亲家 亲娘 亲爹 亲妈 亲爸 亲哥 亲姐 亲弟 亲妹 亲兄 亲姊 亲王 亲政 亲征 亲民 亲水 亲眷 亲故 亲侄 亲测 亲授 亲传 亲女 亲儿 亲孙 亲本 亲代 亲权 亲睦 亲率 亲贵 亲赴 亲往 亲至'.split(
    ' ',
  ),
  ...'母亲 父亲 双亲 探亲 至亲 血亲 单亲 近亲 远亲 乡亲 娘亲 爹亲 姻亲 宗亲 相亲 成亲 定亲 订亲 结亲 娶亲 迎亲 提亲 求亲 招亲 抢亲 退亲 说亲 攀亲 省亲 认亲 皇亲 六亲 思亲 孝亲 养亲 送亲 嫡亲 躬亲 可亲 最亲 更亲 很亲 沾亲带故 非亲非故 众叛亲离 举目无亲 任人唯亲 大义灭亲 亲上加亲 定亲宴 亲一口 亲了亲'.split(
    ' ',
  ),
]

const BUILT_IN: readonly Phrase[] = [
  {
    phrase: '亲',
    reason: 'people are addressed as 你, or by name',
    except: KIN_WORDS,
    severity: 'error',
  },
]

/** Phrases of `phrases.yml` and our own, in what members read: texts, titles, labels, rules, the shop. */
export function* forbiddenPhrases({ library, texts }: Checked): Generator<Problem> {
  const phrases = withBuiltIn(library.phrases?.phrases ?? [])
  for (const text of texts) {
    const wanted = phrases.filter(({ phrase }) => !text.allowed.includes(phrase))
    const body = blankUnseen(text.body)
    yield* found(wanted, body, offset => atBody(text, offset))
    for (const { path, words } of wordsIn(text.fields)) yield* found(wanted, words, () => atField(text, path))
  }
  for (const plan of library.plans) {
    for (const key of ['name', 'value', 'rules'] as const) {
      yield* found(phrases, plan.definition[key], () => atField(plan, [key]))
    }
  }
  for (const [index, { name, about }] of library.shop?.items.entries() ?? []) {
    yield* found(phrases, name, () => atField(library.shop!, ['items', index, 'name']))
    yield* found(phrases, about ?? '', () => atField(library.shop!, ['items', index, 'about']))
  }
}

/** What ops say about a word wins over what we say; the words that contain it are no address for them either. */
function withBuiltIn(own: readonly Phrase[]): readonly Phrase[] {
  const merged = own.map(phrase => {
    const ours = BUILT_IN.find(other => other.phrase === phrase.phrase)
    return ours ? { ...phrase, except: [...phrase.except, ...ours.except] } : phrase
  })
  return [...merged, ...BUILT_IN.filter(({ phrase }) => !own.some(other => other.phrase === phrase))]
}

function* found(phrases: readonly Phrase[], words: string, placeOf: (offset: number) => Place): Generator<Problem> {
  for (const { phrase, reason, except, severity } of phrases) {
    for (const offset of offsetsOf(phrase, words, except)) {
      const message = `"${phrase}" is not to be used: ${reason.replace(/[。.]$/u, '')}`
      yield { ...problem('forbidden-phrase', placeOf(offset), message), severity }
    }
  }
}

/** Where a phrase stands, but for where it is part of one of those words. Case does not matter. */
function offsetsOf(phrase: string, words: string, except: readonly string[]): readonly number[] {
  const [sought, text] = [phrase.toLowerCase(), words.toLowerCase()]
  const offsets: number[] = []
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length)) {
    if (!except.some(word => covers(word.toLowerCase(), text, at, sought))) offsets.push(at)
  }
  return offsets
}

/** Whether what stands there is part of that longer word. */
function covers(word: string, text: string, at: number, phrase: string): boolean {
  for (let within = word.indexOf(phrase); within >= 0; within = word.indexOf(phrase, within + 1)) {
    if (text.startsWith(word, at - within)) return true
  }
  return false
}
