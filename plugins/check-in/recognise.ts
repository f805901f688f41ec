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
/** Talk about checking in: what went wrong, how it is done, when it ends. A note that only mentions it still counts. */
const ABOUT_IT =
  /^(?:失败(?:了|$|怎|啊|呀|吧|[，,。!！])|[没未]成功|[不没]反应|无效|怎么(?:打|签|没|不|补|弄|办|回事|还|算|失败|用|操作|是|说|搞|样)|咋(?:打|签|没|不|补|弄|办|回事|用)|为(?:什么|啥|何)(?:没|不|我|还|会|打|签|失败|显示)|如何(?:打|签|补|操作|弄)|在?哪[里儿]?(?:打|签|看|补|$)|几点|什么时候|啥时候|多少(?:天|分|钱|积分|人)|规则|说明[:：]|通知[:：]|公告[:：]|名单|排行|入口|链接|截止|时间[:：到]|(?:能不能|可不可以|可以|能)(?:补|晚|提前|代|替|不)|算不算)/u
const FAILED = /怎么回事|没反应|[打签]不[了上]|没(?:有)?(?:记录上|显示|加分|算上|成功|积分)|不成功/u

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
