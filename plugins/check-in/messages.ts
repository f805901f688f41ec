import { defineMessages, type LocalDay, type LocalTime } from 'bonfire'

interface Done {
  streakDays: number
  /** How many have checked in on that day, this one included. Null when it is no longer counted. */
  place: number | null
}
interface Already {
  streakDays: number
  /** When the next day begins. */
  nextAt: LocalTime
  /** Whether that is still on this date: in the small hours, where days begin at 04:00. */
  isLaterToday: boolean
}
interface Mine {
  streakDays: number
  bestStreakDays: number
  totalDays: number
  isCheckedIn: boolean
  /** The next streak that is celebrated. Null: none is left. */
  nextMilestoneDays: number | null
}
interface Remind {
  day: LocalDay
  checkedIn: number
  atRisk: number
  until: LocalTime
}

export const messages = defineMessages(
  {
    done: ({ streakDays, place }: Done) => `${cheer(streakDays)}${place === null ? '' : `今天第 ${place} 位。`}`,
    filled: (p: { day: LocalDay; streakDays: number }) =>
      `收到啦，${shortDay(p.day)} 的打卡补记好了，连起来是 ${p.streakDays} 天。`,
    already: ({ streakDays, nextAt, isLaterToday }: Already) =>
      `今天已经打过卡啦（连续 ${streakDays} 天），${isLaterToday ? '今天' : '明天'} ${nextAt} 后再来。`,
    tooLate: (p: { day: LocalDay }) => `${shortDay(p.day)} 太久以前了，补不上这一天。今天的照常打就好。`,
    streak: (p: Mine) =>
      [
        p.streakDays > 0 ? `已连续 ${p.streakDays} 天` : '现在没有连续记录',
        p.totalDays > 0 ? `，最长 ${p.bestStreakDays} 天，一共 ${p.totalDays} 天。` : '。',
        p.isCheckedIn ? '' : p.streakDays > 0 ? '今天还没打卡。' : '发「打卡」就开始。',
        p.nextMilestoneDays !== null && p.streakDays > 0
          ? `再 ${p.nextMilestoneDays - p.streakDays} 天就满 ${p.nextMilestoneDays} 天。`
          : '',
      ].join(''),
    remind: (p: Remind) =>
      `${p.checkedIn > 0 ? `今天已有 ${p.checkedIn} 位打卡，还` : '今天还没有人打卡，'}有 ${p.atRisk} 位的连续记录等着今天这一笔，${p.until} 前发「打卡」就接上。`,
  },
  {
    done: ({ streakDays, place }) => `${cheerInEnglish(streakDays)}${place === null ? '' : ` Number ${place} today.`}`,
    filled: p => `Got it: your check-in of ${p.day} is in. That makes ${days(p.streakDays)} in a row.`,
    already: ({ streakDays, nextAt, isLaterToday }) =>
      `You have checked in today already (${days(streakDays)} in a row). See you ${isLaterToday ? 'today' : 'tomorrow'} after ${nextAt}.`,
    tooLate: p => `${p.day} is too long ago to be made up. Today counts as always.`,
    streak: p =>
      [
        p.streakDays > 0 ? `${days(p.streakDays)} in a row` : 'No streak right now',
        p.totalDays > 0 ? `, ${p.bestStreakDays} at best, ${days(p.totalDays)} in all.` : '.',
        p.isCheckedIn ? '' : p.streakDays > 0 ? ' Not yet today.' : ' Send /checkin to start one.',
        p.nextMilestoneDays !== null && p.streakDays > 0
          ? ` ${p.nextMilestoneDays - p.streakDays} to go until ${p.nextMilestoneDays}.`
          : '',
      ].join(''),
    remind: p =>
      `${p.checkedIn > 0 ? `${p.checkedIn} checked in today` : 'Nobody has checked in today yet'}. For ${p.atRisk} a streak is waiting: send /checkin before ${p.until} and it goes on.`,
  },
)

function cheer(streakDays: number): string {
  if (streakDays === 1) return '打卡成功，第 1 天，开了个好头。'
  if (streakDays === 7) return '打卡成功，连续 7 天，整整一周！'
  if (streakDays === 14) return '打卡成功，连续 14 天，两周没断过！'
  if (streakDays === 21) return '打卡成功，连续 21 天，已经成了习惯！'
  if (streakDays % 10 === 0) return `打卡成功，连续 ${streakDays} 天，真不容易。`
  return `打卡成功，已连续 ${streakDays} 天。`
}

function cheerInEnglish(streakDays: number): string {
  if (streakDays === 1) return 'Checked in: day 1, a good start.'
  if (streakDays === 7) return 'Checked in: 7 days in a row, a whole week!'
  if (streakDays === 14) return 'Checked in: 14 days in a row, two full weeks!'
  if (streakDays === 21) return 'Checked in: 21 days in a row. It is a habit now!'
  if (streakDays % 10 === 0) return `Checked in: ${streakDays} days in a row, no small thing.`
  return `Checked in: ${streakDays} days in a row.`
}

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`

/** `11 月 3 日`. */
function shortDay(day: LocalDay): string {
  const [, month, date] = day.split('-').map(Number)
  return `${month} 月 ${date} 日`
}
