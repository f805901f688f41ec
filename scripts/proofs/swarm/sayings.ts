import type { Random } from './random.ts'

/** What counts as a check-in, as people write it. */
const CHECK_INS = [
  '打卡',
  '打卡',
  '签到',
  '/checkin',
  'checkin',
  '打卡 读了三十页',
  '签到 早起',
  '/checkin ran 5 km',
  '打卡！',
]
const TALK = [
  '大家早',
  '打卡了吗？',
  '怎么打卡没反应',
  '今天天气不错',
  '/points',
  '/streak',
  '积分',
  '我的打卡',
  '/points history',
  '/help',
  '/pionts',
  'good night',
]

export const checkInText = (random: Random): string => random.pick(CHECK_INS)
export const talkText = (random: Random): string => random.pick(TALK)
export const isCheckInText = (text: string): boolean => CHECK_INS.includes(text)
