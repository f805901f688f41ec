import { definePlugin, deliveries, Instant, LocalDay, LocalTime, membership, setup } from 'bonfire'
import { z } from 'zod'
import { attendance } from '../check-in/facts.ts'
import { conversion } from '../conversion/facts.ts'
import { ledger } from '../points/facts.ts'
import {
  announcementDue,
  announcementTold,
  announcePlanned,
  announceSoon,
  announcingTimes,
  MISSED_WITHIN_MINUTES,
} from './announcing.ts'
import { beacon } from './beacon.ts'
import { beginTyped, unbegin } from './beginning.ts'
import { claim, claimsOver, nextUpDue, nextUpTold, remind } from './claiming.ts'
import { commitDue, commitTold, unposted } from './committing.ts'
import { luckyDrawConfig } from './config.ts'
import { awaiting, draws, untold } from './dashboard.ts'
import { askBeacon, beaconSilent, beaconTold, overdue } from './drawing.ts'
import { erasing, goOn, rearm } from './ending.ts'
import { joinSaid, joinTyped, withdrawFromAll } from './entering.ts'
import { DrawNumber } from './fact-schemas.ts'
import { luckyDraw } from './facts.ts'
import { close, freeze, lengthen } from './freezing.ts'
import { messages } from './messages.ts'
import {
  askToCancel,
  askToVoid,
  cancelConfirmed,
  openConfirmed,
  openDraw,
  REASONS_TYPED,
  voidConfirmed,
} from './opening.ts'
import { proofFile } from './proof-file.ts'
import { publish, resultDue, resultTold } from './publishing.ts'
import { OWNERS_REASONS } from './records.ts'
import { resultCard } from './result-card.ts'
import { DRAW_TYPED, PROOF_TYPED, showTyped } from './showing.ts'
import { figuresOf, standing, whyDraw } from './telling.ts'
import { TYPED_LENGTH_MAX } from './typed-draw.ts'
import { refund } from './voiding.ts'

/** Each day at this time draws are looked after: see rearm. */
const LOOKED_AFTER_AT = LocalTime.parse('04:20')
const DAY_MINUTES = 24 * 60
const JOIN = ['join', '参加'] as const
const OfDraw = z.object({ draw: DrawNumber })
/** What somebody pastes, whatever it is: what is wrong with it is said. */
const Pasted = z.string().max(400)

// Functions are called, not named: the compiler reads from the schemas what may be confirmed.
export default definePlugin({
  slice: luckyDraw,
  messages,
  config: luckyDrawConfig,
  uses: [ledger, attendance, conversion, membership, setup, deliveries],
  commands: {
    draw: {
      words: ['draw', '抽奖'],
      about: { 'zh-CN': '现在有哪些抽奖，我参加了哪个', 'en-US': 'the draws, and where you stand' },
      usage: {
        'zh-CN': '/draw 看有哪些；/draw 编号 看细节；/draw 编号 证明',
        'en-US': '/draw for all; /draw number for one; /draw number proof',
      },
      args: z.object({ draw: z.string().regex(DRAW_TYPED).optional(), what: z.enum(PROOF_TYPED).optional() }),
      decide: (context, args) => showTyped(context, args),
    },
    join: {
      words: JOIN,
      about: { 'zh-CN': '参加抽奖', 'en-US': 'take part in a draw' },
      usage: { 'zh-CN': '/join [编号]，或者直接发「参加」', 'en-US': '/join [number]' },
      // Without a slash it acts where there is a draw that it can be about: see joinSaid.
      slashOnly: JOIN,
      args: z.object({ what: z.string().max(TYPED_LENGTH_MAX).optional() }),
      decide: (context, args) => joinTyped(context, args),
    },
    drawNew: {
      words: ['draw_new', '发起抽奖'],
      about: { 'zh-CN': '发起一个抽奖', 'en-US': 'begin a draw' },
      usage: {
        'zh-CN': '/draw_new 奖品×几份, 截止时间[, 积分, 连续几天]，比如 /draw_new 书×3, 20:00, 20积分, 连续3天',
        'en-US':
          '/draw_new prizes; closing time[; cost; streak], as /draw_new Book x3; closes 20:00; cost 20; streak 3',
      },
      who: 'admin',
      args: z.object({ what: z.string().max(TYPED_LENGTH_MAX).optional() }),
      decide: (context, args) => beginTyped(context, args),
    },
    claim: {
      words: ['claim', '领奖'],
      about: { 'zh-CN': '领取抽中的奖品', 'en-US': 'claim what you have won' },
      usage: { 'zh-CN': '/claim [编号]，或者直接发「领奖」', 'en-US': '/claim [number]' },
      args: z.object({ draw: DrawNumber.optional() }),
      decide: (context, args) => claim(context, args),
    },
    drawOpen: {
      words: ['draw_open', '开奖'],
      about: { 'zh-CN': '提前截止抽奖，或贴上随机数', 'en-US': 'close a draw early, or paste its random number' },
      usage: {
        'zh-CN': '/draw_open 编号；贴签名用 /draw_open 编号 <96 位签名>',
        'en-US': '/draw_open number, or /draw_open number <96 digits>',
      },
      slashOnly: ['开奖'],
      // Anybody may paste what a draw waits for: it is verified. Closing early is for admins, see openDraw.
      args: z.object({ draw: DrawNumber, signature: Pasted.optional() }),
      decide: (context, args) => openDraw(context, args),
    },
    drawCancel: {
      words: ['draw_cancel', '取消抽奖'],
      about: { 'zh-CN': '取消还没截止的抽奖', 'en-US': 'cancel a draw that is still open' },
      slashOnly: ['取消抽奖'],
      who: 'admin',
      args: OfDraw,
      decide: (context, args) => askToCancel(context, args),
    },
    drawVoid: {
      words: ['draw_void', '作废抽奖'],
      about: { 'zh-CN': '公开作废名单已封存的抽奖', 'en-US': 'give up a sealed draw in public' },
      usage: {
        'zh-CN': '/draw_void 编号 奖品|写错|其他',
        'en-US': '/draw_void number prize|mistake|other',
      },
      slashOnly: ['作废抽奖'],
      who: 'owner',
      args: z.object({ draw: DrawNumber, why: z.enum(REASONS_TYPED) }),
      decide: (context, args) => askToVoid(context, args),
    },
  },
  confirmed: {
    drawOpen: { who: 'admin', data: OfDraw, decide: (context, data) => openConfirmed(context, data) },
    drawCancel: { who: 'admin', data: OfDraw, decide: (context, data) => cancelConfirmed(context, data) },
    drawVoid: {
      who: 'owner',
      data: OfDraw.extend({ because: z.enum(OWNERS_REASONS) }),
      decide: (context, data) => voidConfirmed(context, data),
    },
  },
  undone: { drawNew: { data: OfDraw, decide: (context, data) => unbegin(context, data) } },
  schedules: {
    announce: {
      at: (_, plan) => announcingTimes(plan),
      missed: { latestWithinMinutes: MISSED_WITHIN_MINUTES },
      decide: context => announceSoon(context),
    },
    lookAfter: {
      at: () => LOOKED_AFTER_AT,
      missed: { latestWithinMinutes: DAY_MINUTES },
      decide: context => rearm(context),
    },
  },
  timers: {
    announce: {
      data: z.object({ day: LocalDay, at: Instant }),
      decide: (context, occasion) => announcePlanned(context, occasion),
    },
    close: { data: OfDraw, isDeadline: true, decide: (context, { draw }) => close(context, draw) },
    freeze: { data: OfDraw, decide: (context, { draw }) => freeze(context, draw) },
    unposted: { data: OfDraw, isDeadline: true, decide: (context, { draw }) => unposted(context, draw) },
    beacon: { data: OfDraw, decide: (context, { draw }) => askBeacon(context, draw) },
    overdue: { data: OfDraw, decide: (context, { draw }) => overdue(context, draw) },
    publish: { data: OfDraw, decide: (context, { draw }) => publish(context, draw) },
    remind: { data: OfDraw, decide: (context, { draw }) => remind(context, draw) },
    claims: { data: OfDraw, isDeadline: true, decide: (context, { draw }) => claimsOver(context, draw) },
    refund: { data: OfDraw, decide: (context, { draw }) => refund(context, draw) },
  },
  providers: {
    beacon: {
      provider: beacon,
      answered: (context, request, { signature }) => beaconTold(context, request, signature),
      failed: (context, request) => beaconSilent(context, request),
    },
  },
  on: {
    said: (context, event) => joinSaid(context, event),
    left: (context, { who }) => withdrawFromAll(context, who.member, 'left'),
    outage: (context, event) => lengthen(context, event),
  },
  reactions: on => [
    on(luckyDraw.facts.announced, ({ wakeAt }, { draw, rules }) => [wakeAt('close', rules.closesAt, { draw })]),
    on(membership.facts.erasureAsked, (context, { member }) => erasing(context, member)),
    on(setup.facts.stood, (context, { is }) => (is === 'gone' ? [] : goOn(context))),
  ],
  due: {
    announcement: (context, delivery) => announcementDue(context, delivery),
    committed: (context, delivery) => commitDue(context, delivery),
    result: (context, delivery) => resultDue(context, delivery),
    nextUp: (context, delivery) => nextUpDue(context, delivery),
  },
  outcomes: {
    announcement: (context, delivery, told) => announcementTold(context, delivery, told),
    committed: (context, delivery, told) => commitTold(context, delivery, told),
    result: (context, delivery, told) => resultTold(context, delivery, told),
    nextUp: (context, delivery, told) => nextUpTold(context, delivery, told),
  },
  files: {
    // Whoever won is named in the group already; everybody else in it is a hash.
    proof: { isForAll: true, make: (context, { draw }) => proofFile(context, Number(draw)) },
  },
  pictures: { result: (context, { draw }) => resultCard(context, Number(draw)) },
  profile: {
    'draws.entered': {
      about: { 'zh-CN': '参加过的抽奖', 'en-US': 'draws entered' },
      of: ({ state }, member) => (state.entrants.has(member) ? state.entrants.of(member).entered : null),
    },
    'draws.claimed': {
      about: { 'zh-CN': '领到的奖品', 'en-US': 'prizes claimed' },
      of: ({ state }, member) => (state.entrants.has(member) ? state.entrants.of(member).claimed : null),
    },
  },
  stats: (context, period) => figuresOf(context, period),
  standing: context => standing(context),
  figures: {
    draws: context => draws(context),
    awaiting: context => awaiting(context),
    untold: context => untold(context),
  },
  why: {
    draw: {
      words: ['draw', '抽奖'],
      about: { 'zh-CN': '抽奖为什么是这个结果', 'en-US': 'why a draw came out as it did' },
      decide: (context, rest) => whyDraw(context, rest),
    },
  },
})
