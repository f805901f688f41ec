import fc from 'fast-check'
import { closing } from '../plugins/closing/facts.ts'
import { passports } from '../plugins/passport/facts.ts'
import passport from '../plugins/passport/index.ts'
import { ledger } from '../plugins/points/facts.ts'
import { type GroupId, type LocalDay, MemberId } from '../src/events/ids.ts'
import { membership } from '../src/index.ts'
import { type Crash, createWorld, type Errand, type PassportPlugin, SOURCE, type World } from './passport-world.ts'

const PEOPLE = 3
const DAY = '2026-11-23' as LocalDay
/** Longer than a passport can be used. */
const MONTH_MS = 31 * 86_400_000
/** In the first one timers may be set anew. */
const MONTHS_TO_REST = 2
/** So many steps at most until everything is at rest. */
const REST_STEPS_MAX = 2_000

const person = (who: number) => MemberId.parse(`telegram:${1000 + who}`)
/** The same person, on another platform. */
const elsewhere = (who: number) => MemberId.parse(`wechat:w${1000 + who}`)
const pseudonymOf = (who: number) => MemberId.parse(`erased:${'0'.repeat(23)}${who}`)

const CRASHES: readonly Crash[] = ['none', 'none', 'none', 'before', 'after']
const step = fc.record({
  is: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('deliver', 'deliver', 'ring') },
    { weight: 5, arbitrary: fc.constantFrom('award', 'invite', 'stop', 'repeat', 'code-elsewhere') },
    { weight: 2, arbitrary: fc.constantFrom('join', 'leave', 'code', 'month', 'restart', 'erase', 'erase') },
  ),
  who: fc.nat(PEOPLE - 1),
  pick: fc.nat(1000),
  crash: fc.constantFrom(...CRASHES),
  /** The word that a letter has arrived is not lost. */
  isConfirmed: fc.boolean(),
})
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

/** What happens to a group and the one that its members go on to, in one account or in two. */
export const life = fc.record({
  accounts: fc.constantFrom(1 as const, 2 as const),
  steps: fc.array(step, { minLength: 30, maxLength: 90 }),
})
export type Life = typeof life extends fc.Arbitrary<infer One> ? One : never

interface Progress {
  closing: number
  /** Letters that were carried at least once. */
  readonly known: Errand[]
}

/** Lives it through; then every letter arrives and time goes by. @throws as soon as points are not conserved */
export function liveThrough({ accounts, steps }: Life, plugin: PassportPlugin = passport): World {
  const world = createWorld(accounts, plugin)
  const progress: Progress = { closing: 1, known: [] }
  const next = { to: world.target, title: 'next', code: 'K7QXM2WHRD', at: world.now }
  world.record(SOURCE, 'none', passports.facts.bound(next))
  const used = { bindCode: next.code, source: SOURCE, title: 'source', at: world.now }
  world.record(world.target, 'none', passports.facts.codeUsed(used))
  for (const one of steps) {
    take(world, progress, one)
    checkSums(world)
  }
  comeToRest(world)
  world.restart()
  checkSums(world)
  return world
}

function take(world: World, progress: Progress, { is, who, pick, crash, isConfirmed }: Step): void {
  const one = <T>(list: readonly T[]): T | undefined => list[pick % list.length]
  const { closing: number, known } = progress
  switch (is) {
    case 'award': {
      const awarded = { member: person(who), points: 1 + (pick % 50), reason: 'prize', day: DAY }
      return void world.record(SOURCE, crash, ledger.facts.awarded(awarded))
    }
    case 'invite': {
      const members = [person(who), person((who + 1) % PEOPLE)]
      return void world.record(
        SOURCE,
        crash,
        closing.facts.invited({ closing: number, members, upTo: 2, at: world.now }),
      )
    }
    case 'stop': {
      const stopped = closing.facts.stopped({ closing: number, reason: 'veto', at: world.now })
      if (world.record(SOURCE, crash, stopped)) progress.closing += 1
      return
    }
    case 'deliver': {
      const letter = one(world.letters())
      if (letter) known.push(letter)
      return letter && world.carry(letter, crash, isConfirmed)
    }
    case 'repeat': {
      const letter = one(known)
      return letter && world.carry(letter, crash, false)
    }
    case 'ring':
      // Who died over one of them rings the others when it is there again.
      for (const timer of world.ringing()) world.ring(timer, crash)
      return
    case 'join':
      return void world.joins(person(who), crash)
    case 'leave':
      return void world.leaves(person(who), crash)
    case 'code':
    case 'code-elsewhere': {
      const code = one(codesOf(world))
      const member = is === 'code' ? person(who) : elsewhere(who)
      return code === undefined ? undefined : void world.says(world.target, member, `/passport ${code}`, crash)
    }
    case 'month':
      return world.wait(MONTH_MS)
    case 'restart':
      return world.restart()
    case 'erase': {
      const asked = membership.facts.erasureAsked({ member: person(who), at: world.now })
      if (world.record(SOURCE, crash, asked) && pick % 2 === 0) world.erase(person(who), pseudonymOf(who))
    }
  }
}

const codesOf = (world: World): readonly string[] =>
  [...world.read(SOURCE, passports).issues.each()].map(([, { code }]) => code)

/** Every letter arrives in the end. */
function comeToRest(world: World): void {
  let months = 0
  for (let steps = 0; steps < REST_STEPS_MAX; steps += 1) {
    const letter = world.letters()[0]
    const timer = letter ? undefined : world.ringing()[0]
    if (letter) world.carry(letter, 'none', true)
    else if (timer) world.ring(timer, 'none')
    else if (months === MONTHS_TO_REST) return
    else {
      months += 1
      world.wait(MONTH_MS)
    }
  }
  throw new Error('It does not come to rest.')
}

/** Points of the old group, of the new one, and on the way between them are all that were ever awarded. */
export function checkSums(world: World): void {
  const parts = { old: balances(world, SOURCE), new: balances(world, world.target), underWay: pointsUnderWay(world) }
  const sum = parts.old + parts.new + parts.underWay
  const { issued } = world.read(SOURCE, ledger).group
  if (sum !== issued) throw new Error(`${issued} were awarded, and there are ${sum}: ${JSON.stringify(parts)}`)
  const ends = [...world.facts('points/broughtAlong'), ...world.facts('points/handedBack')].map(fact => fact.passport)
  if (new Set(ends).size !== ends.length) throw new Error(`A passport ended twice: ${ends.join(', ')}`)
}
const balances = (world: World, group: GroupId): number =>
  [...world.read(group, ledger).accounts.each()].reduce((sum, [, { balance }]) => sum + balance, 0)

/** Made out there, and neither accepted nor back. */
function open(world: World): readonly { readonly points: number }[] {
  const { arrivals } = world.read(world.target, passports)
  return [...world.read(SOURCE, passports).issues.each()]
    .filter(([id, { state }]) => state !== 'back' && arrivals.of(id).state !== 'accepted')
    .map(([, issue]) => issue)
}
const pointsUnderWay = (world: World): number => open(world).reduce((sum, { points }) => sum + points, 0)
export const isUnderWay = (world: World): boolean => open(world).length > 0
