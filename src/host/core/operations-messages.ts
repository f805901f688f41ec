import type { LocalDay, MemberId } from '../../events/ids.ts'
import { defineMessages, type Naming, type RecordedSaying } from '../messages.ts'

/** One line of the operations log. */
export interface OperationLine {
  readonly number: number
  /** `12-03 08:10`, on the group's clock. */
  readonly when: string
  readonly by: MemberId | null
  /** Null: too much of it was erased to name it. */
  readonly says: RecordedSaying | null
  /** It was done to somebody whose data have been erased. */
  readonly isErased: boolean
  /** Null: it stands. `by`: somebody other than who did it. */
  readonly undone: { readonly by: MemberId | null } | null
}
/** An operation, and who did it when that was somebody other than who asks. */
interface Theirs {
  readonly says: RecordedSaying
  readonly by: MemberId | null
}
type Role = 'teacher' | 'admin'

const ROLES = {
  'zh-CN': { teacher: '老师', admin: '管理员' },
  'en-US': { teacher: 'a teacher', admin: 'an admin' },
} as const

export const operationsMessages = defineMessages(
  {
    confirmBy: (p: { code: string }) => `两分钟内回复「确认 ${p.code}」就办；不办就不用回。`,
    confirmByName: (p: { code: string; title: string }) =>
      `这件事收不回来。确定要办，两分钟内回复「确认 ${p.code} ${p.title}」，群名也要打上；不办就不用回。`,
    notTheName: (p: { code: string; title: string }) =>
      `群名没有对上，还没有办。要办请回复「确认 ${p.code} ${p.title}」。`,
    confirmHint: () => '两分钟内有效，只有你自己能点。',
    unmask: () => '这件事要确认，可你正以群的名义发言，我看不出你是谁。关掉管理员的「匿名」再发一次。',
    yes: () => '确认',
    no: () => '不了',
    notConfirmed: () => '确认码不对，或者已经过期。请把刚才的指令重新发一次。',
    declined: () => '好，没有办。',
    undoHint: () => '10 分钟内发「撤销」可以收回。',
    undone: (p: Theirs, { quote, name }: Naming) =>
      `已撤销${p.by === null ? '' : ` ${name(p.by)} 的操作`}：${quote(p.says)}`,
    undoneBefore: (p: { says: RecordedSaying; by: MemberId | null; seconds: number }, { quote, name }: Naming) =>
      `刚刚${p.by === null ? '' : `由 ${name(p.by)} `}撤销过了：${quote(p.says)}。要再收回更早的一步，${p.seconds} 秒后再发一次「撤销」。`,
    undoneNot: () => '那一步没有撤销：这之后情况变了。',
    nothingToUndo: () => '10 分钟内没有可以撤销的操作。发「操作记录」看看做过什么。',
    notUndoable: (p: Theirs, { quote, name }: Naming) =>
      `最近一步${p.by === null ? '' : `是 ${name(p.by)} 做的，`}撤不回来：${quote(p.says)}`,
    log: (p: { lines: readonly OperationLine[] }, naming: Naming) =>
      p.lines.length === 0
        ? '还没有操作记录。'
        : p.lines
            .map(({ number, when, by, says, isErased, undone }) => {
              const who = by === null ? '管理员' : naming.name(by)
              const what = says === null ? '一项操作' : naming.quote(says)
              const back = undone === null ? '' : `（${undone.by === null ? '' : `${naming.name(undone.by)} `}已撤销）`
              return `#${number} ${when} ${who}：${what}${isErased ? '（这位成员的数据已删除）' : ''}${back}`
            })
            .join('\n'),
    sureRole: (p: { member: MemberId; role: Role; since: LocalDay | null }, { name, sign }: Naming) =>
      `要让 ${name(p.member)}（${sign(p.member)}，${p.since === null ? '我来之前就在群里' : `${p.since} 进群`}）当${ROLES['zh-CN'][p.role]}吗？${p.role === 'teacher' ? '老师可以点评打卡、看数据。' : '管理员可以用除群主专用以外的所有指令。'}`,
    sureNoRole: (p: { member: MemberId }, { name }: Naming) => `要收回 ${name(p.member)} 的身份，让 TA 做回群成员吗？`,
    roleGiven: (p: { member: MemberId; role: Role | 'member' }, { name }: Naming) =>
      p.role === 'member' ? `${name(p.member)} 现在是群成员。` : `${name(p.member)} 现在是${ROLES['zh-CN'][p.role]}。`,
    roleGivenLog: (p: { member: MemberId; role: Role | 'member' }, { name }: Naming) =>
      p.role === 'member' ? `收回 ${name(p.member)} 的身份` : `让 ${name(p.member)} 当${ROLES['zh-CN'][p.role]}`,
    roleIs: (p: { member: MemberId; role: Role | 'member' | 'owner' }, { name }: Naming) =>
      ({
        member: `${name(p.member)} 本来就是群成员，没有别的身份可以收回。`,
        owner: `${name(p.member)} 是群主，身份不变。`,
        teacher: `${name(p.member)} 已经是老师了。`,
        admin: `${name(p.member)} 已经是管理员了。`,
      })[p.role],
    notHere: () => 'TA 现在不在这个群里。等 TA 进了群，再发一次。',
    whichOf: (p: { typed: string; count: number }) =>
      `叫「${p.typed}」的有 ${p.count} 位。请用 @ 选中 TA，或者回复 TA 的一条消息再发一次。`,
    nobody: (p: { typed: string }) => `群里没有找到「${p.typed}」。请用 @ 选中 TA，或者回复 TA 的一条消息再发一次。`,
  },
  {
    confirmBy: p => `Reply "confirm ${p.code}" within two minutes to go ahead; otherwise nothing happens.`,
    confirmByName: p =>
      `This cannot be taken back. To go ahead, reply "confirm ${p.code} ${p.title}" within two minutes, with the name of the group; otherwise nothing happens.`,
    notTheName: p =>
      `That is not the name of this group, and nothing was done. To go ahead, reply "confirm ${p.code} ${p.title}".`,
    confirmHint: () => 'Valid for two minutes, and only for you.',
    unmask: () =>
      'This has to be confirmed, and you speak as the group, so I cannot see who you are. Turn off "remain anonymous" and send it again.',
    yes: () => 'Yes',
    no: () => 'No',
    notConfirmed: () => 'That code is wrong, or its time is up. Please send the command again.',
    declined: () => 'All right, nothing was done.',
    undoHint: () => 'Send /undo within 10 minutes to take it back.',
    undone: (p, { quote, name }) => `Taken back${p.by === null ? '' : `, done by ${name(p.by)}`}: ${quote(p.says)}`,
    undoneBefore: (p, { quote, name }) =>
      `This has just been taken back${p.by === null ? '' : ` by ${name(p.by)}`}: ${quote(p.says)}. To take back the one before it as well, send /undo again in ${p.seconds} ${p.seconds === 1 ? 'second' : 'seconds'}.`,
    undoneNot: () => 'That was not taken back: things have changed since.',
    nothingToUndo: () => 'Nothing of the last 10 minutes can be taken back. /log shows what was done.',
    notUndoable: (p, { quote, name }) =>
      `The last operation${p.by === null ? '' : `, done by ${name(p.by)},`} cannot be taken back: ${quote(p.says)}`,
    log: (p, naming) =>
      p.lines.length === 0
        ? 'Nothing has been done yet.'
        : p.lines
            .map(({ number, when, by, says, isErased, undone }) => {
              const who = by === null ? 'an admin' : naming.name(by)
              const what = says === null ? 'an operation' : naming.quote(says)
              const back =
                undone === null ? '' : ` (taken back${undone.by === null ? '' : ` by ${naming.name(undone.by)}`})`
              return `#${number} ${when} ${who}: ${what}${isErased ? " (this member's data were erased)" : ''}${back}`
            })
            .join('\n'),
    sureRole: (p, { name, sign }) =>
      `Make ${name(p.member)} (${sign(p.member)}, here since ${p.since ?? 'before I came'}) ${ROLES['en-US'][p.role]}? ${p.role === 'teacher' ? 'Teachers comment on check-ins and see the figures.' : 'Admins may use every command but the owner’s own.'}`,
    sureNoRole: (p, { name }) => `Make ${name(p.member)} a plain member again?`,
    roleGiven: (p, { name }) =>
      p.role === 'member'
        ? `${name(p.member)} is a member now.`
        : `${name(p.member)} is ${ROLES['en-US'][p.role]} now.`,
    roleGivenLog: (p, { name }) =>
      p.role === 'member' ? `${name(p.member)} a plain member again` : `${name(p.member)} as ${ROLES['en-US'][p.role]}`,
    roleIs: (p, { name }) =>
      ({
        member: `${name(p.member)} is a plain member already: there is no role to take away.`,
        owner: `${name(p.member)} is the owner, and stays that.`,
        teacher: `${name(p.member)} is a teacher already.`,
        admin: `${name(p.member)} is an admin already.`,
      })[p.role],
    notHere: () => 'They are not in this group now. Send it again once they are.',
    whichOf: p =>
      `${p.count} people are called "${p.typed}". Pick one with @, or reply to a message of theirs and send it again.`,
    nobody: p =>
      `Nobody called "${p.typed}" is here. Pick them with @, or reply to a message of theirs and send it again.`,
  },
)
