import { drawFilesOf, isDrawOf } from '../content/draw-files.ts'
import type { LoadedPlan } from '../content/library.ts'
import { planProblemsOf } from '../content/plan-problems.ts'
import { hindranceLine } from '../host/core/plan-messages.ts'
import { policyOf } from './closing-section.ts'
import type { Finding, Looked } from './finding.ts'

/** What can be seen of a plan by itself: whatever people do, it stays wrong. */
export function findInPlan(looked: Looked): readonly Finding[] {
  return [...planProblems(looked), ...orderSource(looked), ...draws(looked), ...size(looked)]
}

/** `plans/x.yml:12`, the line of a section; of one that is not there, the first. */
export function placeIn(
  { file, positions }: Pick<LoadedPlan, 'file' | 'positions'>,
  ...path: readonly string[]
): string {
  return `${file}:${positions.at(path).line}`
}

/** What the check says of a plan that starts on that day: errors keep it from starting. */
function planProblems({ rehearsal, plan, library }: Looked): readonly Finding[] {
  const { startDay, calendar, platform } = rehearsal
  const files = new Map(library.posts.map(({ id, file }) => [id, file]))
  const problems = planProblemsOf({ plan: plan.definition, startDay, calendar, platforms: [platform.name] })
  return problems.map(({ severity, code, message, where, posts }) => ({
    ...{ severity, code, where: files.get(posts[0] ?? '') ?? plan.file },
    text: { 'zh-CN': `${hindranceLine({ code, message, where })}。`, 'en-US': message },
  }))
}

function orderSource({ plan, sections }: Looked): readonly Finding[] {
  const { orders = 'none' } = (sections.conversion ?? {}) as { readonly orders?: string }
  if (policyOf({ sections }) === null || orders !== 'none') return []
  return [
    {
      ...{ severity: 'error', code: 'no-order-source', where: placeIn(plan, 'closing') },
      text: {
        'zh-CN':
          '配置了收尾，却没有订单来源：不知道有没有人买，就谁也不会移出。写上 conversion.orders: shop 或 manual。',
        'en-US':
          'The group is to be closed, and nothing tells of orders: whether nobody bought is not known, so nobody is removed. Set conversion.orders to shop or manual.',
      },
    },
  ]
}

/** The notice of a draw has to stand in the group while the plan runs. */
function draws({ library, plan }: Looked): readonly Finding[] {
  const { id, days } = plan.definition
  if (days === null) return []
  return drawFilesOf(library.others).flatMap(({ file, status, day, closes }): Finding[] => {
    // On-the-hour draws close on their own day.
    const last = closes?.day ?? day
    if (status !== 'ready' || !isDrawOf(file, id) || last <= days) return []
    const zh = `抽奖第 ${last} 天截止，计划只有 ${days} 天：开奖公告没有人看到。`
    const en = `Entries of the draw close on day ${last}, and the plan has ${days}: nobody is there for its notice.`
    return [{ severity: 'error', code: 'draw-misses', where: file, text: { 'zh-CN': zh, 'en-US': en } }]
  })
}

function size({ rehearsal: { platform, members } }: Looked): readonly Finding[] {
  // Owner, teacher and bot are there as well.
  const people = members + 3
  if (people <= platform.membersMax) return []
  const { name, membersMax } = platform
  return [
    {
      ...{ severity: 'error', code: 'group-too-large', where: '--members' },
      text: {
        'zh-CN': `${people} 个人进不了一个群：${name} 的群最多 ${membersMax} 人。分成几个群。`,
        'en-US': `${people} people do not fit into one group: on ${name} it holds ${membersMax}. Open several groups.`,
      },
    },
  ]
}
