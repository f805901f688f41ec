import type { Instant, MemberId } from '../events/ids.ts'
import type { Commit } from '../host/commit.ts'
import { posts } from '../host/core/posts.ts'
import { buyingIn, type Offered } from './buying.ts'
import type { Person } from './cast.ts'
import type { Dice } from './dice.ts'
import { type Appeared, likingIn } from './liking.ts'
import type { Scene } from './scene.ts'
import { GROUP, NEXT } from './stage.ts'

const MINUTE_MS = 60_000
/** Whoever goes on joins the next group so long after they were asked to, in minutes. */
const GOES_ON_MINUTES = { min: 3, max: 50 }

/** The owner answers a question so long after it, in minutes. */
const ANSWERS_MINUTES = { min: 2, max: 90 }

type Data = Readonly<Record<string, unknown>>
type React = (data: Data) => void

/**
 * What people do because of what the bot has done. Plugins are known by the names of their facts: none need be there.
 */
export function reactionsIn(scene: Scene, cast: ReadonlyMap<MemberId, Person>, dice: Dice): (commit: Commit) => void {
  const { stage } = scene
  const buying = buyingIn(scene, cast, dice.fork('buying'))
  const liking = likingIn(scene, cast, dice.fork('liking'))
  const soon = (min: number, max: number) =>
    (stage.world.clock.now() + dice.between(min * MINUTE_MS, max * MINUTE_MS)) as Instant

  let isBound = false
  const setBound = () => {
    isBound = true
  }
  /** They join the group that they were asked to join. */
  function goOn({ members }: Data): void {
    if (!isBound) return
    for (const member of members as readonly MemberId[]) {
      if (cast.get(member)?.goesOn !== true) continue
      stage.world.plan(soon(GOES_ON_MINUTES.min, GOES_ON_MINUTES.max), () => stage.joins(NEXT, member))
    }
  }
  /** The owner knows whether anybody has bought, and says so when asked. */
  function answer({ reason }: Data): void {
    if (reason !== 'no-orders') return
    const at = soon(ANSWERS_MINUTES.min, ANSWERS_MINUTES.max)
    stage.world.plan(at, () => stage.says(GROUP, scene.owner, '/disband nobody', { private: true }))
  }
  const reactions: ReadonlyMap<string, React> = new Map([
    ['conversion/offerOpened', (data: Data) => buying.offered(data as unknown as Offered)],
    ['conversion/offerClosed', (data: Data) => buying.closed(data.run as number)],
    ['conversion/taken', (data: Data) => buying.taken(data.member as MemberId, data.run as number)],
    ['conversion/coded', (data: Data) => buying.coded(data.member as MemberId, String(data.code))],
    [posts.facts.appeared.type, (data: Data) => liking(data as unknown as Appeared)],
    ['closing/invited', goOn],
    ['closing/held', answer],
    ['passport/bound', setBound],
  ])
  return ({ group, facts }) => {
    if (group !== GROUP) return
    for (const [type, data] of facts) reactions.get(type)?.(data as Data)
  }
}
