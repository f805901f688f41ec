import { expect, test } from 'vitest'
import { z } from 'zod'
import checkIn from '../plugins/check-in/index.ts'
import { closing } from '../plugins/closing/facts.ts'
import passport from '../plugins/passport/index.ts'
import { ledger } from '../plugins/points/facts.ts'
import points from '../plugins/points/index.ts'
import { defineMessages, definePlugin, defineSlice, MemberId } from '../src/index.ts'
import { HERE, MINUTE, SECOND, startLab, THERE } from './lab.ts'

/** Stands in for closing: invites one member, or stops. */
const invites = definePlugin({
  slice: closing,
  messages: defineMessages({}, {}),
  config: z.unknown(),
  commands: {
    invite: {
      words: ['invite_on'],
      args: z.object({ member: MemberId }),
      decide: ({ now }, { member }) => [closing.facts.invited({ closing: 1, members: [member], upTo: 1, at: now })],
    },
    stop: {
      words: ['stop_it'],
      decide: ({ now }) => [closing.facts.stopped({ closing: 1, reason: 'veto', at: now })],
    },
  },
})
const gifts = definePlugin({
  slice: defineSlice({ name: 'gifts', facts: {} }),
  messages: defineMessages({}, {}),
  config: z.unknown(),
  uses: [ledger],
  commands: {
    gift: {
      words: ['gift'],
      decide: ({ member, today }) => [ledger.facts.awarded({ member, points: 120, reason: 'prize', day: today })],
    },
  },
})

async function twoGroups() {
  const lab = await startLab()
  lab.plugins = [passport, points, checkIn, invites, gifts]
  await lab.restart()
  await lab.joins('owner', 'owner')
  await lab.joins('amy')
  await lab.platform.joins(THERE, lab.platform.person('owner', 'owner'))
  const says = async (name: string, text: string, more: Parameters<typeof lab.says>[2] = {}) => {
    const before = lab.texts.length
    lab.says(name, text, more)
    await lab.pass(20 * SECOND)
    return lab.texts.slice(before).join('\n')
  }
  async function bind() {
    const made = await says('owner', '/handover code https://example.org/join', { group: THERE })
    const typed = /\/handover (there-\S+)/.exec(made)![1]!
    await says('owner', `/handover ${typed}`)
    const asked = await says('owner', '/handover next')
    return { typed, asked, done: () => says('owner', `/confirm ${code(lab)}`) }
  }
  return { lab, says, bind }
}
const code = (lab: Awaited<ReturnType<typeof startLab>>) => lab.facts('operations/asked').at(-1)!.code as string

test('an owner binds two groups, and a member goes from one to the other with what they have', async () => {
  const { lab, says, bind } = await twoGroups()
  const { asked, done } = await bind()
  expect(asked).toContain('Make "there" (link to join it: https://example.org/join ) the group where members go next?')
  expect(await done()).toContain(
    'Done: from here members go to "there". The link to join it is https://example.org/join .',
  )

  expect(await says('owner', '/handover')).toContain('Next group: "there", https://example.org/join')

  await says('amy', '/gift')
  await says('amy', `/invite_on ${lab.platform.person('amy')}`)
  expect(await says('amy', '/points')).toContain('You have 0 points (earned 120, spent 0, taken to the next group 120)')
  expect(await says('amy', '/passport')).toContain('Your passport is on its way: 120 points, to take to "there"')

  await lab.platform.joins(THERE, lab.platform.person('amy'))
  await lab.pass(MINUTE)
  expect(lab.texts.join('\n')).toContain(
    '@amy: your points and check-in record from the last group have come along. /points shows them.',
  )
  expect(await says('amy', '/points', { group: THERE })).toContain(
    'You have 120 points (earned 0, spent 0, brought along 120)',
  )
  expect(await says('amy', '/passport')).toContain('Your passport has been used: 120 points are in "there".')
  expect(lab.troubles).toEqual([])
})

test('a closing that is stopped brings back what nobody has taken along', async () => {
  const { lab, says, bind } = await twoGroups()
  await (await bind()).done()
  await says('amy', '/gift')
  await says('amy', `/invite_on ${lab.platform.person('amy')}`)
  await says('amy', '/stop_it')
  expect(await says('amy', '/points')).toContain('You have 120 points')
  await lab.platform.joins(THERE, lab.platform.person('amy'))
  await lab.pass(MINUTE)
  expect(await says('amy', '/points', { group: THERE })).toContain('You have no points yet.')
  expect(lab.troubles).toEqual([])
})

test('a code works once: another group that has seen it is refused', async () => {
  const { lab, says, bind } = await twoGroups()
  const { typed, done } = await bind()
  await done()
  await says('owner', '/handover off')
  await says('owner', `/confirm ${code(lab)}`)
  const third = lab.facts('passport/bound', HERE)
  expect(third).toHaveLength(1)
  await lab.platform.joins('third' as typeof HERE, lab.platform.person('owner', 'owner'))
  await says('owner', `/handover ${typed}`, { group: 'third' as typeof HERE })
  expect(lab.texts.at(-1)).toContain('The other group does not know this code')
})
