import type { MemberId } from '../../events/ids.ts'
import { defineMessages, type Naming, type RecordedSaying } from '../messages.ts'

/** One line of the operations log. */
export interface OperationLine {
  readonly number: number
  /** `12-03 08:10`, on the group's clock. */
  readonly when: string
  readonly by: MemberId | null
  readonly says: RecordedSaying
  readonly isUndone: boolean
}
type Role = 'teacher' | 'admin'

const ROLES = {
  'zh-CN': { teacher: '老师', admin: '管理员' },
  'en-US': { teacher: 'a teacher', admin: 'an admin' },
} as const

export const operationsMessages = defineMessages(
  {
    confirmBy: (p: { code: string }) => `两分钟内回复「确认 ${p.code}」就办；不办就不用回。`,
    confirmHint: () => '两分钟内有效，只有你自己能点。',
    unmask: () => '这件事要确认，可你正以群的名义发言，我看不出你是谁。关掉管理员的「匿名」再发一次。',
    yes: () => '确认',
    no: () => '不了',
    notConfirmed: () => '确认码不对，或者已经过期。请把刚才的指令重新发一次。',
    declined: () => '好，没有办。',
    undoHint: () => '10 分钟内发「撤销」可以收回。',
    undone: (p: { says: RecordedSaying }, { quote }: Naming) => `已撤销：${quote(p.says)}`,
    undoneNot: () => '那一步没有撤销：这之后情况变了。',
    nothingToUndo: () => '10 分钟内没有可以撤销的操作。发「操作记录」看看做过什么。',
    notUndoable: (p: { says: RecordedSaying }, { quote }: Naming) => `这一步撤不回来：${quote(p.says)}`,
    log: (p: { lines: readonly OperationLine[] }, naming: Naming) =>
      p.lines.length === 0
        ? '还没有操作记录。'
        : p.lines
            .map(({ number, when, by, says, isUndone }) => {
              const who = by === null ? '管理员' : naming.name(by)
              return `#${number} ${when} ${who}：${naming.quote(says)}${isUndone ? '（已撤销）' : ''}`
            })
            .join('\n'),
    sureRole: (p: { member: MemberId; role: Role }, { name }: Naming) =>
      `要让 ${name(p.member)} 当${ROLES['zh-CN'][p.role]}吗？${p.role === 'teacher' ? '老师可以点评打卡、看数据。' : '管理员可以用除群主专用以外的所有指令。'}`,
    sureNoRole: (p: { member: MemberId }, { name }: Naming) => `要收回 ${name(p.member)} 的身份，让 TA 做回群成员吗？`,
    roleGiven: (p: { member: MemberId; role: Role | 'member' }, { name }: Naming) =>
      p.role === 'member' ? `${name(p.member)} 现在是群成员。` : `${name(p.member)} 现在是${ROLES['zh-CN'][p.role]}。`,
    roleIs: (p: { member: MemberId }, { name }: Naming) => `${name(p.member)} 已经是这个身份了。`,
    notHere: () => 'TA 现在不在这个群里。等 TA 进了群，再发一次。',
    whichOf: (p: { typed: string; count: number }) =>
      `叫「${p.typed}」的有 ${p.count} 位。请用 @ 选中 TA，或者回复 TA 的一条消息再发一次。`,
    nobody: (p: { typed: string }) => `群里没有找到「${p.typed}」。请用 @ 选中 TA，或者回复 TA 的一条消息再发一次。`,
  },
  {
    confirmBy: p => `Reply "confirm ${p.code}" within two minutes to go ahead; otherwise nothing happens.`,
    confirmHint: () => 'Valid for two minutes, and only for you.',
    unmask: () =>
      'This has to be confirmed, and you speak as the group, so I cannot see who you are. Turn off "remain anonymous" and send it again.',
    yes: () => 'Yes',
    no: () => 'No',
    notConfirmed: () => 'That code is wrong, or its time is up. Please send the command again.',
    declined: () => 'All right, nothing was done.',
    undoHint: () => 'Send /undo within 10 minutes to take it back.',
    undone: (p, { quote }) => `Taken back: ${quote(p.says)}`,
    undoneNot: () => 'That was not taken back: things have changed since.',
    nothingToUndo: () => 'Nothing of the last 10 minutes can be taken back. /log shows what was done.',
    notUndoable: (p, { quote }) => `This cannot be taken back: ${quote(p.says)}`,
    log: (p, naming) =>
      p.lines.length === 0
        ? 'Nothing has been done yet.'
        : p.lines
            .map(({ number, when, by, says, isUndone }) => {
              const who = by === null ? 'an admin' : naming.name(by)
              return `#${number} ${when} ${who}: ${naming.quote(says)}${isUndone ? ' (taken back)' : ''}`
            })
            .join('\n'),
    sureRole: (p, { name }) =>
      `Make ${name(p.member)} ${ROLES['en-US'][p.role]}? ${p.role === 'teacher' ? 'Teachers comment on check-ins and see the figures.' : 'Admins may use every command but the owner’s own.'}`,
    sureNoRole: (p, { name }) => `Make ${name(p.member)} a plain member again?`,
    roleGiven: (p, { name }) =>
      p.role === 'member'
        ? `${name(p.member)} is a member now.`
        : `${name(p.member)} is ${ROLES['en-US'][p.role]} now.`,
    roleIs: (p, { name }) => `${name(p.member)} has that role already.`,
    notHere: () => 'They are not in this group now. Send it again once they are.',
    whichOf: p =>
      `${p.count} people are called "${p.typed}". Pick one with @, or reply to a message of theirs and send it again.`,
    nobody: p =>
      `Nobody called "${p.typed}" is here. Pick them with @, or reply to a message of theirs and send it again.`,
  },
)
