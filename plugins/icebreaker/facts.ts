import { defineSlice, Instant, LocalDay, MemberId, MessageId, personal } from 'bonfire'
import { z } from 'zod'
import {
  CREW_MAX,
  EXCHANGES_KEPT_MAX,
  NAMED_MAX,
  noArrival,
  noIntroduction,
  noWelcome,
  type Shift,
  takeFromWaiting,
  takeIntoWaiting,
  type Waiting,
  WORD_MEMBERS_MAX,
} from './records.ts'

/** Longest introduction that is kept, in characters. */
export const INTRODUCTION_CHARS_MAX = 200
/** Most words that are kept of one introduction. */
export const WORDS_MAX = 12
/** How long an arrival is kept, in hours: longer than the longest period of figures. */
const ARRIVALS_KEPT_HOURS = 24 * 45
/** How long a welcome and its message are kept, in hours: replies to it are introductions for 7 days. */
const WELCOMES_KEPT_HOURS = 24 * 8
/** How long figures per day are kept, in hours. */
const DAYS_KEPT_HOURS = 24 * 60

/** A welcome in this group, counted from 1. */
const WelcomeNumber = z.int().min(1)
/** Id of a text of the library. */
const TextId = z.string().regex(/^[\p{L}\p{N}_.:/#@-]{1,200}$/u)
const Word = () => personal(z.string().max(64))

/** Who came, how they were greeted, and how they got to know each other. */
export const icebreaker = defineSlice({
  name: 'icebreaker',
  facts: {
    /** Somebody came for the first time: to be greeted by that welcome, together with others. `again`: they had left before they were greeted. */
    arrived: z.object({
      member: MemberId,
      at: Instant,
      day: LocalDay,
      welcome: WelcomeNumber,
      again: z.literal(true).optional(),
    }),
    /** Somebody came back, and is to be greeted as somebody who does. */
    cameBack: z.object({ member: MemberId, at: Instant }),
    /** Somebody left before they were greeted. `welcome` null: they had come back. */
    departed: z.object({ member: MemberId, welcome: WelcomeNumber.nullable() }),
    /** A welcome is owed, or owed once more to fewer. `others`: how many it does not name. */
    welcoming: z.object({
      welcome: WelcomeNumber,
      members: z.array(MemberId).max(NAMED_MAX),
      others: z.int().min(0),
      text: TextId.nullable(),
      greeter: MemberId.nullable(),
      at: Instant,
    }),
    /** It has been sent, as far as anybody knows. `message` null: nobody can say which. */
    welcomed: z.object({ welcome: WelcomeNumber, message: MessageId.nullable(), at: Instant }),
    /** Those who came back are greeted. */
    greetingBack: z.object({ members: z.array(MemberId).max(NAMED_MAX), others: z.int().min(0), at: Instant }),
    introduced: z.object({
      member: MemberId,
      at: Instant,
      day: LocalDay,
      /** They had introduced themselves before: this one stands in its place. */
      again: z.literal(true).optional(),
      text: personal(z.string().max(INTRODUCTION_CHARS_MAX)),
      words: personal(z.array(z.string().max(64)).max(WORDS_MAX)),
    }),
    /** An introduction has that word in it, as words are compared. */
    mentioned: z.object({ member: MemberId, word: Word() }),
    /** It has not any more. */
    unmentioned: z.object({ member: MemberId, word: Word() }),
    /** It has not any more, and no other introduction has it. */
    wordDropped: z.object({ member: MemberId, word: Word() }),
    /** A newcomer and another person have talked with each other. */
    exchanged: z.object({ member: MemberId, with: MemberId, at: Instant }),
    /** Whose turn it was, where nobody can say who replies to whom. */
    spoke: z.object({ member: MemberId, at: Instant }),
    crewJoined: z.object({ member: MemberId, at: Instant }),
    crewLeft: z.object({ member: MemberId }),
    /** Somebody of the crew has greeted those of a welcome. */
    greeted: z.object({ member: MemberId, welcome: WelcomeNumber, day: LocalDay, at: Instant }),
    /** The owner has been told of all who came up to that day. */
    ownerTold: z.object({ upTo: LocalDay, at: Instant }),
  },
  tables: table => ({
    arrivals: table({
      by: 'member',
      initial: noArrival,
      reduce: {
        arrived: (arrival, { at, day, welcome }) => {
          arrival.at = at
          arrival.day = day
          arrival.welcome = welcome
        },
        cameBack: (arrival, { at }) => {
          arrival.backAt = at
        },
        departed: (arrival, { welcome }) => {
          if (welcome === null) arrival.backAt = null
          else arrival.welcome = null
        },
        exchanged: (arrival, fact) => {
          if (arrival.exchanges.length < EXCHANGES_KEPT_MAX) arrival.exchanges.push({ with: fact.with, at: fact.at })
        },
      },
      keep: { hours: ARRIVALS_KEPT_HOURS },
    }),
    welcomes: table({
      by: 'welcome',
      initial: noWelcome,
      reduce: {
        welcoming: (welcome, { members, others, greeter, at }) => {
          welcome.members = [...members]
          welcome.others = others
          welcome.greeter = greeter
          welcome.at = at
        },
        departed: (welcome, { member }) => {
          const index = welcome.members.indexOf(member)
          if (index >= 0) welcome.members.splice(index, 1)
          else if (welcome.others > 0) welcome.others -= 1
        },
        welcomed: (welcome, { at }) => {
          welcome.sentAt = at
        },
        greeted: (welcome, { member }) => {
          if (welcome.greetedBy.length < CREW_MAX) welcome.greetedBy.push(member)
        },
      },
      keep: { hours: WELCOMES_KEPT_HOURS },
    }),
    /** Our messages by which people were welcomed. */
    messages: table({
      by: 'message',
      initial: () => ({ welcome: 0, at: 0 }),
      reduce: {
        welcomed: (message, { welcome, at }) => {
          message.welcome = welcome
          message.at = at
        },
      },
      keep: { hours: WELCOMES_KEPT_HOURS },
    }),
    introductions: table({
      by: 'member',
      initial: noIntroduction,
      reduce: {
        introduced: (introduction, { day, text, words }) => {
          introduction.firstDay ??= day
          introduction.text = text
          introduction.words = [...words]
        },
      },
    }),
    /** Who has a word in their introduction: the last few, newest last. */
    words: table({
      by: 'word',
      initial: () => ({ members: [] as MemberId[], count: 0 }),
      reduce: {
        mentioned: (word, { member }) => {
          word.members = [...word.members.filter(other => other !== member), member].slice(-WORD_MEMBERS_MAX)
          word.count += 1
        },
        unmentioned: (word, { member }) => {
          word.members = word.members.filter(other => other !== member)
          word.count = Math.max(0, word.count - 1)
        },
      },
      removedBy: ['wordDropped'],
    }),
    days: table({
      by: 'day',
      initial: () => ({ arrived: 0, introduced: 0 }),
      reduce: {
        arrived: (day, { again }) => {
          if (!again) day.arrived += 1
        },
        introduced: (day, { again }) => {
          if (!again) day.introduced += 1
        },
      },
      keep: { hours: DAYS_KEPT_HOURS },
    }),
  }),
  group: {
    initial: () => ({
      /** The number of the latest welcome that is owed, or has been. */
      lastWelcome: 0,
      /** The number of the latest one that was sent. */
      lastSent: 0,
      /** How often people have been greeted who came back, and whom the latest greeting names. */
      backs: 0,
      lastBack: { members: [] as MemberId[], others: 0 },
      waiting: null as Waiting | null,
      /** Who came back and waits to be greeted. */
      waitingBack: null as Waiting | null,
      /** When the latest newcomer came. */
      newestAt: null as Instant | null,
      introduced: 0,
      /** In the order in which they are asked. */
      crew: [] as Shift[],
      /** Who has left the crew lately, oldest first: what they were paid on that day still counts if they return. */
      crewBefore: [] as Shift[],
      turn: null as { member: MemberId; at: Instant } | null,
      /** Of whoever came up to that day the owner has heard. */
      toldUpTo: null as LocalDay | null,
    }),
    reduce: {
      arrived: (group, { member, at }) => {
        group.waiting = takeIntoWaiting(group.waiting, member, at)
        group.newestAt = Math.max(group.newestAt ?? 0, at) as Instant
      },
      cameBack: (group, { member, at }) => {
        group.waitingBack = takeIntoWaiting(group.waitingBack, member, at)
      },
      departed: (group, { member, welcome }) => {
        if (welcome === null) group.waitingBack = takeFromWaiting(group.waitingBack, member)
        else if (welcome > group.lastWelcome) group.waiting = takeFromWaiting(group.waiting, member)
      },
      welcoming: (group, { welcome, greeter, at }) => {
        if (welcome > group.lastWelcome) group.waiting = null
        group.lastWelcome = Math.max(group.lastWelcome, welcome)
        const shift = group.crew.find(({ member }) => member === greeter)
        if (!shift) return
        group.crew = [...group.crew.filter(other => other !== shift), { ...shift, askedAt: at }]
      },
      welcomed: (group, { welcome }) => {
        group.lastSent = Math.max(group.lastSent, welcome)
      },
      greetingBack: (group, { members, others }) => {
        group.waitingBack = null
        group.backs += 1
        group.lastBack = { members: [...members], others }
      },
      introduced: group => {
        group.introduced += 1
      },
      spoke: (group, { member, at }) => {
        group.turn = { member, at }
      },
      crewJoined: (group, { member }) => {
        if (group.crew.length >= CREW_MAX) return
        const before = group.crewBefore.find(shift => shift.member === member)
        group.crewBefore = group.crewBefore.filter(shift => shift !== before)
        group.crew.push(before ?? { member, askedAt: null, paidDay: null, paid: 0 })
      },
      crewLeft: (group, { member }) => {
        const left = group.crew.find(shift => shift.member === member)
        if (!left) return
        group.crew = group.crew.filter(shift => shift !== left)
        group.crewBefore = [...group.crewBefore, left].slice(-CREW_MAX)
      },
      greeted: (group, { member, day }) => {
        const shift = group.crew.find(other => other.member === member)
        if (!shift) return
        shift.paid = shift.paidDay === day ? shift.paid + 1 : 1
        shift.paidDay = day
      },
      ownerTold: (group, { upTo }) => {
        group.toldUpTo = upTo
      },
    },
  },
})
