import type { Case } from './case.fixtures.ts'
import { markdown, PNG, post } from './check.fixtures.ts'

const FILE = 'posts/demo/a.md'
/** One file, wrong and right. Bodies begin on line 6. */
const inPost = (wrong: string, right: string) => ({ wrong: { [FILE]: wrong }, right: { [FILE]: right } })

const CHINESE = '今天想和你聊聊书里的那一盏灯，它照着谁。'

/** An offer for newcomers, with a choice that leads there. */
const offerTo = (url: string) =>
  markdown(
    {
      ...{ title: '邀请', offer: 'coupon', for: '新来的朋友', exclusive: '只给新来的' },
      choices: `[{ label: 我的, command: /points }, { label: 看看, url: "${url}" }]`,
    },
    '刚来的朋友有一份，要看看吗？',
  )

export const TEXT_CASES: readonly Case[] = [
  {
    code: 'unknown-variable',
    about: 'a typo',
    ...inPost(post('大家好，{{group.nmae}}的朋友们？'), post('大家好，{{group.name}}的朋友们？')),
    says: `${FILE}:6:7 there is no {{group.nmae}} — did you mean {{group.name}}?`,
  },
  {
    code: 'unknown-variable',
    about: 'in a condition',
    ...inPost(
      post('{{#if (gt dai 3)}}过了三天，你读到哪里？{{/if}}'),
      post('{{#if (gt day 3)}}过了三天，你读到哪里？{{/if}}'),
    ),
    says: `${FILE}:6:11 there is no {{dai}} — did you mean {{day}}?`,
  },
  {
    code: 'unknown-variable',
    about: 'a name where nobody in particular is spoken to',
    wrong: { [FILE]: post('{{member.name}}，你今天读了几页？') },
    right: { 'welcome/more.md': markdown({ title: '又见面' }, '{{member.name}}，很高兴又见到你，这次想读什么？') },
    says: `${FILE}:6:3 {{member.name}} is known in welcome only`,
  },
  {
    code: 'unfilled-variable',
    about: 'on a button',
    ...inPost(
      post('你读到哪里了？', { buttons: '[{ label: "第 {{day}} 天", command: /points }]' }),
      post('第 {{day}} 天，读到哪里了？', { buttons: '[{ label: 积分 {1}, command: /points }]' }),
    ),
    says: `${FILE}:5:13 {{day}} is filled in in the text only`,
  },
  {
    code: 'unknown-variable',
    about: 'a code where everybody reads it',
    ...inPost(post('你的代码是 {{member.code}}，对吗？'), post('你的名字是 {{persona.name}}，对吗？')),
    says: `${FILE}:6:9 {{member.code}} is known in the \`url\` of a choice of an offer only`,
  },
  {
    code: 'unfilled-variable',
    about: 'in an address that everybody opens',
    ...inPost(
      post('你读到哪里了？', { buttons: '[{ label: 看看, url: "https://shop.cn/{{member.code}}" }]' }),
      post('你读到哪里了？', { buttons: '[{ label: 看看, url: "https://shop.cn/" }]' }),
    ),
    says: `${FILE}:5:24 {{member.code}} is known in the \`url\` of a choice of an offer only`,
  },
  {
    code: 'unfilled-variable',
    about: 'in an address of an offer, where only a code is',
    wrong: { 'rounds/demo/own.md': offerTo('https://shop.cn/?m={{member.name}}') },
    right: { 'rounds/demo/own.md': offerTo('https://shop.cn/?c={{member.code}}') },
    says: 'rounds/demo/own.md:6:57 {{member.name}} is not filled in in an address',
  },
  {
    code: 'unfilled-variable',
    about: 'in single braces',
    ...inPost(post('今天是第 {day} 天，读到哪里？'), post('今天是第 {{day}} 天，写作 `{day}`，{微笑}，读到哪里？')),
    says: `${FILE}:6:6 {day} is shown as it is written — did you mean {{day}}?`,
  },
  {
    code: 'unfilled-variable',
    about: 'in wide braces',
    ...inPost(post('大家好，｛｛Group.name｝｝的朋友们？'), post('大家好，｛鼓掌｝{{group.name}}的朋友们？')),
    says: `${FILE}:6:5 ｛｛Group.name｝｝ is shown as it is written — did you mean {{group.name}}?`,
  },
  {
    code: 'unfilled-variable',
    about: 'a condition in single braces',
    ...inPost(
      post('{#if (gt day 3)}过了三天，你读到哪里？{/if}'),
      post('{{#if (gt day 3)}}过了三天，你读到哪里？{{/if}}'),
    ),
    says: `${FILE}:6:1 {#if (gt day 3)} is shown as it is written — did you mean {{#if (gt day 3)}}?`,
  },
  {
    code: 'misspelt-section',
    about: 'no blank before the @',
    ...inPost(
      post('早上好，读到哪里了？\n\n##@wechat\n\n回复 1'),
      post('早上好，读到哪里了？\n\n## @wechat\n\n早，回复一个字也好'),
    ),
    says: `${FILE}:8:1 "##@wechat" is a text like any other — did you mean "## @wechat"?`,
  },
  {
    code: 'misspelt-section',
    about: 'one # too many, and a blank behind the @',
    ...inPost(
      post('早上好，读到哪里了？\n\n### @ 微信\n\n回复 1'),
      post('早上好，读到哪里了？\n\n#@小明 的书\n\n```\n##@wechat\n```'),
    ),
    says: `${FILE}:8:1 "### @ 微信" is a text like any other — did you mean "## @wechat"?`,
  },
  {
    code: 'misspelt-section',
    about: 'a blank behind the @',
    ...inPost(
      post('早上好，读到哪里了？\n\n## @ telegram\n\n回复 1'),
      post('早上好，读到哪里了？\n\n## @telegram\n\n早，回复一个字也好'),
    ),
    says: `${FILE}:8:1 "## @ telegram" is a text like any other — did you mean "## @telegram"?`,
  },
  {
    code: 'unfilled-variable',
    about: 'a typo in wide braces',
    ...inPost(post('大家好，｛｛group.nmae｝｝的朋友们？'), post('大家好，{mood}，{{group.name}}的朋友们？')),
    says: `${FILE}:6:5 ｛｛group.nmae｝｝ is shown as it is written — did you mean {{group.name}}?`,
  },
  {
    code: 'raw-html',
    about: 'a tag',
    ...inPost(post('今天<b>很</b>重要，你说呢？'), post('今天**很**重要，3 < 5 吧？<!-- 给同事看的 -->')),
    says: `${FILE}:6:3 "<b>" is shown as it is written`,
  },
  {
    code: 'too-long',
    about: 'for Telegram',
    ...inPost(
      post(CHINESE.repeat(250), { platforms: '[telegram]' }),
      post(CHINESE.repeat(195), { platforms: '[telegram]' }),
    ),
    says: `${FILE}:7:1 5000 characters on Telegram, which takes 4096`,
  },
  {
    code: 'too-long',
    about: 'for WeCom, in bytes',
    ...inPost(post(CHINESE.repeat(35)), post('It is about as long as that, in letters. '.repeat(18))),
    says: `${FILE}:6:1 2100 bytes on WeCom, which takes 2048`,
  },
  {
    code: 'too-long',
    about: 'in the section of one platform',
    ...inPost(
      post(`今天读到哪里了？\n\n## @wechat\n\n${CHINESE.repeat(35)}`),
      post(`${CHINESE.repeat(35)}\n\n## @wechat\n\n今天读到哪里了？`),
    ),
    says: `${FILE}:8:1 2100 bytes on WeCom`,
  },
  {
    code: 'long-caption',
    about: 'a text beside a picture',
    wrong: { [FILE]: post(CHINESE.repeat(52), { image: 'a.png', platforms: '[telegram]' }), 'assets/a.png': PNG },
    right: { [FILE]: post(CHINESE.repeat(52), { platforms: '[telegram]' }) },
    says: `${FILE}:8:1 1040 characters beside a picture`,
  },
  {
    code: 'long-for-wechat',
    about: 'more than WeChat shows',
    ...inPost(post(CHINESE.repeat(31)), post(CHINESE.repeat(31), { platforms: '[telegram]' })),
    says: `${FILE}:6:1 620 characters: WeChat folds what is above 600`,
  },
  {
    code: 'empty-text',
    about: 'nothing but a comment',
    wrong: { [FILE]: post('<!-- 还没想好 -->') },
    right: { [FILE]: post('<!-- 只有图 -->', { image: 'a.png' }), 'assets/a.png': PNG },
    says: `${FILE}:6:1 there is nothing to read`,
  },
  {
    code: 'short-text',
    about: 'three signs',
    ...inPost(post('早上好！'), post('早上好，今天谁先来说说？')),
    says: `${FILE}:6:1 3 letters are hardly a post`,
  },
  {
    code: 'same-text',
    about: 'but for punctuation and form',
    wrong: {
      [FILE]: post('昨天读到的，哪一句还记得？'),
      'posts/demo/b.md': post('**昨天读到的**——哪一句还记得'),
    },
    right: {
      [FILE]: post('昨天读到的，哪一句还记得？'),
      'posts/demo/b.md': post('昨天读到的，哪一页还记得？'),
    },
    says: 'posts/demo/b.md:6:1 reads the same as posts/demo/a.md',
  },
  {
    code: 'no-options',
    about: 'two options that are the same',
    ...inPost(
      post('你什么时候读？\n\n- 早上\n- **早上**', { kind: 'poll' }),
      post('你什么时候读？\n\n- 早上\n- **晚上**\n\n选早上的，几点起？', { kind: 'poll' }),
    ),
    says: `${FILE}:3:1 this poll`,
  },
  {
    code: 'eaten-asterisks',
    about: 'a product',
    ...inPost(post('算一算：7*8*9 是多少？'), post('算一算：7×8×9，或 7\\*8\\*9，是多少？')),
    says: `${FILE}:6:6 the asterisks of "7*8*9" would not be seen`,
  },
  {
    code: 'eaten-asterisks',
    about: 'two products on a line',
    ...inPost(post('3*4 和 5*6 哪个大？'), post('3 * 4 和 5 * 6 哪个大？')),
    says: `${FILE}:6:2 the asterisks of "3*4 和 5*6" would`,
  },
  {
    code: 'eaten-asterisks',
    about: 'a formula in words',
    ...inPost(post('体积=长*宽*高，你还记得吗？'), post('今天*真的*很高兴，连续 7**天**了，你呢？')),
    says: `${FILE}:6:5 the asterisks of "长*宽*高" would`,
  },
  {
    code: 'image-in-text',
    about: 'in markdown',
    ...inPost(post('看这张图：![书](day.png) 想到什么？'), post('看这本书：[书](https://weread.qq.com) 想到什么？')),
    says: `${FILE}:6:6 a picture in the text is not shown`,
  },
  {
    code: 'missing-image',
    about: 'a typo',
    wrong: { [FILE]: post('看图说话，你看见了什么？', { image: 'demo/on.png' }), 'assets/demo/one.png': PNG },
    right: { [FILE]: post('看图说话，你看见了什么？', { image: 'demo/one.png' }), 'assets/demo/one.png': PNG },
    says: `${FILE}:5:1 there is no assets/demo/on.png — did you mean "demo/one.png"?`,
  },
  {
    code: 'missing-image',
    about: 'of the shop',
    wrong: { 'shop.yml': 'items:\n  - { id: pen, name: 笔, points: 1, image: pen.png }\n' },
    right: { 'shop.yml': 'items:\n  - { id: pen, name: 笔, points: 1, image: pen.png }\n', 'assets/pen.png': PNG },
    says: 'shop.yml:2:36 there is no assets/pen.png',
  },
  {
    code: 'not-an-image',
    about: 'a text with the name of a picture',
    wrong: { [FILE]: post('看图说话，你看见了什么？', { image: 'one.png' }), 'assets/one.png': 'no picture' },
    right: { [FILE]: post('看图说话，你看见了什么？', { image: 'one.png' }), 'assets/one.png': PNG },
    says: `${FILE}:5:1 assets/one.png is no picture`,
  },
  {
    code: 'large-image',
    about: 'eleven megabytes',
    wrong: { [FILE]: post('看图说话，你看见了什么？', { image: 'one.png' }), 'assets/one.png': padded(11_000_000) },
    right: { [FILE]: post('看图说话，你看见了什么？', { image: 'one.png' }), 'assets/one.png': padded(9_000_000) },
    says: `${FILE}:5:1 assets/one.png has 11.0 MB`,
  },
]

function padded(bytes: number): Uint8Array {
  const image = new Uint8Array(bytes)
  image.set(PNG)
  return image
}
