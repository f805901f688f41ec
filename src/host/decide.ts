import type { Event, EventOf, Person } from '../events/event.ts'
import type { MemberId } from '../events/ids.ts'
import { higherRole, may } from './access.ts'
import {
  answersTo,
  nearestCommand,
  type RegisteredCommand,
  readArgs,
  readSpoken,
  type Spoken,
  usageOf,
  withoutMention,
} from './command.ts'
import { deliveries } from './core/deliveries.ts'
import { hasExpired } from './core/delivering.ts'
import { type Membership, membership } from './core/membership.ts'
import { days } from './core/time.ts'
import { decideInner, recordInner, recordOutage } from './decide-inner.ts'
import { type Deciding, guarded, type LiveGroup, newDeciding, type Plugins } from './deciding.ts'
import type { Decision } from './decision.ts'
import type { Draft } from './draft.ts'
import { hasBeenHere, type Kept } from './kept.ts'
import type { Asker } from './plugin.ts'

/** Decides one event: every fact it leads to is in the draft, and folded. A throw means that nothing counts. */
export function decide(plugins: Plugins, live: LiveGroup, event: Event, draft: Draft): void {
  decideEvent(newDeciding(plugins, live, event, draft), event)
}

/** Decides a dead letter again. What the core has recorded of it stands: only the plugins are asked. */
export function decideAgain(plugins: Plugins, live: LiveGroup, event: Event, kept: Kept, draft: Draft): void {
  const deciding = newDeciding(plugins, live, event, draft)
  const isRecorded = event.kind !== 'said' && event.kind !== 'pressed' && event.kind !== 'edited'
  decideEvent(isRecorded ? { ...deciding, kept, record: deciding.reactTo } : deciding, event)
}

function decideEvent(deciding: Deciding, event: Event): void {
  const { live } = deciding
  const isInGroup = 'who' in event && !isPrivate(event)
  if (isInGroup && live.read(days).group.beganAt === null) deciding.record(days.facts.began({ at: event.at }))
  switch (event.kind) {
    case 'said':
      return decideSaid(deciding, event)
    case 'pressed':
      return decidePressed(deciding, event)
    case 'edited':
      if (recordPresence(deciding, event.who).presence === 'present') deciding.askAll('edited', event)
      return
    case 'joined':
      return decideJoined(deciding, event)
    case 'left':
      return decideLeft(deciding, event)
    case 'outage':
      recordOutage(deciding, event)
      return deciding.askAll('outage', event)
    default:
      return decideInner(deciding, event)
  }
}

/** What of an event is so whether or not a plugin can cope with it: the timer has rung, the message has been sent. */
export function decideWithoutPlugins(plugins: Plugins, live: LiveGroup, event: Event, draft: Draft): void {
  const noPlugins = plugins.all.map(plugin => ({ ...plugin, due: {}, outcomes: {} }))
  const deciding = newDeciding({ ...plugins, all: noPlugins, reactions: new Map() }, live, event, draft)
  switch (event.kind) {
    case 'said':
    case 'pressed':
    case 'edited':
      return
    case 'joined':
      return void recordJoined(deciding, event)
    case 'left':
      return void recordLeft(deciding, event)
    case 'outage':
      return recordOutage(deciding, event)
    case 'due':
      if (hasExpired(deciding, event)) return void recordInner(deciding, event)
      // A delivery that its plugin cannot judge does not leave.
      return deciding.record(deliveries.facts.withdrawn({ delivery: event.delivery, reason: 'due-failed' }))
    default:
      recordInner({ ...deciding, run: () => true }, event)
  }
}

// What people do

const isPrivate = (event: Event): boolean => 'private' in event && event.private === true

/** Records what the event shows about its person; returns their record. */
function recordPresence({ live, event, record }: Deciding, { member, name }: Person): Membership {
  const { members } = live.read(membership)
  const known = members.of(member)
  if (known.presence !== 'present' && !isPrivate(event)) record(membership.facts.seen({ member }))
  // Names of strangers in private are nobody's business here.
  const kept = keptOf(name)
  if (kept !== undefined && kept !== known.name && members.of(member).presence === 'present') {
    record(membership.facts.named({ member, name: kept }))
  }
  const day = live.settings.calendar.dayOf(event.at)
  if (event.kind !== 'joined' && members.of(member).presence === 'present' && (known.activeDay ?? '') < day) {
    record(membership.facts.active({ member, day }))
  }
  return members.of(member) as Membership
}

/** Longest name that is kept, in characters. Platforms allow less. */
const NAME_CHARS_MAX = 128

function keptOf(name: string | undefined): string | undefined {
  const isShort = name === undefined || name.length <= NAME_CHARS_MAX
  return isShort ? name : [...name].slice(0, NAME_CHARS_MAX).join('')
}

function askerOf(deciding: Deciding, event: EventOf<'said'> | EventOf<'pressed'>): Asker | null {
  const known = recordPresence(deciding, event.who)
  if (known.presence !== 'present') return null
  const role = higherRole(event.who.role, known.role)
  return { member: event.who.member, role, message: event.message, private: isPrivate(event) }
}

function decideSaid(deciding: Deciding, event: EventOf<'said'>): void {
  const { plugins, draft } = deciding
  const asker = askerOf(deciding, event)
  // Deny by default: somebody who is not known to be in the group gets nothing, and is told nothing.
  if (!asker) return
  const spoken = readSpoken(event.text, plugins.botNames)
  // A plugin does not know what the bot is called: 「@bot 打卡」 reaches it as 「打卡」.
  const heard = { ...event, text: withoutMention(event.text, plugins.botNames) }
  const answered = decideCommand(deciding, spoken, asker) || askInTurn(deciding, heard, asker)
  listen(deciding, heard, asker)
  if (!answered && spoken.slash) suggest(deciding, spoken, asker)
  draft.finish(asker)
}

function decidePressed(deciding: Deciding, event: EventOf<'pressed'>): void {
  const asker = askerOf(deciding, event)
  if (!asker) return
  const spoken = { ...readSpoken(event.button, deciding.plugins.botNames), slash: true }
  if (!decideCommand(deciding, spoken, asker)) {
    deciding.plugins.all.some((plugin, index) => {
      const decide = plugin.on.pressed
      return (
        decide !== undefined &&
        deciding.run(
          index,
          'on.pressed',
          () => decide(deciding.contextOf(index, asker) as never, event as never),
          asker,
        )
      )
    })
  }
  deciding.draft.finish(asker)
}

/** True when the words were a command, whatever came of it. */
function decideCommand(deciding: Deciding, spoken: Spoken, asker: Asker): boolean {
  const registered = deciding.plugins.registry.get(spoken.word)
  if (!registered || !answersTo(registered, spoken)) return false
  const { plugin, key, command } = registered
  // A schema may run the plugin's own code.
  const where = `${deciding.plugins.all[plugin]!.name}/commands.${key}`
  const read = guarded(where, () => readArgs(command.args, spoken.rest))
  const least = command.who ?? 'member'
  const { say } = deciding.live
  // Without a slash it may be ordinary talk: then nothing is said about what is missing.
  if (!may(asker.role, least)) return spoken.slash && deciding.run(0, 'denied', () => [say.denied({ least })], asker)
  if ('problem' in read)
    return spoken.slash && deciding.run(0, 'usage', () => [say.usage({ usage: usageOf(registered) })], asker)
  const decide = () => command.decide(deciding.contextOf(plugin, asker) as never, read.args as never)
  deciding.run(
    plugin,
    `commands.${key}`,
    () => (command.scan ? scanned(deciding, registered, read.args, decide) : decide()),
    asker,
  )
  return true
}

/** How long the answer of a command that looks at all members serves whoever asks, in milliseconds. */
const SCAN_CACHE_MS = 10_000
/** How many such answers are kept per group: people may ask with any arguments. */
const SCAN_ANSWERS_MAX = 100

function scanned(
  { live, event }: Deciding,
  { plugin, key }: RegisteredCommand,
  args: object,
  decide: () => Decision,
): Decision {
  const name = `${plugin}/${key}/${JSON.stringify(args)}`
  const cached = live.scans.get(name)
  if (cached && Math.abs(event.at - cached.at) < SCAN_CACHE_MS) return cached.decision
  const decision = decide()
  const isAnswer = decision.every(item => !item || item.kind === 'saying')
  if (!isAnswer) return decision
  if (live.scans.size >= SCAN_ANSWERS_MAX) live.scans.clear()
  live.scans.set(name, { at: event.at, decision })
  return decision
}

/** The first plugin that answers is the last to be asked. */
function askInTurn(deciding: Deciding, event: EventOf<'said'>, asker: Asker): boolean {
  return deciding.plugins.all.some((plugin, index) => {
    const decide = plugin.on.said
    return (
      decide !== undefined &&
      deciding.run(index, 'on.said', () => decide(deciding.contextOf(index, asker) as never, event as never), asker)
    )
  })
}

function listen(deciding: Deciding, event: EventOf<'said'>, asker: Asker): void {
  deciding.plugins.all.forEach((plugin, index) => {
    const decide = plugin.on.listen
    if (decide)
      deciding.run(index, 'on.listen', () => decide(deciding.contextOf(index, asker) as never, event as never), asker)
  })
}

const COMMAND_WORD = /^[\p{L}\p{N}_]{1,32}$/u

function suggest(deciding: Deciding, { word }: Spoken, asker: Asker): void {
  if (!COMMAND_WORD.test(word)) return
  const { say } = deciding.live
  const nearest = nearestCommand(deciding.plugins.registry, word)
  const known = nearest && may(asker.role, nearest.command.who ?? 'member') ? nearest.command.words : undefined
  deciding.run(
    0,
    'suggest',
    () => {
      const saying = known
        ? say.unknownCommand({ typed: word, nearest: known[0]!, alias: known[1] ?? null })
        : say.noSuchCommand({ typed: word })
      return [{ ...saying, quotes: true }]
    },
    asker,
  )
}

function decideJoined(deciding: Deciding, event: EventOf<'joined'>): void {
  const returned = deciding.kept?.returned ?? hasBeenHere(deciding.live.read, event.who.member)
  if (recordJoined(deciding, event)) deciding.askAll('joined', { ...event, returned } as Event)
}

/** False when nothing is new: platforms report one joining twice, by a service message and by a change of membership. */
function recordJoined(deciding: Deciding, event: EventOf<'joined'>): boolean {
  const { member } = event.who
  if (!deciding.kept && isPresent(deciding, member)) return false
  const { at, inviter, via } = event
  deciding.record(
    membership.facts.joined({
      member,
      at,
      ...(inviter && { inviter }),
      ...(via && { via: [...via.replace(/\p{C}/gu, '')].slice(0, 64).join('') || '-' }),
    }),
  )
  recordPresence(deciding, event.who)
  return true
}

function decideLeft(deciding: Deciding, event: EventOf<'left'>): void {
  if (recordLeft(deciding, event)) deciding.askAll('left', event)
}

function recordLeft(deciding: Deciding, { who: { member }, at, by }: EventOf<'left'>): boolean {
  if (!deciding.kept && !isPresent(deciding, member)) return false
  deciding.record(membership.facts.left({ member, at, ...(by && { by }) }))
  return true
}

const isPresent = ({ live }: Deciding, member: MemberId): boolean =>
  live.read(membership).members.of(member).presence === 'present'
