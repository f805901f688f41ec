import type { Mistake } from './typed-mistakes.ts'

type What = Extract<Mistake, { is: 'twice' }>['what']
const WHAT: Readonly<Record<What, string>> = {
  closing: '截止时间',
  cost: '积分',
  streakDays: '连续天数',
  memberDays: '入群天数',
  alternates: '备选人数',
  claimHours: '领奖时间',
  buyer: '“买过”',
  comment: '“评论”',
  title: '标题',
  prize: '奖品',
}

/** One mistake, and what would do. */
export function mistakeInChinese(mistake: Mistake): string {
  switch (mistake.is) {
    case 'unread':
      return `「${mistake.text}」没看懂`
    case 'how-many':
      return `「${mistake.text}」是几份？写成「${mistake.text}×3」`
    case 'numeral':
      return `「${mistake.text}」里的数字请用 1、2、3 写：「${mistake.written}」`
    case 'unseen':
      return '里面有看不见、会改变文字方向的符号，请重新打一遍'
    case 'too-long':
      return `「${mistake.text}」太长了，最多 ${mistake.charsMax} 个字`
    case 'too-many-prizes':
      return `奖品一共 ${mistake.prizes} 份，最多 ${mistake.prizesMax} 份`
    case 'no-prize':
      return '没有写奖品，比如「书×3」'
    case 'no-closing':
      return '没有写什么时候截止，比如「20:00」「明天 20:00」「30分钟」'
    case 'comment-and-cost':
      return '评论参加和积分参加只能选一样'
    case 'twice':
      return `${WHAT[mistake.what]}写了两次，第二次是「${mistake.text}」`
    case 'range':
      return `「${mistake.text}」：${WHAT[mistake.what]}要在 ${mistake.min} 到 ${mistake.max} 之间`
    case 'past':
      return `「${mistake.text}」已经过了，换个晚一点的时间，或者写上日期`
    case 'no-day':
      return `「${mistake.text}」不是一个能看懂的时间，写成「12-20 20:00」`
    case 'too-soon':
      return `「${mistake.text}」太近了，至少要留 5 分钟`
    case 'too-far':
      return `「${mistake.text}」太远了，最多 30 天`
  }
}
