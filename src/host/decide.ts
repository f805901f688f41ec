import { type Event, type EventOf, isPrivate } from '../events/event.ts'
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
import type { Asker } from './context.ts'
import { asksAboutOneself } from './core/about-oneself.ts'
import { deliveries } from './core/deliveries.ts'
import { hasExpired, oweMissedLine } from './core/delivering.ts'
import { membership } from './core/membership.ts'
import { chosenFrom, menuOf, menus } from './core/menus.ts'
import { operations } from './core/operations.ts'
import { people } from './core/people.ts'
import { recordReacted, recordReply } from './core/responding.ts'
import { setup } from './core/setup.ts'
import { days } from './core/time.ts'
import { decideInner, recordInner, recordOutage } from './decide-inner.ts'
import { decideConfirmed, decideUndone, tellDenied, wasAsked } from './decide-operations.ts'
import {
  decideJoined,
  decideLeft,
  decideStanding,
  recordFound,
  recordJoined,
  recordLeft,
  recordOwnerGone,
  recordPresence,
  recordStanding,
} from './decide-presence.ts'
import { decideWhy } from './decide-why.ts'
import { type Deciding, type LiveGroup, newDeciding, type Plugins } from './deciding.ts'
import type { Button, Decision } from './decision.ts'
import { type Draft, guarded } from './draft.ts'
import type { Kept } from './kept.ts'
import { mentionedIn, tellUnmeant, whoIsMeant } from './who-is-meant.ts'

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
  if (!isReady(deciding) && !concernsSetup(deciding, event)) return
  // Nothing begins by it, and nobody is here by it.
  if (event.kind === 'reacted') return recordReacted(deciding, event)
  begin(deciding)
  decideByKind(deciding, event)
  offerMenus(deciding)
  // It may have become ready by this.
  begin(deciding)
}

/** Where there are no buttons, numbers answer what is asked now. */
function offerMenus({ plugins, draft, event, record, live }: Deciding): void {
  if (!plugins.numbersAnswer) return
  const { owner } = live.read(membership).group
  for (const { buttons = [], target } of draft.answers) {
    const menu = menuOf(buttons as readonly Button[], event.at, { target, owner })
    if (menu) record(menu)
  }
}

/** The days of a group begin with the first that happens in it once it is set up. */
function begin(deciding: Deciding): void {
  const { live, event } = deciding
  const isInGroup = 'who' in event && !isPrivate(event)
  if (!isInGroup || live.read(days).group.beganAt !== null || !isReady(deciding)) return
  deciding.record(days.facts.began({ at: event.at }))
}

function decideByKind(deciding: Deciding, event: Exclude<Event, EventOf<'reacted'>>): void {
  switch (event.kind) {
    case 'said':
      return decideSaid(deciding, event)
    case 'pressed':
      return decidePressed(deciding, event)
    case 'edited':
      if (!event.who.anonymous && recordPresence(deciding, event.who).presence === 'present')
        deciding.askAll('edited', event)
      return
    case 'joined':
      return decideJoined(deciding, event)
    case 'left':
      return isSetUp(deciding) ? decideLeft(deciding, event) : recordOwnerGone(deciding, event)
    case 'found':
      return recordFound(deciding, event)
    case 'standing':
      return decideStanding(deciding, event)
    case 'outage':
      recordOutage(deciding, event)
      if (deciding.plugins.losesWords && isSetUp(deciding)) oweMissedLine(deciding, event)
      return deciding.askAll('outage', event)
    default:
      return decideInner(deciding, event)
  }
}

/** Before a group is set up its owner's `/setup` is heard, and nothing else: nobody there has asked for us yet. */
const isReady = (deciding: Deciding): boolean => !FROM_PEOPLE.has(deciding.event.kind) || isSetUp(deciding)
const isSetUp = ({ plugins, live }: Deciding): boolean => !plugins.needsSetup || live.read(setup).group.doneAt !== null
const FROM_PEOPLE: ReadonlySet<Event['kind']> = new Set([
  'said',
  'edited',
  'pressed',
  'joined',
  'left',
  'found',
  'reacted',
])

function concernsSetup({ plugins, live }: Deciding, event: Event): boolean {
  // Who claimed it and went is its owner no more.
  if (event.kind === 'left') return live.read(membership).group.owner === event.who.member
  if (event.kind !== 'said' && event.kind !== 'pressed') return false
  const words = event.kind === 'said' ? (chosenByNumber({ plugins, live }, event)?.says ?? event.text) : event.button
  return isSetupCommand(plugins, words, event.kind === 'pressed')
}

/** Whether the words are the command by which a group is set up. */
export function isSetupCommand(plugins: Plugins, words: string, isPress = false): boolean {
  const { word, slash } = readSpoken(words, plugins.botNames)
  const registered = plugins.registry.get(word)
  const isChoice = isPress || word === 'setup'
  return registered !== undefined && plugins.all[registered.plugin]!.slice === setup && (slash || isChoice)
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
    case 'reacted':
      return recordReacted(deciding, event)
    case 'found':
      return recordFound(deciding, event)
    case 'standing':
      return recordStanding(deciding, event)
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

function askerOf(deciding: Deciding, event: EventOf<'said'> | EventOf<'pressed'>): Asker | null {
  const { who, message } = event
  const place = {
    message,
    private: isPrivate(event),
    ...('topic' in event && { topic: event.topic }),
    ...('photo' in event && event.photo && { photo: true as const }),
  }
  if (who.anonymous) return { ...place, member: who.member, role: who.role ?? 'member', anonymous: true }
  // Before there is a group nobody is a member of it, and nothing is kept of whoever asks.
  if (!isSetUp(deciding)) {
    const { role } = deciding.live.read(membership).members.of(who.member)
    return { ...place, member: who.member, role: higherRole(who.role, role) }
  }
  const known = recordPresence(deciding, who)
  const words = event.kind === 'said' ? event.text : event.button
  const hasLeft = known.presence === 'left' && isPrivate(event) && asksAboutOneself(deciding, who.member, words)
  if (known.presence !== 'present' && !hasLeft) return null
  return { ...place, member: who.member, role: higherRole(who.role, known.role) }
}

/** A number that answers a menu, where the platform has no buttons. */
function chosenByNumber({ plugins, live }: Pick<Deciding, 'plugins' | 'live'>, event: EventOf<'said'>) {
  const { text, who, at } = event
  const said = { text, member: who.member, at, private: isPrivate(event) }
  return plugins.numbersAnswer ? chosenFrom(live.read(menus), said) : undefined
}

function decideSaid(deciding: Deciding, event: EventOf<'said'>): void {
  const { plugins, draft } = deciding
  const chosen = chosenByNumber(deciding, event)
  if (chosen !== undefined) {
    if (chosen.closes) deciding.record(chosen.closes)
    return decidePressed(deciding, { ...event, kind: 'pressed', button: chosen.says })
  }
  const asker = askerOf(deciding, event)
  // Deny by default: somebody who is not known to be in the group gets nothing, and is told nothing.
  if (!asker) return
  recordReply(deciding, event)
  const spoken = readSpoken(event.text, plugins.botNames)
  // A plugin does not know what the bot is called: 「@bot 打卡」 reaches it as 「打卡」.
  const mentions = mentionedIn(deciding, event)
  const heard = {
    ...event,
    text: withoutMention(event.text, plugins.botNames),
    ...(mentions.length > 0 && { mentions }),
  }
  const isCommand = decideCommand(deciding, spoken, asker)
  const isAnswered = !isCommand && !asker.anonymous && askInTurn(deciding, heard, asker)
  // Whoever listens to talk hears none of what was said to the bot.
  if (!isCommand && !asker.anonymous) listen(deciding, { ...heard, isAnswered }, asker)
  if (!isCommand && !isAnswered && spoken.slash) suggest(deciding, spoken, asker)
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
  const least = command.who ?? 'member'
  const { say } = deciding.live
  // What belongs to a person needs to know which; what an admin may do needs to know that it is one.
  const isNobodys = asker.anonymous && least === 'member' && deciding.plugins.all[plugin]!.slice !== setup
  if (isNobodys && plugin > 0) return spoken.slash && deciding.run(0, 'anonymous', () => [say.anonymous()], asker)
  // Without a slash it may be ordinary talk: then nothing is said about what is missing.
  if (!may(asker.role, least)) return spoken.slash && tellDenied(deciding, asker, least)
  // A schema may run the plugin's own code. Not before: looking for a name costs the number of members.
  const where = `${deciding.plugins.all[plugin]!.name}/commands.${key}`
  const read = guarded(where, () => readArgs(command.args, spoken.rest, text => whoIsMeant(deciding, text)))
  if ('unmeant' in read) return spoken.slash && tellUnmeant(deciding, asker, read.unmeant)
  if ('problem' in read)
    return spoken.slash && deciding.run(0, 'usage', () => [say.usage({ usage: usageOf(registered) })], asker)
  // 「确认 2026」 where nothing was asked is talk.
  if (!spoken.slash && isConfirm(deciding, registered) && !wasAsked(deciding, asker)) return false
  if (runsOther(deciding, registered, read.args, asker)) return true
  deciding.run(plugin, `commands.${key}`, () => answerOf(deciding, registered, read.args, asker), asker)
  return true
}

/** `/confirm`, `/undo` and `/why` run a part of another plugin. */
function runsOther(deciding: Deciding, { plugin, key }: RegisteredCommand, args: object, asker: Asker): boolean {
  const { slice } = deciding.plugins.all[plugin]!
  if (slice === people && key === 'why') decideWhy(deciding, asker, args)
  else if (isConfirm(deciding, { plugin, key }))
    decideConfirmed(deciding, asker, args as { code: string; name?: string })
  else if (slice === operations && key === 'undo') decideUndone(deciding, asker)
  else return false
  return true
}

const isConfirm = ({ plugins }: Deciding, { plugin, key }: Pick<RegisteredCommand, 'plugin' | 'key'>) =>
  key === 'confirm' && plugins.all[plugin]!.slice === operations

function answerOf(deciding: Deciding, registered: RegisteredCommand, args: object, asker: Asker): Decision {
  const { plugin, command } = registered
  const context = deciding.contextOf(plugin, asker) as never
  const { scan } = command
  if (typeof scan === 'function') {
    const found = scanned(
      deciding,
      registered,
      args,
      () => scan(context, args as never),
      () => true,
    )
    return command.decide(context, args as never, found as never)
  }
  const decide = () => command.decide(context, args as never)
  return scan ? scanned(deciding, registered, args, decide, isAnswer) : decide()
}

/** How long the answer of a command that looks at all members serves whoever asks, in milliseconds. */
const SCAN_CACHE_MS = 10_000
/** How many such answers are kept per group: people may ask with any arguments. */
const SCAN_ANSWERS_MAX = 100

/** What looking at all members found, or finds now. */
function scanned<T>(
  { live, event }: Deciding,
  { plugin, key }: RegisteredCommand,
  args: object,
  look: () => T,
  mayKeep: (found: T) => boolean,
): T {
  const name = `${plugin}/${key}/${JSON.stringify(args)}`
  const cached = live.scans.get(name)
  if (cached && Math.abs(event.at - cached.at) < SCAN_CACHE_MS) return cached.found as T
  const found = look()
  if (!mayKeep(found)) return found
  if (live.scans.size >= SCAN_ANSWERS_MAX) live.scans.clear()
  live.scans.set(name, { at: event.at, found })
  return found
}
const isAnswer = (decision: Decision): boolean => decision.every(item => !item || item.kind === 'saying')

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

function listen(deciding: Deciding, event: EventOf<'said'> & { readonly isAnswered: boolean }, asker: Asker): void {
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
        : // What resembles no command may be anything: it is not said after anybody.
          say.noSuchCommand()
      return [{ ...saying, quotes: true }]
    },
    asker,
  )
}
