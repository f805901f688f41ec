import type { Random } from './random.ts'

/** What counts as a check-in where the word alone is enough, as people write it. */
const SHORT_CHECK_INS = ['打卡', '打卡', '签到', '/checkin', 'checkin', '打卡 读了三十页', '签到 早起', '打卡！']
/** With a note of ten characters and more. */
const LONG_CHECK_INS = [
  '打卡 今天把第三章读完了，很有收获',
  '/checkin read thirty pages',
  '签到 早起跑步五公里，出了一身汗',
]
/** What says enough without being a check-in. */
const LONG_TALK = ['今天的感想：慢慢读反而记得更牢', 'I liked the second chapter best of all']
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
  '/rank',
  '/rank streak',
  '/shop',
  '/why points',
  '/why streak',
  '/mydata',
]

export const shortCheckInText = (random: Random): string => random.pick(SHORT_CHECK_INS)
export const longCheckInText = (random: Random): string => random.pick(LONG_CHECK_INS)
export const longTalkText = (random: Random): string => random.pick(LONG_TALK)
export const talkText = (random: Random): string => random.pick(TALK)

export const isCheckInText = (text: string): boolean => SHORT_CHECK_INS.includes(text) || LONG_CHECK_INS.includes(text)
/** Whether a text says as much as a plan may want: ten characters besides the word. */
export const isLongText = (text: string): boolean =>
  LONG_CHECK_INS.includes(text) || (!SHORT_CHECK_INS.includes(text) && [...text.replace(/\s/g, '')].length >= 10)
/** What completes a check-in and is nothing else. */
export const isLongTalk = (text: string): boolean => LONG_TALK.includes(text)

const CITIES = ['杭州', '成都', 'Leeds', '西安']
const LIKES = ['徒步', '摄影', 'baking', '羽毛球']

export const introductionText = (random: Random): string =>
  random.chance(0.7)
    ? `大家好，我是${random.pick(CITIES)}来的，平时爱${random.pick(LIKES)}`
    : `Hi, I'm from ${random.pick(CITIES)} and love ${random.pick(LIKES)}`
