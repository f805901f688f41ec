import { type Asker, acknowledge, type Decision, type EventOf, type MemberId, membership } from 'bonfire'
import { ledger } from '../points/facts.ts'
import { DAY_MS, type IcebreakerContext, isForBots, isHere, isNewcomer, NEWCOMER_MS } from './context.ts'
import { INTRODUCTION_CHARS_MAX, icebreaker } from './facts.ts'
import { type Keyword, keywordsOf } from './keywords.ts'
import { presentsSpeaker } from './presenting.ts'
import { withoutPrivateSubjects } from './private-subjects.ts'

/** What is shorter is no introduction, in characters: spaces and links are none. */
const CHARS_MIN = 10
/** Nor is what has fewer different letters. */
const LETTERS_MIN = 5
/** How long after their welcome a newcomer's own words are taken for it, where there are no replies. In milliseconds. */
const SPOKEN_WITHIN_MS = DAY_MS
/** How many words of each text of the plan are what the group is about. */
const SUBJECT_WORDS_MAX = 100

const { facts } = icebreaker

type Asked = IcebreakerContext & Asker
type Introducing = Decision<'icebreaker' | 'points'>

export function introCommand(context: Asked, text: string | undefined): Introducing {
  return text === undefined ? guide(context) : introduce(context, text.trim())
}

/** How to introduce oneself: in three points. */
function guide({ state, say, member, config, content, plan, platform }: Asked): Introducing {
  const texts = content
    .icebreakers(plan?.definition.id ?? null)
    .filter(({ kind, platforms }) => kind === 'introduction' && platforms.includes(platform))
  const text = texts[state.group.introduced % texts.length]?.id ?? null
  const { firstDay } = state.introductions.of(member)
  const { nicknameFormat: nickname, points } = config
  return [say.guide({ text, nickname, platform, points: firstDay === null ? points : 0, isAgain: firstDay !== null })]
}

function introduce(context: Asked, text: string): Introducing {
  const { say, state, member, now, today, config } = context
  if (context.private) return [say.inGroup()]
  const chars = [...text].length
  if (chars > INTRODUCTION_CHARS_MAX) return [say.tooLong({ chars, charsMax: INTRODUCTION_CHARS_MAX })]
  if (!saysEnough(text)) return [say.tooShort({ charsMin: CHARS_MIN })]
  const keywords = keywordsOf(withoutPrivateSubjects(text))
  const before = state.introductions.of(member)
  const isFirst = before.firstDay === null
  const points = isFirst ? config.points : 0
  const { nicknameFormat: nickname } = config
  const turn = state.group.introduced
  return [
    facts.introduced({
      ...{ member, at: now, day: today, text, words: keywords.map(({ stem }) => stem) },
      ...(!isFirst && { again: true as const }),
    }),
    ...wordsChanged(context, before.words, keywords),
    points > 0 && ledger.facts.awarded({ member, points, reason: 'introduction', day: today }),
    acknowledge(isFirst ? say.introduced({ points, nickname, platform: context.platform, turn }) : say.replaced()),
    // Once for each: whoever changes theirs again and again would mention somebody each time.
    isFirst && bothMention(context, keywords),
  ]
}

function wordsChanged({ member, state }: Asked, before: readonly string[], keywords: readonly Keyword[]): Introducing {
  const now = new Set(keywords.map(({ stem }) => stem))
  return [
    ...before
      .filter(word => !now.has(word))
      .map(word => {
        const isLast = state.words.of(word).count <= 1
        return isLast ? facts.wordDropped({ member, word }) : facts.unmentioned({ member, word })
      }),
    ...[...now].filter(word => !before.includes(word)).map(word => facts.mentioned({ member, word })),
  ]
}

/** Somebody else who has the rarest of these words in their introduction. What they typed is said, and not recorded. */
function bothMention(context: Asked, keywords: readonly Keyword[]): ReturnType<Asked['say']['both']> | null {
  const { state, say, read } = context
  const subject = subjectOf(context)
  let found: { readonly word: string; readonly other: MemberId; readonly count: number } | null = null
  for (const { stem, shown } of keywords) {
    if (subject.has(stem)) continue
    const { count } = state.words.of(stem)
    const other = whoMentions(context, stem)
    if (other === undefined) continue
    // Of two that are as rare, the longer says more.
    const isRarer = found === null || count < found.count || (count === found.count && shown.length > found.word.length)
    if (isRarer) found = { word: shown, other, count }
  }
  if (found === null) return null
  const { word, other } = found
  const { isQuiet } = read(membership).members.of(other)
  return { ...say.both({ other, word, isQuiet, turn: state.group.introduced }), quotes: true }
}

/** What the group is about anyway: two people in a reading group who both read have nothing in common by it. */
function subjectOf({ plan }: Asked): ReadonlySet<string> {
  if (plan === null) return new Set()
  const { name, value, audience } = plan.definition
  return new Set([name, value, audience].flatMap(text => keywordsOf(text, SUBJECT_WORDS_MAX).map(({ stem }) => stem)))
}

/** The latest who is still here. */
function whoMentions(context: Asked, stem: string): MemberId | undefined {
  const { members } = context.state.words.of(stem)
  return members.findLast(other => other !== context.member && isHere(context, other))
}

// What nobody had to ask for

const OPENER =
  /^[\s，,。!！~～👋]*(?:我是|我叫|叫我|大家好|各位好|你们好|哈喽|hi\b|hello\b|hey\b|i['’]?m\b|i am\b|my name)/iu
const CALLED_SO = /^自我介绍[\s:：，,]*/u
const ASKS = /[?？]|请问|怎么|吗[\s。！!~～]*$|什么时候|在哪/u

/** A newcomer introduces themselves without the command: in reply to their welcome, or in so many words. */
export function hearIntroduction(context: Asked, event: EventOf<'said'>): Introducing {
  const { text } = event
  if (context.private || isForBots(text)) return []
  if (CALLED_SO.test(text)) {
    const rest = text.replace(CALLED_SO, '').trim()
    if (rest === '') return guide(context)
    return OPENER.test(rest) ? introduce(context, cut(rest)) : []
  }
  const { state, member } = context
  if (!isNewcomer(context, member) || state.introductions.of(member).firstDay !== null) return []
  const isOne = repliesToWelcome(context, event) || (speaksAfterWelcome(context) && presentsSpeaker(text))
  return isOne && isIntroduction(text) ? introduce(context, cut(text.trim())) : []
}

function repliesToWelcome({ state, now }: Asked, { replyTo }: EventOf<'said'>): boolean {
  return replyTo !== undefined && state.messages.has(replyTo) && now - state.messages.of(replyTo).at < NEWCOMER_MS
}

/** Only where nobody can say who replies to whom: elsewhere whoever wants it to be one replies. */
function speaksAfterWelcome({ state, platform, member, now }: Asked): boolean {
  const { welcome } = state.arrivals.of(member)
  if (platform !== 'wechat' || welcome === null) return false
  const { sentAt } = state.welcomes.of(welcome)
  return sentAt !== null && now >= sentAt && now - sentAt < SPOKEN_WITHIN_MS
}

/** Neither a question nor only thanks: it says something about somebody. */
const isIntroduction = (text: string): boolean => saysEnough(text) && !ASKS.test(text) && keywordsOf(text).length > 0

const LINKS = /https?:\/\/\S+|www\.\S+/giu
/** What is not seen, and spaces: they make no text longer. */
const UNCOUNTED = /[\s\p{Cc}\p{Cf}]|\uFE0F/gu

function saysEnough(text: string): boolean {
  const characters = [...text.replace(LINKS, '').replace(UNCOUNTED, '')]
  const letters = new Set(characters.filter(character => /[\p{L}\p{N}]/u.test(character)))
  return characters.length >= CHARS_MIN && letters.size >= LETTERS_MIN
}

/** Nobody is refused what they did not ask for. */
const cut = (text: string): string => [...text].slice(0, INTRODUCTION_CHARS_MAX).join('')
