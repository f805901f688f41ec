import type { Instant } from '../../events/ids.ts'
import type { CommandRegistry } from '../../host/command.ts'
import type { ContentPlatform, PostWhen } from '../../host/content.ts'
import type { LoadedLibrary, OtherKind, Positions } from '../library.ts'
import type { FieldPath } from '../positions.ts'
import type { Problem } from '../problem.ts'
import type { CompiledText } from '../template.ts'
import type { Place } from './codes.ts'

/** What a rule looks at. Nothing in it changes, and no rule reads a file. */
export interface Checked {
  readonly library: LoadedLibrary
  /** Every text that members can come to see. Drafts are not among them: they may be as unfinished as they like. */
  readonly texts: readonly CheckedText[]
  /** The pictures that files name, as they name them. */
  readonly images: ReadonlyMap<string, ImageFacts | null>
  /** Null: nobody knows which plugins there are. */
  readonly commands: CommandRegistry | null
  /** Names that plugins add to the closed list. */
  readonly variables: readonly string[]
  /** For what expires. */
  readonly now: Instant
  /** Files of posts and offers that have not been read, because of a mistake in them. */
  readonly broken: readonly BrokenPost[]
}

/** A rule: pure, and told of nothing but what is there. */
export type Rule = (checked: Checked) => Iterable<Problem>

/** A file that members come to read, of whichever kind. */
export interface CheckedText {
  readonly file: string
  readonly id: string
  readonly kind: 'post' | 'offer' | OtherKind
  readonly isMarketing: boolean
  /** The front matter with its defaults. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly body: string
  readonly bodyLine: number
  readonly positions: Positions
  readonly platforms: readonly ContentPlatform[]
  readonly image: string | null
  readonly buttons: readonly CheckedButton[]
  readonly compiled: CompiledText
  /** Phrases that the file itself allows: `<!-- allow: 亲 -->`. */
  readonly allowed: readonly string[]
}
export interface CheckedButton {
  readonly label: string
  readonly command?: string
  readonly url?: string
  /** Where it stands: `['choices', 0]`. */
  readonly path: FieldPath
}

/** What the first bytes of a file under `assets/` say. */
export interface ImageFacts {
  readonly bytes: number
  /** Null: it is no picture that platforms know. */
  readonly format: 'png' | 'jpeg' | 'gif' | 'webp' | null
}

/** As much of a broken file as can be seen without understanding it. */
export interface BrokenPost {
  readonly file: string
  readonly isMarketing: boolean
  /** Null: it does not say, or not in a form that can be read. */
  readonly when: PostWhen | null
  readonly at: string | null
}

/** Where a field stands. */
export function atField({ file, positions }: Pick<CheckedText, 'file' | 'positions'>, path: FieldPath): Place {
  return { file, ...positions.at(path) }
}

/** Where a character of the body stands in its file. */
export function atBody(
  { file, body, bodyLine }: Pick<CheckedText, 'file' | 'body' | 'bodyLine'>,
  offset: number,
): Place {
  const before = body.slice(0, offset)
  return {
    file,
    line: bodyLine + before.split('\n').length - 1,
    column: offset - before.lastIndexOf('\n'),
  }
}
