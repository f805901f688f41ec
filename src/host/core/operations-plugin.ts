import { z } from 'zod'
import { type Instant, MemberId } from '../../events/ids.ts'
import type { Calendar } from '../calendar.ts'
import type { ContextOf } from '../context.ts'
import { type Confirmed, type Decision, operate, question } from '../decision.ts'
import { type AnyPlugin, definePlugin } from '../plugin.ts'
import { membership } from './membership.ts'
import { concernsErased, type Listed, newest, operations } from './operations.ts'
import { type OperationLine, operationsMessages } from './operations-messages.ts'

/** How many operations one answer shows. */
const SHOWN_MAX = 10

const Given = z.enum(['member', 'teacher', 'admin'])
const RoleGiven = z.object({ member: MemberId, role: Given })
/** `now`: what they have to be still, for it to be taken back. */
const RoleBefore = z.object({ member: MemberId, role: Given, now: Given })
/** As it is typed, in full width too. */
const Answered = z
  .string()
  .max(8)
  .transform(typed => typed.normalize('NFKC').toLowerCase())
  .pipe(z.string().regex(/^(?:\d{4}|no|不了)$/))
/** Taking a role back is said in either language. */
const roleArgs = z.object({ member: MemberId, what: z.enum(['remove', '取消', '移除']).optional() })

/**
 * What admins do, and how it is confirmed and taken back. `/confirm` and `/undo` run another plugin's part, and so are
 * decided by the host: see `decide-operations.ts`.
 */
export const operationsPlugin: AnyPlugin = definePlugin({
  slice: operations,
  messages: operationsMessages,
  config: z.unknown(),
  uses: [membership],
  commands: {
    confirm: {
      words: ['confirm', '确认'],
      args: z.object({ code: Answered, name: z.string().max(256).optional() }),
      usage: {
        'zh-CN': '确认 4821，用提问时给你的四位数；不办就「确认 不了」',
        'en-US': '/confirm 4821, the four digits of the question; or /confirm no',
      },
      decide: () => [],
    },
    undo: {
      words: ['undo', '撤销'],
      about: { 'zh-CN': '收回 10 分钟内的上一步操作', 'en-US': 'take back the last operation, for 10 minutes' },
      who: 'admin',
      decide: () => [],
    },
    log: {
      words: ['log', '操作记录'],
      about: { 'zh-CN': '管理员做过什么', 'en-US': 'what admins have done' },
      who: 'admin',
      decide({ state, say, calendar }) {
        return [say.log({ lines: newest(state, SHOWN_MAX).map(listed => lineOf(listed, calendar)) })]
      },
    },
    teacher: {
      words: ['teacher', '老师'],
      about: { 'zh-CN': '请一位成员当老师', 'en-US': 'make somebody a teacher' },
      usage: {
        'zh-CN': '/teacher @成员；收回用 /teacher @成员 取消',
        'en-US': '/teacher @member, or /teacher @member remove',
      },
      slashOnly: ['老师'],
      who: 'owner',
      args: roleArgs,
      decide: (context, args) => askForRole(context, args, 'teacher'),
    },
    admin: {
      words: ['admin', '管理员'],
      about: { 'zh-CN': '请一位成员当管理员', 'en-US': 'make somebody an admin' },
      usage: { 'zh-CN': '/admin @成员；收回用 /admin @成员 取消', 'en-US': '/admin @member, or /admin @member remove' },
      slashOnly: ['管理员'],
      who: 'owner',
      args: roleArgs,
      decide: (context, args) => askForRole(context, args, 'admin'),
    },
  },
  confirmed: {
    role: {
      who: 'owner',
      data: RoleGiven,
      decide({ say, member: by, read, undo }, { member, role }) {
        const { role: before, presence } = read(membership).members.of(member)
        if (presence !== 'present') return [say.notHere()]
        if (before === role || before === 'owner') return [say.roleIs({ member, role: before })]
        return [
          membership.facts.roleGiven({ member, role, by }),
          operate(say.roleGiven({ member, role }), {
            log: say.roleGivenLog({ member, role }),
            undo: undo.role({ member, role: before, now: role }),
          }),
        ]
      },
    },
  },
  undone: {
    role: {
      // An admin must not bring back whom the owner has sent away.
      who: 'owner',
      data: RoleBefore,
      decide({ member: by, anonymous, read, say }, { member, role, now }) {
        const { role: is, presence } = read(membership).members.of(member)
        if (presence !== 'present') return [say.notHere()]
        if (is !== now) return [say.undoneNot()]
        return [membership.facts.roleGiven({ member, role, ...(!anonymous && { by }) })]
      },
    },
  },
})

function lineOf([number, operation]: Listed, calendar: Calendar): OperationLine {
  const { plugin, key, params, by, at, undoneAt, undoneBy } = operation
  const isErased = concernsErased(operation)
  return {
    number,
    when: `${calendar.dayOf(at as Instant).slice(5)} ${calendar.timeOf(at as Instant)}`,
    by,
    // Journals of before hold no parameters of what was done to somebody erased.
    says: isErased && Object.keys(params).length === 0 ? null : { plugin, key, params },
    isErased,
    undone: undoneAt === null ? null : { by: undoneBy === by ? null : undoneBy },
  }
}

type Asked = ContextOf<typeof operations, typeof operationsMessages, unknown, typeof membership> & {
  readonly confirm: { readonly role: (data: z.output<typeof RoleGiven>) => Confirmed }
}

function askForRole(
  { read, say, confirm, calendar }: Asked,
  { member, what }: z.output<typeof roleArgs>,
  given: 'teacher' | 'admin',
): Decision<'operations' | 'membership'> {
  const role = what === undefined ? given : 'member'
  const { role: now, presence, joinedAt } = read(membership).members.of(member)
  if (presence !== 'present') return [say.notHere()]
  if (now === role || now === 'owner') return [say.roleIs({ member, role: now })]
  // Anybody may call themselves like somebody else.
  const since = joinedAt === null ? null : calendar.dayOf(joinedAt)
  const asks = role === 'member' ? say.sureNoRole({ member }) : say.sureRole({ member, role, since })
  return [question(asks, confirm.role({ member, role }))]
}
