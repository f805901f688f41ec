import { defineMessages } from '../messages.ts'

/** What is said to whoever wants to see the dashboard. */
export const dashboardMessages = defineMessages(
  {
    link: (p: { url: string; minutes: number; isHere: boolean }) =>
      [
        `你的看板，${p.minutes} 分钟内打开，只能用一次，别转给别人：`,
        p.url,
        p.isHere && '这个地址只在我运行的那台机器上打得开。想在手机上看，请部署我的人设好 web.url（BONFIRE_URL）。',
      ]
        .filter(Boolean)
        .join('\n'),
    sent: (p: { reach: 'start' | 'friend' }) =>
      `链接只发在你和我的私聊里。没收到的话，${p.reach === 'start' ? '打开私聊按一下「Start / 开始」' : '先加我为好友'}，再回这里发一次「看板」。`,
    openPrivate: () => '打开私聊',
    unmask: () => '我看不出你是谁：你正以群的名义发言。请先在管理员设置里关掉「匿名」，再发「看板」。',
    noAddress: () =>
      '看板还没有大家能打开的网址。请部署我的人设好 web.url（BONFIRE_URL），比如 https://bonfire.example.com，重启之后再发「看板」。',
    noPort: () => '看板这次没能打开：没有空闲的端口。请部署我的人看看日志，用 PORT 指定一个，重启之后再发「看板」。',
    rehearsed: () => '这里是演练，不用链接：看板就在 npm start 打开的网页里。',
  },
  {
    link: p =>
      [
        `Your dashboard. Open it within ${p.minutes} minutes; it works once, and for nobody else:`,
        p.url,
        p.isHere &&
          'This address works only on the machine where I run. To see it elsewhere, ask whoever runs me to set web.url (BONFIRE_URL).',
      ]
        .filter(Boolean)
        .join('\n'),
    sent: p =>
      `The link goes to your private chat with me alone. If it is not there, ${p.reach === 'start' ? 'open that chat, press Start' : 'add me as a friend'}, and send /dashboard here again.`,
    openPrivate: () => 'Open private chat',
    unmask: () =>
      'I cannot see who you are: you speak as the group. Turn off "remain anonymous" in your admin rights, then send /dashboard.',
    noAddress: () =>
      'Nobody has said under which address the dashboard is reached. Whoever runs me sets web.url (BONFIRE_URL), such as https://bonfire.example.com, and starts me again; then send /dashboard.',
    noPort: () =>
      'The dashboard is not open: no port was free. Whoever runs me finds it in the log, names one with PORT and starts me again; then send /dashboard.',
    rehearsed: () => 'This is a rehearsal, which needs no link: the dashboard is on the page that npm start opens.',
  },
)
