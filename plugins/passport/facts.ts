import { defineSlice, GroupId, Instant, LocalDay, MemberId, type SliceState } from 'bonfire'
import { z } from 'zod'
import {
  type Arrival,
  type BindCode,
  type Bringing,
  dropWaiting,
  type Handover,
  type Issue,
  keepSource,
  keepWaiting,
  noArrival,
  noBindCode,
  noBringing,
  noHandover,
  noIssue,
  onDay,
} from './records.ts'

/** `<source group>:<closing>:<n>`: one for ever, whichever group has heard of it. */
export const PassportId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9:_-]{0,99}$/)
/** What `token` makes: for the member alone to know, or for whoever binds two groups. */
export const OneTimeCode = z.string().regex(/^[A-Z2-9]{10}$/)
/** Where people join the next group, as an admin typed it or the platform made it. */
export const Link = z.string().regex(/^https:\/\/[!-~]{1,250}$/)
/** What a platform calls a group. */
export const Title = z.string().regex(/^[^\p{C}]{1,128}$/u)
/** How long codes that bind groups are remembered, in hours. They can be used for 24. */
const BIND_CODES_KEPT_HOURS = 7 * 24
/** How long wrong codes are counted, in hours. They are counted by the day. */
const TRIES_KEPT_HOURS = 48

/** Closings are counted from 1 in each group. */
const Closing = z.int().min(1)
const Count = z.int().min(0)
const by = MemberId.optional()

/** Where members go next, and what they take along: debited here, credited there, once. */
export const passports = defineSlice({
  name: 'passport',
  facts: {
    // In the group that is bound to: the code by which another group finds it.
    codeMade: z.object({ bindCode: OneTimeCode, at: Instant, until: Instant, link: Link.optional(), by }),
    /** `source` has used it, and waits for the owner: nobody else can use it. */
    sourceAsked: z.object({ bindCode: OneTimeCode, source: GroupId, title: Title, at: Instant }),
    /** `source` is bound by it: its passports are accepted from now on. */
    codeUsed: z.object({ bindCode: OneTimeCode, source: GroupId, title: Title.optional(), at: Instant, by }),
    /** The owner has refused it, or ended it. */
    sourceEnded: z.object({ source: GroupId, at: Instant, by }),
    /** The platform made a link by which people join here. */
    linkMade: z.object({ link: Link }),

    // In the group that members come from.
    /** The owner sent the code of another group, which is asked about it. `private`: that is where they hear of it. */
    asked: z.object({ code: OneTimeCode, to: GroupId, private: z.boolean(), at: Instant, day: LocalDay, by }),
    /** The other group knows the code, and is called so. */
    found: z.object({ code: OneTimeCode, to: GroupId, title: Title, link: Link.optional(), at: Instant }),
    /** It does not: it was never made, is used, or is too old. */
    refused: z.object({ code: OneTimeCode, at: Instant }),
    /** The owner has confirmed that members go there next, and the other group is asked. */
    bindAsked: z.object({ code: OneTimeCode, to: GroupId, private: z.boolean(), at: Instant, by }),
    bound: z.object({
      to: GroupId,
      title: Title,
      code: OneTimeCode,
      link: Link.optional(),
      pointsMax: Count.optional(),
      at: Instant,
      by,
    }),
    unbound: z.object({ at: Instant, by }),
    /** Recorded with the ledger's `handedOver`. `points`: all that they had, up to what a passport may hold. */
    issued: z.object({
      passport: PassportId,
      closing: Closing,
      member: MemberId,
      to: GroupId,
      points: Count,
      bestDays: Count,
      totalDays: Count,
      code: OneTimeCode,
      day: LocalDay,
      at: Instant,
      until: Instant,
    }),
    /** That closing was stopped: no more passports, and those under way are called back. */
    halted: z.object({ closing: Closing, at: Instant }),
    /** The other group was asked to take it back. */
    calledBack: z.object({ passport: PassportId, member: MemberId, at: Instant }),
    /** The other group says that it was accepted there. */
    acceptedThere: z.object({ passport: PassportId, member: MemberId, at: Instant }),
    /** The other group will never accept it. Recorded with the ledger's `handedBack`. */
    creditedBack: z.object({ passport: PassportId, member: MemberId, points: Count, at: Instant }),

    // In the group that members come to.
    arrived: z.object({
      passport: PassportId,
      from: GroupId,
      member: MemberId,
      points: Count,
      bestDays: Count,
      totalDays: Count,
      code: OneTimeCode,
      at: Instant,
      until: Instant,
    }),
    /** `member` is who has it now, `owner` whom it was made out to: the same person, it may be on another platform. */
    accepted: z.object({ passport: PassportId, member: MemberId, owner: MemberId, points: Count, at: Instant }),
    /** Never to be accepted, also when it arrives only after this. */
    revoked: z.object({ passport: PassportId, at: Instant }),
    /** Somebody tried a code that is none. */
    mistyped: z.object({ member: MemberId, day: LocalDay }),
  },
  tables: table => ({
    /** Passports made out here, for ever. */
    issues: table({
      by: 'passport',
      initial: (): Issue => noIssue(),
      reduce: {
        issued: (issue, { passport: _, day: __, ...issued }) => {
          Object.assign(issue, issued)
          issue.state = 'under-way'
        },
        calledBack: issue => {
          issue.state = 'called-back'
        },
        acceptedThere: issue => {
          issue.state = 'accepted'
        },
        creditedBack: issue => {
          issue.state = 'back'
        },
      },
    }),
    closings: table({
      by: 'closing',
      initial: () => ({ issued: 0, isHalted: false }),
      reduce: {
        issued: closing => {
          closing.issued += 1
        },
        halted: closing => {
          closing.isHalted = true
        },
      },
    }),
    /** Passports of other groups, for ever: each is accepted or revoked once. */
    arrivals: table({
      by: 'passport',
      initial: (): Arrival => noArrival(),
      reduce: {
        arrived: (arrival, { from, member, points, bestDays, totalDays, until }) => {
          Object.assign(arrival, { from, member, points, bestDays, totalDays, until })
          arrival.state = 'waiting'
        },
        accepted: (arrival, { member }) => {
          arrival.state = 'accepted'
          arrival.acceptedBy = member
        },
        revoked: arrival => {
          arrival.state = 'revoked'
        },
      },
    }),
    codes: table({
      by: 'code',
      initial: () => ({ passport: null as string | null }),
      reduce: {
        arrived: (code, { passport }) => {
          code.passport = passport
        },
      },
    }),
    members: table({
      by: 'member',
      initial: (): Bringing => noBringing(),
      reduce: {
        issued: (bringing, { passport, closing }) => {
          bringing.issued = passport
          bringing.closing = closing
        },
        arrived: (bringing, { passport }) => keepWaiting(bringing, passport),
        accepted: (bringing, { passport, points }) => {
          dropWaiting(bringing, passport)
          bringing.accepted += 1
          bringing.broughtPoints += points
        },
      },
    }),
    bindCodes: table({
      by: 'bindCode',
      initial: (): BindCode => noBindCode(),
      reduce: {
        codeMade: (code, { until, link, by }) => {
          code.until = until
          code.link = link ?? null
          code.by = by ?? null
        },
        sourceAsked: (code, { source }) => {
          code.source = source
        },
        codeUsed: (code, { source }) => {
          code.source = source
        },
      },
      keep: { hours: BIND_CODES_KEPT_HOURS },
    }),
    tries: table({
      by: 'member',
      initial: () => ({ day: null as LocalDay | null, count: 0 }),
      reduce: { mistyped: (tries, { day }) => onDay(tries, day) },
      keep: { hours: TRIES_KEPT_HOURS },
    }),
  }),
  group: {
    initial: (): Handover => noHandover(),
    reduce: {
      linkMade: (group, { link }) => {
        group.link = link
      },
      sourceAsked: (group, { source, title, bindCode: code }) =>
        keepSource(group, source, { title, is: 'asked', code }),
      codeUsed: (group, { source, title = source, bindCode: code }) =>
        keepSource(group, source, { title, is: 'bound', code }),
      sourceEnded: (group, { source }) => {
        group.sources = group.sources.filter(one => one.group !== source)
      },
      asked: (group, { code, to, private: isPrivate, by, day }) => {
        group.asking = { code, to, title: null, link: null, member: by ?? null, isPrivate }
        onDay(group.asks, day)
      },
      found: (group, { code, title, link = null }) => {
        if (group.asking?.code === code) Object.assign(group.asking, { title, link })
      },
      refused: (group, { code }) => {
        if (group.asking?.code === code) group.asking = null
        if (group.binding?.code === code) group.binding = null
      },
      bindAsked: (group, { code, to, private: isPrivate, by }) => {
        group.binding = { code, to, member: by ?? null, isPrivate }
      },
      bound: (group, { to, title, code, link, pointsMax }) => {
        group.next = { group: to, title, link: link ?? null, code, pointsMax: pointsMax ?? null }
        if (group.asking?.code === code) group.asking = null
        group.binding = null
      },
      unbound: group => {
        group.next = null
      },
      issued: group => {
        group.underWay += 1
      },
      acceptedThere: group => {
        group.underWay -= 1
      },
      creditedBack: group => {
        group.underWay -= 1
      },
    },
  },
})

type PassportState = SliceState<typeof passports>

/** Where members of this group go next. Null: nobody has said. */
export function nextGroup({ group: { next } }: PassportState): NextGroup | null {
  return next && { group: next.group, title: next.title, link: next.link }
}
interface NextGroup {
  readonly group: GroupId
  readonly title: string
  readonly link: string | null
}
