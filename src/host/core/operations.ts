import { z } from 'zod'
import { Instant, MemberId } from '../../events/ids.ts'
import { personal } from '../fact-schema.ts'
import { defineSlice, type SliceState } from '../slice.ts'
import { Payload, payload, Slug } from './fields.ts'

/** How long a question waits for its answer, in milliseconds. */
export const QUESTION_MS_MAX = 2 * 60_000
/** How long an operation can be taken back, in milliseconds. */
export const UNDO_MS_MAX = 10 * 60_000
/** How long operations are listed, in hours, and how many in any case. */
const LISTED_HOURS = 24 * 180
const LISTED_MIN = 512

/** Four digits that the same person sends back. */
export const Code = z.string().regex(/^\d{4}$/)

interface Asked {
  code: string
  plugin: string
  action: string
  data: object
  until: Instant
  isGrave: boolean
}
interface Operation {
  plugin: string
  key: string
  params: object
  undo: { action: string; data: object } | null
  by: MemberId | null
  at: Instant
  undoneAt: Instant | null
  undoneBy: MemberId | null
}

/** Questions that wait for a confirmation, and what admins have done: the operations log. */
export const operations = defineSlice({
  name: 'operations',
  facts: {
    /** One question per person: a new one replaces it. `data` may hold what they typed. */
    asked: z.object({
      member: MemberId,
      code: Code,
      plugin: Slug,
      action: Slug,
      data: personal(payload()),
      until: Instant,
      /** The name of the group has to be typed as well. */
      isGrave: z.literal(true).optional(),
    }),
    /** Confirmed or declined: it has its answer. */
    settled: z.object({ member: MemberId }),
    /** Counted from 1 in each group. */
    done: z.object({
      operation: z.int().min(1),
      plugin: Slug,
      key: Slug,
      params: Payload,
      undo: z.strictObject({ action: Slug, data: Payload }).optional(),
      by: MemberId.optional(),
      at: Instant,
    }),
    undone: z.object({ operation: z.int().min(1), by: MemberId.optional(), at: Instant }),
  },
  tables: table => ({
    questions: table({
      by: 'member',
      initial: (): Asked => ({ code: '', plugin: '', action: '', data: {}, until: 0 as Instant, isGrave: false }),
      reduce: {
        asked: (question, { code, plugin, action, data, until, isGrave = false }) => {
          question.isGrave = isGrave
          question.code = code
          question.plugin = plugin
          question.action = action
          question.data = data
          question.until = until
        },
      },
      removedBy: ['settled'],
    }),
    log: table({
      by: 'operation',
      initial: (): Operation => ({
        plugin: '',
        key: '',
        params: {},
        undo: null,
        by: null,
        at: 0 as Instant,
        undoneAt: null,
        undoneBy: null,
      }),
      reduce: {
        done: (operation, { plugin, key, params, undo, by, at }) => {
          operation.plugin = plugin
          operation.key = key
          operation.params = params
          operation.undo = undo ? { action: undo.action, data: undo.data } : null
          operation.by = by ?? null
          operation.at = at
        },
        undone: (operation, { at, by }) => {
          operation.undoneAt = at
          operation.undoneBy = by ?? null
        },
      },
      keep: { hours: LISTED_HOURS, rowsMin: LISTED_MIN },
    }),
  }),
  group: {
    initial: () => ({ count: 0 }),
    reduce: {
      done: (group, { operation }) => {
        group.count = operation
      },
    },
  },
})

export type OperationsState = SliceState<typeof operations>
/** An operation and its number. */
export type Listed = readonly [number: number, operation: ReturnType<OperationsState['log']['of']>]

/** The newest operations, newest first, at most so many. */
export function newest({ group, log }: OperationsState, count: number): readonly Listed[] {
  const found: Listed[] = []
  for (let number = group.count; number > 0 && found.length < count; number -= 1) {
    if (log.has(number)) found.push([number, log.of(number)])
  }
  return found
}

/** How many of the newest are looked at for one that can be taken back. */
const UNDO_LOOKED_AT_MAX = 50

/** The last operation that has not been taken back, while it can be. What was done to somebody erased stays. */
export function lastToUndo(state: OperationsState, now: Instant): Listed | undefined {
  const standing = newest(state, UNDO_LOOKED_AT_MAX).filter(([, operation]) => !concernsErased(operation))
  const last = standing.find(([, { undoneAt }]) => undoneAt === null)
  return last && now - last[1].at <= UNDO_MS_MAX ? last : undefined
}

/** So soon after one, another `/undo` may be the same wish of another admin, or a second tap. In milliseconds. */
export const UNDO_AGAIN_MS = 30_000

/** What has been taken back so lately that nobody can have meant the one before it as well. */
export function takenBackAt(state: OperationsState, now: Instant): Listed | undefined {
  const isLate = ({ undoneAt }: Listed[1]) => undoneAt !== null && now - undoneAt < UNDO_AGAIN_MS
  return newest(state, UNDO_LOOKED_AT_MAX).find(([, done]) => isLate(done) && !concernsErased(done))
}

/** Whether it was done to somebody whose data have been erased since. */
export function concernsErased({ params, undo }: Pick<Listed[1], 'params' | 'undo'>): boolean {
  return JSON.stringify([params, undo?.data]).includes('"erased:')
}

/** A code for a question: the same event gives the same one. */
export function codeFor(cause: string): string {
  let hash = 2166136261
  for (let i = 0; i < cause.length; i += 1) hash = Math.imul(hash ^ cause.charCodeAt(i), 16777619)
  return `${(hash >>> 0) % 10_000}`.padStart(4, '0')
}
