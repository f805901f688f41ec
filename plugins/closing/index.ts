import { definePlugin, deliveries, Instant, membership, plans, setup } from 'bonfire'
import { z } from 'zod'
import { conversion } from '../conversion/facts.ts'
import { passports } from '../passport/facts.ts'
import { disband, disbandConfirmed, isCancelling, vetoed, WHEN_TYPED } from './commands.ts'
import { canRemove, closingConfig } from './config.ts'
import { underNotice, waiting } from './dashboard.ts'
import { decide, lookAgain, release, setClock, waitForOffer } from './deciding.ts'
import { farewellTold, leaveDue } from './ending.ts'
import { ClosingNumber, closing, isOpen } from './facts.ts'
import { wait } from './holding.ts'
import { locked } from './locking.ts'
import { messages } from './messages.ts'
import { missed, missedDue, missedTold } from './missing.ts'
import { ifCurrent, movingOnTold, noticeTold, ordered, reach } from './reaching.ts'
import { leftWhileRemoved, refusedOnce, removeDue, removeTold } from './removing.ts'
import { hasLostStanding, membersToRemove } from './safety.ts'
import { step } from './steps.ts'
import { linkTold, readmitDue, readOnlyDue, removedFile, stoodAgain, stop, stopAnswered } from './stopping.ts'
import { standing, whyClosing } from './telling.ts'

const Nothing = z.object({})
const OfClosing = z.object({ closing: ClosingNumber })

/** Once something has begun to be done about a list, what it was made for has to stay as it was. */
const HAS_BEGUN: ReadonlySet<string> = new Set(['inviting', 'moving', 'locking', 'removing'])

// Functions are called, not named: the compiler reads from the schemas what may be confirmed.
export default definePlugin({
  slice: closing,
  messages,
  config: closingConfig,
  uses: [conversion, passports, membership, setup, deliveries, plans],
  canRemove,
  commands: {
    disband: {
      words: ['disband', '解散'],
      about: { 'zh-CN': '解散这个群；或者叫停', 'en-US': 'close this group for good, or stop that' },
      usage: {
        'zh-CN':
          '/disband 或 /disband 12-20（那天以前不动）；被问到时 /disband 没人下单；任何管理员都可以 /disband 取消',
        'en-US':
          '/disband, or /disband 12-20 for not before that day; when asked: /disband nobody; any admin: /disband cancel',
      },
      slashOnly: ['解散'],
      who: 'admin',
      args: z.object({ when: z.string().regex(WHEN_TYPED).optional() }),
      scan: (context, args) => (isCancelling(args) ? 0 : membersToRemove(context).length),
      decide: (context, args, found) => disband(context, args, found as number),
    },
  },
  confirmed: {
    disband: {
      who: 'owner',
      data: z.object({ notBefore: Instant.nullable() }),
      decide: (context, data) => disbandConfirmed(context, data),
    },
  },
  timers: {
    look: { data: Nothing, decide: context => setClock(context) },
    decide: { data: Nothing, isDeadline: true, decide: context => decide(context) },
    reach: { data: OfClosing, isDeadline: true, decide: (context, { closing: number }) => reach(context, number) },
    step: { data: OfClosing, decide: (context, { closing: number }) => step(context, number) },
  },
  on: {
    said: (context, event) => vetoed(context, event),
    left: (context, event) => leftWhileRemoved(context, event),
    outage: (context, event) => missed(context, event),
    migrated: context =>
      HAS_BEGUN.has(context.state.group.phase) ? stop(context, { reason: 'migrated', by: null }) : [],
  },
  reactions: on => [
    // The plan counts from the next event on.
    on(plans.facts.used, context => [
      ...(isOpen(context.state) ? stop(context, { reason: 'changed', by: null }) : []),
      context.wakeAt('look', context.now, {}),
    ]),
    on(plans.facts.paused, context => [
      ...(isOpen(context.state) ? wait(context, 'paused') : []),
      context.wakeAt('look', context.now, {}),
    ]),
    on(plans.facts.resumed, context => [
      ...(context.state.group.heldFor === 'paused' ? release(context) : []),
      ...lookAgain(context),
      context.wakeAt('look', context.now, {}),
    ]),
    on(closing.facts.stopped, ({ wakeAt, now }) => [wakeAt('look', now, {})]),
    on(conversion.facts.offerOpened, (context, { until }) => waitForOffer(context, until)),
    // A newcomer has so long for their first order.
    on(conversion.facts.clockStarted, (context, { until }) => waitForOffer(context, until)),
    on(conversion.facts.paid, (context, { member }) =>
      isOpen(context.state) ? ordered(context, member) : lookAgain(context),
    ),
    on(conversion.facts.refunded, context => lookAgain(context)),
    on(conversion.facts.takenBack, context => lookAgain(context)),
    on(conversion.facts.unmatched, context => lookAgain(context)),
    on(conversion.facts.matchedElsewhere, context => lookAgain(context)),
    on(conversion.facts.sourceDeclared, context => lookAgain(context)),
    on(passports.facts.bound, context => lookAgain(context)),
    on(setup.facts.stood, (context, { is }) => {
      if (isOpen(context.state) && hasLostStanding(context)) return stop(context, { reason: 'not-admin', by: null })
      return [...(is === 'admin' ? stoodAgain(context) : []), ...(isOpen(context.state) ? [] : lookAgain(context))]
    }),
    on(deliveries.facts.refused, (context, refused) => refusedOnce(context, refused)),
    on(deliveries.facts.withdrawn, context =>
      context.state.group.phase === 'removing' && context.state.group.target !== null ? lookAgain(context) : [],
    ),
  ],
  due: {
    notice: (context, delivery) => ifCurrent(context, delivery, 'frozen'),
    missed: (context, delivery) => missedDue(context, delivery),
    moveOn: (context, delivery) => ifCurrent(context, delivery, 'inviting'),
    'act:remove': (context, delivery) => removeDue(context, delivery),
    'act:readOnly': (context, delivery) => readOnlyDue(context, delivery),
    'act:readmit': (context, delivery) => readmitDue(context, delivery),
    'act:leave': context => leaveDue(context),
  },
  outcomes: {
    notice: (context, delivery, told) => noticeTold(context, delivery, told),
    moveOn: (context, delivery, told) => movingOnTold(context, delivery, told),
    missed: (context, delivery, told) => missedTold(context, delivery, told),
    farewell: (context, delivery, told) => farewellTold(context, delivery, told),
    stopped: (context, _, told) => stopAnswered(context, told),
    'act:remove': (context, delivery, told) => removeTold(context, delivery, told),
    'act:readOnly': (context, delivery, told) => locked(context, delivery, told),
    'act:inviteLink': (context, delivery, told) => linkTold(context, delivery, told),
  },
  files: { removed: context => removedFile(context) },
  why: {
    closing: {
      words: ['closing', '结营', '解散', '关群'],
      about: { 'zh-CN': '这个群什么时候、为什么结束', 'en-US': 'when and why this group ends' },
      decide: context => whyClosing(context),
    },
  },
  standing: context => standing(context),
  figures: { underNotice: context => underNotice(context), waiting: context => waiting(context) },
})
