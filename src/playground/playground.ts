import { isDeepStrictEqual } from 'node:util'
import type { Config } from '../config.ts'
import type { Instant } from '../events/ids.ts'
import { machineTime } from '../scheduler/clock.ts'
import type { DoneAct } from './acts.ts'
import { perform } from './deeds.ts'
import type { KeptPlay, PlayStore } from './kept.ts'
import { chosenCampaign, type Plans } from './plans.ts'
import { refusal } from './refusals.ts'
import { type Campaign, openSession, type Session } from './session.ts'
import type { PlaygroundAct, PlaygroundAnswer } from './wire.ts'

export interface PlaygroundOptions {
  readonly config: Pick<Config, 'plugins' | 'settingsFor'>
  readonly plans: Plans
  /** What it begins with, and goes back to by `reset`. */
  readonly first: Campaign
  readonly store: PlayStore
  /** It begins with that, whatever was kept. Default: it goes on with what was kept. */
  readonly isChosen?: boolean
  /** Called as often as something may be new. `all`: the clock has stopped, or somebody has done something. */
  readonly onNews: (how: 'some' | 'all') => void
  readonly onTrouble: (what: string) => void
}

/** A campaign that is played, by whoever looks at the page: one for all of them. */
export interface Playground extends AsyncDisposable {
  /** What is played, or is being set up. */
  readonly campaign: Campaign
  /** Null: it is being set up. */
  readonly session: Session | null
  /** What the clock does. Null: it stands still. */
  readonly run: Pick<Run, 'mode' | 'target'> | null
  /** Resolves when it is done, and the bot has answered; a `run`, a `start` and a `reset` when it has begun. */
  act(act: PlaygroundAct): Promise<PlaygroundAnswer>
  /** Resolves when a campaign is set up. */
  ready(): Promise<Session>
  /** Resolves when the clock stands still, and nobody's act is under way. Rejects with what has ended it. */
  still(): Promise<void>
}

/** So long the clock runs before the event loop has a turn, in milliseconds: requests are answered meanwhile. */
const SLICE_MS = 12
/** While the clock runs, how far it has come is kept so often, in milliseconds. */
const KEEP_EVERY_MS = 2_000
const HOUR_MS = 3_600_000
/** Acts that are kept, and played again at the next start. */
const ACTS_MAX = 2_000

interface Job {
  readonly act: PlaygroundAct
  readonly answered: PromiseWithResolvers<PlaygroundAnswer>
}
/** The clock on its way. */
interface Run {
  readonly mode: 'making' | 'running'
  /** Where it stops next. */
  readonly to: () => Instant
  /** Stops as soon as this holds. Default: never. */
  readonly until?: () => boolean
  /** Where it goes in the end, for people. */
  readonly target: () => Instant
  /** When it is there. */
  readonly arrived: () => Promise<void>
}

export function createPlayground(options: PlaygroundOptions): Playground {
  const { config, plans, store, onNews, onTrouble } = options
  const jobs: Job[] = []
  let waiting: PromiseWithResolvers<void>[] = []
  let beginning: KeptPlay | null = keptOrFirst(options)
  let play = beginning
  let session: Session | null = null
  let run: Run | null = null
  let isClosed = false
  let isAtRest = false
  let keptAtMs = machineTime.elapsedMs()
  let wake: () => void = () => {}
  let hasEnded: unknown = null
  const working = work()
  // Whoever waits for it is told; nobody else has to.
  working.catch(() => {})

  // One thing after the other

  async function work(): Promise<void> {
    try {
      // Whoever has made it hears of what happens first.
      await Promise.resolve()
      while (!isClosed) await workOnce().catch(breakOff)
      if (session && run?.mode === 'running') await keep(session)
    } finally {
      const error = hasEnded ?? new Error('The playground is closed.')
      for (const { answered } of jobs.splice(0)) answered.reject(error)
      settleWaiting()
    }
  }
  /** Something inside is broken. Whoever plays can start over. */
  function breakOff(error: unknown): void {
    hasEnded = error
    run = null
    onTrouble(`The playground has stopped. Start over on its page. ${stackOf(error)}`)
    settleWaiting()
    onNews('all')
  }
  async function workOnce(): Promise<void> {
    if (beginning) return begin(beginning)
    const job = jobs.shift()
    if (job) return doJob(job)
    if (run && session) return runOn(session, run)
    return rest()
  }
  async function rest(): Promise<void> {
    isAtRest = true
    settleWaiting()
    const { promise, resolve } = Promise.withResolvers<void>()
    wake = resolve
    if (jobs.length > 0 || isClosed) resolve()
    await promise
    isAtRest = false
  }
  function settleWaiting(): void {
    for (const { resolve, reject } of waiting) hasEnded === null ? resolve() : reject(hasEnded)
    waiting = []
  }
  async function settled(isThere: () => boolean): Promise<void> {
    for (;;) {
      if (isClosed || hasEnded !== null) throw hasEnded ?? new Error('The playground is closed.')
      if (isThere()) return
      const next = Promise.withResolvers<void>()
      waiting.push(next)
      await next.promise
    }
  }

  // A campaign

  async function begin(kept: KeptPlay): Promise<void> {
    beginning = null
    session = null
    run = null
    play = kept
    onNews('all')
    // Whoever asks meanwhile hears that it is being made.
    await aTurn()
    const { campaign } = kept
    const opened = await openSession({
      ...{ campaign, content: plans.content, plan: plans.named(campaign.plan)!, settings: config.settingsFor },
      plugins: config.plugins.map(({ plugin }) => plugin),
    })
    session = opened
    settleWaiting()
    onNews('all')
    makeHistory(opened, kept.acts)
  }
  /** What has been played is played again: first up to the next thing that somebody has done. */
  function makeHistory(here: Session, acts: KeptPlay['acts']): void {
    const [next, ...rest] = acts
    const target = () => play.now ?? here.historyEnd
    const arrived = async () => {
      if (!next) return stop(here)
      const answer = await perform(here, next.act)
      if (!answer.ok) leaveOut(next, answer.problem['en-US'])
      makeHistory(here, rest)
    }
    run = { mode: 'making', to: next ? () => next.at : target, target, arrived }
  }
  function leaveOut(done: KeptPlay['acts'][number], problem: string): void {
    onTrouble(`Left out what does not work any more: "${done.act.act}". ${problem}`)
    play = { ...play, acts: play.acts.filter(one => one !== done) }
  }
  /** It stands still once that is durable: what somebody has seen is there again after whatever happens. */
  async function stop(here: Session): Promise<void> {
    await keep(here)
    run = null
    onNews('all')
  }
  async function keep(here: Session): Promise<void> {
    play = { ...play, now: here.now() }
    keptAtMs = machineTime.elapsedMs()
    await write(play)
  }
  /** A full disk ends nobody's play: the next write has all of it again. */
  async function write(kept: KeptPlay): Promise<void> {
    try {
      await store.keep(kept)
    } catch (error) {
      onTrouble(`What was played could not be kept, and will be missing at the next start. ${stackOf(error)}`)
    }
  }

  async function runOn(here: Session, going: Run): Promise<void> {
    const { to, until = () => false } = going
    const sliceEnd = machineTime.elapsedMs() + SLICE_MS
    let isThere = here.now() >= to() || until()
    while (!isThere && machineTime.elapsedMs() < sliceEnd) isThere = !(await here.step(to())) || until()
    if (isThere) {
      if (going.until) await here.quieten()
      await going.arrived()
    } else if (going.mode === 'running' && machineTime.elapsedMs() - keptAtMs >= KEEP_EVERY_MS) await keep(here)
    onNews('some')
    await aTurn()
  }

  // What whoever plays wants

  async function doJob({ act, answered }: Job): Promise<void> {
    try {
      const answer = await obey(act)
      onNews('all')
      answered.resolve(answer)
    } catch (error) {
      answered.reject(error)
      throw error
    }
  }
  async function obey(act: PlaygroundAct): Promise<PlaygroundAnswer> {
    if (act.act === 'start' || act.act === 'reset') return startOver(act)
    if (hasEnded !== null) return refusal('broken')
    if (!session || run?.mode === 'making') return refusal('making')
    if (act.act === 'run') return goOn(session, act.to)
    if (act.act !== 'pause') return done(session, act)
    await stop(session)
    return { ok: true }
  }
  async function done(here: Session, act: DoneAct): Promise<PlaygroundAnswer> {
    if (play.acts.length >= ACTS_MAX) return refusal('too-many-acts', ACTS_MAX)
    const at = here.now()
    const answer = await perform(here, act)
    if (!answer.ok) return answer
    play = { ...play, acts: [...play.acts, { at, act }] }
    await keep(here)
    return answer
  }
  function goOn(here: Session, to: (PlaygroundAct & { readonly act: 'run' })['to']): PlaygroundAnswer {
    const { rehearsal, log } = here
    const now = here.now()
    if (now >= rehearsal.end()) return refusal('over')
    const within = (at: number) => () => Math.min(at, rehearsal.end()) as Instant
    const count = log.lines.length
    const target = {
      hour: within(now + HOUR_MS),
      day: within(now + 24 * HOUR_MS),
      end: rehearsal.end,
      next: rehearsal.end,
    }[to]
    run = {
      ...{ mode: 'running', to: target, target, arrived: () => stop(here) },
      ...(to === 'next' && { until: () => log.lines.length > count }),
    }
    return { ok: true }
  }
  async function startOver(act: PlaygroundAct & { readonly act: 'start' | 'reset' }): Promise<PlaygroundAnswer> {
    const campaign = act.act === 'reset' ? options.first : chosenCampaign(plans, play.campaign, act)
    const refused = plans.refusalOf(campaign)
    if (refused) return refused
    hasEnded = null
    beginning = freshPlay(campaign)
    await write(beginning)
    return { ok: true }
  }

  return {
    get campaign() {
      return (beginning ?? play).campaign
    },
    get session() {
      return session
    },
    get run() {
      return run
    },
    act(act) {
      const answered = Promise.withResolvers<PlaygroundAnswer>()
      if (isClosed) answered.reject(new Error('The playground is closed.'))
      else jobs.push({ act, answered })
      wake()
      return answered.promise
    },
    async ready() {
      await settled(() => session !== null)
      return session!
    },
    still: () => settled(() => isAtRest && jobs.length === 0),
    async [Symbol.asyncDispose]() {
      isClosed = true
      wake()
      await working
    },
  }
}

/** What was kept of a campaign that cannot be played any more is no reason not to start. */
function keptOrFirst({ store: { kept }, first, isChosen = false, plans, onTrouble }: PlaygroundOptions): KeptPlay {
  if (!kept || (isChosen && !isDeepStrictEqual(kept.campaign, first))) return freshPlay(first)
  const refused = plans.refusalOf(kept.campaign)
  if (!refused) return kept
  onTrouble(`What was played last cannot be played again: ${refused.problem['en-US']} It begins anew`)
  return freshPlay(first)
}
const stackOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))
/** The event loop has one. */
const aTurn = () => new Promise(resolve => setImmediate(resolve))

const freshPlay = (campaign: Campaign): KeptPlay => ({ campaign, acts: [], now: null })
