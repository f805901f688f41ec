import type { Door, EventOf } from '../../events/event.ts'
import type { Instant } from '../../events/ids.ts'
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
  const said = { text: event.text, member: from.member, at }
  const text = (plugins.numbersAnswer && chosenFrom(live.read(menus), said)) || event.text
  const { rest } = readSpoken(text, plugins.botNames)
  const chosen = groups.find(({ group }) => group === rest) ?? (groups.length === 1 ? groups[0] : undefined)
  const decide = (): Decision => [
    !isOpen && privateChats.facts.opened({ member: from.member, at }),
    chosen !== undefined &&
      privateChats.facts.chose({ member: from.member, group: chosen.group, since: sinceFor(event, silent === true) }),
    ...(silent ? [] : answer(deciding, event, chosen)),
  ]
  run(0, 'knocked', decide, asker)
  draft.finish(asker)
}

/** What came before a choice was for another group; the only group there is, is meant from the first word on. */
const sinceFor = ({ at }: EventOf<'knocked'>, silent: boolean): Instant => (silent ? ((at - 1) as Instant) : at)

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
