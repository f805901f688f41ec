import type { z } from 'zod'

/** Work that needs the outside: a beacon, a chart, an export. May run twice; its answer is committed once. */
export interface Provider<Request, Answer> {
  readonly name: string
  readonly request: z.ZodType<Request>
  readonly answer: z.ZodType<Answer>
  /** How long it is tried again, in minutes. Default: 60. */
  readonly deadlineMinutes: number
  readonly provide: (request: Request, tools: ProviderTools) => Promise<Answer>
}
export interface ProviderTools {
  /** Aborted when this attempt has taken too long, or the process ends. */
  readonly signal: AbortSignal
}
// biome-ignore lint/suspicious/noExplicitAny: a provider of any shape (its functions are contravariant).
export type AnyProvider = Provider<any, any>
export type RequestOf<P extends AnyProvider> = z.output<P['request']>
export type AnswerOf<P extends AnyProvider> = z.output<P['answer']>

/** Defines a provider. It must be idempotent: it is repeated after a crash, and until its deadline after an error. */
export function defineProvider<Q extends z.ZodType<object>, A extends z.ZodType>(definition: {
  readonly name: string
  readonly request: Q
  readonly answer: A
  readonly deadlineMinutes?: number
  readonly provide: (request: z.output<NoInfer<Q>>, tools: ProviderTools) => Promise<z.output<NoInfer<A>>>
}): Provider<z.output<Q>, z.output<A>> {
  return { deadlineMinutes: 60, ...definition } as unknown as Provider<z.output<Q>, z.output<A>>
}
