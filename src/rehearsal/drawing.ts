import type { Instant, MemberId, MessageId } from '../events/ids.ts'
import type { Commit } from '../host/commit.ts'
import type { Person } from './cast.ts'
import type { Dice } from './dice.ts'
import { inDaytime, type Scene } from './scene.ts'
import { GROUP } from './stage.ts'

/** A draw that has been announced to the group. */
interface Announced {
  readonly draw: number
  readonly rules: { readonly entry: 'word' | 'comment' | 'points'; readonly closesAt: Instant }
}
/** Members who enter draws, and claim what they win, and the owner who sends it. */
interface Drawing {
  announced(draw: Announced): void
  /** The announcement stands in the group. */
  opened(draw: number, message: MessageId | null): void
  over(draw: number): void
  /** They have a prize, and until then to claim it. */
  holds(draw: number, member: MemberId, until: Instant): void
  /** The owner shows its proof once more, with all that has happened since the result. */
  finished(draw: number): void
  /** It is on the list of what is to be sent. */
  owed(order: number): void
}

/** How many enter a draw, by how they keep at it. */
const SHARE_ENTERS: Readonly<Record<Person['habit'], number>> = { steady: 0.7, regular: 0.5, fading: 0.3, silent: 0.04 }
/** Of those who win, so many claim it; the others do not look, or have enough books. */
const SHARE_CLAIMS = 0.8
const MINUTE_MS = 60_000
/** Nobody enters within so long of the announcement, in milliseconds: they read it first. */
const READS_MS = MINUTE_MS
/** Most come soon, the others any time: so many of them within so long, in milliseconds. */
const SHARE_SOON = 0.6
const SOON_MS = 90 * MINUTE_MS
/** The owner sends prizes so long after they were claimed, in minutes. */
const SENDS_MINUTES = { min: 60, max: 30 * 60 }

function drawingIn(scene: Scene, cast: ReadonlyMap<MemberId, Person>, dice: Dice): Drawing {
  const { stage, sayings, owner } = scene
  const open = new Map<number, Announced>()
  const now = () => stage.world.clock.now()

  function enters(member: MemberId, { draw, rules }: Announced, message: MessageId | null): void {
    const left = rules.closesAt - now()
    const within = dice.happens(SHARE_SOON) ? Math.min(left, SOON_MS) : left
    if (within <= READS_MS) return
    const soon = (now() + dice.between(READS_MS, within - 1)) as Instant
    // A draw that closes in the night is entered at night.
    const awake = inDaytime(scene, soon, dice)
    const at = awake < rules.closesAt ? awake : soon
    const comment = dice.pick(sayings.talk)
    stage.world.plan(at, () => {
      const isByReply = rules.entry === 'comment' && message !== null && stage.world.platform.capabilities.replies
      if (isByReply) return stage.says(GROUP, member, comment, { replyTo: message })
      if (rules.entry === 'comment') return stage.says(GROUP, member, `${sayings.join} ${draw} ${comment}`)
      return stage.says(GROUP, member, open.size === 1 ? sayings.join : `${sayings.join} ${draw}`)
    })
  }

  return {
    announced: draw => void open.set(draw.draw, draw),
    opened(number, message) {
      const draw = open.get(number)
      if (!draw) return
      for (const [member, { habit }] of cast)
        if (stage.isIn(GROUP, member) && dice.happens(SHARE_ENTERS[habit])) enters(member, draw, message)
    },
    over: draw => void open.delete(draw),
    holds(draw, member, until) {
      if (!cast.has(member) || !dice.happens(SHARE_CLAIMS)) return
      const at = inDaytime(scene, dice.between(now() + MINUTE_MS, Math.max(now() + MINUTE_MS, until)) as Instant, dice)
      stage.world.plan(Math.min(at, until) as Instant, () => stage.says(GROUP, member, `/claim ${draw}`))
    },
    finished(draw) {
      const at = inDaytime(scene, (now() + MINUTE_MS) as Instant, dice)
      stage.world.plan(at, () => stage.says(GROUP, owner, `/draw ${draw} proof`))
    },
    owed(order) {
      const { min, max } = SENDS_MINUTES
      const at = inDaytime(scene, (now() + dice.between(min * MINUTE_MS, max * MINUTE_MS)) as Instant, dice)
      stage.world.plan(at, () => stage.says(GROUP, owner, `/fulfil ${order}`, { private: true }))
    },
  }
}

type Data = Readonly<Record<string, unknown>>

/** What people do because of draws. The plugin is known by the names of its facts: it need not be there. */
export function drawReactionsIn(
  scene: Scene,
  cast: ReadonlyMap<MemberId, Person>,
  dice: Dice,
): (commit: Commit) => void {
  const drawing = drawingIn(scene, cast, dice)
  /** Who holds each prize: from the message that names them on they can claim it. */
  const holders = new Map<string, MemberId>()
  const hold = ({ slot, member }: Data) => {
    if (member) holders.set(String(slot), member as MemberId)
  }
  const hear = ({ draw, slot, until }: Data) => {
    const holder = holders.get(String(slot))
    if (holder) drawing.holds(Number(draw), holder, until as Instant)
  }
  const reactions: ReadonlyMap<string, (data: Data) => void> = new Map([
    ['lucky-draw/announced', (data: Data) => drawing.announced(data as unknown as Announced)],
    ['lucky-draw/opened', ({ draw, message }: Data) => drawing.opened(Number(draw), message as MessageId | null)],
    ['lucky-draw/sealed', ({ draw }: Data) => drawing.over(Number(draw))],
    ['lucky-draw/voided', ({ draw }: Data) => drawing.over(Number(draw))],
    ['lucky-draw/won', hold],
    ['lucky-draw/passed', hold],
    ['lucky-draw/expectedUntil', hear],
    ['lucky-draw/finished', ({ draw }: Data) => drawing.finished(Number(draw))],
    ['shop/prizeOwed', ({ order }: Data) => drawing.owed(Number(order))],
  ])
  return ({ group, facts }) => {
    if (group !== GROUP) return
    for (const [type, data] of facts) reactions.get(type)?.(data as Data)
  }
}
