import type { PlannedPost } from '../host/content.ts'
import { policyOf } from './closing-section.ts'
import type { Finding, Looked } from './finding.ts'
import { placeIn } from './findings-plan.ts'
import { RECEIPT_MS_MAX, RECEIPTS_PER_MINUTE_MAX } from './receipts.ts'
import type { Lost } from './record.ts'

/** What came to light while the campaign was played. */
export function findInCampaign(looked: Looked): readonly Finding[] {
  const hasStarted = looked.rehearsal.record.happenings.some(({ is }) => is === 'plan/used')
  if (!hasStarted) return [...troubles(looked), notStarted(looked)]
  return [
    ...troubles(looked),
    ...deadDays(looked),
    ...posts(looked),
    ...receipts(looked),
    ...undelivered(looked),
    ...stillOwed(looked),
    ...noEnding(looked),
  ]
}

/** As many findings of one sort are named. */
const NAMED_MAX = 5
type Text = Finding['text']
const both = (zh: string, en: string): Text => ({ 'zh-CN': zh, 'en-US': en })

function troubles({ rehearsal: { record, stage } }: Looked): readonly Finding[] {
  const letters = record.deadLetters.slice(0, NAMED_MAX).map(({ where, error }): Finding => {
    const text = both(
      `插件出错，这件事没有办成：${error}`,
      `A plugin threw, and what happened was not decided: ${error}`,
    )
    return { severity: 'error', code: 'dead-letter', where: `plugins/${where}`, text }
  })
  const known = new Set(record.deadLetters.map(({ where }) => where))
  const others = stage.troubles
    .filter(trouble => ![...known].some(where => trouble.includes(where)))
    .slice(0, NAMED_MAX)
    .map((trouble): Finding => {
      return { severity: 'error', code: 'trouble', where: 'bonfire.config.ts', text: both(trouble, trouble) }
    })
  return [...letters, ...others]
}

function notStarted({ plan }: Looked): Finding {
  const text = both(
    '计划没有启用：群里的回答说明了原因，用 --transcript 看。',
    'The plan was not started. What the bot answered says why: see it with --transcript.',
  )
  return { severity: 'error', code: 'not-started', where: plan.file, text }
}

/** A day on which people were expected, and nothing but marketing came. */
function deadDays({ rehearsal: { record, plan }, plan: { file } }: Looked): readonly Finding[] {
  const { days, restDays } = plan.definition
  const last = days ?? Number.POSITIVE_INFINITY
  const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
  return record.days
    .filter(({ number, day, posts, marketing }) => {
      const isRest = restDays.includes(number) || restDays.includes(weekdays[new Date(day).getUTCDay()]!)
      return number >= 1 && number <= last && !isRest && posts - marketing === 0
    })
    .slice(0, NAMED_MAX)
    .map(({ number }) => ({
      ...{ severity: 'error', code: 'dead-day', where: file },
      text: both(`第 ${number} 天没有内容。`, `Day ${number} had no content.`),
    }))
}

/** Posts with a day that never left, and offers of rounds above all. */
function posts({ rehearsal: { record, plan, platform }, library }: Looked): readonly Finding[] {
  const files = new Map(library.posts.map(({ id, file }) => [id, file]))
  const missing = plan.definition.posts.filter(
    post => !('pool' in post.when) && post.platforms.includes(platform.name) && !record.posts.has(post.id),
  )
  return missing.map(post => {
    const lost = record.lost.find(one => one.post === post.id)
    const where = files.get(post.id) ?? post.id
    return post.round === null ? notSent(post, where, lost) : roundNotSent(post, where, lost)
  })
}

function roundNotSent({ round }: PlannedPost, where: string, lost: Lost | undefined): Finding {
  const reason = lost?.reason === 'marketing-share' || lost === undefined ? null : lost.reason
  const text = both(
    `第 ${round} 轮没有发出：${reason ?? '会超过推广上限，排不进去'}。在它之前多发内容，或者把推广错开几天。`,
    `Round ${round} was not sent: ${reason ?? 'it would have been above the cap on marketing'}. Add content before it, or move other marketing away.`,
  )
  return { severity: 'error', code: 'round-not-sent', where, text }
}
function notSent(_: PlannedPost, where: string, lost: Lost | undefined): Finding {
  const reason = lost ? `: ${lost.reason}` : ''
  const text = both(`这篇排了日子，没有发出${reason}。`, `It has a day, and was not sent${reason}.`)
  return { severity: 'warning', code: 'post-not-sent', where, text }
}

function receipts({ rehearsal: { record, calendar } }: Looked): readonly Finding[] {
  const { busiest, slowest, late } = record.receipts
  const findings: Finding[] = []
  const timeOf = (at: Parameters<typeof calendar.timeOf>[0]) => `${calendar.dayOf(at)} ${calendar.timeOf(at)}`
  if (busiest.messages > RECEIPTS_PER_MINUTE_MAX) {
    const text = both(
      `${timeOf(busiest.at)}：一分钟里有 ${busiest.messages} 条回执，最多应为 ${RECEIPTS_PER_MINUTE_MAX} 条。`,
      `${timeOf(busiest.at)}: ${busiest.messages} messages of receipts within a minute, where ${RECEIPTS_PER_MINUTE_MAX} are the most.`,
    )
    findings.push({ severity: 'error', code: 'receipts-crowded', where: 'src/outbox', text })
  }
  if (late > 0) {
    const seconds = Math.round(slowest.ms / 1_000)
    const text = both(
      `有 ${late} 次回执超过 ${RECEIPT_MS_MAX / 1_000} 秒，最慢 ${seconds} 秒（${timeOf(slowest.at)}）。`,
      `${late} acknowledgements took longer than ${RECEIPT_MS_MAX / 1_000} s, the slowest ${seconds} s (${timeOf(slowest.at)}).`,
    )
    findings.push({ severity: 'error', code: 'receipts-late', where: 'src/outbox', text })
  }
  return findings
}

/** What never arrived, or may not have. What a plugin withdrew was not to be sent any more. */
function undelivered({ rehearsal: { record } }: Looked): readonly Finding[] {
  const groups = new Map<string, { lost: Lost; count: number }>()
  for (const lost of record.lost) {
    if (lost.how === 'withdrawn' || lost.class === 'answer') continue
    const key = `${lost.plugin}/${lost.key} ${lost.how} ${lost.reason}`
    groups.set(key, { lost, count: (groups.get(key)?.count ?? 0) + 1 })
  }
  return [...groups.values()].slice(0, NAMED_MAX).map(({ lost, count }) => {
    const why = lost.reason === '' ? '' : ` (${lost.reason})`
    const text = both(
      `${count} 次没有送到：${lost.key}，${lost.how}${why}。`,
      `Not delivered ${count} ${count === 1 ? 'time' : 'times'}: ${lost.key}, ${lost.how}${why}.`,
    )
    // A platform that cannot do something says so, and its owner is told what to do by hand.
    const severity = lost.class === 'action' && lost.how === 'failed' ? 'warning' : 'error'
    return { severity, code: 'not-delivered', where: `plugins/${lost.plugin}`, text }
  })
}

/** What had its time, and was neither sent nor given up when the rehearsal was over. */
function stillOwed({ rehearsal: { stillOwed } }: Looked): readonly Finding[] {
  return [...stillOwed].map(([plugin, count]) => {
    const text = both(
      `到最后还有 ${count} 条没有发出，也没有放弃。`,
      `${count} of its deliveries ${count === 1 ? 'was' : 'were'} neither sent nor given up at the end.`,
    )
    return { severity: 'error', code: 'still-owed', where: `plugins/${plugin}`, text }
  })
}

/** A plan that is to end the group, and a group that has not ended. */
function noEnding({ rehearsal: { ending, record, plan }, plan: loaded, sections }: Looked): readonly Finding[] {
  const canEnd = plan.definition.days !== null && policyOf({ sections }) !== null
  const wasKept = record.happenings.some(({ is }) => is === 'closing/kept')
  if (!canEnd || ending !== null || wasKept) return []
  const held = record.happenings.findLast(({ is }) => is === 'closing/held' || is === 'closing/stopped')
  const why = held ? String(held.data.reason) : null
  const text = both(
    `到最后这个群还没有收尾${why === null ? '' : `，停在：${why}`}。`,
    `The group had not come to its end${why === null ? '' : `; it waited for: ${why}`}.`,
  )
  return [{ severity: 'error', code: 'no-ending', where: placeIn(loaded, 'closing'), text }]
}
