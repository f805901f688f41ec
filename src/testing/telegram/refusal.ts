/** A call that the Bot API refuses. A class, since it is thrown. */
export class Refusal extends Error {
  readonly code: number
  readonly parameters: RefusalParameters | undefined

  constructor(code: number, description: string, parameters?: RefusalParameters) {
    super(description)
    this.name = 'Refusal'
    this.code = code
    this.parameters = parameters
  }
}

export interface RefusalParameters {
  /** In seconds. */
  readonly retry_after?: number
  readonly migrate_to_chat_id?: number
}

/** 400, the answer to most mistakes. */
export const badRequest = (description: string, parameters?: RefusalParameters): Refusal =>
  new Refusal(400, `Bad Request: ${description}`, parameters)

export const forbidden = (description: string): Refusal => new Refusal(403, `Forbidden: ${description}`)

/** 429. */
export const tooMany = (retryAfterS: number): Refusal =>
  new Refusal(429, `Too Many Requests: retry after ${retryAfterS}`, { retry_after: retryAfterS })
