/** Words that say nothing of a person: what introductions have in common by being introductions. */
const CHINESE = `
大家 你好 您好 各位 朋友 朋友们 小伙伴 小伙伴们 伙伴 伙伴们 群友 同学 同学们 老师 老师们 群主 管理员 新人 新手 报到 报道 冒泡 路过 潜水
自我 介绍 自我介绍 简单 一下 名字 昵称 叫做 可以 叫我 称呼 本人 自己 我们 你们 他们 她们 咱们 大伙 人家 别人 有人 每人
来自 坐标 目前 现在 现居 居住 住在 出生 老家 家乡 地方 这里 这边 那里 那边 哪里 这个 那个 这些 那些 这样 那样 什么 怎么 怎样 为什么 多少 几个
喜欢 喜爱 爱好 热爱 兴趣 平时 平常 日常 业余 业余时间 空闲 闲暇 周末 有空 没事 偶尔 经常 常常 有时 有时候 一直 总是 从来 最近 近期 以前 以后 之前 之后 曾经 后来
希望 想要 愿意 打算 准备 计划 期待 努力 坚持 加油 打卡 签到 习惯 养成 学习 进步 成长 提升 改变 目标 收获 分享 交流 认识 结识 了解 熟悉 请教 指教 关照 多多 互相 相互 帮助 支持 监督 陪伴 鼓励
加入 参加 参与 进群 入群 群里 这个群 社群 活动 一起 一块 共同 跟着 带着 开始 开启 继续 完成 觉得 感觉 认为 知道 发现 看到 听说 听到 遇到 遇见 来到 成为 变成 属于 关于 对于 由于 作为 通过
高兴 开心 快乐 荣幸 幸会 激动 谢谢 感谢 多谢 欢迎 请问 不好意思 抱歉 哈哈 哈哈哈 嘿嘿 嘻嘻 哈喽 早上好 晚上好 下午好 中午好 早安 晚安
工作 上班 上班族 职业 从事 行业 公司 单位 专业 生活 时间 时候 事情 东西 问题 方面 方式 样子 今天 明天 昨天 今年 明年 去年 前年 每天 天天 每周 每年 早上 晚上 上午 下午 中午 小时 分钟 年纪 年龄 岁数
但是 可是 不过 然后 所以 因为 因此 如果 虽然 而且 或者 还是 还有 以及 并且 比如 例如 其实 当然 可能 应该 需要 必须 已经 正在 刚刚 刚才 马上 立刻 终于 突然 特别 非常 比较 十分 相当 有点 有些 一些 一点 一点点 很多 许多 不少 大概 左右 差不多 不是 没有 不会 不能 不要 不想 只是 只有 就是 也是 都是 还是 算是 真的 确实 起来 出来 下来 下去 过来 过去 回来 进来
普通 一般 平凡 那种 这种 各种 各样 所有 全部 其他 另外 第一 第二 第三 第一次 一个 一名 一位 一枚 一只 一年 两年 三年 几年 多年 十年
长大 找到 下班 加班 微信 公众号 没什么 大学生 年轻人 打工人 普通人
男生 女生 男人 女人 先生 女士 小姐 哥哥 姐姐 弟弟 妹妹
`
const ENGLISH = `
the and for are was were been being have has had having does did doing done will would shall should can could may might must not nor but yet
you your yours yourself mine our ours their theirs them they his her hers him she its itself myself this that these those here there where when what which who whom whose why how
hello hey hiya everyone everybody all guys folks friend people person group team community member newbie newcomer new nice glad happy pleased meet meeting greet greeting welcome thank thanks cheer
name call called known introduce introduction myself about from live living based born currently now today yesterday tomorrow year month week weekend day daily time morning evening night often usual usually sometime always never just also too very really quite much many more most some any few lot lots bit little
like love enjoy enjoying interest interested interesting hobby hobbies fan favorite favourite free spare hope hoping want wanting wish looking look forward learn learning study studying work working job company start starting started join joining joined share sharing get getting got make making made take taking took keep keeping try trying tried know knowing think thinking feel feeling come coming came going gone see seeing
into onto over under with without within between among through during before after since until while because than then though although however only even still again once twice ever every each both either neither other another such same own one two three first second third last next old good great big small well back out off down
don't can't won't i'm i've i'd i'll it's that's let's isn't aren't wasn't
thing stuff something anything everything nothing someone anyone way sort kind check checking checkin
`

/** Single characters that are no part of a name for anything: they hold sentences together. */
const FUNCTION_CHARACTERS =
  '的地得了着过是在有和与跟同及或也都还就才又再很太最更真好挺蛮超我你您他她它咱们这那哪谁啥何么吗呢吧啊呀哦嗯哈嘛啦哟不没别要想会能可爱看读听写说讲做干搞学教玩吃喝买卖用去来到从向往对给把被让叫为以于因但而且则若如并每各某个只位名枚种些点次件条张本家人年月日号天岁时分秒半多少几一二三四五六七八九十百千万两零第上下里中内外前后左右间大小老新刚已将曾正常总仅共全整当住请之其所者余喜欢带'

const listed = (words: string): readonly string[] => words.split(/\s+/u).filter(word => word !== '')

export const STOP_WORDS: ReadonlySet<string> = new Set([...listed(CHINESE), ...listed(ENGLISH)])
export const STOP_CHARACTERS: ReadonlySet<string> = new Set(FUNCTION_CHARACTERS)
/** In a word of two characters these make it a part of a sentence: 我在, 养了, 一枚. */
export const BINDING_CHARACTERS: ReadonlySet<string> = new Set('的了着过我你您们是在也很就还与一这那每几不没')
