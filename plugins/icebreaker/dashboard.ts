import { type Figure, isErased, type MemberId, membership, runsTheGroup, stepOf } from 'bonfire'
import { DAY_MS, type IcebreakerContext } from './context.ts'
import { lookForNewcomers } from './newcomers.ts'
import { EXCHANGES_WANTED } from './records.ts'

const WEEK_MS = 7 * DAY_MS
/** How many newcomers are named. */
const NAMED_MAX = 8

type Arrival = ReturnType<IcebreakerContext['state']['arrivals']['of']>

/** A step of the funnel. */
export function introduced({ state, read }: IcebreakerContext): Figure {
  return {
    title: { 'zh-CN': '做过自我介绍', 'en-US': 'Introduced themselves' },
    formula: {
      'zh-CN': '进过群的人里，做过自我介绍的，不管后来有没有离开。',
      'en-US': 'Of everybody who ever came: who has introduced themselves, whether or not they have left since.',
    },
    ...stepOf(read(membership), 10, member => hasIntroduced(state, member)),
  }
}
const hasIntroduced = ({ introductions }: IcebreakerContext['state'], member: MemberId): boolean =>
  introductions.of(member).firstDay !== null

interface Came {
  readonly member: MemberId
  readonly arrival: Arrival
}

/** Who first came between so long ago and so long ago, in milliseconds; without those who run the group. */
function cameWithin({ state, read, now }: IcebreakerContext, fromMs: number, toMs: number): readonly Came[] {
  const came: Came[] = []
  for (const [key, arrival] of state.arrivals.each()) {
    const member = key as MemberId
    if (arrival.at === null || isErased(member) || runsTheGroup(read(membership), member)) continue
    const ageMs = now - arrival.at
    if (ageMs >= fromMs && ageMs < toMs) came.push({ member, arrival })
  }
  return came
}

/** A share of those who came in one week, and of those who came in the week before it. */
function shareOf(context: IcebreakerContext, weeksAgo: number, counts: (came: Came) => boolean) {
  const share = (weeks: number) => {
    const came = cameWithin(context, weeks * WEEK_MS, (weeks + 1) * WEEK_MS)
    return { n: came.length, value: came.length === 0 ? null : came.filter(counts).length / came.length }
  }
  const { n, value } = share(weeksAgo)
  return { n, is: 'number', value, unit: 'share', before: share(weeksAgo + 1).value } as const
}

export function introducing(context: IcebreakerContext): Figure {
  return {
    title: { 'zh-CN': '新人自我介绍', 'en-US': 'Newcomers who introduced themselves' },
    formula: {
      'zh-CN': '近 7 天第一次进群的人里，做过自我介绍的 ÷ 全部（离开的也算）。和再往前 7 天进群的人比。',
      'en-US':
        'Of those who came for the first time in the last 7 days: who has introduced themselves ÷ all of them, those who have left included. Compared with those who came in the 7 days before.',
    },
    ...shareOf(context, 0, ({ member }) => hasIntroduced(context.state, member)),
  }
}

/** Of those whose first seven days are over: of the others nobody can say yet. */
export function talking(context: IcebreakerContext): Figure {
  return {
    title: { 'zh-CN': '聊开了的新人', 'en-US': 'Newcomers with five exchanges' },
    formula: {
      'zh-CN':
        '7 到 14 天前第一次进群的人里，头 7 天和别人聊过 5 次或更多的 ÷ 全部（离开的也算）。和再往前 7 天进群的人比。',
      'en-US':
        'Of those who came for the first time 7 to 14 days ago: who had five exchanges or more with others in their first 7 days ÷ all of them, those who have left included. Compared with those who came in the 7 days before.',
    },
    ...shareOf(context, 1, ({ arrival }) => arrival.exchanges.length >= EXCHANGES_WANTED),
  }
}

/** Whom somebody should talk to. */
export function fewExchanges(context: IcebreakerContext): Figure | null {
  const { listed, below, count } = lookForNewcomers(context)
  if (below === 0) return null
  return {
    title: { 'zh-CN': '还没聊起来的新人', 'en-US': 'Newcomers with fewer than five exchanges' },
    formula: {
      'zh-CN': `近 7 天第一次进群、还在群里的 ${count} 人里，和别人聊过不到 5 次的，和 /newcomers 说的一样；聊得最少的排在前面。`,
      'en-US': `Of the ${count} who came for the first time in the last 7 days and are here: who has had fewer than five exchanges with others, as /newcomers says. Those who need somebody most come first.`,
    },
    n: count,
    ...{ is: 'attention', level: 'warning', count: below },
    remedy: {
      'zh-CN': '在群里回复他们，或者 @ 他们说句话；名单发送 /newcomers。',
      'en-US': 'Reply to them in the group, or mention them with a word; /newcomers lists them.',
    },
    examples: listed.slice(0, NAMED_MAX).map(({ member }) => ({ member })),
  }
}

/** Of whoever left before they could be greeted nothing is expected. */
export function welcomed(context: IcebreakerContext): Figure {
  const { welcomes } = context.state
  const came = cameWithin(context, 0, WEEK_MS).flatMap(({ arrival: { welcome } }) => welcome ?? [])
  const greeted = came.filter(welcome => welcomes.of(welcome).sentAt !== null).length
  return {
    title: { 'zh-CN': '欢迎到的新人', 'en-US': 'Newcomers welcomed' },
    formula: {
      'zh-CN': '近 7 天第一次进群的人里，群里点名或一起欢迎过的 ÷ 全部；还没等到欢迎就离开的不算。刚进群的要等几分钟。',
      'en-US':
        'Of those who came for the first time in the last 7 days: who was welcomed in the group ÷ all of them, without those who left before it. Whoever has only come waits some minutes for it.',
    },
    n: came.length,
    ...{ is: 'number', value: came.length === 0 ? null : greeted / came.length, unit: 'share' },
  }
}
