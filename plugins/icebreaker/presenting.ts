/** What comes before anybody is named. */
const GREETS =
  /^[\s\p{P}\p{S}]*(?:大家|各位|你们|朋友们|小伙伴|群友|老师们|你好|您好|哈[喽啰罗]|嗨|新人|新来|早|(?:hi|hello|hey|hiya|good (?:morning|evening|day))\b)/iu
/** Who somebody is: 我叫小林, but neither 我叫的外卖 nor 我是真的服了. */
const IS_NAMED =
  /(?:^|[\s\p{P}\p{S}好家喽嗨]|新人)(?:我是|我叫|叫我|本人是?)[\s“"「]*(?!来(?!自)|从(?!事)|新来|刚|第一次|[的了着过真说想不在要去怎为因觉听看被谁服无没有这那哪个也都很太最醉懒好你您他她它咱大人买点等找问])(?![^\s\p{P}]*(?:群主|管理员|客服|这个群|天天|外卖|快递|[了过吧呢啊吗]$|[了过吧呢啊吗][\s\p{P}]))[^\s\p{P}]{1,20}/u
const IS_NAMED_IN_ENGLISH =
  /\b(?:[Ii]['’]?m|[Ii] am)\s+(?:\p{Lu}\p{L}+|(?:an?|from)\s+(?!bit\b|little\b|lot\b)\p{L}+)|\b[Mm]y name(?:['’]s| is)\s+\p{L}+|\b[Cc]all me\s+\p{L}+/u
/** What people say of themselves besides. */
const TELLS =
  /来自|坐标|住在|老家|在\p{Script=Han}{2,6}(?:做|上班|工作|上学|读书|生活)|喜欢|爱好|从事|职业|专业|毕业|退休|全职|宝妈|\d\s*岁|[0-9０-９]后|多多?关照|指教|\b(?:i (?:love|like|enjoy|live|work)|from)\b/iu

/**
 * Whether somebody presents themselves, where nobody asked them to and nobody can say to what they reply: they say who
 * they are, and greet or tell something of themselves as well. One sign alone is talk.
 */
export const presentsSpeaker = (text: string): boolean =>
  (IS_NAMED.test(text) || IS_NAMED_IN_ENGLISH.test(text)) && (GREETS.test(text) || TELLS.test(text))
