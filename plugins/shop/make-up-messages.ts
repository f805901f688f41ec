import type { LocalDay } from 'bonfire'

/** What the days in a row become. */
interface Run {
  /** Days in a row around the day that is made up. */
  readonly streakDays: number
  /** Whether that run is the streak of today; else days after it are missing too. */
  readonly reachesToday: boolean
  /** Other missed days that it uses a freeze for. Absent: none. */
  readonly freezeOn?: readonly LocalDay[]
}
interface MakeUpOffer extends Run {
  readonly missed: LocalDay
  readonly points: number
  readonly balance: number
  /** How many more can be made up in this campaign, this one included. */
  readonly times: number
  /** A freeze in hand would stand in for that day: the streak goes on without making it up. */
  readonly hasFreeze: boolean
  /** What it cost when they were asked before. Null: this is the first time. */
  readonly pointsBefore: number | null
}
interface MadeUp extends Run {
  readonly missed: LocalDay
  readonly points: number
}
interface TooFewToMakeUp {
  readonly missed: LocalDay
  readonly needs: number
  readonly has: number
  /** The last day on which it can be made up. */
  readonly until: LocalDay
}
interface OnDay {
  readonly missed: LocalDay
}

/** What is said of making up a missed day, in Chinese. */
export const makeUpInChinese = {
  sureMakeUp: (p: MakeUpOffer) =>
    [
      p.pointsBefore === null ? '' : `补卡的价格刚刚变了（原来 ${p.pointsBefore} 积分）。`,
      `用 ${p.points} 积分补 ${shortDay(p.missed)}的卡吗？`,
      p.reachesToday
        ? `补上后连续 ${p.streakDays} 天。`
        : `补上后那一段是 ${p.streakDays} 天；后面还有没打卡的日子，也补上才接得到今天。`,
      p.freezeOn ? `会同时用掉 ${p.freezeOn.length} 张冻结卡，顶上 ${p.freezeOn.map(shortDay).join('、')}。` : '',
      p.hasFreeze ? '不补的话，下次打卡时冻结卡会顶上这一天，连续也不会断。' : '',
      `你现在有 ${p.balance} 积分，还能补 ${p.times} 次。`,
    ].join(''),
  madeUp: (p: MadeUp) =>
    `补好了，${shortDay(p.missed)}算上了，${p.reachesToday ? '连续' : '那一段是'} ${p.streakDays} 天，用了 ${p.points} 积分${p.freezeOn ? `和 ${p.freezeOn.length} 张冻结卡` : ''}。`,
  tooFewToMakeUp: (p: TooFewToMakeUp) =>
    `积分不够：补一天需要 ${p.needs}，你有 ${p.has}。${shortDay(p.missed)}可以补到 ${shortDay(p.until)}。`,
  makeUpOff: () => '这里没有补卡，漏掉的一天不影响之前的记录。',
  makeUpToday: (p: { isCheckedIn: boolean }): string =>
    p.isCheckedIn ? '今天已经打过卡了，不用补。' : '今天还没过完，直接发「打卡」就好。',
  makeUpFuture: (p: OnDay) => `${shortDay(p.missed)}还没到，到了那天直接打卡就好。`,
  noSuchDay: () => '没有这个日期。这样写就行：「补卡 昨天」「补卡 11-23」。',
  makeUpTooOld: (p: OnDay & { withinDays: number }) =>
    `${shortDay(p.missed)}过去太久了，只能补 ${p.withinDays} 天以内的。`,
  makeUpBefore: (p: OnDay & { from: LocalDay }) =>
    `${shortDay(p.missed)}还没开始算，从 ${shortDay(p.from)}起才要打卡，不用补。`,
  makeUpExcused: (p: OnDay) => `${shortDay(p.missed)}本来就不用打卡，不影响连续天数，不用补。`,
  makeUpAlready: (p: OnDay) => `${shortDay(p.missed)}已经有记录了，不用补。`,
  nothingMissed: (p: { withinDays: number }) => `最近 ${p.withinDays} 天没有缺的，不用补。`,
  makeUpsUsed: (p: { perCampaign: number }) => `能补的 ${p.perCampaign} 次都用完了。打过的每一天都还算数。`,
}

/** The same in English. */
export const makeUpInEnglish: typeof makeUpInChinese = {
  sureMakeUp: p =>
    [
      p.pointsBefore === null ? '' : `The price has changed meanwhile (it was ${pointsInEnglish(p.pointsBefore)}). `,
      `Make up ${p.missed} for ${pointsInEnglish(p.points)}? `,
      p.reachesToday
        ? `That makes ${days(p.streakDays)} in a row. `
        : `That makes a run of ${days(p.streakDays)}; later days are missing too, and only with them does it reach today. `,
      p.freezeOn ? `It uses ${freezes(p.freezeOn)} too, for ${p.freezeOn.join(', ')}. ` : '',
      p.hasFreeze
        ? 'Without it a freeze stands in for that day with your next check-in, and the streak goes on too. '
        : '',
      `You have ${pointsInEnglish(p.balance)}, and can make up ${p.times} more.`,
    ].join(''),
  madeUp: p =>
    `Done: ${p.missed} counts, ${p.reachesToday ? `${days(p.streakDays)} in a row` : `a run of ${days(p.streakDays)}`}, for ${pointsInEnglish(p.points)}${p.freezeOn ? ` and ${freezes(p.freezeOn)}` : ''}.`,
  tooFewToMakeUp: p =>
    `Not enough points: a day takes ${p.needs}, and you have ${p.has}. ${p.missed} can be made up until ${p.until}.`,
  makeUpOff: () => 'Missed days cannot be made up here. What you have checked in on stays.',
  makeUpToday: p =>
    p.isCheckedIn
      ? 'You have checked in today already, there is nothing to make up.'
      : 'Today is not over yet: send /checkin.',
  makeUpFuture: p => `${p.missed} is yet to come. Check in on that day.`,
  noSuchDay: () => 'There is no such date. Write it like this: /makeup yesterday, or /makeup 11-23.',
  makeUpTooOld: p => `${p.missed} is too long ago: only the last ${days(p.withinDays)} can be made up.`,
  makeUpBefore: p => `Check-ins count from ${p.from} on for you, so ${p.missed} is not missing.`,
  makeUpExcused: p =>
    `Nobody had to check in on ${p.missed}. Your streak is not broken by it, there is nothing to make up.`,
  makeUpAlready: p => `${p.missed} is on record already, there is nothing to make up.`,
  nothingMissed: p => `Nothing is missing in the last ${days(p.withinDays)}, there is nothing to make up.`,
  makeUpsUsed: p =>
    `All ${p.perCampaign} that you can make up have been used. Every day that you checked in on still counts.`,
}

/** `1 point`, `60 points`. */
export const pointsInEnglish = (count: number): string => `${count} ${count === 1 ? 'point' : 'points'}`
const freezes = ({ length }: readonly LocalDay[]): string => (length === 1 ? 'a freeze' : `${length} freezes`)
const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`

/** `11 月 3 日`. */
function shortDay(day: LocalDay): string {
  const [, month, date] = day.split('-').map(Number)
  return `${month} 月 ${date} 日`
}
