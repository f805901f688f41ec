import type { Naming } from 'bonfire'
import {
  type Begun,
  type ComeBack,
  type Ending,
  type Farewell,
  type Held,
  lines,
  type Missed,
  type MoveOn,
  type Next,
  type Notice,
  type Policy,
  type Report,
  type StandsOpen,
  type StoppedHere,
  type StoppedOwner,
  type SureDisband,
  type Why,
  type WhyLast,
} from './params.ts'

type Content = Pick<Naming, 'content'>
type Names = Pick<Naming, 'name'>

const WHAT = { close: '结束', graduate: '毕业', disband: '解散' } as const
const whereTo = (next: Next) =>
  next === null ? null : `下一站：「${next.title}」${next.link === null ? '' : ` ${next.link}`}`
const REASONS = {
  'no-source': '不知道订单从哪里来',
  'no-orders': '没有收到过任何订单，在等群主说是不是真的没有人下单',
  'no-shop': '商店的通知还没有接上',
  unmatched: '有订单还没对上是谁的',
  'no-next': '下一个群还没绑定',
  'too-many': '人太多',
  'not-here': '我不在群里',
  paused: '计划暂停了',
  platform: '平台一直没让我移人',
} as const
const STOPS = {
  veto: '管理员叫停了',
  order: '有人下单了',
  migrated: '群的编号变了',
  'not-admin': '我不再有管理员的权限',
  changed: '计划变了',
  'not-announced': '通知没能发到群里',
} as const

export function noticeInChinese(p: Notice, { content }: Content): string {
  const first = {
    close: '这一期走到终点了，谢谢每一位来过的人。这个群接下来会结束。',
    graduate: `这一期走到终点了，谢谢大家。这个群接下来留给下过单的伙伴，${p.next === null ? '其他朋友就到这里' : '其他朋友去下一站'}。`,
    disband: '群主决定解散这个群，谢谢大家一路同行。',
  }[p.mode]
  const stays = p.hasBuyers ? '群主、管理员、老师和下过单的伙伴' : '群主、管理员和老师'
  return lines(
    p.text === null ? null : content(p.text),
    first,
    `· 什么时候：这条消息发出满 ${p.hours} 小时之后${p.notBefore === null ? '' : `，且不早于 ${p.notBefore}`}，在那之前什么都不会变`,
    `· 会怎样：名单上的 ${p.members} 位会陆续离开群（名单号 ${p.hash}），${stays}留下`,
    p.next === null ? null : `· ${whereTo(p.next)}`,
    '· 想停下来：任何一位管理员随时发「/disband 取消」',
  )
}

export function begunInChinese(p: Begun): string {
  const because = p.mode === 'close' ? '这一期没有人下单' : `这一期有 ${p.buyers} 位下过单`
  return lines(
    `${because}，按计划，这个群开始${WHAT[p.mode]}。通知正在发到群里。`,
    `名单上有 ${p.members} 位（名单号 ${p.hash}），通知满 ${p.hours} 小时之前不会动任何人。`,
    '不想这样的话，任何一位管理员在群里发「/disband 取消」就停。',
  )
}

export function moveOnInChinese(p: MoveOn, { content }: Content): string {
  const when = p.minutes === 0 ? '接下来' : `${durationOf(p.minutes)}后`
  return lines(
    p.text === null ? '谢谢这段时间的陪伴，山高路长，后会有期。' : content(p.text),
    p.next === null ? null : `${whereTo(p.next)}${p.next.link === null ? '' : '\n积分和打卡记录会跟着你过去。'}`,
    p.mode === 'graduate' ? `${when}，名单上的朋友会陆续离开这里。` : `${when}，这个群会安静下来，大家陆续离开。`,
  )
}
const durationOf = (minutes: number) => (minutes % 60 === 0 ? ` ${minutes / 60} 小时` : ` ${minutes} 分钟`).trim()

export const missedInChinese = (p: Missed): string =>
  lines(
    `${p.from} 到 ${p.to} 我不在线，这段时间的话可能没有收到。群的收尾先等一等。`,
    `这期间叫停过的管理员，请再发一次「/disband 取消」。这条消息发出满${durationOf(p.minutes)}之前，不会动任何人。`,
  )

export function heldInChinese(p: Held): string {
  const first = p.isOpen ? `群的收尾先停在这里，${soFar(p)}：` : '按计划该决定这个群怎么收尾了，但我先没动：'
  const what = {
    'no-source': [
      '不知道订单从哪里来，所以「没有人下单」也就说不准。',
      '在计划的 conversion 里写上 orders: shop（商店会告诉我）或 orders: manual（管理员用 /paid 记），再 /plan use 一次；想自己决定，用 /disband。',
    ],
    'no-orders': [
      '到现在，这个群一笔订单的记录都没有：也许真的没有人下单，也许是没记下来、商店的通知没送到。',
      '真的没有人下单：发「/disband 没人下单」，我就按计划发通知。有人下过单：先用 /paid 记下，或请商店补发。',
    ],
    'no-shop': [
      '计划写着订单由商店告诉我，可商店的通知还没有接上，所以「没有人下单」说不准。',
      '请部署的人照 docs/orders.md 设好 BONFIRE_ORDERS_SECRET，我会接着看；不用商店，就在计划里写 orders: manual，再 /plan use 一次。',
    ],
    unmatched: [
      `有 ${p.orders} 笔已付款的订单还不知道是谁的，也许就是名单上的人。`,
      '用 /orders match 把它们对上，对上以后我会接着看。',
    ],
    'no-next': ['计划里写了下一站，但还没有绑定到哪个群。', '用 /handover 绑定，绑好以后我会接着来。'],
    'not-here': ['我不在那个群里。', '把我请回去，给我管理员权限，我会接着来。'],
    'too-many': [`要离开的超过 ${p.membersMax} 位，超出了我能稳妥处理的范围。`, '请手动处理，或者先让一部分人离开。'],
    paused: ['计划暂停了，收尾也跟着停。', '发 /resume 恢复以后，我会接着收尾；不想收尾了：/disband 取消。'],
    platform: [
      '平台一直没让我移出下一位：太频繁，或者连不上。',
      '我会接着试；等得太久会先让大家能发言。不想等了：/disband 取消。',
    ],
  }[p.reason]
  return lines(first, ...what)
}
const soFar = ({ phase, removed, size }: Held) => {
  if (removed > 0) return `名单上的 ${size} 位已经移出 ${removed} 位`
  return phase === 'frozen' || phase === 'announced' ? '还没有动任何人' : '已经和大家说过再见，还没有移出任何人'
}

export function stoppedHereInChinese(p: StoppedHere): string {
  const what = {
    veto: '管理员叫停了',
    order: '刚刚有伙伴下单了',
    migrated: '群刚刚升级过',
    'not-admin': '我的权限变了',
    changed: '计划有了变化',
    'not-announced': '通知没发出去',
  }[p.reason]
  const back = p.removed > 0 ? '已经离开的朋友，群主会请回来。' : '没有人被移出群。'
  return `${what}，${p.mode === 'graduate' ? '名单上的离开' : '群的结束'}先停下。${back}`
}

export function stoppedOwnerInChinese(p: StoppedOwner, { name }: Names): string {
  const who = p.reason === 'veto' && p.by !== null ? `${name(p.by)} 叫停了` : STOPS[p.reason]
  const next = {
    veto: '想再来一次：/disband，会有新的名单、新的确认码和新的通知时间。',
    order: p.isPlanned
      ? '我会按计划重新决定；要动人的话，会有新的名单和新的通知。'
      : '想再来一次：/disband，会有新的名单和新的通知。',
    migrated: '群里的情况请看一眼。想再来一次：/disband，会有新的名单和新的通知。',
    'not-admin': '把管理员权限还给我以后，想再来一次：/disband。',
    changed: p.isPlanned ? '我会按新的计划重新决定。' : '想再来一次：/disband，会有新的名单和新的通知。',
    'not-announced': '请看看我在群里能不能说话，然后 /disband。',
  }[p.reason]
  return lines(
    `${who}，群的${WHAT[p.mode]}停下了，名单作废。`,
    p.removed > 0 ? `已经离开 ${p.removed} 位，我正在放他们回来，名单和链接随后发给你。` : '没有人被移出群。',
    next,
  )
}

export function comeBackInChinese(p: ComeBack, { name }: Names): string {
  const named = p.members.map(name).join('、')
  const more = p.count > p.members.length ? ` 等 ${p.count} 位，全部在附件里` : `（${p.count} 位）`
  const gone = p.count > 0 && `停下之前已经离开的：${named}${more}。`
  const unclear = p.unclear !== null && `${name(p.unclear)} 当时正要移出，成没成不知道：请看一眼 TA 还在不在。`
  const how =
    p.link === null ? '这个平台给不了新链接：请用群二维码或直接拉他们回来。' : `请把这个新链接发给他们：${p.link}`
  return lines(gone, unclear, how)
}

export function farewellInChinese(p: Farewell): string {
  if (p.as === 'handed-over') return '我在这里没法移人，接下来由群主安排。还在群里的各位不用急，照常聊就好。'
  const who = p.gone < p.size ? `名单上的 ${p.gone} 位朋友离开了` : '名单上的朋友都离开了'
  return p.as === 'graduated'
    ? `${who}${p.hasNext ? '，下一站再见' : ''}。留下的各位，谢谢你们的信任，我们接着走。`
    : `${who}。谢谢群主、管理员和老师这一路的照看。火灭了，暖意留着。`
}

export const stillLockedInChinese = (): string =>
  '我没能让大家重新发言：现在群里还是只有管理员能说话。请在群设置的成员权限里打开「发送消息」，图片等其他几项也看一眼。'
export const canSpeakInChinese = (p: { readonly isStopped: boolean }): string =>
  p.isStopped ? '现在大家又能发言了。' : '要等的事还没有好，现在大家先照常聊。'

export function reportInChinese(p: Report, { name }: Names): string {
  if (p.as === 'handed-over') {
    return lines(
      `该说的都说了${p.next === null ? '' : '，去下一站的邀请也发了'}，但我在这里没法把人移出群，剩下的要交给你：`,
      `· 名单上还有 ${p.left} 位在群里`,
      '· 在手机上打开群成员页，手动移出，或者解散群',
      p.isBeyond ? null : '· 要我来做的话：先给我管理员权限和移人的权限，再 /disband 一次',
    )
  }
  const first = p.as === 'closed' ? '这个群已经收尾。' : '这个群毕业了。'
  const spared = p.spared > 0 ? `，${p.spared} 位名单上的人不用移（自己离开、回来过、下了单或有了职务）` : ''
  const failed =
    p.failed > 0
      ? `· ${p.failed} 位没能移出：${p.members.map(name).join('、')}${p.failed > p.members.length ? ' 等' : ''}。请在群成员页手动移出`
      : null
  const staying =
    p.as === 'closed' && p.staying > p.failed
      ? `· 还有 ${p.staying} 位留在群里（包括名单之后进群、回来过、没能移出的），他们可以照常发言。要不要解散群，由你决定`
      : null
  const leaving = p.as === 'closed' ? '我也会离开这个群。谢谢你的照看。' : '群里的发言没有限制，接着聊就好。'
  return lines(`${first}移出 ${p.removed} 位${spared}。`, failed, staying, leaving)
}

export function sureDisbandInChinese(p: SureDisband): string {
  return lines(
    `解散这个群：${p.members} 位成员会被移出，群主、管理员、老师和下过单的人留下，然后我离开。`,
    `先在群里通知，满 ${p.hours} 小时${p.notBefore === null ? '' : `、且到了 ${p.notBefore} `}才开始；期间任何管理员都能叫停。`,
    p.lacksNext
      ? '计划写了下一站，但还没有绑定到哪个群，大家不会收到去处。想先绑定：在下一个群里发 /handover，照着做。'
      : null,
    p.next === null
      ? p.lacksNext
        ? null
        : '没有绑定下一站，大家不会收到去处。'
      : `大家会被请去「${p.next.title}」，积分和记录一起过去。`,
    p.orders > 0 ? `有 ${p.orders} 笔订单还没对上是谁的：对上之前不会移人。` : null,
  )
}

const POLICY = { keep: '都留下', close: '结束', graduate: '毕业（下过单的留下）' } as const
const policyOf = (p: Policy) => `没有人下单就${POLICY[p.nobodyBought]}，有人下单就${POLICY[p.someBought]}`
export const soonInChinese = (p: Policy & { readonly at: string }) => `收尾：${p.at} 决定；${policyOf(p)}。`
export const standsHeldInChinese = (p: Pick<Held, 'reason'>) =>
  `收尾：在等，因为${REASONS[p.reason]}。看 /why closing。`
export const endedInChinese = (p: { readonly as: Ending }) =>
  `收尾：${{ closed: '已结束', graduated: '已毕业', 'handed-over': '已交给群主手动处理' }[p.as]}。`
export function standsOpenInChinese(p: StandsOpen): string {
  if (p.until !== null) return `收尾：通知已发，最早 ${p.until} 开始。叫停：/disband 取消。`
  const is =
    p.phase === 'frozen'
      ? '通知正在发出'
      : p.phase === 'removing'
        ? `已离开 ${p.removed}/${p.size} 位`
        : '正在和大家说再见'
  return `收尾：${is}。叫停：/disband 取消。`
}

export function whyInChinese(p: Why, names: Names): string {
  return lines(
    p.decision && `· 收尾在 ${p.decision.at} 决定（最后一天和最后一轮优惠之后）：${policyOf(p.decision)}`,
    p.kept && `· ${p.kept.at} 决定：${p.kept.reason === 'policy' ? '按计划都留下' : '没有要离开的人'}`,
    p.held && `· ${p.held.at} 起在等：${REASONS[p.held.reason]}`,
    p.last && lastInChinese(p.last, names),
    p.decision === null && p.kept === null && p.held === null && p.last === null && '这个群没有安排结束，大家都留着。',
  )
}

function lastInChinese(p: WhyLast, { name }: Names): string {
  const cause = {
    close: '没有人下单，按计划结束',
    graduate: '有人下单，按计划毕业',
    disband: `${p.by === null ? '群主' : name(p.by)} 决定解散`,
  }[p.mode]
  const moved = p.lockedAt === null ? '' : `，${p.lockedAt} 起只有管理员能发言`
  return lines(
    `· ${p.frozenAt} 第 ${p.closing} 次收尾：${cause}；名单 ${p.size} 位，名单号 ${p.hash}`,
    p.announcedAt &&
      `· ${p.announcedAt} 通知发到群里，最早 ${p.until} 开始${p.extensions > 0 ? `（我离线过，顺延了 ${p.extensions} 次）` : ''}`,
    p.movingAt && `· ${p.movingAt} ${p.hasNext ? `请了 ${p.invited} 位去下一站` : `和 ${p.invited} 位道了别`}${moved}`,
    p.removingAt && `· ${p.removingAt} 起移出：已移 ${p.removed} 位，放过 ${p.spared} 位，没移成 ${p.failed} 位`,
    p.stopped &&
      `· ${p.stopped.at} 停下：${p.stopped.reason === 'veto' && p.stopped.by !== null ? `${name(p.stopped.by)} 叫停了` : STOPS[p.stopped.reason]}`,
    p.ended &&
      `· ${p.ended.at} ${{ closed: '结束', graduated: '毕业', 'handed-over': '交给群主手动处理' }[p.ended.as]}`,
  )
}
