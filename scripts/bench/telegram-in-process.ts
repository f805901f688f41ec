import path from 'node:path'
import { type BareHandler, BOT, bareGrammyHandler, mountableGrammy } from '../../src/adapters/telegram/bare-handlers.ts'
import { ALLOWED_UPDATES } from '../../src/adapters/telegram/map-update.ts'
import { machineTime } from '../../src/scheduler/clock.ts'
import { ROUNDS } from './bench-case.ts'
import { IN_FLIGHT, unlessStalled } from './closed-loop.ts'
import type { Figure } from './figure.ts'
import { ofRounds, type Rate, rateOf, spentOn } from './statistics.ts'
import { QUESTION, REPLY, startBonfire } from './telegram-bots.ts'

const GROUPS = 200
/** A run in which nothing is answered for so long has lost an answer. */
const STALL_MS = 10_000

/** Both bots get the same updates by `handleUpdate`, and their calls are answered before they reach the network. */
export async function handleUpdates(count: number, folder: string): Promise<readonly Figure[]> {
  const bonfire = counted()
  const { transport, ...mounted } = await mountableGrammy(bonfire.answer)
  const stop = await startBonfire(path.join(folder, 'account'), transport, 'mounted')
  for (let group = 0; group < GROUPS; group += 1) await mounted.handleUpdate(addedTo(group))
  const bare = counted()
  const bareHandler = await bareGrammyHandler(REPLY, bare.answer)
  const rounds: { readonly bonfire: Rate; readonly bare: Rate }[] = []
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const updates = Array.from({ length: count }, (_, index) => updateOf(round * count + index))
    rounds.push({
      bonfire: await answerAll(mounted, updates, bonfire, IN_FLIGHT),
      bare: await answerAll(bareHandler, updates, bare, 1),
    })
  }
  await stop()
  return [figureOf(rounds.slice(1))]
}

interface Counted {
  readonly answer: (method: string) => unknown
  readonly answers: number
}

/** A Bot API that does nothing, and counts the answers. */
function counted(): Counted {
  let answers = 0
  const results: Readonly<Record<string, unknown>> = {
    getMe: { ...BOT, can_read_all_group_messages: true },
    getWebhookInfo: { url: '', pending_update_count: 0, allowed_updates: ALLOWED_UPDATES },
    getChatAdministrators: [],
    sendMessage: { message_id: 1, date: 1, chat: { id: 1, type: 'private', first_name: 'x' } },
  }
  return {
    answer(method) {
      if (method === 'sendMessage') answers += 1
      return results[method] ?? true
    },
    get answers() {
      return answers
    },
  }
}

/** @throws Error when there were not exactly as many answers as questions. */
async function answerAll(
  { handleUpdate }: BareHandler,
  updates: readonly object[],
  counted: Counted,
  inFlight: number,
): Promise<Rate> {
  const until = counted.answers + updates.length
  let next = 0
  async function person(): Promise<void> {
    for (let i = next++; i < updates.length; i = next++) await handleUpdate(updates[i]!)
  }
  const spent = await spentOn(async () => {
    await Promise.all(Array.from({ length: inFlight }, person))
    await unlessStalled(
      whenTrue(() => counted.answers >= until),
      () => counted.answers,
      STALL_MS,
    )
  })
  if (counted.answers !== until) throw new Error(`${counted.answers - until} answers too many.`)
  return rateOf(updates.length, spent)
}

async function whenTrue(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setImmediate(resolve))
}

const AMY = { id: 1_000, is_bot: false, first_name: 'Amy' }
const chatOf = (group: number) => ({ id: -1_001_000_000_000 - group, type: 'supergroup', title: `group ${group}` })
const dateNow = () => Math.floor(machineTime.wallMs() / 1_000)

/** Somebody asks in a group. */
function updateOf(n: number): object {
  const entities = [{ type: 'bot_command', offset: 0, length: QUESTION.length }]
  const message = { message_id: n + 1, date: dateNow(), chat: chatOf(n % GROUPS), from: AMY, text: QUESTION, entities }
  return { update_id: GROUPS + n, message }
}

/** The bot is a member of that group from now on. */
function addedTo(group: number): object {
  const [before, now] = ['left', 'member'].map(status => ({ status, user: BOT }))
  const change = { chat: chatOf(group), from: AMY, date: dateNow(), old_chat_member: before, new_chat_member: now }
  return { update_id: group, my_chat_member: change }
}

function figureOf(rounds: readonly { readonly bonfire: Rate; readonly bare: Rate }[]): Figure {
  const bare = ofRounds(rounds.map(round => round.bare))
  return {
    name: 'Bonfire in grammY, in process',
    measure: 'perSecond',
    ...ofRounds(rounds.map(round => round.bonfire)),
    limit: { name: 'bare handleUpdate', value: bare.value, cpuUs: bare.cpuUs },
  }
}
