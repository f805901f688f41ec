import { definePlugin, GroupId, MemberId, membership, send, setup, type Told, withdraw } from 'bonfire'
import { z } from 'zod'
import { attendance } from '../check-in/facts.ts'
import { closing } from '../closing/facts.ts'
import { ledger } from '../points/facts.ts'
import { arrive, present, revoke, welcome, welcomeSoon } from './accepting.ts'
import { askToBind, askToUnbind, bindConfirmed, hearAnswer, lookUp, showHandover, unbindConfirmed } from './binding.ts'
import { passportConfig } from './config.ts'
import type { Asked } from './context.ts'
import { asking, goneOn } from './dashboard.ts'
import { Link, OneTimeCode, passports } from './facts.ts'
import { callBack, callBackOfWhoStays, halt, hearSettled, issue, issueSoon, takeBackFrom } from './issuing.ts'
import { Answered, Bind, Carried, LookUp, Revoke, Settled } from './letters.ts'
import { messages } from './messages.ts'
import { pointsBrought, pointsUnderWay, showPassport, standing } from './showing.ts'
import { allowConfirmed, askToAllow, endSource, keepLink, lookedUp, makeCode, use } from './sources.ts'

/** What may be meant for `/handover`: ordinary talk is not. */
/** What comes second: a link by which people join, or the number of a group. */
const SECOND = /^(?:https:\/\/[!-~]{1,250}|\d{1,4})$/
const HANDOVER =
  /^(?:code|码|next|继续|off|取消|allow|同意|refuse|拒绝|revoke|撤销|[!-~：]{1,64}-[A-Za-z0-9]{5,12}-[A-Za-z0-9]{3,8})$/
const Closing = z.int().min(1)

export default definePlugin({
  slice: passports,
  messages,
  uses: [attendance, closing, ledger, membership, setup],
  config: passportConfig,
  commands: {
    passport: {
      words: ['passport', '护照'],
      slashOnly: ['passport', '护照'],
      about: { 'zh-CN': '带去下一个群的积分和记录', 'en-US': 'what I take along to the next group' },
      usage: {
        'zh-CN': '/护照；在下一个群里用 /护照 口令',
        'en-US': '/passport, or /passport CODE in the next group',
      },
      args: z.object({ code: OneTimeCode.optional() }),
      decide: (context, { code }) => (code === undefined ? showPassport(context) : present(context, code)),
    },
    handover: {
      words: ['handover', '交接'],
      about: { 'zh-CN': '成员下一站去哪个群', 'en-US': 'where members go next' },
      usage: {
        'zh-CN':
          '/handover；在下一个群里 /handover 码 [入群链接]，再在这里 /handover 那串码；取消用 /handover 取消；同意、拒绝、撤销别的群用 /handover 同意 1',
        'en-US':
          '/handover; in the next group /handover code [link], then here /handover and that code; /handover off; /handover allow, refuse or revoke 1',
      },
      who: 'admin',
      args: z.object({ what: z.string().regex(HANDOVER).optional(), second: z.string().regex(SECOND).optional() }),
      decide: (context, { what, second }) => handOver(context, what, second),
    },
  },
  confirmed: {
    bind: {
      who: 'owner',
      data: z.object({ code: OneTimeCode }),
      decide: (context, data) => bindConfirmed(context, data),
    },
    allow: {
      who: 'owner',
      data: z.object({ source: GroupId }),
      decide: (context, data) => allowConfirmed(context, data),
    },
    unbind: {
      who: 'owner',
      data: z.object({ from: GroupId }),
      decide: (context, data) => unbindConfirmed(context, data),
    },
  },
  mail: {
    lookUp: { letter: LookUp, received: (context, letter, from) => lookedUp(context, letter, from) },
    bind: { letter: Bind, received: (context, letter, from) => use(context, letter, from) },
    answered: { letter: Answered, received: (context, letter, from) => hearAnswer(context, letter, from) },
    passport: { letter: Carried, received: (context, letter, from) => arrive(context, letter, from) },
    revoke: { letter: Revoke, received: (context, letter, from) => revoke(context, letter, from) },
    settled: { letter: Settled, received: (context, letter, from) => hearSettled(context, letter, from) },
  },
  timers: {
    issue: { data: z.object({ closing: Closing, member: MemberId }), decide: (context, data) => issue(context, data) },
    callBack: {
      data: z.object({ closing: Closing, from: z.int().min(1) }),
      decide: (context, data) => callBack(context, data),
    },
    welcome: { data: z.object({ member: MemberId }), decide: (context, { member }) => welcome(context, member) },
  },
  reactions: on => [
    on(closing.facts.invited, (context, invited) => issueSoon(context, invited)),
    on(closing.facts.stopped, (context, stopped) => halt(context, stopped)),
    on(closing.facts.spared, (context, spared) => callBackOfWhoStays(context, spared)),
    on(membership.facts.joined, (context, { member }) => welcome(context, member)),
    on(membership.facts.seen, (context, { member }) => welcome(context, member)),
    on(membership.facts.imported, (context, { member }) => welcomeSoon(context, member)),
    on(membership.facts.erasureAsked, (context, { member }) => takeBackFrom(context, member)),
  ],
  due: {
    // Held up for a while, it would give a code that does nothing any more.
    yours: ({ state }, { params }) =>
      state.issues.of(params.passport as string).state === 'under-way' ? send() : withdraw('no-longer-so'),
  },
  outcomes: { 'act:inviteLink': (_, __, told: Told) => keepLink(told) },
  profile: {
    'passport.underWay': {
      about: { 'zh-CN': '正带往下一个群的积分', 'en-US': 'points on their way to the next group' },
      of: (context, member) => pointsUnderWay(context, member),
    },
    'passport.brought': {
      about: { 'zh-CN': '从别的群带来的积分', 'en-US': 'points brought from other groups' },
      of: (context, member) => pointsBrought(context, member),
    },
  },
  standing: context => standing(context),
  figures: { goneOn: context => goneOn(context), asking: context => asking(context) },
})

/** `/handover` and what follows it. Admins may look; the rest is the owner's. */
function handOver(context: Asked, what: string | undefined, second: string | undefined) {
  if (what === undefined) return showHandover(context)
  if (context.role !== 'owner') return [context.say.ownerOnly()]
  if (what === 'code' || what === '码') return makeCode(context, Link.safeParse(second).data)
  const n = second !== undefined && /^\d/.test(second) ? Number(second) : null
  if (what === 'allow' || what === '同意') return askToAllow(context, n)
  if (['refuse', '拒绝', 'revoke', '撤销'].includes(what)) return endSource(context, n)
  if (what === 'off' || what === '取消') return askToUnbind(context)
  if (what === 'next' || what === '继续') return askToBind(context)
  return lookUp(context, what)
}
