import { expect, test } from 'vitest'
import type { MemberId, MessageId } from '../src/events/ids.ts'
import { posts } from '../src/host/core/posts.ts'
import { createDice, type Dice } from '../src/rehearsal/dice.ts'
import { HERE, type Lab, SECOND, startLab } from './lab.ts'

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]
const STEPS = 150
const EMOJI = ['👍', '❤', '🔥']

/** What people see below each post, by the platform itself. */
const seen = ({ platform }: Lab, messages: readonly MessageId[]) =>
  messages.map(message =>
    platform.reactionsTo(message).reduce((sum, { count, isBot }) => sum + count - Number(isBot), 0),
  )
const counted = ({ world }: Lab) =>
  [...world.account.host.read(HERE, posts).sent.each()].map(([, sent]) => sent.reactions)

/** Posts appear, the bot's process ends without notice, the connection comes and goes, and people react to all that. */
async function step(lab: Lab, dice: Dice, people: readonly MemberId[], messages: MessageId[]): Promise<void> {
  if (dice.happens(0.04) && messages.length < 5) {
    lab.platform.connect()
    await lab.says('owner', '/talk')
    await lab.pass(30 * SECOND)
    messages.push(lab.platform.lastOf('bot')!)
    return
  }
  if (dice.happens(0.05)) return lab.restart(SECOND)
  if (dice.happens(0.05)) return lab.platform.disconnect()
  if (dice.happens(0.3)) lab.platform.connect()
  await lab.platform.reacts(HERE, dice.pick(people), dice.pick(messages), dice.pick(EMOJI), dice.happens(0.7))
  if (dice.happens(0.5)) await lab.pass(SECOND)
}

test.each(SEEDS)('whatever people do, as many are counted as stand below the posts (seed %i)', async seed => {
  const dice = createDice(seed)
  const lab = await startLab({ capabilities: { reactions: true } })
  await lab.platform.stands(HERE, 'admin')
  await lab.joins('owner')
  const people = [await lab.joins('amy'), await lab.joins('bob'), await lab.joins('cat')]
  await lab.says('owner', '/talk')
  await lab.pass(30 * SECOND)
  const messages = [lab.platform.lastOf('bot')!]
  for (let count = 0; count < STEPS; count += 1) await step(lab, dice, people, messages)
  lab.platform.connect()
  await lab.pass(60 * SECOND)
  expect(counted(lab)).toEqual(seen(lab, messages))
  // The control: something was counted, and taken back.
  expect(lab.facts('posts/reacted').map(({ change }) => change)).toEqual(expect.arrayContaining([1, -1]))
})
