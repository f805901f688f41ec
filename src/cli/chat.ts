import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { type OpenAccount, openAccount } from '../bonfire.ts'
import type { Config } from '../config.ts'
import { erasuresAsked } from '../erase-asked.ts'
import { BonfireError, isBonfireError } from '../errors.ts'
import { AccountId, GroupId, LocalDay, LocalTime, type MemberId } from '../events/ids.ts'
import type { Commit } from '../host/commit.ts'
import { deliveries } from '../host/core/deliveries.ts'
import { operations } from '../host/core/operations.ts'
import { setup } from '../host/core/setup.ts'
import type { Locale } from '../host/messages.ts'
import { type DataFolder, openDataFolder } from '../journal/data-folder.ts'
import type { Log } from '../log.ts'
import { type OpenLibrary, openLibrary } from '../open-library.ts'
import { openPlaygroundStore, type PlaygroundStore } from '../simulation/playground-state.ts'
import { createSimulatedPlatform, type SaysMore, type SimulatedPlatform } from '../simulation/simulated-platform.ts'
import { createVirtualClock } from '../simulation/virtual-clock.ts'
import { createWorld, type World } from '../simulation/world.ts'
import { withResource } from '../with-resource.ts'
import { type Control, readControl } from './chat-controls.ts'
import { createChatFiles, forgetChatFiles } from './chat-files.ts'
import { opensNext } from './chat-next.ts'
import { type ChatScreen, createChatScreen } from './chat-screen.ts'
import { buysInChat, refundsInChat } from './chat-shop.ts'
import { type ChatTexts, chatTexts } from './chat-texts.ts'

export interface ChatOptions {
  readonly config: Config
  readonly log: Log
  /** Lines to say instead of what is typed: a file. */
  readonly script?: string
  readonly input?: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly output?: NodeJS.WritableStream & { readonly isTTY?: boolean }
}

const GROUP = GroupId.parse('playground')
const ACCOUNT = AccountId.parse('playground')
/** A playground's first morning: a Monday, the same for everybody, so that conversations can be told and replayed. */
const FIRST_DAY = LocalDay.parse('2026-03-02')
const FIRST_TIME = LocalTime.parse('09:00')
const FIRST_SPEAKER = 'amy'
/** After each line, time goes on by itself until the bot has nothing to say, at most so long. */
const ANSWER_MS_MAX = 20_000

/** One group in the terminal: several simulated people, a clock that is turned by hand, the real bot. Returns the exit code. */
export async function runChat(options: ChatOptions): Promise<number> {
  if (options.script !== undefined) await checkScript(options.script)
  const data = await openDataFolder(path.join(options.config.data, 'playground'))
  const { config, log } = options
  await withResource(data, async data => {
    const library = await openLibrary({ config, data: data.path, log })
    await withResource(library, library => chatIn(data, library, options))
  })
  return 0
}

async function checkScript(file: string): Promise<void> {
  const reason = await readFile(file).then(
    () => null,
    error => (error instanceof Error ? error.message : String(error)),
  )
  if (reason !== null) throw new BonfireError('SCRIPT_UNREADABLE', { file, reason })
}

async function chatIn(data: DataFolder, library: OpenLibrary, options: ChatOptions): Promise<void> {
  const { config, output = process.stdout } = options
  const settings = config.settingsFor(GROUP)
  let bot: OpenAccount | null = null
  /** As the bot speaks to the group: a plan may change it. */
  const locale = (): Locale => (bot?.account.host.settingsOf(GROUP) ?? settings).locale
  const texts = () => chatTexts[locale()]
  // 1. The messenger, as it was left
  const store = await openPlaygroundStore(data.path, settings.calendar.at(FIRST_DAY, FIRST_TIME), FIRST_SPEAKER)
  const clock = createVirtualClock(store.state.clock)
  const nameOf = (member: MemberId) => store.state.platform.people[member]?.name ?? ''
  const screen = createChatScreen({ out: output, calendar: settings.calendar, home: GROUP, nameOf, locale })
  const files = createChatFiles(data.path)
  const save = async () => {
    store.state.clock = clock.now()
    for (const problem of await files.written()) screen.note(texts().notKept(problem))
    await store.save()
  }
  const platform = createSimulatedPlatform({
    clock,
    state: store.state.platform,
    keep: save,
    // What somebody has typed on a terminal stands there already.
    onLine: line => {
      if (line.is !== 'said' || !isTyped(options)) screen.show(line)
      const file = files.keep(line)
      if (file !== null) screen.note(texts().kept(file))
    },
    onRefused: error => tellRefused(screen, texts(), error),
  })
  // 2. The bot, on its own journal, with what ops have written
  const { content } = library
  const open = () =>
    openAccount({
      ...{
        id: ACCOUNT,
        adapter: platform,
        clock,
        settings: config.settingsFor,
        content,
        heartbeatMs: null,
        isRehearsal: true,
      },
      folder: data.accountFolder(ACCOUNT),
      plugins: config.plugins.map(({ plugin }) => plugin),
      mayWrite: data.mayWrite,
      onFatal: endAtOnce,
      onTrouble: (what, error) => options.log.error(`Trouble: ${what}`, { error }),
    })
  let opened = await open()
  bot = opened
  library.onBroken(broken => opened.account.contentBroken(broken))
  await withResource({ [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() }, async () => {
    const world = createWorld({ clock, platform, boot: async () => opened })
    // Whoever has asked for it is erased while the account is closed.
    const eraseAsked = async () => {
      if (erasuresAsked(opened.account.host).length === 0) return
      world.kill()
      await opened[Symbol.asyncDispose]()
      await forgetChatFiles(data.path)
      opened = await open()
      bot = opened
      await world.boot()
    }
    if (output.isTTY) screen.note(texts().welcome({ data: path.relative(process.cwd(), data.path) || '.' }))
    await world.boot()
    await world.advanceUntilQuiet(ANSWER_MS_MAX)
    const held = heldBack(world)
    if (held > 0) screen.note(texts().unknown(held))
    // 3. Line by line
    await talk({ options, world, platform, store, screen, texts, save, opened: () => opened, eraseAsked })
    await save()
  })
}

interface Talk {
  readonly options: ChatOptions
  readonly world: World
  readonly platform: SimulatedPlatform
  readonly store: PlaygroundStore
  readonly screen: ChatScreen
  readonly texts: () => ChatTexts
  readonly save: () => Promise<void>
  /** The account as it is open now. */
  readonly opened: () => OpenAccount
  /** Erases who has asked for it, if anybody has. */
  readonly eraseAsked: () => Promise<void>
}

async function talk(chat: Talk): Promise<void> {
  const { options, world, store, texts } = chat
  const { output = process.stdout } = options
  const input = options.script === undefined ? (options.input ?? process.stdin) : createReadStream(options.script)
  const isInteractive = isTyped(options)
  const lines = createInterface({ input, terminal: isInteractive, ...(isInteractive && { output }) })
  const calendarNow = () => world.account.host.settingsOf(GROUP).calendar
  const isBotWord = (word: string) => world.account.host.registry.has(word.normalize('NFKC').toLowerCase())
  let lastLsn = chat.opened().journal.next

  const prompt = () => {
    if (!isInteractive) return
    const [now, name] = [world.clock.now(), store.state.speaker]
    const status = texts().status({
      day: calendarNow().dayOf(now),
      time: calendarNow().timeOf(now),
      name,
      isDown: !chat.platform.isConnected,
    })
    lines.setPrompt(`[${status}] `)
    lines.prompt()
  }
  prompt()
  for await (const line of lines) {
    if (line.trim() !== '' && !line.startsWith('#')) {
      const control = readControl(line, world.clock.now(), calendarNow(), isBotWord)
      if (control.is === 'quit') break
      const next = chat.opened().journal.next
      if (control.is === 'facts') chat.screen.facts(await factsSince(chat, lastLsn))
      else {
        await obey(chat, control)
        await chat.eraseAsked()
        // Who speaks and what time it is belong to the conversation too.
        await chat.save()
        lastLsn = next
      }
    }
    prompt()
  }
  lines.close()
}

/** Whether a person sits at a terminal. */
function isTyped({ script, input = process.stdin }: ChatOptions): boolean {
  return script === undefined && (input as { isTTY?: boolean }).isTTY === true
}

async function obey(chat: Talk, control: Control): Promise<void> {
  const { world, platform, store, screen, texts } = chat
  switch (control.is) {
    case 'as': {
      const member = platform.person(control.name, control.role)
      store.state.speaker = control.name
      await platform.joins(GROUP, member)
      return world.advanceUntilQuiet(ANSWER_MS_MAX)
    }
    case 'wait':
      await world.advanceBy(control.ms)
      return world.advanceUntilQuiet(ANSWER_MS_MAX)
    case 'at':
      if (control.instant < world.clock.now()) return screen.note(texts().past)
      await world.advanceTo(control.instant)
      return world.advanceUntilQuiet(ANSWER_MS_MAX)
    case 'said':
      return say(chat, control.text)
    case 'private':
      return say(chat, control.text, { private: true })
    case 'photo':
      return say(chat, control.text, { photo: true })
    case 'yes':
      return agree(chat, control.isPrivate)
    case 'reply':
      return reply(chat, control.name, control.text)
    case 'join':
      for (const name of control.names) await platform.joins(GROUP, platform.person(name))
      return world.advanceUntilQuiet(ANSWER_MS_MAX)
    case 'leave':
      return leave(chat, control.name ?? store.state.speaker)
    case 'buys':
      screen.note(await buysInChat(shopOf(chat), control))
      return world.advanceUntilQuiet(ANSWER_MS_MAX)
    case 'refunds':
      screen.note(await refundsInChat(shopOf(chat), control.name))
      return world.advanceUntilQuiet(ANSWER_MS_MAX)
    case 'next': {
      const member = platform.idOf(store.state.speaker)
      if (store.state.platform.people[member]?.role !== 'owner') return screen.note(texts().notOwner)
      await opensNext({ world, platform, account: world.account }, member)
      return screen.note(texts().next)
    }
    case 'migrate':
      screen.note(texts().migrated)
      await platform.migrates(GROUP)
      return world.advanceUntilQuiet(ANSWER_MS_MAX)
    case 'down':
      if (!platform.isConnected) return screen.note(texts().alreadyDown)
      platform.disconnect()
      return screen.note(texts().down)
    case 'up':
      if (platform.isConnected) return screen.note(texts().alreadyUp)
      screen.note(texts().up)
      platform.connect()
      return world.advanceUntilQuiet(ANSWER_MS_MAX)
    case 'who':
      return screen.note(texts().members(namesIn(store)))
    case 'help':
      return screen.note(texts().controls)
    case 'mistake':
      return screen.note(texts().usage(control.usage))
    case 'facts':
    case 'quit':
      return
  }
}

async function say({ world, platform, store, screen, texts }: Talk, text: string, more: SaysMore = {}): Promise<void> {
  const name = store.state.speaker
  const isNew = !(platform.idOf(name) in store.state.platform.people)
  const member = platform.person(name)
  // Whoever speaks first has just come in; whoever has left must come back first.
  if (isNew) await platform.joins(GROUP, member)
  if (!more.private && !isHere(store, member)) return screen.note(texts().notIn(name))
  if (!more.private && !platform.maySpeak(GROUP, member)) return screen.note(texts().onlyAdmins(name))
  await platform.says(GROUP, member, text, more)
  await world.advanceUntilQuiet(ANSWER_MS_MAX)
}

async function reply(chat: Talk, name: string, text: string): Promise<void> {
  const { platform, screen, texts } = chat
  const ofBot = /^bot(?:-(\d{1,3}))?$/.exec(name)
  const replyTo = ofBot ? platform.lastOf('bot', Number(ofBot[1] ?? 1) - 1) : platform.lastOf(platform.idOf(name))
  if (replyTo === undefined) return screen.note(texts().nothingOf(name))
  return say(chat, text, { replyTo })
}

/** Sends the code of the question that waits for whoever speaks, as they would. */
async function agree(chat: Talk, isPrivate: boolean): Promise<void> {
  const { world, platform, store, screen, texts } = chat
  const name = store.state.speaker
  const { questions } = world.account.host.read(GROUP, operations)
  const member = platform.idOf(name)
  if (!questions.has(member)) return screen.note(texts().nothingAsked(name))
  const { code, isGrave } = questions.of(member)
  const title = world.account.host.read(GROUP, setup).group.title ?? GROUP
  return say(chat, `${texts().yes(code)}${isGrave ? ` ${title}` : ''}`, isPrivate ? { private: true } : {})
}

const shopOf = ({ opened, platform, store, texts }: Talk) => ({
  ...{ account: opened().account, group: GROUP, platform, store, texts: texts() },
})

async function leave({ world, platform, store, screen, texts }: Talk, name: string): Promise<void> {
  const member = platform.idOf(name)
  if (!isHere(store, member)) return screen.note(texts().notIn(name))
  await platform.leaves(GROUP, member)
  await world.advanceUntilQuiet(ANSWER_MS_MAX)
}

const isHere = ({ state }: PlaygroundStore, member: MemberId): boolean =>
  state.platform.people[member]?.groups.includes(GROUP) === true

function namesIn({ state }: PlaygroundStore): readonly string[] {
  const people = Object.values(state.platform.people).filter(({ groups }) => groups.includes(GROUP))
  return people.map(({ name, role }) => (role === 'member' ? name : `${name} (${role})`))
}

/** What the last line led to, as it stands in the journal. */
async function factsSince({ opened, texts }: Talk, from: number): Promise<readonly string[]> {
  const shown: string[] = []
  for await (const { lsn, text } of opened().journal.read(from)) {
    const { facts } = JSON.parse(text) as Commit
    for (const [type, data] of facts) shown.push(`${lsn} ${type} ${JSON.stringify(data)}`)
  }
  return shown.length > 0 ? shown : [texts().noFacts]
}

function heldBack(world: World): number {
  let count = 0
  for (const [, { state }] of world.account.host.read(GROUP, deliveries).pending.each())
    count += Number(state === 'unknown')
  return count
}

function tellRefused(screen: ChatScreen, texts: ChatTexts, error: unknown): void {
  if (isBonfireError(error)) screen.note(texts.notRecorded(error.message, error.remedy))
  else screen.note(texts.notRecorded(String(error), ''))
}

/** What was not acknowledged is not true: nothing may be said any more. */
function endAtOnce(error: unknown): void {
  const remedy = isBonfireError(error) ? `\n→ ${error.remedy}` : ''
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}${remedy}\n`)
  process.exit(1)
}
