import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import checkIn from '../plugins/check-in/index.ts'
import points from '../plugins/points/index.ts'
import { ROLES } from '../src/events/event.ts'
import { type MemberId, MessageId } from '../src/events/ids.ts'
import { membership } from '../src/host/core/membership.ts'
import type { Handled } from '../src/host/host.ts'
import { createStage, day, type Stage } from '../src/testing/index.ts'
import {
  BOT_NAMES,
  COMMANDS,
  desk,
  expected,
  type Line,
  mayDo,
  type Outcome,
  roleOf,
  type Speaker,
  STRANGERS,
  TEXTS,
  textOf,
  type Word,
} from './model-commands.ts'

/** `RUNS=5000 npx vitest run test/model-commands`: messages that are tried, in tens. */
const RUNS = Number(process.env.RUNS ?? 80)
const MONDAY = day('2026-11-23')
const GROUP_AS_PERSON = 'sim:group'

// Who speaks

const speaker: fc.Arbitrary<Speaker> = fc.record({
  name: fc.constantFrom('sim:amy', 'sim:bob', 'sim:cat'),
  presence: fc.constantFrom('here', 'here', 'here', 'unknown', 'left'),
  reported: fc.constantFrom(null, ...ROLES),
  given: fc.constantFrom(...ROLES),
  isAnonymous: fc.integer({ min: 0, max: 5 }).map(n => n === 0),
  isPrivate: fc.boolean(),
})

// What they type

const commandWord: fc.Arbitrary<Word> = fc
  .constantFrom(...COMMANDS)
  .chain(command => fc.constantFrom(...command.words).map(word => ({ is: 'command', word, command })))
const typo = fc
  .tuple(
    fc.constantFrom(...COMMANDS),
    fc.nat(9),
    fc.constantFrom('out', 'in', 'other', 'swap'),
    fc.constantFrom(...'abeotz'),
  )
  .map(([{ words }, place, how, letter]): Word => {
    const [word] = words as [string]
    const [a, b] = [word.slice(0, place % word.length), word.slice(place % word.length)]
    if (how === 'out') return known(a + b.slice(1))
    if (how === 'in') return known(a + letter + b)
    return known(how === 'other' ? a + letter + b.slice(1) : a + (b[1] ?? '') + (b[0] ?? '') + b.slice(2))
  })
const word = fc.oneof(
  { weight: 6, arbitrary: commandWord },
  { weight: 2, arbitrary: typo },
  { weight: 1, arbitrary: fc.constantFrom(...STRANGERS).map(known) },
)
/** A typo may happen to be another command. */
function known(word: string): Word {
  const command = COMMANDS.find(({ words }) => words.includes(word))
  return command ? { is: 'command', word, command } : { is: 'stranger', word }
}

const FULL_WIDTH = 0xfee0
const ways: readonly ((word: string) => string)[] = [
  word => word,
  word => word.toUpperCase(),
  word => word.replace(/[a-z0-9_]/g, letter => String.fromCodePoint(letter.codePointAt(0)! + FULL_WIDTH)),
  word => `${word.slice(0, 2)}\u200b${word.slice(2)}`,
  word => `\u2066${word}\u2069`,
  word => `${word}\ufe0f`,
]
/** Check-ins without a slash have their own recogniser: typed plainly here, and in many ways where it is tested. */
const isPlain = (slash: string, word: Word) => slash === '' && word.is === 'command' && word.command.name === 'checkIn'

const line: fc.Arbitrary<Line> = fc
  .record({
    lead: fc.constantFrom('', '', ' ', '\n', '\u3000', '\u200e'),
    mention: fc.constantFrom(null, null, null, 'bot' as const, 'somebody' as const),
    slash: fc.constantFrom('' as const, '/' as const, '／' as const),
    word,
    way: fc.constantFrom(...ways),
    address: fc.constantFrom(null, null, null, 'bot' as const, 'other' as const),
    gap: fc.constantFrom(' ', '  ', '\u3000', '\t', '\n'),
  })
  .chain(({ way, ...line }) => {
    const rests = line.word.is === 'command' ? line.word.command.rests : TEXTS.map(text => ({ text, args: null }))
    const typed = isPlain(line.slash, line.word) ? line.word.word : way(line.word.word)
    return fc.constantFrom(...rests).map(rest => ({ ...line, typed, rest }))
  })
  // 「打卡@bot」 without a slash is a check-in that speaks to somebody.
  .map(line => (isPlain(line.slash, line.word) ? { ...line, address: null } : line))

// What comes of it

const newStage = () =>
  createStage({
    // Its words come first: points has an /award of its own.
    plugins: [desk, checkIn, points],
    plan: { 'check-in': { noteCharsMin: 0, leaderOpens: false } },
    botNames: BOT_NAMES,
    locale: 'en-US',
  })

function says(
  stage: Stage,
  { name, presence, reported, given, isAnonymous, isPrivate }: Speaker,
  text: string,
): Handled {
  const member = (isAnonymous ? GROUP_AS_PERSON : name) as MemberId
  const at = stage.instant(MONDAY)
  if (presence !== 'unknown' && !isAnonymous) {
    stage.record([membership.facts.joined({ member, at }), membership.facts.roleGiven({ member, role: given })])
    if (presence === 'left') stage.record([membership.facts.left({ member, at })])
  }
  const who = { member, name, ...(reported && { role: reported }), ...(isAnonymous && { anonymous: true as const }) }
  return stage.handle(
    { kind: 'said', who, message: MessageId.parse('m'), text, ...(isPrivate && !isAnonymous && { private: true }) },
    MONDAY,
  )
}

const rowsOf = (handled: Handled) => ('commit' in handled ? handled.commit.facts : [])

/** What was said, and by what command, as far as anybody was told. */
function cameOf(handled: Handled): Outcome {
  const answers = 'answers' in handled ? handled.answers : []
  const owed = rowsOf(handled).flatMap(([type, data]) =>
    type === 'outbox/owed' ? [data as (typeof answers)[number]] : [],
  )
  const said = [...answers, ...owed].flatMap(({ says }) => says)
  if (said.length === 0) return { is: 'silence' }
  const [{ plugin, key, params }] = said as [{ plugin: string; key: string; params: Record<string, never> }]
  if (key === 'denied') return { is: 'denied', least: params.least! }
  if (key === 'usage' || key === 'anonymous' || key === 'nobody') return { is: key }
  if (key === 'unknownCommand') return { is: 'suggestion', among: [params.nearest!] }
  if (key === 'noSuchCommand') return { is: 'suggestion', among: [null] }
  const did = rowsOf(handled).find(([type]) => type === 'desk/did')
  const command = did ? (did[1] as { command: string }).command : (TELLING[`${plugin}.${key}`] ?? `${plugin}.${key}`)
  return { is: 'done', command, args: did ? params.args! : {} }
}
const TELLING: Readonly<Record<string, string>> = {
  'bonfire.help': 'help',
  'check-in.streak': 'streak',
  'check-in.done': 'checkIn',
  'points.balance': 'points',
  'points.history': 'points',
}

function differs(is: Outcome, be: Outcome): boolean {
  if (is.is === 'suggestion' && be.is === 'suggestion') return !be.among.includes(is.among[0]!)
  if (is.is !== 'done' || be.is !== 'done') return JSON.stringify(is) !== JSON.stringify(be)
  const isOwn = COMMANDS.some(({ name, isDesks }) => isDesks && name === be.command)
  return is.command !== be.command || (isOwn && JSON.stringify(is.args) !== JSON.stringify(be.args))
}

const tried = new Set<Outcome['is']>()
const obeying = (believed: (speaker: Speaker) => Speaker = speaker => speaker) =>
  fc.property(fc.array(fc.tuple(speaker, line), { minLength: 10, maxLength: 10 }), all => {
    for (const [who, typed] of all) {
      const stage = newStage()
      const handled = says(stage, who, textOf(typed))
      expect(handled.is).not.toBe('stopped')
      const [is, be] = [cameOf(handled), expected(typed, believed(who))]
      tried.add(be.is)
      if (differs(is, be))
        throw new Error(
          `${JSON.stringify(textOf(typed)).slice(0, 200)}: ${JSON.stringify(is)} and not ${JSON.stringify(be)}`,
        )
    }
  })

test('every command is found, refused or left alone as the rules have it', () => {
  fc.assert(obeying(), { numRuns: RUNS })
  // All of them have been tried.
  // Few lines name somebody.
  tried.delete('nobody')
  expect([...tried].sort()).toEqual(['anonymous', 'denied', 'done', 'silence', 'suggestion', 'usage'])
}, 3_600_000)

describe('control: it is noticed when', () => {
  const beliefs: readonly (readonly [string, (speaker: Speaker) => Speaker])[] = [
    ['everybody passes for an owner', who => ({ ...who, reported: 'owner' })],
    ['strangers are heard in private', who => ({ ...who, presence: 'here' })],
    ['an admin who speaks as the group passes for a person', who => ({ ...who, isAnonymous: false })],
  ]
  test.each(beliefs)('%s', (_, believed) => {
    expect(fc.check(obeying(believed), { seed: 1, numRuns: 50, endOnFailure: true }).failed).toBe(true)
  })
})

// Whatever anybody types

const piece = fc.oneof(
  fc.constantFrom(...COMMANDS.flatMap(({ words }) => words), ...STRANGERS, ...TEXTS.slice(0, -1)),
  fc.constantFrom(
    '/',
    '／',
    '@',
    '@小火',
    '@Bonfire_Bot',
    ' ',
    '\n',
    '\u3000',
    '\u200b',
    '\u202e',
    '？',
    '吗',
    '#',
    '【',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
)
const anything = fc.array(piece, { maxLength: 8 }).map(pieces => pieces.join(''))
const LEASTS = new Map(COMMANDS.map(({ name, who }) => [name, who]))

test('whatever anybody types, nothing breaks, and nobody does what they may not', () => {
  fc.assert(
    fc.property(speaker, fc.array(anything, { minLength: 5, maxLength: 5 }), (who, texts) => {
      for (const text of texts) {
        const handled = says(newStage(), who, text)
        expect(handled.is, text).not.toBe('stopped')
        const dids = rowsOf(handled).filter(([type]) => type === 'desk/did')
        for (const [, data] of dids) {
          expect(mayDo(roleOf(who), LEASTS.get((data as { command: string }).command)!), text).toBe(true)
        }
        const isTalk = !/[/／⁄∕]|打卡|签到|簽到|check/iu.test(text.normalize('NFKC')) && !namesACommand(text)
        if (isTalk) expect(cameOf(handled), text).toEqual({ is: 'silence' })
      }
    }),
    { numRuns: RUNS },
  )
}, 3_600_000)

function namesACommand(text: string): boolean {
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
  return COMMANDS.some(({ words }) => words.some(word => folded.includes(word)))
}
