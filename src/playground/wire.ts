import type { Role } from '../events/event.ts'
import type { LocalDay, LocalTime, MemberId, MessageId } from '../events/ids.ts'
import type { ContentPlatform } from '../host/content.ts'
import type { Button } from '../host/decision.ts'
import type { Locale, Written } from '../host/messages.ts'

/** What the playground and its page say to each other: JSON. */

/** Everything about the playground but the lines of its chat. */
export interface PlaygroundState {
  /** Another one after a restart, a reset, another plan or platform: then the page forgets its lines and asks again. */
  readonly session: string
  readonly plan: { readonly id: string; readonly name: string; readonly days: number | null }
  /** Plans that could be played instead. */
  readonly plans: readonly {
    readonly id: string
    readonly name: string
    readonly days: number | null
    readonly problem: string | null
  }[]
  readonly platform: ContentPlatform
  readonly locale: Locale
  readonly title: string
  /** What the bot is called in its chats. Absent: Bonfire. */
  readonly bot?: string
  readonly members: number
  readonly seed: number
  readonly clock: PlaygroundClock
  readonly people: readonly PlaygroundPerson[]
  /** The message that is pinned in the group. Null: none is. */
  readonly pinned: number | null
  /** Only admins may speak. */
  readonly isReadOnly: boolean
  /** How the campaign ended for the group. Null: it goes on. */
  readonly ending: 'closed' | 'graduated' | 'handed-over' | null
  readonly library: PlaygroundLibrary
  /** How many lines there are: those from 0 to here can be asked for. */
  readonly lines: number
}

export interface PlaygroundClock {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly day: LocalDay
  readonly time: LocalTime
  /** The day of the plan, from 1; 0 and less before it. */
  readonly number: number
  /** `still`: it waits for somebody. `making`: the history up to the first view is being made. `running`: on its way to `target`. */
  readonly mode: 'still' | 'making' | 'running'
  /** Where it runs to. Null: it stands still. */
  readonly target: number | null
  /** When something will happen next, if it is known. */
  readonly nextAt: number | null
  /** When the campaign and what follows it is over, as far as it is known now. */
  readonly end: number
}

export interface PlaygroundPerson {
  readonly member: MemberId
  readonly name: string
  readonly role: Role
  readonly isIn: boolean
  /** `you`: made by whoever plays. */
  readonly is: 'owner' | 'teacher' | 'member' | 'you'
}

/** What is wrong with the content library now, as `npm run content:check` says it. */
export interface PlaygroundLibrary {
  readonly folder: string
  /** Milliseconds since 1970, by the machine's clock: when it was last read. */
  readonly readAt: number
  /** The first 50. */
  readonly problems: readonly {
    readonly file: string
    readonly line: number
    readonly column: number
    readonly severity: 'error' | 'warning'
    readonly code: string
    readonly message: string
    /** The line of the file. Null: it has none. */
    readonly source: string | null
  }[]
  /** Files that have changed since the session began, newest first; the last 20. */
  readonly changed: readonly string[]
}

/** One thing that appeared in a chat. */
export interface PlaygroundLine {
  /** Its place in the chat, from 0: one after the other, without gaps. */
  readonly number: number
  readonly is: 'said' | 'sent' | 'joined' | 'left' | 'did'
  readonly day: LocalDay
  readonly time: LocalTime
  /** Who said it, came or went. Null: the bot. */
  readonly member: MemberId | null
  /** Set: in the private chat of that person with the bot. */
  readonly private: MemberId | null
  /** Of `said` and `sent`. */
  readonly message: MessageId | null
  readonly text: string
  /** As a messenger writes it: bold, links and the like. Offsets in UTF-16 code units. Absent: plain. */
  readonly formats?: NonNullable<Written['formats']>
  readonly buttons?: readonly Button[]
  readonly poll?: { readonly options: readonly string[] }
  /** Came with a photo of theirs, which nobody has: shown as a made-up one. */
  readonly photo?: true
  /** Where the picture is: below `/playground/`. */
  readonly image?: string
  /** A file that can be had: below `/playground/`. */
  readonly file?: { readonly name: string; readonly href: string }
  /** The line that it replies to. */
  readonly replyTo?: { readonly number: number; readonly name: string; readonly text: string }
  readonly isPinned?: true
  /** By emoji, how many, and whether the bot is among them. `by`: the people who gave it, so that they can take it back. */
  readonly reactions?: readonly {
    readonly emoji: string
    readonly count: number
    readonly isBot: boolean
    readonly by?: readonly MemberId[]
  }[]
  /** Of `did`: what was done, in words, in both languages. */
  readonly did?: Readonly<Record<Locale, string>>
}

/** The answer to `GET /playground/lines?from=&to=`: those from `from` to before `to`, at most 500. */
export interface PlaygroundLines {
  readonly session: string
  readonly lines: readonly PlaygroundLine[]
}

/** What Bonfire recorded for a line. */
export interface PlaygroundRecord {
  readonly line: number
  /** The commit that the message led to, or that set the time for it and then owed it; then what came of what it owed. In the order of the journal. */
  readonly commits: readonly {
    readonly lsn: number
    readonly cause: string
    readonly at: string
    /** What led to it, in words. */
    readonly why: Readonly<Record<Locale, string>>
    readonly facts: readonly { readonly type: string; readonly data: object }[]
  }[]
  /** What is owed or was sent because of it, or the delivery that the line itself is. */
  readonly deliveries: readonly {
    readonly id: string
    readonly plugin: string
    readonly class: string
    readonly state: string
    /** The message's key, or the action. */
    readonly key: string
  }[]
  /** `nothing`: nothing was recorded, as it was ordinary talk. `answer`: the bot said it, and nothing had to be recorded. */
  readonly is: 'recorded' | 'answer' | 'nothing'
}

/** What the page asks the playground to do: `POST /playground/acts`. */
export type PlaygroundAct =
  | {
      readonly act: 'say'
      readonly as: MemberId
      readonly text: string
      readonly private?: boolean
      readonly photo?: boolean
      readonly replyTo?: number
    }
  | { readonly act: 'press'; readonly as: MemberId; readonly line: number; readonly button: string }
  | {
      readonly act: 'react'
      readonly as: MemberId
      readonly line: number
      readonly emoji: string
      readonly on: boolean
    }
  /** A newcomer, who is from then on one of the people. */
  | { readonly act: 'join'; readonly name: string }
  | { readonly act: 'leave'; readonly as: MemberId }
  /** `next`: to the next thing that happens. `end`: to the end of the campaign and what follows. */
  | { readonly act: 'run'; readonly to: 'hour' | 'next' | 'day' | 'end' }
  | { readonly act: 'pause' }
  /** Starts over: the same campaign, or another. What is left out stays as it is. `toDay`: how far the history goes. */
  | {
      readonly act: 'start'
      readonly plan?: string
      readonly platform?: ContentPlatform
      readonly members?: number
      readonly seed?: number
      readonly toDay?: number
    }
  /** Starts over with what `npm start` begins with. */
  | { readonly act: 'reset' }

/** The answer to an act: 200, or 400 with what was wrong and what would be right. */
export type PlaygroundAnswer =
  | { readonly ok: true; readonly line?: number; readonly member?: MemberId }
  | { readonly ok: false; readonly code: string; readonly problem: Readonly<Record<Locale, string>> }

/**
 * `GET /playground/events`, as server-sent events. The first is `state`. After a break the page asks for what it lacks:
 * lines have numbers.
 */
export type PlaygroundEvent =
  | { readonly event: 'state'; readonly data: PlaygroundState }
  /** New lines, in order; at most 200 in one. */
  | { readonly event: 'lines'; readonly data: { readonly session: string; readonly lines: readonly PlaygroundLine[] } }
  /** Lines that have changed: reactions, pins, buttons that went. */
  | {
      readonly event: 'changed'
      readonly data: { readonly session: string; readonly lines: readonly PlaygroundLine[] }
    }
  /** The figures of the dashboard are others now: at most one a second. */
  | { readonly event: 'figures'; readonly data: { readonly session: string } }
