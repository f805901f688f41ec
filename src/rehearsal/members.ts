import type { Instant, MemberId } from '../events/ids.ts'
import type { Person } from './cast.ts'
import { type CheckInSaying, checkInsAt } from './sayings.ts'
import { around, DAYTIME, inDaytime, type Scene, talks } from './scene.ts'
import { GROUP } from './stage.ts'

/** How likely a check-in is on a day, by habit; `elapsed`: days since they joined. */
const CHECK_IN_SHARE: Readonly<Record<Person['habit'], (elapsed: number) => number>> = {
  steady: () => 0.95,
  regular: elapsed => 0.84 - elapsed * 0.006,
  fading: elapsed => 0.88 * 0.9 ** elapsed,
  silent: () => 0.04,
}
/** Minutes around their usual time. */
const SPREAD_MINUTES = 50
const SHARE_PHOTO = 0.2
const SHARE_PRIVATE = 0.1
const SHARE_ASKS = 0.03
/** Of what people say in talk, so much answers somebody. */
const SHARE_REPLY = 0.45
/** On the evening before, people come in between these. */
const ARRIVAL = { from: 17 * 60, to: 21 * 60 + 30 }
const MINUTE_MS = 60_000

type Act = readonly [at: Instant, act: () => unknown]

/** Plans what one member does from joining to the last day. What the bot asks of them comes later. */
export function livesThrough(scene: Scene, person: Person): MemberId {
  const member = scene.stage.person(person.name)
  const last = scene.days
  for (const [at, act] of arrival(scene, person, member)) scene.stage.world.plan(at, act)
  for (let day = person.joinsOn; day <= last; day += 1) {
    for (const [at, act] of dayOf(scene, person, member, day)) scene.stage.world.plan(at, act)
  }
  return member
}

function arrival(scene: Scene, { dice, joinsOn, introduces, opensPrivate }: Person, member: MemberId): readonly Act[] {
  const { stage, sayings } = scene
  const minute = joinsOn === 0 ? dice.between(ARRIVAL.from, ARRIVAL.to) : dice.between(DAYTIME.from, DAYTIME.to)
  const at = around(scene, joinsOn, minute, dice)
  const after = (min: number, max: number) => (at + dice.between(min * MINUTE_MS, max * MINUTE_MS)) as Instant
  const introduction = sayings.introduce(dice.pick(sayings.introductions.who), dice.pick(sayings.introductions.hopes))
  const question = dice.pick(sayings.privateQuestions)
  const meets = inDaytime(scene, after(2, 2_000), dice)
  return [
    [at, () => stage.joins(GROUP, member)],
    ...(introduces ? [[after(4, 40), () => talks(scene, member, introduction)] as const] : []),
    ...(opensPrivate ? [[meets, () => stage.says(GROUP, member, question, { private: true })] as const] : []),
  ]
}

function dayOf(scene: Scene, person: Person, member: MemberId, day: number): readonly Act[] {
  const { dice, habit, joinsOn, usualMinute, opensPrivate, talksPerDay } = person
  const { stage, sayings } = scene
  const acts: Act[] = []
  // 1. The check-in
  if (day >= 1 && (day > joinsOn || joinsOn === 0) && dice.happens(CHECK_IN_SHARE[habit](day - joinsOn))) {
    const minute = usualMinute + dice.between(-SPREAD_MINUTES, SPREAD_MINUTES)
    const saying = dice.pick(checkInsAt(sayings, minute))
    const photo = dice.happens(SHARE_PHOTO)
    const isPrivate = opensPrivate && dice.happens(SHARE_PRIVATE)
    acts.push([around(scene, day, minute, dice), () => checksIn(scene, member, saying, { photo, isPrivate })])
  }
  // 2. Talk
  const count = Math.floor(talksPerDay) + Number(dice.happens(talksPerDay % 1))
  for (let left = day > joinsOn ? count : 0; left > 0; left -= 1) {
    const [text, reply, isReply] = [dice.pick(sayings.talk), dice.pick(sayings.replies), dice.happens(SHARE_REPLY)]
    const at = around(scene, day, dice.between(DAYTIME.from, DAYTIME.to), dice)
    acts.push([at, () => (isReply ? repliesTo(scene, member, reply, text) : talks(scene, member, text))])
  }
  // 3. What they ask the bot
  if (day > joinsOn && habit !== 'silent' && dice.happens(SHARE_ASKS)) {
    const question = dice.pick(sayings.questions)
    const at = around(scene, day, dice.between(DAYTIME.from, DAYTIME.to), dice)
    acts.push([at, () => stage.says(GROUP, member, question)])
  }
  return acts
}

interface How {
  readonly photo: boolean
  readonly isPrivate: boolean
}
async function checksIn(
  { stage, sayings, toComment }: Scene,
  member: MemberId,
  [text, comment]: CheckInSaying,
  { photo, isPrivate }: How,
): Promise<void> {
  if (!stage.isIn(GROUP, member)) return
  const more = { ...(photo && { photo }), ...(isPrivate && { private: true }) }
  const message = await stage.says(GROUP, member, sayings.checkIn(text), more)
  if (message !== null && !isPrivate) toComment.push({ member, message, comment })
}

/** Answers the last of the others; where nobody has spoken lately, they say something of their own. */
function repliesTo(scene: Scene, member: MemberId, reply: string, text: string) {
  const other = scene.talk.findLast(said => said.member !== member)
  return other ? talks(scene, member, reply, { replyTo: other.message }) : talks(scene, member, text)
}
