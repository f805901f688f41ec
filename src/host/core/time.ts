import { z } from 'zod'
import { Instant, LocalDay } from '../../events/ids.ts'
import { defineSlice } from '../slice.ts'
import { Payload, Slug } from './fields.ts'

/** Plugin, timer and data, in one line. */
const TimerKey = z.string().regex(/^[^\n]{1,1000}$/u)

/** Timers that plugins have set and that have not rung. The key is the timer and its data. */
export const timers = defineSlice({
  name: 'timers',
  facts: {
    set: z.object({ timer: TimerKey, plugin: Slug, name: Slug, at: Instant, data: Payload }),
    rung: z.object({ timer: TimerKey }),
    cancelled: z.object({ timer: TimerKey }),
  },
  tables: table => ({
    pending: table({
      by: 'timer',
      initial: () => ({ plugin: '', name: '', at: 0, data: {} as object }),
      reduce: {
        set: (timer, { plugin, name, at, data }) => {
          timer.plugin = plugin
          timer.name = name
          timer.at = at
          timer.data = data
        },
      },
      removedBy: ['rung', 'cancelled'],
    }),
  }),
})

/** Up to when each schedule of the group has been looked at, so that an occurrence fires once. */
export const schedules = defineSlice({
  name: 'schedules',
  facts: {
    /** The group has it from now on: what would have been due before is none of its business. */
    began: z.object({ schedule: Slug, at: Instant }),
    fired: z.object({ schedule: Slug, at: Instant }),
    /** Missed, and by the schedule's own policy not made up for. */
    skipped: z.object({ schedule: Slug, at: Instant, count: z.int().min(1) }),
  },
  tables: table => ({
    seen: table({
      by: 'schedule',
      initial: () => ({ until: 0 }),
      reduce: {
        began: (schedule, { at }) => {
          schedule.until = Math.max(schedule.until, at)
        },
        fired: (schedule, { at }) => {
          schedule.until = Math.max(schedule.until, at)
        },
        skipped: (schedule, { at }) => {
          schedule.until = Math.max(schedule.until, at)
        },
      },
    }),
  }),
})

/** A day on which the bot was away for so long in all is excused: nobody loses a streak because we were down. */
export const EXCUSED_AWAY_MINUTES = 30

/** Days on which nobody loses a streak, and when the bot was away. */
export const days = defineSlice({
  name: 'days',
  facts: {
    excused: z.object({ day: LocalDay, reason: z.enum(['outage', 'pause', 'rest']) }),
    /** The pause that excused it was taken back. */
    unexcused: z.object({ day: LocalDay }),
    wasAway: z.object({ from: Instant, to: Instant }),
    /** `minutes`: how long the bot was away on that day, this time. */
    away: z.object({ day: LocalDay, minutes: z.number().min(0) }),
    /** The group came to life: nothing before this was due. */
    began: z.object({ at: Instant }),
  },
  tables: table => ({
    days: table({
      by: 'day',
      initial: () => ({ excused: null as 'outage' | 'pause' | 'rest' | null, awayMinutes: 0 }),
      reduce: {
        excused: (day, { reason }) => {
          day.excused = reason
        },
        unexcused: day => {
          day.excused = day.awayMinutes >= EXCUSED_AWAY_MINUTES ? 'outage' : null
        },
        away: (day, { minutes }) => {
          day.awayMinutes += minutes
        },
      },
    }),
  }),
  group: {
    /** `awayUntil`: the group has been told of every outage up to then. */
    initial: () => ({ beganAt: null as number | null, awayUntil: 0 }),
    reduce: {
      began: (group, { at }) => {
        group.beganAt ??= at
      },
      wasAway: (group, { to }) => {
        group.awayUntil = Math.max(group.awayUntil, to)
      },
    },
  },
})

/** The account's own pulse, recorded in its office: idle and down can be told apart. */
export const pulse = defineSlice({
  name: 'pulse',
  facts: {
    beat: z.object({ at: Instant }),
    connected: z.object({ at: Instant }),
    disconnected: z.object({ at: Instant }),
  },
  group: {
    initial: () => ({ aliveAt: null as number | null, connected: false }),
    reduce: {
      beat: (group, { at }) => {
        group.aliveAt = at
      },
      connected: (group, { at }) => {
        group.aliveAt = at
        group.connected = true
      },
      disconnected: (group, { at }) => {
        group.aliveAt = at
        group.connected = false
      },
    },
  },
})
