import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Files of one made-up campaign: a plan, four posts a day, three offers, a welcome, and a pool. */
const DAYS = 21
const TIMES = ['morning', 'noon', 'afternoon', 'evening']
const KINDS = ['topic', 'story', 'poll', 'checkin']
const ROUND_DAYS = [17, 19, 21]

/** Writes a library of that many campaigns, and nothing wrong with any. Returns the names of its files. */
export async function writeLibrary(folder: string, campaigns: number): Promise<readonly string[]> {
  const made = Array.from({ length: campaigns }, (_, number) => campaign(number)).flat()
  for (const { name, text } of made) {
    const file = path.join(folder, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  return made.map(({ name }) => name)
}

interface MadeFile {
  readonly name: string
  readonly text: string
}
export const CAMPAIGN_FILES = 100

function campaign(number: number): readonly MadeFile[] {
  const id = `campaign-${number}`
  const fixed = [
    { name: `plans/${id}.yml`, text: planText(number) },
    { name: `welcome/${id}/newcomer.md`, text: welcomeText(number) },
    ...pinnedPosts(id, number),
    ...ROUND_DAYS.map((day, index) => ({
      name: `rounds/${id}/round-${index + 1}.md`,
      text: roundText(number, index + 1, day),
    })),
  ]
  const pool = Array.from({ length: CAMPAIGN_FILES - fixed.length }, (_, index) => ({
    name: `posts/${id}/pool-${index + 1}.md`,
    text: postText({
      title: `备用 ${index + 1}`,
      kind: 'knowledge',
      when: 'pool: true',
      seed: number * 1_000 + index + 500,
    }),
  }))
  return [...fixed, ...pool]
}

function pinnedPosts(id: string, number: number): readonly MadeFile[] {
  return Array.from({ length: DAYS * TIMES.length }, (_, index) => {
    const [day, at] = [Math.floor(index / TIMES.length) + 1, TIMES[index % TIMES.length]!]
    const kind = KINDS[index % KINDS.length]!
    const when = `day: ${day}\nat: ${at}`
    return {
      name: `posts/${id}/day-${day}-${at}.md`,
      text: postText({ title: `第 ${day} 天`, kind, when, seed: number * 1_000 + index }),
    }
  })
}

function planText(number: number): string {
  return `name: 共读 ${number}
kind: checkin
days: ${DAYS}
timezone: Asia/Shanghai
value: 每天二十分钟，把想读的书读完。
audience: 想重新读书的大人。
rules: 说自己读到的，听别人读到的。
persona: { name: 阿灯, voice: 温和，说话短 }
slots:
${TIMES.map((name, index) => `  - { name: ${name}, at: "${8 + 4 * index < 10 ? '0' : ''}${8 + 4 * index}:00" }`).join('\n')}
`
}

const WORDS = [...'灯火山川河湖海云雨风雪花草树鸟鱼虫月星日书页字句章卷笔墨纸砚窗门路桥城村人间']
/** Different words for each text, the same in each run. */
const wordsOf = (seed: number) =>
  Array.from({ length: 24 }, (_, at) => WORDS[(seed * 7 + at * ((seed % 11) + 3)) % WORDS.length]).join('')

function postText({ title, kind, when, seed }: { title: string; kind: string; when: string; seed: number }): string {
  return `---
title: ${title}
kind: ${kind}
${when}
tags: [共读, 日常]
---
大家好，今天是第 {{day}} 天，还有 {{plan.daysLeft}} 天。昨天有 **{{stats.checkedInYesterday}}** 位朋友读完了。

今天想和你聊的是「${wordsOf(seed)}」，编号 ${seed}。读到这里的时候，你停下来了吗？

- 停下来了，**因为想起一个人**
- 没有，一口气读了过去
- 还没读到，[原文在这里](https://weread.qq.com/${seed})

> ${wordsOf(seed + 1)}

在群里说一句就好，长短都行。
`
}

function welcomeText(number: number): string {
  return `---\ntitle: 欢迎\n---\n{{member.name}}，欢迎来到**{{group.name}}**（${number}）。先说说你最近在读什么？\n`
}

function roundText(number: number, round: number, day: number): string {
  return `---
title: 第 ${round} 次邀请
round: ${round}
day: ${day}
at: "21:00"
offer: coupon
for: 一起读完的人
exclusive: 读完才有
choices:
  - { label: 想接着读, command: /points }
  - { label: 先不了, command: /rules }
---
第 ${round} 次邀请（${number}）：想接着读下去，还是先歇一歇？两样都好。${wordsOf(number + round)}
`
}
