/** What the page of the one-time link says. */
export const WORDS = {
  'zh-CN': {
    language: 'English',
    title: '登录数据看板',
    text: '点一下按钮，就在这个浏览器里登录。链接只能用一次，请不要转发。',
    button: '登录',
    busy: '正在登录……',
    refused: '这个链接用不了了：可能已经用过、过期，或者不完整。请再向机器人发一次 /dashboard，打开新的链接。',
    noGroup:
      '你现在不是任何群的群主或管理员，所以没有看板可看。刚成为管理员的话，先在群里说句话，再发一次 /dashboard。',
    unreachable: '暂时连不上 Bonfire，链接还没有用掉。请检查网络，再点一次。',
    tooMany: '尝试的次数太多了。请过几分钟再试，或者再向机器人发一次 /dashboard。',
    missing: '这个地址里没有登录凭证。请向机器人发 /dashboard，打开它私聊给你的链接。',
  },
  'en-US': {
    language: '中文',
    title: 'Sign in to the dashboard',
    text: 'One press signs you in, in this browser. The link works once: do not pass it on.',
    button: 'Sign in',
    busy: 'Signing in …',
    refused:
      'This link does not work: it was used, it is too old, or a part of it is missing. Say /dashboard to the bot again and open the new link.',
    noGroup:
      'You run no group at the moment, so there is no dashboard to see. If you have just become an admin, say something in the group, then /dashboard again.',
    unreachable:
      'Bonfire cannot be reached at the moment, and your link is not used up. Check the network and try again.',
    tooMany: 'There were too many attempts. Wait a few minutes, or say /dashboard to the bot again.',
    missing: 'This address holds no token. Say /dashboard to the bot and open the link that it sends you in private.',
  },
}
