import { z } from 'zod'
import { ROLES, type Role } from '../../events/event.ts'
import { Instant, LocalDay, MemberId } from '../../events/ids.ts'
import { personal } from '../fact-schema.ts'
import { defineSlice } from '../slice.ts'
import { type Activity, NEVER_ACTIVE, noteActive } from './activity.ts'

/** How many days the figures of a day are kept. */
const DAYS_KEPT = 400

/** What is known of one person in one group. */
export interface Membership extends Activity {
  /** `unknown`: no fact has named this person. */
  presence: 'unknown' | 'present' | 'left'
  /** When they joined; null when they were there before we could see it. */
  joinedAt: Instant | null
  /** When they came for the first time; null when nobody saw it. */
  firstJoinedAt: Instant | null
  /** When they last left; null: never. */
  leftAt: Instant | null
  /** How often they have joined: 2 is a return. */
  joins: number
  inviter: MemberId | null
  via: string | null
  /** What the platform calls them; null until it has told. Personal: messages look it up when they are sent. */
  name: string | null
  /** The name by which others mention them, without @. Null: none is known. Personal, as the name. */
  handle: string | null
  /** They do not want to be mentioned. */
  isQuiet: boolean
  /** They have written to the bot in private, meaning this group: it may write to them. */
  isMet: boolean
  /** The role given by command. The platform's own may be higher. */
  role: Role
  /** The role that the platform last reported. Null: none. Of ordinary members platforms say nothing. */
  rank: Role | null
  /** They have left, and were owner, admin or teacher until then. */
  ranTheGroup: boolean
}

/** Whether they are owner, admin or teacher, by command or by the platform. */
export const isAboveMember = ({ role, rank }: Readonly<Pick<Membership, 'role' | 'rank'>>): boolean =>
  role !== 'member' || (rank !== null && rank !== 'member')

function isHereNow(member: Membership): void {
  member.presence = 'present'
  member.ranTheGroup = false
}

/** Who is in the group. Core: recorded by the host, for every platform alike. */
export const membership = defineSlice({
  name: 'membership',
  version: 3,
  facts: {
    joined: z.object({
      member: MemberId,
      at: Instant,
      inviter: MemberId.optional(),
      /** The invite link's or channel's name. */
      via: z
        .string()
        .regex(/^[^\p{C}]{1,64}$/u)
        .optional(),
    }),
    /** Somebody spoke whose joining we did not see: never welcomed as new. */
    seen: z.object({ member: MemberId }),
    /** There when the bot came. */
    imported: z.object({ member: MemberId }),
    /** At most once a day. */
    active: z.object({ member: MemberId, day: LocalDay }),
    named: z.object({ member: MemberId, name: personal(z.string().max(256)) }),
    /** The name by which others mention them, in lower case; null: they have none any more. */
    handled: z.object({ member: MemberId, handle: personal(z.string().max(64)).nullable() }),
    /** Whether they want not to be mentioned. */
    quieted: z.object({ member: MemberId, on: z.boolean() }),
    /** They wrote to the bot in private for the first time, meaning this group. */
    met: z.object({ member: MemberId }),
    /** Everybody in the chat was compared with the record: whoever is new from now on has joined. */
    listed: z.object({ at: Instant }),
    left: z.object({ member: MemberId, at: Instant, by: MemberId.optional() }),
    /** Somebody came, or went, on that day: counted without saying who, so that it stays true of whoever is erased. */
    came: z.object({ day: LocalDay }),
    went: z.object({ day: LocalDay }),
    /** They want everything that is known of them erased; it is done soon after. */
    erasureAsked: z.object({ member: MemberId, at: Instant }),
    /** It has been done: `member` is the pseudonym that stands for them now. */
    erased: z.object({ member: MemberId }),
    roleGiven: z.object({ member: MemberId, role: z.enum(ROLES), by: MemberId.optional() }),
    /** The platform reports another role of theirs than before. */
    ranked: z.object({ member: MemberId, role: z.enum(ROLES) }),
  },
  tables: table => ({
    members: table({
      by: 'member',
      initial: (): Membership => ({
        presence: 'unknown',
        joinedAt: null,
        firstJoinedAt: null,
        leftAt: null,
        joins: 0,
        inviter: null,
        via: null,
        name: null,
        handle: null,
        isQuiet: false,
        isMet: false,
        ...NEVER_ACTIVE,
        role: 'member',
        rank: null,
        ranTheGroup: false,
      }),
      reduce: {
        joined: (member, { at, inviter, via }) => {
          if (member.presence === 'unknown') member.firstJoinedAt = at
          isHereNow(member)
          member.joinedAt = at
          member.joins += 1
          member.inviter = inviter ?? null
          member.via = via ?? null
        },
        seen: isHereNow,
        imported: isHereNow,
        active: (member, { day }) => noteActive(member, day),
        named: (member, { name }) => {
          member.name = name
        },
        handled: (member, { handle }) => {
          member.handle = handle
        },
        quieted: (member, { on }) => {
          member.isQuiet = on
        },
        met: member => {
          member.isMet = true
        },
        left: (member, { at }) => {
          member.presence = 'left'
          member.leftAt = at
          member.ranTheGroup = isAboveMember(member)
          // Whoever comes back comes back as a member.
          member.role = 'member'
          member.rank = null
        },
        roleGiven: (member, { role }) => {
          member.role = role
        },
        ranked: (member, { role }) => {
          member.rank = role
        },
      },
    }),
    /** Who was last seen with a handle. Theirs only while their own record says so. */
    handles: table({
      by: 'handle',
      initial: () => ({ member: null as MemberId | null }),
      reduce: {
        handled: (handle, { member }) => {
          handle.member = member
        },
      },
    }),
    /** What a day brought, for figures. */
    days: table({
      by: 'day',
      initial: () => ({ joined: 0, left: 0, active: 0 }),
      reduce: {
        came: day => {
          day.joined += 1
        },
        went: day => {
          day.left += 1
        },
        active: day => {
          day.active += 1
        },
      },
      keep: { hours: DAYS_KEPT * 24, rowsMin: DAYS_KEPT },
    }),
    /** Who waits to be erased. */
    erasures: table({
      by: 'member',
      initial: () => ({ at: 0 as Instant }),
      reduce: {
        erasureAsked: (erasure, { at }) => {
          erasure.at = at
        },
      },
      removedBy: ['erased'],
    }),
  }),
  group: {
    initial: () => ({
      present: 0,
      owner: null as MemberId | null,
      listedAt: null as Instant | null,
      /** The last day on which anybody was. */
      activeDay: null as LocalDay | null,
    }),
    reduce: {
      roleGiven: (group, { member, role }) => {
        if (role === 'owner') group.owner = member
        else if (group.owner === member) group.owner = null
      },
      active: (group, { day }) => {
        group.activeDay = day
      },
      listed: (group, { at }) => {
        group.listedAt = at
      },
      joined: group => {
        group.present += 1
      },
      seen: group => {
        group.present += 1
      },
      imported: group => {
        group.present += 1
      },
      left: (group, { member }) => {
        group.present -= 1
        if (group.owner === member) group.owner = null
      },
    },
  },
})
