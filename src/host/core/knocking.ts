import type { Door, EventOf } from '../../events/event.ts'
import { readSpoken } from '../command.ts'
import type { Deciding } from '../deciding.ts'
import { type Button, type Decision, post } from '../decision.ts'
import { DOORS_MAX } from './bonfire-plugin.ts'
import { privateChats } from './chats.ts'
import { chosenFrom, menus } from './menus.ts'
import { setup } from './setup.ts'
import { days } from './time.ts'

/** Words that ask which group a private chat is for. */
const GROUP_WORDS = new Set(['group', '选群'])

/** Whether somebody, in private, asks which group it is for, or has chosen one. */
export function isAboutGroups(text: string, botNames: readonly string[]): boolean {
  const { word, slash } = readSpoken(text, botNames)
  return (slash || word === '选群') && (GROUP_WORDS.has(word) || word === 'start')
}

/** Somebody speaks to the bot alone: which group is it for? */
export function decideKnocked(deciding: Deciding, event: EventOf<'knocked'>): void {
  const { live, run, draft, plugins } = deciding
  const { from, message, at, groups, silent } = event
  const { isOpen } = live.read(privateChats).members.of(from.member)
  const asker = { member: from.member, role: 'member', message, private: true } as const
  const said = { text: event.text, member: from.member, at, private: true }
  const choice = plugins.numbersAnswer ? chosenFrom(live.read(menus), said) : undefined
  const { rest } = readSpoken(choice?.says ?? event.text, plugins.botNames)
  const named = doorNamed(groups, rest)
  const meant = named ?? (groups.length === 1 ? groups[0] : undefined)
  const decide = (): Decision => [
    !isOpen && privateChats.facts.opened({ member: from.member, at }),
    choice?.closes,
    // Whoever is in one group only has chosen nothing: they are asked once there are two.
    named !== undefined && privateChats.facts.chose({ member: from.member, group: named.group }),
    ...(silent ? [] : answer(deciding, event, meant)),
  ]
  run(0, 'knocked', decide, asker)
  draft.finish(asker)
}

/** By its id, as the buttons say it, or by its title or the beginning of it. */
function doorNamed(groups: readonly Door[], name: string): Door | undefined {
  if (name === '') return undefined
  const exact = groups.find(({ group, title }) => group === name || title === name)
  const near = groups.filter(({ title }) => title.startsWith(name))
  return exact ?? (near.length === 1 ? near[0] : undefined)
}

function answer({ live }: Deciding, { from, groups }: EventOf<'knocked'>, chosen: Door | undefined): Decision {
  const { say } = live
  if (chosen) return [say.hello({ title: chosen.title })]
  if (groups.length === 0) return [say.noGroup()]
  const buttons = groups.slice(0, DOORS_MAX).map(
    ({ group, title }): Button => ({
      label: [...title].slice(0, 32).join('') || group,
      says: `/group ${group}`,
      by: from.member,
    }),
  )
  return [post(say.whichGroup({ doors: groups }), { class: 'answer', to: { member: from.member }, buttons })]
}

/** A group that whoever knows the code may claim, or that needs no setting up. */
export function recordClaimable({ record, live }: Deciding, { code, at }: EventOf<'claimable'>): void {
  const { doneAt } = live.read(setup).group
  if (code !== null) return record(setup.facts.claimable({ code }))
  if (doneAt !== null) return
  record(setup.facts.done({ at }))
  record(days.facts.began({ at }))
}
