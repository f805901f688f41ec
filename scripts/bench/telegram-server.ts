/**
 * The Bot API server of the benchmark, in a process of its own: it must not share the bot's event loop. It is told how
 * many messages people send, and tells how long it took until as many answers had come; asked for the total, it tells
 * how many answers there were in all.
 */
import { machineTime } from '../../src/scheduler/clock.ts'
import { startFakeBotApi } from '../../src/testing/telegram/fake-bot-api.ts'
import { ALL_RIGHTS } from '../../src/testing/telegram/fake-people.ts'

export interface ServerStarted {
  readonly root: string
  readonly token: string
}
export type ServerAsked = { readonly count: number; readonly text: string } | 'total'
export interface ServerAnswered {
  readonly ms: number
}
export interface ServerTotal {
  readonly answers: number
}

/** So many that no chat has to wait for itself. */
const GROUPS = 200

const api = await startFakeBotApi()
const amy = api.person({ firstName: 'Amy' })
const groups = Array.from({ length: GROUPS }, (_, index) => {
  const group = api.createGroup({ title: `group ${index}`, members: [amy] })
  group.addBot({ rights: ALL_RIGHTS })
  return group
})
let answers = 0

// Nobody asks any more.
process.once('disconnect', () => process.exit())
process.on('message', (asked: ServerAsked) => {
  if (asked === 'total') {
    process.send?.({ answers } satisfies ServerTotal)
    return
  }
  const { count, text } = asked
  const startedAt = machineTime.elapsedMs()
  const until = answers + count
  api.fault = ({ method }) => {
    if (method !== 'sendMessage') return null
    answers += 1
    if (answers === until) process.send?.({ ms: machineTime.elapsedMs() - startedAt } satisfies ServerAnswered)
    return null
  }
  for (let index = 0; index < count; index += 1) groups[index % GROUPS]!.says(amy, text)
})
process.send?.({ root: api.root, token: api.token } satisfies ServerStarted)
