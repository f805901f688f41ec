import { type ContentPlatform, defineMessages, type MemberId, type Naming } from 'bonfire'
import { EXCHANGES_WANTED, type Newcomers } from './records.ts'
import {
  type Greeted,
  type Guide,
  guideInChinese,
  guideInEnglish,
  inTurn,
  namesInChinese,
  namesInEnglish,
  newcomersInChinese,
  newcomersInEnglish,
  pointsInEnglish,
  type Welcoming,
  welcomeInChinese,
  welcomeInEnglish,
} from './wordings.ts'

interface Back extends Greeted {
  /** How many such greetings there have been, this one included. */
  readonly back: number
  readonly text: string | null
}
interface Introduced {
  readonly points: number
  readonly nickname: string | null
  readonly platform: ContentPlatform
  /** How many have introduced themselves. */
  readonly turn: number
}
interface Both {
  readonly other: MemberId
  /** What both have typed: said, and never recorded. */
  readonly word: string
  /** The other does not want to be mentioned. */
  readonly isQuiet: boolean
  readonly turn: number
}
interface Crew {
  readonly members: readonly MemberId[]
  /** Also of those who are not named. */
  readonly count: number
  readonly isIn: boolean
  readonly points: number
}
interface Figures {
  readonly arrived: number
  readonly introduced: number
  readonly newcomers: number
  readonly below: number
}

export const messages = defineMessages(
  {
    welcome: (p: Welcoming, naming: Naming) => welcomeInChinese(p, naming),
    back: (p: Back, naming: Naming) => {
      const names = namesInChinese(p, naming)
      if (p.text !== null) return naming.content(p.text, { 'member.name': names })
      return inTurn(
        [`${names}，欢迎回来。之前的记录都在。`, `${names} 回来啦，位置一直留着。`, `又见到 ${names} 了，真好。`],
        p.back,
      )
    },
    introduceYourself: () => '介绍自己',
    readRules: () => '看群规',
    firstCheckIn: () => '第一次打卡',

    guide: (p: Guide, naming: Naming) => guideInChinese(p, naming),
    introduced: (p: Introduced) =>
      [
        inTurn(['收到，很高兴认识你。', '记住你啦，谢谢你的介绍。', '这下大家都认识你了。'], p.turn),
        p.points > 0 ? `+${p.points} 积分。` : '',
        p.nickname !== null && p.platform === 'wechat' ? `记得把群昵称改成「${p.nickname}」。` : '',
      ].join(''),
    replaced: () => '好的，你的介绍换成新的了。',
    tooLong: (p: { chars: number; charsMax: number }) =>
      `介绍最多 ${p.charsMax} 字，这份有 ${p.chars} 字。删短一点再发一次就好。`,
    tooShort: (p: { charsMin: number }) =>
      `太短啦，大家还认不出你。写够 ${p.charsMin} 个字（链接不算），三句就好：/intro 我是……`,
    inGroup: () => '介绍请发在群里，大家才能认识你。',
    both: (p: Both, { name, mention }: Naming) => {
      const shared = `你和 ${p.isQuiet ? name(p.other) : mention(p.other)} 都提到了「${p.word}」`
      return `${shared}${inTurn(['，可以聊聊。', '，真巧。', '，说不定聊得来。'], p.turn)}`
    },

    crew: (p: Crew, { name }: Naming) =>
      [
        p.count === 0
          ? '迎新小队还没有人。'
          : `迎新小队有 ${p.count} 位：${p.members.map(name).join('、')}${p.count > p.members.length ? ' 等' : ''}。`,
        `新朋友来的时候，我会轮流请一位打招呼${p.points > 0 ? `，十分钟内招呼到 +${p.points} 积分` : ''}。`,
        p.isIn ? '你已经在队里了，想歇一歇发「迎新 退出」。' : '想加入就发「迎新 加入」。',
      ].join(''),
    crewJoined: (p: { points: number; isQuiet?: boolean }) =>
      p.isQuiet
        ? `欢迎加入迎新小队。你开着免打扰，我不会 @ 你，也就不会轮到你；新朋友来了主动招呼一声，${p.points > 0 ? `十分钟内一样 +${p.points} 积分` : '一样很好'}。`
        : `欢迎加入迎新小队。轮到你时我会 @ 你，打个招呼就行${p.points > 0 ? `，十分钟内 +${p.points} 积分` : ''}。`,
    crewLeft: () => '好的，你已退出迎新小队。谢谢你迎接过大家，随时可以再来。',
    inCrew: () => '你已经在迎新小队里了，想歇一歇发「迎新 退出」。',
    notInCrew: () => '你现在不在迎新小队里。想加入就发「迎新 加入」。',
    crewFull: (p: { count: number }) => `迎新小队满 ${p.count} 位了，谢谢你。有人退出后再来试试。`,
    greeted: (p: { points: number; welcome: number }) =>
      `${inTurn(['谢谢你迎接新朋友', '招呼打得真暖', '有你在，新朋友不冷清'], p.welcome)}，+${p.points} 积分。`,

    newcomers: (p: Newcomers, naming: Naming) => newcomersInChinese(p, naming),
    fewExchanges: (p: { members: readonly MemberId[]; count: number }, { name }: Naming) =>
      `有 ${p.count} 位新人到第三天了，和大家聊过还不到 ${EXCHANGES_WANTED} 次：${p.members.map(name).join('、')}${p.count > p.members.length ? ' 等' : ''}。有空时去聊两句，或请人带一带。名单随时看 /newcomers（新人）。`,
    figures: (p: Figures) =>
      isNothing(p)
        ? '没有新人'
        : `第一次来的 ${p.arrived} 位，第一次自我介绍的 ${p.introduced} 位；最近 7 天来、现在还在的新人 ${p.newcomers} 位，其中 ${p.below} 位聊过不到 ${EXCHANGES_WANTED} 次`,
  },
  {
    welcome: (p, naming) => welcomeInEnglish(p, naming),
    back: (p, naming) => {
      const names = namesInEnglish(p, naming)
      if (p.text !== null) return naming.content(p.text, { 'member.name': names })
      return inTurn(
        [
          `Welcome back, ${names}. All your records are still here.`,
          `${names}, good to see you again. Your seat was kept.`,
          `Back again: ${names}. How nice.`,
        ],
        p.back,
      )
    },
    introduceYourself: () => 'Introduce yourself',
    readRules: () => 'The rules',
    firstCheckIn: () => 'First check-in',

    guide: (p, naming) => guideInEnglish(p, naming),
    introduced: p =>
      [
        inTurn(['Got it. Good to know you.', 'Thank you, now I know you.', 'Now everybody knows you.'], p.turn),
        p.points > 0 ? ` +${pointsInEnglish(p.points)}.` : '',
        p.nickname !== null && p.platform === 'wechat' ? ` Please set your name here to "${p.nickname}".` : '',
      ].join(''),
    replaced: () => 'Your introduction has been replaced.',
    tooLong: p =>
      `An introduction has ${p.charsMax} characters at most, and this one has ${p.chars}. Please send a shorter one.`,
    tooShort: p =>
      `That says very little of you yet. ${p.charsMin} characters is the least, without links; three lines will do: /intro I am …`,
    inGroup: () => 'Please introduce yourself in the group, where all can meet you.',
    both: (p, { name, mention }) => {
      const shared = `You and ${p.isQuiet ? name(p.other) : mention(p.other)} both mentioned "${p.word}"`
      return `${shared}${inTurn([': something to talk about.', '. What a coincidence.', '. You may get along.'], p.turn)}`
    },

    crew: (p, { name }) =>
      [
        p.count === 0
          ? 'Nobody is in the welcome crew yet.'
          : `In the welcome crew (${p.count}): ${p.members.map(name).join(', ')}${p.count > p.members.length ? ', …' : ''}.`,
        ` When newcomers arrive I ask one of you in turn to say hello${p.points > 0 ? `; within ten minutes it earns ${pointsInEnglish(p.points)}` : ''}.`,
        p.isIn ? ' You are in; /crew leave takes you out.' : ' Send /crew join to be part of it.',
      ].join(''),
    crewJoined: p =>
      p.isQuiet
        ? `Welcome to the crew. You are /quiet, so I mention you never, and you get no turn; whenever you greet newcomers${p.points > 0 ? ` within ten minutes of their welcome it earns ${pointsInEnglish(p.points)}` : ', they are glad'}.`
        : `Welcome to the crew. I mention you when it is your turn; a hello is enough${p.points > 0 ? `, and within ten minutes it earns ${pointsInEnglish(p.points)}` : ''}.`,
    crewLeft: () => 'You have left the welcome crew. Thank you; come back any time.',
    inCrew: () => 'You are in the welcome crew. /crew leave takes you out.',
    notInCrew: () => 'You are not in the welcome crew. Send /crew join to be part of it.',
    crewFull: p => `The welcome crew has ${p.count} people, which is full. Please try again when somebody has left.`,
    greeted: p =>
      `${inTurn(['Thank you for the welcome', 'A warm hello', 'Good that you are here for the new ones'], p.welcome)}: +${pointsInEnglish(p.points)}.`,

    newcomers: (p, naming) => newcomersInEnglish(p, naming),
    fewExchanges: (p, { name }) =>
      `${p.count === 1 ? 'A newcomer has' : `${p.count} newcomers have`} been here for three days with fewer than ${EXCHANGES_WANTED} exchanges: ${p.members.map(name).join(', ')}${p.count > p.members.length ? ', …' : ''}. You could talk to them, or ask somebody to. /newcomers shows the list.`,
    figures: p =>
      isNothing(p)
        ? 'Nobody new'
        : `${p.arrived} came for the first time, ${p.introduced} introduced themselves for the first time; newcomers of the last 7 days who are still here: ${p.newcomers}, with fewer than ${EXCHANGES_WANTED} exchanges: ${p.below}`,
  },
)

const isNothing = (figures: Figures): boolean => Object.values(figures).every(count => count === 0)
