import type { Case } from './case.fixtures.ts'
import { post } from './check.fixtures.ts'

const FILE = 'posts/demo/a.md'
const inPost = (wrong: string, right: string) => ({ wrong: { [FILE]: wrong }, right: { [FILE]: right } })
/** Marketing may be one of five posts: the pool has room for it. */
const selling = (body: string, fields = {}) => post(body, { kind: 'marketing', ...fields })
const QIN = '"亲" is not to be used: people are addressed as 你, or by name'

const QIN_OF_OPS = 'phrases:\n  - { phrase: 亲, reason: 写“你”, except: [老亲] }\n'

export const WORDING_CASES: readonly Case[] = [
  {
    code: 'forbidden-phrase',
    about: '亲 as an address',
    ...inPost(post('亲，今天读了吗？'), post('母亲和父亲，亲子共读，亲自去探亲，亲戚沾亲带故，定亲宴上最亲切，是吗？')),
    says: `${FILE}:6:1 ${QIN}`,
  },
  {
    code: 'forbidden-phrase',
    about: '亲 in bold, behind other words',
    ...inPost(post('各位**亲**们，早上好，今天读什么？'), post('各位<!-- allow: 亲 -->亲们，早上好，今天读什么？')),
    says: `${FILE}:6:5 ${QIN}`,
  },
  {
    code: 'forbidden-phrase',
    about: 'on a button',
    ...inPost(
      post('今天读了多少页，说说看？', { buttons: '[{ label: 亲点我, command: 打卡 }]' }),
      post('今天读了多少页，说说看？', { buttons: '[{ label: 点我, command: 打卡 }]' }),
    ),
    says: `${FILE}:5:13 ${QIN}`,
  },
  {
    code: 'forbidden-phrase',
    about: 'of phrases.yml',
    wrong: { 'phrases.yml': phrases(), [FILE]: post('欢迎小仙女们，今天读什么？') },
    right: { 'phrases.yml': phrases(), [FILE]: post('小仙女座流星雨来了，今晚看吗？') },
    says: `${FILE}:6:3 "小仙女" is not to be used: 人人都可以来，写“朋友们”`,
  },
  {
    code: 'forbidden-phrase',
    about: '亲 in phrases.yml, with a reason of its own',
    wrong: { 'phrases.yml': QIN_OF_OPS, [FILE]: post('亲，今天读了吗？') },
    right: { 'phrases.yml': QIN_OF_OPS, [FILE]: post('亲子共读，和老亲家一起，今天读了吗？') },
    says: `${FILE}:6:1 "亲" is not to be used: 写“你”`,
  },
  {
    code: 'forbidden-phrase',
    about: 'in the shop',
    wrong: { 'shop.yml': 'items:\n  - { id: pen, name: 亲们的笔, points: 10 }\n' },
    right: { 'shop.yml': 'items:\n  - { id: pen, name: 一支笔, points: 10 }\n' },
    says: `shop.yml:2:16 ${QIN}`,
  },
  {
    code: 'no-choice',
    about: 'a pitch',
    ...inPost(selling('我们的年卡来了，一年都能听。'), selling('我们的年卡来了。\n\n- 先听一周\n- 听一整年')),
    says: `${FILE}:6:1 this sells and leaves nothing to choose`,
  },
  {
    code: 'no-choice',
    about: 'two buttons that do the same',
    ...inPost(
      selling('我们的年卡来了，一年都能听。', {
        buttons: '[{ label: 好, command: 积分 }, { label: 行, command: 积分 }]',
      }),
      selling('我们的年卡来了，一年都能听。', {
        buttons: '[{ label: 好, command: 积分 }, { label: 不了, command: 群规 }]',
      }),
    ),
    says: `${FILE}:7:1 this sells and leaves nothing to choose`,
  },
  {
    code: 'urgency',
    about: 'pressure without a fact',
    ...inPost(selling('年卡仅限今天，要不要？'), selling('年卡到 12 月 3 日为止，仅限今天，要不要？')),
    says: `${FILE}:6:3 "仅限今天" presses people`,
  },
  {
    code: 'urgency',
    about: 'in a post that sells nothing, or that allows it',
    wrong: { [FILE]: selling('别错过，年卡要不要？') },
    right: {
      [FILE]: post('今天是第一周的最后一天，错过的日子补得回来吗？'),
      'posts/demo/b.md': selling('<!-- allow: 错过 -->错过也没关系，年卡要不要？'),
    },
    says: `${FILE}:6:2 "错过" presses people`,
  },
  {
    code: 'undeclared-marketing',
    about: 'a price and a link to buy',
    ...inPost(
      post('这套书 99 元，[在这里购买](https://weidian.com/1)，要吗？'),
      post('这本书 32 元，图书馆就能借到，你读过吗？'),
    ),
    says: `${FILE}:3:1 a price and a link to buy in a topic`,
  },
  {
    code: 'placeholder-link',
    about: 'in the text',
    ...inPost(post('看[这里](https://example.com/a)，怎么样？'), post('看[这里](https://weread.qq.com/a)，怎么样？')),
    says: `${FILE}:6:7 "https://example.com/a" leads nowhere`,
  },
  {
    code: 'placeholder-link',
    about: 'an anchor',
    ...inPost(post('看[这里](#)，怎么样？'), post('看第 # 页，怎么样？')),
    says: `${FILE}:6:7 "#" leads nowhere`,
  },
  {
    code: 'placeholder-link',
    about: 'bare, of a made-up domain',
    ...inPost(post('看 https://www.your-domain.cn/x ，怎么样？'), post('看 https://www.domaine.cn/x ，怎么样？')),
    says: `${FILE}:6:3 "https://www.your-domain.cn/x" leads nowhere`,
  },
  {
    code: 'placeholder-link',
    about: 'an address without its beginning',
    ...inPost(post('看[这里](www.douban.com)，怎么样？'), post('看`[这里](那里)`和[书](https://douban.com "书")？')),
    says: `${FILE}:6:7 "www.douban.com" is no address, so there will be no link — begin it with https://`,
  },
  {
    code: 'placeholder-link',
    about: 'on a button',
    wrong: { [FILE]: post('读到哪里了？', { buttons: '[{ label: 看, url: "https://xxx.com" }]' }) },
    right: { [FILE]: post('读到哪里了？', { buttons: '[{ label: 看, url: "https://douban.com" }]' }) },
    says: `${FILE}:5:23 "https://xxx.com" leads nowhere`,
  },
  {
    code: 'unknown-command',
    about: 'a typo in a slash command',
    ...inPost(
      post('读到哪里了？', { buttons: '[{ label: 看, command: /hlep }]' }),
      post('读到哪里了？', { buttons: '[{ label: 看, command: /help }]' }),
    ),
    says: `${FILE}:5:23 no plugin knows "/hlep" — did you mean "/help"?`,
  },
  {
    code: 'unknown-command',
    about: 'talk that no plugin hears',
    ...inPost(
      post('读到哪里了？', { buttons: '[{ label: 好, command: 我读完了 }]' }),
      post('读到哪里了？', { buttons: '[{ label: 好, command: 功能 }]' }),
    ),
    says: `${FILE}:5:23 no plugin knows "我读完了" — leave it out`,
  },
]

function phrases(): string {
  return 'phrases:\n  - { phrase: 小仙女, reason: 人人都可以来，写“朋友们”, except: [小仙女座] }\n'
}
