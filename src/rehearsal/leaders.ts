import type { Instant } from '../events/ids.ts'
import type { Dice } from './dice.ts'
import { around, type Scene, talks, timeOn } from './scene.ts'
import { GROUP, NEXT } from './stage.ts'

/** A teacher comments so many check-ins in an evening at most, and about so much of all. */
const COMMENTS_PER_DAY_MAX = 12
const SHARE_COMMENTED = 0.35
/** The owner opens the group, the teacher checks in first, and sits down to the comments in the evening. */
const OPENING_MINUTE = 16 * 60 + 30
const LEAD_MINUTE = 7 * 60
const COMMENT_MINUTE = 21 * 60 + 40
const SECONDS_PER_COMMENT = 35

/** Sets the group up as its owner would: the bot, the plan, a teacher. */
export async function opensGroup(scene: Scene): Promise<void> {
  const { stage, owner, teacher, plan, title, sayings } = scene
  const pause = () => stage.world.advanceBy(20_000)
  await stage.opens(GROUP, owner, title)
  await stage.joins(GROUP, teacher)
  await stage.says(GROUP, owner, `/plan use ${plan.id} ${scene.startDay}`)
  await pause()
  await stage.confirms(GROUP, owner, title)
  await pause()
  await stage.says(GROUP, owner, `/teacher @${sayings.teacher}`)
  await pause()
  await stage.confirms(GROUP, owner, title)
  await pause()
  // From now on the bot can reach its owner.
  await stage.says(GROUP, owner, '/plan', { private: true })
  await pause()
}

/** Plans what owner and teacher do by themselves on each day. */
export function leadsThrough(scene: Scene, dice: Dice): void {
  const { stage, owner, teacher, sayings, days } = scene
  stage.world.plan(timeOn(scene, 0, OPENING_MINUTE), () => talks(scene, owner, sayings.opening))
  for (let day = 1; day <= days; day += 1) {
    const [lead] = dice.pick(sayings.checkIns.anyTime)
    const at = around(scene, day, LEAD_MINUTE + dice.between(0, 50), dice)
    stage.world.plan(at, () => stage.says(GROUP, teacher, sayings.checkIn(lead)))
    stage.world.plan(timeOn(scene, day, COMMENT_MINUTE), () => comments(scene, dice.fork(`comments ${day}`)))
  }
}

/** On some check-ins of the day, one after the other. */
function comments({ stage, teacher, toComment }: Scene, dice: Dice): void {
  const chosen = toComment.splice(0).filter(() => dice.happens(SHARE_COMMENTED))
  for (const [index, { message, comment }] of chosen.slice(0, COMMENTS_PER_DAY_MAX).entries()) {
    const at = (stage.world.clock.now() + (index + 1) * SECONDS_PER_COMMENT * 1_000) as Instant
    stage.world.plan(at, () => stage.says(GROUP, teacher, comment, { replyTo: message }))
  }
}

/** So many days before the last the owner says where members go next, in the morning. */
const BIND_DAYS_BEFORE = 2
const BIND_MINUTE = 10 * 60

/** Plans how the owner opens another group, and binds this one to it: as the bot asks for it. */
export function bindsNext(scene: Scene, next: { readonly title: string; readonly plan: string | null }): void {
  const { stage, owner, days } = scene
  const steps = [
    () => stage.opens(NEXT, owner, next.title),
    () => (next.plan === null ? null : stage.says(NEXT, owner, `/plan use ${next.plan}`)),
    () => stage.confirms(NEXT, owner, next.title),
    () => stage.says(NEXT, owner, `/handover code ${NEXT_LINK}`),
    () => stage.says(GROUP, owner, `/handover ${handoverCode(scene)}`),
    () => stage.says(GROUP, owner, '/handover next'),
    () => stage.confirms(GROUP, owner, scene.title),
  ]
  const from = timeOn(scene, Math.max(1, days - BIND_DAYS_BEFORE), BIND_MINUTE)
  for (const [index, step] of steps.entries()) stage.world.plan((from + index * STEP_MS) as Instant, step)
}
const NEXT_LINK = 'https://t.me/+next'
const STEP_MS = 30_000
const HANDOVER_CODE = /\/handover (\S+-[A-Z2-9]{10}-[0-9A-F]{6})/

/** As the bot has told it: the line to send. */
function handoverCode({ stage }: Scene): string {
  const line = stage.lines.findLast(line => line.is === 'sent' && HANDOVER_CODE.test(line.text))
  return (line?.is === 'sent' && HANDOVER_CODE.exec(line.text)?.[1]) || 'NONE'
}
