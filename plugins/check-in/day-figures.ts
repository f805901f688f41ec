/** What happened with the check-ins of one day. */
export interface DayFigures {
  checkIns: number
  /** Of these, made in private and not in the group as well. */
  inPrivate: number
  madeUp: number
  froze: number
  /** Check-ins in the group that a teacher comments, and how many have a comment. */
  queued: number
  commented: number
}

export const noFigures = (): DayFigures => ({ checkIns: 0, inPrivate: 0, madeUp: 0, froze: 0, queued: 0, commented: 0 })
