import { describe, expect, test } from 'vitest'
import { type Lab, LIBRARIES, member, message, openLab } from './telegram.fixtures.ts'

/** A group in which Amy has written something, to a bot that is an admin, or is none. */
async function openGroup(library: (typeof LIBRARIES)[number], isAdmin = true) {
  const lab = await openLab(library, {}, { isAdmin, privacyMode: false })
  const amy = lab.api.person({ firstName: 'Amy' })
  lab.group.add(amy)
  await lab.adapter.start(lab.intake)
  // From then on Telegram knows which kinds of updates we ask for.
  await expect.poll(() => lab.intake.isCaughtUp).toBe(true)
  return { lab, amy, said: lab.group.says(amy, 'good morning') }
}
const heard = ({ intake }: Lab) => intake.heard.filter(update => update.kind === 'reacted')

describe.each(LIBRARIES)('reactions over %s', library => {
  test('say whose they are, and whether there was one before and is one now', async () => {
    const { lab, amy, said } = await openGroup(library)
    for (const emoji of [['👍'], ['❤'], []]) lab.group.react(amy, said, emoji)
    await expect.poll(() => heard(lab).length).toBe(3)
    expect(heard(lab).map(({ had, has }) => [had, has])).toEqual([
      [false, true],
      [true, true],
      [true, false],
    ])
    const [first, second] = heard(lab)
    expect(first).toMatchObject({
      chat: lab.chat.id,
      message: message(said),
      who: { member: member(amy), name: 'Amy' },
    })
    expect(first?.cause).not.toBe(second?.cause)
    // Whose it is stands in no cause, which is kept.
    expect(first?.cause).not.toContain(`${amy.id}`)
    expect(lab.log.entries.filter(({ level }) => level !== 'info')).toEqual([])
    await lab[Symbol.asyncDispose]()
  })

  test('are told where the bot is an admin, and of nobody but people', async () => {
    const { lab, amy, said } = await openGroup(library, false)
    lab.group.react(amy, said, ['👍'])
    lab.group.promote('bot')
    lab.group.react(lab.api.person({ firstName: 'Robot', isBot: true }), said, ['👍'])
    lab.group.react(amy, said, ['👏'], { anonymous: true })
    const stranger = { id: amy.id, type: 'private', first_name: 'Amy' }
    lab.api.inject({ message_reaction: reaction(stranger, amy.user) })
    lab.api.inject({ message_reaction: { ...reaction(stranger, amy.user), new_reaction: 'broken' } })
    // The control: what comes after all these is heard.
    lab.group.react(amy, said, ['❤'])
    await expect.poll(() => heard(lab).length).toBe(1)
    expect(heard(lab)).toMatchObject([{ had: true, has: true, who: { member: member(amy) } }])
    await lab[Symbol.asyncDispose]()
  })
})

const reaction = (chat: object, user: object) => ({
  ...{ chat, user, message_id: 1, date: 1, old_reaction: [] },
  new_reaction: [{ type: 'emoji', emoji: '👍' }],
})
