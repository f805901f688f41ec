import { z } from 'zod'
import type { Standing } from '../../events/event.ts'
import type { Instant, MemberId, Zone } from '../../events/ids.ts'
import type { Asker, Context } from '../context.ts'
import { type Decision as AnyDecision, type Button, post } from '../decision.ts'
import { defineMessages, LOCALES, type Locale } from '../messages.ts'
import { type AnyPlugin, definePlugin } from '../plugin.ts'
import type { SliceState } from '../slice.ts'
import { membership } from './membership.ts'
import { type PlanChoice, setup } from './setup.ts'

/** How long the buttons of a question may be pressed, in milliseconds. */
const QUESTION_MS = 10 * 60_000
/** Zones that are offered besides the plan's own. Any other can be typed. */
const ZONES = ['Asia/Shanghai', 'Asia/Singapore', 'Europe/London', 'America/New_York']
const LANGUAGES: Readonly<Record<Locale, string>> = { 'zh-CN': '中文', 'en-US': 'English' }

export const setupMessages = defineMessages(
  {
    // Before a language is chosen: in both.
    askLanguage: () =>
      '你好，我是 Bonfire。用哪种语言和大家说话？\nHello, I am Bonfire. Which language shall I speak here?',
    askZone: (p: { zone: string }) =>
      `这个群按哪里的时间过日子？打卡和早晚的消息都按它算。不在下面的话，发送「/setup zone 地区/城市」，例如 /setup zone ${p.zone}`,
    askPlan: () => '这个群要用哪个计划？',
    done: (p: { language: string; zone: string; plan: string; reach: 'start' | 'friend' }) =>
      `设置好了：${p.language}，${p.zone} 时间，计划「${p.plan}」。从现在起大家可以打卡了，发送 /help（帮助）看看我能做什么。\n最后一步：${p.reach === 'start' ? '群主请打开和我的私聊，按一下「Start / 开始」' : '群主请加我为好友，跟我打个招呼'}，这样有事我才能找到你。`,
    openPrivate: () => '打开私聊',
    deaf: () =>
      '我现在听不到大家说的「打卡」：请把我设为管理员（或在 @BotFather 关掉隐私模式，再把我移出群重新拉进来）。',
    demoted: (p: { title: string | null }) =>
      `我在「${p.title ?? '群里'}」不再是管理员了：可能听不到大家说的「打卡」，也不知道谁进了群。请把我重新设为管理员。`,
    removed: (p: { title: string | null }) => `我被移出了「${p.title ?? '一个群'}」。记录都还在：把我拉回去就接着来。`,
    notOwner: () => '只有群主可以设置。如果我认错了，请部署我的人从日志里取认领码，群主再发送「/setup 认领码」。',
    wrongCode: () => '认领码不对，或者已经用过了。请部署我的人看一眼日志。',
    unmask: () => '我看不出你是谁：你正以群的名义发言。请先在管理员设置里关掉「匿名」，再发送 /setup。',
    noZone: (p: { zone: string }) => `「${p.zone}」不是时区。请写成「地区/城市」，例如 Asia/Shanghai。`,
    noPlan: () => '没有这个计划。',
    usage: () => '这样用：/setup，或 /setup language zh-CN，/setup zone Asia/Shanghai，/setup plan 计划名',
  },
  {
    askLanguage: () =>
      '你好，我是 Bonfire。用哪种语言和大家说话？\nHello, I am Bonfire. Which language shall I speak here?',
    askZone: p =>
      `Which time does this group live by? Check-ins and daily messages follow it. If it is not below, send /setup zone Area/City, for example /setup zone ${p.zone}`,
    askPlan: () => 'Which plan is this group for?',
    done: p =>
      `All set: ${p.language}, time of ${p.zone}, plan "${p.plan}". Check-ins count from now on; /help shows what I can do.\nOne last step for the owner: ${p.reach === 'start' ? 'open my private chat and press Start' : 'add me as a friend and say hello'}, so that I can reach you.`,
    openPrivate: () => 'Open private chat',
    deaf: () =>
      'I cannot hear people say 打卡 here yet: make me an admin (or turn off privacy mode with @BotFather, then remove me and add me again).',
    demoted: p =>
      `I am no longer an admin of "${p.title ?? 'a group'}": I may not hear check-ins there, nor learn who joins. Please make me an admin again.`,
    removed: p =>
      `I was removed from "${p.title ?? 'a group'}". Everything recorded is still here: add me again and it goes on.`,
    notOwner: () =>
      'Only the owner can set me up. If I am wrong about you, ask whoever runs me for the claim code in the log, then send /setup CODE.',
    wrongCode: () => 'That code is wrong, or has been used. Whoever runs me can look at the log.',
    unmask: () =>
      'I cannot see who you are: you speak as the group. Turn off "remain anonymous" in your admin rights, then send /setup.',
    noZone: p => `"${p.zone}" is not a time zone. Use Area/City, for example Asia/Shanghai.`,
    noPlan: () => 'There is no such plan.',
    usage: () => 'Use it like this: /setup, or /setup language en-US, /setup zone Europe/London, /setup plan ID',
  },
)

type Decision = AnyDecision<'setup' | 'membership'>
type SetupContext = Asker &
  Context<
    SliceState<typeof setup>,
    unknown,
    (typeof setupMessages)['phrases']['zh-CN'],
    typeof setup | typeof membership
  >

export interface SetupOptions {
  /** What a group can choose. The first is offered first; its zone is the one that is offered. At least one. */
  readonly plans: readonly PlanChoice[]
  /** The zone that somebody means; null when it is none. */
  readonly zoneOf: (text: string) => Zone | null
  /** The bot may write to a member first: no private chat has to be started. Default: false. */
  readonly writesFirst?: boolean
}

/** Leads the owner of a new group through what must be known before the bot speaks in it. */
export function setupPlugin(options: SetupOptions): AnyPlugin {
  return definePlugin({
    slice: setup,
    messages: setupMessages,
    config: z.unknown(),
    uses: [membership],
    commands: {
      setup: {
        words: ['setup', '设置'],
        about: { 'zh-CN': '设置语言、时区和计划', 'en-US': 'language, time zone and plan' },
        args: z.object({ what: z.string().max(64).optional(), value: z.string().max(64).optional() }),
        slashOnly: ['设置'],
        usage: {
          'zh-CN': '/setup，跟着问题走；拿到设置码的发 /setup 设置码',
          'en-US': '/setup, and follow the questions; with a code: /setup and the code',
        },
        // Everybody may say it: somebody who is not recognised as the owner has the code.
        shownTo: 'owner',
        decide: (context, args) => decideSetup(context, args, options),
      },
    },
  })
}

type Args = { readonly what?: string | undefined; readonly value?: string | undefined }

function decideSetup(context: SetupContext, { what, value }: Args, options: SetupOptions): Decision {
  const { state, say, role, anonymous, topic = null } = context
  const { plans } = options
  if (anonymous) return [say.unmask()]
  // Where it is set up is where it speaks.
  // That it was no topic is believed of a plain `/setup` only: a press may be below a message that is shown no more.
  const isTold = topic !== null || what === undefined
  const settled = !context.private && isTold && topic !== state.group.topic && setup.facts.settled({ topic })
  // People copy codes with spaces.
  const code = what !== undefined && !FIELDS.has(what) ? foldCode(`${what}${value ?? ''}`) : null
  const isCode = code !== null
  if (role !== 'owner') {
    if (!isCode) return [say.notOwner()]
    const { code: right } = state.group
    if (right === null || code === '' || code !== foldCode(right)) return [say.wrongCode()]
    return [settled, ...becomeOwner(context), ...ask(context, plans)]
  }
  // The platform says who it is; from now on we know whom to tell.
  const known = context.read(membership).group.owner === context.member ? [] : becomeOwner(context)
  const isStart = what === undefined || (isCode && known.length > 0)
  return [settled, ...known, ...(isStart ? ask(context, plans) : readAnswer(context, what, value ?? '', options))]
}

const FIELDS = new Set(['language', 'zone', 'plan'])
/** In lower case, with another hyphen or none. */
const foldCode = (code: string) =>
  code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')

function becomeOwner({ member, state, read }: SetupContext): Decision {
  const { owner } = read(membership).group
  return [
    // There is one owner: whoever was it before is a member again.
    owner !== null && owner !== member && membership.facts.roleGiven({ member: owner, role: 'member' }),
    state.group.code !== null && setup.facts.claimed({ member }),
    membership.facts.roleGiven({ member, role: 'owner' }),
  ]
}

function readAnswer(
  context: SetupContext,
  what: string,
  value: string,
  { plans, zoneOf, writesFirst = false }: SetupOptions,
): Decision {
  const { say } = context
  switch (what) {
    case 'language': {
      const locale = LOCALES.find(locale => locale.toLowerCase() === value.toLowerCase())
      return locale ? [setup.facts.chose({ locale }), ...ask(context, plans, { locale })] : [say.usage()]
    }
    case 'zone': {
      const zone = zoneOf(value)
      if (zone === null) return [{ ...say.noZone({ zone: value }), quotes: true }]
      return [setup.facts.chose({ zone }), ...ask(context, plans, { zone })]
    }
    case 'plan': {
      const plan = plans.find(({ id }) => id === value)
      return plan ? [setup.facts.chose({ plan: plan.id }), ...finish(context, plan, writesFirst)] : [say.noPlan()]
    }
    default:
      return [say.usage()]
  }
}

/**
 * The next question: the first of language, zone and plan that has no answer, or all again when everything has one. An
 * answer, so that it comes at once: when it is lost, `/setup` asks it again.
 */
function ask(
  { state, say, now, member, private: isPrivate }: SetupContext,
  plans: readonly PlanChoice[],
  answered: { readonly locale?: Locale; readonly zone?: Zone } = {},
): Decision {
  const { locale, zone, doneAt } = state.group
  const isAgain = doneAt !== null
  const button = buttonFor(member, (now + QUESTION_MS) as Instant)
  const to = isPrivate ? { member } : ('group' as const)
  if (answered.zone || (!isAgain && locale !== null && zone !== null)) {
    const buttons = plans.slice(0, 6).map(({ id, name }) => button(name.slice(0, 64), `setup plan ${id}`))
    return [post(say.askPlan(), { class: 'answer', to, buttons })]
  }
  if (answered.locale || (!isAgain && locale !== null)) {
    const own = plans[0]!.zone
    const zones = [...new Set([own, ...ZONES])].slice(0, 5)
    const buttons = zones.map(zone => button(zone, `setup zone ${zone}`))
    return [post(say.askZone({ zone: own }), { class: 'answer', to, buttons })]
  }
  const buttons = LOCALES.map(locale => button(LANGUAGES[locale], `setup language ${locale}`))
  return [post(say.askLanguage(), { class: 'answer', to, buttons })]
}

const buttonFor =
  (by: MemberId, until: Instant) =>
  (label: string, says: string): Button => ({ label, says, by, until })

function finish({ state, say, now, member, read }: SetupContext, plan: PlanChoice, writesFirst: boolean): Decision {
  const locale = state.group.locale ?? plan.locale
  const zone = state.group.zone ?? plan.zone
  const label = setupMessages.phrases[locale].openPrivate()
  return [
    // Before, nothing was kept of whoever spoke.
    read(membership).members.of(member).presence !== 'present' && membership.facts.seen({ member }),
    state.group.doneAt === null && setup.facts.done({ at: now, by: member }),
    post(say.done({ language: LANGUAGES[locale], zone, plan: plan.name, reach: writesFirst ? 'friend' : 'start' }), {
      class: 'receipt',
      to: 'group',
      ...(!writesFirst && { buttons: [{ label, opens: 'private' as const }] }),
    }),
    state.group.lacks.includes('hear') && post(say.deaf(), { class: 'answer', to: 'group' }),
  ]
}

/** Tells the owner, in private, when the bot can do less than it could. */
export function tellStanding(context: object, before: Standing['is'] | null): Decision {
  const { state, say } = context as SetupContext
  const { standing, title, doneAt } = state.group
  const isLess = (standing === 'gone' && before !== 'gone') || (standing === 'member' && before === 'admin')
  if (!isLess || doneAt === null) return []
  const saying = standing === 'gone' ? say.removed({ title }) : say.demoted({ title })
  return [post(saying, { class: 'notice', to: 'owner' })]
}
