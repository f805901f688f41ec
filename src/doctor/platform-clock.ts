import type { AccountConfig } from '../account-config.ts'
import type { Finding } from '../adapters/adapter.ts'
import { machineTime } from '../scheduler/clock.ts'
import { bad, good, reasonOf, warning } from './check.ts'

/** Above these the machine's clock is reported, in milliseconds. */
const OFF_WARNING_MS = 5_000
const OFF_BAD_MS = 60_000
const ANSWER_MS_MAX = 5_000
/** A `date` header is cut to whole seconds: on average it is so far behind. */
const HEADER_CUT_MS = 500

/** How far the machine's clock is from a platform's. */
export type ClockFacts =
  | { readonly is: 'compared'; readonly host: string; readonly aheadMs: number }
  | { readonly is: 'not told'; readonly host: string; readonly reason: string }
  | { readonly is: 'nobody to ask' }

/** Whose clock it is that messages are dated by. */
export function addressToAsk(accounts: readonly AccountConfig[]): URL | null {
  const telegram = accounts.find(account => account.platform === 'telegram')
  if (telegram) return new URL(telegram.apiRoot ?? 'https://api.telegram.org')
  // A gateway speaks gRPC and tells no time; WeChat's own site does.
  return accounts.some(({ platform }) => platform === 'wechat') ? new URL('https://weixin.qq.com') : null
}

/** Asks for the `date` header of an answer, whatever the answer is. */
export async function readClock(address: URL | null, nowMs = machineTime.wallMs): Promise<ClockFacts> {
  if (!address) return { is: 'nobody to ask' }
  const { host, origin } = address
  try {
    const askedMs = nowMs()
    const signal = AbortSignal.timeout(ANSWER_MS_MAX)
    const answer = await fetch(origin, { method: 'HEAD', redirect: 'manual', signal })
    const middleMs = (askedMs + nowMs()) / 2
    const toldMs = Date.parse(answer.headers.get('date') ?? '')
    if (Number.isNaN(toldMs)) return { is: 'not told', host, reason: 'the answer has no date' }
    return { is: 'compared', host, aheadMs: Math.round(middleMs - (toldMs + HEADER_CUT_MS)) }
  } catch (error) {
    return { is: 'not told', host, reason: reasonOf(error) }
  }
}

export function judgeClock(facts: ClockFacts): readonly Finding[] {
  if (facts.is === 'nobody to ask') return [good('not compared: no platform is configured whose clock could be asked')]
  const { host } = facts
  if (facts.is === 'not told') {
    const remedy = `Check that this machine reaches ${host}, and that its clock is synchronised (timedatectl).`
    return [warning(`Not compared with ${host}: ${facts.reason}`, remedy)]
  }
  const offMs = Math.abs(facts.aheadMs)
  if (offMs <= OFF_WARNING_MS) return [good(`agrees with ${host}`)]
  const seconds = Math.round(offMs / 1000).toLocaleString('en-US')
  const what = `${seconds} s ${facts.aheadMs > 0 ? 'ahead of' : 'behind'} ${host}`
  const remedy = 'Synchronise the clock, on Linux: timedatectl set-ntp true. Deadlines and posts go by it.'
  return [offMs > OFF_BAD_MS ? bad(what, remedy) : warning(what, remedy)]
}
