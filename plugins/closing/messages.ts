import { defineMessages, type MemberId, type Naming } from 'bonfire'
import * as chinese from './in-chinese.ts'
import * as english from './in-english.ts'
import type {
  Begun,
  ComeBack,
  Ending,
  Farewell,
  Held,
  Missed,
  MoveOn,
  Notice,
  Policy,
  Report,
  StandsOpen,
  StoppedHere,
  StoppedOwner,
  SureDisband,
  Why,
} from './params.ts'

interface OwnerOnly {
  readonly owner: MemberId | null
  readonly isOpen: boolean
}
interface OfList {
  readonly members: number
  readonly hours: number
}

export const messages = defineMessages(
  {
    notice: (p: Notice, naming: Naming) => chinese.noticeInChinese(p, naming),
    begun: (p: Begun) => chinese.begunInChinese(p),
    moveOn: (p: MoveOn, naming: Naming) => chinese.moveOnInChinese(p, naming),
    missed: (p: Missed) => chinese.missedInChinese(p),
    held: (p: Held) => chinese.heldInChinese(p),
    heldHere: () => '群的收尾在等群主办一件事，我私聊里说。没收到的话，请群主先私聊我发一句话；管理员看 /why closing。',
    kept: (p: { reason: 'policy' | 'nobody'; buyers: number }) =>
      p.reason === 'policy'
        ? `这一期结束了（${p.buyers} 位下过单），按计划大家都留在群里。`
        : '这一期结束了，没有需要离开的人，群就这样留着。',
    stoppedHere: (p: StoppedHere) => chinese.stoppedHereInChinese(p),
    stoppedOwner: (p: StoppedOwner, naming: Naming) => chinese.stoppedOwnerInChinese(p, naming),
    comeBack: (p: ComeBack, naming: Naming) => chinese.comeBackInChinese(p, naming),
    boughtAfter: (p: { member: MemberId }, { name }: Naming) =>
      `${name(p.member)} 刚下了单，但已经按名单离开群了。请把 TA 请回来，我不会再动下过单的人。`,
    farewell: (p: Farewell & { closing: number }) => chinese.farewellInChinese(p),
    lookAtRights: () =>
      '群里的发言打开了。如果我中途重启过，就只记得放开文字：请看一眼群权限，图片、视频、投票照你原来的样子调好；原来就只让管理员说话的，也请关回去。',
    stillLocked: () => chinese.stillLockedInChinese(),
    canSpeak: (p: { isStopped: boolean }) => chinese.canSpeakInChinese(p),
    report: (p: Report, naming: Naming) => chinese.reportInChinese(p, naming),

    sureDisband: (p: SureDisband) => chinese.sureDisbandInChinese(p),
    disbanding: (p: OfList) =>
      `好的，名单上 ${p.members} 位，通知正在发到群里；满 ${p.hours} 小时之前不会动任何人。叫停：/disband 取消`,
    disbandingLog: (p: { members: number }) => `开始解散这个群（名单 ${p.members} 位）`,
    stopped: (p: { removed: number; wasLocked: boolean }) =>
      [
        '停下了，名单作废。',
        p.removed > 0 ? `已经离开的 ${p.removed} 位可以回来，名单和链接会发给群主。` : '没有人被移出群。',
        p.wasLocked ? '正在让大家重新发言，好了我在群里说一声。' : '',
      ].join(''),
    stoppedLog: () => '叫停了群的收尾',
    affirmed: (p: { hours: number }) =>
      `记下了：没有人下单。通知马上发到群里，满 ${p.hours} 小时之前不会动任何人。叫停：/disband 取消`,
    affirmedLog: () => '说明这一期没有人下单',
    nothingToAffirm: () => '现在没有在等这个答复。看 /why closing。',
    nothingToStop: () => '现在没有正在进行的解散，不用叫停。',
    isOpen: () => '收尾已经在进行了。想停下来：/disband 取消。进度看 /why closing。',
    isRestoring: () => '上一次停下之后，正在请离开的人回来。过几分钟再发一次。',
    notHere: () => '我不在那个群里，什么都做不了。先把我请回去，给我管理员权限，再发一次。',
    nobodyThere: () => '群里没有要移出的成员：只有群主、管理员、老师或下过单的人。',
    tooMany: (p: { members: number; membersMax: number }) =>
      `群里有 ${p.members} 位要移出，超过我能稳妥处理的 ${p.membersMax} 位，请手动处理。`,
    ownerOnly: (p: OwnerOnly, { name }: Naming) =>
      `只有群主能解散这个群${p.owner === null ? '' : `，群主是 ${name(p.owner)}`}。${p.isOpen ? '想叫停：/disband 取消。' : ''}`,
    noSuchDay: (p: { is: 'past' | 'none' | 'far'; days: number; example: string }) =>
      `${{ past: '那一天已经过去了', none: '没有那一天', far: `最多提前 ${p.days} 天定` }[p.is]}。比如：/disband ${p.example}`,

    standsSoon: (p: Policy & { at: string }) => chinese.soonInChinese(p),
    standsHeld: (p: Pick<Held, 'reason'>) => chinese.standsHeldInChinese(p),
    standsOpen: (p: StandsOpen) => chinese.standsOpenInChinese(p),
    standsEnded: (p: { as: Ending }) => chinese.endedInChinese(p),
    why: (p: Why, naming: Naming) => chinese.whyInChinese(p, naming),
  },
  {
    notice: (p, naming) => english.noticeInEnglish(p, naming),
    begun: p => english.begunInEnglish(p),
    moveOn: (p, naming) => english.moveOnInEnglish(p, naming),
    missed: p => english.missedInEnglish(p),
    held: p => english.heldInEnglish(p),
    heldHere: () =>
      'The end of this group waits for its owner, and I say in private what for. Nothing there? Please write to me first. Admins: /why closing.',
    kept: p =>
      p.reason === 'policy'
        ? `This round is over (${p.buyers} ${p.buyers === 1 ? 'member has' : 'members have'} ordered). By the plan everybody stays.`
        : 'This round is over, and there is nobody who would have to leave. The group stays as it is.',
    stoppedHere: p => english.stoppedHereInEnglish(p),
    stoppedOwner: (p, naming) => english.stoppedOwnerInEnglish(p, naming),
    comeBack: (p, naming) => english.comeBackInEnglish(p, naming),
    boughtAfter: (p, { name }) =>
      `${name(p.member)} has just ordered, but had left with the others. Please ask them back: I do not remove whoever has ordered.`,
    farewell: p => english.farewellInEnglish(p),
    lookAtRights: () =>
      'The group can speak again. If I was restarted in between, only plain messages are allowed: please look at the permissions of the group and set photos, videos and polls as they were; if only admins spoke before, switch it back.',
    stillLocked: () => english.stillLockedInEnglish(),
    canSpeak: p => english.canSpeakInEnglish(p),
    report: (p, naming) => english.reportInEnglish(p, naming),

    sureDisband: p => english.sureDisbandInEnglish(p),
    disbanding: p =>
      `The notice to ${p.members} on the list is on its way. Nobody is removed before it has stood for ${p.hours} hours. To stop it: /disband cancel`,
    disbandingLog: p => `began to close this group (${p.members} on the list)`,
    stopped: p =>
      [
        'Stopped; the list is void.',
        p.removed > 0
          ? ` The ${p.removed} who had left may come back: the owner gets the list and a link.`
          : ' Nobody was removed.',
        p.wasLocked ? ' I am letting everybody speak again, and say so here once they can.' : '',
      ].join(''),
    stoppedLog: () => 'stopped the closing of this group',
    affirmed: p =>
      `Noted: nobody has ordered. The notice follows; nobody is removed before it has stood for ${p.hours} hours. To stop it: /disband cancel`,
    affirmedLog: () => 'said that nobody has ordered in this round',
    nothingToAffirm: () => 'Nothing waits for that answer. See /why closing.',
    nothingToStop: () => 'No closing is under way, so there is nothing to stop.',
    isOpen: () => 'A closing is under way. To stop it: /disband cancel. How far it is: /why closing.',
    isRestoring: () => 'Those who had left are being let back in. Please send it again in a few minutes.',
    notHere: () => 'I am not in that group. Bring me back as an admin, and send it again.',
    nobodyThere: () => 'There is nobody to remove here but the owner, admins, teachers and whoever has ordered.',
    tooMany: p =>
      `${p.members} would be removed, which is above the ${p.membersMax} that I can do safely. Please do it by hand.`,
    ownerOnly: (p, { name }) =>
      `Only the owner${p.owner === null ? '' : ` (${name(p.owner)})`} can close this group.${p.isOpen ? ' To stop it: /disband cancel.' : ''}`,
    noSuchDay: p =>
      `${{ past: 'That day has passed', none: 'There is no such day', far: `At most ${p.days} days ahead` }[p.is]}. For example: /disband ${p.example}`,

    standsSoon: p => english.soonInEnglish(p),
    standsHeld: p => english.standsHeldInEnglish(p),
    standsOpen: p => english.standsOpenInEnglish(p),
    standsEnded: p => english.endedInEnglish(p),
    why: (p, naming) => english.whyInEnglish(p, naming),
  },
)
