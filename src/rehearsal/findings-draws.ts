import { checkedDrawsIn } from './draw-proofs.ts'
import type { Finding, Looked } from './finding.ts'
import type { Happening } from './record.ts'

type Text = Finding['text']
const both = (zh: string, en: string): Text => ({ 'zh-CN': zh, 'en-US': en })

/** What came to light of the campaign's draws. */
export function findInDraws(looked: Looked): readonly Finding[] {
  return [...notAnnounced(looked), ...voids(looked), ...unclaimed(looked), ...rejected(looked)]
}

const happened = ({ rehearsal: { record } }: Looked, name: string): readonly Happening[] =>
  record.happenings.filter(({ is }) => is === `lucky-draw/${name}`)

/** `draws/reading-21d/draw-day-07.md`, where the draw is from a file; else the plugin. */
function placeOf(looked: Looked, draw: unknown): string {
  const file = happened(looked, 'announced').find(({ data }) => data.draw === draw)?.data.file
  return typeof file === 'string' ? fileOf(looked, file.split('@')[0]!) : 'plugins/lucky-draw'
}
const fileOf = ({ library }: Looked, id: string) => library.others.find(other => other.id === id)?.file ?? id

/** Where the plugin is there: a draw with a day that never came. */
function notAnnounced(looked: Looked): readonly Finding[] {
  const { plan, sections } = looked
  if (!('lucky-draw' in sections)) return []
  const came = new Set(happened(looked, 'announced').map(({ data }) => String(data.file).split('@')[0]))
  const missing = (plan.definition.draws ?? []).filter(({ id }) => !came.has(id))
  return missing.map(({ id }) => ({
    ...{ severity: 'error', code: 'draw-not-announced', where: fileOf(looked, id) },
    text: both('这次抽奖排了日子，没有发出。', 'The draw has a day, and was never announced.'),
  }))
}

function voids(looked: Looked): readonly Finding[] {
  return happened(looked, 'voided').map(({ data: { draw, reason } }) => {
    const where = placeOf(looked, draw)
    if (reason === 'nobody') {
      const text = both(
        `抽奖 #${draw} 没有人参加：看看条件是不是没有人够得着。`,
        `Nobody was in draw ${draw}: look at whether anybody can meet what it asks for.`,
      )
      return { severity: 'warning', code: 'draw-empty', where, text }
    }
    const text = both(`抽奖 #${draw} 作废：${reason}。`, `Draw ${draw} came to nothing: ${reason}.`)
    return { severity: 'error', code: 'draw-void', where, text }
  })
}

/** Prizes that nobody has in the end. */
function unclaimed(looked: Looked): readonly Finding[] {
  const left = new Map<unknown, number>()
  for (const { data } of happened(looked, 'passed'))
    if (data.to === null) left.set(data.draw, (left.get(data.draw) ?? 0) + 1)
  return [...left].map(([draw, count]) => ({
    ...{ severity: 'warning', code: 'prize-unclaimed', where: placeOf(looked, draw) },
    text: both(
      `抽奖 #${draw} 有 ${count} 份奖品没有人领，候补也用完了：候补多几位，或者领奖时间长一点。`,
      `Draw ${draw} has ${count} ${count === 1 ? 'prize' : 'prizes'} that nobody claimed, and no alternates are left: draw more, or give more time.`,
    ),
  }))
}

/** A proof file that the verifier does not accept, and a result without one. */
function rejected(looked: Looked): readonly Finding[] {
  const checked = checkedDrawsIn(looked.rehearsal)
  const found = checked.flatMap(({ draw, rejected }): Finding[] => {
    if (rejected === null) return []
    const text = both(
      `抽奖 #${draw} 的证明没有通过验证：${rejected}。`,
      `The proof file of draw ${draw} is rejected by the verifier: ${rejected}.`,
    )
    return [{ severity: 'error', code: 'proof-rejected', where: placeOf(looked, draw), text }]
  })
  const canSend = looked.rehearsal.stage.world.platform.capabilities.files
  const without = happened(looked, 'published').filter(({ data }) => !checked.some(({ draw }) => draw === data.draw))
  return [
    ...found,
    ...(canSend ? without : []).map(({ data: { draw } }): Finding => {
      const text = both(`抽奖 #${draw} 的证明没有发到群里。`, `The proof file of draw ${draw} never came to the group.`)
      return { severity: 'error', code: 'proof-missing', where: placeOf(looked, draw), text }
    }),
  ]
}
