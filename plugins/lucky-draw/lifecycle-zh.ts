import type { MemberId, Naming } from 'bonfire'
import type {
  Again,
  ClaimOver,
  Committed,
  DrawLine,
  NextUp,
  Proof,
  Remind,
  Result,
  Round,
  Titled,
  Voided,
  Won,
  WrongSignature,
} from './lifecycle-params.ts'
import { lines } from './lifecycle-params.ts'
import type { OwnersReason, PassedFor, SignatureMistake } from './records.ts'

type Names = Pick<Naming, 'name' | 'mention'>
interface Owner {
  readonly draw: number
}

const head = ({ draw, title }: Titled) => `抽奖 #${draw}「${title}」`
const OWNER_REASONS: Readonly<Record<OwnersReason, string>> = {
  prize: '奖品给不了了',
  mistake: '规则写错了',
  other: '其他原因',
}
const PASSED: Readonly<Record<PassedFor, string>> = {
  left: '已经不在群里',
  unclaimed: '没有在时间内领取',
  declined: '把机会让了出来',
  erased: '已经离开',
}
const MISTAKES: Readonly<Record<SignatureMistake, (p: WrongSignature) => string>> = {
  'not-hex': () => '签名只有数字和字母 a 到 f。',
  length: p => `签名是 ${p.wanted} 位，这里有 ${p.digits} 位，可能没复制全。`,
  early: p => `第 ${p.round} 轮要到 ${p.at} 才有。`,
  'other-round': p => `这是旁边一轮的签名，需要的是第 ${p.round} 轮。`,
  'not-signed': p => `它不是信标第 ${p.round} 轮的签名。`,
}
/** Somebody may have worked out the result: whoever gives up a draw then has to say so. */
const LATE = '说明：作废的时候开奖时间已经过了，可能有人知道结果。'
const REHEARSED = '这是彩排，开奖用的数字谁都算得出来，不是真的开奖。'
const rehearsal = (is: boolean) => (is ? '（彩排，不是真的开奖）' : null)

function voidReason(p: Pick<Voided, 'reason' | 'because'>): string {
  switch (p.reason) {
    case 'nobody':
      return '这一次没有人参加，奖品留到下次'
    case 'not-posted':
      return '承诺没能确认按时发到群里，为了公平，这一号不算'
    case 'cancelled':
      return '管理员取消了这次抽奖'
    case 'owner':
      return `群主在名单定下之后作废了它${p.because === null ? '' : `，原因：${OWNER_REASONS[p.because]}`}`
    case 'gone':
      return '群里已经不能发布结果'
  }
}

export const lifecycleInChinese = {
  committed: (p: Committed) =>
    lines(
      `${head(p)}截止了，${p.N} 个名字已经封存${p.newcomers > 0 ? `（其中 ${p.newcomers} 位来群里不到一周）` : ''}，从现在起谁也改不了名单。`,
      (p.gone > 0 || p.unfit > 0) && `另有 ${p.gone + p.unfit} 个报名不算：${outOf(p)}。`,
      `承诺：${p.commit}`,
      p.isRehearsal
        ? `开奖：彩排的第 ${p.round} 轮，${p.at}。${REHEARSED}`
        : `开奖：公开随机信标 drand 的第 ${p.round} 轮，${p.at} 公布。那个数字现在谁都不知道，群主和我也不知道。`,
    ),
  voided: (p: Voided) =>
    lines(
      `${head(p)}作废：${voidReason(p)}。`,
      p.isLate && LATE,
      p.reason !== 'nobody' && p.hasCost && '参加用掉的积分会全部退回。',
    ),
  again: (p: Again) =>
    p.reason === 'not-posted'
      ? lines(
          `${head(p)}的承诺没能确认按时发到群里，为了公平，这一号作废。同一批名字马上用 #${p.next} 重新来过，不用再参加一次。`,
          p.isLate && LATE,
          `指纹 ${p.fingerprint}`,
        )
      : lines(
          `管理员让${head(p)}提前截止。已经参加的名字都转到 #${p.next}，马上封存开奖，不用再参加一次。`,
          `指纹 ${p.fingerprint}`,
        ),
  gaveUp: (p: Titled & { attempts: number }) =>
    `${head(p)}连续 ${p.attempts} 次没能把承诺按时发到群里，已经作废，积分会退回。请看看我在群里能不能正常发消息，好了以后可以重新发起。`,
  waits: (p: Round) =>
    lines(
      `${head(p)}在等${roundOf(p)}，我还没取到。我会一直再试，结果不会用别的随机数代替。`,
      p.url !== null &&
        `我的网络不通的话，在能上网的地方打开 ${p.url} ，把 signature 后面的 96 位发给我：/draw_open ${p.draw} <96 位签名>`,
    ),
  waitsHere: (p: Round) =>
    lines(
      `${head(p)}在等${roundOf(p)}，我还没取到，取到就开奖。名单已经封存，不会变。`,
      p.url !== null &&
        `谁都可以帮忙：打开 ${p.url} ，把 signature 后面的 96 位发到群里：/draw_open ${p.draw} <96 位签名>。我核对过才算数。`,
    ),
  result: (p: Result, { mention }: Names) =>
    lines(
      `🎉 ${head(p)}开奖了，${p.N} 人参加。`,
      ...p.prizes.map(({ name, count, members }) => {
        const winners = members.length === 0 ? '没有人了' : members.map(mention).join('、')
        return `· ${name}${count > 1 ? ` × ${count}` : ''}：${winners}`
      }),
      p.passed > 0 && `有 ${p.passed} 份抽到的人已经不在群里，按顺序给了下一位。`,
      p.spare > 0 && `参加的人比奖品少，有 ${p.spare} 份留到下次。`,
      p.prizes.some(({ members }) => members.length > 0) && `恭喜！中奖的朋友在 ${p.hours} 小时内发「领奖」就好。`,
      rehearsal(p.isRehearsal),
    ),
  proof: (p: Proof) =>
    lines(
      `抽奖 #${p.draw} 的证明在这个文件里：名单的指纹、承诺和随机数都在，任何人都能自己核对，不用相信我。`,
      p.url === null
        ? '想核对又不知道怎么做，问群主要「核对页面」就好，断网也能用。'
        : `怎么核对：打开 ${p.url} ，把文件放进去。`,
      p.isRehearsal && '（彩排的证明：核对时要说明是彩排）',
    ),
  untold: (p: Result, { name }: Names) =>
    lines(
      `${head(p)}的结果一天都没能发到群里，我会每小时再试，领奖时间从结果出现在群里算起。请看看我在群里能不能正常发消息。结果是：`,
      ...p.prizes.map(
        prize => `· ${prize.name}：${prize.members.length === 0 ? '没有人了' : prize.members.map(name).join('、')}`,
      ),
    ),
  extended: (p: { draw: number; until: string }) =>
    `刚才有一阵我收不到消息，抽奖 #${p.draw} 顺延到 ${p.until} 截止。那段时间发的「参加」请再发一次。`,

  claimed: (p: Won) => `收到，「${p.what}」（抽奖 #${p.draw}）是你的了，接下来由群主安排给你。`,
  claimedOwner: (p: Won & { member: MemberId }, { name }: Names) =>
    `${name(p.member)} 领取了抽奖 #${p.draw} 的「${p.what}」，请把奖品给 TA。开着商城的话，它也在 /fulfil 的清单上。`,
  nothingToClaim: (p: { draw: number | null }) =>
    p.draw === null
      ? '现在没有你要领的奖品。发「抽奖」看看开着的抽奖。'
      : `抽奖 #${p.draw} 没有你要领的奖品，下次好运。`,
  noSuchDraw: (p: Owner) => `没有抽奖 #${p.draw}。发「抽奖」看看有哪些。`,
  drawIsVoid: (p: Titled) => `${head(p)}作废了，没有奖品可领。`,
  notDrawnYet: (p: Titled & { at: string | null }) =>
    p.at === null ? `${head(p)}还没有开奖，名单已经封存，等一等就好。` : `${head(p)}还没有开奖，${p.at} 截止。`,
  claimOver: (p: ClaimOver) =>
    `${head(p)}${p.reason === 'left' ? '的奖品轮到你的时候你不在群里' : '的领奖时间过了'}，奖品${p.isNobodys ? '没有候补可以给，留到下次' : '已经给了下一位'}。`,
  claimLonger: (p: Titled & { until: string }) =>
    `${head(p)}的领奖时间到的时候我不在，没领的延到 ${p.until}。那段时间发过「领奖」的，请再发一次。`,
  claimedBefore: (p: Won) => `「${p.what}」你已经领过了（抽奖 #${p.draw}），等群主安排就好。`,
  nextUp: (p: NextUp, { name, mention }: Names) =>
    lines(
      `${head(p)}的奖品往下传：`,
      ...p.steps.map(({ what, from, reason, to }) => {
        const why = `${from === null ? '上一位' : name(from)}${PASSED[reason]}`
        return to === null ? `· ${what}：${why}，候补也没有了` : `· ${what}：${why}，按抽出的顺序给 ${mention(to)}`
      }),
      p.steps.some(({ to }) => to !== null) && `轮到的朋友，${p.hours} 小时内发「领奖」就好。`,
    ),
  unassigned: (p: { draw: number; whats: readonly string[] }) =>
    `抽奖 #${p.draw} 有奖品没有人领了：${p.whats.join('、')}。可以留到下次。`,
  remind: (p: Remind, { mention }: Names) =>
    `${p.members.map(mention).join('、')} ${head(p)}的奖品还在等你，${p.until} 前发「领奖」就好。`,

  sureOpen: (p: Titled & { entries: number; next: number }) =>
    p.entries === 0
      ? `${head(p)}还没有人参加，现在截止它就作废了，奖品留到下次。确定吗？`
      : `现在就截止${head(p)}？已经参加的 ${p.entries} 位会转到 #${p.next}，马上封存，约 15 分钟后开奖；之后来的人参加不了。群里会说明是提前截止。`,
  closedNow: (p: Titled & { next: number }) => `好的，${head(p)}提前截止，用 #${p.next} 开奖。`,
  closedEmpty: (p: Titled) => `好的，${head(p)}没有人参加，作废了，群里会说明。`,
  closedNowLog: (p: Owner) => `让抽奖 #${p.draw} 提前截止`,
  notPostedYet: (p: Titled) => `${head(p)}的承诺正在发到群里，发出去之前不能开奖。等它出现在群里就好。`,
  isDrawn: (p: Titled & { isVoid: boolean }) => (p.isVoid ? `${head(p)}已经作废了。` : `${head(p)}已经开奖了。`),
  waitsFor: (p: Round & { isLate: boolean }) =>
    p.isLate
      ? `${head(p)}在等${roundOf(p)}，我还在取。${p.url === null ? '' : `你能打开 ${p.url} 的话，把 signature 后面的 96 位发来：/draw_open ${p.draw} <96 位签名>。`}`
      : `${head(p)}的名单已经封存，在等${roundOf(p)}，到时自动开奖。`,
  wrongSignature: (p: WrongSignature) =>
    `这个签名用不了：${MISTAKES[p.mistake](p)}什么都没有变。${p.url === null ? REHEARSED : `请打开 ${p.url} ，复制 signature 后面的 96 位再发一次。`}`,
  adminsClose: (p: Titled) => `${head(p)}还没有截止。提前截止要由管理员来。`,
  isKnown: (p: Round) =>
    lines(
      `${head(p)}等的${roundOf(p)}已经到了时间，结果可能有人知道，不能再作废，只能开出来。`,
      p.url !== null &&
        `我还没取到的话，谁都可以贴上：打开 ${p.url} ，发 /draw_open ${p.draw} <signature 后面的 96 位>。`,
    ),
  opened: (p: Titled) => `签名核对过了，${head(p)}开奖，结果马上发到群里。`,
  openedLog: (p: Owner) => `给抽奖 #${p.draw} 贴上信标签名`,
  drawIsClosed: (p: Titled) => `${head(p)}已经截止了，不能再提前截止。`,
  sureCancel: (p: Titled & { entries: number; hasCost: boolean }) =>
    `取消${head(p)}？${p.entries === 0 ? '还没有人参加' : `已经有 ${p.entries} 位参加${p.hasCost ? '，积分会全部退回' : ''}`}。群里会说明取消了，编号保留。`,
  cancelled: (p: Owner) => `抽奖 #${p.draw} 取消了，群里会说明。`,
  cancelledLog: (p: Owner) => `取消抽奖 #${p.draw}`,
  isFixed: (p: Titled) =>
    `${head(p)}的名单已经封存，不能取消了。确实办不下去的话，群主可以公开作废：/draw_void ${p.draw} 奖品（或 写错、其他）。`,
  cancelInstead: (p: Titled) => `${head(p)}还没截止，用 /draw_cancel ${p.draw} 取消就好。`,
  sureVoid: (p: Titled & { because: OwnersReason; hasCost: boolean }) =>
    `公开作废${head(p)}？群里会看到原因：${OWNER_REASONS[p.because]}。编号留在记录里${p.hasCost ? '，积分全部退回' : ''}，不能撤回。`,
  madeVoid: (p: Owner) => `抽奖 #${p.draw} 作废了，群里会说明。`,
  madeVoidLog: (p: Owner) => `作废抽奖 #${p.draw}`,

  stands: (p: DrawLine) => `抽奖 #${p.draw}「${p.title}」：${standsShort(p)}`,
  stats: (p: { announced: number; entered: number; claimed: number }) =>
    `抽奖：发起 ${p.announced} 次，参加 ${p.entered} 人次，领走奖品 ${p.claimed} 份`,
  whyDraw: (p: DrawLine, { name }: Names) =>
    lines(
      `${head(p)}：${standsShort(p)}`,
      p.frozenAt !== null && `· ${p.frozenAt} 封存 ${p.entries} 个名字，承诺 ${p.commit}`,
      p.postedAt !== null &&
        `· ${p.postedAt} 承诺发到群里，早于 ${p.roundAt} 的第 ${p.round} 轮${p.isRehearsal ? '；这是彩排，那个数字谁都算得出来' : '随机数，所以谁也挑不了结果'}`,
      p.drawnAt !== null && `· ${p.drawnAt} 用那一轮的签名开奖`,
      p.publishedAt !== null && `· ${p.publishedAt} 结果发到群里，领奖到 ${p.until}`,
      p.passed > p.unassigned && `· 有 ${p.passed - p.unassigned} 次按顺序给了下一位，原因都写在证明里`,
      p.unassigned > 0 && `· 有 ${p.unassigned} 份没有候补可以给了`,
      p.voidedAt !== null &&
        `· ${p.voidedAt} 作废${p.by === null ? '' : `（${name(p.by)}）`}：${voidReason({ reason: p.voidedFor!, because: null })}；${voidedWhen(p)}`,
      p.again !== null && `· 同一批名字用 #${p.again} 重新开奖`,
      p.drawnAt !== null && `自己核对：发 /draw ${p.draw} 证明`,
    ),
}

/** Whether somebody could have known the result by then. */
function voidedWhen(p: DrawLine): string {
  if (p.commit === null) return '名单还没有封存，结果谁也不可能知道'
  return p.isVoidLate ? '名单已经封存，开奖时间也过了，可能有人知道结果' : '名单已经封存，开奖的数字还没到时间'
}
function outOf({ gone, unfit }: Committed): string {
  const left = gone > 0 ? [`${gone} 个因为离开或者退出`] : []
  return [...left, ...(unfit > 0 ? [`${unfit} 个因为不再符合条件`] : [])].join('，')
}
const roundOf = ({ url, round, at }: Round): string =>
  `${url === null ? '彩排的数字' : '公开随机信标 drand'}第 ${round} 轮（${at}）`

function standsShort(p: DrawLine): string {
  switch (p.phase) {
    case 'announced':
    case 'open':
      return `${p.entries} 人参加，${p.closes} 截止`
    case 'sealed':
      return `${p.entries} 个名字已封存，承诺正在发到群里`
    case 'posted':
      return p.isRehearsal ? `等 ${p.roundAt} 的彩排数字` : `等 ${p.roundAt} 的公开随机数`
    case 'drawn':
      return '开奖了，结果正在发到群里'
    case 'published':
      return `开奖了，${p.slots} 份奖品领走 ${p.claimed} 份`
    case 'finished':
      return `结束了，${p.slots} 份奖品领走 ${p.claimed} 份`
    case 'void':
      return '作废'
  }
}
