// @ts-check
/** @type {import('./words.js').Words} */
export const ZH = {
  other: 'English',
  steps: {
    file: '文件是一份完整的抽奖证明',
    rules: '规则和承诺对得上',
    identity: '抽奖编号和群对得上',
    prizes: '奖品和候补的数量和规则一致',
    leaves: '参加名单齐全，没有重复',
    root: '名单和封存时的指纹一致',
    commit: '承诺由这份名单和规则算出',
    chain: '随机数来自认识的信标',
    round: '用哪一轮随机数，在封存时就定下了',
    closing: '截止之后才封存名单',
    posted: '按机器人的记录，随机数揭晓前承诺已经发到群里',
    signature: '信标对这一轮的签名是真的',
    picks: '抽中的人和顺序由随机数算出，重算结果一样',
    openings: '每位抽中的人都在封存的名单里，没有人抽中两次',
    passes: '奖品只按顺序转给下一位候补，也没有提前',
    sequence: '这个群的抽奖编号连续，一次也没有少',
    notice: '和群里的承诺一致',
    announcement: '规则就是群里公告的那些',
    receipt: '你的凭证在名单里',
  },
  rehearsal: '这是彩排，用的是公开密钥的彩排信标，不代表真实抽奖',
  reasons: {
    'too-large': v => `文件太大，最多 ${v.megabytes} MB。抽奖证明不会这么大，请确认没有选错文件。`,
    'not-utf8': () => '文件不是 UTF-8 文本，可能损坏了。请重新下载。',
    'not-json': v => `第 ${v.line} 行第 ${v.column} 个字符处读不下去${quoted(v.what)}。文件可能不完整，请重新下载。`,
    'duplicate-key': v => `第 ${v.line} 行的「${v.what}」写了两次，不同的程序会读到不同的值。`,
    number: v => `第 ${v.line} 行的数 ${v.what} 不是可以准确表示的整数。`,
    'half-sign': v => `第 ${v.line} 行的文字里有半个字符。`,
    'too-deep': v => `第 ${v.line} 行嵌套太深。`,
    'shape-missing': v => `缺少 ${v.path}。`,
    'shape-unknown': v => `多出了 ${v.path}，证明里不该有它。`,
    'shape-wrong': v => `${v.path} 不对，应该是 ${v.wanted}。`,
    'rules-hash': () => '规则被改过：和封存时的指纹不一样。',
    'draw-id': v => `抽奖编号 ${v.drawId} 和群、序号对不上。`,
    'prize-count': v => `规则里有 ${v.promised} 份奖品，封存时却写了 ${v.drawn} 份。`,
    'alternate-count': v => `规则里有 ${v.promised} 位候补，封存时却写了 ${v.drawn} 位。`,
    'leaf-count': v => `封存时有 ${v.stated} 人参加，名单里却有 ${v.there} 条。`,
    'leaf-order': v => `名单第 ${v.nth} 条的位置不对，名单应当从小到大排列。`,
    'leaf-twice': v => `名单第 ${v.nth} 条重复了。`,
    'weight-count': () => '权重的条数和名单不一样。',
    'weight-sum': v => `权重之和应为 ${v.stated}，实际是 ${v.there}。`,
    root: () => '名单被改过：算出的指纹和封存的不一样。',
    commit: () => '承诺和封存的内容对不上。',
    rehearsal: () =>
      '这是彩排的抽奖，不是真的。如果就是要检查彩排，请说明：命令行加 --rehearsal，网页上勾选「这是彩排」。',
    'chain-unknown': v => `不认识随机信标 ${v.chain}，无法确认随机数公平。`,
    round: v => `用了第 ${v.round} 轮随机数，按封存时间应该用第 ${v.expected} 轮。`,
    'frozen-early': (v, when) => `截止时间是 ${when(v.closesAt)}，名单却在 ${when(v.at)} 就封存了。`,
    'posted-late': (v, when) => `承诺 ${when(v.at)} 才发到群里，最晚应在 ${when(v.latest)}。`,
    'posted-early': (v, when) => `承诺 ${when(v.at)} 就发了，比封存时间 ${when(v.frozenAt)} 还早。`,
    signature: v => `第 ${v.round} 轮的签名不是这个信标签的。`,
    'pick-count': v => `应该抽出 ${v.expected} 人，文件里有 ${v.there} 人。`,
    picks: v => `按随机数重算，第 ${v.nth} 个抽中的不是文件里写的人。`,
    opening: v => `第 ${v.nth} 个抽中的 ${v.member} 和名单里的那一条对不上。`,
    'member-twice': v => `${v.member} 抽中了两次。`,
    'pass-slot': v => `第 ${v.number} 次转让的奖品（第 ${v.slot} 份）不存在。`,
    'pass-from': v => `第 ${v.number} 次转让写错了人：第 ${v.slot} 份奖品当时不归他。`,
    'pass-to': v => `第 ${v.number} 次转让没有给下一位候补（第 ${v.slot} 份奖品）。`,
    'pass-early': v => `第 ${v.number} 次转让的时间比开奖还早。`,
    'pass-soon': v => `第 ${v.number} 次转让太早：第 ${v.slot} 份奖品的领奖时间还没有过。`,
    'pass-order': v => `第 ${v.number} 次转让的时间比前一次还早。`,
    'sequence-gap': v => `第 ${v.seq} 次抽奖不见了。`,
    'sequence-id': v => `第 ${v.seq} 次抽奖的编号不属于这个群。`,
    'sequence-link': v => `第 ${v.seq} 次抽奖没有接上前一次，记录被改过。`,
    'sequence-outcome': v => `第 ${v.seq} 次抽奖的结果写得不完整。`,
    'sequence-length': v => `这是第 ${v.seq} 次抽奖，记录里却有 ${v.count} 次。`,
    'sequence-last': v => `记录的最后一项不是这次抽奖（第 ${v.seq} 次）。`,
    'sequence-again': v => `这次抽奖沿用第 ${v.again} 次的报名，可那一次不是之前作废的抽奖。`,
    'again-twice': v => `「${v.one}」和「${v.other}」都沿用了第 ${v.again} 次抽奖的报名。`,
    disagree: v => `「${v.one}」和「${v.other}」对第 ${v.seq} 次抽奖说法不同。`,
    'notice-other': () => '承诺和你在群里看到的不一样：这份文件不是那次抽奖的。',
    'notice-two': v => `第 ${v.seq} 次抽奖在群里有两条不同的承诺。每次抽奖只能有一条：请不要相信这次抽奖。`,
    'notice-earlier': v => `群里第 ${v.seq} 次抽奖的承诺，和这份文件记下的不一样。`,
    'announcement-other': v => `群里的公告是另一个指纹。这份文件的指纹是 ${v.fingerprint}：它的规则不是公告的那些。`,
    'receipt-other': v => `凭证属于抽奖 ${v.drawId}，这份文件是 ${v.here}。请换成对应的文件。`,
    'notice-nowhere': () => '群里的承诺不属于这里的任何一份文件。',
    'announcement-nowhere': () => '群里的公告不属于这里的任何一份文件。',
    'receipt-nowhere': v => `凭证属于抽奖 ${v.drawId}，这里没有那次抽奖的文件。`,
    'receipt-missing': v => `你的凭证（${v.number} 号）不在名单里。请把凭证和这份文件给群主看。`,
  },
  story: {
    title: title => `「${title}」`,
    draw: id => `抽奖 ${id}`,
    rules: {
      heading: '封存的规则，请和群里的公告对照：',
      prizes: (prizes, alternates) =>
        `奖品：${prizes.map(({ name, count }) => `${name} × ${count}`).join('、')}；${
          alternates === 0 ? '没有候补' : `候补 ${alternates} 位`
        }`,
      entry: (entry, cost) =>
        `参加：${{ word: '发一个词', comment: '说一句话', points: '用积分' }[entry]}${
          cost === null ? '' : `，花 ${cost} 积分`
        }`,
      eligible: ({ streakDays, memberDays, buyer, staff }) => {
        const needs = [
          ...(streakDays === null ? [] : [`连续打卡满 ${streakDays} 天`]),
          ...(memberDays === null ? [] : [`进群满 ${memberDays} 天`]),
          ...(buyer ? ['下过单'] : []),
        ]
        const who = needs.length === 0 ? '群里每一位' : `${needs.join('、')}的成员`
        return `谁能参加：${who}；管理群的人${staff ? '也可以' : '不参加'}`
      },
      times: (opens, closes) => `${opens} 开始，${closes} 截止`,
      claim: hours => `领奖：${hours} 小时内`,
      again: seq => `沿用作废的抽奖 #${seq} 的报名`,
      fingerprint: digits => `公告的指纹：${digits}`,
    },
    entrants: count => `${count} 人参加`,
    chances: chances =>
      chances === null ? '每个人的机会一样' : `每个人的机会不一样：权重从 ${chances.least} 到 ${chances.most}`,
    sealed: sealed => `名单 ${sealed} 封存`,
    sealedAgain: seq => `它沿用报名的抽奖 #${seq} 也封存过。请问一问为什么作废：那时结果可能已经知道了`,
    beacon: (round, when) => `随机数：drand quicknet 第 ${round} 轮，${when}`,
    rehearsal: (round, when) => `随机数：彩排信标第 ${round} 轮，${when}`,
    notice: when => `承诺（${when} 发到群里；这次抽奖在群里只能有这一条，没有编辑过）：`,
    winners: '中奖',
    winner: (prize, who) => `${prize}：${who}`,
    erased: '（已注销，没法核对是谁）',
    nobody: '（候补用完，没有人领）',
    passed: (slot, who, reason) => `第 ${slot} 份奖品由 ${who} 让出：${reason}`,
    reasons: { left: '已退群', unclaimed: '没有按时领取', declined: '本人不要', erased: '已注销' },
    alternates: count => `另有 ${count} 位候补`,
    unopened: count => `${count} 位抽中的人已注销，他们在名单里的那一条还在，但身份无法再核对`,
    voids: seqs => `封存前就作废的抽奖：${seqs.join('、')}`,
    sealedVoids: seqs => `名单封存以后才作废的抽奖，值得问一问：${seqs.join('、')}`,
    voided: (seq, reason) => `#${seq}（${reason}）`,
    sealedVoid: (seq, reason, commit) => `#${seq}（${reason}；承诺是 ${commit}）`,
    voidReasons: {
      nobody: '没有人参加',
      'not-posted': '机器人没能确认承诺按时发到了群里',
      cancelled: '已取消',
      owner: '群主作废',
      gone: '机器人已离开群',
    },
    open: seqs => `当时还没有结果的抽奖：${seqs.map(seq => `#${seq}`).join('、')}`,
    entered: number => `你的 ${number} 号在名单里，这次没有抽中。`,
    drawn: (number, nth, prize) =>
      prize === null
        ? `你的 ${number} 号在第 ${nth} 位抽中，目前没有奖品归你。`
        : `你的 ${number} 号在第 ${nth} 位抽中：${prize}。`,
  },
  open: {
    untested: () => '没有检查：它依据的一项没有通过',
    'no-notice': () =>
      '还没对照：请把群里那条承诺消息贴进来（命令行用 --notice）。每次抽奖只有一条，不编辑，也不删除。有两条、编辑过，或者一条也没有，就不要相信这次抽奖',
    'no-announcement': () =>
      '还没对照：请把群里的抽奖公告贴进来（命令行用 --announcement），或自己比一比下面的规则和指纹',
    unopened: v => `${v.of} 位里有 ${v.closed} 位没法核对：他们已注销。其余的都对`,
  },
  valid: '通过：这次抽奖按封存的规则和名单抽出，每一步都能重算，承诺和群里的一致。',
  toCompare: '请再把规则和群里的公告比一比。',
  validRehearsal: '彩排通过：每一步都能重算，承诺和群里的一致。彩排的抽奖不算数。',
  notCompared:
    '文件前后一致，但还没有和群里对照：不对照，它可能是事后编的。请贴上群里那条承诺消息（命令行用 --notice）。',
  notComparedRehearsal: '彩排：文件前后一致，还没有和群里对照。彩排的抽奖不算数。',
  rejected: reason => `不通过：${reason}`,
  limits: '它不能证明：一个人没有用几个账号参加，也不能证明奖品已经发出。',
}

/** @param {string | number | undefined} what */
function quoted(what) {
  return what === '' || what === undefined ? '' : `（「${what}」）`
}
