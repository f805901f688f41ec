// People write 「打卡Day3」「#打卡」「打卡！」「【早起打卡】读了三十页」, and none of it is a command.

/** How much of a message is looked at from its start, in UTF-16 code units. A note is kept up to 500. */
const LOOKED_AT_MAX = 600
/** How much of its end, for the question mark. */
const END_LOOKED_AT_MAX = 40

const INVISIBLE = '[\\s\\u200B-\\u200F\\u2060\\uFE0F\\uFEFF]*'
// A topic goes with a sign in front only: 【早起打卡】 and #阅读打卡, but not 早起打卡机.
const TOPIC_NOT = '[未没不忘补别勿免停谁请催代]'
const OPENING = `(?:[#＃【\\[［「『〖《(（]\\s*(?:(?!${TOPIC_NOT})[\\p{L}\\p{N}]){0,8}?)?`
const WORD = '(?:(?:打卡|签到|簽到)+[啦咯喽了嘞]?|check(?:-?in| in(?=\\s*(?:$|[^\\p{L}\\s]|day))))'
const DAY = '第\\s*[\\d零〇一二两三四五六七八九十百]+\\s*[天日次]|day\\s*\\d|d\\d'
const FOLLOWED_BY = `(?=$|[\\s\\p{N}\\p{P}\\p{S}\\p{Extended_Pictographic}]|${DAY})`
const CHECK_IN = new RegExp(`^${INVISIBLE}${OPENING}${WORD}${FOLLOWED_BY}`, 'iu')

/** Signs between the word and the note. */
const SEPARATORS = /^(?:[\s:：,，.。;；、!！~～|｜\-—–_#＃…·*】\]］」』〗》)）]|[\u200B-\u200F\uFEFF]|\uFE0F)+/u

const QUESTION = /(?:[?？]|吗)(?:[\s.。!！~～…\p{Extended_Pictographic}]|\uFE0F|\u200D)*$/u
const END = '(?:$|[】\\]」：:，,。!！~～]|[了啊呀吧呢嘛](?:$|[，,。!！~～]))'
const TO_CHECK_IN = '(?:打|签|补|操作|弄)'
/**
 * Talk about checking in: what went wrong, how it is done, when it ends. Only at the start of the note, and only as
 * far as nothing else can be meant: a check-in that is not counted costs a streak, a question that is costs nothing.
 */
const ABOUT_IT = new RegExp(
  `^(?:${[
    `失败(?:${END}|了?怎|了?为)`,
    `[没未不]成功(?:${END}|怎)`,
    `(?:[不没]反应|无效)${END}`,
    '怎么(?:打|签|没|不|补|弄|办|回事|还|算|失败|用|操作|是|搞)',
    '咋(?:打|签|没|不|补|弄|办|回事|用)',
    '为(?:什么|啥|何)(?:没|不|我|还|会|打|签|失败|显示)',
    `如何${TO_CHECK_IN}`,
    '在?哪[里儿]?(?:打|签|看|补|$)',
    `几点(?:${END}|截止|结束|开始|之?前|算|打|签|可以|能|才)`,
    `[什啥]么?时候(?:${END}|截止|结束|开始(?![都也])|打|签|可以|能|才|算|公布)`,
    '多少(?:天|分|钱|积分|人)(?![都也就])',
    `(?:规则|名单|排行榜?|入口|链接)(?:\\s|在|是|${END})`,
    '(?:说明|通知|公告|时间)[:：]',
    `截止(?:${END}|时间|日期|到|今晚|明|\\d)`,
    `时间到${END}`,
    '(?:能不能|可不可以|可以)(?:补|晚|提前|代|替|不)',
    '能(?:补|晚|提前|代|替)',
    `算不算(?:${END}|打卡|签到|数)`,
  ].join('|')})`,
  'u',
)
/** The same further on in it, where it has to be plainer. */
const FAILED =
  /怎么回事|(?:怎么|为什么|为啥|咋)[还都就又也]?[没不]有?(?:积分|加|记|反应|显示|算|成功|到账)|(?:^|[，,。\s我了]|一直|还是|总是|昨天|今天|[都也])(?:没反应|不成功|[打签]不[了上]|没有?(?:记录上|显示|加分|算上|积分))[了啊呀呢嘛]?[\s.。!！~～…]*$/u

/** Talk about checking in by somebody who has been asked what they did: that they will not, how it is done. */
const TALK = new RegExp(
  [
    '(?:[不没未忘别][了有想要能会用再]{0,2}|怎么|如何|为什么|为啥|请问.{0,6})(?:打卡|签到|簽到)',
    '(?:打卡|签到|簽到)(?:规则|失败|不了|没(?:反应|成功)|怎么|算不算)',
    '^(?:那|我|今天|先)*(?:不打|不签|不想|算了|打不了|签不了)',
    `(?:^|[我，,。.!！\\s])(?:不打|不签)了?${END}`,
    '(?:破|烂|垃圾)机器人',
    "\\b(?:not|n['’]t|never|forgot to|how (?:do|to|does)|why|when|where)\\b.{0,20}\\bcheck(?:ing|ed)?[ -]?in\\b",
    '^(?:does|did|is|was|will|would) (?:this|that|it)\\b',
    '^never ?mind\\b',
  ].join('|'),
  'iu',
)

/** Whether a text is talk about checking in, and no answer to what somebody did today. */
export const isTalk = (text: string): boolean =>
  recognise(`打卡 ${text}`) === null || TALK.test(text.slice(0, LOOKED_AT_MAX).trimStart())

/** What a check-in says besides the word. */
export interface Recognised {
  readonly note?: string
}

/** Whether a message is a check-in, and its note. Null for talk, questions and complaints about it. */
export function recognise(text: string): Recognised | null {
  const start = text.slice(0, LOOKED_AT_MAX)
  const found = CHECK_IN.exec(start)
  if (!found || QUESTION.test(text.trimEnd().slice(-END_LOOKED_AT_MAX))) return null
  const note = start.slice(found[0].length).replace(SEPARATORS, '').trim()
  if (ABOUT_IT.test(note) || FAILED.test(note)) return null
  return /[\p{L}\p{N}]/u.test(note) ? { note } : {}
}
