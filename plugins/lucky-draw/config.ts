import { z } from 'zod'

/** Relays of the beacon that anybody may ask, as its makers list them: https://docs.drand.love/docs/drand-client (November 2026). */
const PUBLIC_RELAYS = [
  'https://api.drand.sh',
  'https://api2.drand.sh',
  'https://api3.drand.sh',
  'https://drand.cloudflare.com',
]
/** Each may take 10 s, and all of them together less than an attempt of a provider, which is broken off after a minute. */
const RELAYS_MAX = 5

/** The section `lucky-draw` of a plan. */
export const luckyDrawConfig = z.object({
  staffMayEnter: z
    .boolean()
    .default(false)
    .describe('Whether owner, admins and teachers may enter draws: it is a rule of each draw, and everybody reads it.'),
  claimHours: z
    .int()
    .min(1)
    .max(336)
    .default(48)
    .describe('How long winners of draws made by `/draw_new` have to claim, in hours: 1–336.'),
  relays: z
    .array(z.url({ protocol: /^https?$/ }))
    .min(1)
    .max(RELAYS_MAX)
    .default(PUBLIC_RELAYS)
    .describe('Where the public random numbers are fetched from, asked in this order. What they answer is verified.'),
  checkAt: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null)
    .describe('Where members find the page that checks a proof: written below each proof. Null: they are told to ask.'),
})
export type LuckyDrawConfig = z.output<typeof luckyDrawConfig>
