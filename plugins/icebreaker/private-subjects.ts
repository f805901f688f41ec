import { stemOfLatin } from './keywords.ts'

/**
 * Subjects by which nobody is paired with anybody. Whoever mentions one has told it the group, once and in their own
 * words; that the bot picks it out, says it again and puts another name beside it is another thing. The kinds are those
 * of personal data that laws protect most (GDPR articles 9 and 10; 个人信息保护法 article 28), and what people are shamed
 * or cheated for. A list is never complete: it errs towards saying nothing.
 */
const CHINESE = {
  health: `
    艾滋 抑郁 焦虑 躁郁 双相 精神 心理 自闭 多动症 强迫症 恐惧症 失眠 厌食 暴食 减肥药 癌 肿瘤 白血病 化疗 放疗 透析 移植 糖尿病 高血压 心脏病 中风 癫痫
    帕金森 阿尔茨海默 痴呆 肝炎 乙肝 肺结核 性病 梅毒 疱疹 尿毒症 红斑狼疮 残疾 残障 瘫痪 截肢 聋 盲人 失明 重病 绝症 病人 病友 患者 患病 确诊 生病 手术 住院 出院 康复 病房 吃药 服药
    试管 不孕 不育 流产 堕胎 打胎 人流(?!量) 怀孕 备孕 孕期 早产 产后 更年期 整容 酗酒 戒酒 戒烟 戒毒 吸毒 毒品 毒瘾 大麻 冰毒 上瘾 成瘾 自杀 自残 轻生 割腕 去世 丧偶 丧亲 丧子`,
  orientation: `
    同性 双性恋 出柜 [男女]同(?!学|事) 同志 拉拉 基佬 跨性别 变性 无性恋 异装 性取向 性生活 性瘾 性骚扰 性侵 强奸 猥亵 约炮 一夜情 嫖 卖淫 色情 黄片 处女(?!座)`,
  faith: `
    基督 天主教 教会(?!我|了|他|她|孩) 教堂 教徒 信徒 圣经 耶稣 上帝 受洗 洗礼 牧师 神父 佛教 信佛 学佛 念佛 居士 皈依 出家(?!门) 道教 修道 伊斯兰 穆斯林 清真 古兰经 真主 犹太教 印度教 锡克
    东正教 摩门 耶和华 无神论 宗教 信仰 法轮 邪教 祷告 做礼拜`,
  origin: `少数民族 维吾尔 哈萨克 回族 藏族 彝族 苗族 壮族 满族 朝鲜族 蒙古族 混血 黑人 难民 偷渡 黑户`,
  politics: `
    共产党 国民党 民进党 党员 党籍 入党 退党 共青团 政治 政党 政府 选举 台独 港独 藏独 疆独 六四 民运 异见 维权 上访 信访 抗议 示威 游行 罢工 工会 革命 反动 翻墙 左派 右派 民主党 共和党`,
  money: `
    负债 欠债 债务 欠款 还债 催收 网贷 高利贷 贷款 借钱 借贷 破产 失信 老赖 征信 低保 贫困 赌 彩票 炒币 炒股 传销 直销 微商 资金盘 诈骗 被骗 骗局 洗钱 失业 下岗 裁员 被裁 开除 工资 薪资 月薪 年薪 收入`,
  crime: `坐牢 入狱 出狱 服刑 劳改 监狱 看守所 拘留 前科 案底 犯罪 犯法 判刑 缓刑 刑满 逮捕 通缉 杀人 走私 黑社会 贩毒 偷窃 小偷`,
  family: `家暴 虐待 殴打 霸凌 出轨 小三 外遇 私生 离婚 离异 离过婚 前夫 前妻 单亲 再婚 二婚 相亲 分居 孤儿 领养 收养 弃婴 失独`,
}
const ENGLISH = {
  health: `
    hiv aids depression depressed depressive anxiety anxious bipolar adhd autism autistic asperger ocd ptsd trauma insomnia anorexia anorexic bulimia schizophrenia therapy therapist
    psychiatrist psychiatric mental cancer tumor tumour leukemia chemo chemotherapy dialysis transplant diabetes diabetic epilepsy parkinson alzheimer dementia hepatitis tuberculosis herpes syphilis std sti
    disability disabled wheelchair deaf blind illness ill sick disease patient diagnosis diagnosed surgery hospital medication pill infertility infertile ivf miscarriage miscarried abortion
    pregnant pregnancy postpartum menopause alcoholic alcoholism sober sobriety rehab addict addicted addiction overdose drug cocaine heroin meth cannabis marijuana weed suicide suicidal widow widower grief bereaved`,
  orientation: `
    gay lesbian queer lgbt lgbtq lgbtqia bisexual bi homosexual homosexuality transgender trans transsexual nonbinary asexual pansexual polyamory polyamorous pride
    sex sexual sexuality rape raped harassment porn pornography escort prostitute prostitution kink fetish swinger virgin`,
  faith: `
    christian christianity christ jesus church bible baptist baptism evangelical catholic catholicism protestant orthodox mormon jehovah muslim moslem islam islamic mosque quran koran allah
    jew jewish judaism synagogue torah hindu hinduism buddhist buddhism buddha sikh taoist atheist atheism agnostic religion religious faith pray prayer pastor priest cult scientology`,
  origin: `refugee asylum undocumented immigrant immigration migrant uyghur tibetan roma ethnic ethnicity minority`,
  politics: `
    politics political communist communism socialist socialism anarchist fascist democrat republican conservative liberal libertarian maga trump activist activism protest protester election vote union unionist strike
    zionist palestine feminist feminism`,
  money: `debt loan mortgage bankrupt bankruptcy poverty welfare unemployed unemployment redundancy fired gambling gambler gamble casino betting lottery crypto scam scammed fraud mlm salary income`,
  crime: `prison jail inmate convict convicted conviction felon felony arrested parole probation criminal murder theft gang`,
  family: `abuse abused abusive abuser bullied bullying violence violent divorce divorced divorcee separated affair cheating adopted adoption orphan single-parent`,
}

const listed = (kinds: Readonly<Record<string, string>>): readonly string[] =>
  Object.values(kinds).flatMap(words => words.split(/\s+/u).filter(word => word !== ''))

const HAN_SUBJECTS = new RegExp(listed(CHINESE).join('|'), 'u')
const LATIN_SUBJECTS: ReadonlySet<string> = new Set(listed(ENGLISH).map(stemOfLatin))
const LATIN_WORDS = /\p{Script=Latin}+(?:[-'’]\p{Script=Latin}+)*/gu
/** Where one thing ends and the next begins. */
const CLAUSES = /[^，,。.！!？?；;、：:|/\n]+/gu

/**
 * A text without what is said of such subjects: the whole clause goes, since its other words tell of the same thing (the
 * hospital, the town of the prison).
 */
export const withoutPrivateSubjects = (text: string): string =>
  text.replace(CLAUSES, clause => (isOfPrivateSubject(clause.normalize('NFKC')) ? '' : clause))

const isOfPrivateSubject = (clause: string): boolean =>
  HAN_SUBJECTS.test(clause.replace(/\s/gu, '')) ||
  (clause.match(LATIN_WORDS) ?? []).some(word => LATIN_SUBJECTS.has(stemOfLatin(word.toLowerCase())))
