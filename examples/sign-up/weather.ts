import { defineProvider } from 'bonfire'
import { z } from 'zod'

/** What the service answers, as far as it matters here. */
const Answer = z.object({ degrees: z.number() })

/** How warm it will be. Asked again until it answers or half an hour has passed: it must be harmless to ask twice. */
export const weather = defineProvider({
  name: 'weather',
  request: z.object({ number: z.int(), url: z.url() }),
  answer: Answer,
  deadlineMinutes: 30,
  async provide({ url }, { signal }) {
    const response = await fetch(url, { signal })
    if (!response.ok) throw new Error(`the weather service answers ${response.status}`)
    return Answer.parse(await response.json())
  },
})
