import type { Instant } from 'bonfire'
import { type Calendar, CLOSING_TIME, readClosingTime } from './closing-time.ts'
import { TEXT_CHARS_MAX } from './fact-schemas.ts'
import { ALTERNATES_MAX, PRIZES_MAX } from './records.ts'
import { type ClauseName, type Mistake, type NumberName, shortened } from './typed-mistakes.ts'
import { type Prize, readPrizes } from './typed-prizes.ts'

/** What somebody wrote behind `/draw_new`. Null: it says nothing of that. */
export interface TypedDraw {
  readonly title: string
  readonly prizes: readonly Prize[]
  readonly closesAt: Instant
  readonly entry: 'word' | 'comment' | 'points'
  readonly cost: number | null
  readonly streakDays: number | null
  readonly memberDays: number | null
  readonly buyer: boolean
  readonly alternates: number | null
  readonly claimHours: number | null
}

/** How long people have to enter at least, and how far ahead a draw may close at most, in milliseconds. */
export const OPEN_MS_MIN = 5 * 60_000
export const OPEN_MS_MAX = 30 * 86_400_000
/** Longest text that is read, in UTF-16 code units. */
export const TYPED_LENGTH_MAX = 1_000

const RANGES: Readonly<Record<NumberName, readonly [min: number, max: number]>> = {
  cost: [1, 100_000],
  streakDays: [1, 365],
  memberDays: [1, 3_650],
  alternates: [0, ALTERNATES_MAX],
  claimHours: [1, 336],
}

const AT_LEAST = '(?:以上|及以上|起)?(?:的人?)?(?:才?(?:可以?|能)参加)?'
const NEEDS = '(?:需要?|要求?|必须)?'
/** Patterns of what a draw is like besides its prizes. Each stands between spaces; `n`, or `k`, is its number. */
const CLAUSES: Readonly<Record<ClauseName, string>> = {
  claimHours:
    'claim(?:ed)?\\s*(?:within|in)?\\s*:?\\s*(?<n>\\d{1,6})\\s*(?:h|hrs?|hours?)|领奖(?:时间|期限?)?\\s*:?\\s*(?<k>\\d{1,6})\\s*(?:个?小时)(?:内|以内)?',
  cost: `costs?\\s*:?\\s*(?<n>\\d{1,9})(?:\\s*(?:points?|pts?|积分))?|(?:(?:for|消耗|花费?|每次|每人|扣|${NEEDS})\\s*:?\\s*)?(?<k>\\d{1,9})\\s*(?:points?|pts?|积分)`,
  streakDays: `(?:needs?\\s+)?(?:a\\s+)?streak\\s*(?:of\\s*)?:?\\s*(?<n>\\d{1,6})(?:\\s*days?)?|${NEEDS}连续(?:打卡|签到)?满?\\s*(?<k>\\d{1,6})\\s*天${AT_LEAST}`,
  memberDays: `members?\\s*(?:for\\s*)?:?\\s*(?<n>\\d{1,6})(?:\\s*days?)?|${NEEDS}(?:入群|进群|在群里?)满?\\s*(?<k>\\d{1,6})\\s*天${AT_LEAST}`,
  alternates: '(?:alternates?|reserves?)\\s*:?\\s*(?<n>\\d{1,6})|(?:备选|候补|替补)\\s*(?<k>\\d{1,6})\\s*[人位个名]?',
  buyer: `buyers?(?:\\s+only)?|(?:仅限|只限|限)?(?:买过|购买过|下过单)${AT_LEAST}`,
  comment: '(?:by\\s+)?comments?|(?:评论|留言|回复)(?:参加|抽奖)?',
  // The last: `claim 48h` and `member 7 days` say how long, and not when.
  closing: `(?:(?:closes?|closing|until|till|ends?|截止|截至|到)\\s*(?:at|on|时间|于)?\\s*:?\\s*)?${CLOSING_TIME}\\s*(?:截止|结束|开奖|前|为止)?`,
}
/** It stands where a part has been read: what was left and right of it is not one name. */
const GAP = '\u0001'
const PATTERNS = Object.entries(CLAUSES).map(
  ([name, pattern]) =>
    [name as ClauseName, new RegExp(`(?<=^|[\\s${GAP}])(?:${pattern})(?=$|[\\s${GAP}])`, 'giu')] as const,
)
const TITLE = /^(?:title|标题|名称|主题)\s*[:\s]\s*(?<title>.+)$/iu
/** Words between the parts that say nothing. */
const FILLER = /^(?:and|with|prizes?:?|和|以及|奖品是?:?|,)$/iu

interface Found {
  readonly name: ClauseName
  readonly text: string
  readonly groups: Readonly<Record<string, string | undefined>>
}

/** Reads it whole, or says all that is wrong with it: nothing is guessed. */
export function readTypedDraw(
  typed: string,
  now: Instant,
  calendar: Calendar,
): { readonly draw: TypedDraw } | { readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = []
  const found: Found[] = []
  const prizes: Prize[] = []
  const titles: string[] = []
  // 1. Take it apart
  for (const segment of segmentsOf(typed)) {
    const title = TITLE.exec(segment)?.groups?.title
    if (title !== undefined) titles.push(title.trim())
    else prizes.push(...readPrizes(withoutClauses(segment, found).split(GAP), mistakes, FILLER))
  }
  // 2. Look at each part
  const closesAt = closingIn(found, mistakes, now, calendar)
  const numberOf = (name: NumberName) => numberIn(found, mistakes, name)
  const cost = numberOf('cost')
  const rest = { streakDays: numberOf('streakDays'), memberDays: numberOf('memberDays') }
  const more = { alternates: numberOf('alternates'), claimHours: numberOf('claimHours') }
  const [buyer, isComment] = [flagIn(found, mistakes, 'buyer'), flagIn(found, mistakes, 'comment')]
  if (isComment && cost !== null) mistakes.push({ is: 'comment-and-cost' })
  // 3. And at what they are together
  if (TURNS.test(typed)) mistakes.push({ is: 'unseen' })
  mistakes.push(...mistakesOfPrizes(prizes, mistakes), ...mistakesOfTitles(titles))
  if (mistakes.length > 0 || closesAt === null) return { mistakes }
  const entry = isComment ? 'comment' : cost === null ? 'word' : 'points'
  const title = titles[0] ?? prizes[0]!.name
  return { draw: { title, prizes, closesAt, entry, cost, buyer, ...rest, ...more } }
}

/** Marks of direction: what the group reads would stand in another order than what was typed. */
const TURNS = /\p{Bidi_Control}/u
/** Controls, marks of direction and private characters say nothing, and could hide or turn what the group reads. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?!\u200d)\p{Cf}/gu
function segmentsOf(typed: string): readonly string[] {
  return typed
    .slice(0, TYPED_LENGTH_MAX)
    .normalize('NFKC')
    .split(/[,;、。\n]/u)
    .map(segment => segment.replace(UNSEEN, '').replace(/\s+/gu, ' ').trim())
    .filter(segment => segment !== '')
}

function withoutClauses(segment: string, found: Found[]): string {
  return PATTERNS.reduce(
    (left, [name, pattern]) =>
      left.replaceAll(pattern, (...match: readonly unknown[]) => {
        found.push({ name, text: String(match[0]).trim(), groups: match.at(-1) as Found['groups'] })
        return GAP
      }),
    segment,
  )
}

/** The only one of its name. */
function oneOf(found: readonly Found[], mistakes: Mistake[], name: ClauseName): Found | undefined {
  const [first, second] = found.filter(clause => clause.name === name)
  if (second) mistakes.push({ is: 'twice', what: name, text: second.text })
  return first
}

function numberIn(found: readonly Found[], mistakes: Mistake[], name: NumberName): number | null {
  const clause = oneOf(found, mistakes, name)
  if (!clause) return null
  const number = Number(clause.groups.n ?? clause.groups.k)
  const [min, max] = RANGES[name]
  if (number < min || number > max) mistakes.push({ is: 'range', what: name, text: clause.text, min, max })
  return number
}

const flagIn = (found: readonly Found[], mistakes: Mistake[], name: 'buyer' | 'comment'): boolean =>
  oneOf(found, mistakes, name) !== undefined

function closingIn(found: readonly Found[], mistakes: Mistake[], now: Instant, calendar: Calendar): Instant | null {
  const clause = oneOf(found, mistakes, 'closing')
  if (!clause) {
    mistakes.push({ is: 'no-closing' })
    return null
  }
  const { text, groups } = clause
  const closing = readClosingTime(groups, now, calendar)
  if (closing.is !== 'at') {
    mistakes.push({ is: closing.is, text })
    return null
  }
  if (closing.at < now + OPEN_MS_MIN) mistakes.push({ is: 'too-soon', text })
  if (closing.at > now + OPEN_MS_MAX) mistakes.push({ is: 'too-far', text })
  return closing.at
}

function mistakesOfPrizes(prizes: readonly Prize[], others: readonly Mistake[]): readonly Mistake[] {
  const count = prizes.reduce((sum, prize) => sum + prize.count, 0)
  const isMeant = others.some(({ is }) => is === 'how-many' || is === 'unread')
  const names = new Set<string>()
  const again = prizes.filter(({ name }) => names.has(name) || !names.add(name))
  return [
    ...(prizes.length === 0 && !isMeant ? [{ is: 'no-prize' } as const] : []),
    ...prizes.flatMap(({ name }) => tooLong(name)),
    ...again.map(({ name }) => ({ is: 'twice', what: 'prize', text: shortened(name) }) as const),
    ...(count > PRIZES_MAX ? [{ is: 'too-many-prizes', prizes: count, prizesMax: PRIZES_MAX } as const] : []),
  ]
}

function mistakesOfTitles(titles: readonly string[]): readonly Mistake[] {
  const [first, second] = titles
  return [
    ...(first === undefined ? [] : tooLong(first)),
    ...(second === undefined ? [] : [{ is: 'twice', what: 'title', text: shortened(second) } as const]),
  ]
}

const tooLong = (text: string): readonly Mistake[] =>
  text.length > TEXT_CHARS_MAX ? [{ is: 'too-long', text: shortened(text), charsMax: TEXT_CHARS_MAX }] : []
