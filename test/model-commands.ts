import { z } from 'zod'
import { ROLES, type Role } from '../src/events/event.ts'
import { MemberId } from '../src/events/ids.ts'
import type { Asker, ContextOf } from '../src/host/context.ts'
import { defineMessages } from '../src/host/messages.ts'
import { definePlugin } from '../src/host/plugin.ts'
import { defineSlice } from '../src/host/slice.ts'

export const BOT_NAMES = ['小火', 'Bonfire_Bot']

/** What somebody types, taken apart: nobody has to read it to know what it is. */
export interface Line {
  readonly lead: string
  readonly mention: 'bot' | 'somebody' | null
  readonly slash: '' | '/' | '／'
  readonly word: Word
  /** How the word is typed: the same to whoever reads it. */
  readonly typed: string
  readonly address: 'bot' | 'other' | null
  readonly gap: string
  readonly rest: Rest
}
export type Word =
  | { readonly is: 'command'; readonly word: string; readonly command: CommandModel }
  | { readonly is: 'stranger'; readonly word: string }
/** What follows the word, and what the command reads in it. Null: it cannot. */
export interface Rest {
  readonly text: string
  readonly args: object | null
}

/** A command as a group has it. */
export interface CommandModel {
  readonly name: string
  readonly words: readonly string[]
  readonly slashOnly: readonly string[]
  readonly who: Role
  /** Bonfire's own: also for an admin who speaks as the group. */
  readonly isOwn?: true
  /** It is one of the plugin below. */
  readonly isDesks?: true
  readonly rests: readonly Rest[]
}

const rest = (text: string, args: object | null): Rest => ({ text, args })
const wrong = (...texts: readonly string[]) => texts.map(text => rest(text, null))
const none = rest('', {})
/** Whatever people type: long, from right to left, with marks, in lines. */
export const TEXTS = [
  '很好！',
  'well done',
  'مرحبا بالعالم',
  'e\u0301tude नमस्ते',
  '👍🏽👨‍👩‍👧',
  'two\nlines',
  '$HOME `rm` {{name}} %s',
  '好'.repeat(5_000),
]
const counts = [
  ...['5', '５', '+5', '＋５', '005'].map(text => rest(text, { n: 5 })),
  ...['-5', '－５', '﹣5'].map(text => rest(text, { n: -5 })),
  ...wrong('', '101', '5.5', '１．５', '1e1', '0x5', '五', '--5', '5 5', '५', '٥', 'NaN', 'Infinity', '−5', '5,0'),
  ...wrong('99999999999999999999', '+', '5分', '½', '⑤x', 'true'),
]
const ratios = [
  ...['1.5', '１．５', '+1.5'].map(text => rest(text, { x: 1.5 })),
  rest('-3', { x: -3 }),
  ...wrong('', '.5', '5.', '1/2', '1,5', 'x', '1.5.2'),
]
const awards = [
  rest('sim:bob 5', { to: 'sim:bob', points: 5 }),
  rest('sim:bob  ＋７  for the  song', { to: 'sim:bob', points: 7, reason: 'for the  song' }),
  rest('sim:bob -2\nlate', { to: 'sim:bob', points: -2, reason: 'late' }),
  ...wrong('', 'sim:bob', '@bob 5', 'bob 5', '5 sim:bob', 'sim:bob five', 'sim:bob 1.5', 'sim:bob 5分 好'),
]

export const COMMANDS: readonly CommandModel[] = [
  { name: 'award', isDesks: true, words: ['award', '加分'], slashOnly: [], who: 'admin', rests: awards },
  {
    name: 'disband',
    isDesks: true,
    words: ['disband', '解散'],
    slashOnly: [],
    who: 'owner',
    rests: [none, ...wrong('now', '？')],
  },
  {
    name: 'comment',
    isDesks: true,
    words: ['comment', '点评'],
    slashOnly: [],
    who: 'teacher',
    rests: [...TEXTS.map(text => rest(text, { text })), ...wrong('')],
  },
  {
    name: 'level',
    isDesks: true,
    words: ['level', '等级'],
    slashOnly: [],
    who: 'member',
    rests: [none, rest('high', { which: 'high' }), ...wrong('HIGH', 'ｈｉｇｈ', 'high low', '怎么升')],
  },
  { name: 'count', isDesks: true, words: ['count', '数数'], slashOnly: [], who: 'member', rests: counts },
  { name: 'ratio', isDesks: true, words: ['ratio', '比例'], slashOnly: [], who: 'member', rests: ratios },
  {
    name: 'games',
    isDesks: true,
    words: ['games', '活动'],
    slashOnly: ['活动'],
    who: 'member',
    rests: [none, ...wrong('几点')],
  },
  {
    name: 'help',
    words: ['help', '帮助', '菜单', '功能'],
    slashOnly: ['功能'],
    who: 'member',
    isOwn: true,
    rests: [none, ...wrong('me', '一下')],
  },
  {
    name: 'streak',
    words: ['streak', '我的打卡', '我的签到'],
    slashOnly: [],
    who: 'member',
    rests: [none, ...wrong('呢', '怎么断了')],
  },
  {
    name: 'points',
    words: ['points', '积分', '我的积分'],
    slashOnly: [],
    who: 'member',
    rests: [none, rest('history', { what: 'history' }), rest('明细', {}), ...wrong('怎么用', 'History', 'history 5')],
  },
  {
    name: 'checkIn',
    words: ['checkin', '打卡', '签到'],
    slashOnly: ['checkin', '打卡', '签到'],
    who: 'member',
    rests: [none, ...TEXTS.map(text => rest(text, { note: text }))],
  },
]
export const STRANGERS = [
  ...['constructor', '__proto__', 'toString', 'zzzzzz', 'hello', '你好', 'ПРИВЕТ', 'مرحبا', '12', 'x'],
  ...['🔥🔥', 'नमस्ते', 'a-b', 'a.b', '', '/', 'x'.repeat(33), 'y'.repeat(70)],
]

/** Who says it. */
export interface Speaker {
  readonly name: string
  readonly presence: 'here' | 'unknown' | 'left'
  /** What the platform says they are, and what they were made by command. */
  readonly reported: Role | null
  readonly given: Role
  readonly isAnonymous: boolean
  readonly isPrivate: boolean
}

/** What must come of it. */
export type Outcome =
  | { readonly is: 'silence' | 'anonymous' | 'usage' | 'nobody' }
  | { readonly is: 'denied'; readonly least: Role }
  | { readonly is: 'done'; readonly command: string; readonly args: object }
  /** One of these is suggested; null stands for: there is no such command. */
  | { readonly is: 'suggestion'; readonly among: readonly (string | null)[] }

const SILENCE: Outcome = { is: 'silence' }

/** The rules by which commands are read, for somebody who knows what was meant. */
export function expected(line: Line, speaker: Speaker): Outcome {
  const { word, mention, slash, address, rest } = line
  if (!speaker.isAnonymous && speaker.isPrivate && speaker.presence !== 'here') return SILENCE
  if (mention === 'somebody') return SILENCE
  const isSlashed = slash !== ''
  if (word.is === 'command' && address !== 'other') {
    const { command } = word
    if (command.name === 'checkIn' && !isSlashed) return withoutSlash(line, speaker)
    if (!isSlashed && command.slashOnly.includes(word.word)) return SILENCE
    if (speaker.isAnonymous && command.who === 'member' && !command.isOwn)
      return isSlashed ? { is: 'anonymous' } : SILENCE
    if (!mayDo(roleOf(speaker), command.who)) return isSlashed ? { is: 'denied', least: command.who } : SILENCE
    // Whoever names somebody is told that nobody here is called so.
    if (rest.args === null && isSlashed)
      return { is: rest.text.startsWith('@') && command.name === 'award' ? 'nobody' : 'usage' }
    if (rest.args === null) return SILENCE
    return { is: 'done', command: command.name, args: rest.args }
  }
  if (word.is === 'command' && word.command.name === 'checkIn' && !isSlashed) return withoutSlash(line, speaker)
  if (!isSlashed || address === 'other') return SILENCE
  return suggestion(word.word, speaker)
}

/** A check-in has its own recogniser, which nobody uses who is nobody in particular. */
function withoutSlash({ rest, address }: Line, speaker: Speaker): Outcome {
  if (speaker.isAnonymous) return SILENCE
  const note = address === 'other' ? {} : { note: rest.text }
  return { is: 'done', command: 'checkIn', args: note }
}

export function roleOf({ reported, given, presence, isAnonymous }: Speaker): Role {
  // Whoever left and comes back comes back as a member; who was never there was made nothing.
  const own = presence === 'here' && !isAnonymous ? given : 'member'
  return mayDo(reported ?? 'member', own) ? (reported ?? 'member') : own
}
export const mayDo = (role: Role, least: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(least)

function suggestion(typed: string, speaker: Speaker): Outcome {
  const word = typed.normalize('NFKC').toLowerCase()
  if (!/^[\p{L}\p{N}_]{1,32}$/u.test(word)) return SILENCE
  const all = COMMANDS.flatMap(command =>
    command.words.map(known => ({ command, known, edits: distance(word, known) })),
  )
  const near = all.filter(
    ({ known, edits }) => edits <= 2 && edits <= Math.floor(Math.max(known.length, word.length) / 2),
  )
  const fewest = Math.min(...near.map(({ edits }) => edits))
  const nearest = near.filter(({ edits }) => edits === fewest)
  const among = nearest.map(({ command }) => (mayDo(roleOf(speaker), command.who) ? command.words[0]! : null))
  return { is: 'suggestion', among: among.length > 0 ? among : [null] }
}

/** How many letters must be typed, left out, replaced or swapped: by trying everything. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  if (a[0] === b[0]) return distance(a.slice(1), b.slice(1))
  if (Math.abs(a.length - b.length) > 3) return 9
  const isSwap = a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0]
  return (
    1 +
    Math.min(
      distance(a.slice(1), b.slice(1)),
      distance(a.slice(1), b),
      distance(a, b.slice(1)),
      isSwap ? distance(a.slice(2), b.slice(2)) : 9,
    )
  )
}

export const textOf = ({ lead, mention, slash, typed, address, gap, rest }: Line): string =>
  [
    lead,
    mention === 'bot' ? '@小火\u2005' : mention === 'somebody' ? '@amy ' : '',
    slash,
    typed,
    address === 'bot' ? '@Bonfire_Bot' : address === 'other' ? '@other_bot' : '',
    rest.text === '' ? '' : gap + rest.text,
  ].join('')

const deskFacts = defineSlice({
  name: 'desk',
  facts: { did: z.object({ member: MemberId, command: z.string().regex(/^\w+$/) }) },
})
const messages = defineMessages(
  { did: (p: { args: object }) => JSON.stringify(p.args) },
  { did: p => JSON.stringify(p.args) },
)
const ARGS: Readonly<Record<string, z.ZodObject>> = {
  award: z.object({ to: MemberId, points: z.int(), reason: z.string().optional() }),
  comment: z.object({ text: z.string() }),
  level: z.object({ which: z.enum(['high', 'low']).optional() }),
  count: z.object({ n: z.int().min(-100).max(100) }),
  ratio: z.object({ x: z.number() }),
}

const modelled = ({ name, words, slashOnly, who }: CommandModel) => ({
  words: words as [string, ...string[]],
  who,
  slashOnly,
  args: ARGS[name] ?? z.object({}),
})

/** Commands of every kind. Each records who did it. */
export const desk = definePlugin({
  slice: deskFacts,
  messages,
  config: z.object({}),
  commands: Object.fromEntries(
    COMMANDS.filter(({ isDesks }) => isDesks).map(command => [
      command.name,
      {
        ...modelled(command),
        decide: ({ say, member }: DeskContext, args: object) => [
          deskFacts.facts.did({ member, command: command.name }),
          say.did({ args }),
        ],
      },
    ]),
  ),
})
type DeskContext = ContextOf<typeof deskFacts, typeof messages> & Asker
