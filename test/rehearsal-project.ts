import { readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { run } from '../src/cli/program.ts'
import { memoryTerminal } from './recorded-data.ts'
import { REPOSITORY, type TempProject, tempProject } from './temp-project.ts'

const PLUGINS = ['check-in', 'icebreaker', 'points', 'shop', 'topics', 'conversion', 'closing', 'passport', 'campaign']
const config = (plugins: readonly string[]) => `export default {
  plugins: ${JSON.stringify(plugins)},
  plan: { name: 'None yet', timezone: 'Asia/Shanghai' },
}
`

/** A plan of four days with three rounds, which ends by closing the group. */
export const SHORT_PLAN = `name: 四天<小群>
kind: checkin
days: 4
timezone: Asia/Shanghai
locale: zh-CN
value: v
audience: a
rules: r
persona: { name: 小火, voice: warm }
slots: [{ name: a, at: "08:00" }, { name: b, at: "12:00" }, { name: c, at: "16:00" }, { name: d, at: "20:00" }]
check-in: { noteCharsMin: 0, remindAt: null }
conversion: { orders: shop }
closing: { policy: { nobodyBought: close, someBought: graduate }, afterHours: 1, minutesToMoveOn: 5 }
`
const post = (n: number) =>
  `---\ntitle: 第 ${n} 篇\nkind: ${n % 2 === 0 ? 'story' : 'topic'}\npool: true\n---\n正文 ${n}\n`
const round = (n: number, day: number, at: string) => `---
title: 第 ${n} 轮
round: ${n}
day: ${day}
at: ${at}
offer: trial-price
for: 打过卡的朋友
exclusive: 只给一起走过来的人
choices: [{ label: 我打了几天, command: /streak }, { label: 群规, command: /rules }]
price: { minor: 990, currency: CNY }
hours: 4
---
这一条是推广。
`

/** What is written for it. */
export function shortLibrary(plan = SHORT_PLAN): Readonly<Record<string, string>> {
  const posts = Array.from({ length: 16 }, (_, n) => [`content-library/posts/short/pool-${n}.md`, post(n)] as const)
  return {
    'content-library/plans/short.yml': plan,
    ...Object.fromEntries(posts),
    'content-library/rounds/short/round-1.md': round(1, 3, 'b'),
    'content-library/rounds/short/round-2.md': round(2, 4, 'a'),
    'content-library/rounds/short/round-3.md': round(3, 4, 'd'),
  }
}

/** A project with the real plugins, and a library of its own. */
export function rehearsalProject(files = shortLibrary(), plugins: readonly string[] = PLUGINS): TempProject {
  const project = tempProject({ 'bonfire.config.ts': config(plugins), ...files })
  symlinkSync(path.join(REPOSITORY, 'plugins'), project.at('plugins'))
  return project
}

/** `npm run rehearse` there. */
export async function rehearse({ at }: TempProject, ...args: readonly string[]) {
  const terminal = memoryTerminal()
  const report = at('report.html')
  const all = ['rehearse', '--config', at('bonfire.config.ts'), '--report', report, ...args]
  const exitCode = await run(all, terminal)
  return { exitCode, out: terminal.outText(), err: terminal.errText(), page: () => readFileSync(report, 'utf8') }
}
