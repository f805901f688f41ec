import { z } from 'zod'
import { Instant, MemberId } from '../../events/ids.ts'
import { defineSlice } from '../slice.ts'
import { Slug } from './fields.ts'

/** Where people reach the dashboard, as it is now. */
export type DashboardPlace =
  | { readonly is: 'everywhere'; readonly url: string }
  /** Only on the machine where the bot runs. */
  | { readonly is: 'here'; readonly url: string }
  /** `address`: nobody has said under which one people reach it. `port`: nothing listens. */
  | { readonly is: 'nowhere'; readonly lacks: 'address' | 'port' }

/** Who was given a way in, for whoever asks later. What opens it is kept in memory only, and dies with the process. */
export const dashboard = defineSlice({
  name: 'dashboard',
  facts: {
    linkGiven: z.object({ member: MemberId, digest: Slug, until: Instant }),
  },
})

/** What is recorded of a token: nobody finds the token from it. */
export const linkDigest = (token: string, digest: (text: string) => string): string =>
  digest(`dashboard 1 ${token}`) + digest(`dashboard 2 ${token}`)
