// @ts-check
/** What the page says besides what it finds. Both languages have the same words, in the same order. */
export const PAGE_WORDS = {
  'zh-CN': {
    title: '验证抽奖',
    intro: '用抽奖的证明文件，自己算一遍：谁参加了、用了哪个随机数、抽中了谁。全部在这台设备上完成，页面不联网。',
    choose: '选择证明文件',
    orDrop: '或拖到这里，可以一次放几个',
    notice: '群里那条承诺消息（整条贴进来，和文件对照；不对照就不算通过）',
    announcement: '群里的抽奖公告（整条贴进来，对照规则的指纹）',
    receipt: '凭证（可不填，看看自己在不在名单里）',
    rehearsal: '这是彩排',
    noticeMistake: '没有找到承诺：请把那条消息整条贴进来，里面要有一串 64 位的字符。',
    announcementMistake: '没有找到指纹：请把公告整条贴进来，里面要有一串 32 位的字符。',
    receiptMistake: '凭证读不出来。它有四段：抽奖、成员、号码、一串 64 位的字符，中间用空格隔开。',
    checking: '正在检查…',
    footer:
      '验证页来自谁，就要信任谁：最好从项目的源代码自己生成一份（npm run draw:verify -- --page 文件名），保存下来以后离线用。',
  },
  'en-US': {
    title: 'Verify a draw',
    intro:
      'Do a draw again from its proof file: who entered, which random number was used, who was drawn. All of it happens on this device; the page asks nothing of the network.',
    choose: 'Choose proof files',
    orDrop: 'or drop them here, several at once',
    notice: 'The message with the commitment from the group (paste all of it: without it no draw is valid)',
    announcement: 'The announcement of the draw from the group (paste all of it to compare the rules)',
    receipt: 'Your receipt (only if you want to find your own entry)',
    rehearsal: 'This is a rehearsal',
    noticeMistake: 'There is no commitment in it: paste all of the message, which has a run of 64 digits and letters.',
    announcementMistake:
      'There is no fingerprint in it: paste all of the announcement, which has one run of 32 digits and letters.',
    receiptMistake:
      'The receipt cannot be read. It has four parts with spaces between: the draw, the member, the number, and 64 digits and letters.',
    checking: 'Checking…',
    footer:
      'You trust whoever gave you this page. Best make your own from the source code (npm run draw:verify -- --page FILE), and keep it to use offline.',
  },
}
